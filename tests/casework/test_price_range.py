"""From how much to how much: the least and greatest bill over all answers."""

from __future__ import annotations

from dataclasses import replace

from appcore.casework.price_range import price_range
from appcore.definition.item import Fee
from tests.definition.samples import CARD, when


def test_the_range_runs_over_all_answers_and_leaves_reductions_out() -> None:
    assert price_range(CARD) == (0, 4000)  # first: nothing; renewed: 20.00; lost: 40.00


def test_one_fee_without_condition_has_one_price() -> None:
    plain = replace(CARD, fees=(Fee(key="one", name="工本费", amount_fen=8000, basis="文件"),))

    assert price_range(plain) == (8000, 8000)


def test_a_fee_that_hangs_on_a_field_of_the_form_has_no_range() -> None:
    odd = replace(CARD, fees=(Fee(key="one", amount_fen=1, basis="文件", condition=when("married", "is", True)),))

    assert price_range(odd) is None
