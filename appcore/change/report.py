"""What an import would do, object by object, before anything is written: new, same, changed, blocked or wrong, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from marshmallow import RAISE, Schema, ValidationError, post_load, validate
from marshmallow import fields as mf

from appcore.change.county import County
from appcore.change.kinds import ITEMS, KINDS
from appcore.change.kinds.base import PackageKind, Standing
from appcore.change.kinds.items import BODIES
from appcore.definition import canonical, faults
from appcore.definition.faults import CODE_WANTED, Fault
from appcore.definition.item import Ref
from appcore.definition.said import Said
from appcore.definition.schema import CODE_PATTERN, RefField, storable
from appcore.definition.verdict import N_
from models.db import HouseSession
from models.vocabulary import ITEM_TIER

Outcome = Literal["new", "changed", "same", "blocked", "wrong"]
OUTCOMES: dict[Outcome, str] = {
    "new": N_("新增"), "changed": N_("有变化"), "same": N_("相同"), "blocked": N_("不能导入"), "wrong": N_("有错误"),
}  # fmt: skip
CHOOSABLE = ("new", "changed")
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """One object of a package. `content` is what would be written; `standing` what is there now; `more` its identity."""

    kind: PackageKind[Any]
    key: str
    name: str
    outcome: Outcome
    faults: tuple[Fault, ...] = ()
    missing: tuple[Said, ...] = ()
    notices: tuple[Said, ...] = ()
    changes: tuple[Said, ...] = ()
    content: Any = None
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
    """Everything that is known of a package before it is applied; `digest` changes when what stands here does."""

    made_by: str
    made_at: str
    objects: tuple[Judged, ...]

    @property
    def digest(self) -> str:
        seen = [
            [one.tick, one.outcome, one.standing.act if one.standing else "", _hash_of_standing(one)]
            for one in self.objects
        ]
        return canonical.digest(canonical.to_bytes({"seen": seen}))

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
    aliases = mf.List(mf.String(validate=[validate.Length(min=1, max=60), storable]), validate=validate.Length(max=50))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return data


IDENTITY = {
    "code": N_("事项编号"), "tier": N_("事项层级"), "department": N_("主管部门"), "window_kind": N_("标准窗口"), "aliases": N_("别名"),
}  # fmt: skip


def build(session: HouseSession, document: Document) -> Report:
    """The report on a document that `document.read` gave."""
    county = County(session, _keys(document, "items"), _keys(document, "blocks"))
    identities = _identities(document)
    objects: list[Judged] = []
    for kind in KINDS.values():
        seen: set[str] = set()
        for row in document[kind.plural]:
            key = kind.key_of(row)
            more = identities.pop(key, None) if kind is ITEMS and key not in seen else None
            objects.append(_judged(kind, row, county, more, twice=bool(key) and key in seen))
            seen.add(key)
    objects += [
        Judged(ITEMS, code, "", "wrong", (Fault((), Said(N_("数据包里只有这个事项的身份，没有内容"))),))
        for code in identities
    ]
    return Report(*_source(document), tuple(objects))


def _judged(
    kind: PackageKind[Any], row: Document, county: County, identity: Document | None, *, twice: bool
) -> Judged:  # fmt: skip
    key, name = kind.key_of(row), kind.name_of(row)
    content, found = kind.judged(row)
    more, of_identity = _identity(identity) if identity is not None else ({}, [])
    found += of_identity
    if twice:
        found.append(Fault((), Said(N_("数据包里有两个“%(key)s”"), {}, {"key": key})))
    if content is None or found:
        return Judged(kind, key, name, "wrong", tuple(found))
    content = kind.settled(content, county)
    findings, standing = kind.findings(content, county), kind.standing(county.session, content)
    missing = (*findings.missing, *_missing_of_identity(kind, content, more, county, standing))
    if standing.obstacle is not None:
        missing = (*missing, standing.obstacle)
    is_same = standing.content is not None and kind.hash_of(standing.content) == kind.hash_of(content)
    changes = () if is_same or standing.content is None else kind.differences(standing.content, content, county)
    outcome: Outcome = "same" if is_same else "blocked" if missing else "new" if standing.content is None else "changed"
    notices = () if is_same else findings.notices
    return Judged(
        kind, key, name, outcome, (), () if is_same else missing, notices, changes, content, standing, more
    )  # fmt: skip


def _missing_of_identity(
    kind: PackageKind[Any], content: Any, more: Mapping[str, Any], county: County, standing: Standing[Any]
) -> Iterator[Said]:
    """A new item wants a department that it stands under."""
    if kind is not ITEMS or standing.act != "created":
        return
    department: Ref | None = more.get("department")
    if department is None and not any(getattr(content, one) for one in BODIES):
        yield Said(N_("没有写明主管部门和实施主体，不知道建在哪个部门下"))
    if department is not None and department.code not in county.departments:
        named = {"name": department.name, "code": department.code}
        yield Said(N_("本县没有部门“%(name)s”（%(code)s）"), {}, named)


def _identity(row: Document) -> tuple[dict[str, Any], list[Fault]]:
    try:
        loaded: dict[str, Any] = IdentitySchema().load(row)
    except ValidationError as broken:
        return {}, faults.faults(broken.messages, row, IDENTITY)
    return loaded, []


def _identities(document: Document) -> dict[str, Document]:
    """Each identity by the code of its item, the last where there are two."""
    return {str(row.get("code") or "")[:40]: row for row in document["identities"]}


def _keys(document: Document, plural: str) -> frozenset[str]:
    return frozenset(code for row in document[plural] if isinstance(code := row.get("code"), str))


def _source(document: Document) -> tuple[str, str]:
    """Where a package comes from and when it was made, as it says itself; what is not said that way is left out."""
    source, made_at = document.get("from"), document.get("made_at")
    name = source.get("name") if isinstance(source, dict) else None
    return (_line(name), _line(made_at)[:10])


def _line(text: object) -> str:
    plain = "".join(one for one in text if one.isprintable()) if isinstance(text, str) else ""
    return plain[:60]


def _hash_of_standing(one: Judged) -> str:
    if one.standing is None or one.standing.content is None:
        return ""
    return one.kind.hash_of(one.standing.content)
