"""Places: regions (行政区划) and the halls (服务中心) that serve them."""

from __future__ import annotations

from datetime import time

from sqlalchemy import Boolean, ForeignKey, Integer, String, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Dated, Revised, Row, Scoped, Stamped, Standard, coded, label
from models.db import Base


class Region(Row, Standard, Dated, Stamped, Revised, Base):
    """行政区划: a 12-digit code; `level` is the number of digits that count (2, 4, 6, 9 or 12)."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(String(12), unique=True, info=label("区划代码", check="region_code"))
    name: Mapped[str] = mapped_column(String(50), info=label("名称"))
    level: Mapped[int] = mapped_column(Integer, info=label("层级位数"))
    parent_code: Mapped[str | None] = mapped_column(String(12), ForeignKey("region.code"), info=label("上级区划"))

    def __str__(self) -> str:
        return self.name


class Hall(Row, Standard, Dated, Stamped, Revised, Base):
    """服务中心: name and address are the county's; hours, phones and equipment are the hall's own (`HallDetail`).

    `region_code` is the place that the hall serves, which may not be the place where its building stands.
    """

    __tablename__ = "hall"

    code: Mapped[str] = mapped_column(
        String(15), unique=True, info=label("中心编号", help="区划代码加两位序号", check="hall_code")
    )
    name: Mapped[str] = mapped_column(String(80), info=label("名称"))
    kind: Mapped[str] = coded(v.HALL_KIND)
    hall_class: Mapped[str | None] = coded(v.HALL_CLASS, nullable=True)
    region_code: Mapped[str] = mapped_column(String(12), ForeignKey("region.code"), index=True, info=label("服务区划"))
    address: Mapped[str | None] = mapped_column(String(200), info=label("地址"))
    required_area: Mapped[int | None] = mapped_column(Integer, info=label("面积标准(平方米)"))
    region: Mapped[Region] = relationship()

    def __str__(self) -> str:
        return self.name


class HallDetail(Row, Scoped, Stamped, Revised, Base):
    """What a hall sets itself: hours, phones, equipment. One row a hall."""

    __tablename__ = "hall_detail"

    morning_opens: Mapped[time | None] = mapped_column(Time, info=label("上午开门"))
    morning_closes: Mapped[time | None] = mapped_column(Time, info=label("上午关门"))
    afternoon_opens: Mapped[time | None] = mapped_column(Time, info=label("下午开门"))
    afternoon_closes: Mapped[time | None] = mapped_column(Time, info=label("下午关门"))
    hours_note: Mapped[str | None] = mapped_column(
        String(300), info=label("办理时间说明", help="如“工作日，夏季下午推迟半小时”")
    )
    market_days: Mapped[str | None] = mapped_column(String(60), info=label("逢场日", help="如“逢三、八”"))
    consult_phone: Mapped[str | None] = mapped_column(String(30), info=label("咨询电话", check="phone"))
    complaint_phone: Mapped[str | None] = mapped_column(String(30), info=label("监督投诉电话", check="phone"))
    transit: Mapped[str | None] = mapped_column(String(200), info=label("交通指引"))
    floor_area: Mapped[int | None] = mapped_column(Integer, info=label("面积(平方米)"))
    equipment: Mapped[str | None] = mapped_column(String(300), info=label("设备"))
    opens_saturday: Mapped[bool | None] = mapped_column(Boolean, info=label("周六开放"))
    hall: Mapped[Hall] = relationship(foreign_keys="HallDetail.hall_code")

    def __str__(self) -> str:
        return self.hall_code or ""
