"""The form of a draft saved as one: its fields added, changed, removed and put in order by one act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import select

from appcore import clock
from appcore.access import audit
from appcore.access.principal import current
from appcore.catalogue import compile as compiler
from appcore.catalogue import part_rows
from appcore.catalogue.editions import EDITABLE
from appcore.definition import canonical
from appcore.definition.designing.rows import MOST_ROWS
from appcore.definition.item import Field
from appcore.definition.schema import field_schema, plain
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import CHANGED, unit_of_work
from models import elements as el
from models.db import HouseSession
from models.edition_parts import PARTS
from models.item import Edition, EditionEvent


def digest_of(fields: Sequence[Field]) -> str:
    """What a form is recognised by: two people who read the same fields hold the same digest."""
    return canonical.digest(canonical.to_bytes({"fields": [plain(one) for one in fields]}))


def given_keys(session: HouseSession, item_code: str) -> tuple[frozenset[str], frozenset[str]]:
    """Keys that published editions of an item gave to fields; and all that were given to fields and questions."""
    found: list[frozenset[str]] = []
    for kind in ("field", "question"):
        model: Any = PARTS[kind]
        query = select(model.key).join(Edition, Edition.id == model.edition_id)
        found.append(
            frozenset(session.scalars(query.where(Edition.item_code == item_code, Edition.number.is_not(None))))
        )
    return found[0], found[0] | found[1]


def save_fields(edition_id: int, fields: Sequence[Field], digest: str) -> None:
    """Make the form of a draft what `fields` says: rows added, changed, removed, in this order.

    `digest`: that of the fields it was read at. Raises: NotFound, NotAllowed (frozen), Conflict, Refused.
    """
    _require_sound(fields)
    with unit_of_work() as session:
        edition = session.scalar(select(Edition).where(Edition.id == edition_id).with_for_update())
        if edition is None:
            raise NotFound("没有这个版本")
        if edition.state not in EDITABLE:
            raise Conflict("该版本的状态已经变化，不能执行这个操作")
        before = compiler.compile_edition(session, edition).fields
        if digest_of(before) != digest:
            raise Conflict(CHANGED)
        if digest_of(fields) == digest:
            return
        fixed, given = given_keys(session, edition.item_code)
        if reused := sorted({one.key for one in fields} & (given - fixed)):
            raise Refused("标识“%(key)s”曾经给过一个问题，不能用在字段上", key=reused[0])
        part_rows.write(session, edition, el.FIELDS, fields)
        session.add(EditionEvent(edition_id=edition.id, act="saved", at=clock.now(), actor=current().username))
        audit.record(session, "changed", "edition", f"{edition.item_code}#{edition.id}", differences(before, fields))


def _require_sound(fields: Sequence[Field]) -> None:
    """Raises: Refused."""
    if len(fields) > MOST_ROWS:
        raise Refused("一张表单最多%(most)s个字段。", most=MOST_ROWS)
    keys = [one.key for one in fields]
    if doubled := sorted({key for key in keys if keys.count(key) > 1}):
        raise Refused("标识“%(key)s”用了两次", key=doubled[0])
    try:
        field_schema()(many=True).load([canonical.prune(plain(one)) for one in fields])
    except ValidationError as broken:
        raise Refused("字段的内容不合规则，没有保存") from broken


def differences(before: Sequence[Field], after: Sequence[Field]) -> dict[str, Any]:
    """What was added, removed and changed, field by field, as the audit keeps it."""
    old, new = ({one.key: one for one in fields} for fields in (before, after))
    found: dict[str, Any] = {}
    if added := [_called(one) for key, one in new.items() if key not in old]:
        found["fields_added"] = "、".join(added)
    if removed := [_called(one) for key, one in old.items() if key not in new]:
        found["fields_removed"] = "、".join(removed)
    for key, one in new.items():
        if key in old and old[key] != one:
            found[_called(one)] = _pair(plain(old[key]), plain(one))
    stay = [key for key in old if key in new]
    if stay != [key for key in new if key in old]:
        found["fields_order"] = ["、".join(fields) for fields in (old, new)]
    return found


def _called(one: Field) -> str:
    return f"{one.label}（{one.key}）"


def _pair(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Only what differs, on both sides."""
    names = [name for name in new if old.get(name) != new[name]]
    return [canonical.to_bytes({name: side[name] for name in names}).decode() for side in (old, new)]
