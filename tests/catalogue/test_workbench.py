"""Saving parts of a draft: a whole list at once, under its version; what is typed belongs to its author."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from appcore import clock
from appcore.access.principal import Person
from appcore.catalogue import compile as compiler
from appcore.catalogue import unsaved, workbench
from appcore.definition.item import Choice, Fee, Material, Question, Reduction
from appcore.definition.workbench.parts import BY_NAME
from appcore.errors import Conflict, NotFound, Refused
from models.audit import AuditEntry
from models.db import house_session
from models.draft_part import DraftPart
from models.item import Edition, EditionEvent
from tests.acting import Acting
from tests.catalogue.drafting import EDITOR as COUNTY_EDITOR
from tests.catalogue.drafting import bring, do
from tests.people import acts

MATERIALS, LIMITS = BY_NAME["materials"], BY_NAME["limits"]


def content(app: Flask, edition_id: int) -> Any:
    with acts(app) as session:
        edition = session.get(Edition, edition_id)
        assert edition is not None
        return compiler.compile_edition(session, edition)


def save(app: Flask, edition_id: int, name: str, parts: Any, version: str, who: Person = COUNTY_EDITOR) -> None:
    with acts(app, who):
        workbench.save_list(edition_id, name, parts, version)


def test_a_list_is_added_to_changed_reordered_and_shortened_by_one_act(app: Flask) -> None:
    edition = bring(app, "draft")
    before = content(app, edition).materials
    version = workbench.version_of(MATERIALS, before)
    first, *_rest, last = before
    wanted = (last, Material(key="xin", name="新材料", copies=2), replace(first, note="看清楚"))
    with acts(app) as session:
        audits = session.scalar(select(func.count(AuditEntry.id)))
        saves = session.scalar(select(func.count(EditionEvent.id)))

    save(app, edition, "materials", wanted, version)

    assert content(app, edition).materials == wanted
    with acts(app) as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert session.scalar(select(func.count(AuditEntry.id))) == (audits or 0) + 1
        assert session.scalar(select(func.count(EditionEvent.id))) == (saves or 0) + 1
        assert entry is not None
        assert "新增材料“新材料”" in str(entry.changes)


def test_who_read_an_older_version_of_the_list_is_told_and_nothing_of_his_is_written(app: Flask) -> None:
    edition = bring(app, "draft")
    before = content(app, edition).materials
    version = workbench.version_of(MATERIALS, before)
    save(app, edition, "materials", before[1:], version)

    with pytest.raises(Conflict):
        save(app, edition, "materials", (*before, Material(key="xin", name="新材料")), version)

    assert content(app, edition).materials == before[1:]


def test_two_people_save_two_parts_of_one_draft_and_neither_hinders_the_other(app: Flask) -> None:
    edition = bring(app, "draft")
    before = content(app, edition)
    versions = [workbench.version_of(part, before) for part in (MATERIALS, LIMITS)]

    save(app, edition, "materials", before.materials[1:], versions[0])
    with acts(app, COUNTY_EDITOR):
        workbench.save_group(edition, "limits", {"promised_days": 3, "must_attend": True}, versions[1])

    after = content(app, edition)
    assert (after.promised_days, after.must_attend, after.materials) == (3, True, before.materials[1:])
    assert (
        replace(after, promised_days=before.promised_days, must_attend=before.must_attend, materials=before.materials)
        == before
    )


def test_what_stands_under_a_row_is_saved_with_it_also_when_keys_change_places(app: Flask) -> None:
    edition = bring(app, "draft")
    before = content(app, edition)
    asked = (
        Question(
            key="q_one", text="一", kind="choice", choices=(Choice(key="a", label="甲"), Choice(key="b", label="乙"))
        ),
        Question(key="q_two", text="二", kind="choice", choices=(Choice(key="a", label="丙"),)),
    )
    save(app, edition, "questions", (*before.questions, *asked), workbench.version_of(BY_NAME["questions"], before))
    middle = content(app, edition)
    swapped = (replace(asked[0], choices=(Choice(key="b", label="甲"), Choice(key="c", label="丁"))), asked[1])

    save(app, edition, "questions", (*before.questions, *swapped), workbench.version_of(BY_NAME["questions"], middle))

    assert content(app, edition).questions == (*before.questions, *swapped)


def test_a_fault_in_one_row_keeps_all_of_them_out(app: Flask) -> None:
    edition = bring(app, "draft")
    before = content(app, edition)
    version = workbench.version_of(BY_NAME["fees"], before)
    fees = before.fees or ()
    broken = Reduction(key="half", kind="percent", percent=500)
    with pytest.raises(Refused):
        save(
            app,
            edition,
            "fees",
            (*fees, Fee(key="gbf", name="工本费"), Fee(key="two", name="二", reductions=(broken,))),
            version,
        )

    assert content(app, edition).fees == before.fees


def test_a_key_that_a_published_edition_gave_is_not_given_to_a_new_row(app: Flask) -> None:
    edition = bring(app, "draft")
    before = content(app, edition)
    first = before.materials[0]
    save(app, edition, "materials", before.materials[1:], workbench.version_of(MATERIALS, before))
    middle = content(app, edition)

    other = Material(key=first.key, name="别的材料")

    with pytest.raises(Refused):
        save(app, edition, "materials", (*middle.materials, other), workbench.version_of(MATERIALS, middle))


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_draft_that_was_sent_in_takes_neither_a_save_nor_typing(app: Flask, state: str) -> None:
    edition = bring(app, state)
    before = content(app, edition)

    for part, run in (
        (MATERIALS, lambda version: workbench.save_list(edition, "materials", before.materials[1:], version)),
        (LIMITS, lambda version: workbench.save_group(edition, "limits", {"promised_days": 1}, version)),
        (MATERIALS, lambda version: unsaved.keep(edition, "materials", version, {"rows": []})),
    ):
        with acts(app, COUNTY_EDITOR), pytest.raises(Conflict):
            run(workbench.version_of(part, before))

    assert content(app, edition) == before


def test_typing_is_its_authors_alone_and_others_see_only_that_there_is_some(app: Flask, acting: Acting) -> None:
    edition = bring(app, "draft")
    with acting("county_editor"):
        unsaved.keep(edition, "materials", "v1", {"rows": [{"texts": {"name": "没写完"}}]})
        unsaved.keep(edition, "materials", "v1", {"rows": [{"texts": {"name": "写完了"}}]})
        mine, theirs = unsaved.own(house_session(), edition), unsaved.others(house_session(), edition)

    assert [one.payload["rows"][0]["texts"]["name"] for one in mine.values()] == ["写完了"]
    assert theirs == ()
    with acting("county_reviewer"):
        assert unsaved.own(house_session(), edition) == {}
        assert [(one.part, bool(one.person)) for one in unsaved.others(house_session(), edition)] == [
            ("materials", True)
        ]
        unsaved.drop(edition, "materials")
    with acts(app) as session:
        assert session.scalar(select(func.count(DraftPart.id))) == 1
        assert session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.noun == "draft_part")) == 0


def test_typing_goes_when_its_part_is_saved_and_stays_for_the_others(app: Flask, acting: Acting) -> None:
    edition = bring(app, "draft")
    before = content(app, edition)
    with acting("county_editor"):
        for name in ("materials", "steps"):
            unsaved.keep(edition, name, "v1", {"rows": []})
        workbench.save_list(edition, "materials", before.materials[1:], workbench.version_of(MATERIALS, before))

        assert set(unsaved.own(house_session(), edition)) == {"steps"}


def test_nobody_types_into_a_draft_out_of_his_sight(app: Flask, acting: Acting) -> None:
    edition = bring(app, "draft")

    with acting("civil_editor"), pytest.raises((Conflict, NotFound)):
        unsaved.keep(edition, "materials", "v1", {"rows": []})


def test_typing_in_a_draft_that_went_on_is_forgotten_after_a_month(app: Flask, acting: Acting) -> None:
    edition = bring(app, "draft")
    with acting("county_editor"):
        unsaved.keep(edition, "materials", "v1", {"rows": []})
    do(app, COUNTY_EDITOR, "submit", edition)
    left = []
    for months in (0, 2):
        with acts(app), clock.fixed(clock.local_now() + timedelta(days=31 * months)):
            unsaved.forget_stale()
            left.append(house_session().scalar(select(func.count(DraftPart.id))))

    assert left == [1, 0]
