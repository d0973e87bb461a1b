"""The generated form of a book: what its template draws at what was typed so far, for new lines, corrections and own fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from appcore.definition import entry_form
from appcore.definition.conditions import Answer
from appcore.definition.entry_form import FormField
from appcore.definition.item import Field
from appcore.definition.kinds import kind_of
from appcore.definition.kinds.staged import NOT_HERE
from appcore.definition.nesting import nested
from appcore.definition.register import RegisterDefinition
from appcore.lookups import HouseLookup
from appcore.registers import entries
from models.db import house_session
from models.register import RegisterEntry
from views.console.counter import lane
from views.console.counter.lane import EntryForm
from views.words import _

Texts = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Fields with their controls, and sentences by the name of the control they belong to."""

    fields: tuple[tuple[FormField, Any], ...]
    faults: Mapping[str, str]
    labels: Mapping[str, str]
    sums: Mapping[str, Mapping[str, str]]
    later = NOT_HERE

    @staticmethod
    def condition(one: FormField) -> str:
        return lane.condition(one)


def build(definition: RegisterDefinition, texts: Texts, faults: Mapping[str, str]) -> EntryPage:
    lookup = HouseLookup(house_session())
    entered = entry_form.validate(definition, texts, {}, lookup)
    made = entry_form.opened(definition, EntryForm, texts, lookup)
    fields = tuple((one, made[one.name]) for one in entry_form.form_fields(definition, entered.values))
    labels = {entry_form.form_name(one.key): one.label for one in definition.fields}
    labels |= {name: lane.cell_label(definition, name) for name in faults if name.count(".") > 1}
    labels |= {"day": _("日期"), "hall_code": _("登记的服务中心"), "reason": _("更正原因")}
    return EntryPage(fields, faults, labels, lane.sums(fields, entered.values))


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A form over which somebody else has saved: what differs, and the version that the next save goes over."""

    lock: int
    conflict: tuple[tuple[str, str, str], ...] = ()


def overtaken(
    definition: RegisterDefinition, texts: Texts, row: RegisterEntry | None, lock: int, faults: dict[str, str]
) -> Overtaken:
    """What was typed beside what is kept now, when the row has moved on since the form was opened; its sentence goes then.

    The sensitive values are whole on this page, as in the form itself: whoever writes them reads them.
    """
    if row is None or row.version == lock or "" not in faults:
        return Overtaken(lock)
    del faults[""]
    lookup = HouseLookup(house_session())
    typed, kept = (
        entry_form.validate(definition, texts, {}, lookup).values,
        entries.read_as(house_session(), row, definition),
    )
    differing = tuple(
        (one.label, _said(one, typed.get(one.key), lookup), _said(one, kept.get(one.key), lookup))
        for one in nested(definition.fields)
        if typed.get(one.key) != kept.get(one.key)
    )
    return Overtaken(row.version, differing)


def _said(one: Field, value: Answer | None, lookup: HouseLookup) -> str:
    return "" if value is None else kind_of(one.kind).show(value, one, lookup)


def typed_day(text: str) -> date | None:
    """A day as it was typed; None for what is no day."""
    plain = text.strip().replace("/", "-").replace(".", "-")
    try:
        return date.fromisoformat(plain)
    except ValueError:
        return None
