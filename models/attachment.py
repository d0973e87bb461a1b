"""附件: the files of a case, each with the paper that it shows. Never deleted; a mistaken one is voided with its reason."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Revised, Stamped, label
from models.case import CaseChild
from models.db import Base
from models.file import FileContent


class Attachment(CaseChild, FileContent, Stamped, Revised, Base):
    """One file of a case. `code` is its random address; `material_key` the paper it belongs to, `field_key` the field
    of the form that it was handed in with; both are empty for others."""

    __tablename__ = "attachment"
    is_sealed = True

    code: Mapped[str] = mapped_column(String(32), unique=True, info=label("附件编号"))
    material_key: Mapped[str | None] = mapped_column(String(40), info=label("材料标识"))
    field_key: Mapped[str | None] = mapped_column(String(40), info=label("字段标识"))
    note: Mapped[str | None] = mapped_column(String(200), info=label("说明"))
    void_reason: Mapped[str | None] = mapped_column(String(200), info=label("作废原因"))
