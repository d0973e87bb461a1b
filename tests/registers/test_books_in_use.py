"""A book as people use it: its pages, a sheet that is imported and undone, and own fields of a hall."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from appcore.registers import books
from models.db import db, house_session
from models.place import Hall
from models.register import RegisterEntry
from tests import hostile, page
from tests.html import main_form, parse
from tests.world import BOOK_LINE, LINGXI, World

Enter = Callable[[str], FlaskClient]
BOOK = "/console/registers/extended_hours"
HEADINGS = ("日期", "延时种类", "开始时间", "结束时间", "服务人数", "办理事项", "值守人员")


def counted(county: World) -> int:
    with county.acting():
        return int(db.session.scalar(select(func.count()).select_from(RegisterEntry)) or 0)


def uploaded(client: FlaskClient, *rows: tuple[str, ...]) -> str:
    token = main_form(client.get(f"{BOOK}/import").text)["csrf_token"][0]
    sheet = (io.BytesIO(hostile.workbook((HEADINGS, *rows))), "登记.xlsx")
    answer = client.post(f"{BOOK}/import", data={"csrf_token": token, "hall_code": LINGXI, "file": sheet})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_each_page_of_a_book_is_a_whole_page(county: World, enter: Enter) -> None:
    clerk = enter("lingxi_clerk")

    for way in ("", "?state=all&sort=-people&since=2026-01-01", "/new", "/print", "/figures", "/import"):
        page.get(clerk, BOOK + way)
    assert "延时服务登记" in page.get(clerk, "/console/registers").text
    assert clerk.get("/console/registers/patrols").status_code == 404
    assert enter("supervisor").get(f"{BOOK}/new").status_code == 403


def test_the_sheet_of_a_book_has_every_field_days_with_their_year_and_the_sums(county: World, enter: Enter) -> None:
    sheet = parse(enter("lingxi_clerk").get(f"{BOOK}/print").text)
    with county.acting():
        newest = books.in_use(house_session(), "extended_hours")
    assert newest is not None

    headings = [node.text for node in sheet.every("th") if node.get("scope") == "col"]

    assert headings[2:] == [one.label for one in newest[1].holding]
    assert len(headings) - 2 >= len(newest[1].columns)
    assert re.search(r"20\d\d年\d+月\d+日", sheet.text)
    assert "合计" in [node.text for node in sheet.every("th")]


def test_fifty_planted_faults_are_all_told_by_row_and_column_and_nothing_is_written(
    county: World, enter: Enter
) -> None:
    before = counted(county)
    rows = [("2026-01-05", "下班后延时", "17:30", "18:40", "许多", "样例事项", "样例甲") for _one in range(25)]
    rows += [("2026-01-05", "下班后延时", "25:30", "18:40", "3", "样例事项", "样例甲") for _one in range(25)]

    text = uploaded(enter("lingxi_clerk"), *rows)

    told = re.findall(r'<th scope="row">第(\d+)行</th><td data-label="列">([^<]*)</td>', text)
    assert told == [(str(row), "服务人数" if row < 27 else "开始时间") for row in range(2, 52)]
    assert 'name="held"' not in text
    assert counted(county) == before


def test_a_sheet_is_written_once_and_undone_in_one_act(county: World, enter: Enter) -> None:
    clerk, before = enter("lingxi_clerk"), counted(county)
    text = uploaded(
        clerk,
        ("2026-01-05", "下班后延时", "17:30", "18:40", "3", "样例事项", "样例甲"),
        ("2026-01-06", "午间延时", "12:00", "13:00", "2", "样例事项", "样例甲"),
        ("2026-01-06", "没有这种", "12:00", "13:00", "2", "样例事项", "样例甲"),
    )
    found = re.search(r'name="held" value="([^"]+)"', text)
    token = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found is not None
    assert token is not None
    held: dict[str, Any] = {"csrf_token": token[1], "held": found[1]}

    first = clerk.post(f"{BOOK}/import/apply", data=held)
    told = parse(clerk.get(BOOK).text)
    second = clerk.post(f"{BOOK}/import/apply", data=held)

    assert (first.status_code, second.status_code) == (302, 409)
    assert counted(county) == before + 2
    with county.acting():
        sheet = db.session.scalar(select(RegisterEntry.import_id).order_by(RegisterEntry.id.desc()).limit(1))
    assert f"{BOOK}/imports/{sheet}/undo" in [node.get("href") for node in told.every("a")]
    undone = clerk.post(f"{BOOK}/imports/{sheet}/undo", data={"csrf_token": token[1], "reason": "传错了表格"})
    assert undone.status_code == 302
    with county.acting():
        states = db.session.scalars(select(RegisterEntry.state).where(RegisterEntry.import_id == sheet)).all()
    assert states == ["voided", "voided"]


def test_a_line_is_written_corrected_and_read_on_its_pages(county: World, enter: Enter) -> None:
    clerk = enter("lingxi_clerk")
    form = main_form(clerk.get(f"{BOOK}/new").text)
    made = clerk.post(f"{BOOK}/new", data={**form, **BOOK_LINE, "act": ["accept"]})
    assert made.status_code == 302
    here = made.headers["Location"]
    mended = main_form(clerk.get(f"{here}/correct").text)

    changed = clerk.post(
        f"{here}/correct", data={**mended, "f_people": ["5"], "reason": ["人数写错"], "act": ["accept"]}
    )

    assert changed.status_code == 302
    shown = page.get(clerk, here).text
    assert "人数写错" in shown
    assert "更正记录" in shown


def test_own_fields_of_a_hall_stand_on_its_page_and_their_writers_change_them(county: World, enter: Enter) -> None:
    with county.acting():
        hall = db.session.scalar(select(Hall.id).where(Hall.code == LINGXI))
    shown = page.get(enter("lingxi_admin"), f"/console/hall/hall/show/{hall}").text
    other = page.get(enter("qianku_admin"), f"/console/hall/hall/show/{hall}").text
    own = page.get(enter("lingxi_admin"), f"/console/registers/own/hall/{hall}/hall_extras").text

    assert "大厅补充信息" in shown
    assert "停车位" in own
    assert "停车位" not in other


def test_of_two_corrections_the_second_is_shown_what_the_first_has_kept_and_then_goes_over_it(
    county: World, enter: Enter
) -> None:
    clerk = enter("lingxi_clerk")
    form = main_form(clerk.get(f"{BOOK}/new").text)
    here = clerk.post(f"{BOOK}/new", data={**form, **BOOK_LINE, "act": ["accept"]}).headers["Location"]
    opened = main_form(clerk.get(f"{here}/correct").text)
    first = {**opened, "f_people": ["5"], "reason": ["人数写错"], "act": ["accept"]}
    second = {**opened, "f_people": ["7"], "f_matter": ["补领社保卡"], "reason": ["漏记两人"], "act": ["accept"]}

    assert clerk.post(f"{here}/correct", data=first).status_code == 302
    told = clerk.post(f"{here}/correct", data=second)
    again = {**main_form(told.text), "act": ["accept"]}
    saved = clerk.post(f"{here}/correct", data=again)

    assert told.status_code == 409
    compared = told.text.split('class="panel versions"')[1].split("</section>")[0]
    for words in ("服务人数", "7人", "5人", "补领社保卡"):
        assert words in compared
    assert again["f_people"] == ["7"], "what was typed stays"
    assert saved.status_code == 302
    assert "补领社保卡" in clerk.get(here).text


def test_own_fields_that_another_has_kept_meanwhile_are_compared_too(county: World, enter: Enter) -> None:
    with county.acting():
        hall = db.session.scalar(select(Hall.id).where(Hall.code == LINGXI))
    url, admin = f"/console/registers/own/hall/{hall}/hall_extras", enter("lingxi_admin")
    opened = main_form(admin.get(url).text)

    first = admin.post(url, data={**opened, "f_parking": ["20"], "act": ["accept"]})
    told = admin.post(url, data={**opened, "f_parking": ["30"], "act": ["accept"]})
    saved = admin.post(url, data={**main_form(told.text), "act": ["accept"]})

    assert (first.status_code, told.status_code, saved.status_code) == (302, 409, 302)
    assert "停车位" in told.text.split('class="panel versions"')[1]
