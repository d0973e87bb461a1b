"""How far an act on a large import is: told to whoever watches, and settled in the act's own transaction."""

from __future__ import annotations

from models.db import HouseSession


class Watch:
    """Told of an act while it goes on; this one keeps nothing. What is told may be slow only before `phase("writing")`."""

    def phase(self, name: str, total: int = 0) -> None:
        """A phase begins (models.vocabulary.PACKAGE_PHASE), with so many objects before it."""

    def one(self) -> None:
        """One object more is behind it."""

    def settle(self, session: HouseSession) -> None:
        """Within the act's unit of work, at its end: all or nothing of this stands with it."""


NOBODY = Watch()
