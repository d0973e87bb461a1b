"""Stored files by the SHA-256 of their content (samples and blank forms here, a case's own with cases), and runs of prints."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Boolean, ColumnElement, Date, ForeignKey, Integer, String, true
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from models.base import Row, Scoped, Stamped, Unscoped, UtcInstant, coded, label
from models.db import Base
from models.vocabulary import FILE_STATE


class FileContent:
    """What a row says of a content: its hash, under which it lies, and what the person who brought it called it."""

    is_sealed: ClassVar[bool] = False
    """Whether contents of this table are people's own and lie sealed; those of the standard are public or will be."""

    sha256: Mapped[str] = mapped_column(String(64), index=True, info=label("摘要"))
    name: Mapped[str] = mapped_column(String(200), info=label("文件名"))
    media_type: Mapped[str] = mapped_column(String(80), info=label("类型"))
    size: Mapped[int] = mapped_column(Integer, info=label("大小"))
    account: Mapped[str] = mapped_column(String(80), index=True, info=label("上传账号"))

    @declared_attr
    def state(cls) -> Mapped[str]:
        return coded(FILE_STATE)

    @classmethod
    def brought(cls) -> ColumnElement[bool]:
        """Which rows count for what an account brought; a content that went on into another table counts there."""
        return true()

    def __str__(self) -> str:
        return self.name


class StoredFile(Row, Scoped, FileContent, Stamped, Base):
    """A sample or blank form of the standard. `is_public`: it holds nothing personal and stands beside the guide."""

    __tablename__ = "stored_file"

    is_public: Mapped[bool] = mapped_column(Boolean, default=False, info=label("可公开"))


class StagedFile(Row, Unscoped, FileContent, Stamped, Base):
    """暂存文件: a file of a form that is being filled in, before there is a case. It becomes an attachment, or is gone after a day."""

    __tablename__ = "staged_file"
    is_sealed = True
    scope_reason = "of one account alone, found by its random token and that account together; no page lists it"

    token: Mapped[str] = mapped_column(String(32), unique=True, info=label("暂存标识"))
    account_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True, info=label("账号"))
    form_key: Mapped[str] = mapped_column(String(64), info=label("表单标识"))
    field_key: Mapped[str] = mapped_column(String(40), info=label("字段标识"))
    expires_at: Mapped[datetime] = mapped_column(UtcInstant, index=True, info=label("失效时间"))
    used_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("使用时间"))

    @classmethod
    def brought(cls) -> ColumnElement[bool]:
        used: Any = cls.used_at
        return used.is_(None)  # type: ignore[no-any-return]


class PrintRun(Row, Scoped, Stamped, Base):
    """打印记录: what was printed from which edition, so that old paper can be counted and recalled."""

    __tablename__ = "print_run"

    print_code: Mapped[str] = mapped_column(String(120), index=True, info=label("打印码"))
    kind: Mapped[str] = mapped_column(String(32), info=label("种类"))
    item_code: Mapped[str | None] = mapped_column(String(12), index=True, info=label("事项"))
    edition_number: Mapped[int | None] = mapped_column(Integer, info=label("版本号"))
    printed_on: Mapped[date] = mapped_column(Date, info=label("日期"))
    copies: Mapped[int] = mapped_column(Integer, default=1, info=label("份数"))
