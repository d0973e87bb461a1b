"""Every attack twice: it robs a stock Flask-AppBuilder, and comes back refused from our console with nothing changed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.attacks import house as ours
from tests.attacks.table import ATTACKS, Attack
from tests.attacks.target import Target, carry_out
from tests.world import World

BY_KEY = [pytest.param(attack, id=attack.key) for attack in ATTACKS]
ATTACKERS = {"clerk": ours.clerk, "administrator": ours.admin}


@pytest.mark.parametrize("attack", BY_KEY)
def test_it_succeeds_on_a_stock_appbuilder_or_the_table_says_why_not(
    attack: Attack, robbed: dict[str, Any], store: str
) -> None:
    found = robbed[attack.key]

    assert found["succeeded"] is (store not in attack.stock_resists), f"{attack.says}: {found}"


@pytest.mark.parametrize("who", ATTACKERS)
@pytest.mark.parametrize("attack", BY_KEY)
def test_our_console_refuses_it_and_nothing_has_changed(attack: Attack, who: str, county: World) -> None:
    target: Target = ATTACKERS[who](county)

    loot = carry_out(attack.run, target)
    target.guarded(False)

    assert not attack.sign(target, loot), f"{attack.says}: {loot.statuses}, {loot.changed}, {loot.told}"
    assert set(loot.statuses) <= attack.refused, f"{attack.says}: {loot.statuses}"
    assert loot.changed == [] or attack.honest_write, f"{attack.says}: {loot.changed}"
    assert not any(answer.status_code == 200 and target.names["secret"] in answer.text for answer in loot.answers)
