"""Counting the searches that found nothing sure, if their words may be kept."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import cast

from sqlalchemy import Table, and_, case, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from appcore import clock
from appcore.access import placing
from appcore.catalogue.keepable import keepable
from appcore.catalogue.published import Published
from appcore.catalogue.whole_catalogue import whole_catalogue
from appcore.transaction import short_write
from models.db import HouseSession
from models.search import SearchMiss

log = logging.getLogger("banshitai.search")
MOST_KEPT = 5000
"""Rows; beyond that only terms that are there are counted on."""
_table = cast(Table, SearchMiss.__table__)


def fit_to_keep(query: str, catalogue: Published) -> str:
    """The folded term when it may be kept, else ""."""
    return keepable(query, catalogue.index.has_pair)


def note(query: str, surface: str, hall: str = "") -> None:
    """Count a search that found nothing sure. That it could not be counted does not disturb who searches."""
    term = fit_to_keep(query, whole_catalogue())
    if not term:
        return
    try:
        with short_write() as session:
            _count(session, [(term, 1)], surface, hall)
    except SQLAlchemyError:
        log.warning("a search without an answer could not be counted")


def read_in(terms: Iterable[tuple[str, int]], surface: str) -> int:
    """Count terms that a log holds, each with how often. Returns: how many were fit to be kept."""
    catalogue = whole_catalogue()
    counted: dict[str, int] = {}
    for query, times in terms:
        term = fit_to_keep(query, catalogue)
        if term and not any(one.is_sure for one in catalogue.find(term, 1)):
            counted[term] = counted.get(term, 0) + times
    with short_write() as session:
        _count(session, counted.items(), surface, "")
    return len(counted)


def _count(session: HouseSession, terms: Iterable[tuple[str, int]], surface: str, hall: str) -> None:
    connection = session.connection()
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    held = connection.execute(select(func.count()).select_from(_table)).scalar_one()
    now = clock.now()
    for term, times in terms:
        same = and_(_table.c.surface == surface, _table.c.hall == hall, _table.c.term == term)
        if held >= MOST_KEPT and connection.execute(select(_table.c.id).where(same)).first() is None:
            continue
        held += 1
        row = {
            "term": term, "surface": surface, "hall": hall, "times": times, "first_at": now, "last_at": now,
            "state": "open", "owner_code": placing.county(), "version": 1,
        }  # fmt: skip
        again = {
            "times": _table.c.times + times,
            "last_at": now,
            # An answer that no longer answers is asked for again; what was put aside stays aside.
            "state": case((_table.c.state == "answered", "open"), else_=_table.c.state),
            "version": _table.c.version + 1,
        }
        keys = [_table.c.surface, _table.c.hall, _table.c.term]
        connection.execute(make(_table).values(row).on_conflict_do_update(index_elements=keys, set_=again))
