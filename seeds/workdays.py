"""The work days of past years and this one, each day a row, from the package that follows the State Council's notices."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import chinese_calendar

from appcore.access.placing import owner
from models.db import HouseSession
from models.workday import WorkDay
from seeds import source
from seeds.batch import add_all
from seeds.plan import Plan

COUNTY = "330327"
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


def load_workdays(session: HouseSession, plan: Plan) -> dict[str, Any]:
    """Raises: NotImplementedError from the package for a year whose notice it does not know."""
    rows = [row(day) for year in plan.years for day in days_of(year)]
    for one in rows:
        one.owner_code = owner()
    add_all(session, rows)
    return {"years": list(plan.years), "work_days": len(rows)}


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


def row(day: date) -> WorkDay:
    """The row of a day, without its owner."""
    is_off, holiday = chinese_calendar.get_holiday_detail(day)
    notice = f"{COUNTY}/{day.year - 1}-01"
    return WorkDay(
        day=day, is_off=is_off, name=_name(day, is_off, holiday),
        source=f"国务院办公厅关于{day.year}年部分节假日安排的通知（据chinesecalendar）",
        document_code=notice if notice in source.names("document") else None,
    )  # fmt: skip


def _name(day: date, is_off: bool, holiday: str | None) -> str | None:
    """元旦 and so on; a day that is worked for a holiday elsewhere is 调休上班."""
    if holiday is not None:
        return NAMES[holiday] if is_off else f"{NAMES[holiday]}调休上班"
    return "周末" if day.weekday() >= 5 else None
