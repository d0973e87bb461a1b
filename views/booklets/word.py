"""A booklet as a Word file that the county can go on editing: real headings, a field of contents, tables, Chinese fonts.

Word counts the pages: the field of contents is filled when the file is opened (Word asks once).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import segno
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from appcore.catalogue.booklets.making import Made, Progress
from appcore.catalogue.booklets.model import (
    Block,
    Content,
    Drawing,
    Facts,
    Heading,
    Lines,
    Section,
    Table,
    Text,
    facts_line,
    lines_of,
)

BODY, HEAD, BLACK = "宋体", "黑体", RGBColor(0, 0, 0)
SIZES = {"Normal": 10.5, "Title": 26, "Heading 1": 18, "Heading 2": 15, "Heading 3": 12}
A4 = (Mm(210), Mm(297))
EDGE = Mm(20)
CODE = Mm(17)
FACT_WIDTHS = (17, 33, 17, 33)
WITHIN = 3
"""The level of headings within an item: below those of which the contents are made, also where there are no chapters."""


def render(content: Content, path: Path, progress: Progress) -> Made:
    """Write the booklet; its pages are Word's to count."""
    document: Any = Document()
    _fonts(document)
    _paper(document, content)
    if content.layout == "book":
        _cover(document, content)
    elif content.layout == "lists":
        document.add_paragraph(content.title, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_paragraph(facts_line(content)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    done, is_first = 0, True
    for chapter in content.chapters:
        has_title = bool(chapter.title) and content.layout == "book"
        if has_title:
            _breaking(document.add_heading(chapter.title, 1), breaks=not is_first)
        for number, one in enumerate(chapter.sections):
            breaks = content.layout != "lists" and not is_first and not (has_title and number == 0)
            _section(document, content, one, level=2 if has_title else 1, breaks=breaks)
            is_first, done = False, done + 1
        progress(done)
    document.core_properties.title, document.core_properties.author = content.title, content.subtitle
    document.core_properties.language = "zh-CN"
    with path.open("xb") as target:
        document.save(target)
    return Made(path, None)


def _fonts(document: Any) -> None:
    """Western and east-asian font of each style: Word asks for them apart."""
    for name, size in SIZES.items():
        style = document.styles[name]
        face = BODY if name == "Normal" else HEAD
        style.font.name, style.font.size, style.font.color.rgb = face, Pt(size), BLACK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for slot in ("w:eastAsia", "w:ascii", "w:hAnsi"):
            fonts.set(qn(slot), face)
        for theme in ("w:asciiTheme", "w:eastAsiaTheme", "w:hAnsiTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    document.styles["Normal"].paragraph_format.line_spacing = 1.25
    document.styles["Heading 3"].paragraph_format.space_before = Pt(10)
    for language in document.styles.element.iter(qn("w:lang")):  # else Chinese lines break as English ones do
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")


def _paper(document: Any, content: Content) -> None:
    """A4 with the title above and the page below."""
    page = document.sections[0]
    width, height = A4[::-1] if content.layout == "lists" else A4
    page.orientation = WD_ORIENT.LANDSCAPE if content.layout == "lists" else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = width, height
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = EDGE
    page.header.paragraphs[0].text = content.title
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(f"{content.made}　　" if content.made else "")
    foot.add_run("第 ")
    _field(foot, "PAGE", "1")
    foot.add_run(" 页")


def _cover(document: Any, content: Content) -> None:
    county = document.add_paragraph(content.subtitle)
    county.alignment = WD_ALIGN_PARAGRAPH.CENTER
    county.paragraph_format.space_before = Pt(120)
    document.add_paragraph(content.title, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for label, said in content.cover:
        document.add_paragraph(f"{label}：{said}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_page_break()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("目录").bold = True
    _field(document.add_paragraph(), 'TOC \\o "1-2" \\h \\z \\u', "打开后右键“更新域”即可生成目录和页码。")
    updates = OxmlElement("w:updateFields")
    updates.set(qn("w:val"), "true")
    document.settings.element.append(updates)
    document.add_page_break()


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field with what it shows until Word fills it."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind == "":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)
        elif kind != "shown":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _breaking(heading: Any, *, breaks: bool) -> None:
    """A heading that begins a page keeps doing so when somebody writes more before it."""
    if breaks:
        heading.paragraph_format.page_break_before = True


def _section(document: Any, content: Content, one: Section, *, level: int, breaks: bool) -> None:
    _breaking(document.add_heading(one.title, level), breaks=breaks)
    if one.mark:
        mark = document.add_paragraph()
        mark.add_run(one.mark).font.size = Pt(9)
    if one.path and content.address:
        picture = io.BytesIO()
        segno.make(f"{content.address.rstrip('/')}{one.path}", error="m").save(picture, kind="png", scale=4, border=1)
        picture.seek(0)
        document.add_paragraph().add_run().add_picture(picture, width=CODE)
    for block in one.blocks:
        _block(document, block)


def _block(document: Any, block: Block) -> None:
    match block:
        case Heading(text):
            document.add_heading(text, WITHIN)
        case Text(text, _tone):
            document.add_paragraph(text)
        case Lines(lines, numbered):
            for number, line in enumerate(lines, start=1):
                document.add_paragraph(f"{number}. {line}" if numbered else line)
        case Facts():
            _facts(document, block)
        case Table():
            _table(document, block)
        case Drawing(_definition, instead):
            _table(document, instead)


def _table(document: Any, block: Table) -> None:
    made = _grid(document, len(block.rows) + 1, block.widths)
    _fill(made.rows[0], block.head, bold=True)
    _repeat(made.rows[0])
    for row, said in zip(made.rows[1:], block.rows, strict=True):
        _fill(row, said)


def _facts(document: Any, block: Facts) -> None:
    lines = lines_of(block)
    made = _grid(document, len(lines), FACT_WIDTHS)
    for row, line in zip(made.rows, lines, strict=True):
        cells = row.cells
        for at, (label, said) in enumerate(line):
            _write(cells[2 * at], label, bold=True)
            _write(cells[1].merge(cells[3]) if len(line) == 1 else cells[2 * at + 1], said)


def _grid(document: Any, rows: int, widths: Sequence[int]) -> Any:
    made = document.add_table(rows=rows, cols=len(widths), style="Table Grid")
    made.autofit = False
    page = document.sections[0]
    whole = page.page_width - page.left_margin - page.right_margin
    shares = [int(whole * share / sum(widths)) for share in widths]
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, shares, strict=True):
        column.w = width
    for row in (
        made._tbl.tr_lst
    ):  # by the elements: asking a table for the cells of its columns takes the square of its length
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.tc_lst, shares, strict=True):
            cell.width = width
    return made


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        _write(cell, text, bold=bold)


def _write(cell: Any, text: str, *, bold: bool = False) -> None:
    cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    cell.paragraphs[0].paragraph_format.line_spacing = 1.0
    run = cell.paragraphs[0].add_run(text)
    run.bold, run.font.size = bold or None, Pt(9)


def _repeat(row: Any) -> None:
    """The headings of a table stand on each of its pages."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
