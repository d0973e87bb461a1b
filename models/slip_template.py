"""文书模板: how a county words its slips — a template per kind, for all items or for one, with numbered versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Revised, Row, Stamped, Standard, coded, label
from models.db import Base
from models.item import Item

GENERAL = column("item_code").is_(None)
OPEN = column("state").in_(("draft", "submitted", "returned"))


class SlipTemplate(Row, Standard, Stamped, Revised, Base):
    """One kind of slip of a county; `item_code` is empty for the template of all items.

    `stopped_at` (local): versions that began before are no longer used, and the next wider template holds again.
    """

    __tablename__ = "slip_template"
    __table_args__ = (
        Index(
            "uq_slip_template_general",
            "owner_code",
            "kind",
            unique=True,
            sqlite_where=GENERAL,
            postgresql_where=GENERAL,
        ),
        Index("uq_slip_template_item", "owner_code", "kind", "item_code", unique=True),
    )

    kind: Mapped[str] = coded(v.SLIP_KIND)
    item_code: Mapped[str | None] = mapped_column(
        String(12), ForeignKey("item.code"), index=True, info=label("事项", help="不填表示全部事项")
    )
    stopped_at: Mapped[datetime | None] = mapped_column(DateTime, info=label("停用时间"))
    item: Mapped[Item | None] = relationship()


class SlipTemplateVersion(Row, Standard, Stamped, Revised, Base):
    """One version of a template. `content` is the whole slip part by part, locked parts included, so that a reprint reads as issued.

    Never changed once it is published: the database refuses it too. `authors`: who wrote it, none of whom may publish it.
    """

    __tablename__ = "slip_template_version"
    __table_args__ = (
        UniqueConstraint("template_id", "number"),
        Index(
            "uq_slip_template_version_open",
            "template_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    template_id: Mapped[int] = mapped_column(ForeignKey("slip_template.id"), index=True, info=label("文书模板"))
    number: Mapped[int | None] = mapped_column(Integer, info=label("版本号"))
    state: Mapped[str] = coded(v.SLIP_TEMPLATE_STATE)
    content: Mapped[list[dict[str, Any]]] = mapped_column(JSON, info=label("内容"))
    note: Mapped[str | None] = mapped_column(String(300), info=label("修改说明"))
    remark: Mapped[str | None] = mapped_column(String(300), info=label("退回原因"))
    authors: Mapped[list[str]] = mapped_column(JSON, info=label("起草人"))
    published_by: Mapped[str | None] = mapped_column(String(80), info=label("发布人"))
    effective_from: Mapped[datetime | None] = mapped_column(DateTime, info=label("生效时间"))
    template: Mapped[SlipTemplate] = relationship()
