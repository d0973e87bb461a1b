"""How days and moments read on every page, in one place: 11月23日 周一, with the year where it is not this year's.

Papers write 2026年12月1日 and the trail keeps its seconds: those are written where they are printed.
"""

from __future__ import annotations

from datetime import date, datetime

from appcore import clock
from appcore.definition.verdict import N_
from views.words import _

WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))


def local(value: datetime) -> datetime:
    """An instant of a log as civil time; times of the law are civil already."""
    return value.astimezone(clock.LOCAL) if value.tzinfo else value


def day_words(value: date) -> str:
    """11月23日 周一."""
    words = _(
        "%(month)s月%(day)s日 %(weekday)s", month=value.month, day=value.day, weekday=_(WEEKDAYS[value.weekday()])
    )
    return words if value.year == clock.local_today().year else _("%(year)s年%(rest)s", year=value.year, rest=words)


def whole_day(value: date) -> str:
    """2026年11月23日, for paper that is read in another year."""
    return _("%(year)s年%(month)s月%(day)s日", year=value.year, month=value.month, day=value.day)


def moment(value: datetime) -> str:
    """11月23日 周一 09:30."""
    civil = local(value)
    return f"{day_words(civil.date())} {civil:%H:%M}"
