"""The short way of a sound document: what it takes the schemas take to the same value, and what they refuse it leaves to them."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from appcore.definition import canonical, faults, quick_load, schema
from appcore.definition.assembling import Assembling, Whole
from appcore.definition.item import ItemDefinition
from models import elements as el
from tests.change import books
from tests.definition import strategies
from tests.definition.sound import SOUND

ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 10**12, 1.0, "", "1", "x", "A b", "长" * 5000, "空\x00", "反\u202e转", "e\u0301", "2026-02-30", "2026-W01-1",
    "20260101", [], ["x"], [None], {}, {"all": []}, {"code": "x"}, {"code": "x", "name": 1}, {"key": "k", "surprise": 1}, [{"key": "k"}],
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a document, and in each object one that is not there."""
    if isinstance(value, dict):
        under = [one for name, held in value.items() for one in places(held, (*path, name))]
        return [*([path] if path else []), (*path, "surprise"), *under]
    if isinstance(value, list):
        return [path, *(one for number, held in enumerate(value) for one in places(held, (*path, number)))]
    return [path]


def put(document: Any, path: tuple[Any, ...], value: Any) -> None:
    for step in path[:-1]:
        document = document[step]
    document[path[-1]] = value


@given(definition=strategies.definitions())
def test_a_sound_document_goes_the_short_way_to_what_the_schemas_make_of_it(definition: ItemDefinition) -> None:
    document = schema.dump(definition)

    assert schema._quickly()(document) == schema._schema().load(document) == definition
    assert document == canonical.prune(schema.plain(definition))


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(definition=strategies.definitions(), odd=st.sampled_from(ODD), draw=st.data())
def test_what_is_put_wrong_anywhere_is_never_taken_where_the_schemas_refuse_it(
    definition: ItemDefinition, odd: Any, draw: st.DataObject
) -> None:
    document = copy.deepcopy(schema.dump(definition))
    put(document, draw.draw(st.sampled_from(places(document))), odd)

    try:
        taken = schema._quickly()(document)
    except quick_load.Unsure:
        return
    try:
        expected = schema._schema().load(document)
    except ValidationError as refused:
        raise AssertionError(f"taken, though refused: {refused.messages}") from refused
    assert taken == expected


def assembled(document: dict[str, Any], pieces: Assembling) -> Whole:
    """A document put together of the pieces of its elements and parts. Raises: quick_load.Unsure."""
    kinds = {kind.plural: kind for kind in el.PART_KINDS if not kind.parent}
    parts = {
        name: [pieces.part(kinds[name], one) for one in rows]
        for name, rows in document.items()
        if name in kinds and isinstance(rows, list) and all(isinstance(one, dict) for one in rows)
    }
    return pieces.whole({name: value for name, value in document.items() if name not in parts}, parts)


@given(drawn=st.lists(strategies.definitions().map(books.with_keys), min_size=1, max_size=3))
def test_definitions_put_together_of_pieces_are_those_of_their_documents_to_the_byte(
    drawn: list[ItemDefinition],
) -> None:
    pieces = Assembling()

    for definition in drawn:
        made = assembled(schema.dump(definition), pieces)

        assert made.content == definition
        assert made.digest == canonical.digest(schema.write(definition))


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(definition=strategies.definitions().map(books.with_keys), odd=st.sampled_from(ODD), draw=st.data())
def test_what_is_put_wrong_anywhere_is_never_put_together_of_pieces_that_were_sound(
    definition: ItemDefinition, odd: Any, draw: st.DataObject
) -> None:
    document, pieces = schema.dump(definition), Assembling()
    assembled(document, pieces)
    wrong = copy.deepcopy(document)
    put(wrong, draw.draw(st.sampled_from(places(wrong))), odd)

    try:
        made = assembled(wrong, pieces)
    except quick_load.Unsure:
        return
    try:
        expected = schema._schema().load(wrong)
    except ValidationError as refused:
        raise AssertionError(f"taken, though refused: {refused.messages}") from refused
    assert made == Whole(expected, canonical.digest(schema.write(expected)))
    assert not faults.twice(wrong, {})


def test_a_list_without_a_part_is_left_out_as_the_canonical_form_leaves_it_out() -> None:
    document = {"code": "330327-00001", "name": "样例", "faqs": [], "steps": []}

    made = assembled(document, Assembling())

    assert made.content == schema._schema().load(document)
    assert made.digest == canonical.digest(schema.write(made.content))


def test_yes_is_not_one_though_python_takes_them_for_equal() -> None:
    pieces, kind = Assembling(), el.PART_BY_NAME["material"]
    pieces.part(kind, {"key": "m", "name": "身份证", "originals": 1, "exempt": True})

    for wrong in ({"originals": True}, {"exempt": 1}, {"originals": 1.0}, {"name": 1}):
        with pytest.raises(quick_load.Unsure):
            pieces.part(kind, {"key": "m", "name": "身份证"} | wrong)


def test_two_parts_of_one_key_are_not_put_together() -> None:
    pieces, kind = Assembling(), el.PART_BY_NAME["material"]
    twice = [pieces.part(kind, {"key": "m", "name": one}) for one in ("身份证", "户口簿")]

    with pytest.raises(quick_load.Unsure):
        pieces.whole({"code": "330327-00001", "name": "样例"}, {"materials": twice})
    with pytest.raises(quick_load.Unsure):
        pieces.part(el.PART_BY_NAME["question"], {"key": "q", "choices": [{"key": "a"}, {"key": "a"}]})


OF_TEXTS = ("空\x00", "反\u202e转", "孤\ud800")
"""What no text may hold, wherever it stands."""
OF_DAYS = ("2026-02-30", "2026-1-1")
OTHER_DAYS = ("20260101", "2026-W01-1")
"""Days that Python reads, but no document writes: they go the long way."""


def every_place_of(kind: str) -> list[tuple[Any, ...]]:
    """The places of a sound document that hold a day, a reference's code or name, or any other text."""
    found = []
    for path in places(document := schema.dump(SOUND)):
        value: Any = document
        for step in path:
            value = value.get(step) if isinstance(value, dict) else value[step]
        if isinstance(value, str):
            here = "day" if len(value) == 10 and value[4] == value[7] == "-" else "text"
            if here == kind:
                found.append(path)
    return found


@pytest.mark.parametrize(
    ("kind", "odd"), [("text", one) for one in OF_TEXTS] + [("day", one) for one in OF_DAYS + OTHER_DAYS]
)
def test_no_reader_of_the_short_way_takes_what_cannot_be_kept(kind: str, odd: str) -> None:
    """Each reader of a sound document is asked, one after another: a random place is seldom a code of a reference."""
    paths = every_place_of(kind)
    assert paths

    for path in paths:
        document = copy.deepcopy(schema.dump(SOUND))
        put(document, path, odd)
        if odd not in OTHER_DAYS:
            with pytest.raises(ValidationError):
                schema._schema().load(document)
        with pytest.raises(quick_load.Unsure):
            schema._quickly()(document)
