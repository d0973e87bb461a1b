"""What an item of a package points to: bodies, papers, documents, files and systems, under the names that this county has for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from appcore.change.county import County
from appcore.definition.conditions import Condition
from appcore.definition.item import ItemDefinition, Ref
from appcore.definition.said import Said
from appcore.definition.verdict import N_
from models import elements as el

NAMED = frozenset({"department", "departments", "paper", "document"})
"""The kinds of elements that point to something with a name."""


def settled(content: ItemDefinition, county: County) -> ItemDefinition:
    """The content as this county would hold it: bodies, papers and documents have their names of today."""
    parts: dict[str, Any] = {}
    settled: ItemDefinition = _renamed(content, el.EDITION_ELEMENTS, county)
    for kind in el.PART_KINDS:
        if not kind.parent:
            parts[kind.plural] = tuple(_renamed(one, kind.elements, county) for one in getattr(content, kind.plural))
    parts["fees"] = tuple(
        replace(fee, reductions=tuple(_renamed(one, el.REDUCTIONS.elements, county) for one in fee.reductions))
        for fee in parts["fees"]
    )
    settled = replace(settled, **parts)
    return replace(settled, catalog_code=county.own_items.get(content.code, content.catalog_code))


def _renamed(part: Any, elements: Iterable[Any], county: County) -> Any:
    """A part of a definition with the names that this county's bodies and papers have."""
    fresh: dict[str, Any] = {}
    for element in elements:
        if element.kind not in NAMED or not (value := getattr(part, element.name)):
            continue
        known = county.named(element.kind)
        if isinstance(value, Ref):
            fresh[element.name] = Ref(value.code, known.get(value.code, value.name))
        elif element.kind == "departments":
            fresh[element.name] = tuple(Ref(one.code, known.get(one.code, one.name)) for one in value)
    return replace(part, **fresh) if fresh else part


def _refs(content: ItemDefinition, *kinds: str) -> Iterator[Ref]:
    pairs: list[tuple[Any, Any]] = [(content, el.EDITION_ELEMENTS)]
    pairs += [
        (one, kind.elements) for kind in el.PART_KINDS if not kind.parent for one in getattr(content, kind.plural)
    ]
    pairs += [(one, el.REDUCTIONS.elements) for fee in content.fees for one in fee.reductions]
    for part, elements in pairs:
        for element in elements:
            if element.kind in kinds:
                value = getattr(part, element.name)
                yield from value if isinstance(value, tuple) else (value,) if value is not None else ()


def missing_refs(content: ItemDefinition, county: County) -> Iterator[Said]:
    bodies = {one.code: one.name for one in _refs(content, "department", "departments")}
    papers = {one.code: one.name for one in _refs(content, "paper")}
    documents = {one.code: one.name for one in _refs(content, "document")}
    for code, name in sorted(bodies.items()):
        if code not in county.departments:
            yield Said(N_("本县没有部门“%(name)s”（%(code)s）"), {}, {"name": name, "code": code})
    for code, name in sorted(papers.items()):
        if code not in county.papers:
            yield Said(N_("材料库没有“%(name)s”（%(code)s）"), {}, {"name": name, "code": code})
    for code, name in sorted(documents.items()):
        if code not in county.documents:
            yield Said(N_("文件库没有“%(name)s”（%(code)s）"), {}, {"name": name, "code": code})


def unlisted_system(content: ItemDefinition, county: County) -> Iterator[Said]:
    """Where an item is worked is chosen from the county's list (decisions 61)."""
    if content.worked_in and content.worked_in not in county.work_systems:
        yield Said(N_("“%(name)s”不在实际办理系统的清单里，导入后请改选或先登记"), {}, {"name": content.worked_in})


def missing_files(content: ItemDefinition, county: County) -> Iterator[Said]:
    """A package carries no files, only their hashes."""
    named = {one: part.name for part in content.materials for one in (part.blank_form, part.sample) if one}
    named |= {one.sample: one.name for one in content.outcomes if one.sample}
    for name in sorted({name for digest, name in named.items() if digest not in county.files}):
        yield Said(N_("“%(name)s”的空白表格或样表没有随数据包来，导入后另行上传"), {}, {"name": name})


def conditions(content: ItemDefinition) -> Iterator[Condition | None]:
    for kind in el.PART_KINDS:
        if not kind.parent:
            for part in getattr(content, kind.plural):
                yield getattr(part, "condition", None)
                for reduction in getattr(part, "reductions", ()):
                    yield reduction.condition
