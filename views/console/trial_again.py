"""Kept trials of an item, tried again on an edition: what comes out differently, as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from werkzeug.datastructures import MultiDict

from appcore import clock
from appcore.casework import trial, trial_examples
from appcore.casework.trial import TrialLookup
from models.db import house_session
from models.item import Edition
from views.console.counter import form
from views.words import spoken

KEPT = ("a.", "f_", "paper.", "note.", "party.")


@dataclass(frozen=True, slots=True)
class Again:
    """A kept trial, and how this edition answers it differently."""

    id: int
    name: str
    sentences: tuple[str, ...]


def typed(posted: MultiDict[str, str]) -> dict[str, list[str]]:
    """What of a posted form belongs to the trial itself."""
    return {name: posted.getlist(name) for name in posted if name.startswith(KEPT) or name == "mode"}


def as_posted(held: Mapping[str, Sequence[str]], **more: str) -> MultiDict[str, str]:
    """A kept trial as a form would have posted it."""
    made: MultiDict[str, str] = MultiDict([(name, text) for name, texts in held.items() for text in texts])
    made.update(more)
    return made


def again(edition: Edition) -> list[Again]:
    """Every kept trial of the item, tried on this edition under the plain standard."""
    session = house_session()
    examples = trial_examples.of_item(session, edition.item_code)
    if not examples:
        return []
    found = trial.standard_of(session, edition, "")
    if trial.cannot_be_drawn(found.definition):
        return []
    start = datetime.combine(clock.local_today(), time(9))
    lookup = TrialLookup(session, takes_files=True)
    made = []
    for one in examples:
        result = trial.run(session, found, form.read(as_posted(one.typed), found, lookup), start)
        told: Any = trial_examples.differences(one.outcome, trial_examples.outcome_of(found, result))
        made.append(Again(one.id, one.name, tuple(spoken(verdict) for verdict in told)))
    return made


def differing(edition: Edition) -> list[Again]:
    """Those that come out differently."""
    return [one for one in again(edition) if one.sentences]
