"""Prefilled fields of the lane: filled once for an applicant, marked with their day, and never over what was typed.

The marks go to and fro with the form: which field began with what, as a keyed hash, so that a value that nobody touched goes
when the applicant changes and one that was corrected stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from werkzeug.datastructures import MultiDict

from appcore.access import privacy
from appcore.casework import prefill
from appcore.casework.application import Application
from appcore.casework.standard import Standard
from appcore.definition.kinds import Lookup
from models.db import house_session
from views.days import day_words
from views.words import _

MARK = re.compile(
    r"(?P<name>f_[a-z][a-z0-9_]{0,39})\|(?P<day>(?:\d{4}-\d{2}-\d{2})?)\|(?P<hash>[0-9a-f]{16})", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A field that began with something: the day of the earlier case, "" where it was no case's, and a hash of the texts."""

    day: str
    digest: str

    def __str__(self) -> str:
        return f"{self.day}|{self.digest}"


@dataclass(frozen=True, slots=True)
class Prefilled:
    """The marks of a form by the names of controls, whose number they were filled for, and what is said under each."""

    marks: Mapping[str, Mark]
    number: str
    said: Mapping[str, str]
    is_offered: bool
    follows: frozenset[str] = frozenset()
    """What of the applicant is repeated in fields, by its name in section 2."""
    unseen: tuple[str, ...] = ()
    """Controls whose content of an earlier case was filled in, or taken out, just now: nobody has looked at it yet."""

    @property
    def from_cases(self) -> bool:
        """Whether anything in the form is of an earlier case."""
        return any(mark.day for mark in self.marks.values())


def _digest(texts: Sequence[str]) -> str:
    return privacy.fingerprint_of(json.dumps(list(texts), ensure_ascii=False))[:16]


def _number(handed_in: Application) -> str:
    return handed_in.parties[0].id_number.strip() if handed_in.parties else ""


def _posted(form: MultiDict[str, str]) -> dict[str, Mark]:
    found = (MARK.fullmatch(text) for text in form.getlist("prefilled")[:500])
    return {one["name"]: Mark(one["day"], one["hash"]) for one in found if one is not None}


def kept(form: MultiDict[str, str], found: Standard, handed_in: Application) -> Prefilled:
    """The marks as they came, for a page that is drawn again because something is at fault."""
    return _model(_posted(form), form.get("prefilled_for", ""), found, handed_in)


def begun(
    form: MultiDict[str, str], found: Standard, handed_in: Application, lookup: Lookup, *, with_cases: bool = True
) -> tuple[Application, Prefilled]:
    """The form with what its empty fields begin with. Another applicant's data go, save where they were corrected by hand."""
    marks, number = _posted(form), _number(handed_in)
    entered, gone = dict(handed_in.entered), set[str]()
    is_another = form.get("prefilled_for", "") != number
    for name, mark in list(marks.items()):
        is_untouched = _digest(entered.get(name, ())) == mark.digest
        if is_untouched and (is_another or not mark.day):
            del entered[name]  # what follows the applicant above is read from there anew
            gone |= {name} if mark.day else set()
        if is_another or (is_untouched and not mark.day):
            del marks[name]
    typed = handed_in.entered
    handed_in = replace(handed_in, entered=entered)
    given = prefill.fill(
        house_session(), found.definition, handed_in, lookup, done=marks, with_cases=with_cases
    )  # fmt: skip
    handed_in = replace(handed_in, entered={**entered, **prefill.texts_of(given)})
    fresh = {name: Mark(one.day.isoformat() if one.day else "", _digest(one.texts)) for name, one in given.items()}
    brought = gone | {name for name, mark in fresh.items() if mark.day}
    unseen = tuple(name for name in sorted(brought) if [*typed.get(name, ())] != [*handed_in.entered.get(name, ())])
    return handed_in, replace(_model(marks | fresh, number, found, handed_in), unseen=unseen)


def _model(marks: Mapping[str, Mark], number: str, found: Standard, handed_in: Application) -> Prefilled:
    said = {
        name: _words(mark) for name, mark in marks.items() if _digest(handed_in.entered.get(name, ())) == mark.digest
    }
    follows = frozenset(
        prefill.OF_APPLICANT[one.prefill] for one in found.definition.fields if one.prefill in prefill.OF_APPLICANT
    )
    return Prefilled(marks, number, said, prefill.is_offered(found.definition), follows)


def _words(mark: Mark) -> str:
    try:
        return _("沿用%(day)s办件中填写的内容，请核对", day=day_words(date.fromisoformat(mark.day)))
    except ValueError:
        return _("系统预先填写，请核对")
