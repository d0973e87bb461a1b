"""R11, R12, R14: who manages accounts, what he cannot do with them, and that each act acts at the next request."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import select
from werkzeug.security import check_password_hash

from appcore import clock
from appcore.access import account_acts, account_reading, accounts, grant_acts, second_factor
from appcore.access.account_acts import Profile
from appcore.access.account_facts import stamp
from appcore.access.account_rules import WORKERS
from appcore.access.principal import Grant, Person
from appcore.access.scope import as_system
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import unit_of_work
from models.account import ScopeGrant, User
from models.audit import AuditEntry
from models.case import Case
from models.db import db, house_session
from models.staff import Staff
from tests.acting import Acting, enter_by
from tests.people import COUNTY, LINGXI_HALL, QIANKU_HALL, keep, plain_case

CLERK = Profile("样例新员", frozenset({"clerk"}), LINGXI_HALL, staff_id=1)
TARGET = "qianku_clerk"


def user(username: str) -> User:
    return house_session().scalars(select(User).where(User.username == username)).one()


def trail(username: str) -> list[tuple[str, str, Any]]:
    rows = db.session.scalars(
        select(AuditEntry).where(AuditEntry.row_key == username, AuditEntry.noun == "account").order_by(AuditEntry.id)
    )
    return [(one.act, one.account, one.changes) for one in rows]


def test_the_security_administrator_makes_an_account_that_signs_in_and_sees_its_hall(acting: Acting) -> None:
    with acting() as _:
        keep(plain_case("330327100202603020001", LINGXI_HALL), plain_case("330327104202603020001", QIANKU_HALL))
    with acting("security"):
        password = account_acts.make("xin_yuan", CLERK)

        assert [one[:2] for one in trail("xin_yuan")] == [("created", "security"), ("granted", "security")]
        assert trail("xin_yuan")[1][2] == {"role": [None, ["clerk"]], "grant": [None, f"仅本中心 {LINGXI_HALL}"]}
        assert accounts.sign_in(house_session(), "xin_yuan", password) is not None
    with acting("xin_yuan") as who:
        assert isinstance(who, Person)
        assert who.grants == (Grant("hall", hall_code=LINGXI_HALL),)
        assert set(db.session.scalars(select(Case.hall_code))) == {LINGXI_HALL}


@pytest.mark.parametrize(
    ("username", "profile", "field"),
    [
        ("Lingxi", CLERK, "username"),
        ("a", CLERK, "username"),
        ("lingxi_clerk", CLERK, "username"),
        ("xin_yuan", Profile(" ", CLERK.roles, LINGXI_HALL), "name"),
        ("xin_yuan", Profile("样例", frozenset(), LINGXI_HALL), "roles"),
        ("xin_yuan", Profile("样例", frozenset({"auditor", "clerk"}), LINGXI_HALL), "roles"),
        ("xin_yuan", Profile("样例", CLERK.roles), "hall_code"),
        ("xin_yuan", Profile("样例", CLERK.roles, "330327999000-09", staff_id=1), "hall_code"),
        ("xin_yuan", Profile("样例", frozenset({"department_editor"})), "department_code"),
        *(("xin_yuan", Profile("样例", frozenset({role}), LINGXI_HALL), "staff_id") for role in sorted(WORKERS)),
    ],
)
def test_an_account_that_makes_no_sense_is_refused_at_its_field(
    acting: Acting, username: str, profile: Profile, field: str
) -> None:
    with acting("security"):
        with pytest.raises(Refused) as told:
            account_acts.make(username, profile)
        assert list(told.value.fields) == [field]


def test_a_worker_is_asked_for_when_an_account_becomes_a_clerks(acting: Acting) -> None:
    with acting() as _:
        person = user("lingxi_admin")
        profile, seen = Profile("样例", frozenset({"clerk"}), LINGXI_HALL), stamp(person)
    with acting("security"):
        with pytest.raises(Refused) as told:
            account_acts.change("lingxi_admin", profile, seen=seen)

        assert list(told.value.fields) == ["staff_id"]


def test_from_the_shell_a_clerk_is_the_halls_worker_of_that_number_or_is_entered_as_one(app: Any) -> None:
    shell = app.test_cli_runner()
    with app.app_context(), as_system("test") as session:
        colleagues = list(
            session.scalars(select(Staff).where(Staff.hall_code == LINGXI_HALL, Staff.valid_to.is_(None)))
        )
        taken = set(session.scalars(select(User.staff_id).where(User.staff_id.is_not(None))))
        free = next(one for one in colleagues if one.id not in taken)
        number, free_id = free.staff_number, free.id

    for words in (["xin_yi", "--staff", number], ["xin_er"]):
        done = shell.invoke(args=["accounts", "add", *words, "--role", "clerk", "--hall", LINGXI_HALL])
        assert done.exit_code == 0, done.output
    refused = shell.invoke(
        args=["accounts", "add", "xin_san", "--role", "clerk", "--hall", LINGXI_HALL, "--staff", "0"]
    )

    assert refused.exit_code == 1
    with app.app_context(), as_system("test") as session:
        found = {
            name: session.scalars(
                select(Staff).join(User, User.staff_id == Staff.id).where(User.username == name)
            ).one()
            for name in ("xin_yi", "xin_er")
        }
        assert found["xin_yi"].id == free_id
        assert (found["xin_er"].staff_number, found["xin_er"].hall_code) == ("xin_er", LINGXI_HALL)


def test_the_counter_is_closed_to_an_account_without_a_worker_before_anything_is_typed(
    app: Any, acting: Acting
) -> None:
    with acting() as _, unit_of_work() as session:
        session.scalars(select(User).where(User.username == "lingxi_clerk")).one().staff_id = None

    page = enter_by(app)("lingxi_clerk").get("/console/casework/intake")

    assert page.status_code == 200
    assert "没有对应的工作人员" in page.text
    assert "data-picks" not in page.text


ACTS = {
    "add": lambda: account_acts.make("xin_yuan", CLERK),
    "edit": lambda: account_acts.change(TARGET, CLERK, seen=""),
    "deactivate": lambda: account_acts.deactivate(TARGET),
    "activate": lambda: account_acts.activate(TARGET),
    "reset": lambda: account_acts.reset(TARGET),
    "grant": lambda: grant_acts.add_grant(TARGET, Grant("hall", hall_code=LINGXI_HALL)),
    "end": lambda: grant_acts.end_grant(TARGET, 1),
}


@pytest.mark.parametrize("act", ACTS)
def test_r11_nobody_else_manages_accounts(acting: Acting, act: str) -> None:
    """The system administrator only confirms those of the three powers; a clerk's he does not let in."""
    for username in ("admin", "auditor", "county_editor", "lingxi_admin", "lingxi_leader", "supervisor"):
        with acting(username), pytest.raises(NotAllowed):
            ACTS[act]()


