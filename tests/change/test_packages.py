"""Packages (F11): what is exported comes back with the same hashes; an import is drafts, written whole and taken back whole."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select

from appcore import clock, records
from appcore.access.principal import System, acting_as
from appcore.casework import slip_templates
from appcore.catalogue import compile as compiler
from appcore.catalogue import editions
from appcore.change import document, exporting, imports, report
from appcore.change.kinds import KINDS
from appcore.definition import schema
from appcore.definition.item import Field, ItemDefinition
from appcore.definition.register import RegisterDefinition
from appcore.errors import Conflict, Refused
from appcore.registers import books
from appcore.transaction import unit_of_work
from models.audit import AuditEntry
from models.db import db, house_session
from models.item import Edition, Item, ItemAlias
from models.offer import Offer
from models.package import PackageImport, PackageLine
from models.register import Register, RegisterVersion
from models.slip_template import SlipTemplate, SlipTemplateVersion
from seeds import small
from tests import page
from tests.acting import Acting
from tests.catalogue.test_compile_round_trip import stored
from tests.definition import strategies
from tests.people import COUNTY
from tests.world import LINGXI

EDITOR, REVIEWER = "county_editor", "county_reviewer"
BOOK = "sample_book"
BASE = "/console/catalogue/packages"
SignIn = Callable[[str], FlaskClient]


def book(name: str = "样例台账", *more: Field) -> RegisterDefinition:
    fields = (Field(key="what", label="内容", kind="text"), *more)
    return RegisterDefinition(code=BOOK, name=name, writers=("clerk",), kept="years10", fields=fields)


def everything() -> bytes:
    """A package of all that this county offers."""
    session = house_session()
    offered = exporting.offered(session)
    return exporting.package(session, {slug: [one.key for one in found] for slug, found in offered.items()})


def renamed(raw: bytes) -> bytes:
    """A package in which every object is one that the small county does not have."""
    made = json.loads(raw)
    for one in (*made["items"], *made["identities"]):
        one["code"] = f"330327-9{one['code'][-4:]}"
    for one in made["registers"] + made.get("blocks", []):
        one["code"] = f"{one['code'][:30]}_new"
    for one in made.get("slip_templates", []):
        one["item"] = "330327-90001"
    return document.write(made)


def bring(raw: bytes, choose: Callable[[report.Judged], bool] = lambda one: one.may_be_chosen) -> str:
    code = imports.preview(raw, "样例.json")
    said = report.build(house_session(), document.read(raw))
    imports.apply(code, {one.tick for one in said.objects if choose(one)}, seen=said.digest)
    return code


def outcomes(raw: bytes) -> dict[str, str]:
    return {one.tick: one.outcome for one in report.build(house_session(), document.read(raw)).objects}


def fingerprint() -> dict[str, Any]:
    """All content of items, registers and slips that is in use or open, by hash."""
    session = house_session()
    session.expire_all()
    found: dict[str, Any] = {}
    for row in session.scalars(select(Edition).where(Edition.state != "cancelled")):
        content = schema.write(compiler.compile_edition(session, row))
        found[f"item {row.item_code} {row.number} {row.state}"] = (row.definition_hash, content)
    for one in session.scalars(select(RegisterVersion)):
        found[f"register {one.register_code} {one.number} {one.state}"] = one.definition_hash
    for it in session.scalars(select(SlipTemplateVersion)):
        found[f"slip {it.template_id} {it.number} {it.state}"] = (it.content, it.note)
    for thing in session.scalars(select(Item).where(Item.state == "in_use")):
        found[f"in use {thing.code}"] = thing.name
    for shelf in session.scalars(select(Register)):
        if books.is_open(shelf):
            found[f"book {shelf.code}"] = shelf.name
    return found


def furnish() -> None:
    """Something of each kind in each standing: in use, drafted over what is in use, and drafted alone."""
    books.publish(books.begin(book()))
    books.begin(replace(book(), code="drafted_book"))
    books.publish(books.begin(replace(book("样例字段块"), code="sample_block", subject="block")))
    wording = slip_templates.draft("receipt", COUNTY)
    version = house_session().get_one(SlipTemplateVersion, wording).version
    slip_templates.save(wording, {"notice": "请妥善保管"}, "样例", version=version)
    editions.draft(small.NATURAL)


def test_all_that_a_county_exports_comes_into_another_with_the_same_hashes(acting: Acting) -> None:
    with acting(EDITOR):
        furnish()
        raw = everything()
        assert set(outcomes(raw).values()) == {"same"}
        fresh = renamed(raw)
        before = {
            one.tick: one.kind.hash_of(one.content)
            for one in report.build(house_session(), document.read(fresh)).objects
        }

        code = bring(fresh)

        session = house_session()
        row = session.scalars(select(PackageImport).where(PackageImport.code == code)).one()
        lines = imports.lines_of(session, row)
        assert {one.act for one in lines} == {"created"}
        assert {f"{one.kind}:{one.key}": one.after_hash for one in lines} == before
        assert {one.kind for one in lines} == set(KINDS)
        again = json.loads(everything())
        there = [one for one in again["items"] if one["code"].startswith("330327-9")]
        assert there == json.loads(fresh)["items"]
        item = session.scalars(select(Item).where(Item.code == f"330327-9{small.PROMISED[-4:]}")).one()
        like = session.scalars(select(Item).where(Item.code == small.PROMISED)).one()
        assert (item.department_code, item.window_kind_code, item.tier) == (
            like.department_code, like.window_kind_code, like.tier,
        )  # fmt: skip
        aliases = select(func.count(ItemAlias.id))
        assert session.scalar(aliases.where(ItemAlias.item_code == item.code)) == session.scalar(
            aliases.where(ItemAlias.item_code == like.code)
        )


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)  # fmt: skip
@given(drawn=strategies.definitions())
def test_any_definition_comes_in_with_the_hash_with_which_it_went_out(house: Any, drawn: ItemDefinition) -> None:
    whole = stored(drawn)
    fields = tuple(
        replace(one, kind="text", code_list="") for one in whole.fields
    )  # a form could not be drawn otherwise
    definition = replace(whole, code="330327-90099", name=drawn.name.strip() or "样例", fields=fields)
    identity = {"code": definition.code, "department": {"code": "gaj"}}
    raw = document.write({"items": [schema.dump(definition)], "identities": [identity]})

    with house.app.app_context(), acting_as(System("tests")):
        code = bring(raw)
        line = db.session.scalars(select(PackageLine).join(PackageImport).where(PackageImport.code == code)).one()
        assert line.after_hash == KINDS["item"].hash_of(definition)
        imports.undo(code)
        db.session.remove()


def test_undoing_an_import_gives_back_all_that_was_there(acting: Acting) -> None:
    """Of each kind: a new one, one over what is in use, one in place of an open draft; the former hashes come back."""
    with acting(EDITOR):
        furnish()
        made = json.loads(everything())
        fresh = json.loads(renamed(document.write(made)))
    with acting(REVIEWER):
        sent = house_session().scalars(select(SlipTemplateVersion)).one()
        assert sent.state == "draft"
    with acting(EDITOR):
        for one in (*made["items"], *made["registers"], *made["blocks"]):
            one["name"] += "（改）"
        made["slip_templates"][0]["texts"]["notice"] = "请妥善保管本单"
        made["slip_templates"].append({"kind": "correction", "texts": {"notice": "样例"}})
        both = {
            name: made[name] + fresh[name] for name in ("items", "registers", "blocks", "slip_templates", "identities")
        }
        raw = document.write(both)
        before = fingerprint()

        code = bring(raw)

        row = house_session().scalars(select(PackageImport).where(PackageImport.code == code)).one()
        acts = {(one.kind, one.act) for one in imports.lines_of(house_session(), row)}
        assert acts == {
            ("item", "created"), ("item", "begun"), ("item", "replaced"), ("register", "created"), ("register", "begun"),
            ("register", "replaced"), ("block", "created"), ("block", "begun"), ("slip_template", "created"),
            ("slip_template", "replaced"),
        }  # fmt: skip
        assert fingerprint() != before
        assert [one.obstacle for one in imports.plan_of_undoing(house_session(), row) if one.obstacle] == []

        imports.undo(code)

        assert fingerprint() == before
        with pytest.raises(Conflict):
            imports.undo(code)
        again = bring(raw)
        row = house_session().scalars(select(PackageImport).where(PackageImport.code == again)).one()
        assert ("item", "revived") in {(one.kind, one.act) for one in imports.lines_of(house_session(), row)}
        imports.undo(again)
        assert fingerprint() == before
        told = house_session().scalars(
            select(AuditEntry.act).where(AuditEntry.noun == "package").order_by(AuditEntry.id)
        )
        assert list(told) == ["package_applied", "package_undone"] * 2


def test_an_import_that_was_built_on_is_not_undone_in_part(acting: Acting) -> None:
    with acting(EDITOR):
        books.publish(books.begin(book()))
        fresh = renamed(everything())
        code = bring(fresh)
        row = house_session().scalars(select(PackageImport).where(PackageImport.code == code)).one()
        worked_on = house_session().scalars(select(PackageLine).where(PackageLine.kind == "item")).first()
        assert worked_on is not None
        edition = house_session().get_one(Edition, worked_on.target)
        editions.save(edition.id, {"summary": "改过"}, version=edition.version)
        others = house_session().scalars(select(PackageLine).where(PackageLine.kind == "register")).first()
        assert others is not None
        before = fingerprint()

        said = {
            one.line.key: str(one.obstacle) for one in imports.plan_of_undoing(house_session(), row) if one.obstacle
        }
        assert said == {worked_on.key: "草稿在导入之后修改过"}
        with pytest.raises(Refused):
            imports.undo(code)
        assert fingerprint() == before
        books.discard(others.target)
        said = {
            one.line.key: str(one.obstacle) for one in imports.plan_of_undoing(house_session(), row) if one.obstacle
        }
        assert said[others.key] == "草稿已经送审、发布或删除"


def faulty() -> tuple[bytes, list[str]]:
    """A package with thirty faults planted in it, and the words by which each must be told."""
    made = json.loads(renamed(everything()))
    first, second, third = made["items"]
    book_, other = made["registers"][:2]
    first |= {"promised_days": "三", "legal_days": 99999, "case_type": "slow", "is_online": "yes", "nosuch": 1}
    first |= {
        "use_levels": ["moon"],
        "joint_departments": ["gaj"],
        "name": "长" * 201,
        "visits": True,
        "catalog_code": "12",
    }
    first["materials"][0] |= {"necessity": "perhaps", "originals": 100, "condition": {"all": []}}
    first["materials"].append(dict(first["materials"][1]))
    first["materials"].append(5)
    first["fees"] = [{"key": "Fee", "amount_fen": -1}, {"name": "没有标识"}]
    first["bases"] = {"key": "x"}
    first["faqs"][0]["answer"] = None
    first["steps"][0]["acts"] = "pass"
    first["bases"] = {"key": "x"}
    second["implementing_body"] = {"code": "nosuch-body", "name": "某某局"}
    second["materials"][0]["paper"] = {"code": "nosuch-paper", "name": "某某证明"}
    second["fields"] = [
        {"key": "boat", "label": "船名", "kind": "boat_name"},
        {"key": "port", "label": "港口", "kind": "code", "code_list": "ports"},
    ]
    third["code"] = "330381-00001"
    made["identities"][2]["code"] = "330381-00001"
    made["identities"][0]["tier"] = "top"
    made["items"].append(dict(third))
    made["identities"].append({"code": "330327-95555"})
    book_ |= {"kept": "long", "readers": ["king"], "blank_rows": 61}
    other |= {"subject": "block"}
    made["slip_templates"] = [
        {"kind": "letter"}, {"kind": "receipt", "texts": {"law": "改法律"}}, {"kind": "payment", "item": "330327-97777"},
        {"kind": "refusal", "texts": {"notice": "看不见\u200b的"}},
    ]  # fmt: skip
    told = [
        "承诺办结时限：应为整数", "法定办结时限：应为0至999之间的整数", "办件类型：不在代码表里", "是否网办：应为 true 或 false", "nosuch：没有这一项，请检查名称",
        "行使层级：第1项：不在代码表里", "共同实施部门：第1项：应写明 code 和 name", "事项名称：太长，上限是200", "到办事现场次数：应为整数", "基本编码：应为12位数字",
        "：材料必要性：不在代码表里", "：原件份数：应为0至99之间的整数", "：适用条件：适用条件的写法不正确", "用了两次", "：应为对象", "收费第1项“Fee”：标识：应以小写字母开头，只用小写字母、数字和下划线",
        "：收费标准(元)：应为0至1000000000之间的整数", "收费第2项“没有标识”：标识：没有填写", "依据：应为列表", "：答案：不能是空值，没有内容时请整项去掉", "：可以做：应为列表",
        "本县没有部门“某某局”（nosuch-body）", "材料库没有“某某证明”（nosuch-paper）", "没有“boat_name”这种字段类型，先装上带来它的插件", "没有代码表“ports”",
        "事项编号不是本县的，本县的编号以330327开头", "事项层级：不在代码表里", "数据包里有两个“330381-00001”", "数据包里只有这个事项的身份，没有内容", "保管期限：不在代码表里",
        "查看的岗位：第1项：不在代码表里", "打印留空行数：应为0至60之间的整数", "台账和字段库放错了位置", "文书种类：不在代码表里", "这种文书没有可以写的“law”一段",
        "本县没有事项“330327-97777”", "“提示”一段有看不见的字符",
    ]  # fmt: skip
    return json.dumps(made, ensure_ascii=False).encode(), told


def test_a_package_with_thirty_planted_faults_tells_them_all_and_writes_nothing(acting: Acting) -> None:
    with acting(EDITOR):
        raw, wanted = faulty()
        before = fingerprint()

        code = imports.preview(raw, "样例.json")

        row = imports.own_preview(house_session(), code)
        assert row is not None
        said = imports.kept_report(house_session(), row)
        told = "\n".join(str(it) for one in said.rows for it in (*one.faults, *one.missing))
        assert len(wanted) >= 30
        assert [sentence for sentence in wanted if sentence not in told] == []
        bad = {one.tick for one in said.rows if not one.may_be_chosen}
        for tick in sorted(bad):
            with pytest.raises(Refused):
                imports.apply(code, {tick, *(one.tick for one in said.rows if one.may_be_chosen)})
        assert fingerprint() == before
        assert imports.lines_of(house_session(), row) == []


def test_what_changed_after_the_preview_is_not_written_over(acting: Acting) -> None:
    with acting(EDITOR):
        made = json.loads(everything())
        made["items"][0]["name"] += "（改）"
        raw = document.write(made)
        code = imports.preview(raw, "样例.json")
        seen = report.build(house_session(), document.read(raw))
        ticks = {one.tick for one in seen.objects if one.may_be_chosen}
        editions.draft(made["items"][0]["code"])

        with pytest.raises(Conflict):
            imports.apply(code, ticks, seen=seen.digest)

        assert imports.lines_of(house_session(), house_session().scalars(select(PackageImport)).one()) == []


def test_what_waits_for_the_second_pair_of_eyes_cannot_be_chosen(acting: Acting) -> None:
    with acting(EDITOR):
        made = json.loads(everything())
        code = made["items"][0]["code"]
        made["items"][0]["name"] += "（改）"
        edition = editions.draft(code)
        editions.submit(edition)

        said = report.build(house_session(), document.read(document.write(made)))
        judged = next(one for one in said.objects if one.key == code)

        assert (judged.outcome, [str(one) for one in judged.missing]) == (
            "blocked", ["有一个版本处于“送审”，等它发布或退回后再导入"],
        )  # fmt: skip


def test_a_new_item_that_a_hall_offers_is_not_taken_back(acting: Acting) -> None:
    with acting(EDITOR):
        code = bring(renamed(everything()), lambda one: one.kind.slug == "item")
        item = f"330327-9{small.PROMISED[-4:]}"
    with acting("lingxi_admin"):
        records.create(Offer, {"item_code": item, "hall_code": LINGXI})
    with acting(EDITOR):
        with pytest.raises(Refused):
            imports.undo(code)
        row = house_session().scalars(select(PackageImport).where(PackageImport.code == code)).one()
        said = {
            one.line.key: str(one.obstacle) for one in imports.plan_of_undoing(house_session(), row) if one.obstacle
        }
        assert said == {item: "已有服务中心进驻了这个事项"}


def test_a_template_for_one_new_item_is_chosen_with_its_item(acting: Acting) -> None:
    with acting(EDITOR):
        made = json.loads(renamed(everything()))
        code = made["items"][0]["code"]
        made["slip_templates"] = [{"kind": "receipt", "item": code, "texts": {"notice": "样例"}}]
        preview = imports.preview(document.write(made), "样例.json")

        with pytest.raises(Refused):
            imports.apply(preview, {f"slip_template:receipt/{code}"})

        assert imports.apply(preview, {f"slip_template:receipt/{code}", f"item:{code}"}) == 2
        imports.undo(preview)
        assert house_session().scalar(select(func.count(SlipTemplate.id))) == 0


def test_the_commands_export_import_and_undo(app: Flask, acting: Acting, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke
    file, changed, told = tmp_path / "out.json", tmp_path / "in.json", tmp_path / "told.xlsx"
    args = ["catalogue", "export", str(file), "--kind", "item", "--only", small.PROMISED]
    assert run(args=args).exit_code == 0
    made = json.loads(file.read_bytes())
    made["items"][0]["promised_days"] = 3
    changed.write_bytes(document.write(made))

    tried = run(args=["catalogue", "import", str(changed), "--dry-run", "--report", str(told)])
    assert tried.exit_code == 0, tried.output
    assert "承诺办结时限由“5”改为“3”" in tried.output
    assert told.read_bytes().startswith(b"PK")
    with acting() as _system:
        assert house_session().scalar(select(func.count(PackageImport.id))) == 0

    done = run(args=["catalogue", "import", str(changed)])
    assert done.exit_code == 0, done.output
    code = done.output.split()[-1]
    assert run(args=["catalogue", "undo", code]).exit_code == 0
    assert run(args=["catalogue", "undo", code]).exit_code == 1
    file.write_text("{}")
    assert "这不是办事台的数据包" in run(args=["catalogue", "import", str(file)]).output
    made["items"][0]["promised_days"] = "x"
    changed.write_text(json.dumps(made))
    assert run(args=["catalogue", "import", str(changed)]).exit_code == 1
    plain = run(args=["catalogue", "export", str(file), "--items-only"])
    assert plain.exit_code == 0, plain.output
    assert json.loads(file.read_bytes())["format"] == "banshitai-catalogue"


def test_a_preview_is_its_accounts_alone_and_its_words_are_no_markup(acting: Acting, sign_in: SignIn) -> None:
    editor, reviewer = sign_in(EDITOR), sign_in(REVIEWER)
    bad = {
        "slip_templates": [{"kind": "<b>x"}],
        "registers": [{"code": "<i>y", "name": "<i>台账"}],
        "from": {"name": "<u>z"},
    }
    raw = json.dumps(bad | {"format": document.PACKAGE, "version": 2}).encode()

    sent = editor.post(f"{BASE}/import", data={"file": (io.BytesIO(raw), "<s>样例.json")})
    assert sent.status_code == 302
    shown = editor.get(sent.location).text
    assert [mark for mark in ("<b>x", "<i>y", "<i>台账", "<u>z", "<s>样例") if mark in shown] == []
    assert "&lt;i&gt;台账" in shown
    assert reviewer.get(sent.location).status_code == 404
    assert reviewer.post(f"{sent.location}/apply", data={}).status_code == 403
    refused = editor.post(f"{BASE}/import", data={"file": (io.BytesIO(b"{"), "样例.json")})
    assert (refused.status_code, "文件不是完整的 JSON" in refused.text) == (422, True)
    none = editor.post(f"{sent.location}/apply", data={})
    assert (none.status_code, "请至少选择一项" in none.text) == (422, True)


def test_a_package_goes_out_and_in_through_the_pages(acting: Acting, sign_in: SignIn) -> None:
    reviewer, editor = sign_in(REVIEWER), sign_in(EDITOR)
    assert reviewer.post(f"{BASE}/export", data={}).status_code == 422
    out = reviewer.post(f"{BASE}/export", data={"item": [small.PROMISED], "all": ["block"]})
    made = json.loads(out.data)
    assert [one["code"] for one in made["items"]] == [small.PROMISED]
    made["items"][0]["materials"][0]["originals"] = 2
    raw = document.write(made)

    here = editor.post(f"{BASE}/import", data={"file": (io.BytesIO(raw), "样例.json")}).location
    shown = page.get(editor, here).text
    assert "由“收原件1份”改为“收原件2份”" in shown
    seen = shown.split('name="seen" value="')[1].partition('"')[0]
    ticks = {"chosen": [f"item:{small.PROMISED}"], "seen": seen}
    assert editor.post(f"{here}/apply", data=ticks).location == here
    assert editor.post(f"{here}/apply", data=ticks).status_code == 302
    assert "夫妻投靠" in page.get(reviewer, here).text
    assert "作废导入时起草的草稿" in page.get(editor, f"{here}/undo").text
    assert reviewer.post(f"{here}/undo").status_code == 403
    assert editor.post(f"{here}/undo").location == here
    with acting():
        assert house_session().scalar(select(Edition.state).where(Edition.number.is_(None))) == "cancelled"


def test_a_preview_lapses_after_a_day_and_goes(acting: Acting) -> None:
    with acting(EDITOR):
        raw = document.write({"slip_templates": [{"kind": "refusal", "texts": {"notice": "样例"}}]})
        code = imports.preview(raw, "样例.json")
        with unit_of_work() as session:
            session.scalars(select(PackageImport)).one().expires_at = clock.now()

        with pytest.raises(Conflict):
            imports.apply(code, {"slip_template:refusal"})

        assert imports.listed(house_session()) == []
    with acting():
        imports.forget_lapsed()
        assert house_session().scalar(select(func.count(PackageImport.id))) == 0


def test_the_trail_says_in_words_what_was_done_with_a_package(acting: Acting, sign_in: SignIn) -> None:
    with acting(EDITOR):
        imports.undo(bring(document.write({"slip_templates": [{"kind": "refusal", "texts": {"notice": "样例"}}]})))

    for act in ("导入数据包", "撤销导入数据包"):
        shown = page.get(sign_in("auditor"), f"/console/access/audit/list/?act={act}")
        assert "项数：1" in shown.text
