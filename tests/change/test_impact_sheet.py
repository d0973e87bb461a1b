"""The impact sheet foresees what is so after publishing: on random data its numbers equal those of a second count (product test 6)."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from appcore import clock, records
from appcore.access import privacy
from appcore.casework import better_rules
from appcore.catalogue import documents, editions
from appcore.change import impact, impact_cases, impact_offers, impact_sheet
from appcore.change.impact_sheet import ImpactSheet
from appcore.definition import schema
from appcore.definition.item import Field, ItemDefinition, Ref
from appcore.definition.kinds import is_sensitive
from appcore.transaction import unit_of_work
from models.case import Case
from models.db import db, house_session
from models.document import Document
from models.file import PrintRun
from models.item import Edition, Item
from models.offer import Authority, Offer, OfferRevision
from models.staff import Post, Staff
from seeds import small
from tests.acting import Acting
from tests.people import COUNTY, COUNTY_HALL, LINGXI_HALL, QIANKU_HALL, at, keep, plain_case

ITEM, OTHER = small.PROMISED, small.NATURAL
HALLS = (COUNTY_HALL, LINGXI_HALL, QIANKU_HALL)
STATES = ("received", "accepted", "under_way", "suspended", "finished", "delivered", "decided")
KINDS = ("text", "integer", "date", "address", "phone")
LEVEL = {COUNTY_HALL: "county", LINGXI_HALL: "town", QIANKU_HALL: "town"}
PAPER = "330327/2019-01"
Numbers = dict[str, Any]


def content_of(item: str = ITEM) -> ItemDefinition:
    stored = house_session().scalar(
        select(Edition.definition)
        .where(Edition.item_code == item, Edition.number.is_not(None))
        .order_by(Edition.number.desc())
    )
    return schema.read(stored or b"")


def next_edition(content: ItemDefinition, *, approve: bool = True) -> int:
    """An approved edition with this content, whatever the checks say of it."""
    made = editions.draft(content.code, content=content)
    with unit_of_work() as session:
        records.alter(session, session.get_one(Edition, made), {"taken_over": True})
    if approve:
        editions.submit(made)
        editions.approve(made)
    return made


def changed(rng: Random, content: ItemDefinition) -> ItemDefinition:
    """The same with fields, papers, steps and times drawn anew."""
    fields = tuple(
        replace(one, kind=rng.choice((one.kind, rng.choice(KINDS)))) for one in content.fields if rng.random() < 0.7
    )
    materials = tuple(
        replace(one, exempt=True if rng.random() < 0.3 else one.exempt)
        for one in content.materials
        if rng.random() < 0.7
    )
    steps = tuple(
        replace(one, level=rng.choice(("county", "town", None)), role=rng.choice(("clerk", "decider", "officer")))
        for one in content.steps
        if rng.random() < 0.7
    )
    bases = tuple(replace(one, document=None) for one in content.bases)
    if bases and rng.random() < 0.7:
        bases = (replace(bases[0], document=Ref(PAPER, "")), *bases[1:])
    extra = (Field(key=f"new{rng.randrange(100)}", label="新字段", kind="text"),) if rng.random() < 0.5 else ()
    return replace(
        content, fields=(*fields, *extra), materials=materials, steps=steps, bases=bases, promised_days=rng.randint(2, 8),
    )  # fmt: skip


def furnish(rng: Random) -> None:
    """Open and finished cases on two editions, local values, authorities that ended, prints, and perhaps a repealed paper."""
    first = content_of()
    second = next_edition(changed(rng, first))
    editions.publish(second)
    number = iter(range(1, 10_000))
    with unit_of_work() as session:
        pinned = session.execute(select(Edition.id, Edition.definition).where(Edition.item_code == ITEM)).all()
        for _ in range(rng.randint(15, 30)):
            edition_id, stored = rng.choice(pinned)
            _case(session, rng, next(number), edition_id, schema.read(stored or b""))
        other = session.scalar(select(Edition.id).where(Edition.item_code == OTHER))
        session.add(_stamped(_plain(rng, next(number), item_code=OTHER, edition_id=other, state="accepted")))
        for offer in session.scalars(select(Offer).where(Offer.item_code == ITEM)):
            _local_values(session, rng, offer, first)
        yesterday = clock.local_today() - timedelta(days=1)
        ending: tuple[Any, ...] = (Authority, Post, Staff)
        for model in ending:
            for row in session.scalars(select(model).order_by(model.id)):
                if rng.random() < 0.25:
                    row.valid_to = yesterday
        for _ in range(rng.randint(0, 5)):
            run = PrintRun(
                print_code="x", kind=rng.choice(("guide", "wall")), item_code=rng.choice((ITEM, OTHER)), edition_number=rng.choice((1, 2)),
                printed_on=yesterday, copies=rng.randint(1, 9), region_code=COUNTY,
            )  # fmt: skip
            session.add(_stamped(run))
        session.flush()
    if rng.random() < 0.5:
        row = house_session().scalars(select(Document).where(Document.code == PAPER)).one()
        documents.repeal(row.id, repealed_from=yesterday, by_code=None, reason="样例原因", version=row.version)


def _plain(rng: Random, number: int, **changes: Any) -> Case:
    hall = rng.choice(HALLS)
    return plain_case(f"3303270002026030{number:05d}", hall, received_at=at("2026-03-02T09:00"), **changes)


def _stamped(row: Any) -> Any:
    records.stamp(row, new=True)
    return row


def _case(session: Any, rng: Random, number: int, edition_id: int, own: ItemDefinition) -> None:
    held = {one.key: rng.choice(("样例", "", "样例内容")) for one in own.fields if rng.random() < 0.6}
    sealed = {one.key for one in own.fields if is_sensitive(one.kind)}
    case = _plain(
        rng, number, state=rng.choice(STATES), edition_id=edition_id,
        entered={key: value for key, value in held.items() if key not in sealed},
    )  # fmt: skip
    privacy.put_answers(case, {key: value for key, value in held.items() if key in sealed})
    session.add(_stamped(case))


def _local_values(session: Any, rng: Random, offer: Offer, first: ItemDefinition) -> None:
    values: dict[str, Any] = {f"materials.{one.key}.exempt": True for one in first.materials if rng.random() < 0.3}
    if rng.random() < 0.7:
        values["promised_days"] = rng.randint(1, 6)
    place = {"region_code": offer.region_code, "hall_code": offer.hall_code, "department_code": offer.department_code}
    for revision in (1, 2):
        session.add(
            OfferRevision(offer_id=offer.id, number=revision, values=values if revision == 2 else {"promised_days": 1}, at=clock.now(), actor="样例", **place)
        )  # fmt: skip
    offer.revision = rng.choice((0, 2))


def foreseen(sheet: ImpactSheet) -> Numbers:
    return {
        "cases": {(one.hall_code, state): n for one in sheet.cases for state, n in one.by_state.items()},
        "fields": {(one.field.key, one.field.was): one.cases for one in sheet.fields},
        "lacks": {(one.at.hall_code, one.power) for one in sheet.lacks},
        "losses": {(one.at.hall_code, one.power): (one.posts, one.people) for one in sheet.losses},
        "local": {(one.at.hall_code, one.key): one.overtaken for one in sheet.local_values},
        "prints": {(one.kind, one.edition_number): one.copies for one in sheet.prints},
        "repealed": {one.code for one in sheet.repealed},
        "better": {one.change.key: one.cases for one in sheet.better},
    }


def counted_after(edition_id: int) -> Numbers:
    """The same numbers from the tables alone, row by row, once the edition is in force: nothing of the sheet's own code."""
    new, old = (json.loads(one) for one in _two_newest())
    tables = {
        name: _rows(name)
        for name in ("svc_case", "edition", "offer", "offer_revision", "authority", "post", "staff", "print_run")
    }
    by_id = {
        one["id"]: json.loads(one["definition"])
        for one in tables["edition"]
        if one["item_code"] == ITEM and one["definition"]
    }
    open_now = [
        one for one in tables["svc_case"]
        if one["item_code"] == ITEM and one["state"] in ("received", "accepted", "under_way", "suspended")
    ]  # fmt: skip
    offers = [one for one in tables["offer"] if one["item_code"] == ITEM]
    posts = {one["id"]: one for one in tables["post"] if _holds_today(one)}
    people = {one["id"] for one in tables["staff"] if _holds_today(one)}
    able = [
        one for one in tables["authority"]
        if _holds_today(one) and one["post_id"] in posts and posts[one["post_id"]]["staff_id"] in people
    ]  # fmt: skip
    found: Numbers = {
        "cases": Counter((one["hall_code"], one["state"]) for one in open_now),
        "fields": _fields(open_now, by_id, new, old),
    }
    found["lacks"], found["losses"], found["local"] = set(), {}, {}
    for offer in offers:
        hall, wanted, was = offer["hall_code"], _wanted(new, offer["hall_code"]), _wanted(old, offer["hall_code"])
        own = [one for one in able if one["offer_id"] == offer["id"]]
        found["lacks"] |= {(hall, power) for power in wanted if power not in {one["power"] for one in own}}
        for power in was - wanted:
            held = {one["post_id"] for one in own if one["power"] == power}
            if held:
                found["losses"][hall, power] = len(held), len({posts[one]["staff_id"] for one in held})
        values = [
            one
            for one in tables["offer_revision"]
            if (one["offer_id"], one["number"]) == (offer["id"], offer["revision"])
        ]
        for key, value in (_json(values[0]["local_values"]) if values else {}).items():
            if _kinder(old, key, value):
                found["local"][hall, key] = not _kinder(new, key, value)
    found["prints"] = Counter()
    for run in tables["print_run"]:
        if run["item_code"] == ITEM:
            found["prints"][run["kind"], run["edition_number"]] += run["copies"]
    gone = {
        row[0] for row in db.session.connection().execute(text("SELECT code FROM document WHERE state = 'repealed'"))
    }
    found["repealed"] = {one["document"]["code"] for one in new["bases"] if "document" in one} & gone
    found["better"] = _better([one for one in open_now if one["state"] != "received"], by_id, new)
    assert edition_id in by_id
    return found


