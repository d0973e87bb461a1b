"""Files that lie, and honest ones beside them, made in memory: nothing hostile lies in the repository."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\x00" + b"\0" * 200
GIF = b"GIF89a/*\x01\x00\x01\x00\x00\x00\x00;*/=1;<script>alert(1)</script>"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (180, 40, 40)).save(out, kind, **more)
    return out.getvalue()


def picture_with_place() -> bytes:
    """A photograph that says where it was taken and by whom."""
    exif = Image.Exif()
    exif[0x013B] = "样例摄影者 SECRET-OWNER"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def huge_picture(side: int = 30_000) -> bytes:
    """A PNG of a hundred kilobytes that claims nine hundred million pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack("!L", len(content)) + kind + content + struct.pack("!L", zlib.crc32(kind + content))

    head = struct.pack("!LLBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
        + chunk(b"IEND", b"")
    )


def pdf(pages: int = 1, text: str = "", stream: bytes = b"", **what: bool) -> bytes:
    """A PDF; `script`, `carries`, `locked` make it one that is refused."""
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(200, 200)
    if what.get("script"):
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(_act("/JavaScript", "/JS", "app.alert(1)"))
    if what.get("carries"):
        writer.add_attachment("a.exe", EXE)
    if what.get("starts"):
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(_act("/Launch", "/F", "cmd.exe"))
    if what.get("locked"):
        writer.encrypt("secret")
    if text or stream:
        _write(writer, stream or f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _act(kind: str, key: str, value: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(kind), NameObject(key): TextStringObject(value)})


def _write(writer: PdfWriter, content: bytes) -> None:
    """Plain letters on the last page."""
    font = {"/Type": NameObject("/Font"), "/Subtype": NameObject("/Type1"), "/BaseFont": NameObject("/Helvetica")}
    page = writer.pages[-1]
    fonts = DictionaryObject({NameObject("/F1"): DictionaryObject({NameObject(key): one for key, one in font.items()})})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream)


def workbook(rows: tuple[tuple[object, ...], ...] = (("项目", "金额"), ("工本费", 20))) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def package(members: Mapping[str, bytes], before: bytes = b"") -> bytes:
    """An archive with these members, after `before`."""
    out = io.BytesIO()
    out.write(before)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(content: bytes, **new: bytes) -> bytes:
    """The same package with members replaced or added; `__` stands for `/`, `_dot_` for `.`."""
    named = {name.replace("__", "/").replace("_dot_", "."): value for name, value in new.items()}
    return package(members(content) | named)


def field(*runs: str) -> str:
    """A Word paragraph with a field whose instruction is split over these runs."""
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    said = "".join(f'<w:r><w:instrText xml:space="preserve">{one}</w:instrText></w:r>' for one in runs)
    return f"<w:p>{marks['begin']}{said}{marks['separate']}<w:r><w:t>1</w:t></w:r>{marks['end']}</w:p>"


def part(content: str) -> bytes:
    """A part of a Word document, such as its header."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:hdr xmlns:w="{_WORD}">{content}</w:hdr>'.encode()


def document(*paragraphs: str, extra: Mapping[str, bytes] | None = None, body: str = "") -> bytes:
    """A Word document with these paragraphs."""
    text = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    return package(
        {
            "[Content_Types].xml": (
                '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.wordprocessingml.document.main+xml"/></Types>'
            ).encode(),
            "word/document.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?>{body}<w:document xmlns:w="{_WORD}"><w:body>{text}</w:body></w:document>'
            ).encode(),
            **(extra or {}),
        }
    )


def bomb(megabytes: int) -> bytes:
    """A workbook whose sheet unpacks to this much."""
    row = b'<row><c t="n"><v>1</v></c></row>' * 4096
    return changed(workbook(), xl__worksheets__sheet1_dot_xml=row * (megabytes * 1024 * 1024 // len(row)))


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def linked(kind: str, mode: str = "External") -> bytes:
    """The relations of a document to something outside, or to a part of its own."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_RELATION}/{kind}" Target="https://example.invalid/x" TargetMode="{mode}"/></Relationships>'
    ).encode()
