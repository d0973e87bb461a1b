"""A sample item as it is written becomes a definition: bare codes of bodies and papers get the names they have today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import ValidationError

from appcore.definition import schema
from appcore.definition.item import ItemDefinition
from models import elements as el
from models.elements import Element
from seeds import source
from seeds.step_acts import acts_of


class BadSeed(ValueError):
    """A file of the seeds is wrong; the message names the item and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class SeedItem:
    """Identity and content of one sample item; `window` is the code of its window kind."""

    code: str
    definition: ItemDefinition
    tier: str
    department: str
    window: str
    state: str
    state_reason: str
    replaced_by: str | None
    offered_at: tuple[str, ...]
    aliases: tuple[str, ...]


def read(row: Mapping[str, Any]) -> SeedItem:
    """Raises: BadSeed."""
    item, document = row["item"], row["definition"]
    title = f"{document.get('code')} {document.get('name')}"
    kinds = {one["document_name"]: one["code"] for one in source.halls()["window_kinds"]}
    try:
        definition = schema.load(_completed(document))
        window = kinds[item["window"]]
    except ValidationError as wrong:
        raise BadSeed(f"{title}: {wrong.messages}") from wrong
    except KeyError as unknown:
        raise BadSeed(f"{title}: no such body, paper or window: {unknown}") from unknown
    return SeedItem(
        code=definition.code,
        definition=definition,
        tier=item["tier"],
        department=item["department"],
        window=window,
        state=item["state"],
        state_reason=item.get("state_reason") or "",
        replaced_by=item.get("replaced_by"),
        offered_at=tuple(item.get("offered_at") or ()),
        aliases=tuple(item.get("aliases") or ()),
    )


def _completed(document: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON document that `schema.load` wants; the original is left as it was."""
    made = _with_names(document, el.EDITION_ELEMENTS)
    for kind in el.PART_KINDS:
        if not kind.parent and document.get(kind.plural):
            made[kind.plural] = [_with_names(part, kind.elements) for part in document[kind.plural]]
    for number, step in enumerate(made.get("steps", ())):
        # The first step, and those that begin together with it, have none to return to.
        alone = number if step.get("parallel", "") != made["steps"][0].get("parallel") else 0
        step.setdefault("acts", acts_of(step, number=alone, item=document))
    return made


def _with_names(values: Mapping[str, Any], elements: Iterable[Element]) -> dict[str, Any]:
    made = dict(values)
    for element in elements:
        value = made.get(element.name)
        if value is None:
            continue
        if element.kind in ("department", "paper", "document"):
            made[element.name] = _ref(element.kind, value)
        elif element.kind == "departments":
            made[element.name] = [_ref("department", one) for one in value]
        elif isinstance(value, date):
            made[element.name] = value.isoformat()
    return made


def _ref(kind: str, value: Any) -> Any:
    """A bare code as {code, name}. Raises: KeyError for a code that is not in the lists."""
    code = value["code"] if isinstance(value, Mapping) else value
    return {"code": code, "name": source.names(kind).get(code) or _unknown(code)}


def _unknown(code: str) -> str:
    raise KeyError(code)
