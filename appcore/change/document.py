"""A package as a file: read with care, brought to today's format, written in one byte form.

`{"format": "banshitai-package", "version": 2, "made_at", "from": {"code", "name"}, "items", "identities", "blocks",
"branches", "registers", "slip_templates", "code_lists"}`; also `{"format": "banshitai-catalogue", "version": 1, "items"}`. Pure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from appcore.definition import canonical
from appcore.definition.verdict import Rejected

PACKAGE, CATALOGUE = "banshitai-package", "banshitai-catalogue"
VERSION = 2
CATALOGUE_VERSION = 1
DEEPEST = 32
"""Objects and lists within each other; a condition may be 8 deep, and stands 5 deep in its package."""
MOST_OBJECTS = 5000
LISTS = ("blocks", "registers", "items", "slip_templates")
BESIDE = ("identities", "branches")
"""What is said of items beside their content: what each of them is, and which main and sub-items stand above them."""
FACTS = ("format", "version", "made_at", "from", "code_lists")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BRACKET = re.compile(rb"[\[{]|[\]}]")
Document = dict[str, Any]


def read(raw: bytes) -> Document:
    """The document of a file, in today's format: all its lists are there, of JSON objects each.

    Raises: Rejected with what is wrong with the file as a whole; what is wrong inside it is found object by object.
    """
    document = _parsed(raw)
    if document.get("format") == CATALOGUE:
        document = from_catalogue(document)
    if document.get("format") != PACKAGE:
        raise Rejected("这不是办事台的数据包：文件里没有写明格式，或者是别的格式。")
    document = upgraded(document)
    unknown = sorted(set(document) - {*FACTS, *LISTS, *BESIDE})
    if unknown:
        raise Rejected("文件里有不认识的内容“%(name)s”。", name=str(unknown[0])[:40])
    for name in (*LISTS, *BESIDE):
        rows = document.setdefault(name, [])
        if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
            raise Rejected("文件里的“%(name)s”应为列表，每一项是一个对象。", name=name)
    if sum(len(document[name]) for name in LISTS) > MOST_OBJECTS:
        raise Rejected("一个数据包最多%(most)d项，请分成几个数据包。", most=MOST_OBJECTS)
    return document


def write(document: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a package."""
    return canonical.to_bytes({"format": PACKAGE, "version": VERSION, **document})


def from_catalogue(document: Document) -> Document:
    """A catalogue of items alone as a package of the first version. Raises: Rejected for a version that is not known."""
    _require_version(document, CATALOGUE_VERSION)
    return {"format": PACKAGE, "version": 1, "items": document.get("items", [])}


def to_catalogue(document: Mapping[str, Any]) -> bytes:
    """The items of a package alone, as other systems read them."""
    return canonical.to_bytes({"format": CATALOGUE, "version": CATALOGUE_VERSION, "items": document["items"]})


def upgraded(document: Document) -> Document:
    """The document in today's format. Raises: Rejected for a version that is not known."""
    version = _require_version(document, VERSION)
    while version < VERSION:
        document = UPGRADES[version](document)
        version += 1
    return document


def upgrade_1_to_2(document: Document) -> Document:
    """The first format kept blocks of the field library among the registers, and said of an item no more than its content."""
    registers = document.get("registers", [])
    if not isinstance(registers, list):
        return {**document, "version": 2}
    blocks = [one for one in registers if isinstance(one, dict) and one.get("subject") == "block"]
    books = [one for one in registers if one not in blocks]
    return {**document, "version": 2, "blocks": blocks, "registers": books, "identities": []}


UPGRADES: dict[int, Callable[[Document], Document]] = {1: upgrade_1_to_2}
"""From each older version to the next."""


def _require_version(document: Document, newest: int) -> int:
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise Rejected("文件没有写明格式的版本。")
    if version > newest:
        raise Rejected(
            "这个文件是第%(version)d版格式，本系统只认识到第%(newest)d版，请先升级本系统。",
            version=min(version, 10**6), newest=newest,
        )  # fmt: skip
    return version


def _parsed(raw: bytes) -> Document:
    """The JSON object of the bytes: not deep, no key twice, no number that is not whole."""
    plain = raw.removeprefix(b"\xef\xbb\xbf")
    if _depth(plain) > DEEPEST:
        raise Rejected("文件的层次太深，不是数据包。")
    try:
        document = json.loads(
            plain.decode("utf-8"), object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number
        )
    except UnicodeDecodeError as broken:
        raise Rejected("文件不是 UTF-8 编码的 JSON。") from broken
    except json.JSONDecodeError as broken:
        raise Rejected(
            "文件不是完整的 JSON：第%(line)d行第%(column)d个字读不下去。", line=broken.lineno, column=broken.colno
        ) from broken
    except (ValueError, RecursionError) as broken:
        if isinstance(broken, Rejected):
            raise
        raise Rejected("文件里有读不了的数字。") from broken
    if not isinstance(document, dict):
        raise Rejected("这不是办事台的数据包：文件里没有写明格式，或者是别的格式。")
    if any(_UNSTORABLE.search(text) for text in _texts(document)):
        raise Rejected("文件里有不能保存的字符，请检查文字是否完整。")
    return document


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _depth(plain: bytes) -> int:
    """How deep brackets stand in each other, found without reading the JSON."""
    deepest = depth = 0
    for one in _BRACKET.finditer(_STRING.sub(b"", plain)):
        depth += 1 if one.group() in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> Document:
    found: Document = {}
    for name, value in pairs:
        if name in found:
            raise Rejected("文件里同一处写了两次“%(name)s”。", name=name[:40])
        found[name] = value
    return found


def _no_number(text: str) -> Any:
    raise Rejected("文件里的数字“%(text)s”不是整数；金额以分为单位，时限是整数。", text=text[:20])
