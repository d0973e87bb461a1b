"""One row of one page: found within the scope, or 404; a miss and a denial look the same, and a denial is noted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import abort, request
from sqlalchemy import ColumnElement, select

from appcore.access import audit
from appcore.access.scope import as_system
from appcore.definition.schema import CODE_PATTERN
from models.case import Case
from models.db import db
from models.item import Item
from views.console.fields import LARGEST_ID


def row_or_404(model: type[Any], noun: str, key: str, fits: ColumnElement[bool]) -> Any:
    """The row that fits; where there is one outside the scope, the auditor reads of it. No row has a key that cannot be printed."""
    if not key.isprintable():
        abort(404)
    row = db.session.scalar(select(model).where(fits))
    if row is None:
        with as_system("denied") as session:
            there = session.scalar(select(model.id).where(fits))
        if there is not None:
            denied(noun, key)
        abort(404)
    return row


def denied(noun: str, key: str) -> None:
    """The auditor reads that this was not allowed; an answer of 403 says so by itself (`views.edge`)."""
    audit.note(request.endpoint or "", noun, key, "denied")


def row_by_id_or_404(model: type[Any], noun: str, pk: str) -> Any:
    """The row of an id as it stands in an address."""
    if not (pk.isascii() and pk.isdigit() and len(pk) <= 10 and int(pk) <= LARGEST_ID):
        abort(404)
    return row_or_404(model, noun, pk, model.id == int(pk))


def case_or_404(number: str) -> Case:
    """The case of a number, within the scope."""
    if not (number.isascii() and number.isdigit() and len(number) == 21):
        abort(404)
    case: Case = row_or_404(Case, "case", number, Case.number == number)
    return case


def item_or_404(code: str) -> Item:
    """The item of a code, where its standard holds for the person."""
    if not CODE_PATTERN.fullmatch(code):
        abort(404)
    item: Item = row_or_404(Item, "item", code, Item.code == code)
    return item


def item_ids(codes: Iterable[str]) -> dict[str, int]:
    """The ids of those items whose standard holds for the person, by code: what an address of their pages wants."""
    wanted = select(Item.code, Item.id).where(Item.code.in_(list(codes)))
    return {row.code: row.id for row in db.session.execute(wanted)}
