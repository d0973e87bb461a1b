"""Random forms and what is typed into them: fields of every kind, tables among them, sound and faulty texts."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from appcore.definition.item import Field, Question
from appcore.definition.kinds import KINDS, kind_of
from tests.definition.kinds.examples import BAD, GOOD, field_of

Raw = dict[str, list[str]]
PLAIN = tuple(slug for slug in GOOD if not kind_of(slug).later)
BOUNDED = {"text": 4, "long_text": 4, "integer": 2000, "decimal": 20, "money": 2000, "choices": 3}


@dataclass(frozen=True)
class Sheet:
    """Something that asks, which is no item."""

    fields: tuple[Field, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Filled:
    """A form with what was typed into it, and the same as a JSON document."""

    sheet: Sheet
    raw: Raw
    document: dict[str, Any]


@st.composite
def plain_fields(draw: st.DrawFn, key: str) -> Field:
    slug = draw(st.sampled_from(PLAIN))
    more: dict[str, Any] = {"key": key, "required": draw(st.booleans())}
    if slug in BOUNDED and draw(st.booleans()):
        more["low"] = draw(st.none() | st.integers(0, BOUNDED[slug]))
        more["high"] = draw(st.none() | st.integers(more["low"] or 1, BOUNDED[slug]))
    if slug == "decimal":
        more["places"] = draw(st.none() | st.integers(0, 3))
    return field_of(slug, **more)


@st.composite
def texts(draw: st.DrawFn, field: Field) -> tuple[list[str], Any]:
    """Typed texts and the JSON value for them."""
    kind = kind_of(field.kind)
    if draw(st.integers(0, 3)):
        kept = draw(st.sampled_from([row[1] for row in GOOD[field.kind]]))
        return kind.typed(kept, field), json.loads(json.dumps(kept))
    bad = draw(
        st.sampled_from(
            [
                one
                for one in BAD[field.kind]
                if one and ((isinstance(one, str) and one.strip()) or (isinstance(one, list) and "" not in one))
            ]
        )
    )
    if isinstance(bad, str):
        return [bad], [bad] if kind.holds is tuple else bad
    return bad, bad


@st.composite
def forms(draw: st.DrawFn) -> Filled:
    fields: list[Field] = []
    raw: Raw = {}
    document: dict[str, Any] = {}
    for number in range(draw(st.integers(1, 4))):
        field = draw(plain_fields(f"f{number}"))
        fields.append(field)
        if draw(st.booleans()):
            raw[f"f_{field.key}"], document[field.key] = draw(texts(field))
    if draw(st.booleans()):
        table = Field(
            key="t",
            label="表",
            kind="table",
            required=draw(st.booleans()),
            low=draw(st.none() | st.integers(0, 2)),
            high=draw(st.none() | st.integers(1, 3)),
        )
        columns = [replace(draw(plain_fields(f"c{number}")), within="t") for number in range(draw(st.integers(1, 3)))]
        fields += [table, *columns]
        rows = []
        for number in range(draw(st.integers(0, 4))):
            row = {}
            for column in columns:
                if draw(st.booleans()):
                    raw[f"f_t.{number}.{column.key}"], row[column.key] = draw(texts(column))
            rows += [row] if row else []
        document |= {"t": rows} if rows else {}
    return Filled(Sheet(tuple(fields)), raw, document)


assert set(BOUNDED) <= set(KINDS)
