"""R56–R63: what a file claims to be is held against what it is, before anything is kept. Pure of the database."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from appcore.access.files import archives, images, names, parts, quota, receiving, sheets
from appcore.access.files.kinds import KINDS, kind_of_name
from appcore.access.files.sheets import Bounds
from appcore.definition.verdict import Rejected
from appcore.settings import Settings
from tests import hostile

SETTINGS = Settings()
HONEST = {
    "证明.pdf": hostile.pdf(2),
    "扫描件.PDF": hostile.pdf(),
    "照片.jpg": hostile.picture(),
    "照片.jpeg": hostile.picture(),
    "截图.png": hostile.picture("PNG"),
    "申请表.docx": hostile.document("申请人", "事由"),
    "带链接.docx": hostile.document("一段", extra={"word/_rels/document.xml.rels": hostile.linked("hyperlink")}),
    "名册.xlsx": hostile.workbook(),
    "执照.ofd": hostile.package({"OFD.xml": b"<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'/>"}),
}
LIES: dict[str, tuple[Callable[[], bytes], str]] = {
    "网页.jpg": (lambda: hostile.HTML, "内容不是"),
    "网页.pdf": (lambda: hostile.HTML, "内容不是"),
    "图形.png": (lambda: hostile.SVG, "内容不是"),
    "程序.jpg": (lambda: hostile.EXE, "内容不是"),
    "动画.jpg": (lambda: hostile.GIF, "内容不是"),
    "空.pdf": (lambda: b"", "空的"),
    "表格.docx": (hostile.workbook, "内容不是"),
    "压缩包.xlsx": (lambda: hostile.package({"a.txt": b"a"}), "内容不是"),
    "两样.pdf": (lambda: hostile.pdf() + hostile.package({"a.txt": b"a"}), "另一种格式"),
    "夹带网页.pdf": (lambda: b"%PDF-1.4\n" + hostile.HTML, "另一种格式"),
    "只有头.pdf": (lambda: b"%PDF-1.4\n1 0 obj\n", "打不开"),
    "夹带压缩包.jpg": (lambda: hostile.picture() + hostile.package({"a.txt": b"a"}), "另一种格式"),
    "长.pdf": (lambda: hostile.pdf(SETTINGS.max_pdf_pages + 1), "太长（501页）"),
    "带脚本.pdf": (lambda: hostile.pdf(script=True), "脚本、程序"),
    "带程序.pdf": (lambda: hostile.pdf(carries=True), "脚本、程序"),
    "会启动.pdf": (lambda: hostile.pdf(starts=True), "脚本、程序"),
    "带密码.pdf": (lambda: hostile.pdf(locked=True), "密码"),
    "大表.xlsx": (lambda: hostile.bomb(120), "大得不正常"),
    "更大.xlsx": (lambda: hostile.bomb(40), "大得不正常"),
    "成员太多.xlsx": (lambda: hostile.package({f"{number}.xml": b"" for number in range(archives.MOST_MEMBERS + 1)}), "大得不正常"),
    "套包.docx": (lambda: hostile.document("一", extra={"word/media/a.bin": hostile.package({"b": b"b"})}), "宏、嵌入"),
    "套对象.docx": (lambda: hostile.document("一", extra={"word/media/a.bin": parts.OLE}), "宏、嵌入"),
    "宏.xlsx": (lambda: hostile.changed(hostile.workbook(), xl__vbaProject_dot_bin=b"macro"), "宏、嵌入"),
    "笑.docx": (lambda: hostile.document("&amp;c;", body=hostile.LAUGHS), "DTD"),
    "笑.xlsx": (lambda: hostile.changed(hostile.workbook(), xl__a_dot_xml=b"<a/>" * 20_000 + hostile.LAUGHS.encode()), "DTD"),
    "十六位.docx": (lambda: hostile.document("一", extra={"word/a.xml": hostile.LAUGHS.encode("utf-16")}), "打不开"),
    "别的编码.docx": (lambda: hostile.document("一", extra={"word/a.xml": b'<?xml version="1.0" encoding="cp037"?><a/>'}), "打不开"),
    "外链.xlsx": (lambda: hostile.changed(hostile.workbook(), xl__externalLinks__externalLink1_dot_xml=b"<a/>"), "引用"),
    "模板.docx": (lambda: hostile.document("一", extra={"word/_rels/settings.xml.rels": hostile.linked("attachedTemplate")}), "引用"),
    "域.docx": (lambda: hostile.document("DDEAUTO c:\\\\windows\\\\cmd"), "引用"),
    "路径.docx": (lambda: hostile.document("一", extra={"../a.xml": b"<a/>"}), "打不开"),
    "有前缀.docx": (lambda: hostile.package(hostile.members(hostile.document("一")), before=b"PK\x03\x04"), "打不开"),
    "有尾巴.docx": (lambda: hostile.document("一") + hostile.HTML, "打不开"),
}  # fmt: skip


def checked(folder: Path, name: str, content: bytes) -> None:
    """As receiving does it, without a place to keep it."""
    path = folder / "one"
    path.write_bytes(content)
    kind = kind_of_name(names.safe_name(name))
    receiving.check(path, kind, SETTINGS)
    if kind.family == "image":
        images.redraw(path, folder / "drawn", kind, SETTINGS.max_megapixels)


@pytest.mark.parametrize("name", HONEST)
def test_r56_an_honest_file_is_taken(name: str, tmp_path: Path) -> None:
    checked(tmp_path, name, HONEST[name])


@pytest.mark.parametrize("name", LIES)
def test_r56_a_file_that_is_not_what_it_says_is_refused_with_the_reason(name: str, tmp_path: Path) -> None:
    make, reason = LIES[name]

    with pytest.raises(Rejected, match=reason):
        checked(tmp_path, name, make())


FETCHING: dict[str, str] = {
    "in one run": hostile.field(r"INCLUDEPICTURE &quot;http://example.invalid/a.png&quot; \\d"),
    "split over runs": hostile.field(" D", "DE", "AU", "TO c:\\\\windows"),
    "in lower case": hostile.field(" includetext c:\\\\a.docx"),
    "as references": hostile.field("&#68;&#x44;&#69; excel"),
    "in an attribute": '<w:fldSimple w:instr=" &#73;ncludePicture a.png "><w:r><w:t>1</w:t></w:r></w:fldSimple>',
    "in another field": hostile.field("IF 1 = 1</w:instrText></w:r>" + hostile.field("dde", "auto x")[5:-6] + "<w:r><w:instrText>"),
    "never ended": hostile.field("DDE", " x").replace('w:fldCharType="end"', ""),
    "taken out in revision": hostile.field("INCLUDE", "TEXT x").replace("instrText", "delInstrText"),
}  # fmt: skip


@pytest.mark.parametrize("written", FETCHING)
def test_r62_a_field_that_fetches_is_refused_however_it_is_written(written: str, tmp_path: Path) -> None:
    header = hostile.part(FETCHING[written])

    with pytest.raises(Rejected, match="引用"):
        checked(tmp_path, "域.docx", hostile.document("一", extra={"word/header1.xml": header}))


def test_r62_fields_that_fetch_nothing_and_words_about_them_are_taken(tmp_path: Path) -> None:
    plain = [hostile.field(one) for one in (" PAGE ", "DATE \\@ yyyy", "REF INCLUDETEXT", "DDES", "")]
    header = hostile.part("".join(plain) + '<w:fldSimple w:instr=" NUMPAGES "/>')

    checked(tmp_path, "页码.docx", hostile.document("INCLUDEPICTURE", extra={"word/header1.xml": header}))


@pytest.mark.parametrize(("kind", "mode"), [("aFChunk", "Internal"), ("afchunk", "Internal"), ("aFChunk", "External")])
def test_r62_another_file_taken_in_as_text_is_refused(kind: str, mode: str, tmp_path: Path) -> None:
    relations = {"word/_rels/document.xml.rels": hostile.linked(kind, mode)}

    with pytest.raises(Rejected, match="宏、嵌入"):
        checked(tmp_path, "夹带.docx", hostile.document("一", extra=relations))


XML = b'<?xml version="1.0" encoding="UTF-8"?>'
RENAMED: dict[str, tuple[bytes, str]] = {
    "a DTD": (hostile.LAUGHS.encode() + b"<a>&c;</a>", "DTD"),
    "a DTD behind blanks": (b" " * 200_000 + hostile.LAUGHS.encode() + b"<a/>", "DTD"),
    "a DTD in UTF-16": ((hostile.LAUGHS + "<a/>").encode("utf-16-le"), "打不开"),
    "a field that fetches": (hostile.part(hostile.field("DDEAUTO", " x")), "引用"),
    "relations to a template": (hostile.linked("attachedTemplate"), "引用"),
    "relations to an object": (hostile.linked("oleObject", "Internal"), "宏、嵌入"),
    "relations to macros": (hostile.linked("vbaProject", "Internal"), "宏、嵌入"),
    "relations to an old macro sheet": (hostile.linked("xlMacrosheet", "Internal"), "宏、嵌入"),
    "an old macro sheet": (
        XML + b'<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"/>',
        "宏、嵌入",
    ),
    "a control": (XML + b'<ax:ocx xmlns:ax="urn:x" ax:classid="{1}"/>', "宏、嵌入"),
    "a link to another workbook": (XML + b'<externalLink xmlns="urn:x"/>', "引用"),
    "a page": (b"\xef\xbb\xbf\n<html><script>1</script></html>", "宏、嵌入"),
    "a drawing with a script": (hostile.SVG, "宏、嵌入"),
    "a program": (hostile.EXE, "宏、嵌入"),
    "a shell script": (b"#!/bin/sh\nrm -rf /\n", "宏、嵌入"),
    "a shortcut": (b"L\0\0\0\x01\x14\x02\0", "宏、嵌入"),
    "another document": (hostile.pdf(), "宏、嵌入"),
    "rich text": (b"{\\rtf1 {\\object}}", "宏、嵌入"),
    "an object behind its class": (b"\x01" * 16 + parts.OLE + b"\0" * 64, "宏、嵌入"),
    "an object across two readings": (b"\x01" * (archives.CHUNK - 3) + parts.OLE, "宏、嵌入"),
}
"""What was found by its name alone, under a name that says nothing."""


@pytest.mark.parametrize("what", RENAMED)
@pytest.mark.parametrize("name", ["word/media/image1.bin", "customXml/notes.txt", "word/fonts/a.odttf"])
def test_r62_a_part_is_judged_by_what_it_holds_whatever_it_is_called(what: str, name: str, tmp_path: Path) -> None:
    content, reason = RENAMED[what]

    with pytest.raises(Rejected, match=reason):
        checked(tmp_path, "改名.docx", hostile.document("一", extra={name: content}))


def test_r62_a_content_type_of_macros_is_refused_whatever_the_part_is_called(tmp_path: Path) -> None:
    book = hostile.members(hostile.workbook())
    for kind in ("application/vnd.ms-excel.macrosheet+xml", "application/vnd.ms-office.activeX+xml"):
        types = book["[Content_Types].xml"].replace(
            b"</Types>", f'<Override PartName="/xl/a.bin" ContentType="{kind}"/></Types>'.encode()
        )
        with pytest.raises(Rejected, match="宏、嵌入"):
            checked(tmp_path, "改名.xlsx", hostile.package(book | {"[Content_Types].xml": types, "xl/a.bin": b"\1\2"}))


def test_r62_what_printers_fonts_and_pictures_bring_is_taken(tmp_path: Path) -> None:
    """Settings of a printer (UTF-16), a scrambled font, a picture and a drawing in old markup, as office programs write them."""
    extra = {
        "word/printerSettings/printerSettings1.bin": "HP LaserJet".encode("utf-16-le") + b"\0" * 200,
        "word/fonts/font1.odttf": bytes(range(7, 255)) * 40,
        "word/media/image1.png": hostile.picture("PNG"),
        "word/media/image2.emf": b"\x01\0\0\0" + b"\0" * 80,
        "word/drawings/a.vml": b'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><br></v:shape></xml>',
        "customXml/item1.xml": b"<b:Sources xmlns:b='urn:x'/>",
        "docProps/empty.xml": b"",
    }

    checked(tmp_path, "平常.docx", hostile.document("一", extra=extra))


@pytest.mark.parametrize(
    "name", ["a.exe", "证明.pdf.exe", "a.html", "a.svg", "a.zip", "a.docm", "pdf", "旧.doc", "旧.wps"]
)
def test_r56_only_the_last_ending_counts_and_it_is_on_the_list(name: str) -> None:
    with pytest.raises(Rejected):
        kind_of_name(name)


def test_r57_a_picture_comes_out_without_where_and_by_whom(tmp_path: Path) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(hostile.picture_with_place() + b"a tail with SECRET-TAIL")

    images.redraw(source, target, KINDS["jpg"], 40)

    assert b"SECRET" in source.read_bytes()
    assert b"SECRET" not in target.read_bytes()
    with Image.open(target) as clean:
        assert clean.size == (60, 40)
        assert len(clean.getexif()) == 0


@pytest.mark.parametrize("side", [30_000, 7_000])
def test_r57_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(
    side: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above Pillow's own bound, and between ours and Pillow's."""
    source = tmp_path / "in"
    source.write_bytes(hostile.huge_picture(side))
    decoded: list[object] = []
    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", decoded.append)

    with pytest.raises(Rejected, match="像素"):
        images.redraw(source, tmp_path / "out", KINDS["png"], 40)

    assert decoded == []


