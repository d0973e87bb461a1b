"""What a guide is made from: an item with its editions, the definition in force, and the halls that offer it.

Reads through the public session: columns of the allow-list, values out, never a mapped row. Every face of an item is a
function of `refine(definition, offer_values)`; the definition is read from the stored bytes and kept by their hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, Date, String, and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from appcore import clock
from appcore.access.scope import allow_public
from appcore.definition import canonical, schema, transition
from appcore.definition.item import ItemDefinition
from appcore.item_days import state_on
from models.delegation import Adoption
from models.item import Edition, Item
from models.offer import Offer, OfferContact, OfferRevision
from models.place import Hall
from models.review import EditionNotice

Stage = Literal["in_force", "superseded", "scheduled", "withdrawn"]
SEEN_STATES = ("published", "withdrawn")

allow_public(
    Item, "id", "code", "name", "state", "state_reason", "replaced_by_code", "is_sample", "catalog_code", "changed_at",
    "window_kind_code", "state_from", "state_until",
)  # fmt: skip
allow_public(
    Edition, "id", "item_code", "number", "state", "effective_from", "withdrawn_from", "definition", "definition_hash",
    "task_code", "local_task_code", "handle_item_code", "taken_over",
)  # fmt: skip
allow_public(EditionNotice, "edition_id", "text", "published_on")
allow_public(
    Offer, "id", "item_code", "hall_code", "window_id", "revision", "place_note", "hours_note", "valid_from", "valid_to"
)
allow_public(Adoption, "id", "item_code", "hall_code", "recalled_from")
allow_public(OfferRevision, "offer_id", "number", "values")
allow_public(OfferContact, "offer_id", "hall_code", "kind", "mode", "detail")


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """One published edition with its place in time."""

    number: int
    effective_from: datetime
    withdrawn_from: datetime | None
    definition_hash: str
    stage: Stage
    taken_over: bool = False
    notice: str = ""
    """What the public is told of its withdrawal, also while that is still to come; `noticed_on` is the day of the notice."""
    noticed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item's identity and its published editions, newest first."""

    code: str
    name: str
    state: str
    state_reason: str
    replaced_by: tuple[str, str] | None
    is_sample: bool
    editions: tuple[EditionFacts, ...]
    until: date | None = None
    coming: tuple[str, date] | None = None
    """`until`: the last day of a pause; `coming`: the state that an item in use will have, and from when."""

    @property
    def in_force(self) -> EditionFacts | None:
        """The edition that holds now."""
        return next((one for one in self.editions if one.stage == "in_force"), None)

    @property
    def withdrawn(self) -> EditionFacts | None:
        """The edition that was withdrawn and that nothing has followed."""
        begun = next((one for one in self.editions if one.stage != "scheduled"), None)
        return begun if begun is not None and begun.stage == "withdrawn" else None

    @property
    def is_public(self) -> bool:
        """Drafts and what was never published do not exist for the public; a cancelled or paused item does, by its notice.

        What an undone import left behind is cancelled without a word: nobody was ever told of it.
        """
        told = self.state != "in_use" and bool(self.state_reason or self.replaced_by)
        return told or any(one.stage != "scheduled" for one in self.editions)


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """An item offered in a hall, with the local values in force and its own telephones."""

    hall_code: str
    window_id: int | None
    revision: int
    place_note: str
    hours_note: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)
    consult: tuple[str, ...] = ()
    complaint: tuple[str, ...] = ()


