"""从优适用: better rules of an edition in force applied to the open cases of its item, an event in the ledger of each (decisions 54)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from appcore import clock, records
from appcore.access import audit
from appcore.access.principal import current
from appcore.casework import case_rows, standard
from appcore.casework.fees import bill
from appcore.casework.standard import in_its_hall
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.catalogue.stored import read_definition
from appcore.definition import canonical, schema
from appcore.definition.answers import from_json
from appcore.definition.better import Change, bettered, changes
from appcore.definition.item import ItemDefinition
from appcore.definition.refine import refine
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import unit_of_work
from models.case import BetterRule, Case, MaterialCheck
from models.db import HouseSession
from models.item import Edition
from models.offer import Offer, OfferRevision

PINNED = ("accepted", "under_way", "suspended")
"""The states in which a case stays on the edition that it was accepted under; one only received moves at its acceptance."""
MOST_AT_ONCE = 500
"""Cases in one transaction; the rest is left for the next press of the button."""
STILL_OPEN = ("missing", "to_follow", "wrong")
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Offered:
    """A better rule with how many open cases it would change."""

    change: Change
    cases: int


@dataclass(frozen=True, slots=True)
class Applied:
    """How many cases were bettered, and how many are left for another time."""

    cases: int
    left: int


@dataclass(frozen=True, slots=True)
class _Standing:
    """An open case with what it goes by now, and the new edition as it holds in its hall."""

    case: Case
    now: ItemDefinition
    new: ItemDefinition


def offered(session: HouseSession, item_code: str, new: ItemDefinition) -> list[Offered]:
    """The better rules of a definition for the open cases of its item, each once, with the cases that it would change."""
    found: dict[str, Change] = {}
    counts: dict[str, int] = {}
    told: dict[tuple[int, int], tuple[Change, ...]] = {}
    for one in _standing(session, item_code, new):
        same = id(one.now), id(one.new)
        if same not in told:
            told[same] = changes(one.now, one.new)
        for change in told[same]:
            found.setdefault(change.key, change)
            counts[change.key] = counts.get(change.key, 0) + 1
    return [Offered(change, counts[key]) for key, change in found.items()]


def touched(session: HouseSession, item_code: str, new: ItemDefinition, key: str) -> list[int]:
    """The open cases that one better rule would change, by id."""
    found = _standing(session, item_code, new)
    return [one.case.id for one in found if any(change.key == key for change in changes(one.now, one.new))]


def apply(edition_id: int, chosen: Collection[str]) -> Applied:
    """Apply the chosen better rules of an edition in force to the open cases of its item, at most `MOST_AT_ONCE`.

    Raises: NotFound, Conflict when it is not in force, Refused when nothing was chosen.
    """
    with unit_of_work() as session:
        edition = session.get(Edition, edition_id)
        if edition is None:
            raise NotFound("没有这个版本")
        return within(session, edition, chosen)


def within(session: HouseSession, edition: Edition, chosen: Collection[str]) -> Applied:
    """The same within a unit of work, so that it is one act with the publication."""
    if not chosen:
        raise Refused("请至少选择一条对申请人更有利的规定", field="better")
    in_force = edition_in_force(session, edition.item_code)
    if in_force is None or in_force.id != edition.id or edition.definition is None or edition.definition_hash is None:
        raise Conflict("只有现行版本中更有利的规定才能适用于在办办件")
    new = read_definition(edition.definition_hash, edition.definition, edition.taken_over)
    done = left = 0
    for one in _standing(session, edition.item_code, new, locked=True):
        keys = _keys_for(one, chosen)
        if keys and done < MOST_AT_ONCE:
            _better(session, edition, one, keys)
            done += 1
        elif keys:
            left += 1
    session.flush()
    if done:
        facts = {"cases": done, "left": left, "rules": sorted(chosen)}
        audit.record(session, "bettered", "edition", f"{edition.item_code}#{edition.id}", facts)
    return Applied(done, left)


def _keys_for(one: _Standing, chosen: Collection[str]) -> list[str]:
    """Those of the chosen that are better for this case; a reduction that its answers do not settle is left out."""
    keys = [change.key for change in changes(one.now, one.new) if change.key in chosen]
    sure = [key for key in keys if ".reductions." not in key]
    if len(sure) == len(keys) or _is_settled(one, keys):
        return keys
    return sure


def _is_settled(one: _Standing, keys: Collection[str]) -> bool:
    """Whether what is known of the fees stays known, and is no higher. The values in clear do: sealed ones decide no fee alone."""
    answers = from_json({**one.case.answers, **one.case.entered})
    before = bill(one.now, answers, form_done=True).total_fen
    after = bill(bettered(one.now, one.new, keys), answers, form_done=True).total_fen
    return before is None or (after is not None and after <= before)


def _better(session: HouseSession, edition: Edition, one: _Standing, keys: Sequence[str]) -> None:
    case, at = one.case, clock.local_now()
    made = bettered(one.now, one.new, keys)
    rule = BetterRule(
        **case_rows.place_of(case), edition_id=edition.id, changes=list(keys), at=at, actor=current().label[:80],
        definition_hash=canonical.digest(schema.write(made)),
    )  # fmt: skip
    session.add(rule)
    said = "；".join(str(change.sentence) for change in changes(one.now, one.new) if change.key in keys)
    case_rows.add_event(session, case, "bettered", at, reason=f"第{edition.number}版：{said}"[:LONGEST])
    _let_papers_go(session, case, one.now, made)


def _let_papers_go(session: HouseSession, case: Case, before: ItemDefinition, after: ItemDefinition) -> None:
    """Papers that the case still lacks and that are no longer asked for are not waited for; what was handed in stays."""
    wanted = {one.key: one for one in after.materials}
    was_exempt = {one.key for one in before.materials if one.exempt}
    query = select(MaterialCheck).where(MaterialCheck.case_id == case.id, MaterialCheck.state.in_(STILL_OPEN))
    for row in session.scalars(query):
        paper = wanted.get(row.material_key)
        if paper is None:
            row.state = "not_needed"
        elif paper.exempt and paper.key not in was_exempt:
            row.state = "shared"
        else:
            continue
        row.note = "按新版本不再要求提交"
        records.stamp(row)


def _standing(
    session: HouseSession, item_code: str, new: ItemDefinition, *, locked: bool = False
) -> Iterable[_Standing]:
    """The open cases of an item in sight, each with what it goes by; a fixed number of queries.

    Each definition is made once and stays while these are read: cases that go by the same one are told by its id.
    """
    query = select(Case).where(Case.item_code == item_code, Case.state.in_(PINNED)).order_by(Case.id)
    cases = session.scalars(query.with_for_update() if locked else query).all()
    editions = _editions(session, {one.edition_id for one in cases if one.edition_id})
    values = _local_values(session, item_code) if any(one.offer_revision for one in cases) else {}
    later = standard.later_rules(session, [one.id for one in cases])
    made: dict[Any, tuple[ItemDefinition, ItemDefinition]] = {}
    for case in cases:
        pinned = editions.get(case.edition_id or 0)
        if pinned is None:
            continue
        own = values.get((case.hall_code, case.offer_revision), {})
        rules = later.get(case.id, [])
        key = (
            case.edition_id,
            case.hall_code if own else None,
            case.offer_revision,
            tuple((id(a), b) for a, b in rules),
        )
        if key not in made:
            made[key] = in_its_hall(pinned, own, rules), refine(new, own)
        yield _Standing(case, *made[key])


def _editions(session: HouseSession, ids: Collection[int]) -> Mapping[int, ItemDefinition]:
    rows = session.execute(
        select(Edition.id, Edition.definition_hash, Edition.definition, Edition.taken_over).where(
            Edition.id.in_(sorted(ids))
        )
    )
    return {
        row.id: read_definition(row.definition_hash, row.definition, row.taken_over) for row in rows if row.definition
    }


def _local_values(session: HouseSession, item_code: str) -> Mapping[tuple[str | None, int], dict[str, Any]]:
    rows = session.execute(
        select(Offer.hall_code, OfferRevision.number, OfferRevision.values)
        .join(OfferRevision, OfferRevision.offer_id == Offer.id)
        .where(Offer.item_code == item_code)
    )
    return {(row.hall_code, row.number): dict(row.values) for row in rows}
