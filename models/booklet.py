"""汇编与手册: a booklet that somebody asked for, with the editions that went into it, and the file that was made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Integer, String, false
from sqlalchemy.orm import Mapped, mapped_column

from models import vocabulary as v
from models.base import Revised, Row, Scoped, Stamped, UtcInstant, coded, label
from models.db import Base
from models.file import FileContent


class Booklet(Row, Scoped, Stamped, Revised, Base):
    """One booklet. `plan` holds what is in it as the person who asked saw it: items with edition, hash and local values.

    `sha256` stays when the file has gone: a paper can still be held against it.
    """

    __tablename__ = "booklet"

    code: Mapped[str] = mapped_column(String(32), unique=True, info=label("编号"))
    kind: Mapped[str] = coded(v.BOOKLET_KIND)
    format: Mapped[str] = coded(v.BOOKLET_FORMAT)
    scope: Mapped[str] = coded(v.BOOKLET_SCOPE)
    scope_name: Mapped[str] = mapped_column(String(120), info=label("范围名称"))
    order_by: Mapped[str] = coded(v.BOOKLET_ORDER)
    title: Mapped[str] = mapped_column(String(120), info=label("书名"))
    copies: Mapped[int] = mapped_column(Integer, info=label("印刷份数"))
    state: Mapped[str] = coded(v.BOOKLET_STATE)
    items: Mapped[int] = mapped_column(Integer, info=label("事项数"))
    made: Mapped[int] = mapped_column(Integer, default=0, info=label("已完成事项数"))
    pages: Mapped[int | None] = mapped_column(Integer, info=label("页数"))
    plan: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True, info=label("内容清单"))
    asked_by: Mapped[str] = mapped_column(String(80), index=True, info=label("申请账号"))
    begun_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("开始时间"))
    finished_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("完成时间"))
    fault: Mapped[str | None] = mapped_column(String(200), info=label("没有做成的原因"))
    sha256: Mapped[str | None] = mapped_column(String(64), info=label("文件摘要"))
    file_gone_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("文件清理时间"))

    def __str__(self) -> str:
        return self.title


class BookletFile(Row, Scoped, FileContent, Stamped, Base):
    """The file of a booklet. Made by the program of public standards, it counts for nobody's uploads."""

    __tablename__ = "booklet_file"

    booklet_id: Mapped[int] = mapped_column(ForeignKey("booklet.id"), unique=True, info=label("汇编"))

    @classmethod
    def brought(cls) -> ColumnElement[bool]:
        return false()