def _two_newest() -> list[bytes]:
    query = text(
        "SELECT definition FROM edition WHERE item_code = :item AND number IS NOT NULL ORDER BY number DESC LIMIT 2"
    )
    return [row[0] for row in db.session.connection().execute(query, {"item": ITEM})]


def _rows(table: str) -> list[Any]:
    return list(db.session.connection().execute(text(f"SELECT * FROM {table}")).mappings())


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _holds_today(row: Any) -> bool:
    return row["valid_to"] is None or str(row["valid_to"]) >= clock.local_today().isoformat()


def _wanted(definition: Any, hall: str) -> set[str]:
    roles = {one["role"] for one in definition.get("steps", ()) if one.get("level") in (None, LEVEL[hall])}
    return {"accept"} | ({"decide"} if "decider" in roles else set())


def _kinder(definition: Any, key: str, value: Any) -> bool:
    if key == "promised_days":
        return 1 <= int(value) < int(definition["promised_days"])
    paper = key.split(".")[1]
    return any(one["key"] == paper and not one.get("exempt") for one in definition.get("materials", ()))


def _fields(open_now: list[Any], by_id: Any, new: Any, old: Any) -> dict[tuple[str, str], int]:
    now = {one["key"]: one["kind"] for one in new.get("fields", ())}
    found: Counter[tuple[str, str]] = Counter()
    for definition in [old, *(by_id[one["edition_id"]] for one in open_now)]:
        found.update(
            {(one["key"], one["kind"]): 0 for one in definition.get("fields", ()) if now.get(one["key"]) != one["kind"]}
        )
    for row in open_now:
        case = house_session().get_one(Case, row["id"])
        held = {**_json(row["entered"]), **privacy.get_answers(case)}
        for one in by_id[row["edition_id"]].get("fields", ()):
            if (one["key"], one["kind"]) in found and held.get(one["key"]):
                found[one["key"], one["kind"]] += 1
    return dict(found)


