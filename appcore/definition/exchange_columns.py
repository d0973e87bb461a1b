"""An item's elements in the columns and codes of an exchange scheme, and back: our own lists, put right by the county's table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from appcore.definition.item import ItemDefinition, Ref
from models.elements import EDITION_ELEMENTS, Element

NATIONAL = "国家"
NOT_EXCHANGED = "-"
JOIN = "^"
"""How the national tables write several values in one column (elements.md 1.4)."""
Table = Mapping[tuple[str, str], str]
"""Element and value ("" for the column itself) to what the scheme calls it."""
BESIDE: tuple[tuple[str, str], ...] = (("catalog_code", "catalog_code"),)
"""What belongs to the item and not to its edition, with the column's national name."""
BY_NAME = {element.name: element for element in EDITION_ELEMENTS}


def column_of(element: str, table: Table, scheme: str = NATIONAL) -> str:
    """The scheme's column of an element, "" when it has none; the national names hold for the national scheme alone."""
    own = dict(BESIDE).get(element) or (BY_NAME[element].exchange if element in BY_NAME else "")
    found = table.get((element, ""), own if scheme == NATIONAL else "")
    return "" if found == NOT_EXCHANGED else found


def row(definition: ItemDefinition, table: Table, scheme: str = NATIONAL) -> dict[str, str]:
    """The columns of one item with their texts; what is absent is an empty text."""
    found: dict[str, str] = {}
    for name in (*(name for name, _column in BESIDE), *BY_NAME):
        column = column_of(name, table, scheme)
        if column:
            found[column] = _text(BY_NAME.get(name), name, getattr(definition, name), table)
    return found


def _text(element: Element | None, name: str, value: Any, table: Table) -> str:
    match value:
        case None | () | "":
            return ""
        case bool():
            return "1" if value else "0"
        case date():
            return value.isoformat()
        case Ref():
            return value.name
        case tuple():
            return JOIN.join(_text(element, name, one, table) for one in value)
    if element is None or element.vocabulary is None:
        return str(value)
    label = element.vocabulary.label_of(value)
    return table.get((name, label)) or element.vocabulary.national_of(value) or label


def value_of(element: str, text: str, table: Table) -> str | None:
    """The slug of our own for a code or word of the scheme; None when neither the table nor the list knows it."""
    vocabulary = BY_NAME[element].vocabulary
    if vocabulary is None:
        return text or None
    said = {target: vocabulary.slug_of(label) for (name, label), target in table.items() if name == element and label}
    national = {term.national: term.slug for term in vocabulary if term.national and (element, term.label) not in table}
    return said.get(text) or national.get(text) or vocabulary.slug_of(text)
