"""Number counters and idempotency keys: what keeps numbers without gaps and a form sent twice one case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, Unscoped, UtcInstant, label
from models.db import Base


class Counter(Unscoped, Base):
    """One counter by key; raised by one statement in the transaction that uses the number."""

    __tablename__ = "counter"
    scope_reason = "holds no content: a key and a number"

    key: Mapped[str] = mapped_column(String(80), primary_key=True, info=label("计数键"))
    n: Mapped[int] = mapped_column(Integer, info=label("计数"))


class IdempotencyKey(Row, Unscoped, Base):
    """A form's key with the answer it got: status and address, never the page."""

    __tablename__ = "idempotency_key"
    scope_reason = "bound to one account and looked up by account and key alone"

    account_id: Mapped[int] = mapped_column(Integer, index=True, info=label("账号"))
    key: Mapped[str] = mapped_column(String(64), unique=True, info=label("提交标识"))
    request_hash: Mapped[str] = mapped_column(String(64), info=label("内容摘要"))
    status: Mapped[int] = mapped_column(Integer, info=label("状态码"))
    location: Mapped[str] = mapped_column(String(300), info=label("结果地址"))
    at: Mapped[datetime] = mapped_column(UtcInstant, info=label("时间"))
