"""The field kinds (字段类型) there are. A new kind is one class in this folder and one line in the registry below."""

from __future__ import annotations

from typing import Any

from appcore.definition.kinds.base import Cell, Kind, Value
from appcore.definition.kinds.chosen import Code, OneOf, SomeOf, YesNo
from appcore.definition.kinds.counted import Decimal, Integer, Money
from appcore.definition.kinds.day import Day, DayAndTime, TimeOfDay
from appcore.definition.kinds.documents import CreditCode, Document, IdNumber
from appcore.definition.kinds.place import Region
from appcore.definition.kinds.plate import Plate
from appcore.definition.kinds.reached import BankAccount, Email, Phone
from appcore.definition.kinds.staged import Files, Photo, Signature
from appcore.definition.kinds.table import Table
from appcore.definition.kinds.unfilled import Computed, Heading, Note
from appcore.definition.kinds.written import Address, LongText, PersonName, Text
from appcore.definition.lookup import Lookup

__all__ = ["KINDS", "Cell", "Kind", "Lookup", "Value", "choices", "is_sensitive", "kind_of", "register_kind"]

KINDS: dict[str, Kind[Any]] = {
    kind.slug: kind
    for kind in (
        Text(),
        LongText(),
        Integer(),
        Decimal(),
        Money(),
        Day(),
        TimeOfDay(),
        DayAndTime(),
        YesNo(),
        OneOf(),
        SomeOf(),
        Code(),
        PersonName(),
        IdNumber(),
        CreditCode(),
        Document(),
        Phone(),
        Email(),
        BankAccount(),
        Address(),
        Region(),
        Plate(),
        Files(),
        Photo(),
        Signature(),
        Table(),
        Computed(),
        Heading(),
        Note(),
    )
}


def register_kind(kind: Kind[Any]) -> None:
    """Add a kind that a plug-in brings. Raises: ValueError when another kind has its slug."""
    if type(KINDS.setdefault(kind.slug, kind)) is not type(kind):
        raise ValueError(f"the slug {kind.slug!r} is taken")


def kind_of(slug: str) -> Kind[Any]:
    """The kind with this slug; an unknown one, which only an unchecked draft can name, is a line of text."""
    return KINDS.get(slug, KINDS[Text.slug])


def is_sensitive(slug: str) -> bool:
    """Whether values of the kind are sealed in the database and masked on pages; an unknown kind is, to be safe."""
    return slug not in KINDS or KINDS[slug].sensitive


def choices() -> tuple[tuple[str, str], ...]:
    """Pairs of slug and Chinese label, as a select wants them."""
    return tuple((kind.slug, kind.label) for kind in KINDS.values())
