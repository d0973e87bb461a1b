"""What an exchange scheme calls our elements and the terms of our code lists: as our own lists say, put right by the county's table."""

from __future__ import annotations

from collections.abc import Mapping

from models.elements import Element

NATIONAL = "国家"
NOT_EXCHANGED = "-"
Table = Mapping[tuple[str, str], str]
"""Element and value in its Chinese words ("" for the column itself) to what the scheme calls it."""
NOTHING: Table = {}


def column_of(element: Element, table: Table, scheme: str = NATIONAL) -> str:
    """The scheme's column of an element, "" when it has none; the national names hold for the national scheme alone."""
    found = table.get((element.name, ""), element.exchange if scheme == NATIONAL else "")
    return "" if found == NOT_EXCHANGED else found


def is_left_out(element: Element, table: Table, scheme: str = NATIONAL) -> bool:
    """Whether a scheme does not have the column at all: the national one takes what it has no name for under ours."""
    if scheme != NATIONAL:
        return not column_of(element, table, scheme)
    return table.get((element.name, "")) == NOT_EXCHANGED


def term_of(element: Element, slug: str, table: Table) -> str:
    """The scheme's code for a term of an element's code list, else its national one, else our words."""
    if element.vocabulary is None:
        return slug
    label = element.vocabulary.label_of(slug)
    return table.get((element.name, label)) or element.vocabulary.national_of(slug) or label
