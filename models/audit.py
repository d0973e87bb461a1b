"""审计: the append-only, hash-chained trail. Triggers on both stores refuse any change (migrations 0001 and 0005)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, Unscoped, UtcInstant, label
from models.db import Base

NOT_DONE = text("result <> 'done'")
"""Nearly every entry is of something done: only the others are worth an index."""
FIRST_FORM, FORM = 1, 2
"""How an entry was hashed: at first without its id and under a looser writing of time and changes (`access.audit_digest`)."""


class AuditEntry(Row, Unscoped, Base):
    """Who did what to which row, when, from where, with what result. One chain per county."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("county_code", "sequence"),
        # The auditor's questions, newest first: each is a walk down one of these, however long the trail.
        *(Index(None, name, "sequence") for name in ("account", "actor", "act", "row_key", "address", "request_id")),
        Index("ix_audit_entry_not_done", "result", "sequence", sqlite_where=NOT_DONE, postgresql_where=NOT_DONE),
    )
    scope_reason = "read by the auditor alone, by permission; written only by access.audit"

    form: Mapped[int] = mapped_column(Integer, server_default="1", info=label("格式"))
    county_code: Mapped[str] = mapped_column(String(12), info=label("县"))
    sequence: Mapped[int] = mapped_column(Integer, info=label("序号"))
    at: Mapped[datetime] = mapped_column(UtcInstant, index=True, info=label("时间"))
    account: Mapped[str] = mapped_column(String(80), info=label("账号"))
    actor: Mapped[str] = mapped_column(String(80), info=label("姓名"))
    roles: Mapped[str] = mapped_column(String(200), info=label("角色"))
    address: Mapped[str] = mapped_column(String(45), info=label("来源地址"))
    request_id: Mapped[str] = mapped_column(String(32), info=label("请求编号"))
    act: Mapped[str] = mapped_column(String(60), info=label("动作"))
    noun: Mapped[str] = mapped_column(String(60), info=label("对象"))
    row_key: Mapped[str] = mapped_column(String(80), info=label("对象编号"))
    result: Mapped[str] = mapped_column(String(20), info=label("结果"))
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, info=label("变更内容"))
    previous_hash: Mapped[str] = mapped_column(String(64), info=label("前一摘要"))
    entry_hash: Mapped[str] = mapped_column(String(64), info=label("摘要"))


class AuditHead(Unscoped, Base):
    """The end of a county's chain, changed in the transaction that adds to it."""

    __tablename__ = "audit_head"
    scope_reason = "holds no content: the last sequence and hash of a chain"

    county_code: Mapped[str] = mapped_column(String(12), primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    entry_hash: Mapped[str] = mapped_column(String(64))


class AuditSeal(Unscoped, Base):
    """The last seal that each place wrote, so that a seal file that is gone is missed (`access.sealing`)."""

    __tablename__ = "audit_seal"
    scope_reason = "holds no content: how far a chain was sealed, and by which seal"

    county_code: Mapped[str] = mapped_column(String(12), primary_key=True)
    place: Mapped[str] = mapped_column(String(200), primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    sealed_at: Mapped[str] = mapped_column(String(40))
    signature: Mapped[str] = mapped_column(String(64))


class SeedMark(Unscoped, Base):
    """What has been seeded, with the numbers it was seeded by, so that seeding twice changes nothing."""

    __tablename__ = "seed_mark"
    scope_reason = "holds no content: names of seeds and their parameters"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
