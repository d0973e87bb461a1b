"""The drift inbox on rows: right lists whatever the size, few queries, answers in one transaction, each town its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import Table, event, insert, select

from appcore import clock
from appcore.access.principal import Grant
from appcore.catalogue import editions
from appcore.catalogue.local import drift, offers
from appcore.catalogue.local.differing import differing
from appcore.catalogue.local.drift import Answer
from appcore.catalogue.local.wanted import Ground, Local
from appcore.definition import canonical, schema
from appcore.definition.item import ItemDefinition, Material, Step
from appcore.definition.refine import exempt_key
from appcore.errors import Conflict, NotFound, Refused
from models.db import db
from models.item import Edition, Item
from models.offer import Offer, OfferRevision
from models.place import Hall, Region
from tests.catalogue.drafting import EDITOR, ITEM
from tests.people import COUNTY, COUNTY_OFFICE, LINGXI_HALL, LINGXI_TOWN, QIANKU_HALL, acts, at, person

TOWNS, ITEMS, DAYS = 20, 200, 20
FIRST, SECOND, MARCH = at("2026-01-05T00:00"), at("2026-03-02T00:00"), at("2026-03-10T09:00")
QIANKU_TOWN = person("qianku-admin", Grant("region", region_code=QIANKU_HALL[:12]), roles=("hall_admin",))
CHANGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("shorter", {"promised_days": 15}), ("longer", {"promised_days": 30}), ("name", {"name": "新名称"}), ("legal", {"legal_days": 60}),
    ("no paper", {}), ("exempt", {}), ("copies", {}), ("shorter", {"promised_days": 17}), ("visits", {"visits": 1}), ("both", {"promised_days": 16}),
)  # fmt: skip
"""What the county changes of ten items."""


def standard(number: int) -> ItemDefinition:
    return ItemDefinition(
        code=f"330327-{number:05d}", name=f"样例事项{number}", promised_days=DAYS, promised_unit="working_days",
        steps=(Step(key="a", level="town", duration=18, unit="working_days"), Step(key="b", level="county", duration=2, unit="working_days")),
        materials=(Material(key="book", name="户口簿", originals=1), Material(key="card", name="身份证", copies=1)),
    )  # fmt: skip


def revised(number: int, kind: str, elements: dict[str, Any]) -> ItemDefinition:
    made = replace(standard(number), **elements)
    book, card = made.materials
    match kind:
        case "no paper" | "both":
            return replace(made, materials=(card,))
        case "exempt":
            return replace(made, materials=(replace(book, exempt=True), card))
        case "copies":
            return replace(made, materials=(replace(book, copies=2), card))
    return made


def expected_of(kind: str, elements: dict[str, Any], values: dict[str, Any]) -> set[tuple[str, str]]:
    """The same by hand: which values are asked about and what silence does, told from the plan and not from the definitions."""
    found = set()
    new = elements.get("promised_days")
    if new is not None and "promised_days" in values:
        found.add(("promised_days", "kinder" if values["promised_days"] < new else "overtaken"))
    book = exempt_key("book")
    if book in values and kind in ("no paper", "both", "exempt", "copies"):
        found.add((book, {"exempt": "overtaken", "copies": "kinder"}.get(kind, "gone")))
    return found


def furnish(random: Random) -> set[tuple[str, str, str, str]]:
    """20 towns, 200 items, an offer of each in each, a third with local values; the county has revised ten items since.

    Returns: item, hall, key and effect of each that must be asked about.
    """
    stamp = {
        "created_at": clock.now(),
        "created_by": "样例",
        "changed_at": clock.now(),
        "changed_by": "样例",
        "version": 1,
    }
    towns = [f"330327{number:03d}000" for number in range(300, 300 + TOWNS)]
    changes = dict(zip(range(5001, 5001 + len(CHANGES)), CHANGES, strict=True))
    expected: set[tuple[str, str, str, str]] = set()
    run: Any = db.session.connection().execute
    run(
        insert(Region),
        [
            {"code": one, "name": f"样例镇{one[6:9]}", "level": 9, "parent_code": COUNTY, "owner_code": COUNTY, **stamp}
            for one in towns
        ],
    )
    run(
        insert(Hall),
        [
            {
                "code": f"{one}-01",
                "name": f"样例中心{one[6:9]}",
                "kind": "town_hall",
                "region_code": one,
                "owner_code": COUNTY,
                **stamp,
            }
            for one in towns
        ],
    )
    numbers = range(5001, 5001 + ITEMS)
    run(
        insert(Item),
        [
            {
                "code": f"330327-{one:05d}",
                "name": f"样例事项{one}",
                "tier": "handling",
                "department_code": "gaj",
                "state": "in_use",
                "is_sample": True,
                "owner_code": COUNTY,
                **stamp,
            }
            for one in numbers
        ],
    )

    def edition(number: int, which: int, made: ItemDefinition, begins: datetime) -> dict[str, Any]:
        stored = schema.write(made)
        return {
            "item_code": made.code,
            "number": which,
            "state": "published",
            "department_code": "gaj",
            "owner_code": COUNTY,
            "effective_from": begins,
            "name": made.name,
            "definition": stored,
            "definition_hash": canonical.digest(stored),
            "taken_over": False,
            **stamp,
        }

    run(insert(Edition), [edition(one, 1, standard(one), FIRST) for one in numbers])
    run(insert(Edition), [edition(one, 2, revised(one, *changes[one]), SECOND) for one in changes])
    offered = [(item, town) for item in numbers for town in towns]
    rows, revisions = [], []
    for number, (item, town) in enumerate(offered, start=900_001):
        values: dict[str, Any] = {}
        if random.random() < 0.5:
            values |= {"promised_days": random.randint(14, 19), "promised_unit": "working_days"}
        if random.random() < 0.4:
            values[exempt_key("book")] = True
        place = {"hall_code": f"{town}-01", "region_code": town, "department_code": "gaj"}
        rows.append({"id": number, "item_code": f"330327-{item:05d}", "revision": int(bool(values)), **place, **stamp})
        if values:
            grounds = {
                key: {"reason": "样例", "way": "shared", "edition": 1} for key in values if key != "promised_unit"
            }
            revisions.append(
                {
                    "offer_id": number,
                    "number": 1,
                    "local_values": values,
                    "grounds": grounds,
                    "at": clock.now(),
                    "actor": "样例",
                    **place,
                }
            )
        if item in changes:
            for key, effect in expected_of(*changes[item], values):
                expected.add((f"330327-{item:05d}", f"{town}-01", key, effect))
    offer_table, revision_table = (cast(Table, one.__table__) for one in (Offer, OfferRevision))
    run(insert(offer_table), rows)
    run(insert(revision_table), revisions)
    db.session.commit()
    return expected


def test_a_revision_of_ten_items_gives_each_of_twenty_towns_exactly_its_list_in_few_queries(app: Flask) -> None:
    """Product A14, decisions 53; the lists are compared with those worked out from the plan of the changes."""
    with acts(app), clock.fixed(MARCH):
        expected = furnish(Random(7))
    assert len(expected) > 60
    asked: list[str] = []

    with acts(app, COUNTY_OFFICE) as session, clock.fixed(MARCH):
        everything = {
            (one.offer.item_code, one.offer.hall_code, one.drift.key, one.drift.effect)
            for one in drift.waiting(session)
        }
        assert everything == expected
        counts = {one.town: one.count for one in drift.by_town(drift.waiting(session))}
    for number in (300, 319):
        town = f"330327{number:03d}000"
        admin = person(f"admin{number}", Grant("region", region_code=town), roles=("hall_admin",))
        with acts(app, admin) as session, clock.fixed(MARCH):
            listener = lambda *given: asked.append(given[2])  # noqa: E731 - one line
            event.listen(db.engine, "before_cursor_execute", listener)
            rows = drift.waiting(session)
            event.remove(db.engine, "before_cursor_execute", listener)
            mine = {(one.offer.item_code, one.offer.hall_code, one.drift.key, one.drift.effect) for one in rows}
            assert mine == {one for one in expected if one[1] == f"{town}-01"}
            assert counts[town] == len(mine)
            differences = differing(session)
            assert {one.hall_code for one in differences} == {f"{town}-01"}
        assert len([one for one in asked if one.lstrip().upper().startswith("SELECT")]) <= 8
        asked.clear()


# --- answers ----------------------------------------------------------------------------------------------------------------


def set_local(app: Flask, who: Any, hall: str, days: int) -> int:
    """The id of a hall's offer of the item, which promises so many days now."""
    with acts(app, who) as session:
        offer = session.scalars(select(Offer).where(Offer.item_code == ITEM, Offer.hall_code == hall)).one()
        offers.save(
            offer.id, Local({"promised_days": days}, {"promised_days": Ground("样例理由")}), version=offer.version
        )
        return offer.id