@pytest.mark.parametrize("act", ["edit", "deactivate", "activate", "reset", "grant", "end"])
def test_r11_nobody_edits_his_own_rights(acting: Acting, act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "TARGET", "security")
    with acting("security"), pytest.raises(NotAllowed, match="自己的账号"):
        ACTS[act]()


def test_r11_it_takes_two_to_come_by_another_power(acting: Acting) -> None:
    """What the security administrator makes or resets of the three powers is in force once the system's confirmed it."""
    auditor = Profile("样例二号审计", frozenset({"auditor"}))
    with acting("security"):
        password = account_acts.make("auditor2", auditor)
        assert accounts.sign_in(house_session(), "auditor2", password) is None
        with pytest.raises(NotAllowed):
            account_acts.activate("auditor2")
    with acting("admin"):
        account_acts.activate("auditor2")
        assert accounts.sign_in(house_session(), "auditor2", password) is not None
    with acting("security"):
        password = account_acts.reset("auditor2")
        assert accounts.sign_in(house_session(), "auditor2", password) is None


def test_r11_no_account_is_turned_into_a_power(acting: Acting) -> None:
    with acting("security"):
        seen = stamp(user(TARGET))
        with pytest.raises(Refused) as told:
            account_acts.change(TARGET, Profile("样例", frozenset({"auditor"})), seen=seen)
        assert list(told.value.fields) == ["roles"]


