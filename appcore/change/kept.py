"""The report on a preview as it is kept beside it: paging through it reads no file and judges nothing again.

It is kept with a mark of the county: when anything has changed there since that it was judged by, it is judged anew.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from appcore.change import report, shelf, undoing
from appcore.change.county import County
from appcore.change.kinds import ITEMS
from appcore.change.reading import Read
from appcore.change.report import Judged
from appcore.change.workbook.found import SheetRead
from appcore.definition.faults import Fault
from appcore.definition.said import Said
from models.db import HouseSession

Sentences = tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One object of the report as its reader sees it (`report.Judged`)."""

    kind: str
    key: str
    name: str
    outcome: str
    tick: str
    may_be_chosen: bool
    is_preset: bool
    remark: Said | None
    faults: tuple[Fault, ...]
    missing: Sentences
    changes: Sentences
    notices: Sentences


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report as its reader sees it (`report.Report`); `digest` is that of the report, `wrong` its faults counted."""

    made_by: str
    made_at: str
    digest: str
    wrong: int
    is_workbook: bool
    rows: tuple[KeptRow, ...]
    loose: tuple[Fault, ...]
    notices: Sentences
    sheets: tuple[SheetRead, ...]

    @property
    def has_faults(self) -> bool:
        return bool(self.loose) or any(one.faults for one in self.rows)

    @property
    def takes_over(self) -> bool:
        """Whether all of it are items, which alone can be taken over."""
        return all(one.kind == ITEMS.slug for one in self.rows)

    def count(self, outcome: str) -> int:
        return sum(one.outcome == outcome for one in self.rows)

    def ticked(self, choice: Mapping[str, bool]) -> set[str]:
        """What is chosen: as it was proposed, and as `choice` departs from that."""
        return {one.tick for one in self.rows if one.may_be_chosen and choice.get(one.tick, one.is_preset)}


def judged(session: HouseSession, read: Read) -> bytes:
    """The report on what a file says, to be stored, with a mark of the county as it was before it was judged."""
    seen_by: dict[str, Any] = {"items": sorted(read.items), "blocks": sorted(read.blocks)}
    seen_by["lasts"] = all(one.kind is ITEMS for one in read.rows)
    seen_by["mark"] = _mark(session, seen_by) if seen_by["lasts"] else ""
    said = report.held_against(session, read)
    document = {
        "seen_by": seen_by, "made_by": said.made_by, "made_at": said.made_at,
        "digest": said.digest, "wrong": said.wrong, "is_workbook": said.is_workbook, "rows": [_row(one) for one in said.objects],
        "loose": _faults(said.loose), "notices": _all(said.notices),
        "sheets": [[one.title, one.rows, _put(one.why)] for one in said.sheets],
    }  # fmt: skip
    return zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def read_again(session: HouseSession, stored: bytes) -> KeptReport | None:
    """A stored report; None when the county has changed in what it was judged by. What is no item is never marked."""
    document = json.loads(zlib.decompress(stored))
    seen_by = document["seen_by"]
    if not seen_by["lasts"] or seen_by["mark"] != _mark(session, seen_by):
        return None
    return _report(document)


def as_kept(stored: bytes) -> KeptReport:
    """A report that was just made."""
    return _report(json.loads(zlib.decompress(stored)))


def _report(document: Mapping[str, Any]) -> KeptReport:
    return KeptReport(
        document["made_by"], document["made_at"], document["digest"], document["wrong"],
        document["is_workbook"], tuple(_kept_row(one) for one in document["rows"]), _faults_of(document["loose"]),
        _sentences(document["notices"]), tuple(SheetRead(title, rows, _said(why)) for title, rows, why in document["sheets"]),
    )  # fmt: skip


def _row(one: Judged) -> list[Any]:
    return [
        one.kind.slug, one.key, one.name, one.outcome, one.tick, one.may_be_chosen, one.is_preset, _put(one.remark),
        _faults(one.faults), _all(one.missing), _all(one.changes), _all(one.notices),
    ]  # fmt: skip


def _kept_row(stored: list[Any]) -> KeptRow:
    kind, key, name, outcome, tick, may, preset, remark, faults, missing, changes, notices = stored
    return KeptRow(
        kind, key, name, outcome, tick, may, preset, _said(remark), _faults_of(faults),
        _sentences(missing), _sentences(changes), _sentences(notices),
    )  # fmt: skip


def _faults(several: tuple[Fault, ...]) -> list[Any]:
    return [[_all(one.places), _put(one.why)] for one in several]


def _faults_of(stored: list[Any]) -> tuple[Fault, ...]:
    return tuple(Fault(_sentences(places), _sentence(why)) for places, why in stored)


def _all(several: tuple[Any, ...]) -> list[Any]:
    return [_put(one) for one in several]


def _sentences(stored: list[Any]) -> Sentences:
    return tuple(_sentence(one) for one in stored)


def _put(one: Said | None) -> Any:
    """A sentence as JSON: its msgid alone, or with its terms and what people typed."""
    if one is None or not (one.terms or one.typed):
        return one if one is None else one.msgid
    return [one.msgid, {name: _put_words(words) for name, words in one.terms.items()}, dict(one.typed)]


def _put_words(words: Any) -> Any:
    if isinstance(words, tuple):
        return {"several": [_put_words(one) for one in words]}
    return {"said": _put(words)} if isinstance(words, Said) else words


def _said(stored: Any) -> Said | None:
    return None if stored is None else _sentence(stored)


def _sentence(stored: Any) -> Said:
    if isinstance(stored, str):
        return Said(stored)
    msgid, terms, typed = stored
    return Said(msgid, {name: _words(one) for name, one in terms.items()}, typed)


def _words(stored: Any) -> Any:
    if isinstance(stored, str):
        return stored
    return tuple(_words(one) for one in stored["several"]) if "several" in stored else _sentence(stored["said"])


def _mark(session: HouseSession, seen_by: Mapping[str, Any]) -> str:
    """Equal marks, equal judgement of the items: what the county has of them, and of what stands in their open editions."""
    items = frozenset(seen_by["items"])
    county = County(session, items, frozenset(seen_by["blocks"]))
    opened = shelf.open_editions(session, items)
    in_work = undoing.marks_of(session, list(opened.values()), list(opened))
    said = json.dumps([*map(_plain, county.mark()), _plain(in_work)], ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """The same in every process: sets and mappings in their order."""
    if is_dataclass(value) and not isinstance(value, type):
        return [_plain(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, Mapping):
        return sorted(([str(key), _plain(one)] for key, one in value.items()), key=lambda pair: pair[0])
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, (list, tuple, Iterator)):
        return [_plain(one) for one in value]
    return value
