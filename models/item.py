"""Service items (事项) and their numbered editions (版本)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import elements as el
from models import vocabulary as v
from models.base import Draft, Revised, Row, Stamped, Standard, UtcInstant, coded, element_columns, label
from models.db import Base
from models.organisation import Department

EditionElements: Any = element_columns("EditionElements", el.EDITION_ELEMENTS)


class Item(Row, Standard, Stamped, Revised, Base):
    """事项: identity only; what it says stands in its editions. Never deleted. Only a leaf has editions."""

    __tablename__ = "item"

    code: Mapped[str] = mapped_column(
        String(12), unique=True, info=label("事项编号", help="县内永久编号，给出后不变", check="item_code")
    )
    name: Mapped[str] = mapped_column(String(200), info=label("事项名称"))
    tier: Mapped[str] = coded(v.ITEM_TIER)
    parent_code: Mapped[str | None] = mapped_column(String(12), ForeignKey("item.code"), info=label("上级事项"))
    department_code: Mapped[str] = mapped_column(
        String(20), ForeignKey("department.code"), index=True, info=label("主管部门")
    )
    window_kind_code: Mapped[str | None] = mapped_column(
        String(20), ForeignKey("window_kind.code"), index=True, info=label("标准窗口")
    )
    catalog_code: Mapped[str | None] = mapped_column(
        String(12), info=label("基本编码", help="国家基本目录的12位编码", exchange="catalog_code")
    )
    state: Mapped[str] = coded(v.ITEM_STATE, default="in_use")
    state_reason: Mapped[str | None] = mapped_column(String(300), info=label("状态说明"))
    replaced_by_code: Mapped[str | None] = mapped_column(String(12), ForeignKey("item.code"), info=label("替代事项"))
    # The state holds between these days, both inclusive, empty is open: `appcore.item_days` reads it by date.
    state_from: Mapped[date | None] = mapped_column(Date, info=label("状态起始日"))
    state_until: Mapped[date | None] = mapped_column(Date, info=label("状态截止日"))
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False, info=label("样例"))
    department: Mapped[Department] = relationship()

    def __str__(self) -> str:
        return self.name


class ItemEvent(Row, Standard, Base):
    """事项变更: an item paused, taken up again or cancelled: by whom, why, from when, until when, and what takes its place."""

    __tablename__ = "item_event"

    item_code: Mapped[str] = mapped_column(String(12), ForeignKey("item.code"), index=True, info=label("事项"))
    act: Mapped[str] = coded(v.ITEM_ACT)
    at: Mapped[datetime] = mapped_column(UtcInstant, info=label("办理时间"))
    actor: Mapped[str] = mapped_column(String(80), info=label("经办人"))
    reason: Mapped[str] = mapped_column(String(300), info=label("原因"))
    from_on: Mapped[date] = mapped_column(Date, info=label("起始日期"))
    until_on: Mapped[date | None] = mapped_column(Date, info=label("截止日期"))
    replaced_by_code: Mapped[str | None] = mapped_column(String(12), ForeignKey("item.code"), info=label("替代事项"))

    def __str__(self) -> str:
        return v.ITEM_ACT.label_of(self.act)


class ItemAlias(Row, Standard, Stamped, Revised, Base):
    """别名: spoken and outdated names by which people ask for an item."""

    __tablename__ = "item_alias"

    item_code: Mapped[str] = mapped_column(
        String(12), ForeignKey("item.code"), index=True, active_history=True, info=label("事项")
    )
    text: Mapped[str] = mapped_column(String(60), info=label("别名"))
    item: Mapped[Item] = relationship()

    def __str__(self) -> str:
        return self.text


class Edition(Row, Draft, EditionElements, Stamped, Revised, Base):
    """版本: one numbered edition. In force by date; the stored bytes of `definition` are never rewritten.

    Content columns are one per element. `effective_from` and `withdrawn_from` are local (Asia/Shanghai) times.
    """

    __tablename__ = "edition"
    __table_args__ = (
        Index("uq_edition_number", "item_code", "number", unique=True),
        Index(
            "uq_edition_open",
            "item_code",
            unique=True,
            sqlite_where=text("state IN ('draft','submitted','returned','approved')"),
            postgresql_where=text("state IN ('draft','submitted','returned','approved')"),
        ),
    )

    # Active history where `access.scope` asks what was there before, even of a row that was not read again.
    item_code: Mapped[str] = mapped_column(
        String(12), ForeignKey("item.code"), index=True, active_history=True, info=label("事项")
    )
    number: Mapped[int | None] = mapped_column(
        Integer, active_history=True, info=label("版本号", exchange="task_version")
    )
    state: Mapped[str] = coded(v.EDITION_STATE, active_history=True)
    department_code: Mapped[str] = mapped_column(
        String(20), ForeignKey("department.code"), index=True, active_history=True, info=label("起草部门")
    )
    owner_code: Mapped[str] = mapped_column(String(12), index=True, active_history=True, info=label("标准制定地"))
    effective_from: Mapped[datetime | None] = mapped_column(
        DateTime, info=label("生效时间", exchange="plan_effective_date")
    )
    withdrawn_from: Mapped[datetime | None] = mapped_column(DateTime, info=label("停用时间"))
    plan_cancel_on: Mapped[date | None] = mapped_column(Date, info=label("计划取消日期", exchange="plan_cancel_date"))
    submitted_by: Mapped[str | None] = mapped_column(String(80), info=label("送审人"))
    definition: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, info=label("定义"))
    definition_hash: Mapped[str | None] = mapped_column(
        String(64), index=True, active_history=True, info=label("定义摘要")
    )
    taken_over: Mapped[bool] = mapped_column(Boolean, default=False, info=label("现行(待完善)"))
    item: Mapped[Item] = relationship()

    def __str__(self) -> str:
        return self.name or self.item_code


class EditionEvent(Row, Draft, Base):
    """What happened to an edition: the act, who, when, with remarks per element on a return."""

    __tablename__ = "edition_event"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True, info=label("版本"))
    act: Mapped[str] = coded(v.EDITION_ACT)
    at: Mapped[datetime] = mapped_column(UtcInstant, info=label("时间"))
    actor: Mapped[str] = mapped_column(String(80), info=label("经办人"))
    reason: Mapped[str | None] = mapped_column(String(500), info=label("说明"))
    edition: Mapped[Edition] = relationship()
