"""R68–R70: what a list shows can be taken along as Excel or CSV: as data, within the scope, noted, and large ones approved."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from appcore import clock, records
from appcore.access import exports
from appcore.access.files import tables_out
from appcore.errors import Conflict
from models.audit import AuditEntry
from models.db import db
from models.export import ExportRequest
from models.material_library import StandardMaterial
from models.vocabulary import CASE_STATE
from tests.people import at
from tests.world import LINGXI, QIANKU, World, by_noun

Enter = Callable[[str], FlaskClient]
ATTACK = "=cmd|' /C calc'!A0"
FORMULAS = (
    ATTACK,
    '=HYPERLINK("http://x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\x01=1",
    " =1",
)
KEPT = (
    "330327199001011234",
    "000123",
    "1e5",
    "第一行\n第二行",
    "𠮷😀",
    "'quoted",
    "a,b;c",
    '"两"',
    "2026-11-23",
    "",
)


def sheet(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).worksheets[0]


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_r68_a_text_that_looks_like_a_formula_is_text(text: str) -> None:
    book, plain = io.BytesIO(), io.BytesIO()

    tables_out.xlsx(book, "表", ["名称"], [[text]])
    tables_out.comma_separated(plain, ["名称"], [[text]])

    cell = sheet(book.getvalue())["A2"]
    assert (cell.data_type, cell.value) == ("s", tables_out.clean(text))
    assert lines(plain.getvalue())[1][0].startswith("'")


@pytest.mark.parametrize("text", KEPT)
def test_r69_a_value_comes_back_as_it_was(text: str) -> None:
    book, plain = io.BytesIO(), io.BytesIO()

    tables_out.xlsx(book, "表", ["名称", "尾"], [[text, "尾"]])
    tables_out.comma_separated(plain, ["名称", "尾"], [[text, "尾"]])

    assert sheet(book.getvalue())["A2"].value == (text or None)
    assert lines(plain.getvalue())[1] == [text, "尾"]


def test_r69_numbers_and_dates_are_such_and_control_characters_go() -> None:
    book, plain = io.BytesIO(), io.BytesIO()
    row: list[tables_out.Value] = [
        7,
        12.5,
        date(2026, 11, 23),
        at("2026-11-23T09:30"),
        "a\x00b\x1b\ud800c\ufffe",
        10**17,
    ]

    tables_out.xlsx(book, "名[称]:*?/\\" * 9, ["栏"] * 6, [row])
    tables_out.comma_separated(plain, ["栏"] * 6, [row])

    cells = [cell.value for cell in sheet(book.getvalue())[2]]
    assert cells == [7, 12.5, at("2026-11-23T00:00"), at("2026-11-23T09:30"), "abc", "1" + "0" * 17]
    assert lines(plain.getvalue())[1] == ["7", "12.5", "2026-11-23", "2026-11-23 09:30", "abc", "1" + "0" * 17]


def address(noun: str, form: str, query: str = "") -> str:
    return f"/console{by_noun()[noun].route}/export.{form}{query}"


def last_note(county: World) -> AuditEntry:
    with county.acting():
        return db.session.scalars(select(AuditEntry).where(AuditEntry.act == "exported").order_by(AuditEntry.id)).all()[
            -1
        ]


def test_r68_an_attack_typed_as_a_name_comes_back_as_text_in_every_format(county: World, enter: Enter) -> None:
    """Done when: `=cmd|…` typed as a name comes back as text in every export. Through the form, as the county editor types."""
    client = enter("county_editor")
    with county.acting("county_editor"):
        if db.session.scalar(select(StandardMaterial.id).where(StandardMaterial.name == ATTACK)) is None:
            made = {"code": "attack-name", "name": ATTACK, "kind": "form", "source_type": "applicant"}
            resource = by_noun()["standard_material"]
            vocabulary = {name: resource.info(name)["vocabulary"].slugs[0] for name in ("kind", "source_type")}
            records.create(StandardMaterial, made | vocabulary)

    book = client.get(address("standard_material", "xlsx"))
    plain = client.get(address("standard_material", "csv"))

    cells = [cell for row in sheet(book.data).iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == ATTACK] == ["s"]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert f"'{ATTACK}" in [one for line in lines(plain.data) for one in line]


def test_r70_an_export_is_the_list_with_its_filters_order_scope_and_masks(county: World, enter: Enter) -> None:
    client = enter("lingxi_admin")
    listed = sheet(client.get(address("case", "xlsx", "?sort=-number")).data)
    received = lines(client.get(address("case", "csv", "?f.state=received&page=7")).data)
    note = last_note(county)
    parties = client.get(address("party", "csv"))

    numbers = [str(row[0].value) for row in listed.iter_rows(min_row=2)]
    assert numbers == sorted(county.cases[LINGXI], reverse=True)
    assert not set(numbers) & set(county.cases[QIANKU])
    assert [cell.value for cell in listed[1]] == [by_noun()["case"].label(name) for name in by_noun()["case"].columns]
    assert isinstance(listed.cell(2, 7).value, datetime)
    assert {line[4] for line in received[1:]} == {CASE_STATE.label_of("received")}
    assert (note.account, note.noun, note.changes["rows"]) == ("lingxi_admin", "case", len(received) - 1)
    assert note.changes["query"] == f"办件状态：{CASE_STATE.label_of('received')}"
    assert not [secret for secret in county.secrets if secret in parties.text]
    assert "filename*=UTF-8''" in parties.headers["Content-Disposition"]
    assert client.get(address("case", "xlsx", "?sort=query_code")).status_code == 400
    assert enter("lingxi_clerk").get(address("case", "xlsx")).status_code == 403


def test_r51_a_number_that_was_searched_for_is_masked_in_the_trail(county: World, enter: Enter) -> None:
    enter("lingxi_admin").get(address("party", "csv", "?q=330327199001011234")).close()

    assert "330327199001011234" not in str(last_note(county).changes)


def test_a_long_list_is_read_in_portions_and_nothing_is_lost(
    county: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("views.console.exporting.PORTION", 3)
    client = enter("county_editor")

    every = lines(client.get(address("region", "csv")).data)

    with county.acting():
        assert len(every) - 1 == len(county.ids(by_noun()["region"], "county_editor"))
    assert [line[0] for line in every[1:]] == sorted(line[0] for line in every[1:])


def requests(county: World) -> list[ExportRequest]:
    with county.acting():
        return list(db.session.scalars(select(ExportRequest).order_by(ExportRequest.id)))


def test_r70_above_the_limit_a_second_person_approves_and_only_the_asker_fetches(
    county: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = county.app.extensions["settings"]
    monkeypatch.setitem(county.app.extensions, "settings", replace(settings, export_rows=2))
    asker, leader, neighbour = enter("lingxi_admin"), enter("lingxi_leader"), enter("qianku_admin")
    where = address("case", "xlsx", "?sort=number")

    told = asker.get(where)
    silent = asker.post(where, data={"reason": " "})
    asked = asker.post(where, data={"reason": "季度统计"})
    code = requests(county)[-1].code
    fetch, decide = f"/console/access/exports/{code}", f"/console/access/exports/{code}/decide"
    early, own, foreign = asker.post(fetch), asker.get(decide), neighbour.post(fetch)
    without = leader.post(decide, data={"decision": "refuse", "remark": ""})
    approved = leader.post(decide, data={"decision": "approve", "remark": ""})
    twice = leader.post(decide, data={"decision": "refuse", "remark": "晚了"})
    others = leader.post(fetch)
    by_link = (asker.get(fetch).status_code, requests(county)[-1].state)
    got = asker.post(fetch)

    assert (told.status_code, "须由分管领导或督查人员批准" in told.text) == (200, True)
    assert (silent.status_code, asked.status_code) == (422, 302)
    assert (early.status_code, own.status_code, foreign.status_code) == (409, 403, 404)
    assert (without.status_code, approved.status_code, twice.status_code, others.status_code) == (422, 302, 409, 404)
    assert by_link == (405, "approved"), "a GET changes nothing (R27)"
    assert [str(row[0].value) for row in sheet(got.data).iter_rows(min_row=2)] == sorted(county.cases[LINGXI])
    assert (last_note(county).changes["rows"], requests(county)[-1].state) == (3, "fetched")
    later = clock.local_now() + exports.GOOD_FOR + timedelta(minutes=1)  # by then every session has ended
    with clock.fixed(later), county.acting("lingxi_admin"), pytest.raises(Conflict):
        exports.take(code)


def test_r70_nobody_approves_what_he_asked_for_himself(
    county: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = county.app.extensions["settings"]
    monkeypatch.setitem(county.app.extensions, "settings", replace(settings, export_rows=0))
    leader = enter("lingxi_leader")
    leader.post(address("case", "csv"), data={"reason": "自己看"})
    code = requests(county)[-1].code

    answer = leader.post(f"/console/access/exports/{code}/decide", data={"decision": "approve", "remark": ""})

    assert answer.status_code == 403
    assert requests(county)[-1].state == "asked"
