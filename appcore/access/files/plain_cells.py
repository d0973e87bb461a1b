"""The cells of a workbook that is written plainly, each looked at once by its bytes; whatever else is refused.

Texts, numbers, yes or no, and cells that only have a look. Dates, formulas, errors, escapes of characters, and texts that readers
trim or bend are left to the general reader.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence

from appcore.access.files import sheets

Value = str | float | bool
_ENTITIES = {b"&lt;": b"<", b"&gt;": b">", b"&quot;": b'"', b"&apos;": b"'", b"&amp;": b"&"}
_ENTITY = re.compile(rb"&[^;&]*;?")
_ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_COLUMN = re.compile(rb"[A-Z]{1,3}")
_T = rb'<t( xml:space="preserve")?>([^<]*)</t>'
_TEXT = re.compile(rb'(?: s="[0-9]{1,6}")? t="inlineStr"><is>' + _T + rb"</is></c>")
_SHARED = re.compile(rb'(?: s="[0-9]{1,6}")? t="s"><v>([0-9]{1,7})</v></c>')
_NUMBER = re.compile(
    rb'(?: s="([0-9]{1,6})")?(?: t="n")?><v>(-?[0-9]{1,20}(?:\.[0-9]{1,20})?(?:E[+-]?[0-9]{1,2})?)</v></c>'
)
_FLAG = re.compile(rb'(?: s="[0-9]{1,6}")? t="b"><v>([01])</v></c>')
_NOTHING = re.compile(rb'(?: s="[0-9]{1,6}")?/>')
_STRING = re.compile(rb"<si>" + _T + rb"</si>")
_FORMATS = re.compile(rb"<cellXfs[^>]*>(.*?)</cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb'<xf [^>]*?numFmtId="([0-9]{1,4})"')
_NO_DAYS = frozenset({0, 1, 2, 3, 4, 9, 10, 11, 12, 13, 49})
"""The built-in formats that show a number as a number."""
_OWN_FORMAT = re.compile(rb'<numFmt numFmtId="([0-9]{1,4})" formatCode="([^"]*)"/>')
_FIGURES = re.compile(rb"[0#?.,%]+")


class Unplain(Exception):
    """This is left to the general reader."""


def strings_of(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    raw = archive.read("xl/sharedStrings.xml")
    found = _STRING.findall(raw)
    if len(found) != raw.count(b"<si") or len(found) > sheets.MOST_STRINGS:
        raise Unplain
    return [_text(text, kept=bool(kept)) for kept, text in found]


def numbers_of(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """The styles under which a number is a number and no day."""
    raw = archive.read("xl/styles.xml") if "xl/styles.xml" in archive.namelist() else b""
    formats = _FORMATS.search(raw)
    found, own = _FORMAT.findall(formats[1]) if formats else [], dict(_OWN_FORMAT.findall(raw))
    if (formats and len(found) != formats[1].count(b"<xf ")) or len(own) != raw.count(b"<numFmt "):
        return frozenset()
    plain = {one for one in found if (_FIGURES.fullmatch(own[one]) is not None if one in own else int(one) in _NO_DAYS)}
    return frozenset(b"%d" % place for place, one in enumerate(found) if one in plain)


def _text(raw: bytes, *, kept: bool) -> str:
    """A text without line ends that readers bend and without escapes."""
    if b"\r" in raw or (b"_x" in raw and _ESCAPED.search(raw)):
        raise Unplain
    if b"&" in raw:
        raw = _ENTITY.sub(_entity, raw)
    text = raw.decode()
    if not kept and text != text.strip():
        raise Unplain
    return text


def _entity(found: re.Match[bytes]) -> bytes:
    if found[0] not in _ENTITIES:
        raise Unplain
    return _ENTITIES[found[0]]


class PlainValues:
    """What stands behind a cell's place, by its bytes: each is looked at once.

    `shared`: the lengths of shared texts; `nothing`: cells that only have a look, and do not count.
    """

    def __init__(self, strings: Sequence[str], numbers: frozenset[bytes], columns: int) -> None:
        self._strings, self._numbers, self._most = strings, numbers, columns
        self.known: dict[bytes, Value] = {}
        self.shared: dict[bytes, int] = {}
        self.nothing: set[bytes] = set()
        self.columns: dict[bytes, int] = {}

    def of(self, raw: bytes) -> Value:
        """What stands in a cell for the first time; "" for one without a value."""
        made = self.known[raw] = self._read(raw)
        return made

    def _read(self, raw: bytes) -> Value:
        if found := _TEXT.fullmatch(raw):
            return _text(found[2], kept=bool(found[1]))
        if (found := _SHARED.fullmatch(raw)) and int(found[1]) < len(self._strings):
            text = self._strings[int(found[1])]
            self.shared[raw] = len(text)
            return text
        if (found := _NUMBER.fullmatch(raw)) and (found[1] is None or found[1] in self._numbers):
            return float(found[2])
        if found := _FLAG.fullmatch(raw):
            return found[1] == b"1"
        if _NOTHING.fullmatch(raw):
            self.nothing.add(raw)
            return ""
        raise Unplain

    def column(self, letters: bytes) -> int:
        """From 0."""
        if letters not in self.columns:
            if _COLUMN.fullmatch(letters) is None:
                raise Unplain
            column = sheets.number_of(letters.decode()) - 1
            if column >= self._most:
                raise Unplain
            self.columns[letters] = column
        return self.columns[letters]
