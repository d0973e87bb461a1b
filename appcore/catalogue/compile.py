"""Rows to definition and back: the two directions in which an edition's content travels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from appcore.catalogue import bulk_writing
from appcore.definition import conditions, schema
from appcore.definition.item import ItemDefinition, Ref
from appcore.many_rows import portions
from models import elements as el
from models.db import HouseSession
from models.document import Document
from models.edition_parts import PARTS, Part
from models.elements import Element, PartKind
from models.item import Edition, Item
from models.material_library import StandardMaterial
from models.organisation import Department

TOP_PARTS = tuple(kind for kind in el.PART_KINDS if not kind.parent)
CHILD_PARTS = {kind.parent: kind for kind in el.PART_KINDS if kind.parent}


@dataclass(frozen=True, slots=True)
class Names:
    """The names that bodies, papers of the library and documents have today, by code."""

    departments: Mapping[str, str]
    papers: Mapping[str, str]
    documents: Mapping[str, str]


def names(session: HouseSession) -> Names:
    departments = session.execute(select(Department.code, Department.name)).all()
    papers = session.execute(select(StandardMaterial.code, StandardMaterial.name)).all()
    documents = session.execute(select(Document.code, Document.title)).all()
    return Names(
        {row.code: row.name for row in departments},
        {row.code: row.name for row in papers},
        {row.code: row.title for row in documents},
    )


def compile_edition(session: HouseSession, edition: Edition, known: Names | None = None) -> ItemDefinition:
    """The definition that the rows of an edition say now; what is obligatory is for the checks, not for this."""
    known = known or names(session)
    item_code, catalog_code = session.execute(
        select(Item.code, Item.catalog_code).where(Item.code == edition.item_code)
    ).one()
    content: dict[str, Any] = {"code": item_code, "catalog_code": catalog_code or ""}
    content |= _values(edition, el.EDITION_ELEMENTS, known)
    for kind in TOP_PARTS:
        content[kind.plural] = tuple(_parts(session, edition, kind, known))
    return ItemDefinition(**content)


def compile_many(
    session: HouseSession, editions: Sequence[Edition], known: Names | None = None
) -> dict[int, ItemDefinition]:
    """The same for many editions by their ids, in a few queries for all of them."""
    known = known or names(session)
    found: dict[int, ItemDefinition] = {}
    for some in portions(editions):
        ids = [one.id for one in some]
        catalog = dict(
            session.execute(
                select(Item.code, Item.catalog_code).where(Item.code.in_([one.item_code for one in some]))
            ).all()
        )
        rows = {kind.name: _rows_of_many(session, ids, kind) for kind in el.PART_KINDS}
        for one in some:
            lists: dict[str, Any] = {
                kind.plural: tuple(_with_children(rows[kind.name].get(one.id, []), kind, known, rows, one.id))
                for kind in TOP_PARTS
            }
            own = _values(one, el.EDITION_ELEMENTS, known)
            found[one.id] = ItemDefinition(
                code=one.item_code, catalog_code=catalog.get(one.item_code) or "", **own, **lists
            )
    return found


def _rows_of_many(session: HouseSession, ids: Sequence[int], kind: PartKind) -> dict[int, list[Any]]:
    model: Any = PARTS[kind.name]
    found: dict[int, list[Any]] = {}
    for row in session.scalars(select(model).where(model.edition_id.in_(ids)).order_by(model.position, model.id)):
        found.setdefault(row.edition_id, []).append(row)
    return found


def _with_children(
    rows: list[Any], kind: PartKind, known: Names, all_rows: Mapping[str, Mapping[int, list[Any]]], edition: int
) -> Iterable[Any]:
    child = CHILD_PARTS.get(kind.name)
    under: dict[int, list[Any]] = {}
    if child is not None:
        for row in all_rows[child.name].get(edition, ()):
            under.setdefault(row.parent_id, []).append(_part(row, child, known))
    for row in rows:
        yield _part(row, kind, known, **({child.plural: tuple(under.get(row.id, ()))} if child is not None else {}))


def compile_elements(session: HouseSession, edition: Edition, known: Names | None = None) -> ItemDefinition:
    """The elements of an edition itself, without its lists."""
    return ItemDefinition(code=edition.item_code, **_values(edition, el.EDITION_ELEMENTS, known or names(session)))


def compile_list(
    session: HouseSession, edition: Edition, kind: PartKind, known: Names | None = None
) -> tuple[Any, ...]:
    """One list of an edition as its rows say it now."""
    return tuple(_parts(session, edition, kind, known or names(session)))


def _parts(session: HouseSession, edition: Edition, kind: PartKind, known: Names) -> Iterable[Any]:
    child = CHILD_PARTS.get(kind.name)
    rows = _rows(session, edition, kind)
    below = {child.name: {edition.id: _rows(session, edition, child)}} if child is not None and rows else {}
    if child is not None and not rows:
        return
    yield from _with_children(rows, kind, known, below, edition.id)


def _rows(session: HouseSession, edition: Edition, kind: PartKind) -> list[Any]:
    model: Any = PARTS[kind.name]
    query = select(model).where(model.edition_id == edition.id).order_by(model.position, model.id)
    return list(session.scalars(query))


def _part(row: Part, kind: PartKind, known: Names, **extra: Any) -> Any:
    return schema.PART_CLASSES[kind.name](key=row.key, **_values(row, kind.elements, known), **extra)


def _values(row: Any, elements: Iterable[Element], known: Names) -> dict[str, Any]:
    return {element.name: _from_row(element, getattr(row, element.name), known) for element in elements}


def _from_row(element: Element, value: Any, known: Names) -> Any:
    match element.kind:
        case "text" | "long":
            return value or ""
        case "codes":
            return tuple(value or ())
        case "condition":
            return conditions.load(value) if value else None
        case "department":
            return Ref(value, known.departments.get(value, value)) if value else None
        case "departments":
            return tuple(Ref(code, known.departments.get(code, code)) for code in value or ())
        case "paper":
            return Ref(value, known.papers.get(value, value)) if value else None
        case "document":
            return Ref(value, known.documents.get(value, value)) if value else None
    return value


def to_row(element: Element, value: Any) -> Any:
    """The column value of an element of a definition."""
    match element.kind:
        case "text" | "long" | "file":
            return value or None
        case "codes":
            return list(value) or None
        case "condition":
            return conditions.dump(value) if value else None
        case "department" | "paper" | "document":
            return value.code if value else None
        case "departments":
            return [one.code for one in value] or None
    return value


@dataclass(frozen=True, slots=True)
class Laid:
    """A definition laid out as columns, before there is a draft to hold them: worked out before anything is locked.

    `own`: those of the edition; `parts`: by kind, each row's; `under`: by kind, the same with the key of what it stands under.
    """

    own: Mapping[str, Any]
    parts: Mapping[str, Sequence[Mapping[str, Any]]]
    under: Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]]


def laid(definition: ItemDefinition) -> Laid:
    """The columns of a definition."""
    parts: dict[str, list[dict[str, Any]]] = {}
    under: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for kind in TOP_PARTS:
        several = getattr(definition, kind.plural)
        if not several:
            continue
        parts[kind.name] = [_columns(kind, place, part) for place, part in enumerate(several, 1)]
        if (child := CHILD_PARTS.get(kind.name)) is not None:
            under[child.name] = [
                (part.key, _columns(child, place, one))
                for part in several
                for place, one in enumerate(getattr(part, child.plural), 1)
            ]
    return Laid(_own_columns(definition), parts, under)


def _own_columns(definition: ItemDefinition) -> dict[str, Any]:
    return {element.name: to_row(element, getattr(definition, element.name)) for element in el.EDITION_ELEMENTS}


def _columns(kind: PartKind, position: int, part: Any) -> dict[str, Any]:
    values = {element.name: to_row(element, getattr(part, element.name)) for element in kind.elements}
    return {"key": part.key, "position": position} | values


def write_rows(session: HouseSession, edition: Edition, definition: ItemDefinition) -> None:
    """Within a unit of work: set a new draft's elements and make its parts from a definition."""
    content = laid(definition)
    for name, value in content.own.items():
        setattr(edition, name, value)
    session.flush()
    write_parts(session, [(edition.id, content)], [edition])


