"""A list that is worked out and not a table's: its lines on the page by portions, and given out whole as Excel or CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import abort, request, url_for

from appcore.access import permissions
from appcore.access.files.tables_out import Value
from appcore.access.principal import signed_in
from views.console import export_asking, exporting
from views.console.listing import Filter, Toolbar, address, number_of, size_of
from views.words import _


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its cells in words, and the page that it leads to."""

    cells: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class WorkedOut:
    """Such a list. `find` gives its lines for the conditions of an address, `said` those conditions in words.

    `noun` names it in the trail and in an export's request; `view` is the permission under which it is given out.
    """

    noun: str
    view: str
    endpoint: str
    heading: str
    columns: tuple[str, ...]
    find: Callable[[Mapping[str, str]], list[Line]]
    said: Callable[[Mapping[str, str]], str]

    def title(self, query: str) -> str:
        return _(self.heading)

    def conditions(self, query: str) -> str:
        return self.said(dict(parse_qsl(query))) or _("全部")

    def ids(self, query: str, most: int) -> list[int]:
        return list(range(len(self.find(dict(parse_qsl(query)))[:most])))

    def table(self, query: str, ids: Sequence[int]) -> tuple[list[str], Iterator[list[Value]]]:
        found = self.find(dict(parse_qsl(query)))
        return [_(one) for one in self.columns], (list(found[one].cells) for one in ids if one < len(found))

    def back(self, query: str) -> str:
        return f"{url_for(self.endpoint)}?{query}"

    def answer(self, form: str) -> Any:
        """The export's address: the file, or the form that asks a second person for it."""
        query = exporting.kept_arguments()
        return export_asking.answer_for(self, form, query, len(self.find(dict(parse_qsl(query)))))

    def page(self, filters: Sequence[Filter], exports: Mapping[str, str], *, searches: bool = True) -> dict[str, Any]:
        """What the template wants: the lines of this page and the toolbar."""
        found = self.find(request.args)
        size, number = size_of(), number_of("page", 1)
        first = (number - 1) * size
        rows = found[first : first + size]
        if number > 1 and not rows:
            abort(404)
        may = permissions.may(signed_in().roles, self.view, "export")
        toolbar = Toolbar(
            q=request.args.get("q", "").strip()[:50], filters=tuple(filters), total=len(found), total_is_capped=False,
            showing_from=first + 1 if rows else 0, showing_to=first + len(rows),
            prev_url=address(page=number - 1) if number > 1 else None,
            next_url=address(page=number + 1) if len(found) > first + size else None, sort={}, sorted_by=None, searches=searches,
            export_urls={form: address(url, page=None, size=None) for form, url in exports.items()} if may else {},
        )  # fmt: skip
        return {
            "columns": [(str(place), _(one)) for place, one in enumerate(self.columns)],
            "rows": [(place, list(one.cells), {"show": one.url} if one.url else {}) for place, one in enumerate(rows)],
            "toolbar": toolbar,
        }


def query_of(arguments: Mapping[str, str]) -> str:
    """What was typed into the search box; 400 for what no name can hold."""
    q = arguments.get("q", "").strip()[:50]
    if "\0" in q:
        abort(400, _("搜索内容含有不能识别的字符"))
    return q


def one_of(arguments: Mapping[str, str], name: str, known: Sequence[str], label: str) -> str:
    """A filter of an address: "" or one of the known values; 400 with a sentence for another (decisions 38)."""
    value = arguments.get(name, "")
    if value and value not in known:
        abort(400, _("“%(label)s”没有这个选项", label=_(label)))
    return value


def refuse_unknown(arguments: Mapping[str, str], *known: str) -> None:
    """400 for an argument that the page does not know."""
    unknown = [name for name in arguments if name not in (*known, "page", "size")]
    if unknown:
        abort(400, _("地址中有不能识别的筛选条件：%(name)s", name=unknown[0][:40]))


def chips(name: str, label: str, choices: Sequence[tuple[str, str]], current: str) -> Filter:
    """A filter as the toolbar draws it."""
    listed = [("", _("全部")), *choices]
    return name, _(label), [(value, words, value == current) for value, words in listed]


def with_arguments(endpoint: str, **arguments: str) -> str:
    """The address of a list under these conditions."""
    kept = {name: value for name, value in arguments.items() if value}
    return f"{url_for(endpoint)}?{urlencode(kept)}" if kept else url_for(endpoint)
