"""Packages (docx, xlsx, ofd) are archives of XML: counted while they unpack, and refused when they hold more than text.

Bombs by size, ratio, number or nesting (R59), DTDs and entities (R61), macros, embedded objects, passwords and links to
other files (R62). A part is judged by what it holds (`parts`), whatever it is called. Nothing is unpacked to disk; every limit holds for what really comes out, not for what the archive says.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from appcore.access.files import fields, parts
from appcore.access.files.kinds import FileKind
from appcore.definition.verdict import N_, Rejected

MOST_MEMBERS = 2_000
MOST_BYTES = 100 * 1024 * 1024
MOST_RATIO = 100
FREE_BYTES = 10 * 1024 * 1024
"""Below this the ratio does not count: an empty form packs very well."""
CHUNK = 64 * 1024
_END = struct.Struct("<4s4H2LH")
_ACTIVE_NAMES = re.compile(
    r"vbaproject|vbadata|macrosheets/|activex/|embeddings/|oleobject|externallinks/|\.(?:exe|dll|js|jse|vbs|vbe|wsf|hta|ps1|bat|cmd|com|scr|msi|lnk|jar|html?|svg)$",
    re.IGNORECASE,
)
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")
_MAIN_PART = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_BROKEN = N_("文件打不开，可能已经损坏，请用原来的程序重新保存后再上传。")
_BOMB = N_("文件解压后大得不正常，不能上传。请另存为PDF后再上传。")
_ACTIVE = N_("文件里有宏、嵌入的程序或其他文件，不能上传。请去掉后另存，或打印成PDF后再上传。")
_LINKED = N_("文件引用了别处的文件或数据，不能上传。请断开链接后另存，或打印成PDF后再上传。")
_ENTITIES = N_("文件里有不允许的内容声明（DTD），不能上传。请用原来的程序重新保存后再上传。")


def check(path: Path, kind: FileKind) -> None:
    """Walk through the whole package once.

    Raises: Rejected with the reason.
    """
    with opened(path) as archive:
        allowed = min(MOST_BYTES, max(FREE_BYTES, path.stat().st_size * MOST_RATIO))
        used = 0
        if archive.infolist() and min(member.header_offset for member in archive.infolist()) != 0:
            raise Rejected(_BROKEN)
        for member in archive.infolist():
            _check_name(member)
            used += _check_member(archive, member, allowed - used)
        _check_main_part(archive, kind)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, after its table of contents was found to be small enough to be read at all.

    Raises: Rejected for a broken archive, here and while the block reads from it.
    """
    _check_end(path)
    with reading(), zipfile.ZipFile(path) as archive:
        yield archive


@contextmanager
def reading() -> Iterator[None]:
    """Says what a broken archive or its markup raises in our words. Raises: Rejected."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        UnicodeError,
        ParseError,
    ) as broken:
        raise Rejected(_BROKEN) from broken
    except DefusedXmlException as entity:
        raise Rejected(_ENTITIES) from entity


def contents(path: Path, wanted: Callable[[str], bool], most: int) -> dict[str, bytes]:
    """The members of a plain archive whose names are wanted, read to their end within a limit of all together.

    Raises: Rejected.
    """
    found: dict[str, bytes] = {}
    with opened(path) as archive:
        left = min(most, max(FREE_BYTES, path.stat().st_size * MOST_RATIO))
        for member in archive.infolist():
            if not wanted(name := _name_of(member)):
                continue
            _check_name(member)
            with archive.open(member) as content:
                raw = content.read(left + 1)
            left -= len(raw)
            if left < 0:
                raise Rejected(_BOMB)
            found[name] = raw
    return found


def _name_of(member: zipfile.ZipInfo) -> str:
    """A member's name; one that is not marked as UTF-8 was most likely written in the national encoding."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _check_end(path: Path) -> None:
    """The last 22 bytes are the archive's end: nothing behind it, no comment, one disk, not too many members."""
    size = path.stat().st_size
    with path.open("rb") as handle:
        handle.seek(max(0, size - _END.size))
        last = handle.read()
    if len(last) < _END.size:
        raise Rejected(_BROKEN)
    mark, disk, first_disk, here, members, length, start, comment = _END.unpack(last)
    if mark != b"PK\x05\x06" or comment or disk or first_disk or here != members or start + length != size - _END.size:
        raise Rejected(_BROKEN)
    if members > MOST_MEMBERS or length > MOST_MEMBERS * 512:
        raise Rejected(_BOMB)


