"""权责清单: the county's list of powers and duties, and which items of the catalogue carry them out."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Dated, Revised, Row, Stamped, Standard, coded, label
from models.db import Base
from models.item import Item


class PowerEntry(Row, Standard, Dated, Stamped, Revised, Base):
    """权责事项: one line of the published list. `no_item` says why nobody applies for it, so that it wants no guide."""

    __tablename__ = "power_entry"

    code: Mapped[str] = mapped_column(String(60), unique=True, info=label("权责编码", help="清单上的编码，照原样填写"))
    name: Mapped[str] = mapped_column(String(300), info=label("权责名称"))
    task_type: Mapped[str] = coded(v.TASK_TYPE)
    department_code: Mapped[str | None] = mapped_column(
        String(20), ForeignKey("department.code"), index=True, info=label("部门")
    )
    body: Mapped[str | None] = mapped_column(String(120), info=label("实施主体", help="清单上写的单位名称"))
    basis: Mapped[str | None] = mapped_column(String(2000), info=label("依据"))
    duty: Mapped[str | None] = mapped_column(String(2000), info=label("责任事项"))
    no_item: Mapped[str | None] = mapped_column(
        String(300), info=label("不设办事事项的理由", help="没有人会来申请的权责，写明理由后不再提示缺少事项")
    )

    def __str__(self) -> str:
        return self.name


class PowerMatch(Row, Standard, Stamped, Base):
    """匹配: an item that carries out an entry, as somebody confirmed it."""

    __tablename__ = "power_match"
    __table_args__ = (UniqueConstraint("entry_code", "item_code"),)

    entry_code: Mapped[str] = mapped_column(
        String(60), ForeignKey("power_entry.code"), index=True, info=label("权责事项")
    )
    item_code: Mapped[str] = mapped_column(String(12), ForeignKey("item.code"), index=True, info=label("事项"))
    how: Mapped[str] = coded(v.POWER_HOW)
    entry: Mapped[PowerEntry] = relationship()
    item: Mapped[Item] = relationship()
