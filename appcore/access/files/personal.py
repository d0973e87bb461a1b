"""Personal data inside a file that is to be published: valid identity numbers, mobile and bank card numbers, with their place (R78).

Numbers of the areas 000000 and 999999 do not exist and stand in samples on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from defusedxml import ElementTree
from stdnum import luhn

from appcore.access.files import archives, pdfs, sheets
from appcore.access.files.kinds import FileKind
from appcore.definition import identity, masks
from appcore.definition.characters import half_width
from appcore.definition.verdict import Rejected

MADE_UP = ("000000", "999999")
_GAP = r"[ \u00a0-]?"
_DIGITS = re.compile(rf"(?<![0-9A-Za-z])[0-9](?:{_GAP}[0-9]){{10,18}}(?:{_GAP}[Xx])?(?![0-9A-Za-z])")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_CARD = re.compile(r"(?:62|4|5[1-5]|9[0-9])[0-9]{14,17}")
_OLD = re.compile(r"[1-8][0-9]{14}")
_TEXT_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
_RUN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a number stands, what it is, and enough of it to be found again."""

    place: str
    what: str
    shown: str

    def __str__(self) -> str:
        return f"{self.place}：{self.what} {self.shown}"


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found, and whether there was any text to look at: of a picture or a scan there is none."""

    findings: tuple[Finding, ...]
    had_text: bool


def look(path: Path, kind: FileKind, *, today: date, most_pages: int) -> Looked:
    """Read a kept file for numbers that name a person.

    Raises: Rejected when it cannot be read.
    """
    found: list[Finding] = []
    had_text = False
    for place, text in _texts(path, kind, most_pages):
        had_text = had_text or bool(text.strip())
        found += [Finding(place, what, shown) for what, shown in numbers_in(text, today)]
        if len(found) >= MOST_TOLD:
            break
    return Looked(tuple(found[:MOST_TOLD]), had_text)


def numbers_in(text: str, today: date) -> Iterator[tuple[str, str]]:
    """Kind and mask of each number in a text that could be a person's."""
    for run in _DIGITS.finditer(half_width(text)):
        number = re.sub(r"[^0-9Xx]", "", run[0]).upper()
        if number[:6] in MADE_UP:
            continue
        if _is_id_number(number, today):
            yield "身份证号", masks.mask_id_number(number)
        elif _MOBILE.fullmatch(number):
            yield "手机号", masks.mask_phone(number)
        elif _CARD.fullmatch(number) and luhn.is_valid(number):
            yield "银行卡号", f"{number[:4]}****{number[-4:]}"


def _is_id_number(number: str, today: date) -> bool:
    if _OLD.fullmatch(number):
        try:
            date(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))
        except ValueError:
            return False
        return True
    try:
        identity.check_id_number(number, today)
    except Rejected:
        return False
    return True


def _texts(path: Path, kind: FileKind, most_pages: int) -> Iterator[tuple[str, str]]:
    match kind.ending:
        case "pdf":
            yield from ((f"第{number}页", text) for number, text in enumerate(pdfs.texts(path, most_pages), 1))
        case "xlsx":
            yield from ((f"工作表“{cell.sheet}”{cell.place}", cell.text) for cell in sheets.cells(path))
        case "docx":
            yield from _paragraphs(path)
        case "ofd":
            yield from _layout_texts(path)


def _paragraphs(path: Path) -> Iterator[tuple[str, str]]:
    with archives.opened(path) as archive:
        for part in [name for name in archive.namelist() if _TEXT_PARTS.fullmatch(name)]:
            where = "" if part == "word/document.xml" else "页眉、页脚或批注"
            with archive.open(part) as content:
                paragraphs: Any = ElementTree.parse(content, forbid_dtd=True).iter(_PARAGRAPH)
                for number, one in enumerate(paragraphs, 1):
                    yield f"{where}第{number}段", "".join(text.text or "" for text in one.iter(_RUN))


def _layout_texts(path: Path) -> Iterator[tuple[str, str]]:
    """The text codes of each page of an OFD."""
    with archives.opened(path) as archive:
        pages = sorted(name for name in archive.namelist() if name.endswith("Content.xml"))
        for number, part in enumerate(pages, 1):
            with archive.open(part) as content:
                tree = ElementTree.parse(content, forbid_dtd=True)
            yield f"第{number}页", " ".join(one.text or "" for one in tree.iter() if one.tag.endswith("}TextCode"))
