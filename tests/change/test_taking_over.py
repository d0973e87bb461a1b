"""Workbooks brought in: all or nothing, once, as drafts or taken over by a second person, and taken back whole (R67, decisions 16, 51)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from appcore import clock
from appcore.casework import intake
from appcore.catalogue import editions, item_state, unsaved
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.change import document, exporting, imports, report, source
from appcore.definition import schema
from appcore.definition.exchange_columns import NATIONAL
from appcore.definition.templates.skeletons import SKELETONS
from appcore.errors import Conflict, NotAllowed, Refused
from models.audit import AuditEntry
from models.db import db, house_session
from models.item import Edition, Item
from models.package import PackageImport
from seeds import small
from tests.acting import Acting
from tests.casework.counter_forms import form
from tests.change import books
from tests.change.test_packages import fingerprint

EDITOR, REVIEWER = "county_editor", "county_reviewer"


def judged(raw: bytes, name: str = "样例.xlsx") -> report.Report:
    return report.held_against(house_session(), source.read(house_session(), raw, name))


def bring(raw: bytes, *, taking_over: bool = False) -> str:
    code = imports.preview(raw, "样例.xlsx")
    imports.apply(code, None, taking_over=taking_over)
    return code


def written(package: dict[str, Any]) -> bytes:
    return books.workbook([schema.load(one) for one in package["items"]], package["identities"])


def in_force() -> dict[str, str]:
    """The hash of what is in force, by item."""
    session = house_session()
    session.expire_all()
    found = {code: edition_in_force(session, code) for code in session.scalars(select(Item.code))}
    return {code: edition.definition_hash or "" for code, edition in found.items() if edition is not None}


def test_what_a_county_exports_as_a_workbook_is_the_same_when_it_comes_in(acting: Acting) -> None:
    with acting(EDITOR):
        codes = [one.key for one in exporting.offered(house_session())["item"]]
        raw, national = (exporting.workbook(house_session(), codes, scheme=one) for one in ("", NATIONAL))

        assert {one.key: one.outcome for one in judged(raw).objects} == dict.fromkeys(codes, "same")
        assert {one.key: one.outcome for one in judged(national).objects} == dict.fromkeys(codes, "same")


def test_drafts_of_a_workbook_have_its_hashes_and_undoing_restores_the_former_ones(
    acting: Acting, tmp_path: Path
) -> None:
    """One new item, one under a main item of the file, one in place of what is in force. The same file comes in once (R67)."""
    with acting(EDITOR):
        tables = books.sheets_of(exporting.workbook(house_session(), [small.PROMISED]), tmp_path)
        head = tables["事项"][0]
        changed = tables["事项"][1]
        changed[head.index("一句话说明")] = "改过的说明"
        new = (
            ("330327-08001", "新事项", "业务办理项", ""), ("330327-08000", "样例主项", "主项", ""), ("", "下面的事项", "业务办理项", "样例主项"),
        )  # fmt: skip
        for number, name, tier, parent in new:
            row = dict.fromkeys(head, "") | {
                "事项编号": number,
                "事项名称": name,
                "事项层级": tier,
                "上级事项": parent,
                "主管部门": "苍南县公安局",
            }
            tables["事项"].append([row[one] for one in head])
        tables["别名"].append(["330327-08001", "新事"])
        raw = books.xlsx(tables)
        before = fingerprint()

        said = judged(raw)
        code = bring(raw)

        assert [str(one) for one in said.faults] == []
        brought = house_session().scalars(select(PackageImport).where(PackageImport.code == code)).one()
        lines = imports.lines_of(house_session(), brought)
        assert sorted(one.act for one in lines) == ["begun", "created", "created"]
        assert {one.after_hash for one in lines} == {one.digest for one in said.objects}
        made = {item.name: item for item in house_session().scalars(select(Item))}
        assert made["下面的事项"].parent_code == made["样例主项"].code == "330327-08000"
        assert (made["新事项"].code, made["新事项"].department_code) == ("330327-08001", "gaj")
        with pytest.raises(Refused) as twice:
            imports.preview(raw, "样例.xlsx")
        assert "这个文件已经导入过" in str(twice.value.fields["file"])
        imports.undo(code)
        assert fingerprint() == before
        assert judged(raw).objects[-1].outcome == "new"


def test_a_workbook_with_a_fault_writes_nothing_at_all(acting: Acting, tmp_path: Path) -> None:
    """R67: errors in 3 of 100 rows, nothing is written."""
    tables = books.sheets_of(written(books.package(100, 1)), tmp_path)
    at = tables["事项"][0].index("办件类型")
    for row in (5, 50, 100):
        tables["事项"][row][at] = "急件"
    raw = books.xlsx(tables)
    with acting(EDITOR):
        before = fingerprint()
        code = imports.preview(raw, "样例.xlsx")

        assert judged(raw).wrong == 3
        with pytest.raises(Refused, match="文件里有3处错误"):
            imports.apply(code, None)
        assert fingerprint() == before
        target = io.BytesIO()
        source.marked(house_session(), target, raw, "样例.xlsx")
        (tmp_path / "marked.xlsx").write_bytes(target.getvalue())
        assert [row[1] for row in books.sheets_of(target.getvalue(), tmp_path)["导入核对"][1:4]] == ["6", "51", "101"]


def faulty_package(count: int) -> dict[str, Any]:
    """Items of which nine in ten have at least one error of the checks: no basis, a promise above the law, a fee without a basis."""
    made = books.package(count, 3)
    for number, one in enumerate(made["items"]):
        match number % 10:
            case 0:
                pass
            case 1 | 2 | 3:
                one["promised_days"] = 30
            case 4 | 5 | 6:
                one |= {"has_fee": True, "fees": [{"key": "f", "name": "工本费", "amount_fen": 1000}]}
            case _:
                one |= {"case_type": "instant"}
    return made


@pytest.mark.parametrize("count", [20, pytest.param(400, marks=pytest.mark.soak)])
def test_items_with_errors_are_all_in_force_on_day_one(acting: Acting, count: int) -> None:
    made = faulty_package(count)
    codes = [one["code"] for one in made["items"]]
    with acting(EDITOR):
        before = in_force()
        code = bring(written(made), taking_over=True)
        with pytest.raises(NotAllowed):
            imports.take_over(code)
        assert in_force() == before
    with acting(REVIEWER):
        left = count
        while left:
            _taken, left = imports.take_over(code, imports.PORTION)

        now = in_force()
        assert {one: now.get(one) for one in codes} == {
            one["code"]: schema_hash(one) for one in made["items"]
        }  # fmt: skip
        session = house_session()
        taken = session.scalar(
            select(func.count(Edition.id)).where(Edition.taken_over.is_(True), Edition.state == "published")
        )
        assert taken == count
        acts = set(
            session.scalars(select(AuditEntry.act).where(AuditEntry.noun == "package", AuditEntry.row_key == code))
        )
        assert acts == {"package_applied", "package_taken_over"}
        with pytest.raises(Conflict):
            imports.take_over(imports_without(session))
        imports.undo(code)
        assert in_force() == before


def schema_hash(document: dict[str, Any]) -> str:
    from appcore.change.kinds import ITEMS

    return ITEMS.hash_of(schema.load(document))


def imports_without(session: Any) -> str:
    """An import of drafts, which nobody takes over."""
    with_drafts = session.scalar(select(PackageImport.code).where(PackageImport.taking_over.is_(None)))
    if with_drafts is not None:
        return str(with_drafts)
    raise Conflict("none")


def test_a_cancelled_item_and_a_doubled_code_are_the_only_ones_kept_out(acting: Acting, tmp_path: Path) -> None:
    """Decisions 51: the four that are never let through."""
    tables = books.sheets_of(written(books.package(6, 1)), tmp_path)
    head, rows = tables["事项"][0], tables["事项"]
    rows[2][head.index("事项状态")] = "取消"
    double = list(rows[3])
    double[head.index("承诺办结时限")] = 3
    rows.append(double)
    with acting(EDITOR):
        said = judged(books.xlsx(tables))
        kept_out = {one.key for one in said.objects if one.outcome == "blocked"}
        code = bring(books.xlsx(tables), taking_over=True)
    with acting(REVIEWER):
        assert imports.take_over(code) == (4, 0)
        now = in_force()

    assert said.wrong == 0
    assert kept_out == {"330327-50002", "330327-50003"}
    assert {one for one in now if one.startswith("330327-5")} == {f"330327-5000{one}" for one in (1, 4, 5, 6)}


def test_what_was_taken_over_in_place_of_another_gives_it_back(acting: Acting, tmp_path: Path) -> None:
    """The former content comes into force again under a new number; the importer alone cannot do it."""
    with acting(EDITOR):
        before = in_force()
        tables = books.sheets_of(exporting.workbook(house_session(), [small.PROMISED]), tmp_path)
        tables["事项"][1][tables["事项"][0].index("一句话说明")] = "接管来的说明"
        code = bring(books.xlsx(tables), taking_over=True)
    with acting(REVIEWER):
        imports.take_over(code)
        assert in_force()[small.PROMISED] != before[small.PROMISED]
    with acting(EDITOR), pytest.raises(NotAllowed):
        imports.undo(code)
    with acting(REVIEWER):
        imports.undo(code)

        assert in_force() == before
        newest = edition_in_force(house_session(), small.PROMISED)
        assert newest is not None
        assert newest.number == 3


def test_what_has_cases_is_not_taken_back(acting: Acting, tmp_path: Path) -> None:
    with acting(EDITOR):
        tables = books.sheets_of(exporting.workbook(house_session(), [small.INSTANT]), tmp_path)
        tables["事项"][1][tables["事项"][0].index("一句话说明")] = "接管来的说明"
        code = bring(books.xlsx(tables), taking_over=True)
    with acting(REVIEWER):
        imports.take_over(code)
    with acting():
        intake.accept(form(small.INSTANT, 1))
    with acting(REVIEWER):
        row = house_session().scalars(select(PackageImport).where(PackageImport.code == code)).one()

        assert [str(one.obstacle) for one in imports.plan_of_undoing(house_session(), row)] == [
            "接管之后已有新的版本、已停用，或者已经收过办件"
        ]
        with pytest.raises(Refused, match="不能撤销"):
            imports.undo(code)


def test_what_waits_to_be_taken_over_is_taken_back_by_who_brought_it(acting: Acting) -> None:
    with acting(EDITOR):
        before = fingerprint()
        code = bring(written(books.package(2, 1)), taking_over=True)
        assert db.session.scalar(select(func.count(Edition.id)).where(Edition.state == "submitted")) == 2

        imports.undo(code)

        assert fingerprint() == before


def test_what_a_reviewer_sent_back_is_not_taken_over_with_the_rest(acting: Acting) -> None:
    with acting(EDITOR):
        code = bring(written(books.package(2, 1)), taking_over=True)
    with acting(REVIEWER):
        first = db.session.scalar(select(Edition.id).where(Edition.item_code == "330327-50001"))
        assert first is not None
        editions.send_back(first, "名称不对")

        assert imports.take_over(code) == (1, 0)
        assert "330327-50001" not in in_force()


def test_an_item_that_was_cancelled_since_does_not_hold_up_the_rest(acting: Acting) -> None:
    with acting(EDITOR):
        code = bring(written(books.package(2, 1)), taking_over=True)
    with acting(REVIEWER):
        item_state.cancel("330327-50001", "样例原因", clock.local_today())

        assert imports.take_over(code) == (1, 0)
        assert "330327-50001" not in in_force()


def test_what_was_sent_back_and_changed_by_hand_has_no_leave_for_errors_any_more(acting: Acting) -> None:
    """Decisions 51: the leave is for what is in force elsewhere; a draft that somebody writes on is a draft like any other."""
    with acting(EDITOR):
        code = bring(written(books.package(1, 1)), taking_over=True)
    with acting(REVIEWER):
        edition = db.session.scalars(select(Edition.id).where(Edition.item_code == "330327-50001")).one()
        editions.send_back(edition, "名称不对")
    with acting(EDITOR):
        version = house_session().get_one(Edition, edition).version
        editions.save(edition, {"promised_days": 500}, version=version)
        editions.submit(edition)

    with acting(REVIEWER):
        with pytest.raises(Refused, match="必须解决的问题"):
            editions.approve(edition)
        with pytest.raises(Conflict):
            imports.take_over(imports_of_waiting(code))


def imports_of_waiting(code: str) -> str:
    """The import, once nothing of it waits any more."""
    row = house_session().scalars(select(PackageImport).where(PackageImport.code == code)).one()
    if imports.waiting(house_session(), row):
        return code
    raise Conflict("none")


def test_an_import_is_not_taken_back_while_somebody_is_typing_into_its_draft(acting: Acting) -> None:
    with acting("county_editor"):
        code = bring(written(books.package(1, 1)))
        edition = db.session.scalars(select(Edition.id).where(Edition.item_code == "330327-50001")).one()
    with acting("county_reviewer"):
        unsaved.keep(edition, "basics", "", {"summary": "没有保存的话"})
    with acting("county_editor"), pytest.raises(Refused, match="又有改动"):
        imports.undo(code)
    with acting("county_reviewer"):
        unsaved.drop(edition, "basics")
    with acting("county_editor"):
        assert imports.undo(code) == 1


def test_what_somebody_writes_the_next_edition_of_is_not_taken_back(acting: Acting) -> None:
    with acting(EDITOR):
        code = bring(written(books.package(1, 1)), taking_over=True)
    with acting(REVIEWER):
        imports.take_over(code)
    with acting(EDITOR):
        next_one = editions.draft("330327-50001")

    with acting(REVIEWER):
        with pytest.raises(Refused, match="不能撤销"):
            imports.undo(code)
        assert house_session().get_one(Edition, next_one).state == "draft"
        assert "330327-50001" in in_force()


def test_only_items_are_taken_over(acting: Acting) -> None:
    made = books.package(1, 1) | {"slip_templates": [{"kind": next(iter(SKELETONS)), "texts": {}}]}
    with acting(EDITOR):
        before = fingerprint()
        code = imports.preview(document.write(made), "样例.json")

        with pytest.raises(Refused, match="只能是事项"):
            imports.apply(code, None, taking_over=True)
        assert fingerprint() == before
