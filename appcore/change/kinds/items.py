"""Items in a package: the content of an edition, and of a new item what it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from appcore import clock, records
from appcore.catalogue import bulk_writing, draft_content, editions
from appcore.catalogue import compile as compiler
from appcore.catalogue.editions_in_force import in_force_query, stage
from appcore.change import shelf
from appcore.change.county import County
from appcore.change.kinds import item_refs, item_undoing, of_fields
from appcore.change.kinds.base import Document, Findings, Offered, PackageKind, Standing, Wanted, Written
from appcore.definition import difference, schema
from appcore.definition.item import ItemDefinition
from appcore.definition.said import Said
from appcore.definition.verdict import N_
from appcore.errors import NotFound
from appcore.item_days import state_of
from appcore.many_rows import portions
from models import elements as el
from models.db import HouseSession
from models.item import Edition, Item, ItemAlias
from models.package import PackageLine

BODIES = ("implementing_body", "lead_department", "accepting_department")
"""The bodies that an item is put under when the package does not say to which it belongs, the first that there is."""
COUNTY_DIGITS = 6


class Items(PackageKind[ItemDefinition]):
    slug, plural = "item", "items"
    labels = {one.name: one.label for one in el.EDITION_ELEMENTS}  # noqa: RUF012 - never changed

    def offered(self, session: HouseSession) -> list[Offered]:
        in_force = {row.item_code: row.number for row in session.execute(in_force_query())}
        published = {
            row.item_code: row.number
            for row in session.execute(
                select(Edition.item_code, func.max(Edition.number).label("number"))
                .where(Edition.state == "published")
                .group_by(Edition.item_code)
            )
        }
        drafts = set(session.scalars(select(Edition.item_code).where(Edition.state.in_(editions.OPEN))))
        found = []
        for code, name in session.execute(select(Item.code, Item.name).order_by(Item.code)):
            number = in_force.get(code) or published.get(code)
            if number is not None:
                found.append(Offered(code, name, Said(N_("第%(number)s版"), {}, {"number": number})))
            elif code in drafts:
                found.append(Offered(code, name, Said(N_("草稿"))))
        return found

    def document(self, session: HouseSession, key: str) -> Document | None:
        content = _in_use(session, key) or _drafted(session, key)
        return schema.dump(content) if content is not None else None

    def identity(self, session: HouseSession, key: str) -> Document:
        """What an item is beside its content."""
        item = session.scalar(select(Item).where(Item.code == key))
        if item is None:
            raise NotFound("没有这个事项")
        names = compiler.names(session).departments
        aliases = session.scalars(select(ItemAlias.text).where(ItemAlias.item_code == key).order_by(ItemAlias.id))
        department = {"code": item.department_code, "name": names.get(item.department_code, "")}
        made = {
            "code": item.code, "tier": item.tier, "department": department, "window_kind": item.window_kind_code,
            "aliases": list(aliases),
        }  # fmt: skip
        if item.parent_code:
            made["parent"] = item.parent_code
        if (state := state_of(item, clock.local_today())) != "in_use":
            made["state"] = state
        return made

    def branches(self, session: HouseSession, identities: Iterable[Document]) -> list[Document]:
        """The main and sub-items above these, the highest first, so that each finds what it stands under."""
        found: dict[str, Document] = {}
        wanted = {str(one["parent"]) for one in identities if one.get("parent")}
        while wanted:
            code = wanted.pop()
            name = session.scalar(select(Item.name).where(Item.code == code))
            made = self.identity(session, code) | {"name": name}
            found = {code: made} | {one: it for one, it in found.items() if one != code}
            if made.get("parent") and made["parent"] not in found:
                wanted.add(str(made["parent"]))
        return list(found.values())

    def load(self, document: Document) -> ItemDefinition:
        return schema.load(document)

    def write_bytes(self, content: ItemDefinition) -> bytes:
        return schema.write(content)

    def read_bytes(self, stored: bytes) -> ItemDefinition:
        return schema.read(stored)

    def key_of(self, document: Mapping[str, Any]) -> str:
        return str(document.get("code") or "")[:40]

    def name_of(self, document: Mapping[str, Any]) -> str:
        return str(document.get("name") or "")[:200]

    def own_faults(self, content: ItemDefinition) -> list[Said]:
        found = [] if content.name.strip() else [Said(N_("没有填写事项名称"))]
        return found + of_fields.too_many(content.fields)

    def settled(self, content: ItemDefinition, county: County) -> ItemDefinition:
        return item_refs.settled(content, county)

    def findings(self, content: ItemDefinition, county: County) -> Findings:
        missing = [*item_refs.missing_refs(content, county), *of_fields.missing(content.fields, county)]
        if not content.code.startswith(county.code[:COUNTY_DIGITS]):
            here = {"here": county.code[:COUNTY_DIGITS]}
            missing.insert(0, Said(N_("事项编号不是本县的，本县的编号以%(here)s开头"), {}, here))
        notices = [
            *of_fields.notices(content.fields, county),
            *of_fields.regions(content.fields, item_refs.conditions(content), county), *item_refs.missing_files(content, county),
            *item_refs.unlisted_system(content, county),
        ]  # fmt: skip
        return Findings(tuple(missing), tuple(notices))

    def standing(self, county: County, content: ItemDefinition) -> Standing[ItemDefinition]:
        held = county.shelf
        item = held.items.get(content.code)
        if item is None:
            return Standing("created")
        if state_of(item, clock.local_today()) != "in_use":
            if _was_taken_back(county, item):
                return Standing("revived")
            return Standing("begun", obstacle=Said(N_("这个事项已暂停或取消，先恢复在用再导入")))
        if item.code in held.branches:
            return Standing("begun", obstacle=Said(N_("这个事项下面还有子项，只有最末级事项有内容")))
        return _with_editions(county, item)

    def differences(self, old: ItemDefinition, new: ItemDefinition, county: County) -> tuple[Said, ...]:
        return difference.items(old, new, county.own_blocks)

    def write(
        self, session: HouseSession, content: ItemDefinition, standing: Standing[ItemDefinition], more: Mapping[str, Any]
    ) -> Written:  # fmt: skip
        wanted = Wanted(content, self.hash_of(content), standing, more, self.laid_out(content))
        (written,) = self.write_all(session, [wanted])
        return written

    def laid_out(self, content: ItemDefinition) -> compiler.Laid:
        return compiler.laid(content)

    def write_all(self, session: HouseSession, several: Sequence[Wanted[ItemDefinition]]) -> list[Written]:
        _make(session, [(one.content, one.more) for one in several if one.standing.act == "created"])
        found: dict[str, Written] = {}
        fresh = [one for one in several if one.standing.act != "replaced"]
        items = shelf.of(session, [one.content.code for one in fresh]).items
        for one in several:
            if one.standing.act == "replaced":
                found[one.content.code] = self._replace(session, one.content, one.digest)
            elif one.standing.act == "revived":
                records.alter(session, items[one.content.code], {"state": "in_use", "state_reason": None})
        made = draft_content.begin_many([(items[one.content.code], one.laid) for one in fresh])
        for one, edition_id in zip(fresh, made, strict=True):
            found[one.content.code] = Written(edition_id, one.digest)
        return [found[one.content.code] for one in several]

    def _replace(self, session: HouseSession, content: ItemDefinition, digest: str) -> Written:
        edition = draft_content.open_edition(session, content.code)
        if edition is None:
            raise NotFound("没有这个版本")
        before = schema.write(compiler.compile_edition(session, edition))
        draft_content.rewrite(edition.id, content)
        return Written(edition.id, digest, before)

    def content_of(self, session: HouseSession, line: PackageLine) -> ItemDefinition | None:
        return self.contents_of(session, [line])[line.id]

    def contents_of(self, session: HouseSession, lines: Sequence[PackageLine]) -> dict[int, ItemDefinition | None]:
        return item_undoing.contents(session, lines)

    def undo_obstacles(self, session: HouseSession, lines: Sequence[PackageLine]) -> dict[int, Said]:
        return item_undoing.obstacles(session, lines)

    def undo(self, session: HouseSession, line: PackageLine, reason: str) -> None:
        item_undoing.take_back(session, [line], reason)

    def undo_all(self, session: HouseSession, lines: Sequence[PackageLine], reason: str) -> None:
        item_undoing.take_back(session, lines, reason)


def _in_use(session: HouseSession, code: str) -> ItemDefinition | None:
    """The edition in force, or else the newest that was published."""
    now = select(in_force_query().subquery().c.id)
    stored = session.scalar(
        select(Edition.definition)
        .where(Edition.item_code == code, Edition.state == "published")
        .order_by(Edition.id.in_(now).desc(), Edition.number.desc())
        .limit(1)
    )
    return schema.read(stored) if stored else None


def _drafted(session: HouseSession, code: str) -> ItemDefinition | None:
    edition = draft_content.open_edition(session, code)
    return compiler.compile_edition(session, edition) if edition is not None else None


def _with_editions(county: County, item: Item) -> Standing[ItemDefinition]:
    stored, edition = county.shelf.in_use.get(item.code), county.shelf.open.get(item.code)
    in_use = schema.read(stored) if stored else None
    if item.code in county.shelf.waiting:
        return Standing("begun", in_use, obstacle=Said(N_("有一个版本待生效，等它生效后再导入")))
    if edition is None:
        return Standing("begun", in_use)
    content = compiler.compile_edition(county.session, edition)
    if edition.state in editions.EDITABLE:
        return Standing("replaced", content, Said(N_("有一份正在编写的草稿，导入会替换它的内容；撤销时恢复")))
    said = Said(N_("有一个版本处于“%(state)s”，等它发布或退回后再导入"), {"state": stage(edition.state, None, False)})
    return Standing("begun", content, obstacle=said)


def _was_taken_back(county: County, item: Item) -> bool:
    """Whether an import made the item and was undone, and nothing of it was ever published."""
    if item.code not in county.taken_back:
        return False
    published = select(Edition.id).where(Edition.item_code == item.code, Edition.number.is_not(None)).limit(1)
    return county.session.scalar(published) is None


def _make(session: HouseSession, several: Sequence[tuple[ItemDefinition, Mapping[str, Any]]]) -> None:
    """New items, as the package says what they are, or under the bodies of their content."""
    county = County(session)
    standing = _standing_codes(session, {str(more["parent"]) for _, more in several if more.get("parent")})
    rows = [records.sound(Item, _values_of(county, content, more, standing)) for content, more in several]
    aliases = [(content.code, text) for content, more in several for text in more.get("aliases") or ()]
    bulk_writing.items(session, rows, aliases)


def _standing_codes(session: HouseSession, codes: Collection[str]) -> set[str]:
    return {
        one for some in portions(sorted(codes)) for one in session.scalars(select(Item.code).where(Item.code.in_(some)))
    }


def _values_of(county: County, content: ItemDefinition, more: Mapping[str, Any], standing: set[str]) -> dict[str, Any]:
    bodies = (getattr(content, one) for one in BODIES)
    of_content = next((one.code for one in bodies if one is not None), "")
    department, window = more.get("department"), more.get("window_kind")
    own = department.code if department and department.code in county.departments else of_content
    return {
        "code": content.code, "name": content.name, "tier": more.get("tier") or "handling", "department_code": own,
        "window_kind_code": window if window in county.window_kinds else None,
        "catalog_code": content.catalog_code or None, "state": "in_use", "owner_code": county.code, "is_sample": False,
        "parent_code": _branch(county, more.get("parent"), more.get("branches", {}), own, standing),
    }  # fmt: skip


def _branch(
    county: County, code: str | None, brought: Mapping[str, Any], department: str, standing: set[str]
) -> str | None:
    """The main or sub-item that an item stands under, made from what the package says of it where it is not there yet."""
    if not code or code in standing:
        return code
    if county.session.scalar(select(Item.id).where(Item.code == code)):
        standing.add(code)
        return code
    said = brought[code]
    own = said.get("department")
    values = {
        "code": code, "name": said["name"], "tier": said.get("tier") or "main", "state": "in_use", "is_sample": False,
        "department_code": own.code if own and own.code in county.departments else department,
        "parent_code": _branch(county, said.get("parent"), brought, department, standing), "owner_code": county.code,
    }  # fmt: skip
    records.add(county.session, Item(**records.sound(Item, values)))
    standing.add(code)
    return code
