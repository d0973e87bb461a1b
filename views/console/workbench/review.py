"""What the last return asks of a draft, where it is written: the remarks that wait for a change or an answer, at their boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from appcore.catalogue import remarks
from appcore.definition.checks import Place
from models.db import house_session
from models.item import Edition
from views.console.resources.edition_acts import name_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A remark at its box: who said what, how often it was said, what was answered, and what is being typed as an answer."""

    id: int
    place: Place
    text: str
    by: str
    times: int
    answer: str
    typed: str


def shown(edition: Edition, form: Mapping[str, str]) -> list[Shown]:
    """Those of a returned draft; before its first return there are none."""
    if edition.state != "returned":
        return []
    return [
        Shown(
            one.id, one.place, one.text, name_of(one.by), one.times, one.answer, form.get(f"answer.{one.id}", "")[:2000]
        )
        for one in remarks.listed(house_session(), edition.id, unsent=False)
        if one.state in ("open", "answered")
    ]
