"""Two papers that are one (issue 5, item 7): all items follow as new drafts, in one transaction, and it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from appcore import clock, records
from appcore.catalogue import compile as compiler
from appcore.catalogue import draft_content, editions, paper_merge, paper_use, unsaved
from appcore.definition import schema
from appcore.definition.item import ItemDefinition, Material, Ref
from appcore.errors import Conflict, Refused
from models.audit import AuditEntry
from models.db import house_session
from models.edition_parts import PARTS
from models.item import Edition
from models.material_library import StandardMaterial
from tests.acting import Acting
from tests.catalogue.drafting import EDITOR, ITEM, bring
from tests.people import acts

OLD, NEW = "household-book", "id-card"
REASON = "同一份材料"


def wanting(session: Any, paper: str) -> set[str]:
    return {one.item_code for one in paper_use.uses(session, paper) if one.edition_state == "in_force"}


def test_every_item_in_force_gets_a_draft_that_asks_for_the_survivor_and_nothing_in_force_changes(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        asked, before = wanting(session, OLD), session.scalars(select(Edition.definition_hash)).all()

        paper_merge.merge(OLD, NEW, REASON)

        drafts = {one.item_code: one.id for one in session.scalars(select(Edition).where(Edition.state == "draft"))}
        papers = {code: {one.paper for one in _materials(session, edition)} for code, edition in drafts.items()}
        assert set(drafts) == asked >= {ITEM}
        assert all(OLD not in found and NEW in found for found in papers.values())
        assert wanting(session, OLD) == asked
        assert [one for one in session.scalars(select(Edition.definition_hash)).all() if one] == before


def _materials(session: Any, edition: int) -> list[Any]:
    material: Any = PARTS["material"]
    return list(session.scalars(select(material).where(material.edition_id == edition)))


def test_the_merged_paper_is_ended_points_to_the_survivor_and_the_trail_says_so(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        paper_merge.merge(OLD, NEW, REASON)

        old = paper_merge.paper_of(session, OLD)
        assert (old.merged_into, old.valid_to) == (NEW, clock.local_today())
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "papers_merged")).one()
        assert entry.row_key == OLD


def test_what_a_material_said_in_its_own_words_stays(app: Flask) -> None:
    """The name 夫妻双方居民户口簿 is the item's, and not the paper's."""
    with acts(app, EDITOR) as session:
        in_force = session.scalars(select(Edition).where(Edition.item_code == ITEM)).one()
        content = schema.read(in_force.definition or b"")
        old, new = paper_merge.paper_of(session, OLD), paper_merge.paper_of(session, NEW)
        own = next(one for one in content.materials if one.paper and one.paper.code == OLD)

        swapped = next(one for one in paper_merge.swapped(content, old, new).materials if one.key == own.key)

        assert own.name != old.name
    assert (swapped.name, swapped.condition, swapped.note) == (own.name, own.condition, own.note)


def test_a_draft_that_is_being_written_is_rewritten_and_undoing_gives_it_its_content_back(app: Flask) -> None:
    edition = bring(app, "draft")
    with acts(app, EDITOR) as session:
        before = schema.write(compiler.compile_edition(session, session.get_one(Edition, edition)))
        code = paper_merge.merge(OLD, NEW, REASON)
        between = schema.write(compiler.compile_edition(session, session.get_one(Edition, edition)))

        paper_merge.undo(code)

        assert between != before
        assert schema.write(compiler.compile_edition(session, session.get_one(Edition, edition))) == before
        old = paper_merge.paper_of(session, OLD)
        assert (old.merged_into, old.valid_to) == (None, None)


def test_undoing_gives_up_the_drafts_that_the_merge_began(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        code = paper_merge.merge(OLD, NEW, REASON)

        assert paper_merge.undo(code) > 0

        assert session.scalar(select(func.count(Edition.id)).where(Edition.state == "draft")) == 0
        with pytest.raises(Conflict):
            paper_merge.undo(code)


def test_once_a_draft_has_moved_on_nothing_is_taken_back(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        code = paper_merge.merge(OLD, NEW, REASON)
        edition = draft_content.open_edition(session, ITEM)
        assert edition is not None
        editions.submit(edition.id)
        drafts = session.scalar(select(func.count(Edition.id)).where(Edition.state == "draft"))

        with pytest.raises(Refused):
            paper_merge.undo(code)

        assert session.scalar(select(func.count(Edition.id)).where(Edition.state == "draft")) == drafts
        assert paper_merge.paper_of(session, OLD).merged_into == NEW


@pytest.mark.parametrize("state", ["submitted", "scheduled"])
def test_an_item_that_cannot_take_part_is_named_and_nothing_is_written(app: Flask, state: str) -> None:
    bring(app, state)
    with acts(app, EDITOR) as session:
        before = session.scalar(select(func.count(Edition.id)))

        with pytest.raises(Refused) as refused:
            paper_merge.merge(OLD, NEW, REASON)

        assert refused.value.parameters["names"] == "夫妻投靠户口迁移"
        assert session.scalar(select(func.count(Edition.id))) == before
        assert paper_merge.paper_of(session, OLD).merged_into is None


def test_what_was_read_before_an_item_changed_is_not_what_is_done(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        seen = paper_merge.digest(paper_merge.plan(session, OLD, NEW))
    bring(app, "draft")

    with acts(app, EDITOR), pytest.raises(Conflict):
        paper_merge.merge(OLD, NEW, REASON, seen=seen)


def test_a_paper_is_not_merged_into_itself_nor_into_one_that_was_merged_away(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        records.create(
            StandardMaterial, {"code": "old-book", "name": "户口本", "kind": "licence", "source_type": "government"}
        )
        paper_merge.merge("old-book", OLD, REASON)

        for old, new in ((OLD, OLD), (NEW, "old-book"), ("old-book", NEW)):
            with pytest.raises(Refused):
                paper_merge.plan(session, old, new)


def test_a_next_edition_that_asks_for_the_paper_no_more_is_left_as_it_is(app: Flask) -> None:
    edition = bring(app, "draft")
    with acts(app, EDITOR) as session:
        for row in _materials(session, edition):
            if row.paper == OLD:
                editions.remove_part("material", row.id)

        assert ITEM not in {one.item.code for one in paper_merge.plan(session, OLD, NEW)}


def test_a_draft_that_somebody_wrote_on_since_is_not_thrown_away(app: Flask) -> None:
    """It is still a draft, in the state in which the merge left it: only its content says that work is in it."""
    with acts(app, EDITOR) as session:
        code = paper_merge.merge(OLD, NEW, REASON)
        edition = draft_content.open_edition(session, ITEM)
        assert edition is not None
        edition_id = edition.id
        editions.save(edition_id, {"summary": "另一个人写的"}, version=edition.version)

        with pytest.raises(Refused, match="又有改动"):
            paper_merge.undo(code)

        kept = session.get_one(Edition, edition_id)
        assert (kept.state, kept.summary) == ("draft", "另一个人写的")


def test_a_merge_is_not_taken_back_under_a_later_one_of_its_survivor(app: Flask) -> None:
    with acts(app, EDITOR):
        for code in ("old-book", "older-book"):
            records.create(
                StandardMaterial, {"code": code, "name": code, "kind": "licence", "source_type": "government"}
            )
        first = paper_merge.merge("older-book", "old-book", REASON)
        second = paper_merge.merge("old-book", OLD, REASON)

        with pytest.raises(Refused, match="先撤销那一次"):
            paper_merge.undo(first)
        paper_merge.undo(second)
        paper_merge.undo(first)


def test_what_a_material_says_of_its_paper_follows_only_where_it_was_the_papers_own_word() -> None:
    old = StandardMaterial(code="a", name="户口本", kind="licence", source_type="government", issuer="公安局")
    new = StandardMaterial(code="b", name="户口簿", kind="licence", source_type="government", issuer="县公安局")
    theirs = Material(key="m", name="户口 本", paper=Ref("a", "户口本"), kind="licence", source_type="government", issuer="公安局")  # fmt: skip
    own = replace(theirs, key="n", name="夫妻双方户口本", issuer="户籍地派出所")
    other = Material(key="o", name="身份证", paper=Ref("c", "身份证"), issuer="公安局")

    found = paper_merge.swapped(ItemDefinition(code=ITEM, materials=(theirs, own, other)), old, new).materials

    assert [(one.name, one.paper and one.paper.code, one.issuer) for one in found] == [
        ("户口簿", "b", "县公安局"),
        ("夫妻双方户口本", "b", "户籍地派出所"),
        ("身份证", "c", "公安局"),
    ]


def test_a_draft_in_which_somebody_is_typing_is_not_thrown_away_under_his_hands(acting: Acting) -> None:
    with acting("county_editor"):
        code = paper_merge.merge(OLD, NEW, REASON)
        edition = draft_content.open_edition(house_session(), ITEM)
        assert edition is not None
        edition_id = edition.id
        unsaved.keep(edition_id, "basics", "", {"summary": "自己写的"})
    with acting("county_reviewer"):
        unsaved.keep(edition_id, "basics", "", {"summary": "没有保存的话"})
    with acting("county_editor"), pytest.raises(Refused, match="又有改动"):
        paper_merge.undo(code)
    with acting("county_reviewer"):
        unsaved.drop(edition_id, "basics")
    with acting("county_editor"):
        assert paper_merge.undo(code) > 0
