"""A county editor who writes no code changes a form and begins a register; what was taken before keeps the form it had."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page

from seeds.small import PROMISED
from tests.acting import PASSWORD
from tests.journeys.desk import PHONE, Desk, at_a_desk, page_of_draft
from tests.journeys.test_mission import approve_and_publish, submit, take_a_case

KINDS = ("单行文本", "多行文本", "整数", "小数", "金额", "日期", "是/否", "联系电话")
"""Eight kinds of fields, as they are pasted from a spreadsheet."""
WRITTEN = {
    "单行文本": "样例河", "多行文本": "黄河路段\n第二行", "整数": "12", "小数": "3.5", "金额": "1234.5", "日期": "2026-03-04", "联系电话": "12",
}  # fmt: skip
"""What a clerk writes; the phone number is wrong at first."""
SLOW = "() => { const sent = window.fetch; window.fetch = async (...all) => { await new Promise((done) => setTimeout(done, 600)); return sent(...all); }; }"
"""From now on the page's posts take longer than a word that is typed."""


def test_a_field_with_a_condition_goes_from_the_designer_into_the_next_case(browser: Browser, served: str) -> None:
    with at_a_desk(browser, served, "lingxi_clerk", PASSWORD) as clerk:
        former = take_a_case(clerk.page, clerk)

    with at_a_desk(browser, served, "county_editor", PASSWORD) as editor:
        edition = add_two_fields(editor)
        submit(editor, edition)
    with at_a_desk(browser, served, "county_reviewer", PASSWORD) as reviewer:
        approve_and_publish(reviewer, edition)

    with at_a_desk(browser, served, "lingxi_clerk", PASSWORD) as clerk:
        following = take_a_case(clerk.page, clerk)
        clerk.go(f"/console/casework/cases/{following}")
        assert "门面面积" in clerk.text
        clerk.go(f"/console/casework/cases/{former}")
        assert "门面面积" not in clerk.text
        clerk.go(f"/console/casework/intake/{PROMISED}")
        shown_where = clerk.page.locator("#form .field", has=clerk.page.get_by_label("门面面积"))
        assert shown_where.count() == 1
        clerk.page.locator("#form .field", has_text="有无门面").first.get_by_text("否", exact=True).click()
        assert not shown_where.is_visible()


def add_two_fields(editor: Desk) -> str:
    """Draft the item's next edition and give it a yes/no field, and a number that only arises with a yes, by keyboard too.

    Returns: the address of the edition's page.
    """
    page = editor.page
    editor.go(f"/console/catalogue/item/list/?q={PROMISED}")
    editor.press(PROMISED)
    editor.press("起草新版本")
    edition = page_of_draft(editor)
    editor.go(edition)
    editor.press("设计表单")
    add(page, "门面面积", "小数")
    fold(page)
    add(page, "有无门面", "是/否")
    fold(page)
    rows = page.locator("[data-row]")
    rows.last.press("Alt+ArrowUp")
    page.locator("[data-row]:last-child strong", has_text="门面面积").wait_for()
    rows.last.get_by_role("button", name=re.compile("^修改")).click()
    editor_of_condition = rows.last.locator("[data-conditions]")
    editor_of_condition.get_by_label("问题或字段").select_option(label="有无门面")
    value = rows.last.locator("[data-conditions]").locator("select[name$='-value']")
    value.wait_for()
    value.select_option(label="是")
    rows.last.get_by_text("适用于：当“有无门面”选择“是”时").first.wait_for()
    preview = page.locator("#designer-preview")
    preview.get_by_text("有无门面").first.wait_for()
    editor.press("保存")
    assert "已保存" in editor.text
    assert rows.last.locator(".designer__says").inner_text() == "适用于：当“有无门面”选择“是”时"
    return edition


def add(page: Page, label: str, kind: str) -> None:
    """One more field; the row that opens has the cursor."""
    count = page.locator("[data-row]").count()
    page.get_by_role("button", name="添加字段").click()
    row = page.locator("[data-row]").nth(count)
    row.get_by_label("字段名称").fill(label)
    row.get_by_label("字段类型").select_option(label=kind)
    page.locator("[data-row]:last-child .designer__name small", has_text=kind).wait_for()


