"""The books one may read; a book's lines, its print and its figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import func, select

from appcore import clock
from appcore.definition.kinds import kind_of
from appcore.registers import books, listing
from appcore.registers.listing import Asked
from models.db import house_session
from models.register import RegisterEntry
from models.vocabulary import RETENTION
from views.console import export_asking
from views.console.listing import Toolbar, address, number_of, size_of
from views.console.registers import lines
from views.console.registers.book_export import BookExport, kept_query
from views.console.registers.charts import columns as chart_columns
from views.console.registers.finding import Book, book_or_404, design_url, hall_names, may
from views.console.registers.lines import Words, day_of, read_asked, state_words
from views.days import whole_day
from views.words import _

COUNT_LIMIT = 10_001
MOST_PRINTED = 500


class BookDesk(BaseView):
    """`/console/registers` lists the books; below it stands each of them."""

    route_base = "/registers"
    class_permission_name = "console:register"
    default_view = "shelf"
    method_permission_name = {"shelf": "list", "book": "show", "printed": "show", "figures": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("")
    @has_access
    @permission_name("list")
    def shelf(self) -> Any:
        session, year = house_session(), clock.local_today().year
        counts = _counts(year)
        cards = []
        for row in books.readable(session):
            newest = books.in_use(session, row.code)
            if newest is not None:
                book = Book(row, *newest)
                cards.append((book, counts.get(row.code, 0), books.is_open(row)))
        return render_template("console/registers/shelf.html", title=_("台账"), cards=cards, year=year)

    @expose("/<code>")
    @has_access
    @permission_name("show")
    def book(self, code: str) -> Any:
        book = book_or_404(code)
        asked = read_asked(book, request.args)
        columns, rows, total, halls = _page_of(book, asked)
        size, page = size_of(), number_of("page", 1)
        sortable = ("day", *listing.sortable(book.definition))
        toolbar = Toolbar(
            q=asked.words, filters=(), total=min(total, COUNT_LIMIT - 1), total_is_capped=total >= COUNT_LIMIT,
            showing_from=(page - 1) * size + 1 if rows else 0, showing_to=(page - 1) * size + len(rows),
            prev_url=address(page=page - 1) if page > 1 else None,
            next_url=address(page=page + 1) if total > page * size else None,
            sort={one: address(sort=f"-{one}" if asked.sort == one else one, page=None) for one in sortable},
            sorted_by=(asked.sort.removeprefix("-") or "day", "asc" if asked.sort and asked.sort[0] != "-" else "desc"),
        )  # fmt: skip
        due = listing.past_term(book.definition)
        over = Asked(state="all", last_year=due)
        return render_template(
            "console/registers/book.html", title=book.definition.name, book=book, columns=columns, rows=rows,
            toolbar=toolbar, asked=asked, halls=halls, totals=_totals(book, asked), design=design_url(code),
            is_open=books.is_open(book.row), kept=_(RETENTION.label_of(book.definition.kept)) if book.definition.kept else "",
            due=listing.count(house_session(), code, over) if due is not None else 0,
            unlisted=len(book.definition.holding) - len(book.definition.columns),
            may_export=may("export"), may_import=book.may_write and may("import"), query=kept_query(code, request.args),
        )  # fmt: skip

    @expose("/<code>/print")
    @has_access
    @permission_name("show")
    def printed(self, code: str) -> Any:
        """The lines that the address asks for on A4, and rows left blank for the pen."""
        book = book_or_404(code)
        asked = read_asked(book, request.args)
        query = listing.query_of(code, asked).order_by(None).order_by(RegisterEntry.day, RegisterEntry.id)
        found = house_session().scalars(query.limit(MOST_PRINTED + 1)).all()
        whole = replace(book.definition, listed=tuple(one.key for one in book.definition.holding))
        words, fields, too_many = Words(book), lines.columns_of(whole), len(found) > MOST_PRINTED
        rows = [[row.number, whole_day(row.day), *words.cells(row, fields)] for row in found[:MOST_PRINTED]]
        sums = {} if too_many else listing.totals(house_session(), code, asked, whole)
        headings = [_("登记编号"), _("日期"), *(one.label for one in fields)]
        return render_template(
            "console/registers/print.html", title=book.definition.name, book=book, headings=headings, rows=rows,
            blank=book.definition.blank_rows or 0, today=whole_day(clock.local_today()), too_many=too_many,
            hall=hall_names([asked.hall_code]).get(asked.hall_code, ""), asked=asked, most=MOST_PRINTED, day_words=whole_day,
            sums=[_with_unit(one, sums[one.key]) if one.key in sums else "" for one in fields] if sums else [],
        )  # fmt: skip

    @expose("/<code>/figures")
    @has_access
    @permission_name("show")
    def figures(self, code: str) -> Any:
        book, session = book_or_404(code), house_session()
        this_year = clock.local_today().year
        typed, hall = request.args.get("year", str(this_year)), request.args.get("hall", "")[:15].replace("\0", "")
        if not (typed.isascii() and typed.isdigit() and 2000 <= int(typed[:5]) <= this_year):
            abort(400, _("请选择年份"))
        months = listing.by_month(session, code, int(typed), hall, book.definition)
        halls = listing.by_hall(session, code, int(typed))
        names = hall_names(halls)
        by_hall = sorted(((names.get(one, one), count, one) for one, count in halls.items()), key=lambda one: -one[1])
        years = [
            (str(one), _("%(year)s年", year=one), str(one) == typed) for one in range(this_year, _first_year(code), -1)
        ]
        return render_template(
            "console/registers/figures.html", title=_("%(book)s：统计", book=book.definition.name), book=book, months=months, bars=chart_columns([one.lines for one in months]),
            sums=[(one.key, one.label) for one in book.definition.totals], by_hall=by_hall, years=years, year=typed,
            halls=[("", _("全部")), *((one, name) for name, _count, one in by_hall)], hall=hall,
            total=sum(one.lines for one in months),
        )  # fmt: skip


class BookExports(BaseView):
    """A book as Excel or CSV, under the limits of every list (R70)."""

    route_base = "/registers"
    class_permission_name = "console:register_entry"
    default_view = "xlsx"
    method_permission_name = {"xlsx": "export", "csv": "export"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<code>/export.xlsx", methods=["GET", "POST"])
    @has_access
    @permission_name("export")
    def xlsx(self, code: str) -> Any:
        return self._given(code, "xlsx")

    @expose("/<code>/export.csv", methods=["GET", "POST"])
    @has_access
    @permission_name("export")
    def csv(self, code: str) -> Any:
        return self._given(code, "csv")

    @staticmethod
    def _given(code: str, form: str) -> Any:
        book = book_or_404(code)
        rows = listing.count(house_session(), code, read_asked(book, request.args))
        return export_asking.answer_for(BookExport(), form, kept_query(code, request.args), rows)


def _page_of(book: Book, asked: Asked) -> tuple[list[tuple[str, str]], list[Any], int, list[tuple[str, str, bool]]]:
    """Columns, rows as a table wants them, how many there are, and the halls to choose from."""
    session, size, page = house_session(), size_of(), number_of("page", 1)
    total = listing.count(session, book.code, asked)
    found = session.scalars(listing.query_of(book.code, asked).offset((page - 1) * size).limit(size)).all()
    if page > 1 and not found:
        abort(404)
    there = session.scalars(
        select(RegisterEntry.hall_code).where(RegisterEntry.register_code == book.code).distinct()
    ).all()
    names = hall_names({*there, asked.hall_code})
    many = len(names) > 1
    fields, words = lines.columns_of(book.definition), Words(book)
    columns = [
        ("number", _("登记编号")), ("day", _("日期")), *([("hall", _("中心"))] if many else []),
        *((one.key, one.label) for one in fields), *([("state", _("状态"))] if asked.state != "kept" else []),
    ]  # fmt: skip
    rows = [
        (
            row.id,
            [
                row.number, day_of(row), *([names.get(row.hall_code or "", "")] if many else []), *words.cells(row, fields),
                *([state_words(row)] if asked.state != "kept" else []),
            ],
            {"show": url_for("EntryDesk.entry", pk=row.id)},
        )
        for row in found
    ]  # fmt: skip
    halls = [
        ("", _("全部"), not asked.hall_code),
        *((code, name, code == asked.hall_code) for code, name in sorted(names.items())),
    ]
    return columns, rows, total, halls if many else []


def _totals(book: Book, asked: Asked) -> list[tuple[str, str]]:
    sums = listing.totals(house_session(), book.code, asked, book.definition)
    return [(one.label, _with_unit(one, sums[one.key])) for one in book.definition.totals if one.key in sums]


def _with_unit(field: Any, words: str) -> str:
    return (
        words
        if not field.unit or words.endswith(field.unit) or kind_of(field.kind).slug == "money"
        else f"{words} {field.unit}"
    )


def _counts(year: int) -> dict[str, int]:
    query = select(RegisterEntry.register_code, func.count()).where(
        RegisterEntry.year == year, RegisterEntry.state == "kept", RegisterEntry.serial.is_not(None)
    )
    return {row[0]: row[1] for row in house_session().execute(query.group_by(RegisterEntry.register_code))}


def _first_year(code: str) -> int:
    """The year before the oldest line in sight."""
    oldest = house_session().scalar(select(func.min(RegisterEntry.year)).where(RegisterEntry.register_code == code))
    return min(int(oldest or clock.local_today().year), clock.local_today().year) - 1