def write_parts(session: HouseSession, several: Sequence[tuple[int, Laid]], editions: Collection[Edition] = ()) -> None:
    """Within a unit of work: the parts of new drafts by their ids, each kind in one go. `editions`: those not made just now."""
    for kind in TOP_PARTS:
        rows = [{"edition_id": one, **row} for one, content in several for row in content.parts.get(kind.name, ())]
        if not rows:
            continue
        bulk_writing.parts(session, PARTS[kind.name], rows, editions)
        if (child := CHILD_PARTS.get(kind.name)) is None:
            continue
        with_some = [(one, content.under[child.name]) for one, content in several if content.under.get(child.name)]
        above = bulk_writing.ids(session, PARTS[kind.name], [one for one, _ in with_some])
        under = [
            {"edition_id": one, "parent_id": above[one, key], **row} for one, some in with_some for key, row in some
        ]
        bulk_writing.parts(session, PARTS[child.name], under, editions)


def rewrite_rows(session: HouseSession, edition: Edition, definition: ItemDefinition) -> None:
    """Within a unit of work: give a draft the content of a definition, in place of what it had."""
    for kind in sorted(el.PART_KINDS, key=lambda one: not one.parent):
        for row in _rows(session, edition, kind):
            session.delete(row)
        session.flush()
    write_rows(session, edition, definition)
