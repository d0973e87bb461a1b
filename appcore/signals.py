"""What happens in the house, for code that wants to hear of it: named signals with small payloads of codes and numbers.

A service announces inside its unit of work; receivers hear of it after the commit, never after a rollback. A payload holds
no name, no typed text and no mapped row, so that a receiver may pass it on. How to listen: docs/hooks.md.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from blinker import ANY, NamedSignal, Namespace
from sqlalchemy.orm import Session

from appcore import clock

log = logging.getLogger("banshitai.signals")
PENDING = "happened"


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A case after an act on it. `hall` and `department` are those it belongs to, whoever holds it."""

    number: str
    item: str
    region: str
    hall: str | None
    department: str | None
    state: str
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class CustodyFact:
    """A case between two desks; a desk is the code of a hall or of a department."""

    number: str
    item: str
    region: str
    sender: str
    receiver: str


@dataclass(frozen=True, slots=True)
class EditionFact:
    """An edition after an act. `region` is the place that sets the standard; times are local, to the second."""

    item: str
    edition: int
    region: str
    state: str
    number: int | None = None
    effective_from: str | None = None
    withdrawn_from: str | None = None
    definition_hash: str | None = None


@dataclass(frozen=True, slots=True)
class OfferFact:
    """What a hall offers was made, changed or ended; days are local."""

    item: str
    region: str
    hall: str | None
    revision: int
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class AccountFact:
    """An account by its number in this installation, never by its name; `region` is the county."""

    account: int
    region: str
    hall: str | None
    department: str | None
    active: bool


Fact = CaseFact | CustodyFact | EditionFact | OfferFact | AccountFact

SIGNALS: dict[str, type[Any]] = {
    **dict.fromkeys(("case.received", "case.accepted", "case.finished"), CaseFact),
    **dict.fromkeys(("case.handed_over", "case.taken_over", "case.sent_back", "case.recalled"), CustodyFact),
    **{
        f"edition.{act}": EditionFact
        for act in ("submitted", "returned", "approved", "published", "cancelled", "withdrawn")
    },
    "offer.changed": OfferFact,
    **dict.fromkeys(("account.changed", "account.ended"), AccountFact),
}
"""Every signal there is, with the shape of its payload."""
_signals = Namespace()
for _name in SIGNALS:
    _signals.signal(_name)


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened: which signal, what with, when (UTC). `id` is its own and never given twice."""

    event: str
    fact: Fact
    at: datetime = field(default_factory=clock.now)
    id: str = field(default_factory=lambda: uuid4().hex)

    @property
    def content(self) -> dict[str, Any]:
        """The payload as JSON holds it, without what is not said."""
        return {name: value for name, value in asdict(self.fact).items() if value is not None}


def signal(name: str) -> NamedSignal:
    """The signal of this name, to connect a receiver `(sender, happened)` to.

    Raises: LookupError for a name that no service announces.
    """
    if name not in SIGNALS:
        raise LookupError(f"there is no signal {name!r}; there are: {', '.join(SIGNALS)}")
    return _signals[name]


def announce(session: Session, event: str, fact: Fact) -> None:
    """Within a unit of work: say what happens; it is told when the unit is committed, and forgotten when it is not.

    Raises: RuntimeError outside a unit of work, LookupError and TypeError for what the table above does not know.
    """
    if not session.info.get("writing"):
        raise RuntimeError("an announcement belongs into a unit of work")
    signal(event)
    if type(fact) is not SIGNALS[event]:
        raise TypeError(f"{event} is told with a {SIGNALS[event].__name__}")
    session.info.setdefault(PENDING, []).append(Happened(event, fact))


def pending(session: Session) -> tuple[Happened, ...]:
    """What the unit of work at hand has announced so far."""
    return tuple(session.info.get(PENDING, ()))


def forget(session: Session) -> None:
    session.info.pop(PENDING, None)


def send(happened: Iterable[Happened]) -> None:
    """Tell the receivers. One that fails is logged under a number and changes nothing: the act is done."""
    for one in happened:
        for receiver in _signals[one.event].receivers_for(ANY):
            try:
                receiver(one.event, happened=one)
            except Exception as broken:  # noqa: BLE001 - a receiver is foreign code, and the act is committed
                # As with jobs: the words of an error may hold what somebody typed, its kind does not.
                who = f"{getattr(receiver, '__module__', '?')}.{getattr(receiver, '__qualname__', '?')}"
                log.error(
                    "[%s] receiver %s of %s failed: %s", secrets.token_hex(4), who, one.event, type(broken).__name__
                )
