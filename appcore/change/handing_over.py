"""An import of what is in force, taken over by a second person, portion after portion (decisions 16, 51)."""

from __future__ import annotations

from sqlalchemy import func, select

from appcore import clock, records
from appcore.access import audit
from appcore.access.principal import current
from appcore.catalogue import taking_over as taking_over_of_catalogue
from appcore.change.kinds import ITEMS
from appcore.errors import Conflict, NotFound
from appcore.item_days import stands
from appcore.transaction import unit_of_work
from models.db import HouseSession
from models.item import Edition, Item
from models.package import PackageImport, PackageLine

PORTION = 25
"""So many editions are published in one transaction: each waits for its checks, and nobody at a counter waits for all."""


def take_over(code: str, most: int | None = None) -> tuple[int, int]:
    """Approve and publish what an import handed in to be taken over, at most so many in one transaction.

    Returns: how many now, and how many still wait. Raises: NotFound, Conflict, NotAllowed for who imported it.
    """
    with unit_of_work() as session:
        row = session.scalar(select(PackageImport).where(PackageImport.code == code))
        if row is None or row.state == "previewed":
            raise NotFound("没有这次导入")
        if row.state != "applied" or not row.taking_over:
            raise Conflict("这次导入没有等待接管的事项")
        left = waiting(session, row)
        taken = taking_over_of_catalogue.take_over(left if most is None else left[:most])
        if taken and taken == len(left):
            row.taken_over_at, row.taken_over_by = clock.now(), current().username
            records.stamp(row)
            session.flush()
            facts = {"hash": row.content_hash, "objects": size(session, row)}
            audit.record(session, "package_taken_over", "package", row.code, facts)
        return taken, len(left) - taken


def waiting(session: HouseSession, row: PackageImport) -> list[int]:
    """The editions of an import that nobody has taken over yet; not those whose item was cancelled since."""
    query = (
        select(Edition.id)
        .join(PackageLine, PackageLine.target == Edition.id)
        .join(Item, Item.code == Edition.item_code)
        .where(PackageLine.import_id == row.id, PackageLine.kind == ITEMS.slug, stands(clock.local_today()))
        .where(Edition.state == "submitted", Edition.taken_over.is_(True))
        .order_by(PackageLine.position)
    )
    return list(session.scalars(query))


def in_force(session: HouseSession, row: PackageImport) -> set[int]:
    """The lines of an import whose items were taken over."""
    if not row.taking_over:
        return set()
    query = (
        select(PackageLine.id)
        .join(Edition, Edition.id == PackageLine.target)
        .where(PackageLine.import_id == row.id, PackageLine.kind == ITEMS.slug, Edition.number.is_not(None))
    )
    return set(session.scalars(query))


def size(session: HouseSession, row: PackageImport) -> int:
    """How many objects an import wrote."""
    return session.scalar(select(func.count(PackageLine.id)).where(PackageLine.import_id == row.id)) or 0
