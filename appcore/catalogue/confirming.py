"""复核: every half-year the owner of an item says that its edition in force still holds, or drafts the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from appcore import clock, records
from appcore.access import audit
from appcore.catalogue.edition_rows import OPEN
from appcore.catalogue.editions_in_force import edition_in_force, in_force_query
from appcore.definition.item import ItemDefinition
from appcore.errors import Conflict, NotFound
from appcore.item_days import in_use
from appcore.transaction import unit_of_work
from models.case import Case
from models.check import ItemConfirmation
from models.document import Document
from models.item import Edition, Item
from models.material_library import StandardMaterial
from models.offer import Offer, OfferRevision

SOON = timedelta(days=30)
State = Literal["over", "soon", "later"]


@dataclass(frozen=True, slots=True)
class Due:
    """An item in force, when it was last confirmed (or began), and when it is due again."""

    item_code: str
    name: str
    department_code: str
    edition_id: int
    number: int
    since: date
    due_on: date

    def state(self, today: date) -> State:
        if self.due_on < today:
            return "over"
        return "soon" if self.due_on - today <= SOON else "later"


def due_on(began: date, confirmed: date | None) -> date:
    """A new edition was looked at as a whole when it began; a confirmation of it counts from its day."""
    days: int = current_app.extensions["settings"].confirm_days
    return max(began, confirmed or began) + timedelta(days=days)


def due(session: Session, department_code: str = "") -> list[Due]:
    """The items in use that are in force, the first due first; of one department, or of all in sight."""
    said = dict(
        session.execute(
            select(ItemConfirmation.item_code, func.max(ItemConfirmation.confirmed_on)).group_by(
                ItemConfirmation.item_code
            )
        ).all()
    )
    query = in_force_query().add_columns(Item.name, Item.department_code).join(Item).where(in_use(clock.local_today()))
    if department_code:
        query = query.where(Item.department_code == department_code)
    found = []
    for row in session.execute(query):
        began, confirmed = row.effective_from.date(), said.get(row.item_code)
        found.append(
            Due(
                row.item_code, row.name, row.department_code, row.id, row.number, max(began, confirmed or began),
                due_on(began, confirmed),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.due_on, one.item_code))


@dataclass(frozen=True, slots=True)
class Since:
    """What moved around an edition since it was last looked at, while it stayed as it is.

    `papers` and `documents` are names of what it rests on that were changed; `halls` how many set other local values;
    `cases` how many cases were received; `drafts` the editions that are being written.
    """

    papers: tuple[str, ...]
    documents: tuple[str, ...]
    halls: int
    cases: int
    drafts: tuple[int, ...]


def since(session: Session, definition: ItemDefinition, day: date) -> Since:
    """What moved since a local day, as far as this person sees it."""
    begun = datetime.combine(day, time(), clock.LOCAL)
    papers = {one.paper.code for one in definition.materials if one.paper}
    rests_on = {row.document.code for row in definition.bases if row.document}
    rests_on |= {row.document.code for row in definition.fees if row.document}
    own = Offer.item_code == definition.code
    halls = select(func.count(func.distinct(OfferRevision.offer_id))).join(Offer, Offer.id == OfferRevision.offer_id)
    cases = select(func.count(Case.id)).where(Case.item_code == definition.code, Case.received_at >= begun)
    return Since(
        _changed(session, StandardMaterial.name, StandardMaterial.code.in_(papers), StandardMaterial.changed_at >= begun),
        _changed(session, Document.title, Document.code.in_(rests_on), Document.changed_at >= begun),
        session.scalar(halls.where(own, OfferRevision.at >= begun)) or 0,
        session.scalar(cases) or 0,
        tuple(session.scalars(select(Edition.id).where(Edition.item_code == definition.code, Edition.state.in_(OPEN)))),
    )  # fmt: skip


def _changed(session: Session, name: Any, *where: Any) -> tuple[str, ...]:
    return tuple(session.scalars(select(name).where(*where).order_by(name)))


def confirm(item_code: str, number: int, note: str = "") -> None:
    """确认无变化: the edition with this number still holds.

    Raises: NotFound, Conflict when another edition is in force by now or it was confirmed today already.
    """
    today = clock.local_today()
    with unit_of_work() as session:
        item = session.scalar(select(Item).where(Item.code == item_code))
        in_force = edition_in_force(session, item_code)
        if item is None or in_force is None:
            raise NotFound("没有这个事项，或事项没有现行版本")
        if in_force.number != number:
            raise Conflict("现行版本已经更换，请看过新版本再确认")
        again = select(ItemConfirmation.id).where(
            ItemConfirmation.item_code == item_code, ItemConfirmation.number == number,
            ItemConfirmation.confirmed_on == today,
        )  # fmt: skip
        if session.scalar(again) is not None:
            raise Conflict("今天已经确认过")
        row = ItemConfirmation(
            item_code=item_code, department_code=item.department_code, owner_code=item.owner_code, number=number,
            confirmed_on=today, note=note.strip()[:300] or None,
        )  # fmt: skip
        records.stamp(row, new=True)
        session.add(row)
        session.flush()
        audit.record(session, "confirmed", "item", item_code, {"number": number})
