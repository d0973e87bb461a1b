"""空白表格 and 示例样表: files of the material library and of a draft's own materials; published only without personal data.

A material's own file wins; without one the file of its library paper stands, read when the guide is: a form that the county
corrects reaches every guide at once (docs/decisions/0012).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from appcore import clock, records
from appcore.access import audit, placing
from appcore.access.files import personal, store
from appcore.access.files.kinds import kind_of_type
from appcore.access.files.receiving import Received
from appcore.access.scope import allow_public, as_system
from appcore.catalogue import editions
from appcore.definition.item import ItemDefinition, Material
from appcore.definition.verdict import Rejected
from appcore.errors import NotFound, Refused
from appcore.transaction import unit_of_work
from models.db import HouseSession
from models.edition_parts import PARTS
from models.file import StoredFile
from models.material_library import StandardMaterial

WHICH = {"blank_form": "空白表格", "sample": "示例样表"}

allow_public(StoredFile, "id", "sha256", "name", "media_type", "size", "is_public", "state")
allow_public(StandardMaterial, "id", "code", "blank_form", "sample")


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file of a material: what it is called and where its content lies."""

    which: str
    sha256: str
    name: str
    media_type: str
    size: int
    is_public: bool
    state: str


def require_publishable(file: Received, *, looked_through: bool) -> None:
    """Whether a file may stand on the public site. Reads the kept content; outside a unit of work.

    Raises: Refused, naming the places of personal data, or asking that somebody looks through what has no text.
    """
    kind, settings = kind_of_type(file.media_type), current_app.extensions["settings"]
    if kind is None:
        raise LookupError(file.media_type)
    try:
        with store.readable(file.sha256) as path:
            looked = personal.look(path, kind, today=clock.local_today(), most_pages=settings.max_pdf_pages)
    except Rejected as unreadable:
        raise Refused("请按提示修改后再提交", fields={"file": unreadable.verdict}) from unreadable
    if looked.findings:
        raise Refused(
            "文件里有个人信息，不能公开。%(places)s。请换成样例数据后再上传。", field="file",
            places="；".join(str(one) for one in looked.findings),
        )  # fmt: skip
    if not looked.had_text and not looked_through:
        raise Refused(
            "这是图片或扫描件，系统读不出文字。请人工核对没有个人信息后，勾选此项再上传。", field="looked_through"
        )


def keep_for_paper(code: str, which: str, file: Received, *, public: bool) -> None:
    """Set a file of a paper of the library.

    Raises: NotFound, NotAllowed (not the owner's place).
    """
    with unit_of_work() as session:
        row = _paper(session, code)
        store_standard(session, file, public=public, department=None)
        records.alter(session, row, {_known(which): file.sha256})


def keep_for_draft(part_id: int, which: str, file: Received, *, public: bool) -> None:
    """Set a file of a material of a draft.

    Raises: NotFound, NotAllowed (frozen, or not one's own draft).
    """
    with unit_of_work() as session:
        row = _material(session, part_id)
        store_standard(session, file, public=public, department=row.edition.department_code)
        editions.save_part("material", part_id, {_known(which): file.sha256}, version=row.version)


def remove_from_paper(code: str, which: str) -> None:
    """Take a file off a paper of the library; editions that named it keep theirs."""
    with unit_of_work() as session:
        records.alter(session, _paper(session, code), {_known(which): None})


def remove_from_draft(part_id: int, which: str) -> None:
    with unit_of_work() as session:
        editions.save_part("material", part_id, {_known(which): None}, version=_material(session, part_id).version)


def of_row(row: Any) -> tuple[PaperFile, ...]:
    """The files that a paper or material names, for whoever may see the row: it decides, not the file (R06)."""
    wanted = {which: getattr(row, which) for which in WHICH if getattr(row, which)}
    with as_system("paper files") as session:
        found = _files(session, set(wanted.values()), public_only=False)
    return tuple(found[sha256].called(which) for which, sha256 in wanted.items() if sha256 in found)


def named(sha256: str, which: str) -> PaperFile | None:
    """A file of the standard by its content, for whoever may see the row that names it."""
    with as_system("paper files") as session:
        found = _files(session, {sha256}, public_only=False).get(sha256)
    return found.called(which) if found else None


def public_files(session: Session, definition: ItemDefinition) -> dict[str, tuple[PaperFile, ...]]:
    """The published files of each material of a definition, by the material's key."""
    library = _library(session, {one.paper.code for one in definition.materials if one.paper})
    by_key = {one.key: _named(one, library) for one in definition.materials}
    wanted = {sha256 for files in by_key.values() for sha256 in files.values()}
    found = _files(session, wanted, public_only=True) if wanted else {}
    return {
        key: tuple(found[sha256].called(which) for which, sha256 in files.items() if sha256 in found)
        for key, files in by_key.items()
    }


def _named(material: Material, library: Mapping[str, Mapping[str, str | None]]) -> dict[str, str]:
    below = library.get(material.paper.code, {}) if material.paper else {}
    named = {which: getattr(material, which) or below.get(which) for which in WHICH}
    return {which: sha256 for which, sha256 in named.items() if sha256}


def _library(session: Session, codes: set[str]) -> dict[str, dict[str, str | None]]:
    if not codes:
        return {}
    rows = session.execute(
        select(StandardMaterial.code, StandardMaterial.blank_form, StandardMaterial.sample).where(
            StandardMaterial.code.in_(sorted(codes))
        )
    )
    return {row.code: {"blank_form": row.blank_form, "sample": row.sample} for row in rows}


@dataclass(frozen=True, slots=True)
class _Kept:
    sha256: str
    name: str
    media_type: str
    size: int
    is_public: bool
    state: str

    def called(self, which: str) -> PaperFile:
        return PaperFile(which, self.sha256, self.name, self.media_type, self.size, self.is_public, self.state)


def _files(session: Session, wanted: set[str], *, public_only: bool) -> dict[str, _Kept]:
    """The newest row of each content."""
    query = select(
        StoredFile.sha256,
        StoredFile.name,
        StoredFile.media_type,
        StoredFile.size,
        StoredFile.is_public,
        StoredFile.state,
    ).where(StoredFile.sha256.in_(sorted(wanted)))
    newest = {row.sha256: _Kept(*row) for row in session.execute(query.order_by(StoredFile.id))}
    return {key: one for key, one in newest.items() if not public_only or (one.is_public and one.state == "kept")}


def store_standard(session: HouseSession, file: Received, *, public: bool, department: str | None) -> None:
    """Within a unit of work: the row of a file of the county's standard, which whatever names its content finds it by."""
    row = StoredFile(
        **file.columns(), is_public=public, region_code=placing.owner(), department_code=department, hall_code=None
    )
    records.stamp(row, new=True)
    session.add(row)
    session.flush()
    audit.record(session, "created", "stored_file", str(row.id), {"sha256": file.sha256, "is_public": public})


def _paper(session: HouseSession, code: str) -> StandardMaterial:
    row = session.scalar(select(StandardMaterial).where(StandardMaterial.code == code))
    if row is None:
        raise NotFound("没有这条记录")
    return row


def _material(session: HouseSession, part_id: int) -> Any:
    row = session.get(PARTS["material"], part_id)
    if row is None:
        raise NotFound("没有这条记录")
    return row


def _known(which: str) -> str:
    if which not in WHICH:
        raise Refused("请选择是空白表格还是示例样表", field="which")
    return which
