"""Stored files by the SHA-256 of their content (samples and blank forms here, a case's own with cases), and runs of prints."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Boolean, Date, Integer, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from models.base import Row, Scoped, Stamped, coded, label
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

    def __str__(self) -> str:
        return self.name


class StoredFile(Row, Scoped, FileContent, Stamped, Base):
    """A sample or blank form of the standard. `is_public`: it holds nothing personal and stands beside the guide."""

    __tablename__ = "stored_file"

    is_public: Mapped[bool] = mapped_column(Boolean, default=False, info=label("可公开"))


class PrintRun(Row, Scoped, Stamped, Base):
    """打印记录: what was printed from which edition, so that old paper can be counted and recalled."""

    __tablename__ = "print_run"

    print_code: Mapped[str] = mapped_column(String(120), index=True, info=label("打印码"))
    kind: Mapped[str] = mapped_column(String(32), info=label("种类"))
    item_code: Mapped[str | None] = mapped_column(String(12), index=True, info=label("事项"))
    edition_number: Mapped[int | None] = mapped_column(Integer, info=label("版本号"))
    printed_on: Mapped[date] = mapped_column(Date, info=label("日期"))
    copies: Mapped[int] = mapped_column(Integer, default=1, info=label("份数"))
