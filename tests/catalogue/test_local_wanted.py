"""What a hall wants to keep is fitted to the standard; and when an answer to a new one is late (decisions 53)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from appcore import clock
from appcore.catalogue.local.drift import Waiting
from appcore.catalogue.local.reading import Place, Valued
from appcore.catalogue.local.wanted import Ground, Local, fitted
from appcore.definition.drift import Began, Drift
from appcore.definition.item import ItemDefinition, Step
from appcore.definition.refine import shortest_promise

STEPS = (
    Step(key="a", level="town", duration=4, unit="working_days"),
    Step(key="b", level="county", duration=16, unit="working_days"),
)
STANDARD = ItemDefinition(code="330327-00001", promised_days=20, promised_unit="working_days", steps=STEPS)
GROUND = {"promised_days": Ground("样例理由")}


def promise(days: int) -> Local:
    return Local({"promised_days": days, "promised_unit": "working_days"}, GROUND)


@pytest.mark.parametrize(
    ("wanted", "now", "kept"),
    [
        (16, None, True),
        (15, None, False),
        (15, 15, True),
        (15, 16, False),
        (20, 20, False),
        (21, 21, False),
    ],
)
def test_what_stands_may_stay_while_it_is_kinder_and_what_is_new_must_be_the_towns_to_give(
    wanted: int, now: int | None, kept: bool
) -> None:
    """The town has four days of its own: it promises sixteen, unless it promised less under an older standard."""
    assert shortest_promise(STANDARD) == 16

    local, faults = fitted(STANDARD, promise(wanted), promise(now) if now else Local(), 3)

    assert (faults == {}, local.values.get("promised_days") == wanted) == (kept, kept)
    if kept:
        assert local.grounds["promised_days"] == replace(GROUND["promised_days"], edition=3)


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
def test_an_answer_is_late_only_after_its_last_day(days: int, late: bool) -> None:
    offer = Valued(1, 1, STANDARD.code, "h", "r", {}, {}, clock.local_now(), "样例")
    drift = Drift("promised_days", "kinder", Began(2, clock.local_today(), STANDARD), (), may_stay=True)

    row = Waiting(
        offer, "", Place("", "", ""), drift, STANDARD, in_force=2, due=clock.local_today() + timedelta(days=days)
    )

    assert row.late is late
