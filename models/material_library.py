"""材料库: the county's standard list of papers, so that 户口簿 is one thing everywhere."""

from __future__ import annotations

from sqlalchemy import Boolean, String
from sqlalchemy.orm import Mapped, mapped_column

from models import vocabulary as v
from models.base import Dated, Revised, Row, Stamped, Standard, coded, label
from models.db import Base


class StandardMaterial(Row, Standard, Dated, Stamped, Revised, Base):
    """One standard paper with its issuer and how to get it. `shared` means the government already holds it (可共享)."""

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

    def __str__(self) -> str:
        return self.name
