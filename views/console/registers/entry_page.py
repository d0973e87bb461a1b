"""The generated form of a book: what its template draws at what was typed so far, for new lines, corrections and own fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from appcore.definition import entry_form
from appcore.definition.entry_form import FormField
from appcore.definition.kinds.staged import SENTENCE as LATER
from appcore.definition.register import RegisterDefinition
from appcore.lookups import HouseLookup
from models.db import house_session
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
    later = LATER

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


def typed_day(text: str) -> date | None:
    """A day as it was typed; None for what is no day."""
    plain = text.strip().replace("/", "-").replace(".", "-")
    try:
        return date.fromisoformat(plain)
    except ValueError:
        return None
