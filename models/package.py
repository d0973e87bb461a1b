"""数据包: a package that was brought in — judged, applied and perhaps undone — and what each of its objects became."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import vocabulary as v
from models.base import Revised, Row, Stamped, Standard, UtcInstant, coded, label
from models.db import Base


class PackageImport(Row, Standard, Stamped, Revised, Base):
    """导入: one uploaded package. While it is previewed it is its account's alone, holds the uploaded bytes, and lapses in a day.

    `report`: what it was judged to do, kept so that paging through it reads no file again; `choice`: what was ticked or unticked
    against the first proposal. Both go with the preview. `taking_over`: its items were sent in as what is in force already; `taken_over_at`: the last of them was published.
    """

    __tablename__ = "package_import"

    code: Mapped[str] = mapped_column(String(16), unique=True, info=label("导入编号"))
    state: Mapped[str] = coded(v.PACKAGE_STATE)
    account: Mapped[str] = mapped_column(String(80), index=True, info=label("导入账号"))
    file_name: Mapped[str] = mapped_column(String(120), info=label("文件名"))
    content_hash: Mapped[str] = mapped_column(String(64), info=label("文件摘要"))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, info=label("文件内容"))
    made_by: Mapped[str | None] = mapped_column(String(80), info=label("来自"))
    expires_at: Mapped[datetime] = mapped_column(UtcInstant, info=label("失效时间"))
    applied_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("导入时间"))
    taking_over: Mapped[bool | None] = mapped_column(Boolean, info=label("接管现行"))
    taken_over_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("接管时间"))
    taken_over_by: Mapped[str | None] = mapped_column(String(80), info=label("接管人"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("撤销时间"))
    undone_by: Mapped[str | None] = mapped_column(String(80), info=label("撤销人"))
    report: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, info=label("核对结果"))
    choice: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True, info=label("勾选"))

    def __str__(self) -> str:
        return self.code


class PackageLine(Row, Standard, Base):
    """导入明细: one object that an import wrote as a draft.

    `target`: the id of the draft, in the table of its kind. `before`: the canonical bytes of the content that the draft had,
    of a replaced one. `after_hash`: what the import left; an object whose hash is another one was built on.
    """

    __tablename__ = "package_line"
    __table_args__ = (UniqueConstraint("import_id", "position"),)

    import_id: Mapped[int] = mapped_column(ForeignKey("package_import.id"), index=True, info=label("导入"))
    position: Mapped[int] = mapped_column(Integer, info=label("顺序"))
    kind: Mapped[str] = coded(v.PACKAGE_KIND)
    key: Mapped[str] = mapped_column(String(60), info=label("编号"))
    name: Mapped[str] = mapped_column(String(200), info=label("名称"))
    act: Mapped[str] = coded(v.PACKAGE_ACT)
    target: Mapped[int] = mapped_column(Integer, info=label("草稿"))
    before: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, info=label("原来的内容"))
    after_hash: Mapped[str] = mapped_column(String(64), info=label("导入后的摘要"))
    package: Mapped[PackageImport] = relationship()

    def __str__(self) -> str:
        return self.name


OPEN = "state IN ('waiting','working')"


class PackageTask(Row, Standard, Stamped, Base):
    """导入任务: an act on a large import that somebody asked for and that goes on without him; one at a time for each import.

    `wanted`: what was asked (ticks, the digest that was seen, whether it takes over). `done` of `total`: how far its phase is.
    `fault`: why it was not done, in words to be translated; then nothing of it was written.
    """

    __tablename__ = "package_task"
    __table_args__ = (
        Index("uq_package_task_open", "import_id", unique=True, sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )

    import_id: Mapped[int] = mapped_column(ForeignKey("package_import.id"), index=True, info=label("导入"))
    act: Mapped[str] = coded(v.PACKAGE_TASK)
    state: Mapped[str] = coded(v.PACKAGE_TASK_STATE)
    phase: Mapped[str] = coded(v.PACKAGE_PHASE)
    account: Mapped[str] = mapped_column(String(80), info=label("申请账号"))
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True, info=label("申请内容"))
    done: Mapped[int] = mapped_column(Integer, default=0, info=label("已处理"))
    total: Mapped[int] = mapped_column(Integer, default=0, info=label("总数"))
    begun_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("开始时间"))
    finished_at: Mapped[datetime | None] = mapped_column(UtcInstant, info=label("完成时间"))
    fault: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=label("没有完成的原因"))
    package: Mapped[PackageImport] = relationship()

    def __str__(self) -> str:
        return self.act
