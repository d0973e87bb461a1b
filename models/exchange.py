"""对照表: how this county's elements and values are called in a scheme that data is exchanged under; and where items are worked."""

from __future__ import annotations

from sqlalchemy import Boolean, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Dated, Revised, Row, Stamped, Standard, label
from models.db import Base


class ExchangeColumn(Row, Standard, Stamped, Revised, Base):
    """A column of a scheme for one of our elements, or (with `value`) the scheme's code for one of its values."""

    __tablename__ = "exchange_column"
    __table_args__ = (UniqueConstraint("scheme", "element", "value"),)

    scheme: Mapped[str] = mapped_column(
        String(40), info=label("交换方案", help="国家交换表写“国家”；省、市平台写平台的名称")
    )
    element: Mapped[str] = mapped_column(String(60), info=label("本地要素"))
    value: Mapped[str | None] = mapped_column(
        String(60), info=label("本地取值", help="不填表示整列的名称；填写时照中文取值")
    )
    target: Mapped[str] = mapped_column(String(60), info=label("对方的列名或代码", help="整列不交换时填 -"))

    def __str__(self) -> str:
        return self.target


class WorkSystem(Row, Standard, Dated, Stamped, Revised, Base):
    """实际办理系统: where items are really worked. `numbered`: its own number of a case is asked for at the counter."""

    __tablename__ = "work_system"

    code: Mapped[str] = mapped_column(String(40), unique=True, info=label("系统编号", check="slug"))
    name: Mapped[str] = mapped_column(
        String(50), unique=True, info=label("系统名称", help="指南和窗口上就这样显示，如“浙江政务服务网”")
    )
    numbered: Mapped[bool] = mapped_column(Boolean, default=False, info=label("登记外部办件号"))
    note: Mapped[str | None] = mapped_column(String(300), info=label("说明"))

    def __str__(self) -> str:
        return self.name
