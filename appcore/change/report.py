"""What an import would do, object by object, before anything is written: new, same, changed, blocked or wrong, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from appcore.change import shelf
from appcore.change.county import County
from appcore.change.kinds import ITEMS
from appcore.change.kinds.base import PackageKind, Standing
from appcore.change.kinds.items import BODIES
from appcore.change.reading import Read, ReadRow, said_by
from appcore.change.watching import NOBODY, Watch
from appcore.change.workbook.found import SheetRead
from appcore.definition import canonical
from appcore.definition.faults import Fault
from appcore.definition.item import Ref
from appcore.definition.said import Said
from appcore.definition.verdict import N_
from models.db import HouseSession

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


def build(session: HouseSession, document: Document) -> Report:
    """The report on a document that `document.read` gave."""
    return held_against(session, said_by(document))


def held_against(session: HouseSession, read: Read, watch: Watch = NOBODY) -> Report:
    """What an import of it would do now."""
    county = County(session, read.items, read.blocks, read.branches)
    objects = []
    for one in read.rows:
        objects.append(_judged(one, county))
        watch.one()
    return _report(read, tuple(objects))


def _report(read: Read, objects: tuple[Judged, ...]) -> Report:
    return Report(
        read.made_by, read.made_at, objects, read.loose, read.notices, is_workbook=read.is_workbook, sheets=read.sheets
    )


@dataclass(frozen=True, slots=True)
class Look:
    """A report made before anything was locked, and what the county was then."""

    said: Report
    mark: tuple[Any, ...]


def look(session: HouseSession, read: Read, watch: Watch = NOBODY) -> Look:
    """Judge without hurry: nobody waits."""
    mark = County(session, read.items, read.blocks, read.branches).mark()
    return Look(held_against(session, read, watch), mark)


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


def _seen(one: Judged) -> list[str]:
    """What a reader of the report has seen of an object."""
    return [one.tick, one.outcome, one.standing.act if one.standing else "", _hash_of_standing(one)]


def _hash_of_standing(one: Judged) -> str:
    if one.standing is None or one.standing.content is None:
        return ""
    return one.kind.hash_of(one.standing.content)
