"""The public search box suggests while one types: by keyboard, with words for screen readers, and nothing without scripts."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.journeys.desk import PHONE, at_a_desk

LIST = "[role=listbox]"


def test_an_item_is_chosen_from_the_suggestions_by_keyboard_alone(browser: Browser, served: str) -> None:
    with at_a_desk(browser, served) as desk:
        desk.go("/?size=large")
        box = desk.page.locator("input[role=combobox]")
        box.press_sequentially("shenfenzheng")
        first = desk.page.locator(f"{LIST} [role=option]").first
        first.wait_for()
        ink, paper = box.evaluate("one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]")
        name = first.locator("a").evaluate("one => one.firstChild.textContent")

        assert ink != paper
        assert "个建议" in desk.page.locator(".seek [role=status]").inner_text()
        assert box.get_attribute("aria-expanded") == "true"
        box.press("ArrowDown")
        assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
        assert first.get_attribute("aria-selected") == "true"
        with desk.page.expect_navigation():
            box.press("Enter")

        assert desk.page.get_by_role("heading", level=1).inner_text() == name
        assert "size=large" in desk.page.url


def test_the_list_closes_and_the_words_are_searched_for_as_they_stand(browser: Browser, served: str) -> None:
    with at_a_desk(browser, served, size=PHONE) as desk:
        desk.go("/items")
        box = desk.page.locator("input[role=combobox]")
        box.press_sequentially("身份证")
        desk.page.locator(f"{LIST} [role=option]").first.wait_for()

        box.press("Escape")
        assert not desk.page.locator(LIST).is_visible()
        assert box.input_value() == "身份证"
        with desk.page.expect_navigation():
            box.press("Enter")

        assert desk.page.url.startswith(f"{served}/items?q=")
