"""The rows that a form may point to, found by typing: a page of them at a time, within the scope of whoever types."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request
from sqlalchemy import select

from models.db import db
from views.console import listing
from views.console.fields import row_label
from views.console.resource import Resource

LOOKUP_ROWS = 20


def answer(target: Resource) -> Any:
    """The JSON for `?q=&page=`: ids and labels of the rows that are still in use."""
    page = listing.number_of("page", 1)
    query = listing.matching(target, select(target.model), request.args.get("q", "").strip().replace("\0", "")[:50])
    if "valid_to" in target.model.__table__.columns:
        query = query.where(target.model.valid_to.is_(None))
    found = db.session.scalars(
        query.order_by(target.model.id).offset((page - 1) * LOOKUP_ROWS).limit(LOOKUP_ROWS + 1)
    ).all()
    results = [
        {"id": str(getattr(row, target.keyed_by)), "text": row_label(target, row)} for row in found[:LOOKUP_ROWS]
    ]
    return jsonify(results=results, pagination={"more": len(found) > LOOKUP_ROWS})
