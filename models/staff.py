"""Staff (工作人员) and their posts (岗位) at windows."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Dated, Revised, Row, Scoped, Sealing, Stamped, blind_index, coded, label, sealed
from models.db import Base
from models.place import Hall
from models.window import Window


class Staff(Row, Scoped, Sealing, Dated, Stamped, Revised, Base):
    """工作人员. Name, post, window, number and work phone are public by office; photo, party mark and pledge by consent."""

    __tablename__ = "staff"

    name: Mapped[str] = mapped_column(String(40), info=label("姓名"))
    staff_number: Mapped[str] = mapped_column(String(20), unique=True, info=label("工号"))
    title: Mapped[str | None] = mapped_column(String(40), info=label("职务"))
    duty: Mapped[str | None] = mapped_column(String(60), info=label("岗位职责", help="8至15个字，印在桌牌上"))
    work_phone: Mapped[str | None] = mapped_column(String(30), info=label("办公电话", check="phone"))
    mobile_sealed: Mapped[bytes | None] = sealed("手机号")
    mobile_index: Mapped[str | None] = blind_index("手机号")
    party_member: Mapped[bool | None] = mapped_column(Boolean, info=label("党员"))
    pledge: Mapped[str | None] = mapped_column(String(200), info=label("党员承诺"))
    photo: Mapped[str | None] = mapped_column(String(64), info=label("照片"))
    consents_wall: Mapped[bool | None] = mapped_column(Boolean, info=label("同意在大厅展示照片"))
    consents_web: Mapped[bool | None] = mapped_column(Boolean, info=label("同意在网上展示照片"))
    hall: Mapped[Hall | None] = relationship(foreign_keys="Staff.hall_code")

    def __str__(self) -> str:
        return self.name


class Post(Row, Scoped, Dated, Stamped, Revised, Base):
    """岗位: a person at a window, as A, B, chief representative or head; `weekdays` holds 1–7, empty means every day."""

    __tablename__ = "post"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True, info=label("工作人员"))
    window_id: Mapped[int] = mapped_column(ForeignKey("window.id"), index=True, info=label("窗口"))
    kind: Mapped[str] = coded(v.POST_KIND)
    weekdays: Mapped[str | None] = mapped_column(
        String(7), info=label("星期", help="1至7，不填表示每天", check="weekdays")
    )
    staff: Mapped[Staff] = relationship()
    window: Mapped[Window] = relationship()

    def __str__(self) -> str:
        return v.POST_KIND.label_of(self.kind)
