"""The pages of the checks: every problem leads to its box, warnings are ticked by name, numbers open their lists."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from appcore import clock
from appcore.casework import visits
from appcore.catalogue import check_store, confirming, editions, near, quality, taking_over, ticks
from appcore.catalogue.check_levels import LevelWriter
from appcore.catalogue.near import Neighbour
from appcore.definition.checks import Place, problems
from appcore.definition.item import ItemDefinition, Ref
from appcore.errors import Conflict, Refused
from models.check import CheckFinding, CheckLevel, CheckTick
from models.db import house_session
from models.item import Edition
from models.organisation import Department
from seeds import small
from tests.acting import Acting
from tests.catalogue.test_checks_kept import drafted, in_force, taken_over
from tests.definition.faults import FAULTS
from tests.definition.sound import SOUND
from tests.html import parse
from tests.world import LINGXI
from views.console.quality.places import BY_PLURAL, fix_url
from views.console.resource import by_noun

SignIn = Callable[[str], FlaskClient]


def places() -> set[Place]:
    """Where the planted faults stand, each at a row that the sound item has."""
    found = set()
    for faults in FAULTS.values():
        for fault in faults:
            for problem in problems(fault.definition, fault.context):
                place = problem.place
                rows = {one.key: one for one in getattr(SOUND, place.part, ())} if place.part else {}
                if place.key and rows:
                    row = rows.get(place.key) or next(iter(rows.values()))
                    below = (*getattr(row, "choices", ()), *getattr(row, "reductions", ()))
                    place = replace(place, key=row.key, child=below[0].key if place.child and below else "")
                found.add(place)
    return found


def stored_sound(department: str) -> ItemDefinition:
    """The sound item with bodies and papers that the small county has."""
    body = Ref(department, "样例部门")
    return replace(
        SOUND, code=small.PROMISED, implementing_body=body, accepting_department=body, deciding_department=body,
        materials=tuple(replace(one, paper=None) for one in SOUND.materials),
        steps=tuple(replace(one, department=None) for one in SOUND.steps),
    )  # fmt: skip


def test_each_link_lands_on_the_box_that_its_problem_is_about(
    app: Flask, acting: Acting, sign_in: SignIn, store: str
) -> None:
    """Product test 23: every point lost links to the field; an element without a box is mended where its page says."""
    if store == "postgres":
        return  # where a link leads does not hang on the store
    with acting("county_editor"):
        department = house_session().scalar(select(Department.code).order_by(Department.code)) or ""
        made = editions.draft(small.PROMISED, content=stored_sound(department))
    with acting("county_editor"), app.test_request_context("/console/"):
        edition = house_session().get_one(Edition, made)
        links = {place: fix_url(edition, place) for place in places()}
    client, astray = sign_in("county_editor"), []

    assert len(links) > 50
    pages = {}
    for place, url in sorted(links.items(), key=lambda pair: pair[1]):
        path, _hash, anchor = url.partition("#")
        if path not in pages:
            answer = client.get(path)
            pages[path] = answer.status_code, {one.get("id") for one in parse(answer.text).walk()}
        status, ids = pages[path]
        noun = "edition" if place.part not in BY_PLURAL else BY_PLURAL[place.part].name
        has_box = place.element in by_noun(noun).form_columns and not place.child and (place.key or noun == "edition")
        if (
            status != 200
            or (anchor and anchor not in ids)
            or (has_box and not f".{anchor}".endswith(f".{place.element}"))
        ):
            astray.append((place, url, status))
    assert astray == []


def test_the_heat_map_counts_what_its_lists_show(app: Flask, acting: Acting, sign_in: SignIn) -> None:
    drafted(app, small.NATURAL, summary="在平阳县办理。", review_body="温州市公安局")
    with acting():
        check_store.job()
    with acting("county_reviewer"):
        session = house_session()
        found = quality.read(session)
        listed = session.scalar(select(func.count(CheckFinding.id)).where(CheckFinding.state == "open"))
        assert sum(cell.total for line in found.departments for cell in line.cells.values()) == listed
        assert found.score is not None
        of_halls = quality.halls(session)
        assert {one.code for one in of_halls} >= {LINGXI}
        assert sum(one.halls for one in found.towns) == len(of_halls)
        assert sum(one.errors for one in found.towns) == sum(one.errors for one in of_halls)
        town = found.towns[0].code
        assert [one.code for one in quality.halls(session, town)] == [one.code for one in of_halls if one.town == town]
        line = found.departments[0]
        group, cell = next((group, cell) for group, cell in line.cells.items() if cell.errors)
    client = sign_in("county_reviewer")

    page = client.get("/console/catalogue/quality")
    address = f"/console/catalogue/check-finding/list/?f.department_code={line.code}&f.group={group}&f.state=open"
    assert address.replace("&", "&amp;") in page.text
    rows = client.get(f"{address}&size=100")
    assert f"共 {cell.total} 条" in rows.text
    told = client.get(f"/console/catalogue/quality/halls?town={town}").text
    assert f"共 {found.towns[0].halls} 条" in told
    assert client.get("/console/catalogue/quality/halls?town=1").status_code == 400
    assert client.get("/console/catalogue/quality/halls?page=99").status_code == 404


def test_an_approval_shows_the_warnings_first_and_ticks_them_with_one_press(
    app: Flask, acting: Acting, sign_in: SignIn
) -> None:
    made = drafted(app, summary="在平阳县办理。")
    client = sign_in("county_reviewer")
    address = f"/console/catalogue/editions/{made}/approve"

    asked = client.post(address)
    assert (asked.status_code, "平阳县" in asked.text) == (422, True)
    done = client.post(address, data={"ticked": "yes", "tick_reason": "与平阳县共办"})
    assert done.status_code == 302
    with acting():
        session = house_session()
        assert session.get_one(Edition, made).state == "approved"
        kept = session.scalars(select(CheckTick)).all()
        assert {row.reason for row in kept} == {"与平阳县共办"}
        assert any("平阳县" in row.text for row in kept)


def test_a_taken_over_item_says_so_on_its_guide_and_leaves_out_what_is_not_sound(
    app: Flask, client: FlaskClient
) -> None:
    """Decisions 51: the public page shows what is sound."""
    taken_over(
        app,
        review_body="温州市公安局上级主管部门",
        promised_days=400,
        promised_unit="working_days",
        legal_days=20,
        legal_unit="working_days",
    )

    page = client.get(f"/items/{small.PROMISED}")
    told = client.get(f"/items/{small.PROMISED}.json").get_json()

    assert page.status_code == 200
    assert "现行（待完善）" in page.text
    assert "上级主管部门" not in page.text
    assert told["definition"]["promised_days"] == 20
    assert told["edition"]["taken_over"] is True


def test_four_faults_cannot_be_lowered_and_other_levels_want_a_reason(app: Flask, acting: Acting) -> None:
    writer = LevelWriter()
    with acting("county_reviewer"):
        for rule_id in ("W11", "O2", "O20"):
            with pytest.raises(Refused):
                writer.create(CheckLevel, {"rule_id": rule_id, "level": "warning", "reason": "样例"})
        with pytest.raises(Refused):
            writer.create(CheckLevel, {"rule_id": "X1", "level": "off", "reason": "样例"})
        made = writer.create(CheckLevel, {"rule_id": "W18", "level": "off", "reason": "以后再补"})
        with pytest.raises(Refused):
            writer.change(CheckLevel, made, {"rule_id": "O2", "level": "off", "reason": "以后再补"}, version=1)


def test_an_owner_confirms_an_item_every_half_year_and_a_new_edition_counts_too(app: Flask, acting: Acting) -> None:
    today = clock.local_today()
    with acting("county_editor"):
        session = house_session()
        before = {one.item_code: one for one in confirming.due(session)}
        assert {one.state(today) for one in before.values()} == {"over"}
        number = before[small.PROMISED].number
        confirming.confirm(small.PROMISED, number, "没有变化")
        with pytest.raises(Conflict):
            confirming.confirm(small.PROMISED, number)
        with pytest.raises(Conflict):
            confirming.confirm(small.NATURAL, 99)
        after = {one.item_code: one for one in confirming.due(session)}
        assert after[small.PROMISED].due_on == today + timedelta(days=182)
    taken_over(app, small.NATURAL)
    with acting("county_editor"):
        again = {one.item_code: one for one in confirming.due(house_session())}
        assert again[small.NATURAL].due_on == today + timedelta(days=182)


def test_the_command_tells_every_problem_and_score(app: Flask) -> None:
    runner = app.test_cli_runner()

    told = runner.invoke(args=["catalogue", "check", "--json"])
    found = json.loads(told.output)

    assert told.exit_code == 0, told.output
    assert {one["item"] for one in found["editions"]} == {small.INSTANT, small.PROMISED, small.NATURAL}
    assert all(0 <= one["score"] <= 100 and one["state"] == "in_force" for one in found["editions"])
    assert {"id", "level", "place", "text", "fix", "parameters", "ticked"} == set(found["editions"][0]["problems"][0])
    assert found["offers"]
    drafted(app, review_body="温州市公安局", promised_days=99, legal_days=5, legal_unit="working_days")
    assert runner.invoke(args=["catalogue", "check"]).exit_code == 1


def test_names_that_nearly_agree_are_found_and_those_told_apart_by_a_word_are_not() -> None:
    def item(code: str, name: str) -> Neighbour:
        return Neighbour(code, name, "permit", "a", ())

    one = item("330327-00001", "城乡居民基本养老保险待遇申领")
    others = [
        one, item("330327-00002", "城乡居民基本养老保险待遇申请"), item("330327-00003", "基本养老保险城乡居民待遇申领"),
        item("330327-00004", "城乡居民基本养老保险待遇注销"), item("330327-00005", "城镇职工基本养老保险待遇申领"),
        item("330327-00006", "城乡居民基本养老保险（待遇申领）"),
    ]  # fmt: skip

    twins, alike = near.beside(one, others)

    assert twins == ("330327-00006",)
    assert {code for code, _name in alike} == {"330327-00003"} | ({"330327-00002"} & {code for code, _name in alike})
    assert not {"330327-00004", "330327-00005"} & {code for code, _name in alike}


def test_visits_are_the_days_on_which_applicants_came(app: Flask, acting: Acting) -> None:
    with acting("supervisor"):
        assert visits.read(house_session()) == []


def test_a_confirmation_shows_what_is_confirmed_and_says_the_name(app: Flask, acting: Acting, sign_in: SignIn) -> None:
    with acting("county_editor"):
        one = next(row for row in confirming.due(house_session()) if row.item_code == small.PROMISED)
    client = sign_in("county_editor")

    listed = client.get("/console/catalogue/confirmations/due")
    page = client.get(f"/console/catalogue/confirmations/due/{one.item_code}")
    said = client.post(
        f"/console/catalogue/confirmations/due/{one.item_code}", data={"number": one.number, "note": "看过"}, follow_redirects=True
    )  # fmt: skip
    again = client.post(f"/console/catalogue/confirmations/due/{one.item_code}", data={"number": one.number})

    assert f"/confirmations/due/{one.item_code}" in listed.text
    assert "确认无变化" not in listed.text
    assert (page.status_code, "上次看过以后" in page.text, "这一版的内容没有改动" in page.text) == (200, True, True)
    assert f"已确认“{one.name}”没有变化" in said.text
    assert (again.status_code, "今天已经确认过" in again.text) == (409, True)


def test_a_bulk_tick_shows_its_items_first_and_ticks_no_other_list(app: Flask, acting: Acting, sign_in: SignIn) -> None:
    with acting("county_editor"):
        bare = tuple(replace(one, basis="") for one in in_force(house_session(), small.NATURAL).steps)
    drafted(app, small.NATURAL, steps=bare)
    with acting():
        check_store.refresh()
    with acting("county_reviewer"):
        session = house_session()
        department = session.scalar(select(CheckFinding.department_code).where(CheckFinding.rule_id == "O3")) or ""
        seal = ticks.seal(ticks.waiting(session, department, "O3"))
    client, address = sign_in("county_reviewer"), "/console/catalogue/quality/bulk"
    chosen = {"department": department, "rule": "O3", "reason": "县里统一补写"}

    page = client.get(f"{address}?department={department}&rule=O3")
    unseen = client.post(address, data=chosen)
    silent = client.post(address, data=chosen | {"reason": "", "seen": seal})
    done = client.post(address, data=chosen | {"seen": seal})

    assert all(f"环节“{one.name}”没有写明依据" in page.text for one in bare)
    assert (unseen.status_code, "清单已经变化" in unseen.text) == (409, True)
    assert (silent.status_code, "请写明理由" in silent.text) == (422, True)
    assert done.status_code == 302
    with acting("county_reviewer"):
        assert ticks.waiting(house_session(), department, "O3") == []


def test_what_waits_to_be_taken_over_has_its_own_card_and_is_not_counted_twice(
    app: Flask, acting: Acting, sign_in: SignIn
) -> None:
    with acting("county_editor"):
        made = editions.draft(small.PROMISED)
        taking_over.hand_in([made])
    client = sign_in("county_reviewer")

    home = " ".join(parse(client.get("/console/").text).text.split())
    imported = client.get("/console/catalogue/board?state=submitted&who=mine&taking=yes").text
    drafted_here = client.get("/console/catalogue/board?state=submitted&who=mine&taking=no").text

    assert "等待我接管的事项 1" in home
    assert "等待我审定的版本 0" in home
    assert "共 1 条" in imported
    assert "共 1 条" not in drafted_here
