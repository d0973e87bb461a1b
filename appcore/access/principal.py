"""Who acts: a person, the system for a stated reason, or the public reader. Held in a context variable, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from appcore.errors import NoPrincipal

LEVELS = (2, 4, 6, 9, 12)


def digits_that_count(code: str) -> int:
    """How many digits of a region code count: the shortest level whose remaining digits are all zero."""
    return next(level for level in LEVELS if set(code[level:]) <= {"0"})


def place_range(code: str) -> tuple[str, str]:
    """The closed range of region codes at or below a place (灵溪镇: 330327100000–330327100999)."""
    level = digits_that_count(code)
    return code, code[:level] + "9" * (12 - level)


def place_and_above(code: str) -> tuple[str, ...]:
    """The code of a place and of each place above it, widest first."""
    own = digits_that_count(code)
    return tuple(code[:level] + "0" * (12 - level) for level in LEVELS if level <= own)


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant in force today: a hall only; a place and below; a department's line in a place; or some items in a place.

    A region grant may name a department: then it admits rows of that department or of none.
    """

    kind: str
    hall_code: str | None = None
    region_code: str | None = None
    department_code: str | None = None
    item_codes: tuple[str, ...] = ()

    @property
    def place(self) -> str | None:
        """The region that the grant stands in: its own, or that of its hall."""
        return self.region_code or (self.hall_code[:12] if self.hall_code else None)


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in account with what it may see (`grants`) and be asked for (`roles`), and the worker behind it (`staff_id`)."""

    account_id: int
    username: str
    name: str
    roles: frozenset[str]
    grants: tuple[Grant, ...]
    hall_code: str | None = None
    department_code: str | None = None
    staff_id: int | None = None
    at_phone: bool = False
    """Come by an enrolled phone: of the cases in scope only the own open ones are in sight, and nothing is written."""

    @property
    def label(self) -> str:
        return self.name or self.username

    @property
    def places(self) -> tuple[str, ...]:
        """Own places and all above them: the owners whose standards apply to this person."""
        found = {code for grant in self.grants if grant.place for code in place_and_above(grant.place)}
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class System:
    """The program itself, for a reason that the audit shows: a seed, a command, a look-up behind a person's back."""

    reason: str

    @property
    def label(self) -> str:
        return f"系统({self.reason})"

    @property
    def username(self) -> str:
        return "system"


@dataclass(frozen=True, slots=True)
class Public:
    """A reader of the public site: an allow-list of columns, never a write."""

    label: str = "公众"
    username: str = "public"


Principal = Person | System | Public
_current: ContextVar[Principal | None] = ContextVar("principal", default=None)


def current() -> Principal:
    """The principal of this context.

    Raises: NoPrincipal when none was set.
    """
    principal = _current.get()
    if principal is None:
        raise NoPrincipal("no person, system or public reader is set for this work")
    return principal


def signed_in() -> Person:
    """The person who acts.

    Raises: NoPrincipal when it is the system, the public or nobody.
    """
    who = current()
    if not isinstance(who, Person):
        raise NoPrincipal("only a signed-in person does this")
    return who


def current_or_none() -> Principal | None:
    return _current.get()


@contextmanager
def acting_as(principal: Principal | None) -> Iterator[None]:
    """Within the block this principal acts."""
    token = _current.set(principal)
    try:
        yield
    finally:
        _current.reset(token)
