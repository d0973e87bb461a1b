"""Packages (F11): what is exported comes back with the same hashes; an import is drafts, written whole and taken back whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select

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
from models.audit import AuditEntry
from models.db import db, house_session
from models.item import Edition, Item, ItemAlias
from models.package import PackageImport, PackageLine
from models.register import Register, RegisterVersion
from models.slip_template import SlipTemplateVersion
from seeds import small
from tests.acting import Acting
from tests.catalogue.test_compile_round_trip import stored
from tests.definition import strategies
from tests.people import COUNTY

EDITOR, REVIEWER = "county_editor", "county_reviewer"
BOOK = "sample_book"


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
