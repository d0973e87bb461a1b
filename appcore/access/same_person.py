"""Whether two accounts are one person's: what takes two people is not done by one who has two accounts.

The worker behind an account says so; an account without a worker is taken for a person of its own. Asked as things are now:
a link that was changed between two acts stands in the trail.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from appcore.access.principal import Person
from models.account import User


class Holder(Protocol):
    """An account with the worker behind it; a `Person` is one."""

    @property
    def account_id(self) -> int: ...

    @property
    def staff_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Held:
    """An account that acted or is acted on."""

    account_id: int
    staff_id: int | None


def same_person(a: Holder, b: Holder) -> bool:
    """One account, or two of one worker."""
    return a.account_id == b.account_id or (a.staff_id is not None and a.staff_id == b.staff_id)


def held(user: User) -> Held:
    return Held(user.id, user.staff_id)


def is_among(
    session: Session, who: Person, *, usernames: Collection[str | None] = (), accounts: Collection[int | None] = ()
) -> bool:
    """Whether one of these accounts is of the person who acts."""
    if who.username in usernames or who.account_id in accounts:
        return True
    wanted = or_(User.username.in_([one for one in usernames if one]), User.id.in_([one for one in accounts if one]))
    found = session.execute(select(User.id, User.staff_id).where(wanted))
    return any(same_person(who, Held(row.id, row.staff_id)) for row in found)


def usernames_of(session: Session, who: Person) -> list[str]:
    """The names of all accounts of a person, his own first."""
    if who.staff_id is None:
        return [who.username]
    others = session.scalars(
        select(User.username).where(User.staff_id == who.staff_id, User.id != who.account_id).order_by(User.id)
    )
    return [who.username, *others]
