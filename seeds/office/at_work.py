"""Who acts on which day: the people of the demo accounts, each act at the time when it was done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from appcore import clock
from appcore.access import accounts
from appcore.access.principal import acting_as
from models.account import User
from models.db import HouseSession

NINE = time(9)


@dataclass(frozen=True, slots=True)
class AtWork:
    """The day that the demo is loaded on, and the session that all is written in."""

    session: HouseSession
    now: datetime

    def day(self, days: int) -> date:
        """The day so many days from today; negative ones are past."""
        return self.now.date() + timedelta(days=days)

    @contextmanager
    def acting(self, username: str, days: int, at: time = NINE) -> Iterator[None]:
        """Within the block this person acts on that day, never later than now."""
        user = self.session.scalars(select(User).where(User.username == username)).one()
        person = accounts.person_of(self.session, user)
        with clock.fixed(min(datetime.combine(self.day(days), at), self.now)), acting_as(person):
            yield
