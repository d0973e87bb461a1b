"""What the halls show of the items they offer, read for the checks: place, hours, phones, who sits there, and the other halls."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.access.principal import digits_that_count
from appcore.definition.checks import OfferFace
from appcore.definition.item import ItemDefinition
from appcore.definition.refine import exempt_key
from models.offer import Authority, Offer, OfferContact, OfferRevision
from models.place import Hall, HallDetail
from models.staff import Post
from models.window import Window, WindowKind

LEVEL_OF = {6: "county", 9: "town", 12: "village"}
AT_THE_WINDOW = ("clerk", "officer")
DECIDING = ("decider", "leader")


@dataclass(slots=True)
class Halls:
    """Everything that faces are made of, each kind of row read once; read as the system, for all halls of the county."""

    halls: Mapping[str, Any]
    windows: Mapping[int, Any]
    contacts: Mapping[tuple[str, int | None], list[Any]]
    windowed: frozenset[str]
    seated: frozenset[int]
    staffed: frozenset[str]
    deciding: Mapping[str, frozenset[int]]
    values: Mapping[int, Mapping[str, Any]]
    offers: Mapping[str, list[Any]] = field(default_factory=dict)
    phones: Mapping[str, set[str]] = field(default_factory=dict)
    papers: dict[tuple[str, int], Counter[str]] = field(default_factory=dict)
    spared: dict[str, dict[str, list[tuple[int, str]]]] = field(default_factory=dict)

    def face(self, offer: Any, definition: ItemDefinition) -> OfferFace:
        """What the hall of this offer shows."""
        hall, window = self.halls[offer.hall_code], self.windows.get(offer.window_id)
        consult, consult_at = self._asked(offer, "consult")
        complaint, complaint_at = self._asked(offer, "complaint")
        place = "".join([hall.address or "", hall.name, window_words(window), offer.place_note or ""])
        return OfferFace(
            place=place,
            lacks_window=window is None and not offer.place_note and hall.code in self.windowed,
            hours=hours_words(hall),
            consult_phones=consult or _one(hall.consult_phone),
            complaint_phones=complaint or _one(hall.complaint_phone),
            consult_address=consult_at or place,
            complaint_address=complaint_at or hall.address or "",
            staff_shown=offer.window_id in self.seated if offer.window_id else offer.hall_code in self.staffed,
            unheld_steps=tuple(self._unheld(offer, hall, definition)),
            paper=offer.delegation_paper or "",
            papers_elsewhere=self._papers_elsewhere(offer),
            shared_phones=self._shared(offer, consult or _one(hall.consult_phone)),
            exempt_elsewhere=self._exempt_elsewhere(offer, definition),
        )

    def _asked(self, offer: Any, kind: str) -> tuple[tuple[str, ...], str]:
        """The phones and the address of an offer: its own, and those of the whole hall."""
        rows = [
            *self.contacts.get((offer.hall_code, offer.id), ()), *self.contacts.get((offer.hall_code, None), ()),
        ]  # fmt: skip
        mine = [row for row in rows if row.kind == kind]
        address = next((row.detail for row in mine if row.mode in ("window", "letter")), "")
        return tuple(dict.fromkeys(row.detail for row in mine if row.mode == "phone")), address

    def _unheld(self, offer: Any, hall: Any, definition: ItemDefinition) -> Iterable[str]:
        """Steps of the hall's own level whose post nobody holds; where a hall has named no deciders, nobody is missed (decisions 69)."""
        level = LEVEL_OF.get(digits_that_count(hall.region_code))
        sits = offer.window_id in self.seated if offer.window_id else offer.hall_code in self.staffed
        deciders = self.deciding.get(offer.hall_code)
        for step in definition.steps:
            if step.level != level:
                continue
            if step.role in AT_THE_WINDOW and not sits:
                yield step.key
            if step.role in DECIDING and deciders is not None and offer.id not in deciders:
                yield step.key

    def _papers_elsewhere(self, offer: Any) -> tuple[str, ...]:
        """The delegation papers that most other halls of the same level name for the item; none where they are few or differ."""
        named = Counter(self.papers.get((offer.item_code, self._level(offer)), {}))
        if offer.delegation_paper:
            named[offer.delegation_paper] -= 1
        (most, often), *_ = named.most_common(1) or [("", 0)]
        return (most,) if often >= 2 and often * 2 > named.total() else ()

    def _shared(self, offer: Any, phones: Iterable[str]) -> dict[str, str]:
        """Consulting phones that a hall of another place has as well; short numbers are everybody's."""
        own = self.halls[offer.hall_code].region_code
        found = {}
        for phone in phones:
            others = sorted(
                code for code in self.phones.get(phone, ()) if self.halls[code].region_code != own and len(phone) > 6
            )
            if others:
                found[phone] = self.halls[others[0]].name
        return found

    def _exempt_elsewhere(self, offer: Any, definition: ItemDefinition) -> dict[str, str]:
        spared = self.spared.get(offer.item_code)
        if not spared:
            return {}
        own = self.values.get(offer.id, {})
        found: dict[str, str] = {}
        for material in definition.materials:
            key = exempt_key(material.key)
            hall = next((code for other, code in spared.get(key, ()) if other != offer.id), None)
            if hall is not None and own.get(key) is not True:
                found[material.key] = self.halls[hall].name
        return found

    def _level(self, offer: Any) -> int:
        return digits_that_count(self.halls[offer.hall_code].region_code)

    def gather(self) -> None:
        """What the faces of one item compare with: the papers its halls name, by level, and what they spare applicants."""
        for code, offers in self.offers.items():
            for offer in offers:
                if offer.delegation_paper:
                    self.papers.setdefault((code, self._level(offer)), Counter())[offer.delegation_paper] += 1
                for key, value in self.values.get(offer.id, {}).items():
                    if value is True:
                        self.spared.setdefault(code, {}).setdefault(key, []).append((offer.id, offer.hall_code))


