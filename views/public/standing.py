"""Where a reader stands towards an item: the hall of the town chosen, its window and people, and whether one can come today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from appcore import clock
from appcore.access.principal import place_and_above
from appcore.catalogue import guides
from appcore.catalogue.guides import OfferFacts
from appcore.hall import boards
from appcore.hall.boards import HallFacts, WindowFacts
from appcore.hall.hours import Today, today
from views.public import choices
from views.public.reading import reading


@dataclass(frozen=True, slots=True)
class Standing:
    """`halls` are all that may be chosen, `offered` those that do the item; `hall` is the one for this reader, or None.

    `elsewhere`: the place chosen does not offer the item, and `hall` is that of the place above. `leaving`: the hall of the
    place chosen from which the county takes the item back, by name, and the day from which it does not do it any more.
    """

    town: str
    halls: tuple[HallFacts, ...]
    offered: tuple[HallFacts, ...]
    hall: HallFacts | None = None
    offer: OfferFacts | None = None
    window: WindowFacts | None = None
    today: Today | None = None
    elsewhere: bool = False
    leaving: tuple[str, date] | None = None

    @property
    def place(self) -> str:
        """The name of the place chosen, "" when none was, or none that has a hall."""
        return next((one.region for one in self.halls if one.region_code == self.town), "")

    @property
    def consult(self) -> str:
        """The telephone to ask: the item's own in this hall before the hall's."""
        return (self.offer.consult[0] if self.offer and self.offer.consult else "") or (
            self.hall.consult_phone if self.hall else ""
        )

    @property
    def complaint(self) -> str:
        """The telephone to complain: the item's own in this hall before the hall's."""
        return (self.offer.complaint[0] if self.offer and self.offer.complaint else "") or (
            self.hall.complaint_phone if self.hall else ""
        )


def towards(item_code: str) -> Standing:
    """The standing of this request's reader; where only one hall does the item, it needs no choosing."""
    session, on, town = reading(), clock.local_today(), choices.town()
    halls = boards.halls(session, on, town)
    found_offers, recalls = guides.offers_and_recalls(session, item_code, [one.code for one in halls])
    offers = {one.hall_code: one for one in found_offers}
    offered = tuple(one for one in halls if one.code in offers)
    hall = nearest(town, offered)
    if hall is None:
        return Standing(town, halls, offered)
    offer = offers[hall.code]
    found = boards.windows(session, on, hall.code, offer.window_id) if offer.window_id is not None else ()
    return Standing(
        town,
        halls,
        offered,
        hall,
        offer,
        next(iter(found), None),
        today(hall.hours, boards.days(session, on), clock.local_now()),
        elsewhere=bool(town) and hall.region_code != town,
        leaving=_leaving(halls, offers, recalls, town or hall.region_code, on),
    )


def _leaving(
    halls: tuple[HallFacts, ...], offers: Mapping[str, OfferFacts], recalls: Mapping[str, date], town: str, on: date
) -> tuple[str, date] | None:
    """The recall of a place's hall that is to come, or that has come and left it without the item."""
    return next(
        (
            (one.name, recalls[one.code])
            for one in halls
            if one.region_code == town and one.code in recalls and (recalls[one.code] > on or one.code not in offers)
        ),
        None,
    )


def nearest(town: str, offered: tuple[HallFacts, ...]) -> HallFacts | None:
    """The hall of the town chosen, else of the place above it; without a town the only one there is."""
    if not town:
        return offered[0] if len(offered) == 1 else None
    by_place = {one.region_code: one for one in reversed(offered)}
    return next((by_place[code] for code in reversed(place_and_above(town)) if code in by_place), None)
