"""审计: the append-only, hash-chained trail. Triggers on both stores refuse any change (migration 0001)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, Unscoped, UtcInstant, label
from models.db import Base


class AuditEntry(Row, Unscoped, Base):
    """Who did what to which row, when, from where, with what result. One chain per county."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("county_code", "sequence"),)
    scope_reason = "read by the auditor alone, by permission; written only by access.audit"

    county_code: Mapped[str] = mapped_column(String(12), info=label("县"))
    sequence: Mapped[int] = mapped_column(Integer, info=label("序号"))
    at: Mapped[datetime] = mapped_column(UtcInstant, index=True, info=label("时间"))
    account: Mapped[str] = mapped_column(String(80), index=True, info=label("账号"))
    actor: Mapped[str] = mapped_column(String(80), info=label("姓名"))
    roles: Mapped[str] = mapped_column(String(200), info=label("角色"))
    address: Mapped[str] = mapped_column(String(45), info=label("来源地址"))
    request_id: Mapped[str] = mapped_column(String(32), info=label("请求编号"))
    act: Mapped[str] = mapped_column(String(60), index=True, info=label("动作"))
    noun: Mapped[str] = mapped_column(String(60), info=label("对象"))
    row_key: Mapped[str] = mapped_column(String(80), index=True, info=label("对象编号"))
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


class SeedMark(Unscoped, Base):
    """What has been seeded, with the numbers it was seeded by, so that seeding twice changes nothing."""

    __tablename__ = "seed_mark"
    scope_reason = "holds no content: names of seeds and their parameters"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
