"""A row of another table as a field of a form: found by typing, and only what the person may see can be chosen."""

from __future__ import annotations

from typing import Any

from flask import url_for
from markupsafe import Markup, escape
from sqlalchemy import select
from wtforms import Field, validators

from models.db import db
from views.console.fields import LARGEST_ID
from views.console.listing import named
from views.console.resource import Resource
from views.words import _


class RemoteSelect(Field):
    """One row of a large table, found by typing; the row scope limits what may be chosen."""

    def __init__(
        self, label: str, checks: list[Any], *, target: Resource, lookup: str, column: str, **kwargs: Any
    ) -> None:
        super().__init__(label, checks, **kwargs)
        self.target, self.lookup, self.column = target, lookup, column

    def widget(self, field: Any, **kwargs: Any) -> Markup:
        value = "" if self.data is None else str(self.data)
        option = Markup('<option value="{}" selected>{}</option>').format(value, self.shown()) if value else Markup("")
        attributes = Markup(" ").join(
            Markup('{}="{}"').format(name.replace("_", "-"), text) for name, text in kwargs.items() if text is not None
        )
        return Markup('<select name="{}" id="{}" data-url="{}" {}><option value=""></option>{}</select>').format(
            self.name, self.id, url_for(self.lookup, column=self.column), attributes, option
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0].strip() or None if valuelist else None

    def shown(self) -> str:
        row = self.row()
        return row_label(self.target, row) if row is not None else str(escape(self.data))

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        row = self.row()
        if row is None:
            raise validators.ValidationError(_("没有这个选项，请重新选择"))
        self.data = getattr(row, self.target.keyed_by)

    def row(self) -> Any:
        return find_row(self.target, self.data)


def find_row(target: Resource, value: Any) -> Any:
    """The row that a posted key names, within the scope of the person; None when there is none."""
    column = getattr(target.model, target.keyed_by)
    if target.keyed_by == "id":
        text = str(value)
        if not (text.isascii() and text.isdigit() and int(text[:12]) <= LARGEST_ID):
            return None
        value = int(text)
    elif "\0" in str(value):
        return None
    return db.session.scalar(select(target.model).where(column == value))


def row_label(target: Resource, row: Any) -> str:
    """How a row is called where another points to it: its name, then what tells it from its like."""
    return named(target, [getattr(row, name, None) for name in target.display])