def _better(cases: list[Any], by_id: Any, new: Any) -> Counter[str]:
    found: Counter[str] = Counter()
    papers = {one["key"]: one for one in new.get("materials", ())}
    for row in cases:
        old = by_id[row["edition_id"]]
        if new["promised_days"] < old["promised_days"]:
            found["promised"] += 1
        for one in old.get("materials", ()):
            if one["key"] not in papers:
                found[f"materials.{one['key']}.gone"] += 1
            elif papers[one["key"]].get("exempt") and not one.get("exempt"):
                found[f"materials.{one['key']}.exempt"] += 1
    return found


@pytest.mark.parametrize(("seed", "shows"), [(4, "losses"), (7, "repealed"), (11, "local")])
def test_the_numbers_before_are_those_counted_after(app: Flask, acting: Acting, seed: int, shows: str) -> None:
    """`shows`: what this draw has and others may not."""
    rng = Random(seed)
    with acting():
        furnish(rng)
        edition = next_edition(changed(rng, content_of()))
        sheet = impact_sheet.read(house_session(), house_session().get_one(Edition, edition))
        before = foreseen(sheet)
        listed = {
            (one.hall_code, state): impact_cases.list_cases(house_session(), ITEM, hall_code=one.hall_code, state=state)
            for one in sheet.cases for state in one.by_state
        }  # fmt: skip
        of_fields = {
            (one.field.key, one.field.was): impact_cases.list_cases(house_session(), ITEM, field=one.field)[0]
            for one in sheet.fields
        }

        of_rules = {
            one.change.key: len(better_rules.touched(house_session(), ITEM, sheet.new, one.change.key))
            for one in sheet.better
        }

        editions.publish(edition)
        after = counted_after(edition)

    assert before == after
    assert before[shows]
    assert all(before[one] for one in ("cases", "fields", "lacks", "prints", "better"))
    assert {key: total for key, (total, _rows_of) in listed.items()} == before["cases"]
    assert all(total == len(rows) for total, rows in listed.values())
    assert of_fields == before["fields"]
    assert of_rules == before["better"]


