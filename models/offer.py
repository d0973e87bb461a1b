"""Offers (进驻/承接): a hall offers an item, with its own values, contacts and the posts that may act on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Dated, Revised, Row, Scoped, Stamped, UtcInstant, coded, label
from models.db import Base
from models.item import Item
from models.place import Hall
from models.staff import Post
from models.window import Window


class Offer(Row, Scoped, Dated, Stamped, Revised, Base):
    """进驻: an item offered in a hall. `revision` is the number of the local values in force (0 = the standard)."""

    __tablename__ = "offer"
    __table_args__ = (UniqueConstraint("item_code", "hall_code"),)

    item_code: Mapped[str] = mapped_column(
        String(12), ForeignKey("item.code"), index=True, active_history=True, info=label("事项")
    )
    window_id: Mapped[int | None] = mapped_column(ForeignKey("window.id"), index=True, info=label("窗口"))
    revision: Mapped[int] = mapped_column(Integer, default=0, info=label("本地值修订号"))
    delegation_paper: Mapped[str | None] = mapped_column(String(200), info=label("承接依据"))
    place_note: Mapped[str | None] = mapped_column(String(200), info=label("办理地点补充"))
    hours_note: Mapped[str | None] = mapped_column(
        String(200), info=label("办理时间补充", help="和中心开放时间不同的才写，如“每周二、周四上午”")
    )
    item: Mapped[Item] = relationship()
    window: Mapped[Window | None] = relationship()
    hall: Mapped[Hall] = relationship(foreign_keys="Offer.hall_code")

    def __str__(self) -> str:
        return self.item_code


class OfferRevision(Row, Scoped, Base):
    """本地值: the numbered revisions of an offer's local values, made by the hall admin alone; never rewritten.

    `grounds`: by the key of each value, the number of the edition it was set or confirmed under, the reason, and how a paper
    is come by instead. `settings`: place, window, hours and telephones as they were left.
    """

    __tablename__ = "offer_revision"
    __table_args__ = (UniqueConstraint("offer_id", "number"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True, info=label("进驻事项"))
    number: Mapped[int] = mapped_column(Integer, info=label("修订号"))
    values: Mapped[dict[str, Any]] = mapped_column("local_values", JSON, info=label("本地值"))
    at: Mapped[datetime] = mapped_column(UtcInstant, info=label("时间"))
    actor: Mapped[str] = mapped_column(String(80), info=label("经办人"))
    grounds: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), info=label("理由"))
    settings: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), info=label("地点、时间和电话"))
    remark: Mapped[str | None] = mapped_column(String(300), info=label("修订说明"))


class OfferContact(Row, Scoped, Stamped, Revised, Base):
    """联系方式: how to ask about or complain of an item in a hall; empty offer means the whole hall."""

    __tablename__ = "offer_contact"

    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"), index=True, info=label("进驻事项"))
    kind: Mapped[str] = coded(v.CONTACT_KIND)
    mode: Mapped[str] = coded(v.CONTACT_MODE)
    detail: Mapped[str] = mapped_column(String(200), info=label("号码或地址"))

    def __str__(self) -> str:
        return self.detail


class Authority(Row, Scoped, Dated, Stamped, Revised, Base):
    """授权: offer × post, with the power to accept, decide or advise."""

    __tablename__ = "authority"
    __table_args__ = (UniqueConstraint("offer_id", "post_id", "power", "valid_from"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True, info=label("进驻事项"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True, info=label("岗位"))
    power: Mapped[str] = coded(v.AUTHORITY_POWER)
    offer: Mapped[Offer] = relationship()
    post: Mapped[Post] = relationship()
