"""The whole county as `flask seed` loads it: its places by the county's policy, its people, and that twice changes nothing."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from appcore import clock, schema_state
from appcore.access.principal import System, acting_as
from appcore.catalogue import item_use, power_list, tasks
from appcore.catalogue.local import drift
from appcore.catalogue.whole_catalogue import whole_catalogue
from appcore.settings import Settings
from models.case import Case
from models.check import ItemTask
from models.db import db, house_session
from models.delegation import Adoption, Delegation
from models.item import Edition, Item, ItemEvent
from models.offer import Authority, Offer
from models.organisation import Department
from models.place import Hall, HallDetail, Region
from models.review import EditionRemark
from models.staff import Post
from models.village_list import VillageList
from models.window import Window, WindowKind
from models.workday import WorkDay
from seeds import accounts, load
from tests import fingerprint, postgres
from tests.catalogue.test_phrases import AMONG, AT_LEAST, phrases
from tests.conftest import SECRETS
from tests.trail import first_bad_row

CASES, SEED = 60, 7
COUNTY_HALL, LINGXI = "330327000000-01", "330327100000-01"


@pytest.fixture(scope="session")
def whole_county(store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The county and a small demo year, loaded by the commands into an empty database."""
    folder = tmp_path_factory.mktemp(f"county-{store}")
    name = f"county_{os.getpid()}"
    url = postgres.server().create_database(name) if store == "postgres" else ""
    settings = Settings(**SECRETS, database_url=url, instance=str(folder), demo=True, secure_cookies=False)
    built = create_app(settings)
    with built.app_context():
        schema_state.migrate()
        db.session.remove()
    run(built, "seed", "cangnan")
    run(built, "seed", "demo", "--cases", str(CASES), "--seed", str(SEED))
    yield built
    with built.app_context():
        for engine in db.engines.values():
            engine.dispose()
    if store == "postgres":
        postgres.server().drop_database(name)


@pytest.fixture
def county(whole_county: Flask) -> Iterator[Flask]:
    """The whole county, with the system to read it."""
    with whole_county.app_context(), acting_as(System("tests")):
        yield whole_county
        db.session.remove()


def run(app: Flask, *command: str, code: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=command)
    assert result.exit_code == code, result.output
    return result.output


def count(model: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*where)) or 0


def grouped(column: Any, *where: Any) -> dict[str, int]:
    rows = db.session.execute(select(column.label("of"), func.count().label("n")).where(*where).group_by(column))
    return {row.of: row.n for row in rows}


def test_the_places_are_those_of_the_statistical_list(county: Flask) -> None:
    """R94; decisions 46: 427 rooms for 431 villages, none for the four 生活区."""
    without = set(
        db.session.scalars(select(Region.name).where(Region.level == 12, Region.code.not_in(select(Hall.region_code))))
    )

    levels = Counter(db.session.scalars(select(Region.level)))

    assert (levels[9], levels[12]) == (18, 431)
    assert grouped(Hall.kind) == {"county_hall": 1, "town_hall": 18, "village_room": 427}
    assert without == {"县林场生活区", "桥墩茶场生活区", "鹤顶山茶场生活区", "马站水果场生活区"}


def test_the_town_halls_follow_the_policy(county: Flask) -> None:
    halls = {one.region.name: one for one in db.session.scalars(select(Hall).where(Hall.kind == "town_hall"))}
    windows = grouped(Window.hall_code)
    classes = Counter(one.hall_class for one in halls.values())

    assert classes == {"class1": 6, "class2": 3, "class3": 9}
    assert {(one.hall_class, one.required_area) for one in halls.values()} == {
        ("class1", 260),
        ("class2", 140),
        ("class3", 80),
    }
    assert {(one.hall_class, windows[one.code]) for one in halls.values()} == {
        ("class1", 10),
        ("class2", 7),
        ("class3", 4),
    }
    assert [
        one.name for town, one in halls.items() if one.name not in (f"{town}行政服务中心", f"{town}便民服务中心")
    ] == []
    assert halls["钱库镇"].name == "钱库镇行政服务中心"
    assert halls["凤阳畲族乡"].name == "凤阳畲族乡便民服务中心"


