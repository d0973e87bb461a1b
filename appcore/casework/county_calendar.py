"""The county's work-day table as a `Calendar`, read once and again when a day of it has changed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from appcore.access.scope import as_system
from appcore.casework.opening import Opening, Sessions
from appcore.casework.workdays import Calendar
from models.place import HallDetail
from models.workday import WorkDay

_kept: dict[Any, Calendar] = {}


def calendar(session: Session) -> Calendar:
    """The calendar as it is loaded now."""
    bind = session.get_bind()
    stamp = session.execute(select(func.count(WorkDay.id), func.max(WorkDay.changed_at))).one()
    key = (str(bind.engine.url), *stamp)
    if key not in _kept:
        rows = session.execute(select(WorkDay.day, WorkDay.is_off))
        _kept.clear()
        _kept[key] = Calendar({row.day: not row.is_off for row in rows})
    return _kept[key]


def opening(session: Session, hall_code: str) -> Opening:
    """A hall's opening hours; the usual ones where it has entered none.

    They hang on its door: a case that was handed on keeps the hours of the hall that received it.
    """
    query = select(
        HallDetail.morning_opens, HallDetail.morning_closes, HallDetail.afternoon_opens, HallDetail.afternoon_closes
    ).where(HallDetail.hall_code == hall_code)
    row = session.execute(query).first()
    if row is None:
        with as_system("opening hours") as behind:
            row = behind.execute(query).first()
    return Opening() if row is None else opening_of(*row)


@lru_cache(maxsize=512)
def opening_of(*times: Any) -> Opening:
    """An `Opening` of morning and afternoon hours; a half day without both ends is closed."""
    morning, afternoon = tuple(times[:2]), tuple(times[2:4])
    sessions: Sessions = tuple(pair for pair in (morning, afternoon) if all(pair))
    return Opening(sessions) if sessions else Opening()