def publish(app: Flask, days: int) -> int:
    """The number of the next edition, which promises so many days."""
    with acts(app, EDITOR) as session:
        first = offers.standard_of(session, ITEM)
        assert first is not None
        steps = tuple(replace(one, duration=days - 3) if one.name == "审核" else one for one in first.definition.steps)
        made = editions.draft(ITEM, content=replace(first.definition, promised_days=days, steps=steps))
        editions.submit(made)
    with acts(app) as session:
        editions.approve(made)
        return editions.publish(made)


def waiting(app: Flask, who: Any) -> list[drift.Waiting]:
    with acts(app, who) as session:
        return drift.waiting(session)


def promised(app: Flask, hall: str) -> int | None:
    with acts(app) as session:
        offer = session.scalars(select(Offer).where(Offer.item_code == ITEM, Offer.hall_code == hall)).one()
        return offers.local_of(session, offer).values.get("promised_days")


@pytest.fixture
def drifted(app: Flask) -> tuple[Flask, int, int]:
    """Both towns promised 3 days of the standard's 5, and the county's new edition promises 4. With the two offers' ids."""
    mine, theirs = (
        set_local(app, who, hall, 3) for who, hall in ((LINGXI_TOWN, LINGXI_HALL), (QIANKU_TOWN, QIANKU_HALL))
    )
    assert waiting(app, LINGXI_TOWN) == []
    publish(app, 4)
    return app, mine, theirs


