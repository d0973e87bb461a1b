"""R16, decisions 66 in a browser: the lock covers the page in place, and what was typed waits for its author."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.acting import PASSWORD
from tests.journeys.desk import Desk, at_a_desk

PIN = "582914"
FORM = "/console/hall/staff/add"


def set_pin(desk: Desk) -> None:
    desk.go("/console/access/me/pin")
    desk.page.fill("[name=pin]", PIN)
    desk.page.fill("[name=repeat]", PIN)
    desk.page.fill("[name=password]", PASSWORD)
    desk.press("保存")


def unlock(page: Page, secret: str) -> None:
    page.fill("#lock-secret", secret)
    page.keyboard.press("Enter")


def change_to(page: Page, username: str, password: str) -> None:
    page.fill("#change-username", username)
    page.fill("#change-password", password)
    page.keyboard.press("Enter")


def covered(page: Page) -> None:
    expect(page.locator("dialog#lock")).to_be_visible()
    expect(page.locator("#name")).to_be_hidden()
    expect(page.get_by_role("heading", name="新增工作人员")).to_be_hidden()
    assert page.title() == "页面已锁定"


def test_r16_after_idle_minutes_the_page_covers_itself_and_goes_on_by_the_pin(browser: Browser, served: str) -> None:
    with at_a_desk(browser, served, "lingxi_admin", PASSWORD) as desk:
        set_pin(desk)
        page = desk.page
        page.clock.install()
        desk.go(FORM)
        page.fill("#name", "样例打字")
        page.clock.fast_forward("29:00")
        expect(page.locator("dialog#lock")).to_be_hidden()

        page.clock.fast_forward("02:00")
        covered(page)
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        covered(page)
        unlock(page, "111222")
        expect(page.locator("[data-lock-fault]")).to_have_text("解锁码或密码不正确")
        covered(page)
        unlock(page, PIN)

        expect(page.locator("dialog#lock")).to_be_hidden()
        expect(page.locator("#name")).to_have_value("样例打字")


def test_f12_changes_the_clerk_and_what_was_typed_belongs_to_its_author(browser: Browser, served: str) -> None:
    with at_a_desk(browser, served, "lingxi_admin", PASSWORD) as desk:
        set_pin(desk)
        first = desk.page
        desk.go(FORM)
        first.fill("#name", "样例换人")
        first.fill("#staff_number", "F12-1")
        first.keyboard.press("F12")
        covered(first)

        change_to(first, "lingxi_clerk", "no password of his")
        expect(first.locator("[data-change-fault]")).to_have_text("账号或密码不正确")
        covered(first)
        change_to(first, "lingxi_clerk", PASSWORD)
        with first.context.expect_page() as opened:
            first.get_by_role("link", name="在新页面开始办理").click()
        second = opened.value
        expect(second.locator(".shell__me")).to_contain_text("窗口人员")
        covered(first)

        first.bring_to_front()
        first.get_by_role("button", name="返回解锁").click()
        unlock(first, PIN)
        expect(first.locator("#name")).to_have_value("样例换人")
        expect(second.locator("dialog#lock")).to_be_visible()
        desk.press("保存")
        assert "样例换人" in desk.text


def test_f12_on_a_page_without_anything_typed_goes_on_as_the_other_in_place(browser: Browser, served: str) -> None:
    with at_a_desk(browser, served, "lingxi_admin", PASSWORD) as desk:
        desk.go(FORM)
        desk.page.keyboard.press("F12")
        with desk.page.expect_navigation():
            change_to(desk.page, "lingxi_clerk", PASSWORD)

        expect(desk.page.locator(".shell__me")).to_contain_text("窗口人员")
        assert len(desk.page.context.pages) == 1


def test_what_is_sent_into_a_locked_session_arrives_after_unlocking(browser: Browser, served: str) -> None:
    """The server locked meanwhile and this page did not know: another machine's clock, a page without its scripts."""
    with at_a_desk(browser, served, "lingxi_admin", PASSWORD) as desk:
        set_pin(desk)
        page = desk.page
        desk.go(FORM)
        page.fill("#name", "样例续交")
        page.fill("#staff_number", "F12-2")
        token = page.context.request.get(f"{served}/console/login/state").json()["csrf"]
        page.context.request.post(f"{served}/console/login/lock", form={"csrf_token": token})

        desk.press("保存")
        assert page.get_by_role("heading", name="页面已锁定").is_visible()
        page.fill("#secret", PIN)
        page.keyboard.press("Enter")

        expect(page.locator("main")).to_contain_text("样例续交")
        expect(page.locator(".shell__me")).to_be_visible()
