"""村级服务清单: what each village does for its people, drawn up and signed by its town, in numbered editions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Revised, Row, Scoped, Stamped, UtcInstant, coded, label
from models.db import Base
from models.item import Item


class VillageList(Row, Scoped, Stamped, Revised, Base):
    """清单: one edition of a village's list. A published one stands as it is; the newest is the one that holds."""

    __tablename__ = "village_list"
    __table_args__ = (
        Index("uq_village_list_number", "hall_code", "number", unique=True),
        Index(
            "uq_village_list_draft", "hall_code", unique=True,
            sqlite_where=text("state = 'draft'"), postgresql_where=text("state = 'draft'"),
        ),
    )  # fmt: skip

    number: Mapped[int | None] = mapped_column(Integer, info=label("版本号"))
    state: Mapped[str] = coded(v.VILLAGE_LIST_STATE)
    signed_by: Mapped[str | None] = mapped_column(String(80), info=label("签发人"))
    signed_as: Mapped[str | None] = mapped_column(String(80), info=label("签发人职务"))
    signed_on: Mapped[date | None] = mapped_column(Date, info=label("签发日期"))
    published_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("公布时间"))
    published_by: Mapped[str | None] = mapped_column(String(80), info=label("公布人"))


class VillageListLine(Row, Scoped, Base):
    """清单事项: one thing that the village does, and how."""

    __tablename__ = "village_list_line"

    list_id: Mapped[int] = mapped_column(ForeignKey("village_list.id"), index=True, info=label("村级服务清单"))
    position: Mapped[int] = mapped_column(Integer, info=label("顺序"))
    item_code: Mapped[str] = mapped_column(
        String(12), ForeignKey("item.code"), index=True, active_history=True, info=label("事项")
    )
    mode: Mapped[str] = coded(v.VILLAGE_MODE)
    note: Mapped[str | None] = mapped_column(String(200), info=label("备注"))
    item: Mapped[Item] = relationship()
