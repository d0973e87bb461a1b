"""文件库: the county's papers that bases, delegations, fees and work days rest on, each by its 索引号."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models import vocabulary as v
from models.base import Revised, Row, Stamped, Standard, coded, label
from models.db import Base


class Document(Row, Standard, Stamped, Revised, Base):
    """文件: one paper with its text or file. Others point to it by `code`.

    `state` says whether its end has been decided; it holds until `repealed_from` (local date), by `repealed_by_code` where another replaced it.
    `number` 发文字号 may be "-". `signed_on` 成文日期 and `made_on` 生成日期 differ: a paper is signed before its page is made.
    """

    __tablename__ = "document"

    code: Mapped[str] = mapped_column(
        String(40),
        unique=True,
        info=label("索引号", help="按文件公开页上的索引号填写；没有的由县里自编，给出后不变", check="index_number"),
    )
    title: Mapped[str] = mapped_column(String(300), info=label("文件名称"))
    number: Mapped[str | None] = mapped_column(String(100), info=label("发文字号", help="没有文号的填“-”"))
    topic: Mapped[str | None] = mapped_column(
        String(100), info=label("组配分类", help="政府信息公开的分类，如“行政规范性文件”")
    )
    issuer: Mapped[str | None] = mapped_column(String(200), info=label("发布机构"))
    signed_on: Mapped[date | None] = mapped_column(Date, info=label("成文日期"))
    made_on: Mapped[date | None] = mapped_column(Date, info=label("生成日期"))
    effective_on: Mapped[date | None] = mapped_column(Date, info=label("施行日期"))
    disclosure: Mapped[str] = coded(v.DISCLOSURE, index=True)
    text: Mapped[str | None] = mapped_column(String(20000), info=label("正文", help="可以只上传文件，不录正文"))
    file: Mapped[str | None] = mapped_column(String(64), info=label("文件原件"))
    state: Mapped[str] = coded(v.DOCUMENT_STATE, default="in_force", index=True)
    repealed_from: Mapped[date | None] = mapped_column(Date, info=label("废止日期"))
    repealed_by_code: Mapped[str | None] = mapped_column(
        String(40), ForeignKey("document.code"), index=True, info=label("由哪份文件废止")
    )
    repeal_reason: Mapped[str | None] = mapped_column(String(300), info=label("废止说明"))

    def __str__(self) -> str:
        return self.title

    def is_repealed(self, on: date) -> bool:
        """Whether it no longer holds on a day."""
        return self.state == "repealed" and (self.repealed_from is None or self.repealed_from <= on)
