"""Who may change a line, under which version, what the trail keeps of it, and what a preview and a page are bound to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore.access.principal import acting_as
from appcore.definition.item import Field
from appcore.definition.register import RegisterDefinition
from appcore.errors import Conflict, NotAllowed, Problem, Refused
from appcore.registers import books, entries, importing, own_fields
from appcore.registers.importing import Waiting
from appcore.registers.sheet_in import Line, Sheet
from appcore.transaction import unit_of_work
from models.audit import AuditEntry
from models.db import db, house_session
from models.place import Hall
from models.register import RegisterEntry
from models.staff import Staff
from tests.acting import Acting
from tests.registers.test_entries import CLERK, SOUND, VISIT, row_of, today, written
from tests.world import LINGXI, QIANKU

READER = "lingxi_leader"
SHEET = "b" * 32
OWN = "hall_notes"
SignIn = Callable[[str], FlaskClient]


def imported(code: str = "extended_hours", raw: Any = SOUND) -> None:
    importing.write(code, Waiting(SHEET, LINGXI, ((today(), raw), (today(), raw)), 1))


def acts_on(acting: Acting, noun: str = "register_entry") -> list[str]:
    with acting():
        return list(db.session.scalars(select(AuditEntry.act).where(AuditEntry.noun == noun).order_by(AuditEntry.id)))


def test_a_line_that_was_changed_meanwhile_is_neither_corrected_nor_voided(app: Flask, acting: Acting) -> None:
    with acting(CLERK):
        made = written()
        stale = row_of(made.id).version
        entries.correct(made.id, raw={**SOUND, "f_people": ["5"]}, day=today(), reason="人数写错", version=stale)

        with pytest.raises(Conflict):
            entries.correct(made.id, raw=SOUND, day=today(), reason="再改", version=stale)
        with pytest.raises(Conflict):
            entries.void(made.id, reason="重复", version=stale)
        assert entries.read(row_of(made.id))["people"] == 5


def test_who_only_reads_a_book_changes_nothing_in_it(app: Flask, acting: Acting) -> None:
    with acting(CLERK):
        made = written()
        version = row_of(made.id).version
        imported()
    with acting(READER):
        with pytest.raises(NotAllowed):
            entries.correct(made.id, raw=SOUND, day=today(), reason="更正", version=version)
        with pytest.raises(NotAllowed):
            entries.void(made.id, reason="作废", version=version)
        with pytest.raises(NotAllowed):
            entries.undo_import("extended_hours", SHEET, reason="撤销")
    with acting():
        assert set(db.session.scalars(select(RegisterEntry.state))) == {"kept"}


def test_undoing_an_import_touches_its_own_book_and_what_still_counts(app: Flask, acting: Acting) -> None:
    with acting(CLERK):
        imported()
        first = house_session().scalars(select(RegisterEntry).order_by(RegisterEntry.id)).all()[0]
        entries.void(first.id, reason="先前作废", version=first.version)
        other = entries.write("home_visits", hall_code=LINGXI, day=today(), raw=VISIT, import_id=SHEET)

        assert entries.undo_import("extended_hours", SHEET, reason="传错了") == 1
        assert row_of(first.id).void_reason == "先前作废"
        assert row_of(other.id).state == "kept"


def test_a_line_stays_in_the_year_of_its_number(app: Flask, acting: Acting) -> None:
    with acting(CLERK):
        made = written()
        with pytest.raises(Refused) as refused:
            entries.correct(
                made.id,
                raw=SOUND,
                day=today() - timedelta(days=366),
                reason="日期写错",
                version=row_of(made.id).version,
            )
    assert set(refused.value.fields) == {"day"}


def test_the_trail_has_each_act_on_lines(app: Flask, acting: Acting) -> None:
    with acting(CLERK):
        made = written()
        entries.void(made.id, reason="重复", version=row_of(made.id).version)
        imported()
        entries.undo_import("extended_hours", SHEET, reason="传错了")
    own_book(acting)
    with acting("lingxi_admin"):
        own_fields.save(OWN, hall(), raw={"f_phone": ["13800005678"]}, version=0)

    told = ["registered", "voided", "registered", "registered", "imported", "import_undone", "own_fields_kept"]
    assert [one for one in acts_on(acting) if one in told] == told


def test_a_preview_is_of_one_person_and_one_book(app: Flask, acting: Acting) -> None:
    line = Line(2, today(), {name: list(texts) for name, texts in SOUND.items()}, {}, ())
    with acting(CLERK), app.test_request_context():
        kept = importing.hold("extended_hours", LINGXI, Sheet((line,)))
        assert importing.held("extended_hours", kept).hall_code == LINGXI
        with pytest.raises(Conflict):
            importing.held("service_book", kept)
    with acting("lingxi_admin") as other, app.test_request_context(), acting_as(other), pytest.raises(Conflict):
        importing.held("extended_hours", kept)


def test_whole_values_open_for_writers_alone_and_the_log_says_so(app: Flask, acting: Acting, sign_in: SignIn) -> None:
    with acting(CLERK):
        made = entries.write("home_visits", hall_code=LINGXI, day=today(), raw=VISIT)
    page = f"/console/registers/entries/{made.id}/correct"

    refused = sign_in(READER).get(page)
    before = acts_on(acting).count("saw_personal")
    opened = sign_in(CLERK).get(page)

    assert refused.status_code == 403
    assert "13800005678" not in refused.text
    assert "13800005678" in opened.text
    assert acts_on(acting).count("saw_personal") == before + 1


def test_names_are_masked_in_the_list_of_who_works_in_no_hall_of_the_line(
    app: Flask, acting: Acting, sign_in: SignIn
) -> None:
    with acting(CLERK):
        entries.write("home_visits", hall_code=LINGXI, day=today(), raw={**VISIT, "f_applicant": ["样例庚庚"]})

    assert "样例庚庚" in sign_in(CLERK).get("/console/registers/home_visits").text
    assert "样例庚庚" not in sign_in("supervisor").get("/console/registers/home_visits").text


def own_book(acting: Acting) -> None:
    field = Field(key="phone", label="值班电话", kind="phone")
    shape = RegisterDefinition(code=OWN, subject="hall", name="大厅备忘", writers=("hall_admin",), fields=(field,))
    with acting("county_editor"):
        books.publish(books.begin(shape))


def hall() -> Hall:
    return house_session().scalars(select(Hall).where(Hall.code == LINGXI)).one()


def test_own_fields_are_kept_by_writers_of_the_place_over_what_they_read(
    app: Flask, acting: Acting, sign_in: SignIn
) -> None:
    own_book(acting)
    with acting("lingxi_admin"):
        own_fields.save(OWN, hall(), raw={"f_phone": ["13800005678"]}, version=0)
        with pytest.raises(Conflict):
            own_fields.save(OWN, hall(), raw={"f_phone": ["13800001111"]}, version=0)
        page = f"/console/registers/own/hall/{hall().id}/{OWN}"

    elsewhere = sign_in("qianku_admin").get(page)
    opened = sign_in("lingxi_admin").get(page)

    assert elsewhere.status_code == 403
    assert "13800005678" in opened.text
    assert acts_on(acting).count("saw_personal") == 1


def test_own_fields_of_who_has_moved_are_written_anew_in_the_new_hall(
    app: Flask, acting: Acting, sign_in: SignIn
) -> None:
    field = Field(key="note", label="备注", kind="text")
    shape = RegisterDefinition(
        code="staff_notes", subject="staff", name="人员备忘", writers=("hall_admin",), fields=(field,)
    )
    with acting("county_editor"):
        books.publish(books.begin(shape))
    with acting():
        person = db.session.scalars(select(Staff.id).where(Staff.hall_code == LINGXI)).first()
    with acting("lingxi_admin"):
        own_fields.save("staff_notes", house_session().get_one(Staff, person), raw={"f_note": ["旧的"]}, version=0)
    with acting(), unit_of_work() as session:
        row, hall = session.get_one(Staff, person), session.scalars(select(Hall).where(Hall.code == QIANKU)).one()
        row.hall_code, row.region_code = hall.code, hall.region_code

    before = sign_in("qianku_admin").get(f"/console/registers/own/staff/{person}/staff_notes")
    with acting("qianku_admin"):
        own_fields.save("staff_notes", house_session().get_one(Staff, person), raw={"f_note": ["新的"]}, version=0)

    assert before.status_code == 200
    assert "旧的" not in before.text
    with acting():
        (entry,) = db.session.scalars(select(RegisterEntry).where(RegisterEntry.register_code == "staff_notes")).all()
        assert (entries.read(entry), entry.hall_code) == ({"note": "新的"}, QIANKU)


def test_a_book_is_published_without_faults_and_its_former_writers_write_no_more(app: Flask, acting: Acting) -> None:
    before = acts_on(acting, "register").count("published")
    with acting("county_editor"):
        draft = books.draft("extended_hours")
        there = books.read_draft(house_session(), "extended_hours")
        version = books.save(draft, replace(there.definition, fields=()), version=there.version)
        with pytest.raises(Problem):
            books.publish(draft)
        with pytest.raises(Conflict):
            books.save(draft, there.definition, version=version + 1)
        books.save(draft, replace(there.definition, writers=("hall_admin",)), version=version)
        books.publish(draft)
    with acting(CLERK), pytest.raises(NotAllowed):
        written()
    assert acts_on(acting, "register").count("published") == before + 1


def test_undoing_an_import_leaves_what_was_corrected_since_and_says_so_before(
    app: Flask, acting: Acting, sign_in: SignIn
) -> None:
    with acting(CLERK):
        imported()
        first, second = house_session().scalars(select(RegisterEntry).order_by(RegisterEntry.id)).all()
        entries.correct(
            first.id, raw={**SOUND, "f_people": ["5"]}, day=today(), reason="人数写错", version=first.version
        )
        corrected, (other, number) = first.id, (second.id, second.number)
        left = f"仍然有效：{first.number}。"
    told = sign_in(CLERK).get(f"/console/registers/extended_hours/imports/{SHEET}/undo").text
    with acting(CLERK):
        assert entries.undo_import("extended_hours", SHEET, reason="传错了") == 1
        assert (row_of(corrected).state, row_of(other).state) == ("kept", "voided")
        with pytest.raises(Refused, match="逐条作废"):
            entries.undo_import("extended_hours", SHEET, reason="传错了")
    assert left in told
    assert str(number) not in told


def test_the_trail_of_a_correction_keeps_the_day_and_fields_of_one_label_apart(app: Flask, acting: Acting) -> None:
    more = [("n1", "备注"), ("n2", "备注"), ("n3", "reason"), ("n4", "日期")]
    with acting("county_editor"):
        draft = books.draft("extended_hours")
        there = books.read_draft(house_session(), "extended_hours")
        fields = (*there.definition.fields, *(Field(key=key, label=label, kind="text") for key, label in more))
        books.save(draft, replace(there.definition, fields=fields), version=there.version)
        books.publish(draft)
    raw = {**SOUND, **{f"f_{key}": ["甲"] for key, _label in more}}
    with acting(CLERK):
        day, other = (date(today().year - 1, 12, number) for number in (31, 30))
        made = entries.write("extended_hours", hall_code=LINGXI, day=day, raw=raw)
        changed = {**raw, **{f"f_{key}": [f"乙{key}"] for key, _label in more}}
        entries.correct(made.id, raw=changed, day=other, reason="写错", version=row_of(made.id).version)
    with acting():
        facts = db.session.scalars(select(AuditEntry.changes).where(AuditEntry.act == "corrected")).one()

    assert facts["日期"] == [day.isoformat(), other.isoformat()]
    assert facts["reason"] == "写错"
    assert {label: facts[label] for label in ("备注（n1）", "备注（n2）", "reason（n3）", "日期（n4）")} == {
        "备注（n1）": ["甲", "乙n1"], "备注（n2）": ["甲", "乙n2"], "reason（n3）": ["甲", "乙n3"], "日期（n4）": ["甲", "乙n4"],
    }  # fmt: skip
