"""What the checks found and what came of it: levels and words that the county sets, stored findings, ticks, tasks, confirmations.

Findings are derived (`catalogue.check_store`): they can be thrown away and made anew from definitions and context.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from models import vocabulary as v
from models.base import Draft, Revised, Row, Scoped, Stamped, Standard, UtcInstant, coded, label
from models.db import Base
from models.item import Edition, Item
from models.offer import Offer


class CheckLevel(Row, Standard, Stamped, Revised, Base):
    """检查级别: the level of one rule in this county, with the reason for it (decisions 51)."""

    __tablename__ = "check_level"
    __table_args__ = (UniqueConstraint("owner_code", "rule_id"),)

    rule_id: Mapped[str] = mapped_column(String(8), info=label("规则"))
    level: Mapped[str] = coded(v.CHECK_LEVEL)
    reason: Mapped[str] = mapped_column(String(300), info=label("理由", help="为什么本县这样定"))

    def __str__(self) -> str:
        return self.rule_id


class CheckWord(Row, Standard, Stamped, Revised, Base):
    """检查用语: words that the county adds to the lists of the checks, or allows."""

    __tablename__ = "check_word"
    __table_args__ = (UniqueConstraint("owner_code", "kind", "text"),)

    kind: Mapped[str] = coded(v.CHECK_WORD)
    text: Mapped[str] = mapped_column(String(60), info=label("用语", help="照原文填写，不用通配符"))
    reason: Mapped[str | None] = mapped_column(String(300), info=label("说明"))

    def __str__(self) -> str:
        return self.text


class Found:
    """The columns by which a problem is kept: its rule and place, its sentences as msgids with their parameters.

    `text` is the Chinese sentence, to be searched. `fingerprint` changes with the sentence and with what stands at the place.
    """

    rule_id: Mapped[str] = mapped_column(String(8), index=True, info=label("规则"))
    group: Mapped[str] = coded(v.CHECK_GROUP)
    part: Mapped[str] = mapped_column(String(32), info=label("所在部分"))
    key: Mapped[str] = mapped_column(String(40), info=label("所在行"))
    element: Mapped[str] = mapped_column(String(40), info=label("所在要素"))
    child: Mapped[str] = mapped_column(String(40), info=label("所在下级行"))
    message: Mapped[str] = mapped_column(String(200), info=label("问题的句式"))
    fix: Mapped[str] = mapped_column(String(200), info=label("怎么改"))
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, info=label("问题的内容"))
    text: Mapped[str] = mapped_column(String(500), info=label("问题"))
    fingerprint: Mapped[str] = mapped_column(String(64), info=label("问题摘要"))

    @declared_attr
    def item_code(cls) -> Mapped[str]:
        return mapped_column(String(12), ForeignKey("item.code"), index=True, info=label("事项"))

    @declared_attr
    def item(cls) -> Mapped[Item]:
        return relationship()


class Counted:
    """How a whole fares: its score and its open problems by level, of which content and in which context they were found."""

    content_stamp: Mapped[str] = mapped_column(String(80), info=label("内容摘要"))
    context_stamp: Mapped[str] = mapped_column(String(64), info=label("检查依据的摘要"))
    score: Mapped[int] = mapped_column(Integer, index=True, info=label("得分"))
    errors: Mapped[int] = mapped_column(Integer, info=label("必须解决"))
    warnings: Mapped[int] = mapped_column(Integer, info=label("需要确认"))
    infos: Mapped[int] = mapped_column(Integer, info=label("仅提示"))
    checked_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("检查时间"))


def _edition_id(*, unique: bool = False) -> Mapped[int]:
    return mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), index=not unique, unique=unique, info=label("版本")
    )


def _department_code() -> Mapped[str]:
    return mapped_column(String(20), ForeignKey("department.code"), index=True, info=label("主管部门"))


class CheckRun(Row, Draft, Counted, Base):
    """得分: how an edition fared when it was last checked, and the fix that wins most.

    `beside` is of the items that were found near it, among all items as `beside_at` has them.
    """

    __tablename__ = "check_run"

    edition_id: Mapped[int] = _edition_id(unique=True)
    item_code: Mapped[str] = mapped_column(String(12), ForeignKey("item.code"), index=True, info=label("事项"))
    department_code: Mapped[str] = _department_code()
    beside: Mapped[str] = mapped_column(String(64), info=label("相近事项的摘要"))
    beside_at: Mapped[str] = mapped_column(String(64), info=label("全部事项的摘要"))
    ticked: Mapped[int] = mapped_column(Integer, info=label("已确认"))
    best: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), info=label("先改这一处"))
    edition: Mapped[Edition] = relationship()
    item: Mapped[Item] = relationship()

    def __str__(self) -> str:
        return self.item_code


class CheckFinding(Row, Draft, Found, Base):
    """问题: one problem of one edition."""

    __tablename__ = "check_finding"

    edition_id: Mapped[int] = _edition_id()
    department_code: Mapped[str] = _department_code()
    level: Mapped[str] = coded(v.FINDING_LEVEL)
    state: Mapped[str] = coded(v.FINDING_STATE)
    edition: Mapped[Edition] = relationship()

    def __str__(self) -> str:
        return self.text


class CheckTick(Row, Draft, Stamped, Base):
    """确认: a named person lets one warning stand, with a reason; it holds while sentence and element stay as they are."""

    __tablename__ = "check_tick"
    __table_args__ = (UniqueConstraint("item_code", "fingerprint"),)

    edition_id: Mapped[int] = _edition_id()
    item_code: Mapped[str] = mapped_column(String(12), ForeignKey("item.code"), index=True, info=label("事项"))
    rule_id: Mapped[str] = mapped_column(String(8), index=True, info=label("规则"))
    fingerprint: Mapped[str] = mapped_column(String(64), info=label("问题摘要"))
    text: Mapped[str] = mapped_column(String(500), info=label("问题"))
    reason: Mapped[str] = mapped_column(String(300), info=label("理由"))
    edition: Mapped[Edition] = relationship()
    item: Mapped[Item] = relationship()

    def __str__(self) -> str:
        return self.text


class ItemTask(Row, Draft, Found, Stamped, Revised, Base):
    """整改任务: an error of an edition that was taken over, with its owner and due date; closed by an edition without it."""

    __tablename__ = "item_task"
    __table_args__ = (Index("ix_item_task_state_due", "state", "due_on"),)

    edition_id: Mapped[int] = _edition_id()
    department_code: Mapped[str] = _department_code()
    state: Mapped[str] = coded(v.TASK_STATE)
    owner: Mapped[str | None] = mapped_column(
        String(80), index=True, info=label("负责人", help="不填时由主管部门的编辑负责")
    )
    due_on: Mapped[date] = mapped_column(Date, info=label("整改期限"))
    reason: Mapped[str | None] = mapped_column(String(300), info=label("改派或改期的理由"))
    opened_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("下达时间"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("完成时间"))
    closed_by: Mapped[int | None] = mapped_column(Integer, info=label("改好的版本号"))
    edition: Mapped[Edition] = relationship()

    def __str__(self) -> str:
        return self.text


class ItemConfirmation(Row, Standard, Stamped, Base):
    """复核: the owner of an item said that its edition in force still holds (decisions 51; half-yearly)."""

    __tablename__ = "item_confirmation"

    item_code: Mapped[str] = mapped_column(String(12), ForeignKey("item.code"), index=True, info=label("事项"))
    department_code: Mapped[str] = _department_code()
    number: Mapped[int] = mapped_column(Integer, info=label("版本号"))
    confirmed_on: Mapped[date] = mapped_column(Date, info=label("复核日期"))
    note: Mapped[str | None] = mapped_column(String(300), info=label("说明"))
    item: Mapped[Item] = relationship()

    def __str__(self) -> str:
        return self.item_code


class OfferRun(Row, Scoped, Counted, Base):
    """进驻事项得分: how what a hall shows of an item fared."""

    __tablename__ = "offer_run"

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), unique=True, info=label("进驻事项")
    )
    item_code: Mapped[str] = mapped_column(String(12), ForeignKey("item.code"), index=True, info=label("事项"))
    offer: Mapped[Offer] = relationship()
    item: Mapped[Item] = relationship()

    def __str__(self) -> str:
        return self.item_code


class OfferFinding(Row, Scoped, Found, Base):
    """进驻问题: one problem of what a hall shows of an item."""

    __tablename__ = "offer_finding"

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), index=True, info=label("进驻事项")
    )
    level: Mapped[str] = coded(v.FINDING_LEVEL)
    offer: Mapped[Offer] = relationship()

    def __str__(self) -> str:
        return self.text
