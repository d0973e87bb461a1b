"""One value of a definition as a cell of the workbook, in words where words say it. Pure.

What a cell could not give back as it is — outer blanks, a text that reads like something else — is written as 原样: and the
value's JSON, so that an export always imports again to the same definition.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from appcore.access.files.tables_out import LONGEST_CELL, clean
from appcore.change.workbook import cells, condition_text
from appcore.change.workbook.asked import NOBODY, Asked
from appcore.change.workbook.bodies import Bodies
from appcore.change.workbook.cells import AS_IT_IS, list_of
from appcore.definition import conditions
from appcore.definition.conditions import Condition
from appcore.definition.exchange_columns import Table as Names
from appcore.definition.exchange_columns import term_of
from appcore.definition.item import Ref
from appcore.definition.schema import plain
from appcore.definition.verdict import Rejected
from models.elements import Element

NO_BODIES = Bodies()
_UNSEEN = re.compile(r"[^\x20-\x7e\u4e00-\u9fff]")


def write(element: Element, value: Any, bodies: Bodies = NO_BODIES, asked: Asked = NOBODY) -> str | int | float | None:
    """The cell of a value of a definition, or of what stands in a package for it; None for an empty one.

    `asked`: what the item asks, by whose names its conditions are written.
    """
    document = plain(value)
    if document is None or document in ("", []):
        return None
    if element.kind == "condition":
        made: str | int | float | None = condition_text.write(_condition_of(value), asked)
        return made if _fits(made) else _as_it_is(document)
    if element.name == "window_kind" and value in bodies.windows:
        return f"{bodies.windows[value]}（{value}）"
    writer = _WRITERS.get(element.kind)
    made = writer(element, value) if writer else _in_words(element, value)
    return made if _reads_as(element, made, document) else _as_it_is(document)


def _in_words(element: Element, value: Any) -> Any:
    """A text as it is, or the word that its code list has for it alone."""
    if element.vocabulary is None or not isinstance(value, str):
        return value
    label = element.vocabulary.label_of(value)
    return label if cells.read(element, label, NO_BODIES) == value else value


def _as_it_is(document: Any) -> str:
    """The JSON of a value; only what a spreadsheet would drop is written as a number of its character."""
    text = json.dumps(document, ensure_ascii=False)
    return AS_IT_IS + _UNSEEN.sub(lambda found: _escaped(found[0]), text)


def _escaped(character: str) -> str:
    return character if character.isprintable() else json.dumps(character).strip('"')


def _fits(made: Any) -> bool:
    """Whether a spreadsheet keeps the cell as it is: no text is cut or cleaned."""
    return not isinstance(made, str) or (clean(made) == made and len(made) <= LONGEST_CELL)


def _reads_as(element: Element, made: str | int | float | None, document: Any) -> bool:
    """Whether a spreadsheet keeps the cell, and it gives the value back: True is not 1."""
    if not _fits(made):
        return False
    try:
        return repr(cells.read(element, made, NO_BODIES)) == repr(document)
    except Rejected:
        return False


def _said_ref(value: Any) -> str:
    ref = value if isinstance(value, Ref) else Ref(value["code"], value.get("name", ""))
    return f"{ref.name}（{ref.code}）"


def _said_codes(element: Element, value: Any) -> str:
    return "；".join(list_of(element).label_of(one) for one in value)


def _condition_of(value: Any) -> Condition:
    return value if isinstance(value, Condition) else conditions.load(value)


def exchanged(element: Element, value: Any, own: Names) -> str | int | float | None:
    """The cell of a value as an exchange scheme writes it: its codes (`own` first), 1 and 0, names of bodies, several with ^."""
    document = plain(value)
    if document in (None, "", []):
        return None
    if element.vocabulary is not None:
        several = document if isinstance(document, list) else [document]
        return "^".join(term_of(element, one, own) for one in several)
    match element.kind:
        case "flag":
            return "1" if document else "0"
        case "department" | "departments" | "paper":
            several = document if isinstance(document, list) else [document]
            return "^".join(str(one.get("name") or one["code"]) for one in several)
    return write(element, value)


_WRITERS: dict[str, Callable[[Element, Any], Any]] = {
    "fen": lambda _element, value: value / 100,
    "flag": lambda _element, value: "是" if value else "否",
    "date": lambda _element, value: value if isinstance(value, str) else value.isoformat(),
    "code": lambda element, value: list_of(element).label_of(value),
    "codes": _said_codes,
    "department": lambda _element, value: _said_ref(value),
    "paper": lambda _element, value: _said_ref(value),
    "document": lambda _element, value: _said_ref(value),
    "departments": lambda _element, value: "；".join(_said_ref(one) for one in value),
}  # fmt: skip
