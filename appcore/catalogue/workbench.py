"""Saving a part of a draft: all its rows by one act, under the version at which they were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import select

from appcore import records
from appcore.access import audit
from appcore.catalogue import compile as compiler
from appcore.catalogue import editions, part_rows, unsaved
from appcore.catalogue.editions import EDITABLE
from appcore.definition import canonical, difference
from appcore.definition.item import ItemDefinition
from appcore.definition.schema import part_schema, plain
from appcore.definition.workbench.parts import BY_NAME, ELSEWHERE, PartOf
from appcore.definition.workbench.rows import MOST_ROWS
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession
from models.edition_parts import PARTS
from models.elements import PartKind
from models.item import Edition

ASKED = ("question", "field")
"""Conditions ask of both, so they share no key."""
MOST_WORDS = 4000


def version_of(part: PartOf, content: Any) -> str:
    """What a part is recognised by: two people who read the same content hold the same version.

    `content`: a definition, or of a list its parts.
    """
    if part.kind is not None:
        found = getattr(content, part.kind.plural) if isinstance(content, ItemDefinition) else content
        said: Any = {part.kind.plural: [plain(one) for one in found]}
    else:
        said = {one.name: plain(getattr(content, one.name)) for one in part.elements}
    return canonical.digest(canonical.to_bytes(said))


def taken_keys(session: HouseSession, edition: Edition, kind: PartKind) -> dict[str, frozenset[str]]:
    """Keys that no new part of this kind may have: those that published editions of the item gave, and of questions and
    fields also the other's in this draft; each with what was called so."""
    found: dict[str, frozenset[str]] = {}
    for name in ASKED if kind.name in ASKED else (kind.name,):
        model: Any = PARTS[name]
        label = getattr(model, model.called_by[0])
        query = select(model.key, label.label("called")).join(Edition, Edition.id == model.edition_id)
        rows = list(session.execute(query.where(Edition.item_code == edition.item_code, Edition.number.is_not(None))))
        if name != kind.name:
            rows += session.execute(
                select(model.key, label.label("called")).where(model.edition_id == edition.id)
            ).all()
        for row in rows:
            found[row.key] = found.get(row.key, frozenset()) | {row.called if name == kind.name else ""}
    return found


def save_list(
    edition_id: int, name: str, parts: Sequence[Any], version: str, known: compiler.Names | None = None
) -> None:
    """Make a list of a draft what `parts` say. `version`: that of the content it was read at; `known`: the names of bodies and
    papers, where the caller has read them.

    The author's unsaved typing of this part goes with it. Raises: NotFound, Conflict, Refused.
    """
    part = BY_NAME[name]
    if part.kind is None:
        raise LookupError(f"{name} is no list")
    _require_sound(part.kind, parts)
    with unit_of_work() as session:
        edition = _draft(session, edition_id)
        before = compiler.compile_list(session, edition, part.kind, known)
        _require_version(part, before, version)
        unsaved.drop_within(session, edition_id, name)
        if tuple(parts) == before:
            return
        _require_own_keys(
            session, edition, part.kind, [one for one in parts if one.key not in {was.key for was in before}]
        )
        part_rows.write(session, edition, part.kind, parts)
        editions.saved(session, edition)
        nothing = ItemDefinition(code=edition.item_code)
        listed: list[dict[str, Any]] = [{part.kind.plural: tuple(one)} for one in (before, parts)]
        old, new = (replace(nothing, **one) for one in listed)
        said = "；".join(str(one) for one in difference.items(old, new))
        _record(session, edition, {"part": part.label, "changes": said[:MOST_WORDS]})


def save_group(
    edition_id: int, name: str, values: Mapping[str, Any], version: str, known: compiler.Names | None = None
) -> None:
    """Set elements of the edition itself. Values are those of the definition. Raises: NotFound, Conflict, Refused."""
    part = BY_NAME[name]
    wanted = {one.name: one for one in part.elements if one.kind not in ELSEWHERE and one.name in values}
    with unit_of_work() as session:
        edition = _draft(session, edition_id)
        before = compiler.compile_elements(session, edition, known)
        _require_version(part, before, version)
        unsaved.drop_within(session, edition_id, name)
        changed = {key: value for key, value in values.items() if getattr(before, key) != value}
        if not changed:
            return
        for key, value in changed.items():
            setattr(edition, key, compiler.to_row(wanted[key], value))
        records.stamp(edition)
        editions.saved(session, edition)
        said = "；".join(str(one) for one in difference.items(before, replace(before, **changed)))
        _record(session, edition, {"part": part.label, "changes": said[:MOST_WORDS]})


def _require_sound(kind: PartKind, parts: Sequence[Any]) -> None:
    if len(parts) > MOST_ROWS:
        raise Refused("最多%(most)s行。", most=MOST_ROWS)
    keys = [one.key for one in parts]
    if doubled := sorted({key for key in keys if keys.count(key) > 1}):
        raise Refused("标识“%(key)s”用了两次，请换一个。", key=doubled[0])
    try:
        part_schema(kind)(many=True).load([canonical.prune(plain(one)) for one in parts])
    except ValidationError as broken:
        raise Refused("内容不合规则，没有保存") from broken


def _require_own_keys(session: HouseSession, edition: Edition, kind: PartKind, fresh: Sequence[Any]) -> None:
    """A key that was given once comes back only with the thing that had it."""
    if not fresh:
        return
    taken, name = taken_keys(session, edition, kind), PARTS[kind.name].called_by[0]
    reused = [one.key for one in fresh if one.key in taken and getattr(one, name) not in taken[one.key]]
    if reused:
        raise Refused("标识“%(key)s”已经给过别的内容，不能再用，请换一个。", key=reused[0])


def _draft(session: HouseSession, edition_id: int) -> Edition:
    """The draft, held against everybody else who would write it."""
    edition: Edition | None = session.scalar(select(Edition).where(Edition.id == edition_id).with_for_update())
    if edition is None:
        raise NotFound("没有这个版本")
    if edition.state not in EDITABLE:
        raise Conflict("该版本的状态已经变化，不能执行这个操作")
    return edition


def _require_version(part: PartOf, content: Any, version: str) -> None:
    if version_of(part, content) != version:
        raise Conflict(CHANGED)


def _record(session: HouseSession, edition: Edition, told: dict[str, Any]) -> None:
    session.flush()
    audit.record(session, "changed", "edition", f"{edition.item_code}#{edition.id}", told)
