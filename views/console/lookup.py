"""What a combobox is answered: rows within the scope that hold what was typed, or whose name is spelt so in pinyin or initials."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request
from sqlalchemy import Select, select

from appcore.folding import fold, has_han, has_latin, sounds_like
from models.db import db
from views.console import listing
from views.console.remote_select import row_label
from views.console.resource import Resource

LOOKUP_ROWS = 20
MOST_SPELT = 5_000
"""Names that are read to be spelt; larger tables of names are not chosen from."""


def answer(target: Resource) -> Any:
    """The JSON for `?q=&page=`: ids and labels of the rows that are still in use."""
    page = listing.number_of("page", 1)
    q = request.args.get("q", "").strip().replace("\0", "")[:50]
    everything = select(target.model)
    if "valid_to" in target.model.__table__.columns:
        everything = everything.where(target.model.valid_to.is_(None))
    query = listing.matching(target, everything, q)
    if has_latin(fold(q)) and not has_han(q) and not target.spelt:
        key = target.model.id
        wanted = [*db.session.scalars(query.with_only_columns(key).limit(MOST_SPELT)), *_spelt(target, everything, q)]
        query = everything.where(key.in_(wanted))
    found = db.session.scalars(
        query.order_by(target.model.id).offset((page - 1) * LOOKUP_ROWS).limit(LOOKUP_ROWS + 1)
    ).all()
    results = [
        {"id": str(getattr(row, target.keyed_by)), "text": row_label(target, row)} for row in found[:LOOKUP_ROWS]
    ]
    return jsonify(results=results, pagination={"more": len(found) > LOOKUP_ROWS})


def _spelt(target: Resource, everything: Select[Any], q: str) -> list[int]:
    """The ids of the rows whose name reads so; a name is the first of the columns by which a row is called."""
    name = getattr(target.model, target.display[0])
    rows = db.session.execute(everything.with_only_columns(target.model.id, name).limit(MOST_SPELT))
    return [row[0] for row in rows if row[1] and sounds_like(q, str(row[1]))]
