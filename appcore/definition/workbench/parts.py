"""Which parts a draft is written in: six groups of the edition's own elements, and its ten lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from appcore.definition.checks.problem import Place
from appcore.definition.verdict import N_
from models import elements as el
from models.elements import Element, PartKind

OBLIGATORY = ("M", "MP")
GROUPS = ("basic", "bodies", "limits", "channels", "results", "rights")
"""The names of the groups of `models.elements.GROUPS`, in their order; they stand in addresses."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "legal_basis": ("level", "title", "document_number", "article"),
    "acceptance_condition": ("text", "basis"),
    "question": ("text", "kind"),
    "question_choice": ("label",),
    "material": ("name", "necessity", "originals", "copies", "source_type"),
    "fee": ("name", "amount_fen", "unit", "basis"),
    "reduction": ("kind", "percent", "amount_fen", "reason", "basis"),
    "step": ("name", "role", "duration", "unit"),
    "special_procedure": ("name", "kind", "duration", "unit"),
    "field": ("label", "kind", "required", "group"),
    "field_choice": ("label",),
    "outcome": ("name", "result_type", "validity"),
    "faq": ("question", "answer"),
}
"""What stands in the line of a row; the rest is in the panel below it."""
TITLES = {"questions": N_("情形问题"), "fees": N_("收费和减免")}
"""What a list is called that holds another under its rows, or whose label says too little."""
ELSEWHERE = ("file",)
"""Kinds of elements that have a page of their own; a save leaves them as they stand."""


@dataclass(frozen=True, slots=True)
class PartOf:
    """One part of a draft. `name` is the list's name in the definition, or the group's; without a `kind` it is a group."""

    name: str
    label: str
    elements: tuple[Element, ...]
    kind: PartKind | None = None
    child: PartKind | None = None

    @property
    def typed(self) -> tuple[Element, ...]:
        """The elements that are written here."""
        return tuple(one for one in self.elements if one.kind not in ELSEWHERE)

    @property
    def columns(self) -> tuple[Element, ...]:
        return columns_of(self.kind) if self.kind else ()


def columns_of(kind: PartKind) -> tuple[Element, ...]:
    """The elements in the line of a row, in the order of the columns."""
    by_name = {one.name: one for one in kind.elements}
    return tuple(by_name[name] for name in COLUMNS[kind.name])


def folded_of(kind: PartKind) -> tuple[Element, ...]:
    """The elements in the panel below a row, the obligatory ones first."""
    rest = [one for one in kind.elements if one.name not in COLUMNS[kind.name] and one.kind not in ELSEWHERE]
    return tuple(sorted(rest, key=lambda one: one.need not in OBLIGATORY))


def _list(kind: PartKind) -> PartOf:
    child = next((one for one in el.PART_KINDS if one.parent == kind.name), None)
    return PartOf(kind.plural, TITLES.get(kind.plural, kind.label), kind.elements, kind, child)


PARTS: tuple[PartOf, ...] = (
    *(PartOf(name, title, group) for name, (title, group) in zip(GROUPS, el.GROUPS, strict=True)),
    *(_list(kind) for kind in el.PART_KINDS if not kind.parent),
)
BY_NAME: Mapping[str, PartOf] = {one.name: one for one in PARTS}
_GROUP_OF = {element.name: one.name for one in PARTS if one.kind is None for element in one.elements}


def part_of(place: Place) -> str:
    """The part in which a problem is mended; what is about the edition as a whole is mended in the first."""
    return place.part if place.part in BY_NAME else _GROUP_OF.get(place.element, GROUPS[0])


def anchor_of(place: Place) -> str:
    """What the box of a place is called on the page: `materials.hukouben.name`, `limits.promised_days`, `fees`."""
    part = BY_NAME[part_of(place)]
    element = place.element if place.element in _boxes(part, place) else ""
    return ".".join(one for one in (part.name, place.key, place.child, element) if one)


def _boxes(part: PartOf, place: Place) -> frozenset[str]:
    """The elements that have a box at a place: none of a list as a whole, of a row also its key, condition and what is under it."""
    if part.kind is None:
        return frozenset(one.name for one in part.typed)
    if not place.key:
        return frozenset()
    kind = part.child if place.child and part.child else part.kind
    boxes = {one.name for one in kind.elements if one.kind not in ELSEWHERE}
    if not place.child:
        boxes |= {"key"} | ({part.child.plural} if part.child else set())
    return frozenset(boxes)
