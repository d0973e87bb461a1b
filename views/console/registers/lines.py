"""The lines of a book as its list, print and export show them: sensitive values masked, names whole in their own hall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import abort, request
from markupsafe import Markup

from appcore.casework import case_form
from appcore.definition.conditions import Answer
from appcore.definition.item import Field
from appcore.definition.register import RegisterDefinition
from appcore.definition.sealing import marked
from appcore.lookups import HouseLookup
from appcore.registers import books, entries, listing
from appcore.registers.listing import Asked
from models.db import house_session
from models.register import RegisterEntry
from models.vocabulary import ENTRY_STATE
from views.console.registers.finding import Book, is_here
from views.days import day_words
from views.words import _

KNOWN = frozenset({"q", "hall", "since", "until", "state", "sort", "due", "page", "size"})
STATES = ("kept", "voided", "all")


def read_asked(book: Book, arguments: Mapping[str, str]) -> Asked:
    """What an address asks of a book. Aborts with 400 and a sentence for what it does not know (decisions 38)."""
    unknown = [name for name in arguments if name not in KNOWN]
    if unknown:
        abort(400, _("地址中有不能识别的筛选条件：%(name)s", name=unknown[0][:40]))
    words = arguments.get("q", "").strip()[:50]
    state, sort = arguments.get("state", "kept"), arguments.get("sort", "")
    if "\0" in words or state not in STATES or arguments.get("due", "") not in ("", "1"):
        abort(400, _("搜索内容含有不能识别的字符"))
    if sort and sort.removeprefix("-") not in ("day", *listing.sortable(book.definition)):
        abort(400, _("不能按“%(name)s”排序", name=sort[:40]))
    last_year = listing.past_term(book.definition) if arguments.get("due") else None
    return Asked(
        words=words, hall_code=arguments.get("hall", "")[:15].replace("\0", ""), since=_day(arguments, "since"), until=_day(arguments, "until"),
        state=state, sort=sort or _own_order(book.definition), last_year=last_year,
    )  # fmt: skip


def _own_order(definition: RegisterDefinition) -> str:
    return definition.order_by if definition.order_by in listing.sortable(definition) else ""


def _day(arguments: Mapping[str, str], name: str) -> date | None:
    text = arguments.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(400, _("请按“年-月-日”填写日期，例如 2026-01-31。"))


class Words:
    """Values of lines in words, each line under its own version of the book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.lookup = HouseLookup(house_session())
        self.versions = books.versions(house_session(), book.code)

    def cells(self, row: RegisterEntry, columns: Iterable[Field]) -> list[str]:
        """A line under the columns of the version in use; what its own version asked otherwise reads as it was kept there."""
        own = {one.key: one for one in marked(self.versions[row.version_number].fields)}
        values, outside = entries.read(row), not is_here(row)
        return [
            self.say(own[one.key], values[one.key], outside=outside) if one.key in values and one.key in own else ""
            for one in columns
        ]

    def say(self, field: Field, value: Answer, *, outside: bool) -> str:
        if field.kind == "table":
            return _("%(count)s行", count=len(value) if isinstance(value, tuple) else 0)
        return case_form.shown(field, value, self.lookup, whole=False, outside=outside, texts=True)


def state_words(row: RegisterEntry) -> str | Markup:
    words = _(ENTRY_STATE.label_of(row.state))
    return Markup('<span class="badge badge--grey">{}</span>').format(words) if row.state == "voided" else words


def day_of(row: RegisterEntry) -> str:
    return day_words(row.day)


def chosen(name: str) -> str:
    return request.args.get(name, "")


def columns_of(definition: RegisterDefinition) -> list[Any]:
    return list(definition.columns)
