"""The short way of a sound document into a definition, beside the schemas that say what is wrong with one that is not. Pure.

What is taken here the schemas take too, to the same value; whatever is not plainly sound is left to them. A workbook of
3,000 items has half a million values, of which nearly all are sound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from appcore.definition import conditions
from appcore.definition.characters import refuse_unstorable
from appcore.definition.item import Ref
from appcore.definition.verdict import Rejected
from models.elements import Element

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
Reader = Callable[[Any], Any]


class Unsure(Exception):
    """This is not plainly sound."""


def reader_of(element: Element) -> Reader:
    """How a value of an element is taken."""
    slugs = element.vocabulary.slugs if element.vocabulary else ()
    by_kind: dict[str, Reader] = {
        "integer": _number(element.maximum), "fen": _number(element.maximum), "flag": _flag, "date": _day, "code": one_of(slugs),
        "codes": many(one_of(slugs)), "department": ref, "paper": ref, "document": ref, "departments": many(ref),
        "condition": _condition,
    }  # fmt: skip
    return by_kind.get(element.kind) or plain_text(element.maximum)


def object_of(made: Callable[..., Any], readers: Mapping[str, Reader], wanted: Iterable[str]) -> Reader:
    """How a JSON object is taken: all of its names are known, and the wanted ones are there."""
    needed = tuple(wanted)

    def take(document: Any) -> Any:
        if type(document) is not dict or any(one not in document for one in needed):
            raise Unsure
        try:
            return made(**{name: readers[name](value) for name, value in document.items()})
        except (KeyError, TypeError) as unknown:
            raise Unsure from unknown

    return take


def many(reader: Reader) -> Reader:
    def take(value: Any) -> Any:
        if type(value) is not list:
            raise Unsure
        return tuple([reader(one) for one in value])

    return take


def one_of(values: Iterable[Any]) -> Reader:
    known = frozenset(values)

    def take(value: Any) -> Any:
        if type(value) is not str or value not in known:
            raise Unsure
        return value

    return take


def matching(pattern: str) -> Reader:
    compiled = re.compile(pattern, re.ASCII)

    def take(value: Any) -> Any:
        if type(value) is not str or compiled.fullmatch(value) is None:
            raise Unsure
        return value

    return take


def exactly(number: int) -> Reader:
    def take(value: Any) -> Any:
        if type(value) is not int or value != number:
            raise Unsure
        return value

    return take


def _number(most: int) -> Reader:
    def take(value: Any) -> Any:
        if type(value) is not int or not 0 <= value <= most:
            raise Unsure
        return value

    return take


def plain_text(most: int) -> Reader:
    def take(value: Any) -> Any:
        if type(value) is not str or len(value) > most:
            raise Unsure
        _require_storable(value)
        return value

    return take


def _require_storable(text: str) -> None:
    if text.isprintable():  # neither a control character nor a lone surrogate nor a mark of direction is
        return
    try:
        refuse_unstorable(text, lines=True)
    except Rejected as bad:
        raise Unsure from bad


def _flag(value: Any) -> Any:
    if type(value) is not bool:
        raise Unsure
    return value


def _day(value: Any) -> Any:
    if type(value) is not str or _DAY.fullmatch(value) is None:
        raise Unsure
    try:
        return date.fromisoformat(value)
    except ValueError as wrong:
        raise Unsure from wrong


def ref(value: Any) -> Any:
    if type(value) is not dict or not {"code"} <= value.keys() <= {"code", "name"}:
        raise Unsure
    code, name = value["code"], value.get("name", "")
    if type(code) is not str or not code or type(name) is not str:
        raise Unsure
    _require_storable(code)
    _require_storable(name)
    return Ref(code, name)


def _condition(value: Any) -> Any:
    try:
        return conditions.load(value)
    except (ValueError, TypeError, AttributeError) as wrong:
        raise Unsure from wrong
