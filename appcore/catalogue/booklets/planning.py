"""The plan of a booklet: what goes in, fixed when it is asked for by the one who asks, so that it is made in nobody's name later.

It holds no definition, only edition and hash, local values and what stands around an item in a hall; all of it is JSON.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.catalogue.booklets import words
from appcore.catalogue.booklets.choosing import Chosen, Selection
from appcore.catalogue.booklets.model import Entry, Handed, Local
from appcore.catalogue.booklets.model import Hall as HallFacts
from appcore.catalogue.guides import Definitions
from appcore.catalogue.offer_faces import hours_words, window_words
from appcore.definition.refine import refine
from models.case import Case, MaterialCheck
from models.db import HouseSession
from models.delegation import Adoption, Delegation, DelegationDuty, HandoverLine
from models.document import Document
from models.offer import Offer, OfferContact, OfferRevision
from models.place import Hall, HallDetail
from models.vocabulary import DELEGATION_FORM, MATERIAL_STATE
from models.window import Window, WindowKind

A_YEAR = timedelta(days=365)
FAULTY = ("missing", "wrong")
SHOWN_MISTAKES = 5


def plan(session: HouseSession, selection: Selection, items: Sequence[Chosen], kind: str) -> dict[str, Any]:
    """What the person who acts may see of these items now, as JSON."""
    codes = [one.code for one in items]
    locals_ = _locals(session, selection.hall_code) if selection.hall_code else {}
    handed = _handed(session, selection.hall_code) if kind == "handed_down" else {}
    mistakes = _mistakes(session, codes, selection.hall_code) if kind == "training" else {}
    entries = []
    for one in items:
        said: dict[str, Any] = {
            "item": one.code, "number": one.number, "hash": one.digest, "since": one.since.isoformat(),
            "taken_over": one.taken_over, "department": one.department, "window_kind": one.window_kind,
        }  # fmt: skip
        said |= locals_.get(one.code, {})
        said |= {"handed": handed[one.code]} if one.code in handed else {}
        said |= {"mistakes": mistakes[one.code]} if one.code in mistakes else {}
        entries.append(said)
    hall = _hall(session, selection.hall_code) if selection.hall_code else None
    return {"entries": entries, "hall": asdict(hall) if hall else None}


def hall_of(kept: Mapping[str, Any]) -> HallFacts | None:
    """The hall whose booklet it is."""
    return HallFacts(**kept["hall"]) if kept["hall"] else None


def entry(session: Session, definitions: Definitions, said: Mapping[str, Any]) -> Entry:
    """One item of a plan, its definition as it holds in the hall.

    Raises: LookupError when the stored bytes are not those of the hash.
    """
    definition = definitions.get(session, said["item"], said["hash"], taken_over=said["taken_over"])
    return Entry(
        definition=refine(definition, said.get("values", {})),
        number=said["number"],
        since=date.fromisoformat(said["since"]),
        taken_over=said["taken_over"],
        department=said["department"],
        window_kind=said["window_kind"],
        local=Local(**said["local"]) if "local" in said else None,
        handed=tuple(_as_handed(one) for one in said.get("handed", ())),
        mistakes=tuple((name, what, count) for name, what, count in said.get("mistakes", ())),
    )


def _as_handed(said: Mapping[str, Any]) -> Handed:
    whole: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in said.items()}
    return Handed(**whole)


def _hall(session: HouseSession, code: str) -> HallFacts | None:
    query = select(
        Hall.code, Hall.name, Hall.region_code, Hall.address, HallDetail.hours_note, HallDetail.morning_opens,
        HallDetail.morning_closes, HallDetail.afternoon_opens, HallDetail.afternoon_closes, HallDetail.consult_phone,
        HallDetail.complaint_phone,
    ).outerjoin(HallDetail, HallDetail.hall_code == Hall.code)  # fmt: skip
    row = session.execute(query.where(Hall.code == code)).first()
    if row is None:
        return None
    contacts = _contacts(session, code).get(None, {})
    return HallFacts(
        code=row.code, name=row.name, region_code=row.region_code, address=row.address or "", hours=hours_words(row),
        consult=contacts.get("consult") or row.consult_phone or "", complaint=contacts.get("complaint") or row.complaint_phone or "",
    )  # fmt: skip


def _contacts(session: HouseSession, hall_code: str) -> dict[int | None, dict[str, str]]:
    """The telephones of a hall by what they are for: of single offers, and under None of the whole hall."""
    found: dict[int | None, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    query = select(OfferContact.offer_id, OfferContact.kind, OfferContact.detail).where(
        OfferContact.hall_code == hall_code, OfferContact.mode == "phone"
    )
    for row in session.execute(query.order_by(OfferContact.id)):
        found[row.offer_id][row.kind].append(row.detail)
    return {
        offer: {kind: "、".join(dict.fromkeys(phones)) for kind, phones in kinds.items()}
        for offer, kinds in found.items()
    }


def _locals(session: HouseSession, hall_code: str) -> dict[str, dict[str, Any]]:
    """How a hall does its items: window, place, telephones, and the local values in force."""
    contacts = _contacts(session, hall_code)
    query = (
        select(
            Offer.id, Offer.item_code, Offer.place_note, Offer.hours_note, Offer.delegation_paper, OfferRevision.values,
            Window.number, WindowKind.name,
        )
        .outerjoin(OfferRevision, (OfferRevision.offer_id == Offer.id) & (OfferRevision.number == Offer.revision))
        .outerjoin(Window, Window.id == Offer.window_id)
        .outerjoin(WindowKind, WindowKind.code == Window.kind_code)
        .where(Offer.hall_code == hall_code)
    )  # fmt: skip
    found = {}
    for row in session.execute(query):
        own = contacts.get(row.id, {})
        local = Local(
            window=window_words(row) if row.number else "", place=row.place_note or "", hours=row.hours_note or "",
            paper=row.delegation_paper or "", consult=own.get("consult", ""), complaint=own.get("complaint", ""),
        )  # fmt: skip
        found[row.item_code] = {"local": asdict(local), "values": row.values or {}}
    return found


def _handed(session: HouseSession, hall_code: str) -> dict[str, list[dict[str, Any]]]:
    """The issued batches by which items came to a hall, or to any hall in sight."""
    today = clock.local_today()
    query = (
        select(Adoption.item_code, Delegation.id, Delegation.name, Delegation.form, Delegation.paper, Delegation.starts_on, Document.title)
        .join(Delegation, Delegation.id == Adoption.delegation_id)
        .outerjoin(Document, Document.code == Delegation.document_code)
        .where(Delegation.state == "issued", Adoption.recalled_from.is_(None) | (Adoption.recalled_from > today))
        .distinct()
        .order_by(Delegation.starts_on, Delegation.id)
    )  # fmt: skip
    if hall_code:
        query = query.where(Adoption.hall_code == hall_code)
    rows = session.execute(query).all()
    duties, lines = _duties(session, {row.id for row in rows}), _handovers(session, {row.id for row in rows})
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        one = Handed(
            batch=row.name, form=DELEGATION_FORM.label_of(row.form), paper=row.title or row.paper or "",
            starts_on=words.day(row.starts_on), county=tuple(duties[row.id, "county"]), town=tuple(duties[row.id, "town"]),
            handover=tuple(lines[row.id, row.item_code]),
        )  # fmt: skip
        found[row.item_code].append(asdict(one))
    return dict(found)


def _duties(session: HouseSession, batches: Iterable[int]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    query = select(DelegationDuty.delegation_id, DelegationDuty.side, DelegationDuty.text)
    query = query.where(DelegationDuty.delegation_id.in_(sorted(batches))).order_by(DelegationDuty.position)
    for row in session.execute(query):
        found[row.delegation_id, row.side].append(row.text)
    return found


def _handovers(session: HouseSession, batches: Iterable[int]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    query = select(HandoverLine.delegation_id, HandoverLine.item_code, HandoverLine.text)
    query = query.where(HandoverLine.delegation_id.in_(sorted(batches))).order_by(HandoverLine.position)
    for row in session.execute(query):
        found[row.delegation_id, row.item_code].append(row.text)
    return found


def _mistakes(session: HouseSession, codes: Sequence[str], hall_code: str) -> dict[str, list[list[Any]]]:
    """Papers that were missing or wrong in the cases in sight of the last year; counts only, nothing of any case."""
    query = (
        select(Case.item_code, MaterialCheck.name, MaterialCheck.state, func.count())
        .join(Case, Case.id == MaterialCheck.case_id)
        .where(MaterialCheck.state.in_(FAULTY), Case.received_at >= clock.local_now() - A_YEAR)
        .group_by(Case.item_code, MaterialCheck.name, MaterialCheck.state)
    )
    if hall_code:
        query = query.where(Case.hall_code == hall_code)
    wanted = set(codes)
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for item, name, state, count in session.execute(query):
        if item in wanted:
            found[item][name, MATERIAL_STATE.label_of(state)] += count
    return {
        item: [[name, what, count] for (name, what), count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:SHOWN_MISTAKES]]
        for item, counted in found.items()
    }  # fmt: skip
