"""R07, R76, R79, R83: who sees personal values whole, for which reason, and how it is known afterwards who did."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import IntegrityError

from appcore import clock
from appcore.access import privacy
from appcore.access.handling import Handed, handled_by, handles
from appcore.access.principal import Grant, Person
from appcore.casework import case_form, person_search
from appcore.definition import masks
from appcore.definition.item import Field
from models.audit import AuditEntry
from models.case import Case, Party
from models.db import db, house_session
from models.privacy import ReadLog
from models.vocabulary import REASONS_ASKED, ROLE
from tests.acting import enter_by
from tests.html import parse
from tests.people import acts, handed, keep
from tests.views.doors import PEOPLE
from tests.world import LINGXI, QIANKU, World

Enter = Callable[[str], FlaskClient]
COUNTY, TOWN, OTHER_TOWN = "330327000000", "330327100000", "330327104000"


def open_case(county: World, hall: str = LINGXI) -> tuple[str, dict[str, str]]:
    """A case of the hall's clerk that is still open, with the clear values and the name of its applicant."""
    with county.acting():
        case = db.session.scalars(
            select(Case).where(Case.hall_code == hall, Case.state == "accepted").order_by(Case.id)
        ).first()
        assert case is not None
        party = db.session.scalars(select(Party).where(Party.case_id == case.id).order_by(Party.id)).first()
        assert party is not None
        return case.number, {name: privacy.get(party, name) or "" for name in ("id_number", "phone")} | {
            "name": party.name
        }


def log(county: World, number: str) -> list[tuple[str, str, str]]:
    with county.acting():
        rows = db.session.scalars(select(ReadLog).where(ReadLog.case_number == number).order_by(ReadLog.id))
        return [(row.account, row.reason, row.seen) for row in rows]


# --- the rule ------------------------------------------------------------------------------------------------------------


def somebody(*grants: Grant, role: str = "clerk", hall: str | None = None) -> Person:
    return Person(1, "somebody", "样例", frozenset({role}), grants, hall)


HALL = Grant("hall", hall_code=LINGXI)
TOWN_GRANT = Grant("region", region_code=TOWN)
LINE = Grant("department", region_code=COUNTY, department_code="gaj")
RULE: tuple[tuple[str, Person, dict[str, Any], bool], ...] = (
    ("the clerk of the hall that received it", somebody(HALL), {}, True),
    ("the head of that hall, who sees the town", somebody(TOWN_GRANT, role="hall_admin", hall=LINGXI), {}, True),
    ("the same for a village room below", somebody(TOWN_GRANT, role="hall_admin", hall=LINGXI), {"hall": "330327100201-01"}, False),
    ("a clerk of another hall", somebody(Grant("hall", hall_code=QIANKU)), {}, False),
    ("that clerk when it is handed to his hall", somebody(Grant("hall", hall_code=QIANKU)), {"handed": [Handed(QIANKU)]}, True),
    ("that clerk when it is handed to a third hall", somebody(Grant("hall", hall_code=QIANKU)), {"handed": [Handed(f"{COUNTY}-01")]}, False),
    ("the deciding department's line", somebody(LINE, role="decider"), {}, True),
    ("another department's line", somebody(Grant("department", region_code=COUNTY, department_code="mzj"), role="decider"), {}, False),
    ("a line in another town", somebody(Grant("department", region_code=OTHER_TOWN, department_code="gaj"), role="decider"), {}, False),
    ("a line to which it is handed", somebody(Grant("department", region_code=COUNTY, department_code="mzj"), role="decider"), {"handed": [Handed(None, "mzj")]}, True),
    ("who oversees the county", somebody(Grant("region", region_code=COUNTY), role="supervisor"), {}, False),
    ("who oversees and sits in that hall", somebody(HALL, role="supervisor", hall=LINGXI), {}, False),
    ("a case without a department", somebody(LINE, role="decider"), {"department": None}, False),
)  # fmt: skip


@pytest.mark.parametrize(("who", "person", "changes", "expected"), RULE, ids=[one[0] for one in RULE])
def test_r76_names_are_clear_where_the_case_is_handled(
    who: str, person: Person, changes: dict[str, Any], expected: bool
) -> None:
    place = {"hall": LINGXI, "region": TOWN, "department": "gaj", "handed": []} | changes

    assert handles(person, **place) is expected, who


