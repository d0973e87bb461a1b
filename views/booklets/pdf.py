"""A booklet as PDF: set in portions, so that progress is seen and memory kept; then cover and contents with true page numbers.

WeasyPrint is imported where it is used: without pango there is a sentence instead of a page (decisions 48).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import segno
from flask import current_app
from flask_babel import force_locale
from markupsafe import Markup
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import Fit, NameObject, TextStringObject

from appcore.catalogue.booklets.faults import NoPrinter
from appcore.catalogue.booklets.making import Made, Progress
from appcore.catalogue.booklets.model import Chapter, Content, Drawing, Section, facts_line, lines_of
from views.charts import flow as chart

PORTION, DENSEST = 25, 3
STYLES = ("tokens.css", "booklet.css")
PX_TO_PT = 0.75


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: a chapter or a section, and the page on which it begins, counted from 1."""

    title: str
    page: int
    is_chapter: bool


def check() -> None:
    """Raises: NoPrinter."""
    with _library():
        pass


def render(content: Content, path: Path, progress: Progress) -> Made:
    """Write the booklet. Raises: NoPrinter."""
    writer, entries, page, done = PdfWriter(), list[Entry](), 0, 0
    for chapters in _portions(content):
        page += _portion(content, writer, entries, chapters, page)
        done += sum(len(chapter.sections) for chapter in chapters)
        progress(done)
    front = _front(content, writer, entries) if content.layout == "book" else 0
    _outline(writer, entries, front)
    writer.add_metadata({"/Title": content.title, "/Subject": content.subtitle, "/Producer": "办事台"})
    writer.root_object.update({NameObject("/Lang"): TextStringObject("zh-CN")})
    writer.compress_identical_objects()
    with path.open("xb") as target:
        writer.write(target)
    return Made(path, page + front)


def _portion(
    content: Content, writer: PdfWriter, entries: list[Entry], chapters: tuple[Chapter, ...], before: int
) -> int:
    """Set some chapters behind `before` pages and note where they begin. Returns: their pages. The boxes go with its end."""
    document, anchors = _fitted(content, chapters, before + 1)
    for chapter in chapters:
        first = before + 1 + anchors[_anchor(chapter.sections[0])]
        entries += [Entry(chapter.title, first, is_chapter=True)] if chapter.title else []
        entries += [Entry(one.title, before + 1 + anchors[_anchor(one)], is_chapter=False) for one in chapter.sections]
    writer.append(io.BytesIO(document.write_pdf()), import_outline=False)
    return len(document.pages)


def _fitted(content: Content, chapters: tuple[Chapter, ...], start: int) -> tuple[Any, dict[str, int]]:
    """The chapters in pages, and the page on which each section begins. Cards are set closer until each is one page."""
    document = _document("body.html", content, start=start, chapters=chapters)
    for density in range(1, DENSEST + 1) if content.layout == "cards" else ():
        spilt = {name for name, pages in _pages_of(document).items() if len(pages) > 1}
        if not spilt:
            break
        chapters = tuple(
            replace(chapter, sections=tuple(replace(one, density=density) if _anchor(one) in spilt else one for one in chapter.sections))
            for chapter in chapters
        )  # fmt: skip
        document = _document("body.html", content, start=start, chapters=chapters)
    return document, {name: pages[0] for name, pages in _pages_of(document).items()}


def _pages_of(document: Any) -> dict[str, list[int]]:
    """The pages of each section, counted from 0 within the document."""
    found: dict[str, list[int]] = {}
    for number, one in enumerate(document.pages):
        for name in one.anchors:
            found.setdefault(name, []).append(number)
    return found


def _front(content: Content, writer: PdfWriter, entries: Sequence[Entry]) -> int:
    """Put cover and contents before the pages; each line of the contents leads to its page. Returns: how many pages."""
    document = _document("front.html", content, entries=entries)
    count = len(document.pages)
    writer.merge(0, io.BytesIO(document.write_pdf()), import_outline=False)
    for number, one in enumerate(document.pages):
        for name, (left, top, right, bottom) in one.anchors.items():
            target = count + entries[int(name.removeprefix("line"))].page - 1
            rect = tuple(value * PX_TO_PT for value in (left, one.height - bottom, right, one.height - top))
            writer.add_annotation(number, Link(rect=rect, target_page_index=target, fit=Fit.fit()))
    return count


def _outline(writer: PdfWriter, entries: Sequence[Entry], front: int) -> None:
    chapter: Any = None
    for one in entries:
        made = writer.add_outline_item(one.title, front + one.page - 1, parent=None if one.is_chapter else chapter)
        chapter = made if one.is_chapter else chapter


def _portions(content: Content) -> Iterator[tuple[Chapter, ...]]:
    """Whole sections in order, PORTION at a time; a chapter that goes on from the last portion is not named again."""
    flat = [(chapter.title, section) for chapter in content.chapters for section in chapter.sections]
    before = ""
    for start in range(0, len(flat), PORTION):
        found: list[tuple[str, list[Section]]] = []
        for title, section in flat[start : start + PORTION]:
            if not found or title != before:
                found.append(("" if title == before else title, []))
            found[-1][1].append(section)
            before = title
        yield tuple(Chapter(title, tuple(sections)) for title, sections in found)


def _document(template: str, content: Content, start: int | None = None, **model: Any) -> Any:
    """A template of booklets, set in pages; `start` is the number of the first page. Widths of columns are attributes (R31)."""
    with _library() as library, force_locale("zh"):
        html = current_app.jinja_env.get_template(f"booklets/{template}").render(
            content=content, anchor=_anchor, drawn=_drawn, code=_code, lines_of=lines_of, facts_line=facts_line, **model
        )
        fetcher = _Nothing()
        first = "" if start is None else f"@page :first {{ counter-reset: page {start}; }}"
        styles = library.CSS(string=_styles() + first, url_fetcher=fetcher)
        return library.HTML(string=html, url_fetcher=fetcher).render(stylesheets=[styles], presentational_hints=True)


def _anchor(section: Section) -> str:
    return f"s-{section.key}"


def _drawn(block: Drawing) -> Markup:
    return chart.drawn(block.definition, {}, alone=True)


def _code(content: Content, section: Section) -> Markup:
    """The QR code of a guide's address, as SVG."""
    made = segno.make(f"{content.address.rstrip('/')}{section.path}", error="m")
    return Markup(made.svg_inline(border=0, omitsize=True, svgclass="code", lineclass=None))  # noqa: S704 - drawn by segno


class _Nothing:
    """Fetches nothing, whatever an item's text says: the style sheets are handed over as text."""

    def fetch(self, address: str, headers: Any = None) -> Any:
        raise ValueError("nothing is fetched for a booklet")

    __call__ = fetch


def _styles() -> str:
    folder = Path(current_app.root_path) / "static" / "css"
    return "".join((folder / name).read_text(encoding="utf-8") for name in STYLES)


@contextmanager
def _library() -> Iterator[Any]:
    try:
        import weasyprint  # type: ignore[import-untyped]  # ships no types
    except (ImportError, OSError) as missing:
        raise NoPrinter("pango is not installed") from missing
    yield weasyprint
