"""A small county for the template database of the tests: two towns, three items, the people to act with."""

from __future__ import annotations

from datetime import datetime

from seeds import load as loading
from seeds.plan import Plan

STARTS = datetime(2025, 1, 2, 9)
TOWNS = ("灵溪镇", "钱库镇")
INSTANT, PROMISED, NATURAL = "330327-00307", "330327-00001", "330327-00003"
"""税务代开发票 (at once, with a fee), 夫妻投靠 (questions change its papers), 身份证 (natural days, with a fee)."""

PLAN = Plan(
    name="small",
    starts=STARTS,
    items=frozenset((INSTANT, PROMISED, NATURAL)),
    item_files=("huji", "qita"),
    towns=frozenset(TOWNS),
    villages=4,
    years=(2025, 2026),
)


def load(password: str) -> None:
    """Load it into an empty database at this program's schema. All demo accounts get this password."""
    loading.sample(PLAN, password=password)
