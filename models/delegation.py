"""承接: powers that the county hands to towns in batches, with both sides' duties, and what each hall has taken over."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Revised, Row, Scoped, Stamped, Standard, UtcInstant, coded, label
from models.db import Base
from models.item import Item
from models.place import Hall


class Delegation(Row, Standard, Stamped, Revised, Base):
    """承接批次: one handing-over of items to towns. Its duties and lists change only while it is drawn up."""

    __tablename__ = "delegation"

    name: Mapped[str] = mapped_column(String(120), info=label("批次名称"))
    document_code: Mapped[str | None] = mapped_column(
        String(40), ForeignKey("document.code"), index=True, info=label("文件")
    )
    paper: Mapped[str | None] = mapped_column(
        String(200), info=label("文件名称和文号", help="文件还没有进文件库时填写")
    )
    form: Mapped[str] = coded(v.DELEGATION_FORM)
    starts_on: Mapped[date] = mapped_column(Date, info=label("起始日期"))
    state: Mapped[str] = coded(v.DELEGATION_STATE)
    note: Mapped[str | None] = mapped_column(String(500), info=label("说明"))
    issued_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("下达时间"))
    issued_by: Mapped[str | None] = mapped_column(String(80), info=label("下达人"))

    def __str__(self) -> str:
        return self.name


class DelegationDuty(Row, Standard, Base):
    """双方责任: what the department or the town answers for."""

    __tablename__ = "delegation_duty"

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True, info=label("承接批次"))
    side: Mapped[str] = coded(v.DUTY_SIDE)
    position: Mapped[int] = mapped_column(Integer, info=label("顺序"))
    text: Mapped[str] = mapped_column(String(300), info=label("责任"))


class HandoverLine(Row, Standard, Base):
    """交接清单: what is handed over with an item before a town may take it on."""

    __tablename__ = "handover_line"

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True, info=label("承接批次"))
    item_code: Mapped[str] = mapped_column(String(12), ForeignKey("item.code"), index=True, info=label("事项"))
    position: Mapped[int] = mapped_column(Integer, info=label("顺序"))
    text: Mapped[str] = mapped_column(String(200), info=label("交接内容"))


class Adoption(Row, Scoped, Stamped, Revised, Base):
    """承接: one item that a hall takes on by a batch. Recalled is what it is from `recalled_from` on."""

    __tablename__ = "adoption"
    __table_args__ = (UniqueConstraint("delegation_id", "item_code", "hall_code"),)

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True, info=label("承接批次"))
    item_code: Mapped[str] = mapped_column(
        String(12), ForeignKey("item.code"), index=True, active_history=True, info=label("事项")
    )
    state: Mapped[str] = coded(v.ADOPTION_STATE)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"), index=True, info=label("进驻事项"))
    accepted_on: Mapped[date | None] = mapped_column(Date, info=label("承接日期"))
    accepted_by: Mapped[str | None] = mapped_column(String(80), info=label("承接人"))
    recalled_from: Mapped[date | None] = mapped_column(Date, info=label("收回日期"))
    recall_reason: Mapped[str | None] = mapped_column(String(300), info=label("收回原因"))
    recall_cases: Mapped[str | None] = coded(v.RECALL_CASES, nullable=True)
    recalled_by: Mapped[str | None] = mapped_column(String(80), info=label("收回人"))
    delegation: Mapped[Delegation] = relationship()
    item: Mapped[Item] = relationship()
    hall: Mapped[Hall] = relationship(foreign_keys="Adoption.hall_code")


class HandoverCheck(Row, Scoped, Base):
    """交接核对: a line of the hand-over list that was seen to, by whom and when."""

    __tablename__ = "handover_check"
    __table_args__ = (UniqueConstraint("adoption_id", "line_id"),)

    adoption_id: Mapped[int] = mapped_column(ForeignKey("adoption.id"), index=True, info=label("承接"))
    line_id: Mapped[int] = mapped_column(ForeignKey("handover_line.id"), index=True, info=label("交接内容"))
    at: Mapped[datetime] = mapped_column(UtcInstant, info=label("时间"))
    actor: Mapped[str] = mapped_column(String(80), info=label("经办人"))


class AdoptionTraining(Row, Scoped, Stamped, Revised, Base):
    """培训记录: who was taught what for an item that was taken on."""

    __tablename__ = "adoption_training"

    adoption_id: Mapped[int] = mapped_column(ForeignKey("adoption.id"), index=True, info=label("承接"))
    day: Mapped[date] = mapped_column(Date, info=label("培训日期"))
    topic: Mapped[str] = mapped_column(String(200), info=label("培训内容"))
    trainer: Mapped[str] = mapped_column(String(80), info=label("培训人"))
    people: Mapped[str] = mapped_column(String(300), info=label("参加人员"))
