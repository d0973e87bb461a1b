"""The real entry form beside what is being written, at the answers and values that were tried; nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from appcore.definition import entry_form
from appcore.definition.item import Field, ItemDefinition
from appcore.definition.questions import as_field, read_answers
from appcore.lookups import HouseLookup
from models.db import house_session
from views.console.counter.form import entered_in
from views.console.counter.lane import EntryForm


@dataclass(frozen=True)
class Preview:
    """The real form at the answers that were tried."""

    asked: Sequence[tuple[Field, list[str]]]
    fields: Sequence[tuple[entry_form.FormField, Any]]


def preview(drawn: ItemDefinition, form: MultiDict[str, str]) -> Preview:
    lookup = HouseLookup(house_session())
    raw = {name[2:]: form.getlist(name) for name in form if name.startswith("a.")}
    answers = read_answers(drawn, raw, lookup)
    texts = entered_in(form, drawn)
    entered = entry_form.validate(drawn, texts, answers, lookup)
    shown = entry_form.form_fields(drawn, {**answers, **entered.values})
    opened = entry_form.opened(drawn, EntryForm, texts, lookup)
    asked = [(as_field(one), raw.get(one.key, [])) for one in drawn.questions]
    return Preview(asked, [(one, opened[one.name]) for one in shown if one.applies is not False])