def test_the_last_account_of_a_power_stays(acting: Acting) -> None:
    with acting("security"):
        for act in (account_acts.deactivate, account_acts.reset):
            with pytest.raises(Refused):
                act("auditor")
        account_acts.make("auditor2", Profile("样例二号审计", frozenset({"auditor"})))
        with pytest.raises(Refused):
            account_acts.deactivate("auditor")
    with acting("admin"):
        account_acts.activate("auditor2")
    with acting("security"):
        account_acts.deactivate("auditor")
        assert not user("auditor").active


def test_r12_a_role_taken_is_gone_at_the_next_request_of_the_same_session(app: Any, acting: Acting) -> None:
    client = enter_by(app)(TARGET)
    assert client.get("/console/casework/intake").status_code == 200
    with acting("security"):
        person = user(TARGET)
        profile = Profile("样例", frozenset({"agent"}), person.hall_code, None, person.staff_id)
        account_acts.change(TARGET, profile, seen=stamp(person))
        assert trail(TARGET)[-1][2]["role"] == [["clerk"], ["agent"]]

    assert client.get("/console/casework/intake").status_code == 302
    assert enter_by(app)(TARGET).get("/console/casework/intake").status_code == 403


def test_r12_a_grant_ended_or_begun_shows_at_the_next_request(app: Any, acting: Acting) -> None:
    own, other = "330327104202603020001", "330327100202603020001"
    with acting() as _:
        keep(plain_case(other, LINGXI_HALL), plain_case(own, QIANKU_HALL))
    client = enter_by(app)(TARGET)

    def listed() -> set[str]:
        page = client.get("/console/casework/case/list/").text
        return {number for number in (own, other) if number in page}

    assert listed() == {own}
    with acting("security"):
        [line] = account_reading.grants_of(house_session(), user(TARGET))
        grant_acts.add_grant(TARGET, Grant("hall", hall_code=LINGXI_HALL))
    assert listed() == {own, other}
    with acting("security"):
        grant_acts.end_grant(TARGET, line.id)
        with pytest.raises(Conflict):
            grant_acts.end_grant(TARGET, line.id)
    assert listed() == {other}


def test_r14_a_deactivated_account_is_out_at_its_next_request_and_in_again_when_let_in(
    app: Any, acting: Acting
) -> None:
    client = enter_by(app)(TARGET)
    with acting("security"):
        account_acts.deactivate(TARGET)
        with pytest.raises(Conflict):
            account_acts.deactivate(TARGET)
    assert client.get("/console/").status_code == 302
    with acting("security"):
        account_acts.activate(TARGET)
    assert enter_by(app)(TARGET).get("/console/").status_code == 200


def test_r14_all_sessions_of_an_account_are_ended_and_a_lost_second_factor_is_taken_away(
    app: Any, acting: Acting
) -> None:
    client = enter_by(app)(TARGET)
    with acting("security"):
        account_acts.end_sessions(TARGET)
    assert client.get("/console/").status_code == 302
    with acting("admin"), pytest.raises(NotAllowed):
        account_acts.end_sessions(TARGET)

    with acting(TARGET):
        second_factor.begin_setup("only-for-tests-2026")
        key = second_factor.pending_key(house_session())
        second_factor.confirm(pyotp.TOTP(key or "").at(clock.now()), keep=0)
    with acting("security"):
        assert second_factor.is_set(house_session(), user(TARGET).id)
        account_acts.reset_second(TARGET)
        assert not second_factor.is_set(house_session(), user(TARGET).id)
        assert "second_reset" in [act for act, *_ in trail(TARGET)]
        with pytest.raises(Refused, match="最后一个"):
            account_acts.reset_second("auditor")


def test_a_reset_password_replaces_the_old_one(acting: Acting) -> None:
    with acting("security"):
        password = account_acts.reset(TARGET)
        assert accounts.sign_in(house_session(), TARGET, "only-for-tests-2026") is None
        assert accounts.sign_in(house_session(), TARGET, password) is not None
        assert password not in str(trail(TARGET))


