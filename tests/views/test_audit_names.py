"""The names that the trail shows for keys: of all kinds of rows at once, and within the reach of whoever reads."""

from __future__ import annotations

from types import SimpleNamespace

from tests.views.test_pages import queries
from tests.world import World
from views.console.resources import audit_names

NAMED = {
    ("item", "330327-00001"): "夫妻投靠户口迁移",
    ("region", "330327000000"): "苍南县 · 330327000000",
    ("hall", "330327000000-01"): "苍南县行政服务中心",
    ("department", "1"): "苍南县审管办",
    ("work_day", "1"): "2025年1月1日 周三",
}


def test_rows_of_all_kinds_are_named_in_one_query_and_days_in_another(world: World) -> None:
    entries = [SimpleNamespace(noun=noun, row_key=key, changes={}) for noun, key in [*NAMED, ("item", "")]]

    with world.acting("auditor"), world.app.test_request_context("/"), queries(world.app) as asked:
        names = audit_names.of(entries)

    assert names == NAMED
    read = [one for one in asked if "SELECT" in one]
    assert len(read) == 2
    assert max(one.count("owner_code IN") for one in read) == 4  # each table of the one query has its limit
