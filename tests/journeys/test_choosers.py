"""A chooser of halls by pinyin and keys alone, and a number that is looked at when its box is left."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.acting import PASSWORD
from tests.journeys.desk import at_a_desk


def choose(page: Page, typed: str) -> None:
    """The kind of document, by its initials."""
    box = page.get_by_role("combobox", name="证件类型").first
    box.fill(typed)
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Enter")


def test_initials_and_enter_choose_a_hall_and_send_nothing(browser: Browser, served: str) -> None:
    with at_a_desk(browser, served, "security", PASSWORD) as desk:
        desk.go("/console/access/accounts/add")
        box = desk.page.get_by_role("combobox", name="所在中心")

        box.press_sequentially("lxz")
        expect(desk.page.get_by_role("option").first).to_contain_text("灵溪镇")
        box.press("Enter")

        expect(box).to_have_value("灵溪镇便民服务中心")
        expect(desk.page.get_by_role("listbox", include_hidden=True).first).to_be_hidden()
        assert desk.page.locator("[name=hall_code]").input_value() == "330327100000-01"
        assert desk.page.locator(".error-summary").count() == 0, "the form was sent"

        box.fill("fwzx")
        box.press("Enter")
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(desk.page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
        box.press("Escape")
        expect(box).to_have_value("灵溪镇便民服务中心")


def test_an_identity_number_is_looked_at_when_its_box_is_left_and_nothing_is_filled_in(
    browser: Browser, served: str
) -> None:
    with at_a_desk(browser, served, "lingxi_clerk", PASSWORD) as desk:
        desk.go("/console/casework/intake")
        with desk.page.expect_navigation():
            desk.page.locator("a.pick").nth(1).click()
        box = desk.page.get_by_label("证件号码").first

        box.fill("999999199001010018")
        box.press("Tab")
        said = desk.page.locator(".field--faulty .field__fault")
        expect(said).to_have_text("身份证号的校验码不对，请逐位核对。")
        expect(box).to_have_attribute("aria-invalid", "true")
        choose(desk.page, "hz")
        expect(said).to_be_hidden()

        choose(desk.page, "sfz")
        box.fill("999999199001010016")
        box.press("Tab")
        expect(desk.page.locator(".field--faulty")).to_have_count(0)
        assert desk.page.locator("[name='party.0.name']").input_value() == ""
