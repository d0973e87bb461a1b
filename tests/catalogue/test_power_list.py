"""权责清单 against the catalogue, both ways; matches are confirmed by a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from appcore import clock, records
from appcore.catalogue import item_state, power_list
from appcore.catalogue.power_list import NewEntry
from appcore.errors import NotFound, Refused
from models.db import HouseSession
from models.power import PowerEntry
from seeds import small
from tests.catalogue.drafting import EDITOR
from tests.people import acts

SAME = NewEntry("Q1", "夫妻投靠户口迁移", "confirmation", "gaj", "苍南县公安局", "《户口登记条例》", "")
BARE = NewEntry("Q2", "采矿许可证核发", "permit", "", "自然资源局", "", "")
PENALTY = NewEntry("Q3", "殴打他人的处罚", "penalty", "gaj", "苍南县公安局", "", "")


def stands(session: HouseSession) -> tuple[list[str], list[str], list[str], list[tuple[str, str]]]:
    """Entries open, entries set aside, items without an entry, and proposals."""
    found = power_list.standing(session)
    return (
        [one.code for one in found.open], [one.code for one in found.set_aside], [one.code for one in found.bare],
        [(one.entry, one.item) for one in found.proposed],
    )  # fmt: skip


def test_both_lists_say_what_the_other_lacks_and_a_confirmed_pair_leaves_both(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        power_list.bring_in([SAME, BARE, PENALTY])
        assert stands(session) == (
            ["Q1", "Q2"],
            ["Q3"],
            [small.PROMISED, small.NATURAL, small.INSTANT],
            [("Q1", small.PROMISED)],
        )

        power_list.confirm([("Q1", small.PROMISED)])

        assert stands(session) == (["Q2"], ["Q3"], [small.NATURAL, small.INSTANT], [])
        ((entry, line, pair),) = power_list.standing(session).matched
        assert (entry.code, line.code, pair.how) == ("Q1", small.PROMISED, "name")
        power_list.part("Q1", small.PROMISED)
        assert stands(session)[0] == ["Q1", "Q2"]


def test_a_pair_that_nobody_proposed_is_kept_as_named_by_hand(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        power_list.bring_in([BARE])
        power_list.confirm([("Q2", small.NATURAL)])

        assert power_list.standing(session).matched[0][2].how == "hand"


def test_what_is_matched_already_or_is_not_there_is_refused_and_nothing_is_written(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        power_list.bring_in([SAME])
        power_list.confirm([("Q1", small.PROMISED)])
        for pairs, wanted in (
            ([("Q1", small.NATURAL), ("Q1", small.PROMISED)], Refused), ([("Q9", small.NATURAL)], NotFound),
            ([("Q1", "330327-99999")], Refused), ([], Refused),
        ):  # fmt: skip
            with pytest.raises(wanted):
                power_list.confirm(pairs)

        assert len(power_list.standing(session).matched) == 1


def test_lines_that_are_known_are_brought_up_to_date_and_the_same_lines_change_nothing(app: Flask) -> None:
    newer = NewEntry("Q1", "夫妻投靠户口迁移审批", "confirmation", "gaj", "苍南县公安局", "《户口登记条例》", "")
    with acts(app, EDITOR) as session:
        assert power_list.bring_in([SAME, BARE]) == (2, 0)
        assert power_list.bring_in([newer, BARE]) == (0, 1)

        assert session.query(PowerEntry).filter_by(code="Q1").one().name == newer.name


def test_an_entry_that_is_set_aside_with_a_reason_wants_no_item(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        power_list.bring_in([BARE])
        row = session.query(PowerEntry).one()
        records.change(PowerEntry, row.id, {"no_item": "由省里直接办理"}, version=row.version)

        assert stands(session)[:2] == ([], ["Q2"])


def test_an_entry_whose_item_is_cancelled_wants_one_again_from_that_day(app: Flask) -> None:
    with acts(app, EDITOR):
        power_list.bring_in([SAME])
        power_list.confirm([("Q1", small.PROMISED)])
    with acts(app) as session:
        item_state.cancel(small.PROMISED, "不办了", clock.local_today() + timedelta(days=1))
        assert stands(session)[0] == []
    with acts(app) as session:
        item_state.resume(small.PROMISED, "照办")
        item_state.cancel(small.PROMISED, "不办了", clock.local_today())

        assert (stands(session)[0], power_list.standing(session).matched) == (["Q1"], ())
