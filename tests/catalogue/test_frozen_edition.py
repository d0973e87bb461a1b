"""A published edition never changes, by any route: service, session, bulk, SQL (architecture, invariant 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from appcore import records
from appcore.access import frozen
from appcore.access.principal import Principal, System
from appcore.catalogue import editions
from appcore.catalogue.compile import compile_edition
from appcore.definition import canonical, schema
from appcore.errors import NotAllowed
from appcore.transaction import unit_of_work
from models import triggers
from models.db import HouseSession, db
from models.edition_parts import PARTS, Faq, Material
from models.item import Edition, EditionEvent
from tests.catalogue.drafting import REVIEWER, bring
from tests.conftest import House
from tests.people import COUNTY_OFFICE, acts

FROZEN_STATES = ("submitted", "approved", "in force", "scheduled", "withdrawn")


@pytest.fixture(scope="module", params=FROZEN_STATES)
def edition(house: House, request: pytest.FixtureRequest) -> Iterator[tuple[Flask, int]]:
    """An edition in a state in which nothing of it may change; every test here is refused, so the house stays as it is."""
    house.restore()
    yield house.app, bring(house.app, request.param)
    house.restore()


def content(app: Flask, edition_id: int) -> list[Any]:
    """All that an edition says, as rows."""
    with app.app_context(), db.engine.connect() as connection:
        rows: list[Any] = list(connection.execute(text(f"SELECT * FROM edition WHERE id = {edition_id}")))
        for part in PARTS:
            rows += connection.execute(text(f"SELECT * FROM {part} WHERE edition_id = {edition_id} ORDER BY id"))
    return rows


def refused(app: Flask, who: Principal, change: Callable[[HouseSession], object]) -> None:
    """The change is refused to this principal at flush."""
    with acts(app, who) as session, pytest.raises(NotAllowed):
        _changed(session, change)


def _changed(session: HouseSession, change: Callable[[HouseSession], object]) -> None:
    with unit_of_work(session):
        change(session)


WHO = pytest.mark.parametrize("who", [COUNTY_OFFICE, System("tests")], ids=["county", "system"])


@WHO
def test_no_content_of_it_changes_through_the_session(edition: tuple[Flask, int], who: Principal) -> None:
    app, number = edition
    before = content(app, number)

    for values in (
        {"promised_days": 1},
        {"name": "另一个"},
        {"item_code": "330327-00003"},
        {"department_code": "mzj"},
        {"state": "draft", "promised_days": 1},
    ):
        refused(app, who, lambda session, values=values: _set(session, Edition, number, values))  # type: ignore[misc]

    assert content(app, number) == before


def _set(session: HouseSession, model: type[Any], row_id: int, values: dict[str, Any]) -> None:
    row = session.get(model, row_id)
    assert row is not None
    for name, value in values.items():
        setattr(row, name, value)


@WHO
def test_no_content_of_it_changes_unread(edition: tuple[Flask, int], who: Principal) -> None:
    """A row that was expired is changed without being read: what it was is asked of the database all the same."""
    app, number = edition
    with acts(app, who) as session:
        row = session.get(Edition, number)
        assert row is not None

        def change(_session: HouseSession) -> None:
            row.state = "draft"
            row.promised_days = 1

        with pytest.raises(NotAllowed):
            _changed(session, change)


@WHO
def test_no_part_of_it_is_changed_added_removed_or_moved(edition: tuple[Flask, int], who: Principal) -> None:
    app, number = edition
    before = content(app, number)
    with acts(app) as session:
        material = session.scalar(select(Material.id).where(Material.edition_id == number).limit(1))
        assert material is not None
    new = {"key": "neu", "position": 9, "edition_id": number, "question": "样例?", "answer": "样例"}

    refused(app, who, lambda session: _set(session, Material, material, {"name": "另一份"}))
    refused(app, who, lambda session: records.add(session, Faq(**new)))
    refused(app, who, lambda session: session.delete(session.get(Material, material)))

    assert content(app, number) == before


@WHO
def test_the_services_refuse_the_same(edition: tuple[Flask, int], who: Principal) -> None:
    app, number = edition
    with acts(app, who) as session:
        row = session.scalars(select(Material).where(Material.edition_id == number)).first()
        version = session.scalar(select(Edition.version).where(Edition.id == number))
        assert row is not None
        assert version is not None
        material, part_version, same = row.id, row.version, row.name
    acts_of_a_draft: tuple[Callable[[], object], ...] = (
        lambda: editions.save(number, {"promised_days": 1}, version=version),
        lambda: editions.save_part("material", material, {"name": "另一份"}, version=part_version),
        lambda: editions.save_part("material", material, {"name": same}, version=part_version),
        lambda: editions.add_part("faq", number, {"key": "neu", "question": "?", "answer": "!"}),
        lambda: editions.remove_part("material", material),
    )

    for act in acts_of_a_draft:
        with acts(app, who), pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    "statement", [update(Edition).values(promised_days=1), delete(Material), update(Material).values(name="x")], ids=str
)
def test_nothing_changes_in_bulk(edition: tuple[Flask, int], statement: Any) -> None:
    app, _number = edition

    with acts(app, REVIEWER) as session, pytest.raises(NotAllowed):
        session.execute(statement)


def sql_refused(app: Flask, statement: str) -> None:
    with app.app_context(), db.engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text(statement))


def test_the_database_itself_refuses_each_column_of_content(edition: tuple[Flask, int]) -> None:
    app, number = edition
    before = content(app, number)

    for column in ("name", "promised_days", "legal_days", "summary", "has_fee", "service_objects", "item_code"):
        value = {"promised_days": "1", "legal_days": "1", "has_fee": "NULL"}.get(column, "'[\"x\"]'")
        sql_refused(app, f'UPDATE edition SET "{column}" = {value} WHERE id = {number}')

    assert content(app, number) == before


def test_the_database_itself_refuses_each_kind_of_part(edition: tuple[Flask, int]) -> None:
    app, number = edition
    with app.app_context(), db.engine.connect() as connection:
        held = [
            part
            for part in PARTS
            if connection.scalar(text(f"SELECT 1 FROM {part} WHERE edition_id = {number} LIMIT 1"))
        ]

    assert {"material", "step", "legal_basis"} <= set(held)
    for part in held:
        sql_refused(app, f"UPDATE {part} SET position = 99 WHERE edition_id = {number}")
        sql_refused(app, f"DELETE FROM {part} WHERE edition_id = {number}")
    sql_refused(
        app,
        "INSERT INTO faq (key, position, edition_id, question, answer, created_at, created_by, changed_at, changed_by, version)"
        f" VALUES ('neu', 9, {number}, '?', '!', '2026-01-01', 'x', '2026-01-01', 'x', 1)",
    )


# --- numbered editions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [
    {"state": "draft"}, {"state": "approved"}, {"number": 7}, {"effective_from": None}, {"definition": b"{}"},
    {"definition_hash": "0" * 64}, {"taken_over": True}, {"submitted_by": "x"}, {"owner_code": "330000000000"},
], ids=str)  # fmt: skip
def test_a_numbered_edition_can_do_nothing_but_end(app: Flask, values: dict[str, Any]) -> None:
    """By the session as the system, and by SQL."""
    number = bring(app, "in force")

    refused(app, System("tests"), lambda session: _set(session, Edition, number, values))

    ((column, value),) = values.items()
    written = (
        "NULL"
        if value is None
        else "true"
        if value is True
        else f"'{value.decode() if isinstance(value, bytes) else value}'"
    )
    sql_refused(app, f"UPDATE edition SET {column} = {written} WHERE id = {number}")


def test_a_numbered_edition_is_never_deleted(app: Flask) -> None:
    number = bring(app, "in force")

    refused(app, System("tests"), lambda session: session.delete(session.get(Edition, number)))
    sql_refused(app, f"DELETE FROM edition WHERE id = {number}")


def test_a_part_is_not_moved_into_a_frozen_edition(app: Flask) -> None:
    """By the session and by SQL: where it comes from is open, where it goes is not."""
    draft, first = bring(app, "draft"), bring(app, "in force")
    with acts(app) as session:
        part = session.scalar(select(Material.id).where(Material.edition_id == draft).limit(1))
        assert part is not None

    def move(session: HouseSession) -> None:
        row = session.get(Material, part)
        assert row is not None
        assert row.edition.id == draft  # what it belonged to is known already, and is not asked for again
        row.edition_id, row.key = first, "neu"

    refused(app, System("tests"), move)
    sql_refused(app, f"UPDATE material SET edition_id = {first}, key = 'neu' WHERE id = {part}")


def test_the_events_of_an_edition_stay(app: Flask) -> None:
    number = bring(app, "in force")

    def rewrite(session: HouseSession) -> None:
        event = session.scalars(select(EditionEvent).where(EditionEvent.edition_id == number)).first()
        assert event is not None
        event.actor = "x"

    refused(app, System("tests"), rewrite)


def test_every_stored_definition_has_its_hash_and_says_what_its_rows_say(app: Flask) -> None:
    """Decisions 15: the hash is that of the stored bytes, and reading and writing them gives the same bytes."""

    with acts(app) as session:
        rows = session.scalars(select(Edition).where(Edition.number.is_not(None))).all()
        assert len(rows) >= 3
        for row in rows:
            stored = row.definition or b""
            assert canonical.digest(stored) == row.definition_hash
            assert schema.write(schema.read(stored)) == stored
            assert schema.write(compile_edition(session, row)) == stored


def test_the_guard_and_the_triggers_agree_on_what_may_end() -> None:
    columns = {column.key for column in inspect(Edition).columns}

    assert set(triggers.ENDING) == frozen.ENDING
    assert (
        set(triggers.CONTENT) | set(triggers.ACTS) | set(triggers.ENDING) | {"id", "created_at", "created_by"}
        == columns
    )