def test_each_town_sees_and_answers_its_own_alone(drifted: tuple[Flask, int, int]) -> None:
    app, mine, theirs = drifted

    rows = waiting(app, LINGXI_TOWN)
    assert [(one.offer.offer_id, one.drift.effect) for one in rows] == [(mine, "kinder")]
    with acts(app, LINGXI_TOWN), pytest.raises((NotFound, Conflict)):
        drift.answer([Answer(theirs, "promised_days", "standard", rows[0].in_force)])

    assert promised(app, QIANKU_HALL) == 3
    assert {one.offer.offer_id for one in waiting(app, COUNTY_OFFICE)} == {mine, theirs}


def test_keeping_using_the_standard_and_a_new_value_each_end_the_question(drifted: tuple[Flask, int, int]) -> None:
    app, mine, _theirs = drifted
    edition = waiting(app, LINGXI_TOWN)[0].in_force

    with acts(app, LINGXI_TOWN):
        drift.answer([Answer(mine, "promised_days", "keep", edition)])
    assert (waiting(app, LINGXI_TOWN), promised(app, LINGXI_HALL)) == ([], 3)

    edition = publish(app, 5)
    with acts(app, LINGXI_TOWN), pytest.raises(Refused):
        drift.answer([Answer(mine, "promised_days", "new", edition, days=9)])
    with acts(app, LINGXI_TOWN):
        drift.answer([Answer(mine, "promised_days", "new", edition, days=4)])
    assert (waiting(app, LINGXI_TOWN), promised(app, LINGXI_HALL)) == ([], 4)

    edition = publish(app, 4)
    with acts(app, LINGXI_TOWN), pytest.raises(Refused):
        drift.answer([Answer(mine, "promised_days", "keep", edition)])
    with acts(app, LINGXI_TOWN):
        drift.answer([Answer(mine, "promised_days", "standard", edition)])
    assert (waiting(app, LINGXI_TOWN), promised(app, LINGXI_HALL)) == ([], None)


def test_many_answers_are_one_transaction(drifted: tuple[Flask, int, int]) -> None:
    app, mine, theirs = drifted
    edition = waiting(app, LINGXI_TOWN)[0].in_force
    answers = [Answer(mine, "promised_days", "keep", edition), Answer(theirs, "promised_days", "new", edition, days=99)]

    with acts(app), pytest.raises(Refused) as refused:
        drift.answer(answers)

    assert set(refused.value.fields) == {f"{theirs}.promised_days"}
    assert len(waiting(app, COUNTY_OFFICE)) == 2


def test_an_answer_to_a_standard_that_changed_again_is_not_taken(drifted: tuple[Flask, int, int]) -> None:
    app, mine, _theirs = drifted
    seen = waiting(app, LINGXI_TOWN)[0].in_force
    publish(app, 6)

    with acts(app, LINGXI_TOWN), pytest.raises(Conflict):
        drift.answer([Answer(mine, "promised_days", "keep", seen)])


def test_what_is_not_answered_in_time_is_late_and_holds_as_it_did(drifted: tuple[Flask, int, int]) -> None:
    """No job: the day passes, and nothing but the light changes."""
    app, _mine, _theirs = drifted

    with acts(app, LINGXI_TOWN) as session, clock.fixed(clock.local_now() + timedelta(days=drift.drift_days() + 1)):
        assert [(one.late, one.drift.effect) for one in drift.waiting(session)] == [(True, "kinder")]

    assert waiting(app, LINGXI_TOWN)[0].late is False
