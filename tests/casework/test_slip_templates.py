"""A county words its own slips: two people, numbers, nothing changed after, the item's own before the county's, reprints as issued."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from appcore import clock
from appcore.casework import intake, slip_templates, slips
from appcore.definition.templates.parser import Name
from appcore.definition.templates.writing import write
from appcore.errors import Conflict, NotAllowed, Refused
from appcore.transaction import unit_of_work
from models.case import Case, Slip
from models.db import db, house_session
from models.slip_template import SlipTemplateVersion
from tests.acting import Acting
from tests.casework.counter_forms import CLERK, INSTANT, PROMISED, form
from tests.people import COUNTY, at

EDITOR, REVIEWER = "county_editor", "county_reviewer"
MORNING = at("2026-03-02T09:30")


def written(acting: Acting, notice: str, *, kind: str = "acceptance", item: str = "") -> int:
    """A version that waits for the second pair of eyes."""
    with acting(EDITOR):
        made = slip_templates.draft(kind, COUNTY, item)
        version = house_session().get_one(SlipTemplateVersion, made).version
        slip_templates.save(made, {"notice": notice}, "样例", version=version)
        slip_templates.submit(made)
    return made


def published(acting: Acting, notice: str, *, kind: str = "acceptance", item: str = "", on: date | None = None) -> int:
    made = written(acting, notice, kind=kind, item=item)
    with acting(REVIEWER):
        slip_templates.publish(made, on)
    return made


def words_of(number: str) -> str:
    slip = db.session.scalars(select(Slip).where(Slip.number == number)).one()
    sections = slips.worded(house_session(), slip, house_session().get_one(Case, slip.case_id), "张样例")
    return "" if sections is None else "\n".join(one.text for section in sections for one in section.paragraphs)


def test_a_slip_is_worded_by_the_version_in_force_and_reads_so_ever_after(acting: Acting) -> None:
    with acting(CLERK), clock.fixed(MORNING):
        before = intake.accept(form(PROMISED, number=1)).slip_number
    with clock.fixed(at("2026-03-02T10:00")):
        published(acting, "第一版的提示，{申请人}")
    with acting(CLERK), clock.fixed(at("2026-03-02T11:00")):
        first = intake.accept(form(PROMISED, number=2)).slip_number
    with clock.fixed(at("2026-03-02T12:00")):
        published(acting, "第二版的提示")
    with acting(CLERK), clock.fixed(at("2026-03-02T13:00")):
        second = intake.accept(form(PROMISED, number=3)).slip_number

        assert words_of(before) == ""
        assert "第一版的提示，张样例" in words_of(first)
        assert "第二版的提示" in words_of(second)
        assert "现予受理" in words_of(second)


def test_the_items_own_template_goes_before_the_countys_and_when_it_is_stopped_the_countys_holds(
    acting: Acting,
) -> None:
    with clock.fixed(MORNING):
        general = published(acting, "全县的")
        own = published(acting, "专用的", item=PROMISED)
    with acting(CLERK), clock.fixed(at("2026-03-02T11:00")):
        assert slip_templates.in_force(house_session(), "acceptance", PROMISED, COUNTY) == own
        assert slip_templates.in_force(house_session(), "acceptance", INSTANT, COUNTY) == general
        assert slip_templates.in_force(house_session(), "receipt", PROMISED, COUNTY) is None

    with acting(REVIEWER), clock.fixed(at("2026-03-02T12:00")):
        template = house_session().get_one(SlipTemplateVersion, own).template_id
        slip_templates.stop(template, "不再需要")
        with pytest.raises(Conflict):
            slip_templates.stop(template, "再停一次")

        assert slip_templates.in_force(house_session(), "acceptance", PROMISED, COUNTY) == general


def test_who_wrote_it_does_not_publish_it(acting: Acting) -> None:
    made = written(acting, "样例")
    with acting(EDITOR), pytest.raises(NotAllowed):
        slip_templates.publish(made)
    with acting(REVIEWER):
        assert slip_templates.publish(made) == 1


def test_a_fault_may_be_saved_and_is_never_submitted(acting: Acting) -> None:
    with acting(EDITOR):
        made = slip_templates.draft("receipt", COUNTY)
        version = house_session().get_one(SlipTemplateVersion, made).version
        slip_templates.save(made, {"notice": "{没有的名称}", "law": "改法律"}, "", version=version)
        kept = {part["key"]: part["text"] for part in house_session().get_one(SlipTemplateVersion, made).content}
        assert kept["notice"] == "{没有的名称}"
        assert "改法律" not in kept["law"]
        with pytest.raises(Refused):
            slip_templates.submit(made)
        with pytest.raises(Conflict):
            slip_templates.save(made, {}, "", version=version)
        with pytest.raises(Conflict):
            slip_templates.draft("receipt", COUNTY)


def test_going_back_makes_a_new_version_of_the_old_words(acting: Acting) -> None:
    with clock.fixed(MORNING):
        first = published(acting, "旧的")
        published(acting, "新的")
    with acting(EDITOR):
        again = slip_templates.draft("acceptance", COUNTY, like=first)
        slip_templates.submit(again)
    with acting(REVIEWER):
        assert slip_templates.publish(again) == 3
        kept = {part["key"]: part["text"] for part in house_session().get_one(SlipTemplateVersion, again).content}
        assert kept["notice"] == "旧的"


def test_a_later_day_begins_at_midnight_and_no_version_begins_before_it(acting: Acting) -> None:
    with clock.fixed(MORNING):
        made = published(acting, "明天的", on=date(2026, 3, 3))
        with acting(CLERK):
            session = house_session()
            assert slip_templates.in_force(session, "acceptance", PROMISED, COUNTY) is None
            assert slip_templates.in_force(session, "acceptance", PROMISED, COUNTY, at("2026-03-03T00:00")) == made
        early = written(acting, "今天的")
        with acting(REVIEWER):
            with pytest.raises(Conflict):
                slip_templates.publish(early)
            with pytest.raises(Refused):
                slip_templates.publish(early, date(2026, 3, 2))
            slip_templates.send_back(early, "改到后天")
        with acting(EDITOR):
            slip_templates.discard(early)


def test_the_database_refuses_to_change_what_was_published(app: Flask, acting: Acting) -> None:
    made = published(acting, "不能改")
    for statement in (
        "UPDATE slip_template_version SET note = 'x' WHERE id = :id",
        "DELETE FROM slip_template_version WHERE id = :id",
    ):
        with app.app_context(), db.engine.connect() as connection, pytest.raises(IntegrityError):
            connection.execution_options(writing=True).execute(text(statement), {"id": made})


def kept_in(acting: Acting, made: int, **texts: str) -> None:
    """Write into a version that waits, past the service: what stood there before the rules were what they are."""
    with acting(), unit_of_work() as session:
        version = session.get_one(SlipTemplateVersion, made)
        version.content = [{**part, "text": texts.get(part["key"], part["text"])} for part in version.content]


def test_what_waits_is_looked_at_again_when_it_is_published(acting: Acting) -> None:
    faulty, locked = written(acting, "样例"), written(acting, "样例", kind="receipt")
    kept_in(acting, faulty, notice="{没有的名称}")
    with acting():
        [law] = [
            part["key"] for part in house_session().get_one(SlipTemplateVersion, locked).content if part["locked"]
        ][:1]
    kept_in(acting, locked, **{law: "旧的法律用语"})

    with acting(REVIEWER):
        with pytest.raises(Refused):
            slip_templates.publish(faulty)
        slip_templates.publish(locked)
        assert "旧的法律用语" not in str(house_session().get_one(SlipTemplateVersion, locked).content)


@pytest.mark.parametrize("unseen", ["\u202e", "\u200b", "\ufeff", "\u00ad"])
def test_characters_that_nobody_sees_are_neither_saved_nor_printed(acting: Acting, unseen: str) -> None:
    """A reversed line or a split name reads otherwise on paper than in the record."""
    with acting(EDITOR):
        made = slip_templates.draft("receipt", COUNTY)
        version = house_session().get_one(SlipTemplateVersion, made).version
        with pytest.raises(Refused):
            slip_templates.save(made, {"notice": f"请{unseen}补正"}, "", version=version)

    [line] = write([Name("名称")], {"名称": f"样{unseen}例"})
    assert line.text == "样例"
