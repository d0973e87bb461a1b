"""影响单: what the publication of an edition would touch, read in a fixed number of queries within the reader's own scope."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from appcore import clock
from appcore.casework import better_rules, standard
from appcore.catalogue import compile as compiler
from appcore.catalogue import documents
from appcore.catalogue.editions import OPEN
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.stored import read_definition
from appcore.change import impact, impact_cases, impact_offers, impact_slips
from appcore.change.impact import Lack, LocalValue, Loss
from appcore.change.impact_cases import CaseCount, FieldCount
from appcore.definition.item import ItemDefinition
from models.db import HouseSession
from models.document import Document
from models.file import PrintRun
from models.item import Edition


@dataclass(frozen=True, slots=True)
class PrintCount:
    """Copies of one kind that were printed from one edition and would be old."""

    kind: str
    edition_number: int | None
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactSheet:
    """All numbers of one sheet; `old` is what is in force now, None for the first edition of an item."""

    old: ItemDefinition | None
    new: ItemDefinition
    old_number: int | None
    cases: tuple[CaseCount, ...]
    fields: tuple[FieldCount, ...]
    lacks: tuple[Lack, ...]
    losses: tuple[Loss, ...]
    offers: int
    slips: tuple[str, ...]
    local_values: tuple[LocalValue, ...]
    prints: tuple[PrintCount, ...]
    repealed: tuple[Document, ...]
    better: tuple[better_rules.Offered, ...]

    @property
    def open_cases(self) -> int:
        return sum(one.total for one in self.cases)

    @property
    def copies(self) -> int:
        return sum(one.copies for one in self.prints)

    @property
    def towns(self) -> int:
        return len(impact.towns_of(self.local_values))

    @property
    def overtaken(self) -> tuple[LocalValue, ...]:
        return tuple(one for one in self.local_values if one.overtaken)


def is_ahead(edition: Edition) -> bool:
    """Whether the edition is still to come into force, so that there is something to foresee."""
    waits = edition.effective_from is not None and edition.effective_from > clock.local_now()
    return edition.state in OPEN or (edition.state == "published" and waits)


def read(session: HouseSession, edition: Edition) -> ImpactSheet:
    """The sheet of an edition that is still to begin."""
    old, new = standard.as_published(session, edition.item_code), content(session, edition)
    offers = impact_offers.offers_of(session, edition.item_code)
    begins = edition.effective_from.date() if edition.effective_from else clock.local_today()
    named = [one.code for one in impact.documents_of(new)]
    return ImpactSheet(
        old=old,
        new=new,
        old_number=_number_in_force(session, edition.item_code),
        cases=impact_cases.open_cases(session, edition.item_code),
        fields=impact_cases.field_counts(session, edition.item_code, new),
        lacks=impact.lacks(old, new, offers),
        losses=impact.losses(old, new, offers),
        offers=len(offers),
        slips=impact_slips.changed(session, old, new, edition.owner_code) if old is not None else (),
        local_values=impact.local_values(old, new, offers),
        prints=prints_of(session, edition.item_code),
        repealed=tuple(documents.repealed_among(session, named, begins).values()),
        better=tuple(better_rules.offered(session, edition.item_code, new)),
    )


def content(session: HouseSession, edition: Edition) -> ItemDefinition:
    """What was approved, else what the draft says now."""
    if edition.definition is not None and edition.definition_hash is not None:
        return read_definition(edition.definition_hash, edition.definition, edition.taken_over)
    return compiler.compile_edition(session, edition)


def _number_in_force(session: HouseSession, item_code: str) -> int | None:
    row = session.execute(in_force_query().where(Edition.item_code == item_code)).first()
    return row.number if row else None


def prints_of(session: HouseSession, item_code: str) -> tuple[PrintCount, ...]:
    """Copies printed of any edition up to now: with the new one all of them are old."""
    query = (
        select(PrintRun.kind, PrintRun.edition_number, func.sum(PrintRun.copies))
        .where(PrintRun.item_code == item_code)
        .group_by(PrintRun.kind, PrintRun.edition_number)
        .order_by(PrintRun.edition_number.desc(), PrintRun.kind)
    )
    return tuple(PrintCount(kind, number, int(copies)) for kind, number, copies in session.execute(query))
