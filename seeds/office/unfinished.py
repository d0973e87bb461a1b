"""现行（待完善）: items as they came from elsewhere, taken over with their errors, so that each error is a task with its day."""

from __future__ import annotations

from appcore import records
from appcore.access.placing import owner
from appcore.catalogue import editions, item_state, taking_over
from models.item import Item
from seeds import documents, source
from seeds.catalogue import item_row
from seeds.documents import SeedItem
from seeds.offers import load_offers
from seeds.office.at_work import AtWork
from seeds.office.editions import COUNTY, REVIEWER
from seeds.plan import Plan

OLD_CARD, NEW_CARD = "330327-00354", "330327-00351"
AGO = (-97, -80, -10)
"""One is overdue, one is due soon, one has time."""


def take_over(work: AtWork) -> int:
    """Returns: how many were taken over; and one more is there that was cancelled."""
    found = [documents.read(row) for row in source.unfinished()]
    for days, item in zip(AGO, found, strict=True):
        _one(work, item, days)
    with work.acting(COUNTY, -30):
        records.add(
            work.session,
            Item(
                code=OLD_CARD, name="老年人优待证（纸质）补发", tier="handling", department_code="mzj", state="in_use", is_sample=True,
                owner_code=owner(),
            ),
        )  # fmt: skip
        item_state.cancel(OLD_CARD, "纸质证件不再制发，凭身份证享受优待", work.day(-20), NEW_CARD)
    return len(found)


def _one(work: AtWork, item: SeedItem, days: int) -> None:
    with work.acting(COUNTY, days - 1):
        records.add(work.session, item_row(item))
        edition = editions.draft(item.code, content=item.definition)
        taking_over.hand_in([edition])
    with work.acting(REVIEWER, days):
        taking_over.take_over([edition])
    with work.acting(COUNTY, days):
        load_offers(work.session, Plan(name="unfinished", starts=work.now), [item])
