"""Definition to rows and back gives the same bytes: nothing is lost or bent on the way through the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings

from appcore import records
from appcore.access.principal import System, acting_as
from appcore.catalogue import compile as compiler
from appcore.definition import item, schema
from appcore.definition.item import ItemDefinition, Ref
from appcore.transaction import unit_of_work
from models import elements as el
from models.db import HouseSession, db
from models.item import Edition, Item
from models.material_library import StandardMaterial
from models.organisation import Department
from seeds import documents, source
from seeds.plan import Plan
from tests.conftest import House
from tests.definition import strategies
from tests.people import COUNTY, acts

CODE = "330327-99999"
PLAN = Plan(name="round trip", starts=datetime.fromisoformat("2025-01-02T09:00"))
ROWS = [row for row in source.items() if PLAN.wants_item(row["definition"]["code"])]


class Undo(Exception):
    """Ends a unit of work so that nothing of it is kept."""


@pytest.fixture(scope="module")
def county(house: House) -> Iterator[Flask]:
    """The seeded county and one more item to hang editions on; what these tests write is rolled back each time."""
    house.restore()
    with acts(house.app), unit_of_work() as session:
        new = Item(
            code=CODE,
            name="样例",
            tier="handling",
            department_code="gaj",
            state="in_use",
            owner_code=COUNTY,
            is_sample=True,
        )
        records.add(session, new)
    yield house.app
    house.restore()


def through_rows(session: HouseSession, definition: ItemDefinition) -> ItemDefinition:
    """The definition as its rows say it, within a unit of work."""
    edition = Edition(item_code=CODE, state="draft", department_code="gaj", owner_code=COUNTY)
    records.add(session, edition)
    compiler.write_rows(session, edition, definition)
    session.flush()
    session.expire_all()
    return compiler.compile_edition(session, edition)


def came_back(session: HouseSession, definition: ItemDefinition) -> bytes:
    found: list[bytes] = []
    try:
        with unit_of_work(session):
            found.append(schema.write(through_rows(session, definition)))
            raise Undo
    except Undo:
        return found[0]


def test_each_sample_item_comes_back_byte_for_byte(county: Flask, store: str) -> None:
    """Decisions 15. All of them on SQLite, a fifth on PostgreSQL."""
    changed = []
    with acts(county) as session:
        for row in ROWS if store == "sqlite" else ROWS[::5]:
            definition = replace(documents.read(row).definition, code=CODE, catalog_code="")
            if came_back(session, definition) != schema.write(definition):
                changed.append(definition.name)

    assert len(ROWS) >= 60
    assert changed == []


def stored(definition: ItemDefinition) -> ItemDefinition:
    """What tables can hold of a drawn definition: keys once, codes of bodies and papers that exist, the item's own code."""
    changes: dict[str, Any] = {
        element.name: _real(element, getattr(definition, element.name)) for element in el.EDITION_ELEMENTS
    }
    for kind in el.PART_KINDS:
        if not kind.parent:
            changes[kind.plural] = _parts(kind, getattr(definition, kind.plural))
    return replace(definition, code=CODE, catalog_code="", **changes)


def _parts(kind: Any, parts: tuple[item.Part, ...]) -> tuple[item.Part, ...]:
    found: list[item.Part] = []
    for number, part in enumerate(parts):
        changes = {element.name: _real(element, getattr(part, element.name)) for element in kind.elements}
        for child in el.PART_KINDS:
            if child.parent == kind.name:
                changes[child.plural] = _parts(child, getattr(part, child.plural))
        found.append(replace(part, key=f"k{number}", **changes))
    return tuple(found)


def _real(element: Any, value: Any) -> Any:
    names = {
        "department": Ref("gaj", "苍南县公安局"),
        "paper": Ref("household-book", "居民户口簿"),
        "document": Ref("330327/2014-01", "国务院关于建立统一的城乡居民基本养老保险制度的意见"),
    }
    if element.kind in names:
        return names[element.kind] if value else None
    if element.kind == "departments":
        return tuple(names["department"] for _ in value)
    return value


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None
)
@given(drawn=strategies.definitions())
def test_any_definition_comes_back_byte_for_byte(county: Flask, drawn: ItemDefinition) -> None:
    definition = stored(drawn)

    with county.app_context(), acting_as(System("tests")):
        assert came_back(db.session(), definition) == schema.write(definition)  # type: ignore[arg-type]
        db.session.remove()


def test_the_bodies_and_papers_of_the_drawn_definitions_exist(county: Flask) -> None:
    with acts(county) as session:
        names = compiler.names(session)

        assert names.departments["gaj"] == "苍南县公安局"
        assert names.papers["household-book"] == "居民户口簿"
        assert session.query(Department).count() >= 25
        assert session.query(StandardMaterial).count()