@cache
def _item_query() -> Any:
    """Built once: putting a statement together takes longer than asking it."""
    successor = aliased(Item)
    return (
        select(
            Item.code, Item.name, Item.state, Item.state_reason, Item.is_sample, Item.replaced_by_code,
            Item.state_from, Item.state_until, successor.name.label("successor"), Edition.number, Edition.effective_from,
            Edition.withdrawn_from, Edition.definition_hash, Edition.taken_over, EditionNotice.text, EditionNotice.published_on,
        )
        .outerjoin(successor, successor.code == Item.replaced_by_code)
        .outerjoin(Edition, and_(Edition.item_code == Item.code, Edition.state.in_(SEEN_STATES)))
        .outerjoin(EditionNotice, EditionNotice.edition_id == Edition.id)
        .where(Item.code == bindparam("code", type_=String))
        .order_by(Edition.number.desc())
    )  # fmt: skip


def item(session: Session, code: str) -> ItemFacts | None:
    """The item with this code, None when there is none or the public may not know of it."""
    rows = session.execute(_item_query(), {"code": code}).all()
    if not rows:
        return None
    first, today = rows[0], clock.local_today()
    state = state_on(first.state, first.state_from, first.state_until, today)
    announced = first.state != "in_use" and first.state_from is not None and first.state_from > today
    told = announced or state != "in_use"  # what a pause that is over said is history
    found = ItemFacts(
        code=first.code,
        name=first[1],
        state=state,
        state_reason=(first.state_reason or "") if told else "",
        replaced_by=(first.replaced_by_code, first.successor) if first.replaced_by_code and told else None,
        until=first.state_until if told else None,
        coming=(first.state, first.state_from) if announced else None,
        is_sample=bool(first.is_sample),
        editions=tuple(_staged([row for row in rows if row.number and row.definition_hash])),
    )
    return found if found.is_public else None


def _staged(rows: Iterable[Any]) -> Iterable[EditionFacts]:
    """Editions, newest first, with their stage now: the newest that has begun holds, unless it was withdrawn."""
    now, begun = clock.local_now(), False
    for row in rows:
        stage: Stage = "superseded"
        if row.effective_from > now:
            stage = "scheduled"
        elif not begun:
            begun = True
            stage = "withdrawn" if row.withdrawn_from and row.withdrawn_from <= now else "in_force"
        told = (row.taken_over, row.text or "", row.published_on)
        yield EditionFacts(row.number, row.effective_from, row.withdrawn_from, row.definition_hash, stage, *told)


def known_as(session: Session, code: str) -> tuple[str, ...]:
    """The items that go by another code: 基本编码, 实施编码 or 业务办理项编码 of a published edition.

    Only those that the public may know of: to be sent on to an item's own code tells that there is one.
    """
    same = or_(Edition.task_code == code, Edition.local_task_code == code, Edition.handle_item_code == code)
    by_item = session.scalars(select(Item.code).where(Item.catalog_code == code)).all()
    by_edition = session.scalars(select(Edition.item_code).where(same, Edition.state.in_(SEEN_STATES))).all()
    return tuple(one for one in sorted({*by_item, *by_edition}) if item(session, one) is not None)


def _holds_today() -> ColumnElement[bool]:
    today = bindparam("today", type_=Date)
    return and_(
        or_(Offer.valid_from.is_(None), Offer.valid_from <= today),
        or_(Offer.valid_to.is_(None), Offer.valid_to >= today),
    )


@cache
def _offer_query() -> Any:
    own = or_(OfferContact.offer_id == Offer.id, OfferContact.offer_id.is_(None))
    return (
        select(
            Offer.id, Offer.hall_code, Offer.window_id, Offer.revision, Offer.place_note, Offer.hours_note, OfferRevision.values,
            OfferContact.kind, OfferContact.detail, Adoption.recalled_from, _holds_today().label("holds"),
        )
        .outerjoin(OfferRevision, and_(OfferRevision.offer_id == Offer.id, OfferRevision.number == Offer.revision))
        .outerjoin(
            OfferContact, and_(OfferContact.hall_code == Offer.hall_code, own, OfferContact.mode == "phone")
        )
        .outerjoin(
            Adoption,
            and_(
                Adoption.item_code == Offer.item_code, Adoption.hall_code == Offer.hall_code,
                Adoption.recalled_from.is_not(None),
            ),
        )
        .where(
            Offer.item_code == bindparam("item", type_=String),
            Offer.hall_code.in_(bindparam("halls", expanding=True)),
            or_(_holds_today(), Adoption.recalled_from.is_not(None)),
        )
        .order_by(Offer.hall_code, OfferContact.offer_id, OfferContact.detail)
    )  # fmt: skip


