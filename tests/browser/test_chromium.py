"""The browser that journeys rely on runs, draws Chinese, and cannot reach another machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page, sync_playwright

from tests import chromium

PAGE = '<!doctype html><html lang="zh-CN"><title>办事台</title><main><h1>办事指南</h1><p>身份证</p></main></html>'


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        yield browser.new_page()
        browser.close()


def test_a_chinese_page_is_drawn(page: Page) -> None:
    page.set_content(PAGE)

    assert page.get_by_role("heading", level=1).inner_text() == "办事指南"


def test_a_page_outside_cannot_be_reached(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