def test_r76_the_rule_says_the_same_as_sql(county: World) -> None:
    """For every person of the county and every case, also one that was handed to 钱库 and one whose time there is over."""
    with county.acting():
        cases = db.session.scalars(select(Case).where(Case.hall_code == LINGXI).order_by(Case.id)).all()
        now = clock.local_now()
        over = now - timedelta(days=1)
        rows = [handed(cases[0], to_hall_code=QIANKU), handed(cases[1], to_hall_code=QIANKU, granted_until=over)]
        to = {cases[0].id: [Handed(QIANKU)]}
        grants = keep(*rows)
    try:
        for username in PEOPLE:
            with county.acting(username) as who:
                assert isinstance(who, Person)
            with county.acting():
                by_sql = set(db.session.scalars(select(Case.id).where(handled_by(Case, Case.id, who))))
                by_rule = {
                    one.id
                    for one in db.session.scalars(select(Case))
                    if handles(
                        who,
                        hall=one.hall_code,
                        region=one.region_code,
                        department=one.department_code,
                        handed=to.get(one.id, ()),
                    )
                }
                assert by_sql == by_rule, username
    finally:
        with county.acting(), db.engine.connect() as connection:
            connection.execute(text("DELETE FROM case_grant WHERE id IN (:a, :b)"), {"a": grants[0], "b": grants[1]})
            connection.commit()


# --- names -----------------------------------------------------------------------------------------------------------------


def test_r76_whoever_oversees_the_county_reads_no_name_anywhere(county: World, enter: Enter) -> None:
    number, values = open_case(county)
    client = enter("supervisor")
    with county.acting():
        case = db.session.scalars(select(Case).where(Case.number == number)).one()
        slip = county.slips[LINGXI][0]
        party = db.session.scalar(select(Party.id).where(Party.case_id == case.id).limit(1))
        case_id = case.id
        names = set(db.session.scalars(select(Party.name))) | set(db.session.scalars(select(Case.applicant_name)))
    pages = (
        "/console/", "/console/casework/case/list/", "/console/casework/party/list/", f"/console/casework/case/show/{case_id}",
        f"/console/casework/party/show/{party}", f"/console/casework/cases/{number}", f"/console/casework/slips/{slip}",
    )  # fmt: skip

    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert not [name for name in names if re.search(f"{name}(?![\u4e00-\u9fff])", answer.text)], path
        assert "样**" in answer.text or "样***" in answer.text or path == "/console/", path
    found = client.post("/console/search", data={"q": values["name"]})
    assert number not in found.text, "searching does not tell what the mask hides (R08)"
    assert client.get(f"/console/casework/case/list/?q={values['name']}").text.count("<tr") == 0


@pytest.mark.parametrize("kind", ["text", "long_text"])
def test_r76_no_text_of_a_form_is_read_outside_the_handling_halls(kind: str) -> None:
    """It may name anybody, or hold an account."""
    field = Field(key="payee", label="收款账户", kind=kind)

    assert case_form.shown(field, "样例某某 6222", whole=False, outside=True) == masks.HIDDEN
    assert case_form.shown(field, "样例某某 6222", whole=False) == "样例某某 6222"


def test_r76_the_hall_that_handles_it_reads_the_name_and_no_number_on_lists(county: World, enter: Enter) -> None:
    _number, values = open_case(county)

    for username in ("lingxi_clerk", "lingxi_decider", "lingxi_leader", "lingxi_admin"):
        shown = enter(username).get("/console/casework/party/list/?size=100").text
        assert values["name"] in shown, username
        assert values["id_number"] not in shown
    assert enter("lingxi_clerk").get("/console/casework/case/list/").text.count("样例") > 0


def test_r76_the_name_of_a_company_is_no_secret(county: World, enter: Enter) -> None:
    number, values = open_case(county, QIANKU)

    for name, body in (("样例水产有限公司", True), (values["name"], False)):
        with county.acting(), db.engine.connect() as connection:
            changed = {
                "name": name,
                "body": body,
                "number": number,
                "old": values["name"] if body else "样例水产有限公司",
            }
            connection.execute(text("UPDATE svc_case SET applicant_name = :name WHERE number = :number"), changed)
            connection.execute(text("UPDATE party SET name = :name, is_body = :body WHERE name = :old"), changed)
            connection.commit()
        assert ("样例水产有限公司" in enter("supervisor").get("/console/casework/case/list/").text) is body


