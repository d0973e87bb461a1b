"""Enrolled phones of village agents: a device token and a PIN stand in for name and password, for a set number of days."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models import vocabulary as v
from models.base import Row, Unscoped, UtcInstant, coded, label
from models.db import Base
from models.sign_in import HASH_LENGTH


class EnrolledPhone(Row, Unscoped, Base):
    """登记的手机: made as an invitation with a one-time code, taken by the phone that opens it. Secrets are kept as hashes."""

    __tablename__ = "enrolled_phone"
    scope_reason = (
        "read while nobody is known yet; listed for the agent himself and, by access.phone_desk, for his place"
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True, info=label("账号"))
    invited_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("发码时间"))
    invited_by: Mapped[str] = mapped_column(String(80), info=label("发码人"))
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True, info=label("登记码摘要"))
    code_until: Mapped[datetime] = mapped_column(UtcInstant, info=label("登记码有效至"))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True, info=label("设备凭证摘要"))
    pin_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH), info=label("数字密码摘要"))
    device: Mapped[str | None] = mapped_column(String(40), info=label("设备"))
    enrolled_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("登记时间"))
    valid_until: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("有效期至"))
    used_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("最近使用"))
    wrong_pins: Mapped[int] = mapped_column(Integer, default=0, info=label("连续输错次数"))
    refused_until: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("暂停输入至"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("停用时间"))
    ended_why: Mapped[str | None] = coded(v.PHONE_END, nullable=True)
