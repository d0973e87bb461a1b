"""A book given out: the lines that the list shows, under the version in use, masked as they are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from sqlalchemy import Select, select

from appcore.access.files.tables_out import Value
from appcore.definition.item import Field
from appcore.definition.kinds import kind_of
from appcore.definition.nesting import is_sealed
from appcore.definition.sealing import marked
from appcore.registers import entries, listing
from models.db import house_session
from models.register import RegisterEntry
from models.vocabulary import ENTRY_STATE
from views.console import exporting
from views.console.registers import lines
from views.console.registers.finding import Book, book_or_404, hall_names
from views.console.registers.lines import Words, read_asked
from views.days import day_words
from views.words import _

BOOK = "book"


def kept_query(code: str, arguments: Mapping[str, str]) -> str:
    """The book and the conditions of an address, as they are noted and asked for again."""
    kept = [(name, value) for name, value in arguments.items() if name in lines.KNOWN - {"page", "size"} and value]
    return urlencode([(BOOK, code), *kept])


def _parts(query: str) -> tuple[Book, dict[str, str]]:
    given = dict(parse_qsl(query))
    return book_or_404(given.pop(BOOK, "")), given


class BookExport:
    """What `exporting` gives out for a book."""

    noun = "register_book"
    view = "console:register_entry"

    def title(self, query: str) -> str:
        return _parts(query)[0].definition.name

    def conditions(self, query: str) -> str:
        book, given = _parts(query)
        asked = read_asked(book, given)
        words = [_("查找“%(words)s”", words=asked.words)] if asked.words else []
        words += [hall_names([asked.hall_code]).get(asked.hall_code, asked.hall_code)] if asked.hall_code else []
        words += [_("%(day)s起", day=day_words(asked.since))] if asked.since else []
        words += [_("%(day)s止", day=day_words(asked.until))] if asked.until else []
        words += [_(ENTRY_STATE.label_of(asked.state))] if asked.state == "voided" else []
        return "；".join(words) or _("全部")

    def ids(self, query: str, most: int) -> list[int]:
        book, given = _parts(query)
        found = listing.query_of(book.code, read_asked(book, given)).with_only_columns(RegisterEntry.id)
        return list(house_session().scalars(found.limit(most)))

    def table(self, query: str, ids: Sequence[int]) -> tuple[list[str], Iterator[list[Value]]]:
        book, _given = _parts(query)
        fields = [one for one in book.definition.fields if not one.within and kind_of(one.kind).is_data]
        headings = [_("登记编号"), _("日期"), _("中心"), _("状态"), *(one.label for one in fields), _("登记人")]
        return headings, _rows(book, fields, ids)

    def back(self, query: str) -> str:
        book, given = _parts(query)
        return f"{url_for('BookDesk.book', code=book.code)}?{urlencode(given)}"


def _rows(book: Book, fields: Sequence[Field], ids: Sequence[int]) -> Iterator[list[Value]]:
    session, words = house_session(), Words(book)
    for start in range(0, len(ids), exporting.PORTION):
        portion = ids[start : start + exporting.PORTION]
        found = {row.id: row for row in session.scalars(select_of(portion))}
        rows = [found[one] for one in portion if one in found]
        names = hall_names({row.hall_code for row in rows})
        yield from [
            [row.number or "", row.day, names.get(row.hall_code or "", ""), _(ENTRY_STATE.label_of(row.state)),
             *_values(words, row, fields), row.created_by]
            for row in rows
        ]  # fmt: skip
        session.rollback()
        session.expunge_all()


def select_of(ids: Sequence[int]) -> Select[Any]:
    return select(RegisterEntry).where(RegisterEntry.id.in_(ids))


def _values(words: Words, row: RegisterEntry, fields: Sequence[Field]) -> list[Value]:
    """Numbers, days and times as such, everything else in the list's own words."""
    values, said = entries.read(row), words.cells(row, fields)
    own = {one.key: one for one in marked(words.versions[row.version_number].fields)}
    found: list[Value] = []
    for field, text in zip(fields, said, strict=True):
        value, mine = values.get(field.key), own.get(field.key)
        if value is None or mine is None or is_sealed(mine) or mine.kind not in CELLS:
            found.append(text)
            continue
        cell = kind_of(mine.kind).to_cell(value, mine, words.lookup)
        found.append(cell if isinstance(cell, int | date | datetime | time) else float(cell) if cell is not None and mine.kind == "decimal" else text)  # fmt: skip
    return found


CELLS = frozenset({"integer", "date", "time", "datetime", "decimal", "money"})

exporting.register_export(BookExport())