def read(session: Session) -> Halls:
    """All halls of the county as they are today."""
    halls = {row.code: row for row in session.execute(_details())}
    offers = _grouped(row for row in session.execute(_offers()) if row.hall_code in halls)
    windows = select(Window.id, Window.number, WindowKind.name).join(WindowKind, WindowKind.code == Window.kind_code)
    contacts: dict[tuple[str, int | None], list[Any]] = defaultdict(list)
    for row in session.execute(
        select(OfferContact.hall_code, OfferContact.offer_id, OfferContact.kind, OfferContact.mode, OfferContact.detail)
    ):
        contacts[row.hall_code or "", row.offer_id].append(row)
    posts = session.execute(select(Post.window_id, Post.hall_code).where(*_holds(Post))).all()
    revisions = select(OfferRevision.offer_id, OfferRevision.values).join(
        Offer, (Offer.id == OfferRevision.offer_id) & (Offer.revision == OfferRevision.number)
    )
    made = Halls(
        halls=halls,
        windows={one.id: one for one in session.execute(windows)},
        windowed=frozenset(session.scalars(select(Window.hall_code).where(*_holds(Window)).distinct())),
        contacts=contacts,
        seated=frozenset(one.window_id for one in posts),
        staffed=frozenset(one.hall_code for one in posts if one.hall_code),
        deciding=_deciding(session),
        values={one.offer_id: one[1] or {} for one in session.execute(revisions)},
        offers=offers,
        phones=_phones(halls, contacts),
    )
    made.gather()
    return made


def _holds(model: Any) -> tuple[Any, Any]:
    """Rows that hold today."""
    today = clock.local_today()
    return (
        or_(model.valid_from.is_(None), model.valid_from <= today),
        or_(model.valid_to.is_(None), model.valid_to >= today),
    )


def _details() -> Any:
    return select(
        Hall.code, Hall.name, Hall.region_code, Hall.address, HallDetail.hours_note, HallDetail.morning_opens,
        HallDetail.morning_closes, HallDetail.afternoon_opens, HallDetail.afternoon_closes, HallDetail.consult_phone,
        HallDetail.complaint_phone,
    ).outerjoin(HallDetail, HallDetail.hall_code == Hall.code)  # fmt: skip


def _offers() -> Any:
    query = select(
        Offer.id, Offer.item_code, Offer.hall_code, Offer.region_code, Offer.department_code, Offer.window_id,
        Offer.place_note, Offer.delegation_paper, Offer.revision,
    )  # fmt: skip
    return query.where(*_holds(Offer)).order_by(Offer.item_code, Offer.id)


def _grouped(rows: Iterable[Any]) -> dict[str, list[Any]]:
    by_item: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_item[row.item_code].append(row)
    return by_item


def _deciding(session: Session) -> dict[str, frozenset[int]]:
    """The offers that somebody decides on, by hall; a hall that has named nobody is not there."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in session.execute(
        select(Authority.hall_code, Authority.offer_id).where(Authority.power == "decide", *_holds(Authority))
    ):
        found[row.hall_code or ""].add(row.offer_id)
    return {code: frozenset(ids) for code, ids in found.items()}


def _phones(halls: Mapping[str, Any], contacts: Mapping[tuple[str, int | None], list[Any]]) -> dict[str, set[str]]:
    """The halls that give a telephone as their consulting one."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, hall in halls.items():
        for phone in _one(hall.consult_phone):
            found[phone].add(code)
    for (code, _offer_id), rows in contacts.items():
        for row in rows:
            if (row.kind, row.mode) == ("consult", "phone") and code in halls:
                found[row.detail].add(code)
    return found


def window_words(row: Any) -> str:
    return f"{row.number}号窗口（{row.name}）" if row is not None else ""


def hours_words(hall: Any) -> str:
    """The hours as they are printed: the hall's own words, else its times of a working day."""
    spans = ((hall.morning_opens, hall.morning_closes), (hall.afternoon_opens, hall.afternoon_closes))
    times = "，".join(f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in spans if begins and ends)
    return hall.hours_note or (f"工作日 {times}" if times else "")


def _one(phone: str | None) -> tuple[str, ...]:
    return (phone,) if phone else ()
