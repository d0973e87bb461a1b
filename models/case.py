"""Cases (办件) and all that hangs on them. Personal columns are sealed; children carry the place of their case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from models import vocabulary as v
from models.base import Revised, Row, Scoped, Sealing, Stamped, UtcInstant, blind_index, coded, label, sealed
from models.db import Base
from models.item import Edition, Item
from models.place import Hall


class Case(Row, Scoped, Sealing, Stamped, Revised, Base):
    """办件: one application, pinned to edition, offer revision and the hash of the refined definition.

    `hall_code` is where it was received, `region_code` the place it concerns, `department_code` who decides.
    Times of the law are local (Asia/Shanghai). `received_at` is when it was keyed; where it was first taken on paper,
    `paper_received_at` is the true time, and the clock runs from that (decisions 12). `entered` holds answers to fields; sensitive kinds are in `entered_sealed`.
    """

    __tablename__ = "svc_case"
    __table_args__ = (
        UniqueConstraint("county_code", "opened_year", "number"),
        UniqueConstraint("county_code", "opened_year", "id"),
        Index("ix_svc_case_hall_state", "hall_code", "state", "received_at"),
        Index("ix_svc_case_region_received", "region_code", "received_at"),
    )

    county_code: Mapped[str] = mapped_column(String(12), info=label("县"))
    opened_year: Mapped[int] = mapped_column(Integer, info=label("年份"))
    number: Mapped[str] = mapped_column(String(21), unique=True, info=label("办件编号"))
    query_code: Mapped[str] = mapped_column(String(8), info=label("查询码"))
    item_code: Mapped[str] = mapped_column(
        String(12), ForeignKey("item.code"), index=True, active_history=True, info=label("事项")
    )
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"), index=True, info=label("版本"))
    offer_revision: Mapped[int] = mapped_column(Integer, default=0, info=label("本地值修订号"))
    definition_hash: Mapped[str | None] = mapped_column(String(64), info=label("定义摘要"))
    window_id: Mapped[int | None] = mapped_column(ForeignKey("window.id"), info=label("窗口"))
    state: Mapped[str] = coded(v.CASE_STATE)
    kind: Mapped[str] = coded(v.CASE_KIND)
    mode: Mapped[str] = coded(v.CASE_MODE)
    outcome: Mapped[str | None] = coded(v.CASE_OUTCOME, nullable=True)
    received_at: Mapped[datetime] = mapped_column(DateTime, index=True, info=label("收件时间"))
    accepted_at: Mapped[datetime | None] = mapped_column(DateTime, info=label("受理时间"))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime, info=label("办结时间"))
    paper_received_at: Mapped[datetime | None] = mapped_column(DateTime, info=label("纸质材料收到时间"))
    paper_reason: Mapped[str | None] = mapped_column(String(300), info=label("补录原因"))
    paper_leader: Mapped[str | None] = mapped_column(String(80), info=label("同意补录的领导"))
    applicant_name: Mapped[str] = mapped_column(String(100), info=label("申请人", mask="name"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, info=label("情形回答"))
    entered: Mapped[dict[str, Any]] = mapped_column(JSON, info=label("表单内容"))
    entered_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, info=label("表单敏感内容", personal=True))
    outside_number: Mapped[str | None] = mapped_column(String(60), info=label("外部办件号"))
    first_contact: Mapped[str | None] = mapped_column(String(80), info=label("首问责任人"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True, info=label("当前经办人"))
    item: Mapped[Item] = relationship()
    edition: Mapped[Edition | None] = relationship()
    hall: Mapped[Hall] = relationship(foreign_keys="Case.hall_code")

    def __str__(self) -> str:
        return self.number


class CaseChild(Row, Scoped):
    """What hangs on a case carries its county and year, so that partitions are possible later."""

    county_code: Mapped[str] = mapped_column(String(12), info=label("县"))
    opened_year: Mapped[int] = mapped_column(Integer, info=label("年份"))
    case_id: Mapped[int] = mapped_column(Integer, index=True, info=label("办件"))

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return (
            ForeignKeyConstraint(
                ["county_code", "opened_year", "case_id"],
                ["svc_case.county_code", "svc_case.opened_year", "svc_case.id"],
            ),
        )

    @declared_attr
    def case(cls) -> Mapped[Case]:
        return relationship(viewonly=True)


class Party(CaseChild, Sealing, Stamped, Revised, Base):
    """当事人: applicant, co-applicant, household member, agent … each a person or a body."""

    __tablename__ = "party"

    role: Mapped[str] = coded(v.PARTY_ROLE)
    is_body: Mapped[bool] = mapped_column(Boolean, default=False, info=label("法人或其他组织"))
    name: Mapped[str] = mapped_column(String(100), info=label("姓名或名称", mask="name"))
    document_kind: Mapped[str] = coded(v.ID_DOCUMENT)
    id_number_sealed: Mapped[bytes | None] = sealed("证件号码")
    id_number_index: Mapped[str | None] = blind_index("证件号码")
    unchecked_reason: Mapped[str | None] = mapped_column(String(200), info=label("未通过校验的原因"))
    phone_sealed: Mapped[bytes | None] = sealed("联系电话")
    phone_index: Mapped[str | None] = blind_index("联系电话")
    address_sealed: Mapped[bytes | None] = sealed("通讯地址")

    def __str__(self) -> str:
        """By the role: titles of pages name nobody (R79)."""
        return v.PARTY_ROLE.label_of(self.role)


class CaseGrant(CaseChild, Stamped, Base):
    """A case handed to another hall or department: the right to read or handle it, from–until (local times).

    `to_hall_code` or `to_department_code` is set; the scope columns stay those of the case.
    """

    __tablename__ = "case_grant"

    to_hall_code: Mapped[str | None] = mapped_column(
        String(15), ForeignKey("hall.code"), index=True, info=label("移交中心")
    )
    to_department_code: Mapped[str | None] = mapped_column(
        String(20), ForeignKey("department.code"), index=True, info=label("移交部门")
    )
    case_right: Mapped[str] = coded(v.CASE_RIGHT)
    granted_from: Mapped[datetime] = mapped_column(DateTime, info=label("开始"))
    granted_until: Mapped[datetime | None] = mapped_column(DateTime, info=label("结束"))


class MaterialCheck(CaseChild, Stamped, Revised, Base):
    """收件核验: how each needed paper of the case is met."""

    __tablename__ = "material_check"

    material_key: Mapped[str] = mapped_column(String(40), info=label("材料标识"))
    name: Mapped[str] = mapped_column(String(200), info=label("材料名称"))
    state: Mapped[str] = coded(v.MATERIAL_STATE)
    note: Mapped[str | None] = mapped_column(String(300), info=label("说明"))

    def __str__(self) -> str:
        return self.name


class ClockEvent(CaseChild, Base):
    """期限账本: the deadline is derived from these events, never stored alone. Never changed or deleted."""

    __tablename__ = "clock_event"

    kind: Mapped[str] = coded(v.CLOCK_EVENT)
    at: Mapped[datetime] = mapped_column(DateTime, info=label("时间"))
    days: Mapped[int | None] = mapped_column(Integer, info=label("天数"))
    unit: Mapped[str | None] = coded(v.TIME_UNIT, nullable=True)
    counted: Mapped[bool | None] = mapped_column(Boolean, info=label("计入时限"))
    procedure_key: Mapped[str | None] = mapped_column(String(40), info=label("特别程序"))
    reason: Mapped[str | None] = mapped_column(String(300), info=label("原因"))
    actor: Mapped[str] = mapped_column(String(80), info=label("经办人"))
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("登记时间"))


class BetterRule(CaseChild, Base):
    """适用的新规定: at the publication of a later edition, what of it is better for the applicant was applied to an open case.

    `changes` are keys of `definition.better`; `definition_hash` is that of what the case goes by from then on. Never changed.
    """

    __tablename__ = "better_rule"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True, info=label("新版本"))
    changes: Mapped[list[str]] = mapped_column(JSON, info=label("适用的内容"))
    definition_hash: Mapped[str] = mapped_column(String(64), info=label("定义摘要"))
    at: Mapped[datetime] = mapped_column(DateTime, info=label("时间"))
    actor: Mapped[str] = mapped_column(String(80), info=label("经办人"))
    edition: Mapped[Edition] = relationship()


class Slip(CaseChild, Stamped, Base):
    """文书: its facts and the version of the template it is worded by; numbered by hall, kind and year; void keeps its number."""

    __tablename__ = "slip"

    kind: Mapped[str] = coded(v.SLIP_KIND)
    number: Mapped[str] = mapped_column(String(40), unique=True, info=label("文书编号"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, info=label("文书内容"))
    template_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("slip_template_version.id"), info=label("所用模板")
    )
    issued_at: Mapped[datetime] = mapped_column(DateTime, info=label("出具时间"))
    void_reason: Mapped[str | None] = mapped_column(String(200), info=label("作废原因"))

    def __str__(self) -> str:
        return self.number