def test_r59_a_table_of_contents_that_is_too_long_is_not_even_read(tmp_path: Path) -> None:
    """An archive that says it has five members and brings a hundred thousand."""
    whole = hostile.package({f"{number}.xml": b"" for number in range(20_000)})
    end = list(struct.unpack("<4s4H2LH", whole[-22:]))
    end[3] = end[4] = 5
    path = tmp_path / "one"
    path.write_bytes(whole[:-22] + struct.pack("<4s4H2LH", *end))

    with pytest.raises(Rejected, match="大得不正常"):
        archives.check(path, KINDS["xlsx"])


def test_r60_a_sheet_is_as_large_as_what_it_holds(tmp_path: Path) -> None:
    """Source: the file of five kilobytes that declares XFD1048576."""
    book = hostile.members(hostile.workbook((("甲", None, "丙"), (1, "2026-11-23", "=A1"))))
    sheet = book["xl/worksheets/sheet1.xml"].replace(b'<dimension ref="A1:C2"', b'<dimension ref="A1:XFD1048576"')
    assert b"XFD1048576" in sheet
    path = tmp_path / "one"
    path.write_bytes(hostile.package(book | {"xl/worksheets/sheet1.xml": sheet}))

    found = [(cell.sheet, cell.place, cell.text) for cell in sheets.cells(path)]

    assert found == [("Sheet", "A1", "甲"), ("Sheet", "C1", "丙"), ("Sheet", "A2", "1"), ("Sheet", "B2", "2026-11-23")]


