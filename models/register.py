"""Registers (台账, 登记簿): books that the county defines without code, and own fields on halls, windows, staff and departments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Dated, Revised, Row, Scoped, Sealing, Stamped, Standard, UtcInstant, coded, label
from models.db import Base
from models.place import Hall


class Register(Row, Standard, Dated, Stamped, Revised, Base):
    """台账: a book's identity. What it holds stands in its versions. Ended, never deleted.

    `subject`: a book of entries; the own fields of one kind of row (one entry a row); or a block of the field library, which
    other forms take their fields from and which has no entries.
    """

    __tablename__ = "register"

    code: Mapped[str] = mapped_column(
        String(40), unique=True, info=label("台账标识", help="小写字母开头，由小写字母、数字和下划线组成", check="key")
    )
    name: Mapped[str] = mapped_column(String(60), info=label("台账名称"))
    subject: Mapped[str] = coded(v.REGISTER_SUBJECT, default="book")

    def __str__(self) -> str:
        return self.name


class RegisterVersion(Row, Standard, Stamped, Revised, Base):
    """台账版本: one numbered definition; a published one is never rewritten. At most one is a draft."""

    __tablename__ = "register_version"
    __table_args__ = (
        UniqueConstraint("register_code", "number"),
        Index(
            "uq_register_version_draft",
            "register_code",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    register_code: Mapped[str] = mapped_column(String(40), ForeignKey("register.code"), index=True, info=label("台账"))
    number: Mapped[int | None] = mapped_column(Integer, info=label("版本号"))
    state: Mapped[str] = coded(v.REGISTER_VERSION_STATE)
    definition: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info=label("定义"))
    definition_hash: Mapped[str] = mapped_column(String(64), info=label("定义摘要"))
    published_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("启用时间"))

    def __str__(self) -> str:
        return f"{self.register_code} {self.number or ''}".strip()


class RegisterRight(Row, Standard, Base):
    """台账权限: a role that reads or writes a book, as its newest published version says; the limit on entries joins it."""

    __tablename__ = "register_right"
    __table_args__ = (UniqueConstraint("register_code", "role", "power"),)

    register_code: Mapped[str] = mapped_column(String(40), ForeignKey("register.code"), info=label("台账"))
    role: Mapped[str] = coded(v.ROLE)
    power: Mapped[str] = coded(v.REGISTER_POWER)


class RegisterEntry(Row, Scoped, Sealing, Stamped, Revised, Base):
    """登记: one line of a book, with the version it was written under. Voided with a reason, never deleted.

    `day` is the local date that the line is about. Numbers run per book, hall and year without gaps. An entry of own fields
    has the code of its row as `subject_key` instead of a number. Lines that came in one sheet share `import_id`.
    `found_by`: folded words of its values in clear, for the search.
    """

    __tablename__ = "register_entry"
    __table_args__ = (
        UniqueConstraint("register_code", "hall_code", "year", "serial"),
        UniqueConstraint("register_code", "subject_key"),
        Index("ix_register_entry_book_day", "register_code", "day", "id"),
    )

    register_code: Mapped[str] = mapped_column(
        String(40), ForeignKey("register.code"), active_history=True, info=label("台账")
    )
    version_number: Mapped[int] = mapped_column(Integer, info=label("版本号"))
    subject_key: Mapped[str | None] = mapped_column(String(40), info=label("所属记录"))
    year: Mapped[int] = mapped_column(Integer, info=label("年份"))
    serial: Mapped[int | None] = mapped_column(Integer, info=label("序号"))
    number: Mapped[str | None] = mapped_column(String(60), info=label("登记编号"))
    day: Mapped[date] = mapped_column(Date, info=label("日期"))
    state: Mapped[str] = coded(v.ENTRY_STATE, default="kept")
    void_reason: Mapped[str | None] = mapped_column(String(300), info=label("作废原因"))
    entered: Mapped[dict[str, Any]] = mapped_column(JSON, info=label("登记内容"))
    entered_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, info=label("登记的敏感内容", personal=True))
    import_id: Mapped[str | None] = mapped_column(String(32), info=label("导入批次"))
    found_by: Mapped[str] = mapped_column(String(2000), default="", info=label("检索词"))
    register: Mapped[Register] = relationship()
    hall: Mapped[Hall | None] = relationship(foreign_keys="RegisterEntry.hall_code")

    def __str__(self) -> str:
        return self.number or self.subject_key or ""
