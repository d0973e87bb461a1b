"""What a preview would do, a page at a time: what is ticked on one page is kept when another is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from appcore.change import imports
from appcore.change.kept import KeptReport, KeptRow
from appcore.change.kinds import KINDS
from appcore.change.report import OUTCOMES
from appcore.errors import Problem
from models.db import house_session
from models.package import PackageImport
from models.vocabulary import PACKAGE_KIND
from views.console.packages import words
from views.console.saving import told
from views.words import _

MOST = 100
"""So many objects stand on a page; with no more than that in a report, all of it stands on one."""
TONES = {"new": "green", "changed": "blue", "same": "grey", "blocked": "amber", "wrong": "red"}
ALL = "all"
"""Of the outcomes: all but what is the same."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a report: its rows, and where it is. `same`: what is the same, where it stands below the rest."""

    outcome: str
    number: int
    rows: tuple[KeptRow, ...]
    same: tuple[KeptRow, ...]
    total: int
    is_paged: bool

    @property
    def first(self) -> int:
        return (self.number - 1) * MOST + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def has_next(self) -> bool:
        return self.is_paged and self.total > self.number * MOST

    def at(self, number: int) -> str:
        """The page of that number, as the buttons of the form name it."""
        return f"{self.outcome}:{number}"


def shown(report: KeptReport, outcome: str, number: int) -> Shown:
    """A page of a report. Answers 404 where there is none."""
    if outcome not in (ALL, *OUTCOMES):
        abort(404)
    unlike = tuple(one for one in report.rows if one.outcome != "same")
    same = tuple(one for one in report.rows if one.outcome == "same")
    if len(report.rows) <= MOST:
        return Shown(ALL, 1, unlike, same, len(unlike), is_paged=False)
    found = unlike if outcome == ALL else tuple(one for one in report.rows if one.outcome == outcome)
    rows = found[(number - 1) * MOST : number * MOST]
    if number > 1 and not rows:
        abort(404)
    return Shown(outcome, number, rows, (), len(found), is_paged=True)


def page(
    row: PackageImport, ticks: set[str] | None, faults: Mapping[str, str], status: int = 200, *, anew: bool = False
) -> Any:
    """`ticks`: those that were sent and refused; None for those that are kept. `anew`: judged again before it is shown."""
    try:
        report = imports.kept_report(house_session(), row, anew=anew, keeping=request.method == "POST")
    except Problem as problem:
        flash(told(problem), "warning")
        return redirect(url_for("Packages.upload"))
    outcome, number = _asked()
    part = shown(report, outcome, number)
    chosen = report.ticked(row.choice or {}) if ticks is None else ticks
    groups = [(slug, [one for one in part.rows if one.kind == slug], [one for one in part.same if one.kind == slug]) for slug in KINDS]  # fmt: skip
    text = render_template(
        "console/packages/report.html", title=_("核对数据包"), row=row, report=report, faults=faults, outcomes=OUTCOMES, tones=TONES,
        groups=[one for one in groups if one[1] or one[2]], kinds=PACKAGE_KIND, said=words.said, called=words.called, part=part,
        chosen=chosen, choosable=sum(one.may_be_chosen for one in report.rows), all_but_same=ALL,
        how=request.values.get("how", "drafts"), takes_over=report.takes_over,
    )  # fmt: skip
    return text, status


def chosen(row: PackageImport) -> tuple[set[str], str]:
    """What the form ticks, of this page and of those that were left; and the digest of the report that was read.

    Raises: Conflict, Refused.
    """
    sent, seen = set(request.form.getlist("chosen")), request.form.get("seen", "")
    if "page" not in request.form:
        return sent, seen
    return keep(row), seen


def keep(row: PackageImport, everything: bool | None = None) -> set[str]:
    """Keep the ticks of the page that was sent, or tick or untick all that it is a page of. Returns: all that is chosen now.

    Raises: Conflict, Refused.
    """
    report = imports.kept_report(house_session(), row, keeping=True)
    part, sent = shown(report, *_asked()), set(request.form.getlist("chosen"))
    if everything is None:
        ticks = {one.tick: one.tick in sent for one in part.rows if one.may_be_chosen}
    else:
        of = [one for one in report.rows if one.may_be_chosen and part.outcome in (ALL, one.outcome)]
        ticks = {one.tick: everything for one in of}
    before = row.choice or {}
    imports.choose(row.code, ticks)
    return report.ticked({**before, **ticks})


def turned(row: PackageImport) -> str:
    """After the ticks were kept: the address of the page that was asked for. Raises: Conflict, Refused."""
    go = request.form.get("go", "")
    keep(row, {"all": True, "none": False}.get(go))
    outcome, number = _asked() if ":" not in go else _split(go)
    how = request.form.get("how", "drafts")
    return url_for(
        "Packages.read", code=row.code, show=None if outcome == ALL else outcome, page=None if number == 1 else number,
        how=None if how == "drafts" else how,
    )  # fmt: skip


def _asked() -> tuple[str, int]:
    return _split(f"{request.values.get('show', ALL)}:{request.values.get('page', '1')}")


def _split(go: str) -> tuple[str, int]:
    outcome, _colon, number = go.partition(":")
    if not (number.isascii() and number.isdigit() and int(number[:6]) > 0 and len(number) < 6):
        abort(400, _("“%(name)s”应为正整数", name=_("页码")))
    return outcome or ALL, int(number)
