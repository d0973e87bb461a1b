"""事件推送: which other systems are told what happens (subscriptions), and the queue of what is to be told to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models import vocabulary as v
from models.base import Revised, Row, Sealing, Stamped, Standard, Unscoped, UtcInstant, coded, label, sealed
from models.db import Base


class HookSubscription(Row, Standard, Sealing, Stamped, Revised, Base):
    """推送地址: another system's address, the events it is told of, and the sealed secret that signs them."""

    __tablename__ = "hook_subscription"

    code: Mapped[str] = mapped_column(String(16), unique=True, info=label("编号"))
    name: Mapped[str] = mapped_column(String(60), info=label("名称"))
    address: Mapped[str] = mapped_column(String(300), info=label("接收网址"))
    events: Mapped[list[str]] = mapped_column(JSON(none_as_null=True), info=label("推送的事件"))
    secret_sealed: Mapped[bytes | None] = sealed("签名密钥")
    active: Mapped[bool] = mapped_column(Boolean, default=True, info=label("在用"))

    def __str__(self) -> str:
        return self.name


class HookDelivery(Row, Unscoped, Revised, Base):
    """推送记录: one event for one subscription. `code` is the message's own number, the same at each try."""

    __tablename__ = "hook_delivery"
    scope_reason = (
        "codes and numbers only; read by the system administrator alone, by permission; written by appcore.hooks"
    )
    __table_args__ = (Index("ix_hook_delivery_due", "state", "next_try"),)

    code: Mapped[str] = mapped_column(String(32), unique=True, info=label("推送编号"))
    subscription_code: Mapped[str] = mapped_column(
        String(16), ForeignKey("hook_subscription.code"), index=True, info=label("推送地址")
    )
    event: Mapped[str] = mapped_column(String(40), info=label("事件"))
    event_id: Mapped[str] = mapped_column(String(32), info=label("事件编号"))
    at: Mapped[datetime] = mapped_column(UtcInstant, info=label("发生时间"))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON(none_as_null=True), info=label("内容"))
    state: Mapped[str] = coded(v.HOOK_STATE)
    tries: Mapped[int] = mapped_column(Integer, default=0, info=label("已试次数"))
    since: Mapped[datetime] = mapped_column(UtcInstant, info=label("开始推送"))
    next_try: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("下次推送"))
    last_try: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("最近推送"))
    last_status: Mapped[int | None] = mapped_column(Integer, info=label("应答代码"))
    fault: Mapped[str | None] = coded(v.HOOK_FAULT, nullable=True)

    def __str__(self) -> str:
        return self.code[:8]