def test_r60_a_cell_far_outside_and_too_many_cells_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.write_bytes(hostile.workbook(tuple((number,) * 3 for number in range(30))))

    for bounds in (Bounds(rows=29), Bounds(columns=2), Bounds(cells=89)):
        with pytest.raises(Rejected, match=r"太大|太多"):
            list(sheets.cells(path, bounds))
    assert len(list(sheets.cells(path, Bounds(30, 3, 90)))) == 90


def test_r61_the_reader_of_sheets_knows_no_entities(tmp_path: Path) -> None:
    book = hostile.members(hostile.workbook())
    sheet = book["xl/worksheets/sheet1.xml"]
    path = tmp_path / "one"
    path.write_bytes(hostile.package(book | {"xl/worksheets/sheet1.xml": hostile.LAUGHS.encode() + sheet}))

    with pytest.raises(Rejected, match="DTD"):
        list(sheets.cells(path))


KEPT = {
    "证明.pdf": "证明.pdf",
    " 证明 .pdf ": "证明 .pdf",
    "a\u200bb.pdf": "ab.pdf",
    '甲"乙|丙?.pdf': "甲_乙_丙_.pdf",
    "=cmd|' calc'!A0.pdf": "=cmd_' calc'!A0.pdf",
    "e\u0301.pdf": "\u00e9.pdf",
}