def test_the_stations_of_lingxi_sit_in_the_county_hall(county: Flask) -> None:
    """decisions 52: the building is only the address; place and code are those of the town."""
    lingxi = db.session.scalars(select(Hall).where(Hall.code == LINGXI)).one()
    county_hall = db.session.scalars(select(Hall).where(Hall.code == COUNTY_HALL)).one()

    assert lingxi.region_code == "330327100000"
    assert lingxi.address == county_hall.address
    assert (county_hall.hall_class, county_hall.name) == (None, "苍南县行政服务中心")


def test_rooms_are_named_after_their_community(county: Flask) -> None:
    query = select(Region.name.label("place"), Hall.name.label("room")).join(Hall, Hall.region_code == Region.code)
    names = {row.place: row.room for row in db.session.execute(query.where(Region.level == 12))}

    assert names["古磉居委会"] == "古磉社区便民服务中心"
    assert names["城中社区"] == "城中社区便民服务中心"
    assert names["项西村委会"] == "项西村便民服务中心"
    assert [name for name in names.values() if "委会" in name] == []


def test_every_hall_says_when_it_opens_and_how_to_reach_it(county: Flask) -> None:
    details = db.session.scalars(select(HallDetail)).all()
    phones = [one.consult_phone for one in details]

    assert len(details) == count(Hall)
    assert len(set(phones)) == len(phones)
    assert {one.complaint_phone for one in details} == {"12345"}
    assert all(phone and phone.startswith("0577-0000") for phone in phones)
    assert all("工作日" in (one.hours_note or "") for one in details)


def test_the_standards_are_there(county: Flask) -> None:
    kinds = {kind.document_name: kind.name for kind in db.session.scalars(select(WindowKind))}
    codes = db.session.scalars(select(Department.credit_code).where(Department.credit_code.is_not(None))).all()

    assert len(kinds) == 17
    assert (kinds["准生证办理"], kinds["流动人员证办理"], kinds["工商登记"]) == ("生育登记", "居住登记", "经营主体登记")
    assert count(Department) >= 25
    assert {code[2:8] for code in codes if code} == {"999999"}
    assert count(WorkDay) == 366 + 365 + 365


def test_every_item_in_use_is_published_and_offered(county: Flask) -> None:
    published = set(db.session.scalars(select(Edition.item_code).where(Edition.state == "published")))
    live = set(db.session.scalars(select(Item.code).where(Item.state != "cancelled", Item.tier == "handling")))
    offered = set(db.session.scalars(select(Offer.item_code)))
    cancelled = set(db.session.scalars(select(Item.code).where(Item.state == "cancelled")))

    assert live <= published
    assert live <= offered
    assert not cancelled & offered
    assert count(Offer, Offer.window_id.is_(None)) == 0
    assert count(Item, Item.is_sample.is_(False)) == 0


def test_every_manned_window_has_an_a_and_a_b(county: Flask) -> None:
    """AB岗: B is not A, and nobody stands in for more than two; B holds what A holds (decisions 27)."""
    manned = count(Window, Window.hall_code.in_(select(Hall.code).where(Hall.kind != "village_room")))
    posts = {
        (one.window_id, one.kind): one for one in db.session.scalars(select(Post).where(Post.kind.in_(("a", "b"))))
    }
    held: dict[int, set[tuple[int, str]]] = {}
    for one in db.session.execute(select(Authority.post_id, Authority.offer_id, Authority.power)):
        held.setdefault(one.post_id, set()).add((one.offer_id, one.power))

    windows = {window for window, _kind in posts}
    stands_in = Counter(one.staff_id for (_window, kind), one in posts.items() if kind == "b")

    assert len(posts) == 2 * manned
    assert [one for one in windows if posts[one, "a"].staff_id == posts[one, "b"].staff_id] == []
    assert max(stands_in.values()) <= 2
    assert [one for one in windows if held.get(posts[one, "a"].id) != held.get(posts[one, "b"].id)] == []


def test_the_cases_have_ends_of_all_kinds_and_numbers_without_gaps(county: Flask) -> None:
    cases = db.session.scalars(select(Case).order_by(Case.number)).all()
    runs: dict[str, list[int]] = {}
    for one in cases:
        runs.setdefault(one.number[:17], []).append(int(one.number[17:]))

    assert len(cases) == CASES
    assert {one.hall_code[:9] for one in cases if one.hall_code} >= {
        code[:9] for code in db.session.scalars(select(Hall.code).where(Hall.kind == "town_hall"))
    }
    assert {one.state for one in cases} >= {"finished", "accepted"}
    assert [run for run in runs.values() if run != list(range(1, len(run) + 1))] == []
    assert {one.applicant_name[:2] for one in cases} == {"样例"}


