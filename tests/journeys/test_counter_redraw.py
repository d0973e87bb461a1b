"""The counter lane is drawn again behind a clerk who goes on typing: no key of his is lost, and the cursor stays."""

from __future__ import annotations

from playwright.sync_api import Browser, Route

from seeds.small import PROMISED
from tests.acting import PASSWORD
from tests.journeys.desk import at_a_desk


def test_what_is_typed_while_the_list_is_drawn_again_stays_with_its_cursor(browser: Browser, served: str) -> None:
    with at_a_desk(browser, served, "lingxi_clerk", PASSWORD) as clerk:
        page, held = clerk.page, list[Route]()
        clerk.go(f"/console/casework/intake/{PROMISED}")
        page.route("**/casework/intake/**", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks the handler, which a built-in method does not allow
        name = page.locator('[id="party.0.name"]')
        page.fill('[id="party.0.address"]', "先写的地址")

        with page.expect_request("**/casework/intake/**"):
            page.locator("#questions fieldset label").first.click()
        name.focus()
        page.keyboard.type("abcd")
        held[0].continue_()
        page.keyboard.type("efghij")
        page.wait_for_selector("form[data-lane]:not([aria-busy])")
        page.keyboard.press("ArrowLeft")
        page.keyboard.type("X")

        assert name.input_value() == "abcdefghiXj"
        assert page.input_value('[id="party.0.address"]') == "先写的地址"
        assert page.locator("#questions :checked").count() == 1
        assert clerk.complaints == []
