"""Lines of a book: numbered without gaps, checked field by field, once per form, under the version they were written under."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from appcore import clock
from appcore.access import privacy
from appcore.access.principal import acting_as
from appcore.definition.item import Field
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.registers import books, entries, listing
from appcore.registers.listing import Asked
from models.audit import AuditEntry
from models.db import db, house_session
from models.register import RegisterEntry
from tests.acting import Acting
from tests.world import LINGXI, QIANKU

CLERK = "lingxi_clerk"
SOUND = {"f_kind": ["evening"], "f_from_time": ["17:30"], "f_until_time": ["18:40"], "f_people": ["3"], "f_matter": ["样例事项"], "f_clerk": ["样例甲"]}  # fmt: skip
VISIT = {
    "f_applicant": ["样例乙"], "f_phone": ["13800005678"], "f_address": ["苍南县样例路六百六十六号"], "f_reason": ["ill"],
    "f_matter": ["样例事项"], "f_visitors": ["样例丙、样例丁"],
}  # fmt: skip


def today() -> date:
    return clock.local_today()


def written(key: str = "", **changes: list[str]) -> entries.Written:
    return entries.write("extended_hours", hall_code=LINGXI, day=today(), raw={**SOUND, **changes}, key=key)


def row_of(entry_id: int) -> RegisterEntry:
    found = db.session.get(RegisterEntry, entry_id)
    assert found is not None
    return found


def test_lines_are_numbered_by_book_hall_and_year_from_one(app: Flask, acting: Acting) -> None:
    with acting(CLERK):
        numbers = [written().number for _one in range(2)]
        before = entries.write("extended_hours", hall_code=LINGXI, day=date(today().year - 1, 12, 31), raw=SOUND)
    with acting("qianku_clerk"):
        elsewhere = entries.write("extended_hours", hall_code=QIANKU, day=today(), raw=SOUND)

    year = today().year
    assert numbers == [f"延时〔{year}〕0001号", f"延时〔{year}〕0002号"]
    assert before.number == f"延时〔{year - 1}〕0001号"
    assert elsewhere.number == f"延时〔{year}〕0001号"


def test_eight_writers_at_once_leave_no_gap_and_no_number_twice(app: Flask, acting: Acting) -> None:
    with acting(CLERK) as who:
        pass

    def write(_number: int) -> str:
        with app.app_context(), acting_as(who):
            return written().number

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(write, range(16)))

    assert numbers == [f"延时〔{today().year}〕{one:04d}号" for one in range(1, 17)]


def test_a_form_that_is_sent_twice_is_one_line(app: Flask, acting: Acting) -> None:
    with acting(CLERK):
        first, second = written("k" * 32), written("k" * 32)

        assert first == second
        assert len(house_session().scalars(select(RegisterEntry.id)).all()) == 1


def test_a_form_that_is_sent_twice_at_once_is_one_line_and_one_number(app: Flask, acting: Acting) -> None:
    with acting(CLERK) as who:
        pass

    def write(_number: int) -> entries.Written:
        with app.app_context(), acting_as(who):
            return written("d" * 32)

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(write, range(4)))
    with acting(CLERK):
        after = written().number

    assert len(made) == 1
    assert after == f"延时〔{today().year}〕0002号"


def test_the_key_of_a_form_does_not_stand_for_other_content(app: Flask, acting: Acting) -> None:
    with acting(CLERK):
        written("k" * 32)

        with pytest.raises(Conflict, match="另一次提交"):
            written("k" * 32, f_people=["4"])


def test_each_faulty_value_is_told_on_its_field(app: Flask, acting: Acting) -> None:
    with acting(CLERK), pytest.raises(Refused) as refused:
        entries.write("extended_hours", hall_code="", day=None, raw={**SOUND, "f_people": ["许多"], "f_from_time": ["25:00"], "f_clerk": []})  # fmt: skip

    assert set(refused.value.fields) == {"day", "hall_code", "f_people", "f_from_time", "f_clerk"}


def test_a_condition_decides_what_is_asked_and_what_is_kept(app: Flask, acting: Acting) -> None:
    asked = {"f_way": ["window"], "f_class": ["guide"], "f_content": ["样例咨询"], "f_clerk": ["样例甲"]}
    with acting(CLERK):
        made = entries.write("consultations", hall_code=LINGXI, day=today(), raw={**asked, "f_answered_now": ["yes"], "f_passed_to": ["民政局"]})  # fmt: skip
        with pytest.raises(Refused) as refused:
            entries.write("consultations", hall_code=LINGXI, day=today(), raw={**asked, "f_answered_now": ["no"]})

        assert "passed_to" not in entries.read(row_of(made.id))
    assert set(refused.value.fields) == {"f_passed_to"}


def test_sensitive_values_are_sealed_and_the_trail_has_their_mask_alone(app: Flask, acting: Acting) -> None:
    with acting(CLERK):
        made = entries.write("home_visits", hall_code=LINGXI, day=today(), raw=VISIT)
        row = row_of(made.id)
        changed = {**VISIT, "f_phone": ["13800009999"], "f_matter": ["另一件事"]}
        entries.correct(made.id, raw=changed, day=today(), reason="电话写错", version=row.version)
        row = row_of(made.id)

        assert set(row.entered) == {"reason", "matter", "visitors"}
        assert set(privacy.get_answers(row)) == {"applicant", "phone", "address"}
    with acting():
        facts = db.session.scalar(select(AuditEntry.changes).where(AuditEntry.act == "corrected"))
    assert facts is not None
    assert facts["办理事项"] == ["样例事项", "另一件事"]
    assert "1380000" not in str(facts)


def test_an_old_line_keeps_the_version_it_was_written_under(app: Flask, acting: Acting) -> None:
    with acting(CLERK):
        old = written()
    with acting("county_editor"):
        draft = books.draft("extended_hours")
        there = books.read_draft(house_session(), "extended_hours")
        more = (*there.definition.fields, Field(key="weather", label="天气", kind="text", required=True))
        books.save(draft, replace(there.definition, fields=more), version=there.version)
        books.publish(draft)

    with acting(CLERK):
        with pytest.raises(Refused) as refused:
            written()
        entries.correct(
            old.id, raw={**SOUND, "f_people": ["5"]}, day=today(), reason="人数写错", version=row_of(old.id).version
        )
        assert entries.read(row_of(old.id))["people"] == 5
    assert set(refused.value.fields) == {"f_weather"}


def test_a_voided_line_keeps_its_number_and_counts_in_no_figure(app: Flask, acting: Acting) -> None:
    with acting(CLERK):
        first, _second = written(f_people=["3"]), written(f_people=["4"])
        entries.void(first.id, reason="重复登记", version=row_of(first.id).version)
        _number, book = books.in_use(house_session(), "extended_hours") or (0, None)
        assert book is not None

        sums = listing.totals(house_session(), "extended_hours", Asked(state="all"), book)
        assert listing.count(house_session(), "extended_hours", Asked()) == 1
        assert listing.count(house_session(), "extended_hours", Asked(state="all")) == 2
        assert sums["people"].startswith("4")
        with pytest.raises(Conflict):
            entries.correct(first.id, raw=SOUND, day=today(), reason="再改", version=row_of(first.id).version)


def test_who_does_not_write_a_book_and_who_is_of_another_hall_is_refused(app: Flask, acting: Acting) -> None:
    with acting("lingxi_leader"), pytest.raises(NotAllowed, match="不登记这本台账"):
        written()
    with acting("qianku_clerk"), pytest.raises(NotAllowed):
        written()


@pytest.mark.parametrize(
    ("who", "sees"),
    [(CLERK, True), ("lingxi_leader", True), ("supervisor", True), ("qianku_clerk", False), ("lingxi_decider", False)],
)
def test_a_line_is_read_where_a_grant_admits_its_place_and_a_role_reads_its_book(
    app: Flask, acting: Acting, who: str, sees: bool
) -> None:
    with acting(CLERK):
        written()

    with acting(who):
        found = house_session().scalars(select(RegisterEntry.id)).all()

    assert bool(found) is sees


def change(acting: Acting, code: str, **values: object) -> None:
    with acting("county_editor"):
        draft = books.draft(code)
        held = books.read_draft(house_session(), code)
        books.save(draft, replace(held.definition, **values), version=held.version)  # type: ignore[arg-type]  # by name
        books.publish(draft)


def test_nobody_opens_personal_data_that_is_written_already_to_a_role_of_his_own(app: Flask, acting: Acting) -> None:
    with acting("county_editor"):
        held = books.versions(house_session(), "home_visits")[1]
    change(acting, "home_visits", readers=(*held.readers, "decider"))
    with acting(CLERK):
        entries.write("home_visits", hall_code=LINGXI, day=today(), raw=VISIT)

    with pytest.raises(NotAllowed, match="自己的岗位"):
        change(acting, "home_visits", writers=(*held.writers, "county_editor"))
    change(acting, "home_visits", readers=held.readers, writers=held.writers)

    with acting():
        facts = db.session.scalars(
            select(AuditEntry.changes)
            .where(AuditEntry.act == "published", AuditEntry.noun == "register")
            .order_by(AuditEntry.id)
        ).all()
    assert facts[-2]["rights_given"] == "审批人（查看）"
    assert facts[-1]["rights_taken"] == "审批人（查看）"


def test_a_book_that_is_ended_is_read_and_not_written(app: Flask, acting: Acting) -> None:
    with acting(CLERK):
        made = written()
    with acting("county_editor"):
        books.end("extended_hours")

    with acting(CLERK):
        assert row_of(made.id).number == made.number
        with pytest.raises(Conflict, match="没有启用"):
            written()
    with acting("county_editor"):
        books.reopen("extended_hours")
    with acting(CLERK):
        assert written().number.endswith("0002号")


def test_a_book_that_is_not_there_is_not_found(app: Flask, acting: Acting) -> None:
    with acting(CLERK), pytest.raises(NotFound):
        entries.write("nosuch", hall_code=LINGXI, day=today(), raw={})


AMOUNTS = st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=3), max_size=30)


@given(AMOUNTS)
def test_sums_are_exact(amounts: list[Decimal]) -> None:
    field = Field(key="it", label="数", kind="decimal", places=3, summed=True)

    found = listing.sum_up([field], [{"it": str(one)} for one in amounts] + [{"it": None}, {}, {"it": "三"}])

    assert found["it"] == sum(amounts, Decimal(0))


def test_what_is_worked_out_from_sealed_values_is_sealed_and_found_by_nobody(app: Flask, acting: Acting) -> None:
    told = Field(key="told", label="副本", kind="computed", formula="applicant & phone & address")
    with acting("county_editor"):
        draft = books.draft("home_visits")
        kept = books.read_draft(house_session(), "home_visits")
        books.save(draft, replace(kept.definition, fields=(*kept.definition.fields, told)), version=kept.version)
        books.publish(draft)
    with acting(CLERK):
        made = entries.write("home_visits", hall_code=LINGXI, day=today(), raw=VISIT)
        row = row_of(made.id)

        assert "13800005678" in str(entries.read(row)["told"])
    assert "told" not in row.entered
    assert "13800005678" not in row.found_by