# --- whole values ------------------------------------------------------------------------------------------------------------


def test_r07_the_person_whose_open_task_it_is_sees_them_without_a_click_logged_once_a_day(
    county: World, enter: Enter
) -> None:
    number, values = open_case(county)
    before = len([one for one in log(county, number) if one[1] == "own_task"])

    for _visit in range(2):
        page = enter("lingxi_clerk").get(f"/console/casework/cases/{number}").text
        assert values["id_number"] in page
        assert values["phone"] in page
        assert "/reveal" not in page

    entries = [one for one in log(county, number) if one[1] == "own_task"]
    assert entries
    assert {one[0] for one in entries} == {"lingxi_clerk"}
    if before == 0:
        parties = {one for one in entries if "id_number" in one[2]}
        assert len(parties) >= 1
    again = len(entries)
    enter("lingxi_clerk").get(f"/console/casework/cases/{number}")
    assert len([one for one in log(county, number) if one[1] == "own_task"]) == again, "once a day"
    with clock.fixed(clock.local_now() + timedelta(days=1)):
        enter_by(county.app)("lingxi_clerk").get(f"/console/casework/cases/{number}")
    assert len([one for one in log(county, number) if one[1] == "own_task"]) == 2 * again, "and again on the next day"


@pytest.mark.parametrize("username", ["lingxi_decider", "lingxi_leader", "lingxi_admin"])
def test_r07_anybody_else_sees_them_after_one_click_with_a_reason(county: World, enter: Enter, username: str) -> None:
    number, values = open_case(county)
    client, here = enter(username), f"/console/casework/cases/{number}"

    page = client.get(here).text
    assert values["id_number"] not in page
    assert f"{values['id_number'][:2]}*************{values['id_number'][-3:]}" in page
    buttons = [one.get("value") for one in parse(page).every("button") if one.get("name") == "reason"]
    assert tuple(buttons) == REASONS_ASKED
    assert len(buttons) == 5
    before = log(county, number)

    shown = client.post(f"{here}/reveal", data={"reason": "verify"})

    assert shown.status_code == 200
    assert values["id_number"] in shown.text
    assert values["phone"] in shown.text
    new = log(county, number)[len(before) :]
    assert new
    assert {one[:2] for one in new} == {(username, "verify")}
    assert values["id_number"] not in client.get(here).text, "once"


@pytest.mark.parametrize("reason", ["", "own_task", "taken_in", "request", "curious"])
def test_r07_without_one_of_the_five_reasons_nothing_is_shown_and_nothing_logged(
    county: World, enter: Enter, reason: str
) -> None:
    number, values = open_case(county)
    before = log(county, number)

    answer = enter("lingxi_leader").post(f"/console/casework/cases/{number}/reveal", data={"reason": reason})

    assert answer.status_code == 400
    assert values["id_number"] not in answer.text
    assert log(county, number) == before


def test_r07_a_finished_case_is_nobodys_open_task(county: World, enter: Enter) -> None:
    with county.acting():
        case = db.session.scalars(select(Case).where(Case.hall_code == LINGXI, Case.state == "finished")).first()
        assert case is not None
        party = db.session.scalars(select(Party).where(Party.case_id == case.id)).first()
        assert party is not None
        number, secret = case.number, privacy.get(party, "id_number") or ""

    page = enter("lingxi_clerk").get(f"/console/casework/cases/{number}").text

    assert secret not in page
    assert "reveal" in page


def test_r07_whoever_has_no_permission_gets_no_button_and_no_answer(county: World, enter: Enter) -> None:
    number, values = open_case(county)

    assert 'name="reason"' not in enter("supervisor").get(f"/console/casework/cases/{number}").text
    refused = enter("supervisor").post(f"/console/casework/cases/{number}/reveal", data={"reason": "verify"})
    assert refused.status_code == 403
    assert values["id_number"] not in refused.text


def test_the_read_log_only_grows(county: World, store: str) -> None:
    number, _values = open_case(county)
    assert log(county, number), "the clerk who took it in stands there"
    for statement in (text("UPDATE read_log SET reason = 'verify'"), delete(ReadLog)):
        with county.app.app_context(), db.engine.connect() as connection:
            with pytest.raises(IntegrityError, match="append-only"):
                connection.execute(statement)
            connection.rollback()


