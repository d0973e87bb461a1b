"""When a delivery is tried again: half a minute, then twice as long each time up to four hours, for one day in all."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST = timedelta(seconds=30)
LONGEST = timedelta(hours=4)
DAY = timedelta(days=1)


def next_try(tries: int, since: datetime, now: datetime, chance: float) -> datetime | None:
    """When to try after `tries` failures; None when a day since the first is over.

    `chance`, from 0 to 1, is the jitter: it moves the wait between three quarters and five quarters of itself, so that what
    failed together does not come back together.
    """
    wait = min(LONGEST, FIRST * 2 ** min(tries - 1, 20)) * (0.75 + chance / 2)
    return now + wait if now + wait <= since + DAY else None
