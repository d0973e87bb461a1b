"""一件事: items that people need together, with a name, a guide and questions of their own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Revised, Row, Stamped, Standard, UtcInstant, coded, label
from models.db import Base
from models.item import Item


class Bundle(Row, Standard, Stamped, Revised, Base):
    """一件事: its rows are what editors work on; the public reads the newest `BundleEdition` while it is published."""

    __tablename__ = "bundle"

    code: Mapped[str] = mapped_column(
        String(40), unique=True, info=label("编号", help="小写字母和数字，用在网址里，给出后不变", check="slug")
    )
    name: Mapped[str] = mapped_column(String(100), info=label("名称", help="群众怎么说就怎么写，如“孩子出生一件事”"))
    summary: Mapped[str | None] = mapped_column(String(300), info=label("一句话说明"))
    guide: Mapped[str | None] = mapped_column(String(4000), info=label("指南", help="先办什么、后办什么、要注意什么"))
    lead_department_code: Mapped[str | None] = mapped_column(
        String(20), ForeignKey("department.code"), index=True, info=label("牵头部门")
    )
    state: Mapped[str] = coded(v.BUNDLE_STATE, default="draft")

    def __str__(self) -> str:
        return self.name


class BundleQuestion(Row, Standard, Stamped, Revised, Base):
    """一件事的问题: what decides which of its items somebody needs. `choices`: one a line, for 单选."""

    __tablename__ = "bundle_question"
    __table_args__ = (UniqueConstraint("bundle_code", "key"),)

    bundle_code: Mapped[str] = mapped_column(
        String(40), ForeignKey("bundle.code"), index=True, active_history=True, info=label("一件事")
    )
    key: Mapped[str] = mapped_column(
        String(40), info=label("标识", help="小写字母和数字，用在网址里，给出后不要改", check="slug")
    )
    text: Mapped[str] = mapped_column(String(200), info=label("问题"))
    help: Mapped[str | None] = mapped_column(String(300), info=label("说明"))
    kind: Mapped[str] = coded(v.BUNDLE_QUESTION)
    choices: Mapped[str | None] = mapped_column(String(1000), info=label("选项", help="每行一个；是/否的问题不填"))
    position: Mapped[int] = mapped_column(Integer, default=1, info=label("排序"))
    bundle: Mapped[Bundle] = relationship()

    def __str__(self) -> str:
        return self.text


class BundleItem(Row, Standard, Stamped, Revised, Base):
    """一件事包含的事项, in the order in which they are handled; needed always, or when a question has this answer."""

    __tablename__ = "bundle_item"
    __table_args__ = (UniqueConstraint("bundle_code", "item_code"),)

    bundle_code: Mapped[str] = mapped_column(
        String(40), ForeignKey("bundle.code"), index=True, active_history=True, info=label("一件事")
    )
    item_code: Mapped[str] = mapped_column(String(12), ForeignKey("item.code"), index=True, info=label("事项"))
    position: Mapped[int] = mapped_column(Integer, default=1, info=label("办理顺序"))
    question_id: Mapped[int | None] = mapped_column(
        ForeignKey("bundle_question.id"), info=label("看哪个问题", help="不填表示这件事总要办这个事项")
    )
    answer: Mapped[str | None] = mapped_column(
        String(60), info=label("答什么才要办", help="照选项填写；是/否的问题填“是”或“否”")
    )
    note: Mapped[str | None] = mapped_column(String(300), info=label("说明"))
    bundle: Mapped[Bundle] = relationship()
    item: Mapped[Item] = relationship()
    question: Mapped[BundleQuestion | None] = relationship()


class BundleEdition(Row, Standard, Base):
    """What was published of a bundle, numbered; `content` is canonical JSON and never rewritten."""

    __tablename__ = "bundle_edition"
    __table_args__ = (UniqueConstraint("bundle_code", "number"),)

    bundle_code: Mapped[str] = mapped_column(String(40), ForeignKey("bundle.code"), index=True, info=label("一件事"))
    number: Mapped[int] = mapped_column(Integer, info=label("版本号"))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info=label("内容"))
    content_hash: Mapped[str] = mapped_column(String(64), info=label("内容摘要"))
    at: Mapped[datetime] = mapped_column(UtcInstant, info=label("发布时间"))
    actor: Mapped[str] = mapped_column(String(80), info=label("发布人"))
