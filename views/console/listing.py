"""The rows of a list page: search, filters, order and page from the address; bad values are told, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from flask import abort, request
from markupsafe import Markup
from sqlalchemy import Select, func, or_, select

from appcore.access.handling import Names
from appcore.definition.masks import mask_name
from models.db import db
from models.vocabulary import Vocabulary
from views.console import spelt
from views.console.resource import Resource, resource_of
from views.days import day_words, moment
from views.words import _

PAGE_SIZES = (25, 50, 100)
COUNT_LIMIT = 10_001


Filter = tuple[str, str, list[tuple[str, str, bool]]]
"""A filter as its template wants it: name in the address, label, and choices as value, label, chosen."""


@dataclass(frozen=True, slots=True)
class Toolbar:
    """What stands above a list and under it."""

    q: str
    filters: tuple[Filter, ...]
    total: int
    total_is_capped: bool
    showing_from: int
    showing_to: int
    prev_url: str | None
    next_url: str | None
    sort: dict[str, str]
    sorted_by: tuple[str, str] | None
    export_urls: Mapping[str, str] = field(default_factory=dict)
    searches: bool = True


@dataclass(frozen=True, slots=True)
class ListPage:
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Any, list[Any]], ...]
    toolbar: Toolbar


def escape_like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def matching(resource: Resource, query: Select[Any], q: str) -> Select[Any]:
    """Rows whose search columns hold the text, wildcards taken as they stand, or whose name, or that of what they are about, is read so."""
    if not q or not resource.search:
        return query
    like = f"%{escape_like(q)}%"
    fits = [getattr(resource.model, name).ilike(like, escape="\\") for name in resource.search]
    read_so = spelt.names_read_so(resource, q)
    if read_so:
        fits.append(getattr(resource.model, resource.spelt).in_(read_so))
    fits += [getattr(resource.model, name).in_(_called(resource, name, q, like)) for name in resource.named]
    return query.where(or_(*fits))


def _called(resource: Resource, name: str, q: str, like: str) -> Select[Any]:
    """The keys of the rows that a column may point to and that are called so."""
    target = target_of(resource.model.__table__.columns[name])
    called = getattr(target.model, target.display[0])
    key = getattr(target.model, target.keyed_by)
    return select(key).where(or_(called.ilike(like, escape="\\"), called.in_(spelt.names_read_so(target, q))))


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list: its rows in their order, and the conditions as they stand in the toolbar."""

    query: Select[Any]
    q: str
    filters: tuple[Filter, ...]
    sorted_by: str
    descending: bool


def read_asked(resource: Resource, arguments: Mapping[str, str], base: Select[Any] | None = None) -> Asked:
    """The search, filters and order of an address.

    Aborts with 400 and a sentence for an unknown sort column, filter or value (decisions 38).
    """
    unknown = [
        name for name in arguments if name not in ("q", "sort", "page", "size") and name[2:] not in resource.filters
    ]
    if unknown:
        abort(400, _("地址中有不能识别的筛选条件：%(name)s", name=unknown[0][:40]))
    q = arguments.get("q", "").strip()[:50]
    if "\0" in q:
        abort(400, _("搜索内容含有不能识别的字符"))
    query = matching(resource, base if base is not None else select(resource.model), q)
    filters = tuple(_filter(resource, name, arguments.get(f"f.{name}", "")) for name in resource.filters)
    for column, (_name, _label, choices) in zip(resource.filters, filters, strict=True):
        chosen = next((value for value, _words, current in choices if current and value), None)
        if chosen is not None:
            query = query.where(getattr(resource.model, column) == chosen)
    sort = arguments.get("sort", "")
    name, descending = sort.lstrip("-"), sort.startswith("-")
    if sort and name not in resource.sort:
        abort(400, _("不能按“%(name)s”排序", name=name[:40]))
    return Asked(_ordered(resource, query, name, descending), q, filters, name, descending)


