"""R70, R71: a large export in small parts is a large export; and what somebody searched for is sealed and wiped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from appcore import clock
from appcore.access import exports
from appcore.access.principal import System, acting_as
from appcore.errors import Conflict
from models.audit import AuditEntry
from models.db import db, house_session
from models.export import ExportRequest
from tests.acting import Acting, enter_by
from tests.world import World, by_noun

Enter = Callable[[str], FlaskClient]
SEARCHED = "999999199001010017"


def address(query: str, form: str = "csv") -> str:
    return f"/console{by_noun()['case'].route}/export.{form}?{query}"


@pytest.fixture
def three_rows(county: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cases of 灵溪镇 may be taken by one person within a day: whole, or in parts. What others took today is long ago."""
    settings = county.app.extensions["settings"]
    monkeypatch.setitem(county.app.extensions, "settings", replace(settings, export_rows=3))


def test_r70_parts_below_the_limit_count_together_over_a_day(county: World, enter: Enter, three_rows: None) -> None:
    client = enter("lingxi_admin")

    first = client.get(address("sort=number", "xlsx"))
    second = client.get(address("f.state=received"))

    assert first.headers["Content-Disposition"].startswith("attachment")
    assert "24小时内已导出这个列表3行，加上这次的1行，超过3行" in second.text


def test_r70_after_a_day_and_under_an_approval_nothing_is_counted(
    county: World, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    with county.acting("lingxi_leader"):
        exports.give_out("case", "办件", {"rows": 3}, most=3)
        with pytest.raises(Conflict):
            exports.give_out("case", "办件", {"rows": 1}, most=3)
        exports.give_out("case", "办件", {"rows": 50, exports.APPROVED: "code"}, most=None)
        assert exports.taken_lately(house_session(), "case") == 3
        assert exports.taken_lately(house_session(), "party") == 0
    with clock.fixed(clock.local_now() + timedelta(hours=24, minutes=1)), county.acting("lingxi_leader"):
        exports.give_out("case", "办件", {"rows": 3}, most=3)


def asked(county: World, query: str) -> str:
    with county.acting("lingxi_admin"):
        return exports.ask(noun="party", query=query, form="xlsx", rows=20_000, reason="样例用途")


def shown(client: FlaskClient, county: World, code: str) -> str:
    with county.acting():
        row = db.session.scalar(select(ExportRequest.id).where(ExportRequest.code == code))
    return client.get(f"/console{by_noun()['export_request'].route}/show/{row}").text


def test_r71_the_conditions_of_a_request_are_sealed_and_the_approver_reads_them_whole(
    county: World, enter: Enter
) -> None:
    code = asked(county, f"q={SEARCHED}")

    with county.acting(), db.engine.connect() as connection:
        for table in ("export_request", "audit_entry"):
            rows = connection.execute(text(f"SELECT * FROM {table}")).all()
            assert not [row for row in rows if SEARCHED in str(tuple(row))]
    assert SEARCHED in enter("lingxi_leader").get(f"/console/access/exports/{code}/decide").text
    assert SEARCHED in shown(enter("lingxi_leader"), county, code)
    assert SEARCHED in shown(enter_by(county.app)("lingxi_admin"), county, code)
    assert SEARCHED not in shown(enter("lingxi_clerk"), county, code)


def test_r71_the_conditions_of_a_request_are_wiped_a_month_after_it_expired(county: World, enter: Enter) -> None:
    code = asked(county, f"q={SEARCHED}")
    fresh_until = clock.local_now() + exports.GOOD_FOR + exports.CONDITIONS_KEPT

    def kept(at: Any) -> bytes | None:
        with clock.fixed(at), county.app.app_context(), acting_as(System("wipe")):
            exports.wipe_conditions()
            return db.session.scalar(select(ExportRequest.query_sealed).where(ExportRequest.code == code))

    assert kept(fresh_until - timedelta(minutes=1)) is not None
    assert kept(fresh_until + timedelta(minutes=1)) is None
    assert "已清除" in shown(enter("lingxi_leader"), county, code)
    with county.acting():
        last = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "conditions_wiped")).all()[-1]
        assert last.changes["count"] >= 1
