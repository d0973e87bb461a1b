"""What an import would do, object by object, before anything is written: new, same, changed, blocked or wrong, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from marshmallow import RAISE, Schema, ValidationError, post_load, validate
from marshmallow import fields as mf

from appcore.change import shelf
from appcore.change.county import County
from appcore.change.kinds import ITEMS, KINDS
from appcore.change.kinds.base import PackageKind, Standing
from appcore.change.kinds.items import BODIES
from appcore.change.workbook.book import Book
from appcore.change.workbook.found import SheetRead
from appcore.definition import canonical, faults
from appcore.definition.faults import CODE_WANTED, Fault
from appcore.definition.item import Ref
from appcore.definition.said import Said
from appcore.definition.schema import CODE_PATTERN, RefField, storable
from appcore.definition.verdict import N_
from models.db import HouseSession
from models.vocabulary import ITEM_STATE, ITEM_TIER

Outcome = Literal["new", "changed", "same", "blocked", "wrong"]
OUTCOMES: dict[Outcome, str] = {
    "new": N_("新增"), "changed": N_("有变化"), "same": N_("相同"), "blocked": N_("不能导入"), "wrong": N_("有错误"),
}  # fmt: skip
CHOOSABLE = ("new", "changed")
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """One object of a package. `content` is what would be written and `digest` its hash; `standing` what is there now; `more` its identity."""

    kind: PackageKind[Any]
    key: str
    name: str
    outcome: Outcome
    faults: tuple[Fault, ...] = ()
    missing: tuple[Said, ...] = ()
    notices: tuple[Said, ...] = ()
    changes: tuple[Said, ...] = ()
    content: Any = None
    digest: str = ""
    standing: Standing[Any] | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def tick(self) -> str:
        return f"{self.kind.slug}:{self.key}"

    @property
    def may_be_chosen(self) -> bool:
        return self.outcome in CHOOSABLE

    @property
    def remark(self) -> Said | None:
        return self.standing.remark if self.standing is not None and self.may_be_chosen else None

    @property
    def is_preset(self) -> bool:
        """Ticked at first: what takes nothing away from anybody's open draft."""
        return self.may_be_chosen and self.remark is None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One object as a file says it; `content` is None when it is faulty, `kept_out` says why it is left out whatever it holds.

    `digest` is the content's hash, worked out before anything is locked.
    """

    kind: PackageKind[Any]
    key: str
    name: str
    content: Any = None
    digest: str = ""
    faults: tuple[Fault, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    kept_out: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says. `items`, `blocks`: the keys in it; `loose`: faults of no object; `notices`: what to know of the file."""

    made_by: str
    made_at: str
    rows: tuple[ReadRow, ...]
    items: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    branches: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    loose: tuple[Fault, ...] = ()
    notices: tuple[Said, ...] = ()
    is_workbook: bool = False
    sheets: tuple[SheetRead, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is known of a package before it is applied; `digest` changes when what stands here does.

    `loose`: faults of a workbook that are of no object. A workbook with a fault is imported when it is mended, or not at all
    (R67); of a package of JSON what is sound may be chosen.
    """

    made_by: str
    made_at: str
    objects: tuple[Judged, ...]
    loose: tuple[Fault, ...] = ()
    notices: tuple[Said, ...] = ()
    is_workbook: bool = False
    sheets: tuple[SheetRead, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that is wrong, in the order of the report."""
        return (*self.loose, *(fault for one in self.objects for fault in one.faults))

    @property
    def wrong(self) -> int:
        """How many faults keep a workbook from being imported."""
        found = [one.faults for one in self.objects if one.outcome == "wrong"]
        return len(self.loose) + sum(map(len, found)) if self.is_workbook else 0

    @property
    def digest(self) -> str:
        return canonical.digest(canonical.to_bytes({"seen": [_seen(one) for one in self.objects]}))

    def count(self, outcome: Outcome) -> int:
        return sum(one.outcome == outcome for one in self.objects)


class IdentitySchema(Schema):
    """What a package says of an item beside its content."""

    class Meta:
        unknown = RAISE

    code = mf.String(required=True, validate=validate.Regexp(rf"\A(?:{CODE_PATTERN.pattern})\Z", error=CODE_WANTED))
    tier = mf.String(validate=validate.OneOf(ITEM_TIER.slugs))
    department = RefField()
    window_kind = mf.String(validate=[validate.Length(max=20), storable])
    state = mf.String(validate=validate.OneOf(ITEM_STATE.slugs))
    parent = mf.String(validate=validate.Regexp(rf"\A(?:{CODE_PATTERN.pattern})\Z", error=CODE_WANTED))
    aliases = mf.List(mf.String(validate=[validate.Length(min=1, max=60), storable]), validate=validate.Length(max=50))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return data


class BranchSchema(IdentitySchema):
    """What a package says of a main or sub-item, which has no content."""

    name = mf.String(required=True, validate=[validate.Length(min=1, max=200), storable])


IDENTITY = {
    "code": N_("事项编号"), "tier": N_("事项层级"), "department": N_("主管部门"), "window_kind": N_("标准窗口"), "aliases": N_("别名"),
    "state": N_("事项状态"), "parent": N_("上级事项"),
}  # fmt: skip


def build(session: HouseSession, document: Document) -> Report:
    """The report on a document that `document.read` gave."""
    return held_against(session, said_by(document))


def said_by(document: Document, book: Book | None = None) -> Read:
    """What a package says, before it is held against the county; `book`: the workbook that it was read from."""
    identities = _identities(document)
    rows: list[ReadRow] = []
    for kind in KINDS.values():
        seen: set[str] = set()
        for number, row in enumerate(document[kind.plural]):
            key = kind.key_of(row)
            identity = identities.pop(key, None) if kind is ITEMS and key not in seen else None
            rows.append(_read(kind, row, identity, twice=bool(key) and key in seen and book is None))
            if book is not None:
                rows[-1] = _in_book(book, number, rows[-1])
            seen.add(key)
    rows += [
        ReadRow(ITEMS, code, "", faults=(Fault((), Said(N_("数据包里只有这个事项的身份，没有内容"))),))
        for code in identities
        if book is None
    ]
    return Read(
        *_source(document), tuple(rows), _keys(document, "items"), _keys(document, "blocks"), _branches(document),
        book.loose if book else (), tuple(book.found.notices) if book else (), is_workbook=book is not None,
        sheets=tuple(book.found.sheets) if book else (),
    )  # fmt: skip


def held_against(session: HouseSession, read: Read) -> Report:
    """What an import of it would do now."""
    county = County(session, read.items, read.blocks, read.branches)
    return _report(read, tuple(_judged(one, county) for one in read.rows))


def _report(read: Read, objects: tuple[Judged, ...]) -> Report:
    return Report(
        read.made_by, read.made_at, objects, read.loose, read.notices, is_workbook=read.is_workbook, sheets=read.sheets
    )


@dataclass(frozen=True, slots=True)
class Look:
    """A report made before anything was locked, and what the county was then."""

    said: Report
    mark: tuple[Any, ...]


def look(session: HouseSession, read: Read) -> Look:
    """Judge without hurry: nobody waits."""
    mark = County(session, read.items, read.blocks, read.branches).mark()
    return Look(held_against(session, read), mark)


def look_again(session: HouseSession, read: Read, before: Look) -> Report:
    """The report as it is now that the store is locked: the one from before, where nothing has changed since.

    What is marked are the items; what stands open and whatever is no item is judged anew.
    """
    county = County(session, read.items, read.blocks, read.branches)
    if county.mark() != before.mark:
        return held_against(session, read)
    opened = shelf.opened(session, read.items)
    few = County(session, opened, read.blocks, read.branches)
    objects = []
    for row, one in zip(read.rows, before.said.objects, strict=True):
        again = (
            one if row.kind is ITEMS and row.key not in opened else _judged(row, few if row.kind is ITEMS else county)
        )
        objects.append(one if _seen(again) == _seen(one) else again)
    if all(one is other for one, other in zip(objects, before.said.objects, strict=True)):
        return before.said
    return _report(read, tuple(objects))


def _read(kind: PackageKind[Any], row: Document, identity: Document | None, *, twice: bool) -> ReadRow:
    key = kind.key_of(row)
    content, found = kind.judged(row)
    more, of_identity = _identity(identity) if identity is not None else ({}, [])
    found += of_identity
    if twice:
        found.append(Fault((), Said(N_("数据包里有两个“%(key)s”"), {}, {"key": key})))
    if content is None or found:
        return ReadRow(kind, key, kind.name_of(row), faults=tuple(found), more=more)
    return ReadRow(kind, key, kind.name_of(row), content, kind.hash_of(content), more=more)


def _in_book(book: Book, number: int, row: ReadRow) -> ReadRow:
    """What was found wrong, said of cells; a code that stands there twice keeps its rows out, and harms no other."""
    of_cells = book.faults_of(number)
    cells = {one.cell for one in of_cells}
    located = [book.located(number, one) for one in row.faults]
    found = (*of_cells, *(one for one in located if one.cell not in cells))
    content = None if found else row.content
    if book.entries[number].row.doubled:
        return replace(row, content=content, faults=(), kept_out=found)
    return replace(row, content=content, faults=found)


def _judged(row: ReadRow, county: County) -> Judged:
    kind, key, name, content, more = row.kind, row.key, row.name, row.content, row.more
    if row.kept_out:
        return Judged(kind, key, name, "blocked", row.kept_out)
    if content is None or row.faults:
        return Judged(kind, key, name, "wrong", row.faults)
    content = kind.settled(content, county)
    if more.get("parent"):
        more = {**more, "branches": county.branches}
    findings, standing = kind.findings(content, county), kind.standing(county, content)
    missing = (*findings.missing, *_missing_of_identity(kind, content, more, county, standing))
    if standing.obstacle is not None:
        missing = (*missing, standing.obstacle)
    digest = row.digest if content == row.content else kind.hash_of(content)
    is_same = standing.content is not None and kind.hash_of(standing.content) == digest
    changes = () if is_same or standing.content is None else kind.differences(standing.content, content, county)
    outcome: Outcome = "same" if is_same else "blocked" if missing else "new" if standing.content is None else "changed"
    notices = () if is_same else findings.notices
    return Judged(
        kind, key, name, outcome, (), () if is_same else missing, notices, changes, content, digest, standing, more
    )  # fmt: skip


def _missing_of_identity(
    kind: PackageKind[Any], content: Any, more: Mapping[str, Any], county: County, standing: Standing[Any]
) -> Iterator[Said]:
    """A cancelled item stays out (decisions 51); a new one wants a department, and what it stands under."""
    if kind is not ITEMS:
        return
    if more.get("state") == "cancelled":
        yield Said(N_("文件里这个事项的状态是“取消”，不导入"))
    if standing.act != "created":
        return
    parent = more.get("parent")
    if parent and parent not in county.branches and parent not in county.branches_here:
        yield Said(N_("没有上级事项“%(name)s”"), {}, {"name": parent})
    department: Ref | None = more.get("department")
    if department is None and not any(getattr(content, one) for one in BODIES):
        yield Said(N_("没有写明主管部门和实施主体，不知道建在哪个部门下"))
    if department is not None and department.code not in county.departments:
        named = {"name": department.name, "code": department.code}
        yield Said(N_("本县没有部门“%(name)s”（%(code)s）"), {}, named)


@cache
def _identity_schema() -> Schema:
    """One for all: to make it takes longer than to load an identity with it."""
    return IdentitySchema()


def _identity(row: Document) -> tuple[dict[str, Any], list[Fault]]:
    try:
        loaded: dict[str, Any] = _identity_schema().load(row)
    except ValidationError as broken:
        return {}, faults.faults(broken.messages, row, IDENTITY)
    return loaded, []


def _identities(document: Document) -> dict[str, Document]:
    """Each identity by the code of its item, the last where there are two."""
    return {str(row.get("code") or "")[:40]: row for row in document["identities"]}


def _keys(document: Document, plural: str) -> frozenset[str]:
    return frozenset(code for row in document[plural] if isinstance(code := row.get("code"), str))


def _branches(document: Document) -> dict[str, dict[str, Any]]:
    """The sound main and sub-items of the package by code; without its own an item says what it misses."""
    found = {}
    for row in document.get("branches", ()):
        try:
            found[str(row.get("code"))] = BranchSchema().load(row)
        except ValidationError:
            continue
    return found


def _source(document: Document) -> tuple[str, str]:
    """Where a package comes from and when it was made, as it says itself; what is not said that way is left out."""
    source, made_at = document.get("from"), document.get("made_at")
    name = source.get("name") if isinstance(source, dict) else None
    return (_line(name), _line(made_at)[:10])


def _line(text: object) -> str:
    plain = "".join(one for one in text if one.isprintable()) if isinstance(text, str) else ""
    return plain[:60]


def _seen(one: Judged) -> list[str]:
    """What a reader of the report has seen of an object."""
    return [one.tick, one.outcome, one.standing.act if one.standing else "", _hash_of_standing(one)]


def _hash_of_standing(one: Judged) -> str:
    if one.standing is None or one.standing.content is None:
        return ""
    return one.kind.hash_of(one.standing.content)