def read_page(
    resource: Resource, base: Select[Any] | None = None, exports: Mapping[str, str] | None = None
) -> ListPage:
    """The page that the address asks for. `exports`: addresses by format of what gives out all of its rows.

    Aborts with 400 and a sentence for what `read_asked` refuses, a page that is no number or a size that is not offered.
    """
    asked = read_asked(resource, request.args, base)
    size = size_of()
    page, total = number_of("page", 1), counted(resource, asked, COUNT_LIMIT)
    rows = db.session.scalars(asked.query.offset((page - 1) * size).limit(size)).all()
    if page > 1 and not rows:
        abort(404)
    labels = cell_labels(resource, resource.columns, rows)
    shown = tuple((row, [cell(resource, row, column, labels) for column in resource.columns]) for row in rows)
    name = asked.sorted_by
    toolbar = Toolbar(
        q=asked.q, filters=asked.filters, total=min(total, COUNT_LIMIT - 1), total_is_capped=total >= COUNT_LIMIT,
        showing_from=(page - 1) * size + 1 if rows else 0, showing_to=(page - 1) * size + len(rows),
        prev_url=address(page=page - 1) if page > 1 else None,
        next_url=address(page=page + 1) if total > page * size else None,
        sort={one: address(sort=f"-{one}" if asked.sorted_by == one else one, page=None) for one in resource.sort},
        sorted_by=(name, "desc" if asked.descending else "asc") if name else None, searches=bool(resource.search),
        export_urls={form: address(url, page=None, size=None) for form, url in (exports or {}).items()},
    )  # fmt: skip
    return ListPage(tuple((column, resource.label(column)) for column in resource.columns), shown, toolbar)


def counted(resource: Resource, asked: Asked, most: int) -> int:
    """How many rows there are, counted up to `most`."""
    ids = asked.query.order_by(None).with_only_columns(resource.model.id).limit(most)
    return db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def size_of() -> int:
    """How many rows the address wants on a page; 400 for a number that is not offered (R89)."""
    size = number_of("size", PAGE_SIZES[0])
    if size not in PAGE_SIZES:
        abort(400, _("每页行数只能是 %(sizes)s", sizes="、".join(map(str, PAGE_SIZES))))
    return size


def number_of(name: str, default: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0 and len(text) < 9):
        abort(400, _("“%(name)s”应为正整数", name=_("页码") if name == "page" else _("每页行数")))
    return int(text)


def bar(number: int, size: int, shown: int, total: int) -> dict[str, Any]:
    """What `components/pager.html` wants, for rows that were counted: the page's number, its size, its rows, all of them."""
    return {
        "total": total, "total_is_capped": False, "showing_from": (number - 1) * size + 1 if shown else 0,
        "showing_to": (number - 1) * size + shown, "prev_url": address(page=number - 1) if number > 1 else None,
        "next_url": address(page=number + 1) if total > number * size else None,
    }  # fmt: skip


def address(path: str = "", /, **changes: Any) -> str:
    """The address of this page, or of another, with other arguments; None or empty leaves one out."""
    arguments = {**request.args.to_dict(), **changes}
    kept = {name: value for name, value in arguments.items() if value not in (None, "")}
    return f"{path or request.path}?{urlencode(kept)}" if kept else path or request.path


def _ordered(resource: Resource, query: Select[Any], name: str, descending: bool) -> Select[Any]:
    column = name or resource.order.lstrip("-")
    falling = descending if name else resource.order.startswith("-")
    expression = getattr(resource.model, column)
    tie = resource.model.id.desc() if falling else resource.model.id
    return query.order_by(expression.desc() if falling else expression, tie)


def _filter(resource: Resource, name: str, current: str) -> Filter:
    vocabulary: Vocabulary | None = resource.info(name).get("vocabulary")
    choices = vocabulary.choices if vocabulary is not None else resource.choices.get(name) or _rows_of(resource, name)
    if current and current not in dict(choices):
        abort(400, _("“%(label)s”没有这个选项", label=resource.label(name)))
    listed = (("", _("全部")), *choices)
    return f"f.{name}", _(resource.label(name)), [(value, _(label), value == current) for value, label in listed]


