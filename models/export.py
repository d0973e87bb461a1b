"""导出申请: an export that is too large for one person to take alone, asked for, decided by a second, fetched once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models import vocabulary as v
from models.base import Revised, Row, Scoped, Sealing, Stamped, UtcInstant, coded, label, sealed
from models.db import Base


class ExportRequest(Row, Scoped, Sealing, Stamped, Revised, Base):
    """Which list under which conditions, how many rows, why; who decided and how.

    The conditions, as in the list's address, are sealed: somebody may have searched for a person. They go after a while.
    """

    __tablename__ = "export_request"

    code: Mapped[str] = mapped_column(String(32), unique=True, info=label("申请编号"))
    noun: Mapped[str] = mapped_column(String(40), info=label("列表"))
    query_sealed: Mapped[bytes | None] = sealed("条件")
    format: Mapped[str] = coded(v.EXPORT_FORMAT)
    row_count: Mapped[int] = mapped_column(Integer, info=label("行数"))
    reason: Mapped[str] = mapped_column(String(300), info=label("用途"))
    asked_by: Mapped[str] = mapped_column(String(80), index=True, info=label("申请账号"))
    state: Mapped[str] = coded(v.EXPORT_STATE)
    decided_by: Mapped[str | None] = mapped_column(String(80), info=label("批准账号"))
    remark: Mapped[str | None] = mapped_column(String(300), info=label("批准意见"))
    expires_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("失效时间"))

    def __str__(self) -> str:
        return self.code