def _check_name(member: zipfile.ZipInfo) -> None:
    name = member.filename
    if name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name or "\0" in member.orig_filename:
        raise Rejected(_BROKEN)
    if member.flag_bits & 0x1:
        raise Rejected("文件设了打开密码，不能上传。请取消密码后再上传。")
    if re.search(r"externallinks/", name, re.IGNORECASE):
        raise Rejected(_LINKED)
    if _ACTIVE_NAMES.search(name):
        raise Rejected(_ACTIVE)


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """Read one member to its end. Returns: how many bytes came out."""
    named_xml = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(member) as content:
        out, is_xml, has_fields = _check_content(content, left, is_xml=named_xml)
    if has_fields:
        _check_fields(archive, member)
    if is_xml and out:
        _check_root(archive, member)
    return out


def _check_content(content: IO[bytes], left: int, *, is_xml: bool) -> tuple[int, bool, bool]:
    """Returns: how many bytes came out, whether they are markup, and whether fields are in it."""
    out, before, has_fields, begun = 0, b"", False, False
    while chunk := content.read(CHUNK):
        if not begun:  # blanks may stand before the first mark, as many as somebody likes
            is_xml = _check_beginning(chunk, is_first=not out, is_xml=is_xml)
            begun = bool(chunk.strip(parts.BLANKS))
        out += len(chunk)
        if out > left:
            raise Rejected(_BOMB)
        window = before + chunk
        if parts.OLE in window:
            raise Rejected(_ACTIVE)
        if is_xml:
            _check_markup(window)
            has_fields = has_fields or fields.may_stand_in(window)
        before = chunk[-16:]
    return out, is_xml, has_fields


def _check_beginning(chunk: bytes, *, is_first: bool, is_xml: bool) -> bool:
    """Returns: whether it is markup, by its name or by what it begins with."""
    if is_first and parts.is_program(chunk):
        raise Rejected(_ACTIVE)
    is_xml = is_xml or parts.is_markup(chunk)
    if is_xml:
        _check_encoding(chunk)
    return is_xml


def _check_markup(window: bytes) -> None:
    # A plain search first: no pattern is as fast, and nearly no part has the mark.
    if b"<!" in window and _DTD.search(window):
        raise Rejected(_ENTITIES)
    if b"DDEAUTO" in window:
        raise Rejected(_LINKED)


def _check_encoding(chunk: bytes) -> None:
    """The search for DTDs reads UTF-8, which every office program writes."""
    declared = _DECLARED.match(chunk)
    if b"\0" in chunk[:64] or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
        raise Rejected(_BROKEN)


def _check_root(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """What a part of markup is, by its outermost element: its name says nothing."""
    with archive.open(member) as content:
        root = parts.root_of(content)
    if root in parts.ACTIVE_ROOTS:
        raise Rejected(_ACTIVE)
    if root in parts.LINKED_ROOTS:
        raise Rejected(_LINKED)
    if root == "Relationships":
        _check_links(archive, member)


def _check_fields(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with archive.open(member) as content:
        if fields.fetches(content):
            raise Rejected(_LINKED)


def _check_links(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """A link that a reader may follow is fine; a template, picture or object that the program itself would fetch is not.

    Nor is a file of another kind that the program would take in as part of the text (altChunk), in the package or outside.
    """
    with archive.open(member) as content:
        tree = ElementTree.parse(content, forbid_dtd=True)
    for link in tree.iter():
        if link.get("Type", "").strip().lower().rpartition("/")[2] in parts.ACTIVE_RELATIONS:
            raise Rejected(_ACTIVE)
        if link.get("TargetMode", "").lower() == "external" and not link.get("Type", "").endswith("/hyperlink"):
            raise Rejected(_LINKED)


def _check_main_part(archive: zipfile.ZipFile, kind: FileKind) -> None:
    """The package is what its ending says: a workbook, a document, a layout file."""
    names = set(archive.namelist())
    if len(names) < len(archive.infolist()):
        raise Rejected(_BROKEN)  # two members of one name: a reader may take the other one
    wanted = _MAIN_PART.get(kind.ending)
    if wanted is None:
        found = "OFD.xml" in names
    elif "[Content_Types].xml" not in names:
        found = False
    else:
        with archive.open("[Content_Types].xml") as content:
            types = {one.get("ContentType", "") for one in ElementTree.parse(content, forbid_dtd=True).iter()}
        if any(mark in one.lower() for one in types for mark in parts.ACTIVE_TYPES):
            raise Rejected(_ACTIVE)
        found = wanted in types
    if not found:
        raise Rejected(
            "内容不是 %(ending)s 文件，和文件名的后缀对不上，请用原来的程序重新保存后再上传。",
            ending=kind.ending.upper(),
        )
