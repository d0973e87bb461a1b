"""What a review leaves behind: returns with their remarks, and the notice with which an edition was withdrawn."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Draft, Revised, Row, Stamped, UtcInstant, coded, label
from models.db import Base
from models.item import Edition


class EditionReturn(Row, Draft, Base):
    """退回: a round of review that was sent back, and by when the draft is due again.

    `content` is the canonical JSON of the draft as it was returned: what was done about the remarks is told by comparing.
    """

    __tablename__ = "edition_return"
    __table_args__ = (UniqueConstraint("edition_id", "round"),)

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id"), index=True, active_history=True, info=label("版本")
    )
    round: Mapped[int] = mapped_column(Integer, info=label("第几轮"))
    at: Mapped[datetime] = mapped_column(UtcInstant, info=label("时间"))
    actor: Mapped[str] = mapped_column(String(80), info=label("经办人"))
    due_on: Mapped[date] = mapped_column(Date, info=label("修改期限"))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info=label("退回时的内容"))
    edition: Mapped[Edition] = relationship()


class EditionRemark(Row, Draft, Stamped, Revised, Base):
    """审核意见: a remark on one place of a draft. `part`, `key`, `element` and `child` name it as the checks do."""

    __tablename__ = "edition_remark"

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id"), index=True, active_history=True, info=label("版本")
    )
    return_id: Mapped[int | None] = mapped_column(ForeignKey("edition_return.id"), info=label("退回"))
    part: Mapped[str] = mapped_column(String(40), info=label("部分"))
    key: Mapped[str] = mapped_column(String(40), info=label("标识"))
    element: Mapped[str] = mapped_column(String(40), info=label("要素"))
    child: Mapped[str] = mapped_column(String(40), info=label("下级标识"))
    text: Mapped[str] = mapped_column(String(500), info=label("意见"))
    state: Mapped[str] = coded(v.REMARK_STATE)
    answer: Mapped[str | None] = mapped_column(String(500), info=label("答复"))
    times: Mapped[int] = mapped_column(Integer, default=1, info=label("提出次数"))
    edition: Mapped[Edition] = relationship()

    def __str__(self) -> str:
        return self.text


class EditionNotice(Row, Draft, Base):
    """停用公告: what the public reads where an edition was withdrawn, and from which day it was told."""

    __tablename__ = "edition_notice"

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id"), unique=True, active_history=True, info=label("版本")
    )
    text: Mapped[str] = mapped_column(String(1000), info=label("公告内容"))
    published_on: Mapped[date] = mapped_column(Date, info=label("公告日期"))
    edition: Mapped[Edition] = relationship()

    def __str__(self) -> str:
        return self.text