def fold(page: Page) -> None:
    page.get_by_role("button", name="全部收起").click()
    page.locator(".designer__row--open").wait_for(state="detached")


def test_a_new_register_with_eight_kinds_is_made_and_published_also_on_a_phone(browser: Browser, served: str) -> None:
    with at_a_desk(browser, served, "county_editor", PASSWORD, size=PHONE) as editor:
        page = editor.page
        editor.go("/console/registers/new")
        page.get_by_label("名称").fill("巡河登记")
        editor.press("开始设计")
        page.locator("#pasted").fill("\n".join(f"第{number}项\t{kind}" for number, kind in enumerate(KINDS, 1)))
        page.get_by_role("button", name="加入", exact=True).click()
        page.get_by_text("已加入8个字段。").wait_for()
        page.get_by_role("group", name="谁可以登记").get_by_label("窗口人员").check()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        page.get_by_role("button", name="保存并启用").click()
        with page.expect_navigation():
            page.locator("dialog[open] .button--danger").click()

        assert "已启用第1版" in editor.text
        assert "第1版" in page.locator("tr", has_text="巡河登记").inner_text()

    with at_a_desk(browser, served, "lingxi_clerk", PASSWORD, size=PHONE) as clerk:
        page = clerk.page
        clerk.go("/console/registers")
        clerk.press("巡河登记")
        clerk.press("登记第一条")
        for number, kind in enumerate(KINDS, 1):
            if kind in WRITTEN:
                page.get_by_label(f"第{number}项").fill(WRITTEN[kind])
        page.locator("#form .field", has_text="第7项").get_by_text("是", exact=True).click()
        clerk.press("登记")
        assert "第8项：请填写11位手机号" in clerk.text
        page.get_by_label("第8项").fill("13800005678")
        clerk.press("登记")
        assert "已登记，编号" in clerk.text
        for shown in ("黄河路段\n第二行", "1234.50元", "2026年3月4日", "138****5678"):
            assert shown in clerk.text, clerk.text


def test_nothing_that_is_typed_or_pressed_is_lost_while_an_answer_is_on_its_way(browser: Browser, served: str) -> None:
    with at_a_desk(browser, served, "county_editor", PASSWORD) as editor:
        page = editor.page
        editor.go("/console/registers/new")
        page.get_by_label("名称").fill("慢网登记")
        editor.press("开始设计")
        page.locator("#pasted").fill("甲\n乙\n丙\n丁")
        page.get_by_role("button", name="加入", exact=True).click()
        page.get_by_text("已加入4个字段。").wait_for()
        page.evaluate(SLOW)

        last = page.locator("[data-row]").last
        for _press in range(3):
            last.press("Alt+ArrowUp", no_wait_after=True)
        page.locator("[data-row]:first-child strong", has_text="丁").wait_for()

        page.locator("[data-row]").last.get_by_role("button", name=re.compile("^修改")).click()
        name = page.locator("[data-row]").last.get_by_label("字段名称")
        name.fill("丙的")
        page.get_by_role("button", name=re.compile("^收起")).last.focus()
        page.locator("[data-row]").first.press("Alt+ArrowDown")
        name.focus()
        name.press("End")
        page.keyboard.type("新名称", delay=40)
        page.locator("[data-row]:nth-child(2) strong", has_text="丁").wait_for()
        page.keyboard.type("了")
        assert name.input_value() == "丙的新名称了"

        page.context.set_offline(True)
        page.get_by_role("button", name="添加字段").click()
        page.get_by_role("alert").filter(has_text="没有连上，请重试").wait_for()
        page.get_by_role("button", name="保存", exact=True).click()
        page.context.set_offline(False)
        cookies = page.context.cookies()
        page.context.clear_cookies()
        page.get_by_role("button", name="保存", exact=True).click()
        page.get_by_role("alert").filter(has_text="登录已结束").wait_for()
        assert name.input_value() == "丙的新名称了"
        page.context.add_cookies(cookies)  # type: ignore[arg-type]
        editor.press("保存")
        assert "已保存" in editor.text
        page.locator("[data-row]").last.press("Alt+ArrowUp")
        page.get_by_text("已保存").wait_for(state="detached")
        assert "丙的新名称了" in editor.text