def offers(session: Session, item_code: str, hall_codes: Iterable[str]) -> tuple[OfferFacts, ...]:
    """Where the item is offered today among these halls, in the order of their codes."""
    return offers_and_recalls(session, item_code, hall_codes)[0]


def offers_and_recalls(
    session: Session, item_code: str, hall_codes: Iterable[str]
) -> tuple[tuple[OfferFacts, ...], dict[str, date]]:
    """The same, and the halls from which the county takes the item back, each with the day from which they do not do it."""
    wanted = {"item": item_code, "halls": list(hall_codes), "today": clock.local_today()}
    found: dict[str, list[Any]] = {}
    recalls: dict[str, date] = {}
    for row in session.execute(_offer_query(), wanted):
        if row.holds:
            found.setdefault(row.hall_code, []).append(row)
        if row.recalled_from is not None:
            recalls[row.hall_code] = max(row.recalled_from, recalls.get(row.hall_code, row.recalled_from))
    return tuple(_offer(rows) for rows in found.values()), recalls


def _offer(rows: list[Any]) -> OfferFacts:
    first = rows[0]
    return OfferFacts(
        hall_code=first.hall_code,
        window_id=first.window_id,
        revision=first.revision,
        place_note=first.place_note or "",
        hours_note=first.hours_note or "",
        values=first.values or {},
        consult=tuple(dict.fromkeys(row.detail for row in rows if row.kind == "consult")),
        complaint=tuple(dict.fromkeys(row.detail for row in rows if row.kind == "complaint")),
    )


def offered_at(session: Session, hall_code: str) -> dict[str, int | None]:
    """The codes of the items that a hall offers today, each with the id of its window."""
    query = select(Offer.item_code, Offer.window_id).where(Offer.hall_code == hall_code, _holds_today())
    return {row.item_code: row.window_id for row in session.execute(query, {"today": clock.local_today()})}


def offered_in(session: Session, region_code: str) -> set[str]:
    """The codes of the items that any hall of a region offers today."""
    query = select(Offer.item_code).join(Hall, Hall.code == Offer.hall_code)
    query = query.where(Hall.region_code == region_code, _holds_today()).distinct()
    return set(session.scalars(query, {"today": clock.local_today()}))


class Definitions:
    """Definitions by their hash, the least used forgotten; bytes are fetched only for a hash not seen before."""

    def __init__(self, most: int = 256) -> None:
        self.most = most
        self.kept: dict[tuple[str, bool], ItemDefinition] = {}

    def get(
        self, session: Session, item_code: str, definition_hash: str, *, taken_over: bool = False
    ) -> ItemDefinition:
        """The definition of these bytes as the public reads it: of an edition that was taken over, what is sound.

        Raises: LookupError when the stored bytes are not those of the hash.
        """
        key = definition_hash, taken_over
        found = self.kept.pop(key, None)
        if found is None:
            found = _fetch(session, item_code, definition_hash)
            found = transition.as_published(found) if taken_over else found
        self.kept[key] = found
        while len(self.kept) > self.most:
            self.kept.pop(next(iter(self.kept)), None)
        return found


def _fetch(session: Session, item_code: str, definition_hash: str) -> ItemDefinition:
    query = select(Edition.definition).where(Edition.item_code == item_code, Edition.definition_hash == definition_hash)
    stored = session.scalars(query.limit(1)).first()
    if stored is None or canonical.digest(stored) != definition_hash:
        raise LookupError(f"the stored definition of {item_code} is not that of its hash")
    return schema.read(stored)