def test_the_audit_trail_of_the_seeds_is_whole(county: Flask) -> None:
    assert first_bad_row() is None


def test_the_demo_accounts_are_for_the_owner_of_the_installation_alone(county: Flask) -> None:
    path = Path(county.extensions["settings"].instance_dir) / "demo-accounts.json"
    rows = json.loads(path.read_text(encoding="utf-8"))

    assert path.stat().st_mode & 0o777 == 0o600
    assert [row["username"] for row in rows] == [one.username for one in accounts.ACCOUNTS]
    assert {tuple(row) for row in rows} == {("username", "password", "role", "hall")}
    assert len({row["password"] for row in rows}) == len(rows)


def test_seeding_twice_changes_nothing(whole_county: Flask) -> None:
    before = fingerprint.fingerprint(whole_county)

    first = run(whole_county, "seed", "cangnan")
    second = run(whole_county, "seed", "demo", "--cases", str(CASES), "--seed", str(SEED))

    assert "there already" in first
    assert "there already" in second
    assert fingerprint.changed(before, fingerprint.fingerprint(whole_county), but=()) == []


def test_another_demo_over_the_first_is_refused(whole_county: Flask) -> None:
    before = fingerprint.fingerprint(whole_county)

    said = run(whole_county, "seed", "demo", "--cases", str(CASES + 1), "--seed", str(SEED), code=1)

    assert f"with {CASES} cases and seed {SEED}" in said
    assert fingerprint.changed(before, fingerprint.fingerprint(whole_county), but=()) == []


def test_demo_people_come_only_where_it_is_a_demo(whole_county: Flask) -> None:
    settings = whole_county.extensions["settings"]
    whole_county.extensions["settings"] = replace(settings, demo=False)
    try:
        said = run(whole_county, "seed", "demo", code=2)
    finally:
        whole_county.extensions["settings"] = settings

    assert "BANSHITAI_DEMO=1" in said


def test_the_marks_tell_with_what_it_was_seeded(county: Flask) -> None:
    assert (load.mark(load.DEMO) or {})["cases"] == CASES
    assert load.mark(load.CANGNAN) is not None


def test_what_people_say_finds_the_right_item_in_the_county_as_it_is_loaded(whole_county: Flask) -> None:
    """Product test 12, by the catalogue that console and counter search, with its weights of use."""
    listed = phrases()
    with whole_county.app_context(), acting_as(System("tests")):
        item_use.recount()
        known = whole_catalogue()

        lost = [
            phrase
            for phrase, codes in listed
            if not codes & {one.item.code for one in known.find(phrase, AMONG, loosely=True)}
        ]

    assert 1 - len(lost) / len(listed) >= AT_LEAST, lost


def test_the_offices_are_at_work_when_a_demo_is_opened(county: Flask) -> None:
    """No page of the catalogue is empty on first sight: each state of a batch, of a draft and of a task is there."""
    today = clock.local_today()
    lights = Counter(tasks.light(one, today) for one in db.session.scalars(select(ItemTask.due_on)))
    standing = power_list.standing(house_session(), proposing=True)
    asked = drift.waiting(house_session())

    assert {state for (state,) in db.session.execute(select(Adoption.state)).all()} >= {
        "waiting",
        "training",
        "accepted",
    }
    assert count(Adoption, Adoption.recalled_from > today) == 1
    assert set(db.session.scalars(select(Delegation.state))) == {"draft", "issued"}
    assert set(db.session.scalars(select(Edition.state))) == {"draft", "returned", "submitted", "approved", "published"}
    assert set(db.session.scalars(select(EditionRemark.state))) == {"open", "answered"}
    assert count(Edition, Edition.effective_from > clock.local_now()) == 1
    assert set(lights) == {"red", "yellow", "green"}
    assert {one.late for one in asked} == {True, False}
    assert {one.drift.effect for one in asked} == {"kinder", "overtaken"}
    assert min(map(len, (standing.matched, standing.open, standing.bare, standing.proposed))) > 2
    assert set(db.session.scalars(select(Item.tier))) == {"main", "sub", "handling"}
    assert set(db.session.scalars(select(VillageList.state))) == {"draft", "published"}
    assert set(db.session.scalars(select(ItemEvent.act))) == {"paused", "cancelled"}
