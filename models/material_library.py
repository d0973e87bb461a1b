"""材料库: the county's standard list of papers, so that 户口簿 is one thing everywhere."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models import vocabulary as v
from models.base import Dated, Revised, Row, Stamped, Standard, UtcInstant, coded, label
from models.db import Base


class StandardMaterial(Row, Standard, Dated, Stamped, Revised, Base):
    """One standard paper with its issuer and how to get it. `shared` means the government already holds it (可共享).

    One that was merged into another is ended and names the survivor.
    """

    __tablename__ = "standard_material"

    code: Mapped[str] = mapped_column(String(40), unique=True, info=label("材料编号", check="slug"))
    name: Mapped[str] = mapped_column(String(200), info=label("材料名称"))
    kind: Mapped[str] = coded(v.MATERIAL_KIND)
    source_type: Mapped[str] = coded(v.SOURCE_TYPE)
    issuer: Mapped[str | None] = mapped_column(String(200), info=label("出具机构"))
    how_to_get: Mapped[str | None] = mapped_column(String(300), info=label("如何取得"))
    shared: Mapped[bool | None] = mapped_column(Boolean, info=label("可共享"))
    blank_form: Mapped[str | None] = mapped_column(String(64), info=label("空白表格"))
    sample: Mapped[str | None] = mapped_column(String(64), info=label("示例样表"))
    merged_into: Mapped[str | None] = mapped_column(
        String(40), ForeignKey("standard_material.code"), info=label("已并入")
    )

    def __str__(self) -> str:
        return self.name


class PaperMerge(Row, Standard, Stamped, Revised, Base):
    """材料合并: two papers that are one. It can be undone while every draft that it wrote still is as it left it."""

    __tablename__ = "paper_merge"

    code: Mapped[str] = mapped_column(String(12), unique=True, info=label("合并编号"))
    from_code: Mapped[str] = mapped_column(
        String(40), ForeignKey("standard_material.code"), index=True, info=label("并入的材料")
    )
    into_code: Mapped[str] = mapped_column(
        String(40), ForeignKey("standard_material.code"), index=True, info=label("保留的材料")
    )
    state: Mapped[str] = coded(v.MERGE_STATE)
    reason: Mapped[str] = mapped_column(String(300), info=label("合并原因"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("撤销时间"))
    undone_by: Mapped[str | None] = mapped_column(String(80), info=label("撤销人"))

    def __str__(self) -> str:
        return self.code


class PaperMergeLine(Row, Standard, Base):
    """合并明细: a draft that a merge began or rewrote; `before` is the content it had, `after_hash` what the merge left."""

    __tablename__ = "paper_merge_line"
    __table_args__ = (UniqueConstraint("merge_id", "position"),)

    merge_id: Mapped[int] = mapped_column(ForeignKey("paper_merge.id"), index=True, info=label("合并"))
    position: Mapped[int] = mapped_column(Integer, info=label("顺序"))
    item_code: Mapped[str] = mapped_column(String(12), ForeignKey("item.code"), info=label("事项"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), info=label("草稿"))
    act: Mapped[str] = coded(v.MERGE_ACT)
    before: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, info=label("原来的内容"))
    after_hash: Mapped[str] = mapped_column(String(64), info=label("合并后的摘要"))
