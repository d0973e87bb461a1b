"""Who holds a case (首问负责): read off the steps of its custody ledger, in the order in which they were entered.

Whoever had it first keeps it until the other has taken it over; on the way nobody acts on it but to take, send back or
recall it. Source: decisions 3, 52; practice.md (首问负责制).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from appcore.definition.verdict import N_

OPEN = ("received", "correction", "accepted", "under_way", "suspended", "decided")
"""States of a case that may still be handed on."""
UNANSWERED = ("received", "correction")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a case lies: a hall or a department, one of the two."""

    hall_code: str | None = None
    department_code: str | None = None

    @property
    def code(self) -> str:
        """The code of either, as the audit and forms name it."""
        return self.hall_code or self.department_code or ""


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the ledger. `kind` is a slug of `CUSTODY_STEP`, `at` a local civil time without zone."""

    kind: str
    at: datetime
    sender: Desk
    receiver: Desk


@dataclass(frozen=True, slots=True)
class Custody:
    """Who holds the case, to whom it is on its way if it is, and who held it before."""

    holder: Desk
    offered_to: Desk | None = None
    before: frozenset[Desk] = frozenset()

    @property
    def on_its_way(self) -> bool:
        return self.offered_to is not None


def custody(received_in: Desk, steps: Iterable[Step], at: datetime | None = None) -> Custody:
    """The custody after these steps; with `at`, as it stood at that instant."""
    now = Custody(received_in)
    for step in steps:
        if at is not None and step.at > at:
            break
        now = _after(now, step)
    return now


def _after(now: Custody, step: Step) -> Custody:
    match step.kind:
        case "handed":
            return Custody(now.holder, step.receiver, now.before)
        case "taken":
            return Custody(step.receiver, None, now.before | {now.holder})
        case "sent_back" | "recalled":
            return Custody(now.holder, None, now.before)
    raise ValueError(f"no step of custody: {step.kind}")


def fault_of_receiver(now: Custody, receiver: Desk, state: str) -> str | None:
    """Why a case in this state cannot be handed to a desk, as a sentence; None when it can."""
    if state not in OPEN:
        return N_("已办结的办件不能移交")
    if now.on_its_way:
        return N_("这个办件正在移交途中，请先等对方接收或退回，或由移交方收回")
    if bool(receiver.hall_code) == bool(receiver.department_code):
        return N_("请选择一个接收中心或一个接收部门")
    if receiver == now.holder:
        return N_("办件已经在这里，请选择另一个中心或部门")
    if state in UNANSWERED and receiver.department_code:
        return N_("尚未受理的办件只能移交给服务中心，由其窗口受理")
    return None
