"""What somebody is typing into a part of a draft and has not saved: outside its rows, its checks and the audit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Draft, Row, UtcInstant, label
from models.db import Base
from models.item import Edition


class DraftPart(Row, Draft, Base):
    """未保存的填写: one author's typing in one part of one draft. Goes when the part is saved or the typing given up.

    `base_version`: the digest of the part as it stood when the author began. `payload` is for its author alone; that he is
    typing there is for all who see the draft.
    """

    __tablename__ = "draft_part"
    __table_args__ = (UniqueConstraint("edition_id", "part", "account_id"),)

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id"), index=True, active_history=True, info=label("版本")
    )
    part: Mapped[str] = mapped_column(String(40), info=label("部分"))
    account_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True, info=label("账号"))
    person: Mapped[str] = mapped_column(String(80), info=label("填写人"))
    base_version: Mapped[str] = mapped_column(String(64), info=label("依据的内容"))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, info=label("填写内容"))
    kept_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("保存时间"))
    edition: Mapped[Edition] = relationship()

    def __str__(self) -> str:
        return self.part
