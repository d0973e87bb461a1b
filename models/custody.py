"""交接账: who handed a case to whom, and whether it was taken over. Append-only; who holds a case is read off it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, ForeignKeyConstraint, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from models import vocabulary as v
from models.base import UtcInstant, coded, label
from models.case import CaseChild
from models.db import Base


class CustodyEvent(CaseChild, Base):
    """One step of a case's way from desk to desk: handed, then taken, sent back or recalled. Triggers refuse any change.

    `serial` counts the steps of a case, so that of two who act at once one wins. `papers` names those that travel with
    it. `form_key` is that of the form that handed it over: sent twice, it hands once.
    """

    __tablename__ = "custody_event"

    serial: Mapped[int] = mapped_column(Integer, info=label("序号"))
    step: Mapped[str] = coded(v.CUSTODY_STEP)
    from_hall_code: Mapped[str | None] = mapped_column(
        String(15), ForeignKey("hall.code"), info=label("移交中心", help="移交前持有办件的中心")
    )
    from_department_code: Mapped[str | None] = mapped_column(
        String(20), ForeignKey("department.code"), info=label("移交部门")
    )
    to_hall_code: Mapped[str | None] = mapped_column(String(15), ForeignKey("hall.code"), info=label("接收中心"))
    to_department_code: Mapped[str | None] = mapped_column(
        String(20), ForeignKey("department.code"), info=label("接收部门")
    )
    at: Mapped[datetime] = mapped_column(DateTime, info=label("时间"))
    reason: Mapped[str | None] = mapped_column(String(300), info=label("原因"))
    papers: Mapped[list[Any]] = mapped_column(JSON, info=label("随件材料"))
    actor: Mapped[str] = mapped_column(String(80), info=label("经办人"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), info=label("账号"))
    form_key: Mapped[str | None] = mapped_column(String(64), info=label("表单标识"))
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("登记时间"))

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return (
            ForeignKeyConstraint(
                ["county_code", "opened_year", "case_id"],
                ["svc_case.county_code", "svc_case.opened_year", "svc_case.id"],
            ),
            UniqueConstraint("county_code", "opened_year", "case_id", "serial"),
            UniqueConstraint("county_code", "opened_year", "form_key"),
        )
