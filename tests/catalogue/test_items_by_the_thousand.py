"""Items that are written and cancelled by the statement: what the guard at flush would ask is asked (`catalogue/bulk_writing.py`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, Column, DateTime, Engine, Integer, MetaData, String, Table, event, select

from appcore import many_rows
from appcore.access.principal import Grant, Public
from appcore.catalogue import bulk_writing
from appcore.errors import Conflict, NoPrincipal, NotAllowed, Refused
from appcore.transaction import unit_of_work
from models.audit import AuditEntry
from models.db import house_session
from models.item import Item, ItemAlias, ItemEvent
from tests.catalogue.drafting import EDITOR, ITEM
from tests.people import COUNTY, acts, person

OF_CIVIL_AFFAIRS = person(
    "line", Grant("department", region_code=COUNTY, department_code="mzj"), roles=("county_editor",)
)


def new(code: str, **changes: Any) -> dict[str, Any]:
    made = {"code": code, "name": "样例事项", "tier": "handling", "department_code": "gaj", "owner_code": COUNTY}
    return {**made, "state": "in_use", "is_sample": False, **changes}


def found(code: str) -> Item | None:
    row: Item | None = house_session().scalar(select(Item).where(Item.code == code))
    return row


def test_items_and_their_other_names_are_whole_stamped_and_in_the_trail(app: Flask) -> None:
    with acts(app, EDITOR):
        with unit_of_work() as session:
            bulk_writing.items(session, [new("330327-60001")], [("330327-60001", "样例别名")])
        item = found("330327-60001")
        said = house_session().scalars(select(ItemAlias.text).where(ItemAlias.item_code == "330327-60001")).all()

        assert item is not None
        assert (item.version, item.changed_by, item.parent_code, said) == (1, EDITOR.label, None, ["样例别名"])
        item_id = item.id
    with acts(app) as session:
        query = select(AuditEntry.noun, AuditEntry.changes).where(AuditEntry.act == "created")
        trail: dict[str, Any] = dict(session.execute(query.order_by(AuditEntry.sequence.desc()).limit(2)).all())
    assert trail["item"]["after"] == {"id": item_id, "version": 1, **new("330327-60001")}
    assert trail["item_alias"]["after"]["text"] == "样例别名"


@pytest.mark.parametrize(
    ("who", "values"), [(OF_CIVIL_AFFAIRS, {}), (EDITOR, {"owner_code": "330326000000"}), (Public(), {})]
)
def test_nobody_makes_items_outside_his_place(app: Flask, who: Any, values: dict[str, Any]) -> None:
    with acts(app, who), pytest.raises(NotAllowed), unit_of_work() as session:
        bulk_writing.items(session, [new("330327-60002", **values)])

    with acts(app):
        assert found("330327-60002") is None


def test_nothing_is_written_outside_a_unit_of_work(app: Flask) -> None:
    with acts(app, EDITOR):
        with pytest.raises(NoPrincipal):
            bulk_writing.items(house_session(), [new("330327-60003")])
        with pytest.raises(NoPrincipal):
            bulk_writing.cancel(house_session(), [ITEM], "样例原因")


def test_a_code_that_is_taken_takes_all_with_it(app: Flask) -> None:
    with acts(app, EDITOR):
        with pytest.raises(Refused), unit_of_work() as session:
            bulk_writing.items(session, [new("330327-60004"), new(ITEM)])

        assert found("330327-60004") is None


def test_only_the_county_cancels_an_item(app: Flask) -> None:
    """Its event belongs to the county alone, so a department may not write it even for an item of its own."""
    line = person("own", Grant("department", region_code=COUNTY, department_code="gaj"), roles=("county_editor",))
    with acts(app, EDITOR), unit_of_work() as session:
        bulk_writing.items(session, [new("330327-60005")])
    for who in (OF_CIVIL_AFFAIRS, line):
        with acts(app, who), pytest.raises(NotAllowed), unit_of_work() as session:
            bulk_writing.cancel(session, ["330327-60005"], "样例原因")


def test_an_item_that_was_changed_between_looking_and_cancelling_is_not_written_over(app: Flask) -> None:
    """As on PostgreSQL, where another person's act can be stored between the two statements."""
    came = 0

    def change_first(connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal came
        if statement.startswith("UPDATE item SET") and not came:
            came += 1
            cursor.execute(f"UPDATE item SET version = version + 1 WHERE code = '{ITEM}'")

    event.listen(Engine, "before_cursor_execute", change_first)
    try:
        with acts(app, EDITOR), pytest.raises(Conflict), unit_of_work() as session:
            bulk_writing.cancel(session, [ITEM], "样例原因")
    finally:
        event.remove(Engine, "before_cursor_execute", change_first)

    with acts(app) as session:
        item = found(ITEM)
        assert (came, item.state if item else None) == (1, "in_use")
        assert not session.scalars(select(ItemEvent.id).where(ItemEvent.item_code == ITEM)).all()


def test_rows_of_one_lot_read_back_as_if_each_had_been_written_alone(app: Flask) -> None:
    when = datetime(2026, 3, 2, 1, 2, 3, tzinfo=UTC)
    entry = {"county_code": COUNTY, "sequence": 90_001, "at": when, "form": 2, "changes": {"名": [1, None]}}
    texts = dict.fromkeys(
        ("account", "actor", "roles", "address", "request_id", "act", "noun", "row_key", "result"), "样例"
    )
    hashes = {"previous_hash": "0" * 64, "entry_hash": "1" * 64}
    table: Any = AuditEntry.__table__
    with acts(app), unit_of_work() as session:
        many_rows.add(
            session.connection(), table, [entry, {**entry, "sequence": 90_002, "changes": {}}], texts | hashes
        )
        query = select(AuditEntry.sequence, AuditEntry.at, AuditEntry.changes, AuditEntry.actor)
        rows = session.execute(query.where(AuditEntry.sequence > 90_000).order_by(AuditEntry.sequence)).all()
        session.rollback()

    assert [tuple(one) for one in rows] == [(90_001, when, {"名": [1, None]}, "样例"), (90_002, when, {}, "样例")]


def test_a_default_that_each_row_has_of_its_own_is_not_left_out_unseen() -> None:
    columns: list[Column[Any]] = [Column("id", Integer, primary_key=True), Column("uid", String, default=lambda: "x")]
    table = Table("sample", MetaData(), *columns, Column("at", DateTime), Column("more", JSON))

    with pytest.raises(LookupError, match="uid"):
        many_rows.add(None, table, [{"id": 1}])  # type: ignore[arg-type]  # nothing is asked of it before
