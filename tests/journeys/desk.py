"""People of the journeys: each with a browser context of his own, and the words he clicks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlparse

from playwright.sync_api import Browser, Page, Request

DESKTOP = (1366, 768)
PHONE = (390, 844)


@dataclass
class Desk:
    """A page of the product, the hosts that it asked and what its console complained of."""

    page: Page
    address: str
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> int:
        answer = self.page.goto(self.address + path)
        assert answer is not None, path
        return answer.status

    def press(self, words: str) -> None:
        """Click the link or button that says this, and wait for the page that follows."""
        target = self.page.get_by_role("link", name=words, exact=True).or_(
            self.page.get_by_role("button", name=words, exact=True)
        )
        with self.page.expect_navigation():
            target.first.click()

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def _asked(self, request: Request) -> None:
        host = urlparse(request.url).netloc
        if host:
            self.hosts.add(host)


@contextmanager
def at_a_desk(
    browser: Browser, address: str, username: str = "", password: str = "", size: tuple[int, int] = DESKTOP
) -> Iterator[Desk]:
    """Somebody with a fresh browser, signed in when a name is given. Nothing but the product is ever asked."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
    page = context.new_page()
    desk = Desk(page, address)
    page.on("request", desk._asked)
    page.on(
        "console", lambda said: desk.complaints.append(said.text) if "Content Security Policy" in said.text else None
    )
    page.on("pageerror", lambda error: desk.complaints.append(str(error)))
    if username:
        desk.go("/console/login")
        page.fill("[name=username]", username)
        page.fill("[name=password]", password)
        desk.press("登录")
    yield desk
    assert desk.hosts <= {urlparse(address).netloc}, desk.hosts
    assert desk.complaints == []
    context.close()


def page_of_draft(editor: Desk) -> str:
    """The address of the edition's page, of the draft whose workbench stands open."""
    found = re.search(r"/console/catalogue/workbench/(\d+)", editor.page.url)
    assert found, editor.page.url
    return f"/console/catalogue/edition/show/{found.group(1)}"
