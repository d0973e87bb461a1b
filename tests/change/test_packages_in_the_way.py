"""What stands in the way of an import: books that are ended or of another sort, items at rest, and editions to come."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from appcore import records
from appcore.casework import slip_templates
from appcore.catalogue import compile as compiler
from appcore.catalogue import draft_content, editions
from appcore.change import document, imports, reading, report, undoing
from appcore.definition.designing.rows import MOST_ROWS
from appcore.definition.item import Field, ItemDefinition
from appcore.definition.register import RegisterDefinition
from appcore.definition.schema import plain
from appcore.errors import Refused
from appcore.registers import books
from models.db import house_session
from models.item import Edition, Item
from models.package import PackageImport
from models.slip_template import SlipTemplateVersion
from seeds import small
from tests.acting import Acting
from tests.catalogue.drafting import EDITOR as OFFICE
from tests.catalogue.drafting import bring as brought
from tests.change.test_packages import EDITOR, bring, everything, renamed
from tests.people import acts


def of_book(definition: RegisterDefinition) -> bytes:
    return document.write({"registers": [plain(definition)]})


def judged(raw: bytes, key: str) -> tuple[str, list[str]]:
    said = report.build(house_session(), document.read(raw))
    found = next(one for one in said.objects if one.key == key)
    return found.outcome, [str(one) for one in found.missing]


def changed_item(code: str) -> bytes:
    made = json.loads(everything())
    items = [{**one, "name": f"{one['name']}（改）"} for one in made["items"] if one["code"] == code]
    return document.write({"items": items})


def item(code: str) -> Item:
    return house_session().scalars(select(Item).where(Item.code == code)).one()


def test_an_ended_book_takes_no_import(acting: Acting) -> None:
    with acting(EDITOR):
        definition, _digest, _is_draft = books.opened(house_session(), "extended_hours")
        books.end("extended_hours")

        found = judged(of_book(replace(definition, purpose="改过")), "extended_hours")

    assert found == ("blocked", ["本县的“延时服务登记”已经停用"])


def test_a_book_does_not_become_something_else(acting: Acting) -> None:
    with acting(EDITOR):
        definition, _digest, _is_draft = books.opened(house_session(), "extended_hours")
        outcome, missing = judged(of_book(replace(definition, subject="hall")), "extended_hours")

    assert outcome == "blocked"
    assert missing == ["本县用这个标识的是“延时服务登记”，不是同一类"]


def test_an_item_with_an_edition_to_come_takes_no_import(app: Flask) -> None:
    brought(app, "scheduled")
    with acts(app, OFFICE):
        found = judged(changed_item(small.PROMISED), small.PROMISED)

    assert found == ("blocked", ["有一个版本待生效，等它生效后再导入"])


def test_an_item_at_rest_takes_no_import(acting: Acting) -> None:
    with acting(EDITOR):
        raw, row = changed_item(small.NATURAL), item(small.NATURAL)
        records.change(Item, row.id, {"state": "paused", "state_reason": "样例"}, version=row.version)

        found = judged(raw, small.NATURAL)

    assert found == ("blocked", ["这个事项已暂停或取消，先恢复在用再导入"])


def test_an_imported_item_that_was_changed_since_is_not_taken_back(acting: Acting) -> None:
    with acting(EDITOR):
        code = bring(renamed(everything()), lambda one: one.kind.slug == "item")
        row = item(f"330327-9{small.PROMISED[-4:]}")
        records.change(Item, row.id, {"name": "同事改过的名称"}, version=row.version)

        with pytest.raises(Refused):
            imports.undo(code)
        kept = house_session().scalars(select(PackageImport).where(PackageImport.code == code)).one()
        told = {
            one.line.key: str(one.obstacle) for one in imports.plan_of_undoing(house_session(), kept) if one.obstacle
        }
        assert told == {row.code: "这个事项的基本信息在导入之后修改过"}


def test_a_draft_that_was_sent_in_and_came_back_since_is_not_taken_back(acting: Acting) -> None:
    with acting(EDITOR):
        code = bring(
            renamed(everything()), lambda one: one.kind.slug == "item" and one.key.endswith(small.PROMISED[-4:])
        )
        row = house_session().scalars(select(PackageImport).where(PackageImport.code == code)).one()
        (line,) = imports.lines_of(house_session(), row)
        sent = line.target
        editions.submit(sent)
    with acting("county_reviewer"):
        editions.send_back(sent, "请补充依据")
    with acting(EDITOR), pytest.raises(Refused):
        imports.undo(code)


def test_a_slip_draft_whose_note_was_changed_since_is_not_taken_back(acting: Acting) -> None:
    wording = {"kind": "receipt", "item": None, "texts": {"notice": "样例"}, "note": "样例"}
    with acting(EDITOR):
        code = bring(document.write({"slip_templates": [wording]}))
        version = house_session().scalars(select(SlipTemplateVersion)).one()
        slip_templates.save(version.id, {"notice": "样例"}, "同事写的修改说明", version=version.version)

        with pytest.raises(Refused):
            imports.undo(code)


def test_a_book_with_a_reserved_code_or_too_many_fields_is_wrong(acting: Acting) -> None:
    fields = tuple(Field(key=f"k{one}", label="甲", kind="text") for one in range(MOST_ROWS + 1))
    small_one = RegisterDefinition(code="designs", name="坏名", writers=("clerk",), fields=fields[:1])
    with acting(EDITOR):
        assert judged(of_book(small_one), "designs")[0] == "wrong"
        assert judged(of_book(replace(small_one, code="long_one", fields=fields)), "long_one")[0] == "wrong"
        with pytest.raises(Refused):
            books.begin(small_one)
        with pytest.raises(Refused):
            books.begin(replace(small_one, code="long_one", fields=fields))


def test_an_import_whose_report_nobody_saw_is_refused(acting: Acting, sign_in: Any) -> None:
    with acting(EDITOR):
        code = imports.preview(
            of_book(RegisterDefinition(code="fresh_one", name="样例", writers=("clerk",))), "样例.json"
        )

    answer = sign_in(EDITOR).post(
        f"/console/catalogue/packages/imports/{code}/apply", data={"chosen": ["register:fresh_one"]}
    )

    assert answer.status_code == 409


def test_what_was_judged_before_the_lock_holds_only_while_nothing_has_changed(acting: Acting) -> None:
    """A draft that somebody begins between the two looks is seen by the second one."""
    with acting(EDITOR):
        raw = changed_item(small.PROMISED)
        read = reading.said_by(document.read(raw))
        before = report.look(house_session(), read)

        assert report.look_again(house_session(), read, before) is before.said
        editions.draft(small.PROMISED)
        after = report.look_again(house_session(), read, before)

        assert [one.standing.act for one in (*before.said.objects, *after.objects) if one.standing] == [
            "begun",
            "replaced",
        ]
        assert after.digest != before.said.digest


def test_an_import_that_was_worked_on_after_the_plan_of_its_undoing_is_judged_anew(acting: Acting) -> None:
    with acting(EDITOR):
        code = imports.preview(changed_item(small.PROMISED), "样例.json")
        imports.apply(code, None)
        row = house_session().scalars(select(PackageImport).where(PackageImport.code == code)).one()
        mark = undoing.mark(house_session(), row)
        (line,) = imports.lines_of(house_session(), row)

        assert undoing.mark(house_session(), row) == mark
        content = replace(compiled(line.target), summary="后来改的")
        draft_content.rewrite(line.target, content)

        assert undoing.mark(house_session(), row) != mark
        with pytest.raises(Refused, match="不能撤销"):
            imports.undo(code)


def compiled(edition_id: int) -> ItemDefinition:
    return compiler.compile_edition(house_session(), house_session().get_one(Edition, edition_id))