def test_a_grant_from_a_day_until_a_day_is_in_force_in_between(acting: Acting) -> None:
    starts = clock.local_today() + timedelta(days=10)
    with acting("security"):
        grant_acts.add_grant(TARGET, Grant("hall", hall_code=LINGXI_HALL), starts=starts, ends=starts)
        with pytest.raises(Refused):
            grant_acts.add_grant(TARGET, Grant("hall", hall_code=LINGXI_HALL), ends=date(2020, 1, 1))
        with pytest.raises(Refused):
            grant_acts.add_grant(TARGET, Grant("hall", hall_code=LINGXI_HALL), starts=starts, ends=starts)

    seen = []
    for days in (-1, 0, 1):
        noon = clock.local_now().replace(hour=12).combine(starts + timedelta(days=days), clock.local_now().time())
        with clock.fixed(noon), acting(TARGET) as who:
            seen.append(len(who.grants))  # type: ignore[union-attr]
    assert seen == [1, 2, 1]


@pytest.mark.parametrize(
    ("grant", "field"),
    [
        (Grant("region", region_code=COUNTY), "kind"),
        (Grant("hall", hall_code="330327199000-01"), "hall_code"),
        (Grant("hall", hall_code=QIANKU_HALL), "kind"),
    ],
)
def test_a_grant_that_its_role_does_not_work_with_or_that_it_has_is_refused(
    acting: Acting, grant: Grant, field: str
) -> None:
    with acting("security"):
        with pytest.raises(Refused) as told:
            grant_acts.add_grant(TARGET, grant)
        assert list(told.value.fields) == [field]


def test_a_role_is_not_changed_over_a_grant_that_would_not_suit_it(acting: Acting) -> None:
    with acting("security"):
        person = user(TARGET)
        with pytest.raises(Refused, match="先结束该范围"):
            account_acts.change(TARGET, Profile("样例", frozenset({"supervisor"})), seen=stamp(person))


def test_two_who_edit_one_account_do_not_overwrite_each_other(acting: Acting) -> None:
    with acting("security"):
        seen = stamp(user(TARGET))
        account_acts.change(TARGET, Profile("样例改名", frozenset({"clerk"}), QIANKU_HALL, staff_id=1), seen=seen)
        with pytest.raises(Conflict):
            account_acts.change(TARGET, Profile("样例再改", frozenset({"clerk"}), QIANKU_HALL, staff_id=1), seen=seen)


def test_a_grant_is_ended_under_its_own_account_alone(acting: Acting) -> None:
    with acting("security"):
        foreign = house_session().scalar(
            select(ScopeGrant.id).join(User, User.id == ScopeGrant.account_id).where(User.username == "supervisor")
        )
        with pytest.raises(NotFound):
            grant_acts.end_grant(TARGET, foreign or 0)


# --- pages -------------------------------------------------------------------------------------------------------------


def test_the_form_makes_an_account_and_shows_its_password_once(app: Any, acting: Acting) -> None:
    client = enter_by(app)("security")
    typed = {
        "username": "xin_yuan",
        "name": "样例新员",
        "roles": ["clerk"],
        "hall_code": LINGXI_HALL,
        "staff_id": "1",
        "begin": "proposed",
    }

    answer = client.post("/console/access/accounts/add", data=typed)
    with acting():
        held = user("xin_yuan").password or ""
    password = next(word for word in answer.text.replace("<", ">").split(">") if len(word) == 20 and " " not in word)

    assert answer.status_code == 200
    assert check_password_hash(held, password)
    assert answer.headers["Cache-Control"] == "no-store"
    for page in ("/console/access/accounts/xin_yuan", "/console/access/accounts"):
        assert password not in client.get(page).text


def test_a_refused_form_keeps_what_was_typed(app: Any) -> None:
    typed = {
        "username": "lingxi_clerk",
        "name": "样例同名",
        "roles": ["clerk"],
        "hall_code": LINGXI_HALL,
        "staff_id": "1",
        "begin": "none",
    }

    answer = enter_by(app)("security").post("/console/access/accounts/add", data=typed)

    assert answer.status_code == 422
    assert "账号名已被使用" in answer.text
    assert 'value="样例同名"' in answer.text
