"""`page.get(client, url)`: fetch a page and check what every page must be, so that each new page is checked for free."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.html import Node, parse

MOST_BYTES = 60 * 1024
TITLE_ENDS = ("办事台", "办事指南")
ALLOWED_LATIN: dict[str, str] = {
    r"A4": "the paper",
    r"PDF|QR|JSON|CSV|Excel|Word|DOCX|XLSX|XLS|ODS|ZIP|JPG|PNG|OFD|DTD": "names of formats",
    r"\d ?[KM]B": "the size of a file",
    r"[^\s“”]+\.(?:pdf|docx|xlsx|jpe?g|png|ofd|json)(?![A-Za-z])": "the name that a person gave a file",
    r"AB岗": "the usual name of the two posts",
    r"F\d{1,2}|Enter|Esc|Ctrl": "keys on the keyboard",
    r"HTTP|https?://\S+": "addresses on the net",
    r"English|EN": "the name of the other language, in that language",
    r"[A-Z0-9]{18}": "a 统一社会信用代码",
    r"330327-\d{5}|YJ-\S+|[A-Z]{2,4}-?\d[\w-]*": "codes of items, slips and papers",
    r"[0-9a-f]{8,64}": "digests and request numbers",
    r"查询码：[A-Z0-9]{8}": "a case's query code",
    r"系统\([\w-]+\)": "why the program acted by itself, as the audit trail keeps it",
    r"chinesecalendar": "the package that the work days of past years were taken from",
}
_allowed = re.compile("|".join(f"(?:{pattern})" for pattern in ALLOWED_LATIN))
_latin = re.compile(r"[A-Za-z]{2,}")
RAW = re.compile(r"(?<![\w.])(None|True|False|nan|undefined|\[object Object\]|<[A-Z]\w+ \d+>|Decimal\()(?![\w.])")
CODE_TAGS = frozenset({"code", "kbd", "samp"})
LABELLED = frozenset({"input", "select", "textarea"})


class BadPage(AssertionError):
    """A page that is not what every page must be; the message names all faults."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A page that passed."""

    url: str
    status: int
    text: str
    root: Node

    @property
    def heading(self) -> str:
        return self.root.every("h1")[0].text


def get(
    client: FlaskClient, url: str, *, status: int = 200, codes: frozenset[str] = frozenset(), **arguments: Any
) -> Checked:
    """Fetch and check. `codes` are the keys and codes of rows: a text that is nothing but codes may be Latin.

    Raises: BadPage with every fault.
    """
    return check(client.get(url, **arguments), url, status=status, codes=codes)


def check(answer: TestResponse, url: str, *, status: int = 200, codes: frozenset[str] = frozenset()) -> Checked:
    """The same for an answer that was fetched already."""
    if answer.status_code != status:
        raise BadPage(f"{url}: {answer.status_code} instead of {status}")
    found = faults(answer.text, answer.data, codes)
    if found:
        raise BadPage(f"{url}: " + "; ".join(found))
    return Checked(url, answer.status_code, answer.text, parse(answer.text))


def files(root: Node, app: Flask, url: str) -> Iterator[str]:
    """A form with a control for files goes where files are taken, and not where a body ends at that of a plain form."""
    for form in root.every("form"):
        if any(node.get("type") == "file" for node in form.walk()):
            path = (form.get("action") or url).partition("?")[0]
            endpoint, _values = app.url_map.bind("localhost").match(path, method="POST")
            if endpoint not in app.extensions["takes_files"]:
                yield f"{endpoint} is sent files and takes none"


def faults(text: str, data: bytes, codes: frozenset[str] = frozenset()) -> list[str]:
    """All that is wrong with a page."""
    root = parse(text)
    checks = (_head(root), _ids(root), _labels(root), _assets(root), _inline(root), _words(root, codes), _size(data))
    return [fault for found in checks for fault in found]


def _head(root: Node) -> Iterator[str]:
    html, titles, headings = root.every("html"), root.every("title"), root.every("h1")
    if len(html) != 1 or not html[0].get("lang"):
        yield "no lang"
    if len(headings) != 1 or not headings[0].text:
        yield f"{len(headings)} h1"
    if not titles or not titles[0].text.partition(" · ")[0] or not titles[0].text.endswith(TITLE_ENDS):
        yield f"title {titles[0].text if titles else None!r}"
    if len(root.every("main")) != 1:
        yield "no main landmark"


def _ids(root: Node) -> Iterator[str]:
    ids = [node.get("id") for node in root.walk() if "id" in node.attributes]
    yield from (f"id {one!r} twice" for one in sorted({one for one in ids if ids.count(one) > 1}))
    if "" in ids:
        yield "an empty id"
    for node in root.walk():
        for name in ("for", "aria-controls", "aria-describedby", "aria-labelledby"):
            yield from (f"{name} of {one!r}, which is not there" for one in node.get(name).split() if one not in ids)


def _labels(root: Node) -> Iterator[str]:
    labelled = {node.get("for") for node in root.every("label")}
    within = {id(control) for label in root.every("label") for control in label.walk()}
    for control in root.every(*LABELLED):
        if control.get("type") in ("hidden", "submit", "button"):
            continue
        named = control.get("aria-label") or control.get("aria-labelledby") or control.get("id") in labelled
        if not named and id(control) not in within:
            yield f"no label for {control.get('name') or control.tag}"
    for act in root.every("button", "a"):
        if not act.text and not act.get("aria-label"):
            yield f"a {act.tag} without words"


def _assets(root: Node) -> Iterator[str]:
    for node in root.every("link", "script", "img", "iframe", "source", "form", "object", "embed"):
        for name in ("href", "src", "action", "data", "srcset"):
            if re.match(r"(?:[a-z]+:)?//", node.get(name)):
                yield f"{node.tag} reaches {node.get(name)}"


def _inline(root: Node) -> Iterator[str]:
    for node in root.walk():
        if node.tag == "style" or "style" in node.attributes:
            yield f"inline style on {node.tag}"
        if (
            node.tag == "script"
            and not node.get("src")
            and node.get("type") not in ("application/json", "application/ld+json")
        ):
            yield "inline script"
        yield from (f"{name} on {node.tag}" for name in node.attributes if name.startswith("on"))
        if node.get("href").strip().lower().startswith("javascript:"):
            yield "a javascript: address"


def _words(root: Node, codes: frozenset[str]) -> Iterator[str]:
    for node, text in _said(root):
        if raw := RAW.search(text):
            yield f"raw {raw.group()} in {text.strip()[:60]!r}"
        if node.tag in CODE_TAGS:
            continue
        if all(part in codes for part in re.split(r"\s*[、·,，/\s]\s*|.*“|”.*", text.strip()) if _latin.search(part)):
            continue
        if rest := _latin.findall(_allowed.sub(" ", text)):
            yield f"Latin letters {rest[:3]} in {text.strip()[:60]!r}"


def _said(root: Node) -> Iterator[tuple[Node, str]]:
    """Texts, and the attributes that are read out or shown."""
    yield from ((node, text) for node, text in root.texts() if text.strip() and node.tag != "root")
    for node in root.walk():
        yield from ((node, node.get(name)) for name in ("aria-label", "title", "placeholder", "alt") if node.get(name))


def _size(data: bytes) -> Iterator[str]:
    if len(data) > MOST_BYTES:
        yield f"{len(data)} bytes"
