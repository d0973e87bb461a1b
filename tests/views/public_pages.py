"""What every page of the public site must be, checked whenever a test fetches one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

MOST_BYTES = 60_000
LATIN = re.compile(r"[A-Za-z]{2,}")
ALLOWED = re.compile(r"A[34]|AB岗|PDF|QR|CN[0-9]+|YJ|GB/?T? ?[0-9]*|No\.")
"""Latin letters that a Chinese page may show: sizes of paper, posts, staff numbers, standards."""
QUOTED = re.compile(r"“[^”]*”")
"""What the reader typed is said again between these."""
VOID = {"meta", "link", "input", "br", "img", "hr", "use", "path"}
SUGGESTIONS = "/static/js/suggest.js"
"""The one script of a public page: what a search box suggests while one types."""


@dataclass
class Page(HTMLParser):
    """A page taken apart: its text without what is marked as another language, links, ids, labels and controls."""

    html: str
    words: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    controls: list[dict[str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    language: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.feed(self.html)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.counts[tag] += 1
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "a":
            self.links.append(given.get("href", ""))
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label" and "for" in given:
            self.labelled.add(given["for"])
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            inside = any(one == "label" for one, _lang in self.open)
            self.controls.append(given | ({"inside": "label"} if inside else {}))
        if tag == "script":
            self.scripts.append(given.get("src", "inline"))
        if tag in ("script", "img", "iframe", "link"):
            self.assets.append(given.get("src") or given.get("href", ""))
        if tag not in VOID:
            self.open.append((tag, given.get("lang", "")))

    def handle_endtag(self, tag: str) -> None:
        while self.open and tag not in VOID:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(tag == "style" or (lang == "en" and tag != "html") for tag, lang in self.open):
            self.words.append(data.strip())


def get(client: FlaskClient, address: str, *, status: int = 200) -> Page:
    """Fetch a page and check what each must be."""
    answer = client.get(address)

    assert answer.status_code == status, f"{address} answered {answer.status_code}"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert len(answer.data) < MOST_BYTES, f"{address} has {len(answer.data)} bytes"
    page = Page(answer.get_data(as_text=True))
    assert faults(page) == []
    return page


def faults(page: Page) -> list[str]:
    """What is wrong with a page, a line each."""
    found = [f"{page.counts[tag]} of {tag}" for tag in ("h1", "main", "title") if page.counts[tag] != 1]
    found += [f"id {one} occurs {often} times" for one, often in Counter(page.ids).items() if often > 1]
    found += [f"no label: {one}" for one in page.controls if "inside" not in one and one.get("id") not in page.labelled]
    found += [f"outside: {one}" for one in page.assets if not one.startswith("/")]
    found += [f"raw: {word}" for word in ("None", "True", "False") if re.search(rf"\b{word}\b", page.text)]
    found += [f"a script: {one}" for one in page.scripts if one.partition("?")[0] != SUGGESTIONS]
    if page.language == "zh-CN":
        found += [f"not Chinese: {text}" for text in page.words if LATIN.search(ALLOWED.sub("", QUOTED.sub("", text)))]
    return found


def json_of(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    return answer.json
