"""The local side of one offer as it stands, and the writing of its next numbered revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore import clock, column_checks, records
from appcore.access import audit
from appcore.access.principal import current
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.local.wanted import Ground, Local, Settings, fitted
from appcore.catalogue.stored import read_definition
from appcore.definition.differing import differences
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import Rejected, Verdict
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession
from models.item import Edition
from models.offer import Offer, OfferContact, OfferRevision
from models.window import Window


@dataclass(frozen=True, slots=True)
class InForce:
    """The standard that an offer is measured by."""

    number: int
    definition: ItemDefinition


@dataclass(frozen=True, slots=True)
class Kept:
    """One numbered revision as it was left."""

    number: int
    at: datetime
    actor: str
    remark: str
    local: Local


def standard_of(session: Session, item_code: str) -> InForce | None:
    """The edition of an item in force now; None when there is none."""
    row = session.execute(
        in_force_query().add_columns(Edition.definition).where(Edition.item_code == item_code)
    ).first()
    if row is None or row.definition is None:
        return None
    return InForce(row.number, read_definition(row.definition_hash, row.definition, row.taken_over))


def read(
    values: Mapping[str, Any] | None, grounds: Mapping[str, Any] | None
) -> tuple[dict[str, Any], dict[str, Ground]]:
    """Values and grounds as a revision keeps them."""
    return dict(values or {}), {key: Ground(**one) for key, one in (grounds or {}).items()}


def local_of(session: Session, offer: Offer) -> Local:
    """The local side of an offer as it stands now."""
    kept = session.execute(
        select(OfferRevision.values, OfferRevision.grounds).where(
            OfferRevision.offer_id == offer.id, OfferRevision.number == offer.revision
        )
    ).first()
    values, grounds = read(*kept) if kept else ({}, {})
    return Local(values, grounds, settings_of(session, offer))


def settings_of(session: Session, offer: Offer) -> Settings:
    """Place, window, hours and telephones of an offer."""
    phones = session.execute(
        select(OfferContact.kind, OfferContact.detail)
        .where(OfferContact.offer_id == offer.id, OfferContact.mode == "phone")
        .order_by(OfferContact.id)
    ).all()
    consult, complaint = (tuple(one.detail for one in phones if one.kind == kind) for kind in ("consult", "complaint"))
    return Settings(offer.window_id, offer.place_note or "", offer.hours_note or "", consult, complaint)


def history(session: Session, offer: Offer) -> list[Kept]:
    """The revisions of an offer, newest first."""
    rows = session.scalars(
        select(OfferRevision).where(OfferRevision.offer_id == offer.id).order_by(OfferRevision.number.desc())
    )
    return [
        Kept(one.number, one.at, one.actor, one.remark or "", Local(*read(one.values, one.grounds), _settings(one.settings)))
        for one in rows
    ]  # fmt: skip


def _settings(kept: Mapping[str, Any] | None) -> Settings:
    given = dict(kept or {})
    for name in ("consult", "complaint"):
        given[name] = tuple(given.get(name, ()))
    return Settings(**given)


def save(offer_id: int, wanted: Local, *, version: int, remark: str = "") -> int:
    """Keep what the hall wants as the next revision.

    Returns: its number; that of the standing one when nothing changed.
    Raises: NotFound, Conflict (somebody saved meanwhile), Refused with a sentence for each value that may not be set.
    """
    settings, faults = _sound(wanted.settings)
    with unit_of_work() as session:
        offer = _offer(session, offer_id)
        if offer.version != version:
            raise Conflict(CHANGED)
        if settings.window_id is not None and not _is_in_hall(session, settings.window_id, offer.hall_code):
            faults["window_id"] = Verdict("请选择本中心的窗口。")
        standard, now = standard_of(session, offer.item_code), local_of(session, offer)
        if standard is None:
            if wanted.values:
                raise Refused("事项没有现行版本，暂时不能设本地值")
            kept = Local(settings=settings)
        else:
            kept, refused = fitted(
                standard.definition, Local(wanted.values, wanted.grounds, settings), now, standard.number
            )
            faults |= refused
        if faults:
            raise Refused("请按提示修改后再提交", fields=faults)
        return write(session, offer, kept, now, remark, standard.definition if standard is not None else None)


def restore(offer_id: int, number: int, *, version: int) -> int:
    """Make an earlier revision the next one, as far as the standard of today lets it be.

    Returns: the new number. Raises: NotFound, Conflict, Refused when a value of it may not be set any more.
    """
    with unit_of_work() as session:
        offer = _offer(session, offer_id)
        found = next((one for one in history(session, offer) if one.number == number), None)
        if found is None:
            raise NotFound("没有这次修订")
        try:
            return save(offer_id, found.local, version=version, remark=f"恢复第{number}次修订")
        except Refused as refused:
            listed = "".join(str(one) for one in refused.fields.values())
            raise Refused(
                "第%(number)d次修订不能恢复：%(listed)s", number=number, listed=listed or refused.message
            ) from refused


def write(
    session: HouseSession, offer: Offer, kept: Local, now: Local, remark: str, standard: ItemDefinition | None
) -> int:
    """Within a unit of work: the next revision, with what it changes of the offer and its telephones.

    Returns: its number; that of the standing one when nothing changed.
    """
    if kept == now:
        return offer.revision
    number = offer.revision + 1
    row = OfferRevision(
        offer_id=offer.id, number=number, values=dict(kept.values), at=clock.now(), actor=current().label[:80],
        grounds={key: asdict(one) for key, one in kept.grounds.items()}, settings=asdict(kept.settings),
        remark=remark[:300] or None, hall_code=offer.hall_code, region_code=offer.region_code,
        department_code=offer.department_code,
    )  # fmt: skip
    session.add(row)
    session.flush()
    told = {"number": number, "local_values": _sentences(kept, standard)} | ({"reason": remark} if remark else {})
    audit.record(session, "created", "offer_revision", str(row.id), told)
    own = {"window_id": kept.settings.window_id, "place_note": kept.settings.place_note or None, "hours_note": kept.settings.hours_note or None}  # fmt: skip
    records.alter(session, offer, own | {"revision": number})
    for kind, phones in (("consult", kept.settings.consult), ("complaint", kept.settings.complaint)):
        _call(session, offer, kind, phones)
    return number


def _sentences(kept: Local, standard: ItemDefinition | None) -> list[str]:
    """The values of a revision as the trail tells them."""
    ways = {key: one.way for key, one in kept.grounds.items()}
    held = differences(standard, kept.values, ways) if standard is not None else {}
    return [str(one) for one in held.values()]


def _call(session: HouseSession, offer: Offer, kind: str, phones: Iterable[str]) -> None:
    """Let these be the telephones of an offer for one purpose."""
    wanted = list(dict.fromkeys(phones))
    rows = session.scalars(
        select(OfferContact).where(
            OfferContact.offer_id == offer.id, OfferContact.kind == kind, OfferContact.mode == "phone"
        )
    ).all()
    for row in rows:
        if row.detail in wanted:
            wanted.remove(row.detail)
            continue
        before = records.describe(row)
        session.delete(row)
        audit.record(session, "deleted", "offer_contact", str(row.id), {"before": before})
    for phone in wanted:
        place = {
            "hall_code": offer.hall_code,
            "region_code": offer.region_code,
            "department_code": offer.department_code,
        }
        records.add(session, OfferContact(offer_id=offer.id, kind=kind, mode="phone", detail=phone, **place))


def _offer(session: HouseSession, offer_id: int) -> Offer:
    offer = session.get(Offer, offer_id)
    if offer is None:
        raise NotFound("没有这条记录")
    return offer


def _is_in_hall(session: HouseSession, window_id: int, hall_code: str | None) -> bool:
    return session.scalar(select(Window.hall_code).where(Window.id == window_id)) == hall_code


def _sound(settings: Settings) -> tuple[Settings, dict[str, Verdict]]:
    """The settings with telephones in their one form, and why one of them is none."""
    faults: dict[str, Verdict] = {}
    phones: dict[str, tuple[str, ...]] = {}
    for name in ("consult", "complaint"):
        clean = []
        for one in getattr(settings, name):
            try:
                clean.append(column_checks.CHECKS["phone"](one))
            except Rejected as rejected:
                faults[name] = rejected.verdict
        phones[name] = tuple(clean)
    note = (settings.place_note.strip(), settings.hours_note.strip())
    for name, text in zip(("place_note", "hours_note"), note, strict=True):
        if len(text) > 200:
            faults[name] = Verdict("不能超过%(most)s个字。", {"most": 200})
    return Settings(settings.window_id, *note, phones["consult"], phones["complaint"]), faults
