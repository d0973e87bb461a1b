"""The problems of what each hall shows of an item it offers (W13–W16, O11, O13, O21), found for all halls and kept.

Halls change their windows, people and phones at any time, so that all faces are read anew; a run is written only where its
face or what the county knows has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.access.scope import as_system
from appcore.catalogue import derived, offer_faces
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.findings import counted, found_columns
from appcore.catalogue.known import Known, known
from appcore.catalogue.stored import read_definition
from appcore.definition import checks
from appcore.definition.checks import OfferFace
from appcore.definition.item import ItemDefinition
from appcore.item_days import in_use
from appcore.many_rows import portions
from appcore.transaction import unit_of_work
from models.check import OfferFinding, OfferRun
from models.db import HouseSession
from models.item import Edition, Item
from models.offer import Offer

A_LOT = 500
"""Offers that are written in one transaction."""


def refresh() -> int:
    """Check all offers of items that are in force, and keep what changed; how many were written."""
    with as_system("checks") as session:
        county = known(session)
        kept = {
            row.offer_id: (row.content_stamp, row.context_stamp)
            for row in session.execute(select(OfferRun.offer_id, OfferRun.content_stamp, OfferRun.context_stamp))
        }
        seen: set[int] = set()
        changed = []
        for offer, digest, definition, face in faces(session):
            seen.add(offer.id)
            stamp = _stamp(digest, face)
            if kept.get(offer.id) != (stamp, county.stamp):
                changed.append((offer, problems(definition, face, county), stamp))
    for some in portions(changed, A_LOT):
        with unit_of_work() as work:
            _keep(work, some, county)
    if gone := set(kept) - seen:
        with unit_of_work() as work:
            for model in (OfferFinding, OfferRun):
                derived.forget(work, model, gone)
    return len(changed)


def faces(session: Session) -> Iterable[tuple[Any, str, ItemDefinition, OfferFace]]:
    """Each offer of an item in use with the hash and definition in force and what its hall shows."""
    halls = offer_faces.read(session)
    stored = (
        in_force_query()
        .add_columns(Edition.definition)
        .join(Item, Item.code == Edition.item_code)
        .where(in_use(clock.local_today()), Edition.item_code.in_(list(halls.offers)))
        .order_by(Edition.item_code)
    )
    for row in session.execute(stored).all():
        definition = read_definition(row.definition_hash, row.definition, False)
        for offer in halls.offers[row.item_code]:
            yield offer, row.definition_hash, definition, halls.face(offer, definition)


def problems(definition: ItemDefinition, face: OfferFace, county: Known) -> tuple[checks.Problem, ...]:
    """What is wrong with what one hall shows."""
    area: str = current_app.extensions["settings"].area_code
    return checks.offer_problems(definition, face, area, county.levels)  # type: ignore[arg-type]  # slugs of CHECK_LEVEL


def _stamp(digest: str, face: OfferFace) -> str:
    shown = repr((digest, sorted(vars_of(face).items(), key=lambda pair: pair[0])))
    return sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()


def vars_of(face: OfferFace) -> dict[str, Any]:
    """What a face holds, in an order that does not change."""
    held = {name: getattr(face, name) for name in OfferFace.__slots__}
    return {name: sorted(one.items()) if isinstance(one, dict) else one for name, one in held.items()}


def _keep(session: HouseSession, changed: Sequence[tuple[Any, tuple[checks.Problem, ...], str]], county: Known) -> None:
    """In place of what was kept; an offer that was ended meanwhile is left out."""
    there = set(session.scalars(select(Offer.id).where(Offer.id.in_([offer.id for offer, _found, _stamp in changed]))))
    rows, runs = [], []
    for offer, found, stamp in changed:
        if offer.id not in there:
            continue
        place = {
            "offer_id": offer.id, "item_code": offer.item_code, "hall_code": offer.hall_code,
            "region_code": offer.region_code, "department_code": offer.department_code,
        }  # fmt: skip
        rows += [found_columns(one, _mark(one)) | place | {"level": one.level} for one in found]
        runs.append(
            place | counted(found) | {
                "content_stamp": stamp, "context_stamp": county.stamp, "score": checks.score(found), "checked_at": clock.now(),
            }
        )  # fmt: skip
    for model, made in ((OfferFinding, rows), (OfferRun, runs)):
        derived.forget(session, model, there)
        derived.add(session, model, made)


def _mark(problem: checks.Problem) -> str:
    """A hall ticks nothing, so that the mark of its problem is the sentence's alone."""
    said = repr((problem.id, problem.place, problem.text))
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
