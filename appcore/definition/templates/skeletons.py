"""The fixed skeleton of each kind of slip: which parts it has, which are the law's and locked, and what the free ones say at first.

A locked part is never the editor's: its words are code, checked against the law that is named beside it. `unverified` marks a
wording that follows common practice and could not be checked against a binding text.
"""

from __future__ import annotations

from dataclasses import dataclass

from appcore.definition.templates.skeleton_texts import TEXTS
from appcore.definition.verdict import N_


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a slip. `text` of a locked part is what is printed; of a free one, what it says until it is written."""

    key: str
    title: str
    locked: bool
    text: str
    source: str = ""
    unverified: bool = False


TITLES = {
    "opening": N_("抬头"),
    "law": N_("法定内容"),
    "papers": N_("材料清单"),
    "body": N_("正文"),
    "notice": N_("提示"),
    "remedies": N_("救济途径"),
    "numbers": N_("编号"),
    "signs": N_("签名和盖章"),
    "contact": N_("联系方式"),
}
FREE = ("body", "notice", "contact")
"""The parts that an office writes itself; the others are locked."""


def _part(key: str, kind: str) -> Part:
    text, source, unverified = TEXTS[kind][key]
    return Part(key, TITLES[key], key not in FREE, text.strip("\n"), source, unverified)


SKELETONS: dict[str, tuple[Part, ...]] = {
    kind: tuple(_part(key, kind) for key in TITLES if key in parts) for kind, parts in TEXTS.items()
}
"""The parts of each kind of slip, in the order in which they are printed."""


def part_keys(kind: str) -> tuple[str, ...]:
    """The keys of the parts that may be written."""
    return tuple(part.key for part in SKELETONS[kind] if not part.locked)
