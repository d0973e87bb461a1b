"""Export of a list: the same search, filters, order, scope and words as on the page, given out as Excel or CSV.

Rows are read by their ids in portions, each in a read of its own, so that a long export holds no read transaction open.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any, Protocol
from urllib.parse import parse_qsl, urlencode

from flask import Response, current_app, request, url_for
from markupsafe import Markup
from sqlalchemy import select

from appcore import clock
from appcore.access import exports
from appcore.access.files import tables_out
from appcore.access.files.tables_out import Value
from appcore.definition.verdict import N_
from appcore.errors import Conflict
from models.db import db
from views import serving
from views.console import listing
from views.console.resource import Resource, all_resources
from views.days import local
from views.words import _

PORTION = 500
MEDIA = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
_NUMBER = re.compile(r"[0-9０-９]{7,}[0-9Xx]?")


def limit() -> int:
    """The rows that one person may take alone."""
    most: int = current_app.extensions["settings"].export_rows
    return most


def kept_arguments() -> str:
    """The conditions of this address without its page, as they are noted and asked for again."""
    return urlencode([(name, value) for name, value in request.args.items() if name not in ("page", "size") and value])


class Exported(Protocol):
    """Something that can be given out: a list of the console, or what else has its own way of reading its rows."""

    @property
    def noun(self) -> str: ...
    @property
    def view(self) -> str: ...
    def title(self, query: str) -> str: ...
    def conditions(self, query: str) -> str: ...
    def ids(self, query: str, most: int) -> list[int]: ...
    def table(self, query: str, ids: Sequence[int]) -> tuple[list[str], Iterator[list[Value]]]: ...
    def back(self, query: str) -> str: ...


@dataclass(frozen=True)
class ListExport:
    """The list of a declared table."""

    resource: Resource

    @property
    def noun(self) -> str:
        return self.resource.noun

    @property
    def view(self) -> str:
        return self.resource.view

    def title(self, query: str) -> str:
        return _(self.resource.title)

    def conditions(self, query: str) -> str:
        return conditions(self.resource, query)

    def ids(self, query: str, most: int) -> list[int]:
        asked = listing.read_asked(self.resource, dict(parse_qsl(query)))
        return list(db.session.scalars(asked.query.with_only_columns(self.resource.model.id).limit(most)))

    def table(self, query: str, ids: Sequence[int]) -> tuple[list[str], Iterator[list[Value]]]:
        return [_(self.resource.label(name)) for name in self.resource.columns], _rows(self.resource, ids)

    def back(self, query: str) -> str:
        return f"{url_for(f'{self.resource.endpoint}.list')}?{query}"


_OTHERS: dict[str, Exported] = {}


def register_export(one: Exported) -> None:
    """Let something be asked for and given out that is no declared table."""
    _OTHERS[one.noun] = one


def of_noun(noun: str) -> Exported | None:
    """What is given out under this word; None for a list that is no more."""
    found = next((one for one in all_resources() if one.noun == noun), None)
    return _OTHERS.get(noun) or (ListExport(found) if found is not None else None)


def give(what: Exported, form: str, query: str, most: int, *, approved: str = "") -> Response:
    """The file of a list under these conditions, noted in the trail; `approved` is the request under which it is given.

    Raises: Conflict when there are more rows than may be given.
    """
    ids = what.ids(query, most + 1)
    if len(ids) > most:
        raise Conflict(N_("列表的行数已经超过可以导出的数量，请刷新后再导出"))
    title = what.title(query)
    told: dict[str, Any] = {"rows": len(ids), "query": masked(what.conditions(query)), "format": form}
    told |= {exports.APPROVED: approved} if approved else {}
    exports.give_out(what.noun, title, told, most=None if approved else most)
    target: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    headings, rows = what.table(query, ids)
    if form == "xlsx":
        tables_out.xlsx(target, title, headings, rows)
    else:
        tables_out.comma_separated(target, headings, rows)
    return serving.download(target, name=f"{title}_{clock.local_today():%Y-%m-%d}.{form}", media_type=MEDIA[form])


def masked(words: str) -> str:
    """Conditions for the trail: a long number that was searched for may be a person's."""
    return _NUMBER.sub(lambda found: f"{found[0][:3]}***", words)


def conditions(resource: Resource, query: str) -> str:
    """The conditions of a list in words."""
    given = dict(parse_qsl(query))
    words = [_("查找“%(words)s”", words=given["q"])] if given.get("q") else []
    asked = listing.read_asked(resource, given)
    for _name, label, choices in asked.filters:
        words += [f"{label}：{text}" for value, text, chosen in choices if chosen and value]
    return "；".join(words) or _("全部")


def _rows(resource: Resource, ids: Sequence[int]) -> Iterator[list[Value]]:
    model = resource.model
    for start in range(0, len(ids), PORTION):
        portion = ids[start : start + PORTION]
        found = {row.id: row for row in db.session.scalars(select(model).where(model.id.in_(portion)))}
        rows = [found[one] for one in portion if one in found]
        labels = listing.cell_labels(resource, resource.columns, rows)
        yield from [[value(resource, row, name, labels) for name in resource.columns] for row in rows]
        db.session.rollback()
        db.session.expunge_all()


def value(resource: Resource, row: Any, name: str, labels: Mapping[str, Mapping[Any, str]]) -> Value:
    """A cell: numbers, dates and times as such where the list only words them, everything else in the list's own words."""
    info = resource.info(name)
    own_words = name in resource.cells or name in labels or name in resource.choices or info.get("personal")
    if not own_words and not info.get("vocabulary"):
        raw = getattr(row, name)
        element = info.get("element")
        if isinstance(raw, int) and not isinstance(raw, bool):
            return raw / 100 if element is not None and element.kind == "fen" else raw
        if isinstance(raw, datetime):
            return local(raw).replace(tzinfo=None)
        if isinstance(raw, date | time):
            return raw
    words = listing.cell(resource, row, name, labels)
    return words.striptags() if isinstance(words, Markup) else str(words)
