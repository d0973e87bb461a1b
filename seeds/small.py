"""A small county for the template database of the tests: two towns, three items, the people to act with."""

from __future__ import annotations

from datetime import date, datetime, time

from seeds import load as loading
from seeds.plan import Plan

STARTS = datetime.combine(date(2025, 1, 2), time(9))
TOWNS = ("灵溪镇", "钱库镇")
INSTANT, PROMISED, NATURAL = "330327-00008", "330327-00001", "330327-00003"
"""临时居民身份证 (at once, with a fee), 夫妻投靠户口迁移 (5 working days, questions change its papers), 居民身份证 (30 natural
days, fees with reductions)."""

PLAN = Plan(
    name="small",
    starts=STARTS,
    items=frozenset((INSTANT, PROMISED, NATURAL)),
    item_files=("huji", "huji_linshi"),
    towns=frozenset(TOWNS),
    villages=4,
    years=(2025, 2026),
)


def load(password: str, method: str = "scrypt") -> None:
    """Load it into an empty database at this program's schema. All demo accounts get this password, hashed by the method."""
    loading.sample(PLAN, password=password, method=method)