def target_of(column: Any) -> Resource:
    """The resource that a foreign key points to.

    Raises: LookupError when its table was never declared, which is a fault of the declaration.
    """
    found = resource_of(next(iter(column.foreign_keys)).column.table.name)
    if found is None:
        raise LookupError(f"{column} points to a table without a resource")
    return found


def _rows_of(resource: Resource, name: str) -> tuple[tuple[str, str], ...]:
    """Choices of a foreign key to a small table (departments, window kinds); large ones are searched, not filtered."""
    target = target_of(resource.model.__table__.columns[name])
    named = getattr(target.model, target.display[0])
    key = getattr(target.model, target.keyed_by)
    return tuple(
        (str(one), str(text)) for one, text in db.session.execute(select(key, named).order_by(key).limit(60)).all()
    )


Labels = Mapping[str, Mapping[Any, str]]


def cell_labels(resource: Resource, columns: Iterable[str], rows: Iterable[Any]) -> Labels:
    """The names behind the foreign keys of these rows, one query a column, and people's names as this reader sees them."""
    table = resource.model.__table__
    found: dict[str, dict[Any, str]] = {}
    listed = list(rows)
    masked = [name for name in columns if resource.info(name).get("mask") == "name"]
    names = Names(db.session(), listed) if masked and listed else None
    found |= {name: {row.id: names.of(row, getattr(row, name) or "") for row in listed} for name in masked if names}
    for name in columns:
        column = table.columns.get(name)
        if column is None or not column.foreign_keys:
            continue
        target = resource_of(next(iter(column.foreign_keys)).column.table.name)
        keys = {getattr(row, name) for row in listed} - {None}
        if target is None or not keys:
            continue
        key = getattr(target.model, next(iter(column.foreign_keys)).column.name)
        parts = [getattr(target.model, one) for one in target.display]
        found[name] = {
            row[0]: named(target, row[1:]) for row in db.session.execute(select(key, *parts).where(key.in_(keys)))
        }
    return found


def named(target: Resource, values: Iterable[Any]) -> str:
    """The name of a row from the values of its display columns, each in words."""
    words = [shown(value, target.info(name)) for name, value in zip(target.display, values, strict=True)]
    return " · ".join(one for one in words if one)


def cell(resource: Resource, row: Any, name: str, labels: Labels) -> str | Markup:
    """A value as people read it: words for codes, 是/否, dates with weekday, 元; never None or True."""
    if name in resource.cells:
        return resource.cells[name](row)
    value = getattr(row, name)
    info = resource.info(name)
    if info.get("personal"):
        return Markup('<span class="masked">{}</span>').format(_("已加密")) if value else ""
    if info.get("mask"):
        return labels.get(name, {}).get(row.id) or (mask_name(value) if value else "")
    if name in labels:
        return labels[name].get(value, "")
    if name in resource.choices:
        offered = dict(resource.choices[name])
        return _(offered[value]) if value in offered else value or ""
    return shown(value, info)


def shown(value: Any, info: Mapping[str, Any]) -> str:
    """The words for one value of a column."""
    vocabulary: Vocabulary | None = info.get("vocabulary")
    element = info.get("element")
    if value is None or value == "":
        return ""
    if vocabulary is not None:
        many = value if isinstance(value, list | tuple) else [value]
        return "、".join(_(vocabulary.label_of(one)) for one in many)
    if element is not None and element.kind == "fen":
        return _("%(yuan)s元", yuan=f"{value / 100:.2f}")
    return next((say(value) for kind, say in WAYS if isinstance(value, kind)), str(value))


WAYS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: _("是") if value else _("否")),
    (datetime, moment),
    (date, day_words),
    (time, lambda value: value.strftime("%H:%M")),
    (list, lambda value: "、".join(str(one) for one in value)),
)
"""How a value of each type reads; the first that fits counts, so that a yes/no is not a number and a time not a day."""
