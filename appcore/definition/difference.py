"""What changed between two definitions, each change as a sentence: 材料“户口簿”由“收原件1份”改为“收复印件1份”.

Parts are the same part when their keys are; their order counts, their rows do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from appcore.definition import conditions
from appcore.definition.describe import Name, Names, describe
from appcore.definition.designing.blocks import source_of
from appcore.definition.faults import one_of
from appcore.definition.item import ItemDefinition, Material, Ref
from appcore.definition.kinds import KINDS
from appcore.definition.money import yuan
from appcore.definition.questions import names_of
from appcore.definition.register import RegisterDefinition
from appcore.definition.said import Said, Words
from appcore.definition.verdict import N_
from models import elements as el
from models import vocabulary as v
from models.elements import Element, PartKind

LONGEST = 60
CALLED_BY = {"legal_basis": "title", "material": "name", "reduction": "reason"}
"""The element by which people call a part; of other kinds it is the first."""
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


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as a sentence shows it: words of the catalogue, or text as it stands."""

    words: Words = ""
    text: str = ""

    def into(self, name: str, said: dict[str, Any], typed: dict[str, Any]) -> None:
        if self.words:
            said[name] = self.words
        else:
            typed[name] = self.text


def items(old: ItemDefinition, new: ItemDefinition, blocks: Mapping[str, str] = NO_BLOCKS) -> tuple[Said, ...]:
    """What changed from one edition's content to another's, in the order of the new one; `blocks` are names by code."""
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
        found.append(_changed(LISTED, Shown(text=labels[0]), Shown(text=labels[1])))
    return (*found, *_parts(el.FIELDS, old.fields, new.fields, names))


def _names(definition: ItemDefinition | RegisterDefinition, blocks: Mapping[str, str]) -> Names:
    """What is asked by its key, and the blocks that fields came from: 申请人信息 第2版. No key has an @ in it."""
    sources = {}
    for one in definition.fields:
        if one.shared and (source := source_of(one)):
            code, number = source
            sources[one.shared] = Name(f"{blocks.get(code, code)} 第{number}版")
    return {**names_of(definition), **sources}


def _elements(elements: Iterable[Element], old: Any, new: Any, names: tuple[Names, Names]) -> Iterator[Said]:
    for element in elements:
        was, now = getattr(old, element.name), getattr(new, element.name)
        if was != now:
            yield _changed(element.label, shown(element, was, names[0]), shown(element, now, names[1]))


def _changed(label: str, was: Shown, now: Shown, *, part: str = "", name: str = "") -> Said:
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
    return Said(msgid, terms, typed)


def _parts(
    kind: PartKind, old: Sequence[Any], new: Sequence[Any], names: tuple[Names, Names], above: str = ""
) -> Iterator[Said]:
    before, after = {one.key: one for one in old}, {one.key: one for one in new}
    for key, one in after.items():
        if key not in before:
            yield Said(N_("新增%(part)s“%(name)s”"), {"part": one_of(kind)}, {"name": called(kind, one, above)})
        elif before[key] != one:
            yield from _part(kind, before[key], one, names, above)
    for key, one in before.items():
        if key not in after:
            yield Said(N_("删除%(part)s“%(name)s”"), {"part": one_of(kind)}, {"name": called(kind, one, above)})
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Said(N_("%(part)s的先后顺序有变化"), {"part": one_of(kind)})


def _part(kind: PartKind, old: Any, new: Any, names: tuple[Names, Names], above: str) -> Iterator[Said]:
    name = called(kind, old, above)
    counted = COUNTED if isinstance(old, Material) else frozenset()
    if counted and any(getattr(old, one) != getattr(new, one) for one in counted):
        was, now = wanted(old), wanted(new)
        yield Said(N_("材料“%(name)s”由“%(old)s”改为“%(new)s”"), {"old": was, "new": now}, {"name": name})
    for element in kind.elements:
        was, now = getattr(old, element.name), getattr(new, element.name)
        if was != now and element.name not in counted:
            yield _changed(
                element.label,
                shown(element, was, names[0]),
                shown(element, now, names[1]),
                part=one_of(kind),
                name=name,
            )
    for child in el.PART_KINDS:
        if child.parent == kind.name:
            yield from _parts(child, getattr(old, child.plural), getattr(new, child.plural), names, name)


def called(kind: PartKind, part: Any, above: str = "") -> str:
    """What people call a part: its name, with that of the part it stands under; its key where it has none."""
    name = _clipped(str(getattr(part, CALLED_BY.get(kind.name, kind.elements[0].name)) or part.key))
    return f"{above}·{name}" if above else name


def wanted(material: Material) -> Said:
    """How many of a paper are wanted: 收原件1份、复印件2份."""
    originals, copies = material.originals, material.copies
    if originals and copies:
        return Said(N_("收原件%(originals)s份、复印件%(copies)s份"), {}, {"originals": originals, "copies": copies})
    if originals:
        return Said(N_("收原件%(originals)s份"), {}, {"originals": originals})
    if copies:
        return Said(N_("收复印件%(copies)s份"), {}, {"copies": copies})
    return Said(N_("不收原件和复印件") if 0 in (originals, copies) else N_("没有写明份数"))


def shown(element: Element, value: Any, names: Names) -> Shown:
    """The value of an element in words; an empty `Shown` for what is absent."""
    if value is None or value in ("", ()):
        return Shown()
    if isinstance(value, bool):
        return Shown(N_("是") if value else N_("否"))
    if element.vocabulary is not None:
        label_of = element.vocabulary.label_of
        return Shown(label_of(value) if isinstance(value, str) else tuple(label_of(one) for one in value))
    if element.name == "kind" and value in KINDS:
        return Shown(KINDS[value].label)
    return Shown(text=_text(element, value, names))


def _text(element: Element, value: Any, names: Names) -> str:
    if isinstance(value, conditions.Condition):
        return _clipped(describe(value, names))
    if element.name == "shared" and value in names:
        return names[value].label
    if isinstance(value, Ref):
        return value.name or value.code
    if isinstance(value, tuple):
        return "、".join(one.name or one.code if isinstance(one, Ref) else str(one) for one in value)
    if isinstance(value, date):
        return value.isoformat()
    if element.kind == "fen":
        return f"{yuan(value)}元"
    return f"{value[:8]}…" if element.kind == "file" and len(value) > 8 else _clipped(str(value))


def _clipped(text: str) -> str:
    """A text on one line and not too long for a sentence."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"
