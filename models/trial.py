"""试填样例: what was tried on an item by made-up people, and what came of it, to be tried again on each new edition."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, Stamped, Standard, label
from models.db import Base


class TrialExample(Row, Standard, Stamped, Base):
    """One example of an item; it outlives editions. `typed`: the texts of the form by control; `outcome`: what the trial said."""

    __tablename__ = "trial_example"
    __table_args__ = (UniqueConstraint("item_code", "name"),)

    item_code: Mapped[str] = mapped_column(ForeignKey("item.code"), index=True, info=label("事项"))
    department_code: Mapped[str | None] = mapped_column(ForeignKey("department.code"), info=label("所属部门"))
    name: Mapped[str] = mapped_column(String(60), info=label("样例名称"))
    typed: Mapped[dict[str, Any]] = mapped_column(JSON, info=label("填写内容"))
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON, info=label("试填结果"))

    def __str__(self) -> str:
        return self.name
