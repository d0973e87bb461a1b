"""What field kinds ask of the world, answered from the clock and the table of regions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore import clock
from models.place import Region


@dataclass(frozen=True, slots=True)
class HouseLookup:
    """A `definition.kinds.Lookup` over a session."""

    session: Session

    @property
    def today(self) -> date:
        return clock.local_today()

    def region_name(self, code: str) -> str | None:
        """The names of town and village together, as an address reads."""
        names = self.session.execute(
            select(Region.code, Region.name).where(Region.code.in_({code[:9] + "000", code}))
        ).all()
        if code not in {row.code for row in names}:
            return None
        return "".join(row.name for row in sorted(names))
