"""The browser that journeys rely on runs, draws Chinese, and cannot reach another machine."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page

PAGE = '<!doctype html><html lang="zh-CN"><title>办事台</title><main><h1>办事指南</h1><p>身份证</p></main></html>'


def test_a_chinese_page_is_drawn(browser_page: Page) -> None:
    browser_page.set_content(PAGE)

    assert browser_page.get_by_role("heading", level=1).inner_text() == "办事指南"


def test_a_page_outside_cannot_be_reached(browser_page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        browser_page.goto("http://example.org/")