@pytest.mark.parametrize("raw", KEPT)
def test_r63_a_name_stays_what_people_call_it(raw: str) -> None:
    assert names.safe_name(raw) == KEPT[raw]


@pytest.mark.parametrize(
    "raw",
    ["../证明.pdf", "..\\证明.pdf", "/etc/passwd.pdf", "a\0.pdf", "a\u202egpj.exe.pdf", "a\u2066b.pdf", "名" * 300 + ".pdf",
     "CON.pdf", "nul.tar.pdf", "com1.pdf", ".pdf", "   .pdf", "a\r\nb.pdf", "\ud800.pdf", ""],
)  # fmt: skip
def test_r63_a_name_that_would_lead_astray_is_refused(raw: str) -> None:
    with pytest.raises(Rejected):
        names.safe_name(raw)


def test_r66_a_tenth_of_the_disk_stays_free() -> None:
    assert quota.disk_full(99, 1000) is not None
    assert quota.disk_full(100, 1000) is None
    assert quota.too_many(199, 1, 200) is None
    assert quota.too_many(200, 1, 200) is not None
    assert quota.too_much_today(4 * quota.MEGABYTE, quota.MEGABYTE, 5) is None
    assert quota.too_much_today(5 * quota.MEGABYTE, 1, 5) is not None
