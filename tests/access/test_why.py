"""F8, why can't I see this: the explanation says of every row and person what the database's own limit says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from appcore import clock
from appcore.access import why, why_asked
from appcore.access.principal import Grant, acting_as
from appcore.access.why import Account, DatedGrant, Explanation, Subject
from appcore.catalogue import editions
from appcore.errors import Refused
from appcore.transaction import unit_of_work
from models.audit import AuditEntry
from models.case import Case
from models.db import db
from models.staff import Staff
from seeds import small
from tests.acting import Acting, acting_in, enter_by
from tests.conftest import House
from tests.people import (  # fmt: skip
    COUNTY,
    COUNTY_HALL,
    COUNTY_OFFICE,
    LINGXI,
    LINGXI_HALL,
    QIANKU,
    QIANKU_HALL,
    acts,
    at,
    handed,
    keep,
    plain_case,
)

NOW = at("2026-03-02T10:00")
NUMBER = "330327100202603020000"
ROOM = "330327104010-01"
HANDED: tuple[dict[str, Any], ...] = (
    {"to_hall_code": QIANKU_HALL},
    {"to_hall_code": COUNTY_HALL, "granted_until": NOW},
    {"to_department_code": "ybj", "granted_until": NOW + timedelta(minutes=1)},
    {"to_department_code": "mzj", "granted_from": NOW + timedelta(minutes=1)},
)
Subjects = dict[str, dict[int, Subject]]


@pytest.fixture(scope="module")
def subjects(house: House) -> Iterator[tuple[Flask, Subjects]]:
    """Every row of the kinds that can be asked about, with cases in several halls, handed about, and a draft."""
    house.restore()
    app = house.app
    with acts(app) as session:
        places: list[tuple[str, dict[str, Any]]] = [
            (COUNTY_HALL, {}), (LINGXI_HALL, {}), (QIANKU_HALL, {"department_code": None}),
            (QIANKU_HALL, {"department_code": "ybj", "item_code": "330327-00003"}),
            (QIANKU_HALL, {"hall_code": ROOM, "region_code": "330327104010"}),
            *((LINGXI_HALL, {}) for _ in HANDED),
        ]  # fmt: skip
        made = keep(*(plain_case(f"33032710020260302{serial:04d}", hall, **changes) for serial, (hall, changes) in enumerate(places)))  # fmt: skip
        for case_id, changes in zip(made[-len(HANDED) :], HANDED, strict=True):
            keep(handed(session.get(Case, case_id), **changes))
        with unit_of_work():
            for one in session.scalars(select(Staff).limit(2)):
                one.valid_to = date(2026, 1, 31)
    with acts(app, COUNTY_OFFICE):
        editions.draft(small.PROMISED)
    found: Subjects = {}
    with acts(app) as session:
        for noun, (model, _key, _title) in why_asked.KINDS.items():
            rows = session.scalars(select(model)).all()
            found[noun] = {row.id: why_asked.subject_of(session, noun, row) for row in rows}
    yield app, found
    house.restore()


HALLS = st.sampled_from([COUNTY_HALL, LINGXI_HALL, QIANKU_HALL, ROOM, None])
REGIONS = st.sampled_from(
    ["330000000000", "330300000000", COUNTY, "330328000000", LINGXI, QIANKU, "330327104010", None]
)
DEPARTMENTS = st.sampled_from([None, "gaj", "ybj", "mzj"])
ITEMS = st.sampled_from([(), ("330327-00001",), ("330327-00003", "330327-00001")])
DAYS = st.sampled_from([None, date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)])
GRANTS = st.builds(
    Grant, st.sampled_from(["hall", "region", "department", "items"]), HALLS, REGIONS, DEPARTMENTS, ITEMS
)
DATED = st.builds(DatedGrant, GRANTS, DAYS, DAYS)
ACCOUNTS = st.builds(Account, st.just("somebody"), st.just(True), st.just(frozenset({"clerk"})), st.lists(DATED, max_size=4).map(tuple))  # fmt: skip


@settings(max_examples=60)
@given(account=ACCOUNTS)
def test_f8_what_is_explained_is_what_the_database_gives(subjects: Any, account: Account) -> None:
    app, found = subjects
    with clock.fixed(NOW), app.app_context(), acting_as(account.person(NOW.date())):
        for noun, rows in found.items():
            given_out = set(db.session.scalars(select(why_asked.KINDS[noun][0].id)))
            explained = {row_id for row_id, subject in rows.items() if explained_as_seen(account, subject)}
            assert explained == given_out, noun
        db.session.remove()


def explained_as_seen(account: Account, subject: Subject) -> bool:
    return told(account, subject).row_seen


def told(account: Account, subject: Subject) -> Explanation:
    return why.explain(account, subject, "办件", lambda code: code or "", NOW)


CLERK = Account("c", True, frozenset({"clerk"}), (DatedGrant(Grant("hall", hall_code=LINGXI_HALL)),))
CASE = Subject("case", "scoped", QIANKU, "gaj", QIANKU_HALL, "330327-00001")


@pytest.mark.parametrize(
    ("account", "subject", "because", "remedy"),
    [
        (CLERK, Subject("case", "scoped", LINGXI, "gaj", LINGXI_HALL), "包括这条记录", ""),
        (CLERK, CASE, f"记录属于“{QIANKU_HALL}”", "移交"),
        (Account("c", False, CLERK.roles, CLERK.grants), CASE, "账号已停用", "启用账号"),
        (Account("a", True, frozenset({"auditor"}), CLERK.grants), CASE, "角色“审计员”不能查看", "窗口人员"),
        (Account("c", True, CLERK.roles, ()), CASE, "没有在用的范围", "增加包括"),
        (Account("c", True, CLERK.roles, (DatedGrant(CLERK.grants[0].grant, ends=date(2026, 3, 1)),)), CASE, "没有在用的范围", "增加包括"),
    ],
)  # fmt: skip
def test_the_first_rule_that_bars_is_named_with_what_would_have_to_change(
    account: Account, subject: Subject, because: str, remedy: str
) -> None:
    answer = told(account, subject)

    assert answer.sees is (not remedy)
    assert because in str(answer.because)
    assert remedy in str(answer.remedy or "")


@pytest.mark.parametrize(
    ("grant", "words"),
    [
        (Grant("hall", hall_code=LINGXI_HALL), "只含本中心"),
        (Grant("region", region_code=LINGXI), "不含记录所在的"),
        (Grant("items", region_code=COUNTY, item_codes=("330327-00003",)), "事项里没有"),
        (Grant("department", region_code=COUNTY, department_code="mzj"), "只含本部门"),
        (Grant("hall"), "只含本中心"),
        (Grant("items", region_code=COUNTY), "事项里没有"),
    ],
)
def test_of_each_grant_the_part_that_leaves_the_row_out_is_named(grant: Grant, words: str) -> None:
    answer = told(Account("d", True, frozenset({"decider"}), (DatedGrant(grant),)), CASE)

    assert any(words in str(one.words) for one in answer.findings if one.holds is False)


def test_asking_shows_no_content_and_stands_in_the_trail(subjects: Any) -> None:
    app, _found = subjects
    acting: Acting = acting_in(app)
    with acting("security"):
        answer = why_asked.ask("qianku_clerk", "case", NUMBER)
        said = " ".join(str(one.words) for one in answer.findings) + str(answer.because) + str(answer.remedy)
        last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()

    assert not answer.sees
    assert "样例甲" not in said
    assert (last.act, last.row_key, last.changes) == (
        "asked_why",
        NUMBER,
        {"account": "qianku_clerk", "answer": "unseen"},
    )


@pytest.mark.parametrize(
    ("account", "noun", "key", "field"),
    [
        ("nobody", "case", NUMBER, "account"),
        ("qianku_clerk", "case", "330327100202603029999", "key"),
        ("qianku_clerk", "window", "x", "key"),
        ("qianku_clerk", "window", "9" * 20, "key"),
        ("qianku_clerk", "staff", "NOSUCH", "key"),
    ],
)
def test_what_is_not_there_is_told_at_its_field(subjects: Any, account: str, noun: str, key: str, field: str) -> None:
    with acting_in(subjects[0])("security"):
        with pytest.raises(Refused) as refusal:
            why_asked.ask(account, noun, key)
        assert list(refusal.value.fields) == [field]


def test_only_the_security_administrator_asks_and_the_person_himself_reads_nothing(subjects: Any) -> None:
    app, _found = subjects
    asked = {"account": "qianku_clerk", "kind": "case", "key": NUMBER}
    page = enter_by(app)("security").post("/console/access/why", data=asked).text
    with acting_in(app)():
        before = db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.act == "asked_why"))

    assert "看不到" in page
    assert "样例甲" not in page
    for username in ("admin", "auditor", "lingxi_admin", "supervisor"):
        assert enter_by(app)(username).post("/console/access/why", data=asked).status_code == 403, username
    missed = enter_by(app)("qianku_clerk").get(f"/console/casework/cases/{NUMBER}")
    never = enter_by(app)("qianku_clerk").get("/console/casework/cases/330327100202603029999")
    assert missed.status_code == never.status_code == 404
    assert len(missed.text) == len(never.text)
    with acting_in(app)():
        after = db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.act == "asked_why"))
        assert before == after
