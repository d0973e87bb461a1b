"""The mission, once through: edit, review, publish, take a case, read the guide, and see nothing from next door."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from seeds.small import PROMISED
from tests.acting import PASSWORD
from tests.journeys.desk import PHONE, Desk, at_a_desk, page_of_draft

SHOTS = Path(__file__).parents[2] / "build" / "journeys"
NEW_NAME = "迁移申请书（样例修改）"
PERSON = {"id_number": "999999199001010016", "name": "样例申请人", "phone": "13800001234"}


def test_a_changed_material_goes_from_the_editor_to_the_slip_and_the_guide(browser: Browser, served: str) -> None:
    with at_a_desk(browser, served, "county_editor", PASSWORD) as editor:
        edition, old_name = change_a_material(editor)
        submit(editor, edition)
    with at_a_desk(browser, served, "county_reviewer", PASSWORD) as reviewer:
        approve_and_publish(reviewer, edition)
    with at_a_desk(browser, served, "lingxi_clerk", PASSWORD) as clerk:
        case = take_a_case(clerk.page, clerk)
        assert NEW_NAME in clerk.text
        assert old_name not in clerk.text.replace(NEW_NAME, "")
        staff = a_colleague(clerk)

    with at_a_desk(browser, served) as reader:
        assert reader.go(f"/items/{PROMISED}?town=330327100000") == 200
        assert NEW_NAME in reader.text
        assert reader.page.context.cookies() == []

    with at_a_desk(browser, served, "qianku_clerk", PASSWORD) as neighbour:
        assert neighbour.go(f"/console/casework/cases/{case}") == 404
        neighbour.go("/console/casework/case/list/")
        assert case not in neighbour.text
        neighbour.go("/console/hall/staff/list/")
        assert staff[0] not in neighbour.text
        assert neighbour.go(staff[1]) == 404

    with at_a_desk(browser, served, size=PHONE) as phone:
        phone.go(f"/items/{PROMISED}?town=330327100000")
        SHOTS.mkdir(parents=True, exist_ok=True)
        phone.page.screenshot(path=SHOTS / "guide-phone.png", full_page=True)
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def change_a_material(editor: Desk) -> tuple[str, str]:
    """Draft the next edition of the item and rename its first material.

    Returns: the address of the edition's page, and the material's old name.
    """
    editor.go(f"/console/catalogue/item/list/?q={PROMISED}")
    editor.press(PROMISED)
    editor.press("起草新版本")
    edition = page_of_draft(editor)
    editor.go(edition)
    editor.page.get_by_role("tab", name="材料").click()
    row = editor.page.locator("table:visible tbody tr").first
    with editor.page.expect_navigation():
        row.locator("th a").click()
    editor.press("修改")
    name = editor.page.get_by_label("材料名称")
    old_name = name.input_value()
    name.fill(NEW_NAME)
    editor.press("保存")
    assert NEW_NAME in editor.text
    return edition, old_name


def submit(editor: Desk, edition: str) -> None:
    editor.go(edition)
    editor.press("送审")
    assert "送审完成" in editor.text
    assert editor.page.get_by_role("button", name="审定").count() == 0


def approve_and_publish(reviewer: Desk, edition: str) -> None:
    reviewer.go("/console/")
    with reviewer.page.expect_navigation():
        reviewer.page.get_by_role("link", name=re.compile("等待我审定")).click()
    reviewer.go(edition)
    reviewer.press("审定")
    if "理由一并确认" in reviewer.text:
        reviewer.page.get_by_label("理由").fill("样例，已逐条看过")
        reviewer.press("确认这些问题并审定")
    assert "审定完成" in reviewer.text
    reviewer.press("发布")
    reviewer.page.get_by_label("现在").check()
    reviewer.press("发布")
    assert "发布完成" in reviewer.text


def take_a_case(page: Page, clerk: Desk) -> str:
    """Find the item by its initials, answer, tick, accept: by keyboard where there is a key.

    Returns: the case number on the slip.
    """
    clerk.go("/console/casework/intake")
    page.keyboard.type("fqtk")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    answer_all(page)
    for name, text in PERSON.items():
        page.fill(f'[id="party.0.{name}"]', text)
    page.keyboard.press("F8")
    fill_the_form(page)
    with page.expect_navigation():
        page.keyboard.press("F9")
    page.wait_for_url("**/casework/slips/**")
    assert "受理通知书" in clerk.text
    number = re.search(r"\b330327100\d{12}\b", clerk.text)
    assert number is not None, clerk.text
    return number[0]


def answer_all(page: Page) -> None:
    """Choose the first answer of each question; a question may bring the next."""
    while (open_one := page.locator("#questions fieldset:not(:has(:checked))")).count():
        open_one.first.locator("label").first.click()
        page.wait_for_selector("form[data-lane]:not([aria-busy])")


def fill_the_form(page: Page) -> None:
    for field in page.locator("#form .field").all():
        if not field.is_visible() or field.locator("#mode, #outside_number").count():
            continue
        if field.locator("input[type=radio], input[type=checkbox]").count():
            field.locator("label:has(input)").first.click()
            continue
        if (choosers := field.locator("select:visible")).count():
            choosers.first.select_option(index=1)  # of a place its town, which is a place by itself
            continue
        control = field.locator("input, textarea").first
        kind = control.get_attribute("data-kind")
        samples = {
            "integer": "2",
            "money": "12.50",
            "decimal": "12.5",
            "date": "2026-01-05",
            "id_number": PERSON["id_number"],
            "phone": PERSON["phone"],
        }
        samples |= {"credit_code": "11330327000000019W"}
        control.fill(samples.get(kind or "", "样例内容"))


def a_colleague(clerk: Desk) -> tuple[str, str]:
    """The name of somebody of the clerk's own hall, and the address of his page."""
    clerk.go("/console/hall/staff/list/")
    link = clerk.page.locator("tbody th a").first
    return link.inner_text(), str(link.get_attribute("href"))
