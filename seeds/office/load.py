"""What the county office, its departments and the towns have on their desks when a demo is opened for the first time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models.db import HouseSession
from seeds.office import editions, lists, towns, unfinished
from seeds.office.at_work import AtWork


def load_office(session: HouseSession, now: datetime) -> dict[str, Any]:
    """Within a unit of work, after the demo people and their year."""
    work = AtWork(session, now)
    return {
        "unfinished": unfinished.take_over(work),
        **towns.local_values(work),
        "editions": editions.write(work),
        **towns.hand_over(work),
        **lists.write(work),
    }
