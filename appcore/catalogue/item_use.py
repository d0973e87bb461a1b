"""How often each item was asked for in the last ninety days, as a coarse weight by which searches order equal hits."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from appcore import clock
from appcore.access import placing
from appcore.transaction import short_write
from models.case import Case
from models.search import ItemUse

LATELY = timedelta(days=90)
HEAVIEST = 20


def weight_of(cases: int) -> int:
    """Doubles count one: 1 → 1, 2–3 → 2, 4–7 → 3; so coarse that it tells nobody how many there were."""
    return min(HEAVIEST, cases.bit_length())


def recount() -> int:
    """Count anew. Returns: how many weights changed; when none did, nothing is written."""
    since = clock.local_now() - LATELY
    changed = 0
    with short_write() as session:
        counted = select(Case.item_code, func.count(Case.id)).where(Case.received_at >= since).group_by(Case.item_code)
        weights = {code: weight_of(often) for code, often in session.execute(counted)}
        rows = {row.item_code: row for row in session.scalars(select(ItemUse))}
        for code in sorted(weights.keys() | rows.keys()):
            weight, row = weights.get(code, 0), rows.get(code)
            if row is None:
                session.add(ItemUse(item_code=code, weight=weight, counted_at=clock.now(), owner_code=placing.county()))
            elif row.weight == weight:
                continue
            else:
                row.weight, row.counted_at = weight, clock.now()
            changed += 1
        session.flush()
    return changed
