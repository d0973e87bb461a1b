"""What changed between two definitions: each change as a sentence and as the two sides of a table's row.

材料“户口簿”由“收原件1份”改为“收复印件1份”. Parts are the same part when their keys are; their order counts, their rows do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appcore.definition.checks.problem import Place
from appcore.definition.describe import Name, Names
from appcore.definition.designing.blocks import source_of
from appcore.definition.faults import one_of
from appcore.definition.item import ItemDefinition, Material
from appcore.definition.questions import names_of
from appcore.definition.register import RegisterDefinition
from appcore.definition.said import Said
from appcore.definition.shown import Shown, called, shown, wanted
from appcore.definition.verdict import N_
from models import elements as el
from models import vocabulary as v
from models.elements import Element, PartKind

COUNTED = frozenset(("originals", "copies"))
"""What a material says of its copies is one change, not two."""
REGISTER = (
    Element("name", "台账名称"),
    Element("purpose", "用途"),
    Element("basis", "依据"),
    Element("prefix", "编号前缀"),
    Element("order_by", "排序字段"),
    Element("readers", "查看的岗位", "codes", vocabulary=v.ROLE),
    Element("writers", "登记的岗位", "codes", vocabulary=v.ROLE),
    Element("kept", "保管期限", "code", vocabulary=v.RETENTION),
    Element("blank_rows", "打印留空行数", "integer"),
)
LISTED = N_("列表显示的字段")
NO_BLOCKS: Mapping[str, str] = {}
CODE = Element("catalog_code", "基本编码")
COPIES, ORDER, ADDED, REMOVED = N_("份数"), N_("先后顺序"), N_("新增"), N_("删除")
"""What a row of the table is about where it is about no one element."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: where it stands, the sentence, and for a table what it is about (`name` of a part, `label`) with both sides.

    A part that is new or gone has its filled elements on one side; the order of a list its names.
    """

    place: Place
    said: Said
    label: str
    was: Shown
    now: Shown
    name: str = ""


def items(old: ItemDefinition, new: ItemDefinition, blocks: Mapping[str, str] = NO_BLOCKS) -> tuple[Said, ...]:
    """What changed from one edition's content to another's, in the order of the new one; `blocks` are names by code."""
    return tuple(one.said for one in changes(old, new, blocks))


def changes(old: ItemDefinition, new: ItemDefinition, blocks: Mapping[str, str] = NO_BLOCKS) -> tuple[Change, ...]:
    """The same with places and both sides."""
    names = _names(old, blocks), _names(new, blocks)
    found = list(_elements((CODE, *el.EDITION_ELEMENTS), old, new, names))
    for kind in el.PART_KINDS:
        if not kind.parent:
            found += _parts(kind, getattr(old, kind.plural), getattr(new, kind.plural), names)
    return tuple(found)


def registers(
    old: RegisterDefinition, new: RegisterDefinition, blocks: Mapping[str, str] = NO_BLOCKS
) -> tuple[Said, ...]:
    """What changed from one version of a book or block to another; `blocks` are names by code."""
    names = _names(old, blocks), _names(new, blocks)
    found = list(_elements(REGISTER, old, new, names))
    if old.listed != new.listed:
        labels = [
            "、".join({one.key: one.label for one in side.fields}.get(key, key) for key in side.listed)
            for side in (old, new)
        ]
        found.append(_changed(Place(element="listed"), LISTED, Shown(text=labels[0]), Shown(text=labels[1])))
    return tuple(one.said for one in (*found, *_parts(el.FIELDS, old.fields, new.fields, names)))


def _names(definition: ItemDefinition | RegisterDefinition, blocks: Mapping[str, str]) -> Names:
    """What is asked by its key, and the blocks that fields came from: 申请人信息 第2版. No key has an @ in it."""
    sources = {}
    for one in definition.fields:
        if one.shared and (source := source_of(one)):
            code, number = source
            sources[one.shared] = Name(f"{blocks.get(code, code)} 第{number}版")
    return {**names_of(definition), **sources}


def _elements(elements: Iterable[Element], old: Any, new: Any, names: tuple[Names, Names]) -> Iterator[Change]:
    for element in elements:
        was, now = getattr(old, element.name), getattr(new, element.name)
        if was != now:
            sides = shown(element, was, names[0]), shown(element, now, names[1])
            yield _changed(Place(element=element.name), element.label, *sides)


def _changed(place: Place, label: str, was: Shown, now: Shown, *, part: str = "", name: str = "") -> Change:
    """One sentence about an element: filled, emptied or changed; of a part when there is one."""
    terms: dict[str, Any] = {"label": label}
    typed: dict[str, Any] = {}
    if part:
        terms["part"], typed["name"] = part, name
    empty_before, empty_now = was == Shown(), now == Shown()
    if not empty_before:
        was.into("old", terms, typed)
    if empty_before or not empty_now:  # a blank is no text to show, and yet another content
        now.into("new", terms, typed)
    if empty_before:
        msgid = N_("%(part)s“%(name)s”填写了%(label)s：“%(new)s”") if part else N_("填写了%(label)s：“%(new)s”")
    elif empty_now:
        msgid = N_("%(part)s“%(name)s”去掉了%(label)s，原为“%(old)s”") if part else N_("去掉了%(label)s，原为“%(old)s”")
    else:
        msgid = (
            N_("%(part)s“%(name)s”的%(label)s由“%(old)s”改为“%(new)s”")
            if part
            else N_("%(label)s由“%(old)s”改为“%(new)s”")
        )
    return Change(place, Said(msgid, terms, typed), label, was, now, name)


@dataclass(frozen=True, slots=True)
class _List:
    """A list of parts of one kind, and what it stands under."""

    kind: PartKind
    names: tuple[Names, Names]
    above: str = ""
    parent: Place | None = None

    def place(self, key: str = "", element: str = "") -> Place:
        if self.parent is not None:
            return Place(self.parent.part, self.parent.key, element, key)
        return Place(self.kind.plural, key, element)

    def called(self, part: Any) -> str:
        return called(self.kind, part, self.above)

    def holds(self, part: Any, side: int) -> Shown:
        """All that a part says, element by element."""
        filled = []
        for element in self.kind.elements:
            value = shown(element, getattr(part, element.name), self.names[side])
            if value != Shown():
                terms: dict[str, Any] = {"label": element.label}
                typed: dict[str, Any] = {}
                value.into("value", terms, typed)
                filled.append(Said(N_("%(label)s：%(value)s"), terms, typed))
        return Shown(words=tuple(filled))


def _parts(
    kind: PartKind, old: Sequence[Any], new: Sequence[Any], names: tuple[Names, Names], above: str = "",
    parent: Place | None = None,
) -> Iterator[Change]:  # fmt: skip
    here = _List(kind, names, above, parent)
    before, after = {one.key: one for one in old}, {one.key: one for one in new}
    for key, one in after.items():
        if key not in before:
            said = Said(N_("新增%(part)s“%(name)s”"), {"part": one_of(kind)}, {"name": here.called(one)})
            yield Change(here.place(key), said, ADDED, Shown(), here.holds(one, 1), here.called(one))
        elif before[key] != one:
            yield from _part(here, before[key], one)
    for key, one in before.items():
        if key not in after:
            said = Said(N_("删除%(part)s“%(name)s”"), {"part": one_of(kind)}, {"name": here.called(one)})
            yield Change(here.place(key), said, REMOVED, here.holds(one, 0), Shown(), here.called(one))
    kept = [key for key in before if key in after], [key for key in after if key in before]
    if kept[0] != kept[1]:
        said = Said(N_("%(part)s的先后顺序有变化"), {"part": one_of(kind)})
        was, now = (
            Shown(text="、".join(here.called(side[key]) for key in keys))
            for side, keys in zip((before, after), kept, strict=True)
        )
        yield Change(here.place(), said, ORDER, was, now, above)


def _part(here: _List, old: Any, new: Any) -> Iterator[Change]:
    kind, name = here.kind, here.called(old)
    counted = COUNTED if isinstance(old, Material) else frozenset()
    if counted and any(getattr(old, one) != getattr(new, one) for one in counted):
        was, now = wanted(old), wanted(new)
        said = Said(N_("材料“%(name)s”由“%(old)s”改为“%(new)s”"), {"old": was, "new": now}, {"name": name})
        yield Change(here.place(old.key, "originals"), said, COPIES, Shown(was), Shown(now), name)
    for element in kind.elements:
        was, now = getattr(old, element.name), getattr(new, element.name)
        if was != now and element.name not in counted:
            sides = shown(element, was, here.names[0]), shown(element, now, here.names[1])
            place = here.place(old.key, element.name)
            yield _changed(place, element.label, *sides, part=one_of(kind), name=name)
    for child in el.PART_KINDS:
        if child.parent == kind.name:
            under = here.place(old.key)
            yield from _parts(
                child, getattr(old, child.plural), getattr(new, child.plural), here.names, name, parent=under
            )
