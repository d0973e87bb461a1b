"""各地差异: which halls differ from the standard, in what and why; four queries however many halls there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore.catalogue.local import reading
from appcore.catalogue.local.reading import Place
from appcore.definition.differing import differences
from appcore.definition.said import Said
from models.item import Item


@dataclass(frozen=True, slots=True)
class Differs:
    """One point in which one hall differs from the standard of an item."""

    offer_id: int
    item_code: str
    item: str
    hall_code: str
    place: Place
    said: Said
    reason: str
    since: datetime
    actor: str


def differing(session: Session, *, item_code: str = "", town: str = "") -> list[Differs]:
    """The points in which the halls in sight differ, by item and hall."""
    offers = reading.valued(session, item_code=item_code)
    lines = reading.lines(session, (one.item_code for one in offers))
    held = {code: line.ids[-1] for code, line in lines.items() if line.in_force}
    known = reading.contents(session, held.values())
    names = {
        row.code: row.name for row in session.execute(select(Item.code, Item.name).where(Item.code.in_(sorted(held))))
    }
    places = reading.places(session, (one.hall_code for one in offers))
    found = []
    for one in offers:
        standard = known.get(held.get(one.item_code, 0))
        if standard is None:
            continue
        ways = {key: ground.way for key, ground in one.grounds.items()}
        place = places.get(one.hall_code, Place(one.hall_code, one.region_code, ""))
        found += [
            Differs(
                one.offer_id, one.item_code, names.get(one.item_code, one.item_code), one.hall_code, place, said,
                one.grounds[key].reason if key in one.grounds else "", one.at, one.actor,
            )
            for key, said in differences(standard, one.values, ways).items()
            if not town or place.town == town
        ]  # fmt: skip
    return found
