"""The guard at flush of what stands: editions from submission on, numbered ones, which can only end, and the audit trail."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Mapper

from appcore.errors import NotAllowed
from models.audit import AuditEntry, AuditHead, AuditSeal
from models.db import HouseSession
from models.edition_parts import Part
from models.item import Edition, EditionEvent

OPEN_STATES = ("draft", "returned")
BEFORE_PUBLICATION = (*OPEN_STATES, "submitted", "approved")
ENDING = frozenset(("state", "withdrawn_from", "plan_cancel_on", "version", "changed_at", "changed_by"))
"""What may still change of an edition that has its number."""
PLACE = ("item_code", "owner_code", "department_code")
TRAIL = "审计记录由系统自己写入，任何人都不能修改"
FROZEN = "送审或发布后的版本不能修改"


def check(session: HouseSession, row: Any) -> None:
    """Raises: NotAllowed when the row is, or belongs to, an edition that is frozen, or is of the audit trail."""
    if isinstance(row, AuditEntry | AuditHead | AuditSeal):
        raise NotAllowed(TRAIL)
    if isinstance(row, Part):
        if any(was(edition, "state") not in OPEN_STATES for edition in editions_of(session, row)):
            raise NotAllowed(FROZEN)
    elif isinstance(row, EditionEvent):
        if row not in session.new:
            raise NotAllowed(FROZEN)
    elif isinstance(row, Edition) and row not in session.new:
        _check_edition(row, deleted=row in session.deleted)


def _check_edition(edition: Edition, *, deleted: bool) -> None:
    state: Any = inspect(edition)
    changed = {attribute.key for attribute in state.attrs if attribute.history.has_changes()}
    if deleted or (was(edition, "state") not in OPEN_STATES and changed & _content_columns()):
        raise NotAllowed(FROZEN)
    if was(edition, "number") is not None and (changed - ENDING or edition.state in BEFORE_PUBLICATION):
        raise NotAllowed(FROZEN)
    if "definition" in changed and was(edition, "definition_hash") and edition.state != "returned":
        raise NotAllowed(FROZEN)


def editions_of(session: HouseSession, row: Any) -> list[Edition]:
    """The edition that a row is or belongs to and, when it moves, the one it came from.

    Raises: NotAllowed when one of them is out of sight.
    """
    if isinstance(row, Edition):
        return [row]
    ids = {row.edition_id, was(row, "edition_id")} - {None}
    found = [session.get(Edition, one) for one in ids] + ([row.edition] if row.edition is not None else [])
    seen = [edition for edition in found if edition is not None]
    if not seen or len(seen) < len(found):
        raise NotAllowed(FROZEN)
    return seen


def was(row: Any, name: str) -> Any:
    """The value that an attribute had before it was changed in this unit of work."""
    history = inspect(row).attrs[name].history
    return history.deleted[0] if history.deleted else getattr(row, name)


@lru_cache(maxsize=1)
def _content_columns() -> frozenset[str]:
    mapper: Mapper[Edition] = inspect(Edition)
    return frozenset(column.key for column in mapper.columns if column.info.get("element")) | frozenset(PLACE)