# --- looking for a person ------------------------------------------------------------------------------------------------------


def find(client: FlaskClient, q: str) -> str:
    answer = client.post("/console/casework/find-person", data={"q": q})
    assert answer.status_code in (200, 422), "422 is for a number that cannot be one"
    return str(answer.text)


def test_r72_a_case_is_found_by_full_number_and_telephone_however_typed(county: World, enter: Enter) -> None:
    number, values = open_case(county)
    full = values["id_number"]
    typed = [
        full,
        full.lower(),
        f" {full[:6]} {full[6:14]} {full[14:]} ",
        "".join(chr(ord(one) + 0xFEE0) for one in full),
    ]
    if full[6:8] == "19":
        typed.append(full[:6] + full[8:17])

    for q in [*typed, values["phone"], f"+86 {values['phone']}"]:
        assert number in find(enter("lingxi_clerk"), q), q
    for q in (full[:-1], full[:8], values["phone"][:10], "000000200001010015", "zzzz"):
        assert number not in find(enter("lingxi_clerk"), q), q
    assert number not in find(enter("qianku_clerk"), full), "not his"


def test_r72_names_are_found_where_they_are_shown(county: World, enter: Enter) -> None:
    number, values = open_case(county)

    assert number in find(enter("lingxi_decider"), values["name"])
    assert number in enter("lingxi_clerk").post("/console/search", data={"q": values["name"]}).text
    assert number not in find(enter("qianku_clerk"), values["name"])


@pytest.mark.parametrize("role", ["leader", "hall_admin"])
def test_r08_whoever_sees_the_county_finds_by_name_only_what_his_own_hall_handles(county: World, role: str) -> None:
    """A wider grant puts 钱库's cases into sight, with names masked; searching by name would tell what the mask hides."""
    own, others = open_case(county), open_case(county, QIANKU)
    who = somebody(Grant("region", region_code=COUNTY), role=role, hall=LINGXI)

    with acts(county.app, who) as session:
        found = {
            typed: {case.number for case in person_search.find(session, typed)}
            for _number, values in (own, others)
            for typed in (values["name"], values["id_number"])
        }

    assert own[0] in found[own[1]["name"]]
    assert others[0] in found[others[1]["id_number"]], "the case is in sight"
    assert others[0] not in found[others[1]["name"]]


def test_r72_the_trail_keeps_the_mark_of_what_was_asked_and_not_the_number(county: World, enter: Enter) -> None:
    _number, values = open_case(county)
    find(enter("lingxi_clerk"), values["id_number"])

    with county.acting():
        last = db.session.scalars(
            select(AuditEntry).where(AuditEntry.act == "searched_person").order_by(AuditEntry.id.desc()).limit(1)
        ).one()
        assert last.row_key == privacy.mark_of(values["id_number"])
        assert last.changes["rows"] >= 1
        everything = "".join(f"{one.row_key}{one.changes}" for one in db.session.scalars(select(AuditEntry)))
    assert not any(secret in everything for secret in county.secrets)


# --- R79 -----------------------------------------------------------------------------------------------------------------------


def test_r79_the_counter_fills_nothing_from_its_address(county: World, enter: Enter) -> None:
    page = (
        enter("lingxi_clerk")
        .get(
            "/console/casework/intake/330327-00001?party.0.id_number=999999199001010017&party.0.name=样例某&party.0.phone=13800001234"
        )
        .text
    )

    assert "999999199001010017" not in page
    assert "样例某" not in page
    assert "13800001234" not in page


def test_r79_what_was_typed_at_the_counter_goes_and_comes_back_by_post(county: World, enter: Enter) -> None:
    page = (
        enter("lingxi_clerk")
        .post(
            "/console/casework/intake/330327-00001",
            data={"act": "refresh", "party.0.id_number": "999999199001010017", "party.0.name": "样例某"},
        )
        .text
    )

    assert "999999199001010017" in page
    assert "样例某" in page


PERSONAL = re.compile(r"id_number|phone|address|person|name=\"name\"")


