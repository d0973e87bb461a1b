"""工作日历: the days on which the law's clock rests or runs, by year, as the State Council's notices set them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Revised, Row, Stamped, Standard, label
from models.db import Base


class WorkDay(Row, Standard, Stamped, Revised, Base):
    """One calendar day of a loaded year; a year counts as loaded when each of its days has a row."""

    __tablename__ = "work_day"

    day: Mapped[date] = mapped_column(Date, unique=True, info=label("日期"))
    is_off: Mapped[bool] = mapped_column(Boolean, info=label("休息日"))
    name: Mapped[str | None] = mapped_column(String(40), info=label("说明"))
    source: Mapped[str | None] = mapped_column(String(200), info=label("来源文件"))

    document_code: Mapped[str | None] = mapped_column(
        String(40), ForeignKey("document.code"), index=True, info=label("文件库来源文件")
    )

    def __str__(self) -> str:
        return self.day.isoformat()