def test_the_sheet_asks_as_often_however_many_cases_there_are(app: Flask, acting: Acting) -> None:
    rng = Random(7)
    with acting():
        furnish(rng)
        edition = next_edition(changed(rng, content_of()), approve=False)
        asked = [_asked(edition)]
        with unit_of_work() as session:
            first = session.scalars(select(Edition).where(Edition.item_code == ITEM, Edition.number == 1)).one()
            own = schema.read(first.definition or b"")
            for number in range(60):
                _case(session, rng, 5000 + number, first.id, own)
            session.flush()
        asked.append(_asked(edition))

    assert asked[0] == asked[1] <= 40


def _asked(edition: int) -> int:
    statements: list[str] = []
    db.session.expire_all()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        impact_sheet.read(house_session(), house_session().get_one(Edition, edition))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


def test_a_slip_is_named_when_the_new_edition_makes_it_read_otherwise(acting: Acting) -> None:
    with acting():
        now = content_of()
        session = house_session()
        quiet = next_edition(replace(now, faqs=(), use_content="换了说法"), approve=False)
        assert impact_sheet.read(session, session.get_one(Edition, quiet)).slips == ()
        editions.save(quiet, {"name": "夫妻投靠户口迁入"}, version=session.get_one(Edition, quiet).version)
        named = impact_sheet.read(session, session.get_one(Edition, quiet)).slips
        assert {"receipt", "acceptance"} <= set(named)
        editions.save(
            quiet, {"name": now.name, "review_body": "另一个机关"}, version=session.get_one(Edition, quiet).version
        )
        remedies = impact_sheet.read(session, session.get_one(Edition, quiet)).slips
        assert "denial" in remedies
        assert "receipt" not in remedies


def test_a_reader_sees_only_the_cases_of_his_own_place(acting: Acting) -> None:
    with acting():
        furnish(Random(3))
        edition = next_edition(changed(Random(3), content_of()))
        everywhere = impact_cases.open_cases(house_session(), ITEM)
        editions.publish(edition, clock.local_today() + timedelta(days=3))
    with acting("lingxi_admin"):
        session = house_session()
        sheet = impact_sheet.read(session, session.get_one(Edition, edition))

        assert [one.hall_code for one in sheet.cases] in ([LINGXI_HALL], [])
        assert sheet.cases == tuple(one for one in everywhere if one.hall_code == LINGXI_HALL)


def test_the_first_edition_of_an_item_has_nothing_to_take_away(acting: Acting) -> None:
    with acting():
        session = house_session()
        content = content_of()
        row = session.scalars(select(Item).where(Item.code == ITEM)).one()
        keep(
            Item(
                code="330327-00777",
                name="样例",
                tier="handling",
                department_code=row.department_code,
                state="in_use",
                owner_code=COUNTY,
            )
        )
        edition = next_edition(replace(content, code="330327-00777"), approve=False)
        sheet = impact_sheet.read(session, session.get_one(Edition, edition))

        assert (sheet.old, sheet.open_cases, sheet.fields, sheet.losses, sheet.slips) == (None, 0, (), (), ())


@pytest.mark.parametrize("ends", [{"valid_to": -1}, {"valid_from": 1}])
def test_a_hall_that_does_not_offer_the_item_today_stands_nowhere_on_the_sheet(
    acting: Acting, ends: dict[str, int]
) -> None:
    with acting():
        before = {one.hall_code for one in impact_offers.offers_of(house_session(), ITEM)}
        with unit_of_work() as session:
            row = session.scalars(select(Offer).where(Offer.item_code == ITEM, Offer.hall_code == LINGXI_HALL)).one()
            days = {name: clock.local_today() + timedelta(days=far) for name, far in ends.items()}
            records.alter(session, row, days)

        assert {one.hall_code for one in impact_offers.offers_of(house_session(), ITEM)} == before - {LINGXI_HALL}


@pytest.mark.parametrize(
    ("now", "lost"),
    [
        (Field(key="count", label="数量", kind="integer"), False),
        (Field(key="count", label="别的名称", kind="integer"), False),
        (Field(key="count", label="数量", kind="text"), True),
        (Field(key="count", label="数量", kind="integer", within="people"), True),
        (Field(key="number", label="数量", kind="integer"), True),
    ],
)
def test_a_field_is_lost_that_is_gone_of_another_kind_or_moved_into_a_table(now: Field, lost: bool) -> None:
    table = Field(key="people", label="家庭成员", kind="table")
    old = ItemDefinition(code=ITEM, fields=(Field(key="count", label="数量", kind="integer"), table))

    found = impact.lost_fields(old, replace(old, fields=(now, table)))

    assert [one.key for one in found] == (["count"] if lost else [])
