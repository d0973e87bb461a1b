"""A workbook through the pages and the command: uploaded, judged, marked, handed in, taken over by another, taken back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from appcore.definition import schema
from tests import page
from tests.change import books

BASE = "/console/catalogue/packages"
SignIn = Callable[[str], FlaskClient]


def upload(client: FlaskClient, raw: bytes) -> str:
    answer = client.post(f"{BASE}/import", data={"file": (io.BytesIO(raw), "样例.xlsx")})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def test_a_workbook_is_handed_in_by_one_and_taken_over_by_another(sign_in: SignIn, tmp_path: Path) -> None:
    editor, reviewer = sign_in("county_editor"), sign_in("county_reviewer")
    made = books.package(3, 1)
    raw = books.workbook([schema.load(one) for one in made["items"]], made["identities"])
    tables = books.sheets_of(raw, tmp_path)
    tables["事项"][2][tables["事项"][0].index("办件类型")] = "急件"
    wrong = upload(editor, books.xlsx(tables))
    report = page.get(editor, wrong)
    assert "文件里有1处错误" in report.text
    assert 'name="chosen"' not in report.text
    marked = books.sheets_of(editor.get(f"{wrong}/marked").data, tmp_path)
    assert marked["导入核对"][1][4] == "急件"
    assert "事项" in books.sheets_of(editor.get(f"{BASE}/template").data, tmp_path)

    here = upload(editor, raw)
    ticks = [f"item:{one['code']}" for one in made["items"]]
    page.get(editor, here)
    editor.post(f"{here}/apply", data={"chosen": ticks, "how": "take_over", "seen": _seen(page.get(editor, here).text)})
    assert editor.post(f"{here}/take-over").status_code == 403
    assert "审定并接管全部3项" in page.get(reviewer, here).text
    assert reviewer.post(f"{here}/take-over").status_code == 302
    assert "样例事项50001" in page.get(sign_in("lingxi_clerk"), "/items/330327-50001").text
    assert "结束接管的版本" in page.get(reviewer, f"{here}/take-back").text
    assert editor.post(f"{here}/undo").status_code == 302
    assert "样例材料0" in editor.get("/items/330327-50001").text
    assert reviewer.post(f"{here}/take-back").status_code == 302
    assert "样例材料0" not in editor.get("/items/330327-50001").text
    for text in (page.get(editor, here).text, page.get(editor, BASE).text):
        assert "已停用的账号" not in text


def test_a_table_that_is_none_is_told_as_one(sign_in: SignIn) -> None:
    answer = sign_in("county_editor").post(f"{BASE}/import", data={"file": (io.BytesIO(b"not a table"), "样例.xlsx")})
    assert (answer.status_code, "JSON：" in answer.text, "可能已经损坏" in answer.text) == (422, False, True)


def _seen(text: str) -> str:
    return text.partition('name="seen" value="')[2].partition('"')[0]


def test_the_command_writes_a_workbook_and_brings_it_in_again(app: Flask, tmp_path: Path) -> None:
    runner, out, marked = app.test_cli_runner(), tmp_path / "out.xlsx", tmp_path / "marked.xlsx"

    assert runner.invoke(args=["catalogue", "export", str(out)]).exit_code == 0
    told = runner.invoke(args=["catalogue", "import", str(out), "--dry-run", "--report", str(marked)])

    assert told.exit_code == 0, told.output
    assert "dry run: 0 objects would be written" in told.output
    assert "导入核对" in books.sheets_of(marked.read_bytes(), tmp_path)
