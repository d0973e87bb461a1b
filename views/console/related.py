"""What stands beside a row: what it is called, where its page is, and the rows of other tables that point to it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import url_for
from sqlalchemy import select

from appcore.access import permissions
from appcore.access.principal import Person, current
from models.db import db
from views.console import listing
from views.console.remote_select import row_label
from views.console.resource import Resource, by_noun, resource_of
from views.words import _


def related(resource: Resource, noun: str, column: str, row: Any) -> tuple[str, Any, Any, str | None]:
    """Rows of another table that point to this one: its title, columns, rows, and where one more is added."""
    target = by_noun(noun)
    value = getattr(row, target_key(target, column))
    query = select(target.model).where(getattr(target.model, column) == value)
    order = getattr(target.model, "position", target.model.id)
    rows = db.session.scalars(query.order_by(order).limit(100)).all()
    labels = listing.cell_labels(target, target.columns, rows)
    columns = [(name, _(target.label(name))) for name in target.columns if name != column]
    shown = [
        (one.id, [listing.cell(target, one, name, labels) for name, _label in columns], show_url(target, one))
        for one in rows
    ]
    return _(target.title), columns, shown, _add_url(resource, target, column, value, row)


def _add_url(resource: Resource, target: Resource, column: str, value: Any, row: Any) -> str | None:
    """Where one more row under this one is added; none when it may not be, or this row is closed."""
    who = current()
    may = isinstance(who, Person) and permissions.may(who.roles, target.view, "add")
    is_open = resource.is_open is None or resource.is_open(row)
    if not (may and is_open and "add" in target.verbs and column in target.form_columns):
        return None
    return f"{url_for(f'{target.endpoint}.add')}?{urlencode({column: value})}"


def pointed_to(resource: Resource, column: str) -> Resource | None:
    """The resource that a column points to."""
    keys = resource.model.__table__.columns[column].foreign_keys
    return resource_of(next(iter(keys)).column.table.name) if keys else None


def title_of(resource: Resource, row: Any) -> str:
    """What a row is called: in its own words where it has any, else by what names it elsewhere."""
    has_words = "__str__" in vars(type(row))
    return (str(row) if has_words else row_label(resource, row)) or _(resource.title)


def show_url(target: Resource, row: Any) -> dict[str, str]:
    """The page of a row: its own where the table has a hand-made one, else the generated one."""
    return {"show": target.page(row) if target.page else url_for(f"{target.endpoint}.show", pk=row.id)}


def target_key(target: Resource, column: str) -> str:
    """The column of this table that `column` of the other points to: its code or its id."""
    return str(next(iter(target.model.__table__.columns[column].foreign_keys)).column.name)