def test_r79_no_form_of_the_console_sends_a_person_by_address(county: World, enter: Enter) -> None:
    """Forms that fetch hold no control for a number, telephone, address or name, and the one box for all of it posts."""
    number, _values = open_case(county)
    pages = ["/console/", "/console/casework/find-person", "/console/casework/intake", "/console/casework/intake/330327-00001",
             "/console/casework/case/list/", "/console/casework/party/list/", f"/console/casework/cases/{number}"]  # fmt: skip
    for path in pages:
        root = parse(enter("lingxi_clerk").get(path).text)
        forms = list(root.every("form"))
        assert forms, path
        for one in forms:
            if one.get("method").lower() == "post":
                continue
            controls = [control.get("name") for control in one.walk() if control.tag in ("input", "select", "textarea")]
            assert not [name for name in controls if PERSONAL.search(name)], (path, controls)
        box = next(one for one in forms if any(control.get("id") == "everywhere" for control in one.walk()))
        assert box.get("method") == "post"


@pytest.mark.parametrize(
    "path", ["/console/search?q={}", "/console/casework/find-person?q={}", "/console/casework/case/list/?q={}"]
)
def test_r79_a_number_that_came_by_address_all_the_same_finds_nobody(county: World, enter: Enter, path: str) -> None:
    number, values = open_case(county)

    for secret in (values["id_number"], values["phone"], values["name"]):
        assert number not in enter("lingxi_clerk").get(path.format(secret)).text


def test_r79_no_title_and_no_address_of_a_link_names_a_person(county: World, enter: Enter) -> None:
    number, values = open_case(county)
    client = enter("lingxi_clerk")
    with county.acting():
        party = db.session.scalar(
            select(Party.id).join(Case, Case.id == Party.case_id).where(Case.number == number).limit(1)
        )
    for path in (
        f"/console/casework/cases/{number}",
        f"/console/casework/party/show/{party}",
        "/console/casework/party/list/",
    ):
        root = parse(client.get(path).text)
        told = [one.text for one in root.every("title", "h1")] + [one.get("href") for one in root.every("a")]
        assert not [one for one in told if any(secret in one for secret in values.values())], path


# --- R83 -----------------------------------------------------------------------------------------------------------------------


def test_r83_everybody_who_saw_a_person_is_listed_with_times(county: World, enter: Enter) -> None:
    number, values = open_case(county)
    enter("lingxi_clerk").get(f"/console/casework/cases/{number}")
    enter("lingxi_leader").post(f"/console/casework/cases/{number}/reveal", data={"reason": "answer"})
    with county.acting():
        leader = db.session.scalars(
            select(ReadLog).where(ReadLog.account == "lingxi_leader", ReadLog.case_number == number)
        ).first()
        clerk = db.session.scalars(
            select(ReadLog).where(ReadLog.account == "lingxi_clerk", ReadLog.case_number == number)
        ).first()
        assert leader is not None
        assert clerk is not None

    for username in ("auditor",):
        for asked in (values["id_number"], values["id_number"].lower(), values["phone"], number):
            page = enter(username).post("/console/access/readers", data={"q": asked}).text
            assert leader.actor in page, (username, asked)
            assert clerk.actor in page, (username, asked)
            assert "答复咨询投诉" in page
            assert "收件录入" in page
            assert f">{values['name']}<" not in page
    nobody = enter("auditor").post("/console/access/readers", data={"q": "999999199001010024"}).text
    assert "没有人看过" in nobody


def test_r83_only_those_who_guard_may_ask(county: World, enter: Enter) -> None:
    for username in PEOPLE:
        wanted = 200 if username == "auditor" else 403
        assert enter(username).get("/console/access/readers").status_code == wanted, username


def test_r83_the_log_is_read_by_index(county: World) -> None:
    indexed = {next(iter(index.columns)).name for index in ReadLog.__table__.indexes}  # type: ignore[attr-defined]

    assert {"person_mark", "number_mark", "case_number"} <= indexed


def test_the_log_says_nothing_of_who_was_seen_without_the_key(county: World) -> None:
    with county.acting():
        rows = db.session.execute(select(ReadLog.person_mark, ReadLog.number_mark)).all()
        assert db.session.scalar(select(func.count(ReadLog.id))) == len(rows) > 0
        assert house_session() is not None
    marks = {mark for row in rows for mark in row if mark}
    assert all(re.fullmatch(r"[0-9a-f]{64}", mark) for mark in marks)
    assert len(ROLE.slugs) == 12
