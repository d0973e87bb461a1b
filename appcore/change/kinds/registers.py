"""Registers and blocks of the field library in a package: the definition that is written under, or the draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from appcore.change.county import County
from appcore.change.kinds import of_fields
from appcore.change.kinds.base import Document, Findings, Offered, PackageKind, Standing, Written
from appcore.definition import difference, schema
from appcore.definition import register as definitions
from appcore.definition.register import RegisterDefinition
from appcore.definition.said import Said
from appcore.definition.verdict import N_
from appcore.registers import books
from models.db import HouseSession
from models.package import PackageLine
from models.register import Register, RegisterVersion


class Registers(PackageKind[RegisterDefinition]):
    """Books, and the own fields of halls, windows, staff and departments."""

    slug, plural = "register", "registers"
    labels = {one.name: one.label for one in difference.REGISTER} | {"listed": difference.LISTED}
    of_blocks = False

    def offered(self, session: HouseSession) -> list[Offered]:
        query = select(Register.code, Register.name).where((Register.subject == "block") == self.of_blocks)
        numbers = {
            row.register_code: row.number
            for row in session.execute(
                select(RegisterVersion.register_code, RegisterVersion.number).order_by(RegisterVersion.number)
            )
            if row.number is not None
        }
        drafts = set(session.scalars(select(RegisterVersion.register_code).where(RegisterVersion.state == "draft")))
        found = []
        for code, name in session.execute(query.order_by(Register.code)):
            if code in numbers:
                found.append(Offered(code, name, Said(N_("第%(number)s版"), {}, {"number": numbers[code]})))
            elif code in drafts:
                found.append(Offered(code, name, Said(N_("草稿"))))
        return found

    def document(self, session: HouseSession, key: str) -> Document | None:
        book = _book(session, key)
        if book is None or (book.subject == "block") != self.of_blocks:
            return None
        newest, draft = books.in_use(session, key), _draft(session, key)
        content = newest[1] if newest is not None else definitions.read(draft.definition) if draft else None
        return schema.plain(content) if content is not None else None

    def load(self, document: Document) -> RegisterDefinition:
        return definitions.load(document)

    def write_bytes(self, content: RegisterDefinition) -> bytes:
        return definitions.write(content)

    def read_bytes(self, stored: bytes) -> RegisterDefinition:
        return definitions.read(stored)

    def key_of(self, document: Mapping[str, Any]) -> str:
        return str(document.get("code") or "")[:60]

    def name_of(self, document: Mapping[str, Any]) -> str:
        return str(document.get("name") or "")[:200]

    def own_faults(self, content: RegisterDefinition) -> list[Said]:
        found = [] if content.name.strip() else [Said(N_("没有填写名称"))]
        if (content.subject == "block") != self.of_blocks:
            found.append(Said(N_("台账和字段库放错了位置")))
        if content.code in books.ADDRESSES:
            found.append(Said(books.RESERVED))
        return found + of_fields.too_many(content.fields)

    def findings(self, content: RegisterDefinition, county: County) -> Findings:
        conditions = [one.condition for one in content.fields]
        notices = (
            *of_fields.notices(content.fields, county), *of_fields.regions(content.fields, conditions, county),
            *_problems(content),
        )  # fmt: skip
        return Findings(tuple(of_fields.missing(content.fields, county)), notices)

    def standing(self, county: County, content: RegisterDefinition) -> Standing[RegisterDefinition]:
        session = county.session
        book = _book(session, content.code)
        if book is None:
            return Standing("created")
        newest, draft = books.in_use(session, content.code), _draft(session, content.code)
        here = definitions.read(draft.definition) if draft is not None else newest[1] if newest is not None else None
        if book.subject != content.subject:
            return Standing(
                "begun", obstacle=Said(N_("本县用这个标识的是“%(name)s”，不是同一类"), {}, {"name": book.name})
            )
        if not books.is_open(book):
            if here is None:
                return Standing("revived")
            return Standing("begun", here, obstacle=Said(N_("本县的“%(name)s”已经停用"), {}, {"name": book.name}))
        if draft is not None:
            return Standing("replaced", here, Said(N_("有一份正在编写的草稿，导入会替换它的内容；撤销时恢复")))
        return Standing("begun", here)

    def differences(self, old: RegisterDefinition, new: RegisterDefinition, county: County) -> tuple[Said, ...]:
        return difference.registers(old, new, county.own_blocks)

    def write(
        self, session: HouseSession, content: RegisterDefinition, standing: Standing[RegisterDefinition],
        more: Mapping[str, Any],
    ) -> Written:  # fmt: skip
        before = None
        if standing.act == "created":
            draft_id = books.begin(content)
        else:
            if standing.act == "revived":
                books.reopen(content.code)
            if standing.act == "replaced" and standing.content is not None:
                before = definitions.write(standing.content)
            draft_id = books.draft(content.code)
            books.save(draft_id, content, version=session.get_one(RegisterVersion, draft_id).version)
        return Written(draft_id, session.get_one(RegisterVersion, draft_id).definition_hash, before)

    def content_of(self, session: HouseSession, line: PackageLine) -> RegisterDefinition | None:
        row = session.get(RegisterVersion, line.target)
        return definitions.read(row.definition) if row is not None and row.state == "draft" else None

    def undo(self, session: HouseSession, line: PackageLine, reason: str) -> None:
        if line.before is None:
            books.discard(line.target)
            return
        version = session.get_one(RegisterVersion, line.target).version
        books.save(line.target, definitions.read(line.before), version=version)


class Blocks(Registers):
    """Blocks of the field library."""

    slug, plural = "block", "blocks"
    of_blocks = True


def _book(session: HouseSession, code: str) -> Register | None:
    found: Register | None = session.scalar(select(Register).where(Register.code == code))
    return found


def _draft(session: HouseSession, code: str) -> RegisterVersion | None:
    query = select(RegisterVersion).where(RegisterVersion.register_code == code, RegisterVersion.state == "draft")
    found: RegisterVersion | None = session.scalar(query)
    return found


def _problems(content: RegisterDefinition) -> list[Said]:
    count = sum(one.level == "error" for one in books.problems(content))
    return [Said(N_("草稿里有%(count)s处问题，改好后才能启用"), {}, {"count": count})] if count else []
