"""A county editor writes an item by keyboard alone; two editors work on one draft and neither loses anything."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page

from seeds.small import INSTANT
from tests.acting import PASSWORD
from tests.journeys.desk import Desk, at_a_desk

MATERIALS = tuple(f"第{number}份材料" for number in range(1, 13))
STEPS = ("申请", "受理", "审查", "决定", "制证", "送达")


def workbench_of(editor: Desk, item: str) -> str:
    """Begin a draft of the item, or take the one there is. Returns: the path of its workbench."""
    editor.go(f"/console/catalogue/item/list/?q={item}")
    editor.press(item)
    if editor.page.get_by_role("button", name="起草新版本").count():
        editor.press("起草新版本")
    else:
        editor.press("事项工作台")
    return editor.page.url.removeprefix(editor.address).partition("?")[0]


def settled(page: Page, *words: str) -> None:
    """Wait for a save, and for the cursor to stand in a box again."""
    page.locator("#workbench-told .flash", has_text="已保存").wait_for()
    for one in words:
        page.get_by_text(one).first.wait_for()


def names_of(page: Page, element: str) -> list[str]:
    boxes = page.locator(f"tr[data-row] [name$='.{element}']")
    return [str(value) for value in boxes.evaluate_all("boxes => boxes.map((box) => box.value)")]


def to_part(page: Page, name: str) -> None:
    """Go on with Alt and PageDown until the part is reached."""
    for _part in range(16):
        if page.locator("#workbench-part").inner_text() == name:
            return
        before = page.locator("#workbench-part").inner_text()
        with page.expect_navigation():
            page.keyboard.press("Alt+PageDown")
        assert page.locator("#workbench-part").inner_text() != before
    raise AssertionError(name)


def empty(page: Page) -> None:
    """Delete every row by its key."""
    page.locator("tr[data-row] input.input").first.focus()
    while count := page.locator("tr[data-row]").count():
        page.keyboard.press("Alt+Delete")
        page.wait_for_function("n => document.querySelectorAll('tr[data-row]').length < n", arg=count)


def write_rows(page: Page, names: tuple[str, ...]) -> None:
    """The rows one below the other: Ctrl and Enter gives a new one with the cursor in its first box."""
    for number, name in enumerate(names):
        page.keyboard.press("Control+Enter")
        page.wait_for_function(
            "n => document.querySelectorAll('tr[data-row]').length === n && document.activeElement.closest('tr[data-row]') === document.querySelectorAll('tr[data-row]')[n - 1]",
            arg=number + 1,
        )
        page.keyboard.type(name)


def test_an_item_with_twelve_materials_and_six_steps_is_written_by_keyboard_only(browser: Browser, served: str) -> None:
    with at_a_desk(browser, served, "county_editor", PASSWORD) as editor:
        page = editor.page
        workbench_of(editor, INSTANT)
        to_part(page, "材料")
        empty(page)
        write_rows(page, MATERIALS)
        assert names_of(page, "name") == list(MATERIALS)
        page.keyboard.press("Alt+ArrowUp")
        page.wait_for_function(
            "name => document.querySelectorAll('tr[data-row] [name$=\".name\"]')[10].value === name", arg=MATERIALS[11]
        )
        page.keyboard.press("Alt+c")
        page.locator("tr[data-row]").nth(12).wait_for()
        page.keyboard.press("Alt+Delete")
        page.locator("tr[data-row]").nth(12).wait_for(state="detached")
        page.keyboard.press("Alt+z")
        page.locator("tr[data-row]").nth(12).wait_for()
        page.keyboard.press("Alt+Delete")
        page.locator("tr[data-row]").nth(12).wait_for(state="detached")
        page.keyboard.press("Alt+Enter")
        page.locator("[data-panel]").wait_for()
        page.keyboard.press("F9")
        settled(page)
        moved = (*MATERIALS[:10], MATERIALS[11], MATERIALS[10])
        assert tuple(names_of(page, "name")) == moved
        assert page.evaluate("document.activeElement.closest('[data-row], [data-panel]') !== null")

        to_part(page, "流程")
        empty(page)
        write_rows(page, STEPS)
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Control+s")
        settled(page)
        assert tuple(names_of(page, "name")) == STEPS
        assert names_of(page, "role")[-1] != ""
        assert page.evaluate("document.activeElement.name").endswith(".role")

        page.keyboard.press("Alt+p")
        page.keyboard.press("Alt+p")
        page.keyboard.press("Alt+p")
        page.get_by_label("看哪一面").and_(page.locator("select")).wait_for()
        page.wait_for_function("() => document.querySelector('#face').value === 'wall'")
        page.reload()
        assert tuple(names_of(page, "name")) == STEPS


def begin_an_item(editor: Desk, code: str, name: str, department: str) -> None:
    """An item of a department whose editor and the county's both see its drafts."""
    page = editor.page
    editor.go("/console/catalogue/item/add")
    page.get_by_label("事项编号").fill(code)
    page.get_by_label("事项名称").fill(name)
    page.locator("#tier").select_option("handling")
    page.locator("#department_code-combo").fill(department)
    page.get_by_role("option", name=re.compile(department)).first.click()
    editor.press("保存")


def test_two_editors_on_one_draft_see_each_other_and_neither_overwrites_the_other(
    browser: Browser, served: str
) -> None:
    with (
        at_a_desk(browser, served, "civil_editor", PASSWORD) as one,
        at_a_desk(browser, served, "county_editor", PASSWORD) as two,
    ):
        begin_an_item(one, "330327-09001", "样例救助事项", "民政")
        path = workbench_of(one, "330327-09001")
        one.go(f"{path}?part=materials")
        write_rows(one.page, ("甲材料", "乙材料", "丙材料"))
        one.page.keyboard.press("F9")
        settled(one.page)
        two.go(f"{path}?part=materials")
        first, second = (desk.page.locator("tr[data-row] [name$='.name']") for desk in (one, two))

        first.nth(0).fill("甲改的第一份")
        one.page.get_by_text("已替您暂存").wait_for()
        two.page.get_by_text("正在填写").first.wait_for(timeout=20_000)
        second.nth(0).fill("乙改的第一份")
        second.nth(1).fill("乙改的第二份")
        two.page.get_by_text("已替您暂存").wait_for()
        two.page.keyboard.press("F9")
        settled(two.page)
        one.page.keyboard.press("F9")
        told = one.page.locator(".versions")
        told.wait_for()
        assert "乙改的第一份" in told.inner_text()
        assert "乙改的第二份" not in told.inner_text()
        assert (first.nth(0).input_value(), first.nth(1).input_value()) == ("甲改的第一份", "乙改的第二份")
        told.get_by_role("button", name=re.compile("^采用我的")).click()
        told.wait_for(state="detached")
        one.page.keyboard.press("F9")
        settled(one.page)

        two.go(f"{path}?part=materials")
        assert names_of(two.page, "name") == ["甲改的第一份", "乙改的第二份", "丙材料"]
