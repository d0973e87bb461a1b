"""Before an approval: the warnings that nobody has ticked yet, the last few to be ticked with one press (decisions 51)."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from appcore.catalogue import check_store, ticks
from appcore.catalogue.check_store import Judged
from models.db import house_session
from models.item import Edition
from views.console.places import place_words
from views.console.quality.places import fix_url
from views.words import _


def reason() -> str:
    """Why the approver lets the last few warnings stand."""
    return request.form.get("tick_reason", "")[:300]


def to_tick(edition: Edition) -> list[Judged]:
    """The open warnings of a draft that waits for its approval; none of one that is taken over, or that errors hold up anyway."""
    if edition.taken_over or edition.state != "submitted":
        return []
    found = check_store.judge(house_session(), check_store.definition_of(house_session(), edition))
    if any(one.problem.level == "error" for one in found):
        return []
    return [one for one in found if one.problem.level == "warning" and one.is_open]


def page(edition: Edition, waiting: list[Judged], back: str) -> Any:
    """The list with a box for the reason; of many only the way to the page where they are ticked."""
    definition = check_store.definition_of(house_session(), edition)
    rows = [(one, place_words(one.problem.place, definition), fix_url(edition, one.problem.place)) for one in waiting]
    said = render_template(
        "console/quality/approve.html", title=_("审定前还有问题需要确认"), rows=rows, edition=edition, back=back, may_press=len(waiting) <= ticks.FEW,
        seen=request.form.get("seen", ""), all_url=url_for("Quality.edition", pk=edition.id), was_asked="tick_reason" in request.form,
    )  # fmt: skip
    return said, 422
