"""What a basis' own level says against its name, and which place is mended first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appcore.definition.checks import Place, Problem, problems
from appcore.definition.checks.problem import next_best
from tests.definition.sound import CONTEXT, SOUND, sound


@pytest.mark.parametrize(
    ("level", "ids"), [("law", []), ("regulation", []), ("local_regulation", ["O14"]), ("rule", ["O14"])]
)
def test_the_level_that_an_item_gives_its_basis_counts_before_the_name(level: str, ids: list[str]) -> None:
    """行政许可法 第五十八条: a book called 条例 may be a province's (O14)."""
    basis = replace(SOUND.bases[0], title="食品经营条例", level=level)
    fee = replace(SOUND.fees[0], basis="《食品经营条例》第三条")

    found = problems(sound(bases=(basis, *SOUND.bases[1:]), fees=(fee,)), CONTEXT)

    assert [one.id for one in found if one.id == "O14"] == ids


def test_all_that_stands_at_one_place_is_mended_together_and_comes_first_by_its_sum() -> None:
    one, several = Place(element="summary"), Place("materials", "m", "name")
    open_ones = [
        Problem(one, "", "", id="W1", level="error"),
        *(Problem(several, "", "", id=rule, level="warning") for rule in ("W2", "W3", "W4", "W5")),
    ]

    best = next_best(open_ones)

    assert best is not None
    assert (best[0].place, best[1]) == (several, 12)
