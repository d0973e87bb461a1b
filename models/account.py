"""Accounts: Flask-AppBuilder's User with our columns, and the grants that say what an account may see."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy import JSON, Boolean, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Row, Stamped, Unscoped, coded, label
from models.db import Base

# One mapper over ab_user: a subclass would give two Python objects for one row.
User.hall_code = mapped_column("hall_code", String(15), ForeignKey("hall.code"), nullable=True, info=label("所在中心"))
User.department_code = mapped_column(
    "department_code", String(20), ForeignKey("department.code"), nullable=True, info=label("所属部门")
)
User.staff_id = mapped_column("staff_id", ForeignKey("staff.id"), nullable=True, info=label("工作人员"))
User.is_demo = mapped_column("is_demo", Boolean, nullable=True, info=label("演示账号"))


class ScopeGrant(Row, Unscoped, Stamped, Base):
    """范围: what an account sees. Kinds: this hall only, this place and below, this department's line, these items."""

    __tablename__ = "scope_grant"
    scope_reason = "read to find out the scope itself; managed by the security administrator alone"

    account_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True, info=label("账号"))
    kind: Mapped[str] = coded(v.GRANT_KIND)
    hall_code: Mapped[str | None] = mapped_column(String(15), ForeignKey("hall.code"), info=label("服务中心"))
    region_code: Mapped[str | None] = mapped_column(String(12), ForeignKey("region.code"), info=label("区划"))
    department_code: Mapped[str | None] = mapped_column(String(20), ForeignKey("department.code"), info=label("部门"))
    item_codes: Mapped[list[Any] | None] = mapped_column(JSON, info=label("事项"))
    valid_from: Mapped[date | None] = mapped_column(Date, info=label("起用日期"))
    valid_to: Mapped[date | None] = mapped_column(Date, info=label("停用日期"))
    account: Mapped[User] = relationship(foreign_keys="ScopeGrant.account_id")


__all__ = ["Role", "ScopeGrant", "User"]
