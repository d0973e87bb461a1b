"""Who holds a case, worked out from its steps alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore.casework.custody import Custody, Desk, Step, custody, fault_of_receiver

HOME, TOWN, OFFICE = Desk("330327100000-01"), Desk("330327104000-01"), Desk(department_code="gaj")
START = datetime.fromisoformat("2026-03-02T09:00")


def way(*moves: tuple[str, Desk]) -> list[Step]:
    """Steps an hour apart; the sender of each is whoever held the case then."""
    steps: list[Step] = []
    for hour, (kind, receiver) in enumerate(moves):
        holder = custody(HOME, steps).holder
        steps.append(Step(kind, START + timedelta(hours=hour), holder, receiver))
    return steps


def test_a_case_lies_where_it_was_received() -> None:
    assert custody(HOME, []) == Custody(HOME)


def test_handed_it_stays_with_the_sender_until_it_is_taken_over() -> None:
    """首问负责制: the first person keeps the matter until the other has taken it."""
    steps = way(("handed", TOWN), ("taken", TOWN))

    assert custody(HOME, steps[:1]) == Custody(HOME, offered_to=TOWN)
    assert custody(HOME, steps) == Custody(TOWN, before=frozenset({HOME}))


@pytest.mark.parametrize("kind", ["sent_back", "recalled"])
def test_sent_back_or_recalled_it_never_left(kind: str) -> None:
    assert custody(HOME, way(("handed", TOWN), (kind, HOME))) == Custody(HOME)


def test_the_ledger_says_who_held_it_at_each_instant() -> None:
    steps = way(("handed", TOWN), ("taken", TOWN), ("handed", OFFICE), ("taken", OFFICE))

    held = [custody(HOME, steps, START + timedelta(minutes=minutes)).holder for minutes in (-1, 59, 60, 179, 180)]

    assert held == [HOME, HOME, TOWN, TOWN, OFFICE]


@given(st.lists(st.tuples(st.sampled_from([HOME, TOWN, OFFICE]), st.sampled_from(["taken", "sent_back", "recalled"]))))
def test_the_holder_is_whoever_took_it_last(rounds: list[tuple[Desk, str]]) -> None:
    steps = way(*(move for desk, answer in rounds for move in (("handed", desk), (answer, desk))))
    takers = [desk for desk, answer in rounds if answer == "taken"]

    now = custody(HOME, steps)

    assert now.holder == (takers[-1] if takers else HOME)
    assert not now.on_its_way
    assert now.before == frozenset(([HOME, *takers] if takers else [])[: len(takers)])


@pytest.mark.parametrize(
    ("now", "to", "state", "words"),
    [
        (Custody(HOME), TOWN, "accepted", None),
        (Custody(HOME), OFFICE, "accepted", None),
        (Custody(HOME), TOWN, "received", None),
        (Custody(HOME), OFFICE, "received", "尚未受理"),
        (Custody(HOME), HOME, "accepted", "已经在这里"),
        (Custody(HOME, TOWN), OFFICE, "accepted", "移交途中"),
        (Custody(HOME), TOWN, "finished", "已办结"),
        (Custody(HOME), TOWN, "delivered", "已办结"),
        (Custody(HOME), Desk(), "accepted", "请选择"),
        (Custody(HOME), Desk("330327104000-01", "gaj"), "accepted", "请选择"),
    ],
)
def test_to_whom_a_case_may_be_handed(now: Custody, to: Desk, state: str, words: str | None) -> None:
    fault = fault_of_receiver(now, to, state)

    assert fault is None if words is None else words in (fault or "")
