"""Files of a form that is being filled in: kept for its account before there is a case, and the case's own with its receipt.

The token is the value in the form, and afterwards the attachment's address: what a case keeps names its file for good.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, func, select

from appcore import clock, records
from appcore.access import audit
from appcore.access.files import quota
from appcore.access.files.receiving import Received
from appcore.access.principal import Person, System, acting_as, current, signed_in
from appcore.definition import lookup
from appcore.definition.conditions import Answer
from appcore.definition.item import Asks, Field
from appcore.definition.kinds import kind_of
from appcore.definition.kinds.staged import Files
from appcore.definition.posted import form_name
from appcore.definition.verdict import N_, Verdict
from appcore.errors import Refused
from appcore.lookups import HouseLookup
from appcore.transaction import unit_of_work
from models.attachment import Attachment
from models.case import Case
from models.db import HouseSession
from models.file import StagedFile

KEPT_FOR = timedelta(days=1)
GONE = N_("没有找到上传的文件，请重新上传。")


@dataclass(frozen=True)
class FormLookup(HouseLookup):
    """The look-ups of a form that takes files: those that whoever acts has staged, and those of the case that it is about."""

    takes_files: bool = True
    case_id: int | None = None

    def file(self, token: str) -> lookup.StagedFile | None:
        row: Any = None
        if isinstance(current(), Person):
            row = self.session.scalar(_own(token))
        if row is None and self.case_id is not None:
            own = (Attachment.code == token, Attachment.case_id == self.case_id, Attachment.void_reason.is_(None))
            row = self.session.scalar(select(Attachment).where(*own))
        if row is None or row.state == "infected":
            return None
        return lookup.StagedFile(row.name, row.media_type, row.size)


def _own(token: str) -> Any:
    return select(StagedFile).where(
        StagedFile.token == token, StagedFile.account_id == signed_in().account_id,
        StagedFile.used_at.is_(None), StagedFile.expires_at > clock.now(),
    )  # fmt: skip


def file_fields(asks: Asks) -> tuple[Field, ...]:
    """The fields of a form that hold files."""
    return tuple(one for one in asks.fields if isinstance(kind_of(one.kind), Files))


def stage(file: Received, *, form_key: str, field_key: str) -> str:
    """Keep a file for the form that is being filled in; the same file sent again with it is the same.

    Returns: its token. Raises: Refused on the field when too many of the account's files wait already.
    """
    who = signed_in()
    with unit_of_work() as session:
        there = session.scalar(
            select(StagedFile.token).where(
                StagedFile.account_id == who.account_id, StagedFile.form_key == form_key,
                StagedFile.field_key == field_key, StagedFile.sha256 == file.sha256, StagedFile.expires_at > clock.now(),
            )
        )  # fmt: skip
        if there is not None:
            return there
        _require_room(session, who.account_id, form_name(field_key))
        row = StagedFile(
            **file.columns(), token=secrets.token_hex(16), account_id=who.account_id, form_key=form_key,
            field_key=field_key, expires_at=clock.now() + KEPT_FOR,
        )  # fmt: skip
        records.stamp(row, new=True)
        session.add(row)
        session.flush()
        audit.record(session, "staged", "staged_file", str(row.id), {"sha256": file.sha256})
        return row.token


def _require_room(session: HouseSession, account_id: int, name: str) -> None:
    waiting = select(func.count(StagedFile.id)).where(
        StagedFile.account_id == account_id, StagedFile.used_at.is_(None), StagedFile.expires_at > clock.now()
    )
    most = current_app.extensions["settings"].files_a_case
    refusal = quota.too_many_waiting(session.scalar(waiting) or 0, most)
    if refusal is not None:
        raise Refused("请按提示修改后再提交", fields={name: refusal})


def hand_over(
    session: HouseSession, case: Case, place: Mapping[str, Any], asks: Asks, values: Mapping[str, Answer]
) -> None:
    """Within the unit of work that takes a case: its form's files become its attachments. `place`: what every row of it carries.

    Raises: Refused on the field whose file is not this account's, or was used or has expired meanwhile.
    """
    held = set(session.scalars(select(Attachment.code).where(Attachment.case_id == case.id)))
    fresh = [(key, token) for key, token in _tokens(asks, values) if token not in held]
    refusal = quota.too_many(len(held), len(fresh), current_app.extensions["settings"].files_a_case) if fresh else None
    if refusal is not None:
        raise Refused("请按提示修改后再提交", fields={form_name(fresh[0][0]): refusal})
    for key, token in fresh:
        staged = session.scalar(_own(token).with_for_update()) if isinstance(current(), Person) else None
        if staged is None or staged.field_key != key or staged.state == "infected":
            raise Refused("请按提示修改后再提交", fields={form_name(key): Verdict(GONE)})
        staged.used_at = clock.now()
        records.stamp(staged)
        row = Attachment(
            **place, code=token, field_key=key, sha256=staged.sha256, name=staged.name, media_type=staged.media_type,
            size=staged.size, state=staged.state, account=staged.account,
        )  # fmt: skip
        records.stamp(row, new=True)
        session.add(row)
        session.flush()
        audit.record(session, "attached", "attachment", case.number, {"code": token, "sha256": staged.sha256})


def _tokens(asks: Asks, values: Mapping[str, Answer]) -> Iterator[tuple[str, str]]:
    for one in file_fields(asks):
        value = values.get(one.key)
        yield from ((one.key, str(token)) for token in (value if isinstance(value, tuple) else ()))


def expire() -> int:
    """Let go of what nobody handed in within its day, and of what became an attachment; contents without a row are swept.

    Returns: how many rows went.
    """
    with acting_as(System("staged files")), unit_of_work() as session:
        old = list(session.scalars(select(StagedFile.id).where(StagedFile.expires_at <= clock.now())))
        if old:
            session.execute(delete(StagedFile).where(StagedFile.id.in_(old)))
            audit.record(session, "expired", "staged_file", "", {"rows": len(old)})
        return len(old)
