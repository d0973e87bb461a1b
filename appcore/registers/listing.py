"""What a book holds: a page of its lines, the sums below them, and its figures by month and hall."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, asc, desc, func, select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.definition.item import Field
from appcore.definition.kinds import KINDS, kind_of
from appcore.definition.nesting import is_sealed
from appcore.definition.register import RegisterDefinition
from appcore.definition.retention import YEARS
from appcore.folding import fold
from models.register import RegisterEntry

PORTION = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks of a book: words, hall, days from–to (both inclusive), lines of which state, and in which order.

    `sort` is "day" or the key of a field that is stored in clear, with a minus for the other way round; "": the newest first.
    `last_year`: lines of this year and before, as those whose term of keeping is over.
    """

    words: str = ""
    hall_code: str = ""
    since: date | None = None
    until: date | None = None
    state: str = "kept"
    sort: str = ""
    last_year: int | None = None


def query_of(code: str, asked: Asked) -> Select[Any]:
    """The lines of a book that fit, in their order; the session puts its limit of places and roles on it."""
    query = select(RegisterEntry).where(RegisterEntry.register_code == code)
    if asked.hall_code:
        query = query.where(RegisterEntry.hall_code == asked.hall_code)
    if asked.since:
        query = query.where(RegisterEntry.day >= asked.since)
    if asked.until:
        query = query.where(RegisterEntry.day <= asked.until)
    if asked.state != "all":
        query = query.where(RegisterEntry.state == asked.state)
    if asked.last_year is not None:
        query = query.where(RegisterEntry.year <= asked.last_year)
    for word in asked.words.split()[:5]:
        if folded := fold(word):
            query = query.where(RegisterEntry.found_by.contains(folded, autoescape=True))
    return query.order_by(*_order(asked.sort))


def _order(sort: str) -> tuple[Any, ...]:
    name, turned = sort.removeprefix("-"), desc if sort.startswith("-") or not sort else asc
    if name in ("", "day"):
        return turned(RegisterEntry.day), turned(RegisterEntry.id)
    # As text, the shorter first: so whole numbers stand in their order whatever older versions of the book held there.
    text = RegisterEntry.entered[name].as_string()
    return text.is_(None), turned(func.length(text)), turned(text), turned(RegisterEntry.id)


def sortable(definition: RegisterDefinition) -> tuple[str, ...]:
    """The fields by which a list can be ordered: those in clear, with one value each."""
    return tuple(
        one.key
        for one in definition.columns
        if not is_sealed(one) and kind_of(one.kind).holds is not tuple and one.kind in KINDS
    )


def past_term(definition: RegisterDefinition) -> int | None:
    """The last year whose lines have outlived the term of keeping; None when nothing ever does."""
    years = YEARS.get(definition.kept or "")
    return clock.local_today().year - years - 1 if years else None


def count(session: Session, code: str, asked: Asked) -> int:
    ids = query_of(code, asked).with_only_columns(RegisterEntry.id).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(ids)) or 0


def totals(session: Session, code: str, asked: Asked, definition: RegisterDefinition) -> dict[str, str]:
    """The sums of the fields that have one, over all lines that fit and count, as they are shown."""
    fields = definition.totals
    if not fields:
        return {}
    query = query_of(code, asked).where(RegisterEntry.state == "kept").with_only_columns(RegisterEntry.entered)
    sums = sum_up(fields, session.scalars(query.execution_options(yield_per=PORTION)))
    return {one.key: shown_sum(one, sums[one.key]) for one in fields}


def sum_up(fields: Sequence[Field], rows: Iterable[Mapping[str, Any]]) -> dict[str, Decimal]:
    """Exact sums by key; what is no number in an older version of the book counts as nothing."""
    sums = {one.key: Decimal(0) for one in fields}
    for row in rows:
        for key in sums:
            value = row.get(key)
            if isinstance(value, int) and not isinstance(value, bool):
                sums[key] += value
            elif isinstance(value, str) and _is_decimal(value):
                sums[key] += Decimal(value)
    return sums


def _is_decimal(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal() and text.isascii()


def shown_sum(field: Field, total: Decimal) -> str:
    """A sum in the words of its field's kind."""
    kind = kind_of(field.kind)
    return kind.show(int(total) if kind.holds is int else str(total), field)


@dataclass(frozen=True, slots=True)
class Month:
    """The figures of one month: lines that count, and their sums as shown by key of field."""

    year: int
    month: int
    lines: int
    sums: Mapping[str, str]

    @property
    def last(self) -> date:
        """The last day of the month."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])


def by_month(session: Session, code: str, year: int, hall_code: str, definition: RegisterDefinition) -> list[Month]:
    """The twelve months of a year."""
    asked = Asked(hall_code=hall_code, since=date(year, 1, 1), until=date(year, 12, 31))
    query = query_of(code, asked).with_only_columns(RegisterEntry.day, RegisterEntry.entered).order_by(None)
    lines: Counter[int] = Counter()
    sums = {month: dict.fromkeys((one.key for one in definition.totals), Decimal(0)) for month in range(1, 13)}
    for row in session.execute(query.execution_options(yield_per=PORTION)):
        lines[row.day.month] += 1
        for key, amount in sum_up(definition.totals, [row.entered]).items():
            sums[row.day.month][key] += amount
    return [
        Month(year, month, lines[month], {one.key: shown_sum(one, sums[month][one.key]) for one in definition.totals})
        for month in range(1, 13)
    ]


def by_hall(session: Session, code: str, year: int) -> dict[str, int]:
    """How many lines of a year each hall in sight has, by hall code."""
    asked = Asked(since=date(year, 1, 1), until=date(year, 12, 31))
    hall = RegisterEntry.hall_code
    counted = query_of(code, asked).with_only_columns(hall, func.count()).order_by(None).group_by(hall)
    return {row[0] or "": row[1] for row in session.execute(counted)}
