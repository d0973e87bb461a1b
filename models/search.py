"""What searching learns: everyday words, searches that found nothing, and how often each item is asked for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Revised, Row, Stamped, Standard, UtcInstant, coded, label
from models.db import Base
from models.item import Item

LONGEST_TERM = 30


class Synonym(Row, Standard, Stamped, Revised, Base):
    """同义词: an everyday word and the word that the names of items have for it; used when nothing has what was typed."""

    __tablename__ = "synonym"
    __table_args__ = (UniqueConstraint("said", "written"),)

    said: Mapped[str] = mapped_column(
        String(20), info=label("群众说法", help="口语、旧称或方言里的词，如“退休金”", check="search_word")
    )
    written: Mapped[str] = mapped_column(
        String(20), info=label("目录用词", help="事项名称或别名里的词，如“养老金”", check="search_word")
    )

    def __str__(self) -> str:
        return self.said


class SearchMiss(Row, Standard, Revised, Base):
    """无结果搜索: a folded term that found nothing sure, counted. Never a number or a name of a person."""

    __tablename__ = "search_miss"
    __table_args__ = (
        UniqueConstraint("surface", "hall", "term"),
        Index("ix_search_miss_state_times", "state", "times"),
    )

    term: Mapped[str] = mapped_column(String(LONGEST_TERM), info=label("搜索词"))
    surface: Mapped[str] = coded(v.SEARCH_SURFACE)
    hall: Mapped[str] = mapped_column(String(15), default="", info=label("服务中心"))
    times: Mapped[int] = mapped_column(Integer, default=1, info=label("次数"))
    first_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("首次搜索"))
    last_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("最近搜索"))
    state: Mapped[str] = coded(v.MISS_STATE)
    item_code: Mapped[str | None] = mapped_column(String(12), ForeignKey("item.code"), index=True, info=label("事项"))
    reason: Mapped[str | None] = mapped_column(String(200), info=label("原因"))
    closed_by: Mapped[str | None] = mapped_column(String(80), info=label("处理人"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("处理时间"))

    def __str__(self) -> str:
        return self.term


class ItemUse(Row, Standard, Base):
    """使用频度: how often an item was asked for lately, as a coarse weight that tells no number of cases."""

    __tablename__ = "item_use"

    item_code: Mapped[str] = mapped_column(String(12), ForeignKey("item.code"), unique=True, info=label("事项"))
    weight: Mapped[int] = mapped_column(Integer, info=label("使用频度"))
    counted_at: Mapped[datetime] = mapped_column(UtcInstant, index=True, info=label("统计时间"))
    item: Mapped[Item] = relationship()
