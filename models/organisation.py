"""Departments (部门): the bodies that hold the powers."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Dated, Revised, Row, Stamped, Standard, coded, label
from models.db import Base
from models.vocabulary import DEPARTMENT_KIND


class Department(Row, Standard, Dated, Stamped, Revised, Base):
    """A body with its short name; `credit_code` (统一社会信用代码) only where the body says that it has one."""

    __tablename__ = "department"

    code: Mapped[str] = mapped_column(String(20), unique=True, info=label("部门编号", check="slug"))
    name: Mapped[str] = mapped_column(String(80), info=label("部门名称"))
    full_name: Mapped[str | None] = mapped_column(String(120), info=label("全称"))
    kind: Mapped[str] = coded(DEPARTMENT_KIND)
    credit_code: Mapped[str | None] = mapped_column(String(18), info=label("统一社会信用代码", check="credit_code"))

    def __str__(self) -> str:
        return self.name
