"""Who saw whole personal values, what people asked for about their own, and which cases two people let go (销毁清单)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Revised, Row, Scoped, Sealing, Stamped, Unscoped, UtcInstant, blind_index, coded, label, sealed
from models.db import Base


class ReadLog(Row, Unscoped, Base):
    """查看记录: who saw which personal values of which case, when and why. Never changed or deleted; outlives its case.

    `person_mark` and `number_mark` are keyed hashes under a key that does not rotate (`privacy.mark_of`).
    """

    __tablename__ = "read_log"
    scope_reason = "read by auditor and security administrator alone, by permission; written only by access.read_log"

    at: Mapped[datetime] = mapped_column(UtcInstant, index=True, info=label("时间"))
    day: Mapped[date] = mapped_column(Date, info=label("日期"))
    account: Mapped[str] = mapped_column(String(80), index=True, info=label("账号"))
    actor: Mapped[str] = mapped_column(String(80), info=label("姓名"))
    place: Mapped[str | None] = mapped_column(String(15), ForeignKey("hall.code"), info=label("所在中心"))
    address: Mapped[str] = mapped_column(String(45), info=label("来源地址"))
    request_id: Mapped[str] = mapped_column(String(32), info=label("请求编号"))
    case_number: Mapped[str] = mapped_column(String(21), index=True, info=label("办件编号"))
    seen: Mapped[str] = mapped_column(String(120), info=label("看到的内容"))
    reason: Mapped[str] = coded(v.READ_REASON)
    person_mark: Mapped[str | None] = mapped_column(String(64), index=True, info=label("当事人标记"))
    number_mark: Mapped[str | None] = mapped_column(String(64), index=True, info=label("号码标记"))


class PersonRequest(Row, Scoped, Sealing, Stamped, Revised, Base):
    """个人信息请求: a person wants a copy, a correction or an erasure (个人信息保护法 第四十五至四十七条), and what came of it."""

    __tablename__ = "person_request"

    number: Mapped[str] = mapped_column(String(40), unique=True, info=label("登记编号"))
    kind: Mapped[str] = coded(v.PERSON_REQUEST)
    name: Mapped[str] = mapped_column(String(100), info=label("请求人", mask="name"))
    id_number_sealed: Mapped[bytes | None] = sealed("证件号码")
    id_number_index: Mapped[str | None] = blind_index("证件号码")
    wanted: Mapped[str] = mapped_column(String(300), info=label("请求内容"))
    received_on: Mapped[date] = mapped_column(Date, info=label("登记日期"))
    state: Mapped[str] = coded(v.REQUEST_STATE)
    answer: Mapped[str | None] = mapped_column(String(300), info=label("答复"))
    answered_on: Mapped[date | None] = mapped_column(Date, info=label("答复日期"))

    def __str__(self) -> str:
        return self.number


class DestructionList(Row, Scoped, Stamped, Revised, Base):
    """销毁清单: cases of a hall whose term is over, drawn up by one, signed by two others, then carried out. Stays for good."""

    __tablename__ = "destruction_list"

    number: Mapped[str] = mapped_column(String(40), unique=True, info=label("清单编号"))
    state: Mapped[str] = coded(v.DESTRUCTION_STATE)
    as_of: Mapped[date] = mapped_column(Date, info=label("截止日期"))
    case_count: Mapped[int] = mapped_column(Integer, info=label("办件数"))
    row_count: Mapped[int] = mapped_column(Integer, info=label("数据行数"))
    drawn_up_by: Mapped[str] = mapped_column(String(80), info=label("编制人"))
    drawn_up_account: Mapped[int] = mapped_column(Integer, info=label("编制账号"))
    first_by: Mapped[str | None] = mapped_column(String(80), info=label("审批人签字"))
    first_account: Mapped[int | None] = mapped_column(Integer, info=label("审批账号"))
    first_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("审批签字时间"))
    second_by: Mapped[str | None] = mapped_column(String(80), info=label("监销人签字"))
    second_account: Mapped[int | None] = mapped_column(Integer, info=label("监销账号"))
    second_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("监销签字时间"))
    carried_out_by: Mapped[str | None] = mapped_column(String(80), info=label("执行人"))
    carried_out_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("执行时间"))

    def __str__(self) -> str:
        return self.number


class DestructionLine(Row, Scoped, Base):
    """清单明细: one case of a list; what is kept of it afterwards. `case_row` has no reference: the case goes."""

    __tablename__ = "destruction_line"

    list_id: Mapped[int] = mapped_column(ForeignKey("destruction_list.id"), index=True, info=label("销毁清单"))
    case_row: Mapped[int] = mapped_column(Integer, index=True, info=label("办件序号"))
    case_number: Mapped[str] = mapped_column(String(21), index=True, info=label("办件编号"))
    item_code: Mapped[str] = mapped_column(String(12), ForeignKey("item.code"), info=label("事项"))
    finished_on: Mapped[date] = mapped_column(Date, info=label("办结日期"))
    retention: Mapped[str] = coded(v.RETENTION)
    due_on: Mapped[date] = mapped_column(Date, info=label("可销毁起始日"))
    row_count: Mapped[int] = mapped_column(Integer, info=label("数据行数"))
    destroyed: Mapped[bool | None] = mapped_column(Boolean, info=label("已销毁"))
    whole: Mapped[DestructionList] = relationship()

    def __str__(self) -> str:
        return self.case_number
