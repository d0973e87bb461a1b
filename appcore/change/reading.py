"""What a package says, object by object, before it is held against the county: sound, or faulty and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, post_load, validate
from marshmallow import fields as mf

from appcore.change.kinds import ITEMS, KINDS
from appcore.change.kinds.base import PackageKind
from appcore.change.workbook.book import Book, Entry
from appcore.change.workbook.found import SheetRead
from appcore.definition import faults, quick_load
from appcore.definition.faults import CODE_WANTED, Fault
from appcore.definition.said import Said
from appcore.definition.schema import CODE_PATTERN, RefField, storable
from appcore.definition.verdict import N_
from models.vocabulary import ITEM_STATE, ITEM_TIER

Document = dict[str, Any]


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


def said_by(document: Document) -> Read:
    """What a package says, before it is held against the county."""
    identities = _identities(document["identities"])
    rows: list[ReadRow] = []
    for kind in KINDS.values():
        seen: set[str] = set()
        for row in document[kind.plural]:
            key = kind.key_of(row)
            identity = identities.pop(key, None) if kind is ITEMS and key not in seen else None
            rows.append(_read(kind, row, identity, twice=bool(key) and key in seen))
            seen.add(key)
    rows += [
        ReadRow(ITEMS, code, "", faults=(Fault((), Said(N_("数据包里只有这个事项的身份，没有内容"))),))
        for code in identities
    ]
    return Read(
        *_source(document), tuple(rows), _keys(document["items"]), _keys(document["blocks"]),
        _branches(document.get("branches", ())),
    )  # fmt: skip


def said_in(book: Book) -> Read:
    """What a workbook says, every fault of it with its cell."""
    identities = _identities([one.identity for one in book.entries])
    rows: list[ReadRow] = []
    for number, entry in enumerate(book.entries):
        identity = identities.pop(ITEMS.key_of(entry.row.values), None)
        rows.append(_in_book(book, number, _entry(entry, identity)))
    return Read(
        "", "", tuple(rows), _keys([one.row.values for one in book.entries]), branches=_branches(book.branches), loose=book.loose,
        notices=tuple(book.found.notices), is_workbook=True, sheets=tuple(book.found.sheets),
    )  # fmt: skip


def _entry(entry: Entry, identity: Document | None) -> ReadRow:
    """An item that is sound as it was put together, or else judged as any other object is."""
    if entry.whole is None or ITEMS.own_faults(entry.whole.content):
        return _read(ITEMS, entry.document, identity, twice=False)
    more, found = _identity(identity) if identity is not None else ({}, [])
    key, name = ITEMS.key_of(entry.row.values), ITEMS.name_of(entry.row.values)
    if found:
        return ReadRow(ITEMS, key, name, faults=tuple(found), more=more)
    return ReadRow(ITEMS, key, name, entry.whole.content, entry.whole.digest, more=more)


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
    if not row.faults and not book.entries[number].row.faults:
        return row
    of_cells = book.faults_of(number)
    cells = {one.cell for one in of_cells}
    located = [book.located(number, one) for one in row.faults]
    found = (*of_cells, *(one for one in located if one.cell not in cells))
    content = None if found else row.content
    if book.entries[number].row.doubled:
        return replace(row, content=content, faults=(), kept_out=found)
    return replace(row, content=content, faults=found)


@cache
def _identity_schema() -> Schema:
    """One for all: to make it takes longer than to load an identity with it."""
    return IdentitySchema()


@cache
def _identity_quickly() -> quick_load.Reader:
    """The short way of a sound one."""
    readers: dict[str, quick_load.Reader] = {
        "code": quick_load.matching(CODE_PATTERN.pattern), "tier": quick_load.one_of(ITEM_TIER.slugs), "department": quick_load.ref,
        "state": quick_load.one_of(ITEM_STATE.slugs), "parent": quick_load.matching(CODE_PATTERN.pattern),
        "window_kind": quick_load.plain_text(20),
    }  # fmt: skip
    return quick_load.object_of(dict, readers, ("code",))


def _identity(row: Document) -> tuple[dict[str, Any], list[Fault]]:
    try:
        return _identity_quickly()(row), []
    except quick_load.Unsure:
        pass
    try:
        loaded: dict[str, Any] = _identity_schema().load(row)
    except ValidationError as broken:
        return {}, faults.faults(broken.messages, row, IDENTITY)
    return loaded, []


def _identities(rows: Iterable[Document]) -> dict[str, Document]:
    """Each identity by the code of its item, the last where there are two."""
    return {str(row.get("code") or "")[:40]: row for row in rows}


def _keys(rows: Iterable[Document]) -> frozenset[str]:
    return frozenset(code for row in rows if isinstance(code := row.get("code"), str))


def _branches(rows: Iterable[Document]) -> dict[str, dict[str, Any]]:
    """The sound main and sub-items of the package by code; without its own an item says what it misses."""
    found = {}
    for row in rows:
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
