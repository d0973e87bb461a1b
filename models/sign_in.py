"""Signing in: living sessions, what opens an account beside its password, old passwords and recovery codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models import vocabulary as v
from models.base import Row, Sealing, Unscoped, UtcInstant, coded, label, sealed
from models.db import Base

HASH_LENGTH = 256


class LoginSession(Row, Unscoped, Base):
    """登录: one browser of an account. The cookie holds a random token, the row its hash alone."""

    __tablename__ = "login_session"
    scope_reason = "read to find out who acts; shown to nobody but the account itself"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info=label("凭证摘要"))
    account_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True, info=label("账号"))
    begun_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("登录时间"))
    seen_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("最近使用"))
    address: Mapped[str] = mapped_column(String(45), info=label("来源地址"))
    device: Mapped[str] = mapped_column(String(40), info=label("设备"))
    awaits_second: Mapped[bool] = mapped_column(Boolean, info=label("等待动态口令"))
    locked_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("锁定时间"))
    wrong_pins: Mapped[int] = mapped_column(Integer, default=0, info=label("解锁码输错次数"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("结束时间"))
    ended_why: Mapped[str | None] = coded(v.SESSION_END, nullable=True)
    phone_id: Mapped[int | None] = mapped_column(ForeignKey("enrolled_phone.id"), info=label("登记设备"))


class Credential(Row, Unscoped, Sealing, Base):
    """What opens an account beside its password, and how often it was tried in vain. The password itself is the account's."""

    __tablename__ = "credential"
    scope_reason = "read while nobody is known yet; shown to nobody but the account itself, and never whole"

    account_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), unique=True, info=label("账号"))
    wrong_tries: Mapped[int] = mapped_column(Integer, default=0, info=label("连续输错次数"))
    refused_until: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("暂停登录至"))
    must_change: Mapped[bool] = mapped_column(Boolean, default=False, info=label("须修改密码"))
    changed_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("密码修改时间"))
    pin_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH), info=label("解锁码摘要"))
    second_sealed: Mapped[bytes | None] = sealed("动态口令密钥")
    second_since: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("动态口令启用时间"))
    second_step: Mapped[int | None] = mapped_column(Integer, info=label("已用动态口令的时段"))


class OldPassword(Row, Unscoped, Base):
    """旧密码: the hash of a password that the account had, so that it is not taken again."""

    __tablename__ = "old_password"
    scope_reason = "compared with when the account itself changes its password; shown to nobody"

    account_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True, info=label("账号"))
    password_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), info=label("密码摘要"))
    replaced_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("停用时间"))


class RecoveryCode(Row, Unscoped, Base):
    """备用码: stands in for the second factor once. 80 random bits, so that an unsalted hash gives nothing away."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)
    scope_reason = "compared with at sign-in; shown once, when it is made"

    account_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), info=label("账号"))
    code_hash: Mapped[str] = mapped_column(String(64), info=label("备用码摘要"))
    used_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("使用时间"))
