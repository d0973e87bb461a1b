"""Windows: the county's fixed list of window names (标准窗口) and the counters of each hall (窗口)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Dated, Revised, Row, Scoped, Stamped, Standard, label
from models.db import Base
from models.place import Hall


class WindowKind(Row, Standard, Stamped, Revised, Base):
    """标准窗口: today's public name beside the name in the county's document; signs print today's."""

    __tablename__ = "window_kind"

    code: Mapped[str] = mapped_column(String(20), unique=True, info=label("窗口类别编号"))
    name: Mapped[str] = mapped_column(String(30), info=label("窗口名称"))
    document_name: Mapped[str] = mapped_column(String(30), info=label("文件中的名称"))
    position: Mapped[int] = mapped_column(Integer, info=label("排序"))

    def __str__(self) -> str:
        return self.name


class Window(Row, Scoped, Dated, Stamped, Revised, Base):
    """窗口: one counter of one hall."""

    __tablename__ = "window"
    __table_args__ = (UniqueConstraint("hall_code", "number"),)

    number: Mapped[str] = mapped_column(String(4), info=label("窗口编号", help="本中心内的编号，如 01"))
    kind_code: Mapped[str] = mapped_column(
        String(20), ForeignKey("window_kind.code"), index=True, info=label("窗口类别")
    )
    position: Mapped[str | None] = mapped_column(String(60), info=label("位置", help="如“一楼大厅东侧”"))
    kind: Mapped[WindowKind] = relationship()
    hall: Mapped[Hall] = relationship(foreign_keys="Window.hall_code")

    def __str__(self) -> str:
        return self.number
