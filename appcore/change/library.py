"""The field library (字段库): which items and registers use a block, and what follows when it has a new version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import or_, select

from appcore.catalogue import compile as compiler
from appcore.catalogue import edition_fields, editions, item_checks
from appcore.catalogue.editions_in_force import in_force_query
from appcore.definition import register as definitions
from appcore.definition.checks import Problem
from appcore.definition.designing.blocks import followed, source_of
from appcore.definition.item import Field
from appcore.errors import Conflict, Refused
from appcore.registers import books
from appcore.transaction import unit_of_work
from models.db import HouseSession
from models.edition_parts import PARTS
from models.item import Edition, Item
from models.register import Register, RegisterVersion


@dataclass(frozen=True, slots=True)
class Use:
    """One form that took fields from a block: of an item's edition, or of a register; and the versions that it has of it."""

    code: str
    name: str
    numbers: tuple[int, ...]
    state: str
    edition_id: int | None = None

    def is_behind(self, newest: int) -> bool:
        return min(self.numbers) < newest


def uses_in_items(session: HouseSession, code: str) -> list[Use]:
    """Editions in force (state "published") and those that are being written, by item."""
    model: Any = PARTS["field"]
    in_force = select(in_force_query().subquery().c.id)
    rows = session.execute(
        select(Edition.id, Edition.item_code, Edition.state, Item.name, model.shared)
        .join(Edition, Edition.id == model.edition_id)
        .join(Item, Item.code == Edition.item_code)
        .where(
            model.shared.startswith(f"{code}@", autoescape=True),
            or_(Edition.state.in_(editions.OPEN), Edition.id.in_(in_force)),
        )
        .order_by(Edition.item_code, Edition.id)
    ).all()
    found: dict[int, tuple[Any, set[int]]] = {}
    for row in rows:
        number = row.shared.partition("@")[2]
        if number.isascii() and number.isdigit():
            found.setdefault(row.id, (row, set()))[1].add(int(number))
    return [Use(row.item_code, row.name, tuple(sorted(numbers)), row.state, row.id) for row, numbers in found.values()]


def uses_in_registers(session: HouseSession, code: str) -> list[Use]:
    """Books by what they are written under now, and their drafts."""
    rows = session.execute(
        select(RegisterVersion.register_code, RegisterVersion.definition, RegisterVersion.state, Register.name)
        .join(Register, Register.code == RegisterVersion.register_code)
        .where(Register.subject != "block")
        .order_by(RegisterVersion.register_code, RegisterVersion.number)
    ).all()
    newest = {(row.register_code, row.state): row for row in rows}
    found = []
    for (book, state), row in newest.items():
        numbers = numbers_of(definitions.read(row.definition).fields, code)
        if numbers:
            found.append(Use(book, row.name, numbers, state))
    return found


def numbers_of(fields: Iterable[Field], code: str) -> tuple[int, ...]:
    """The versions of a block that fields were taken from."""
    return tuple(sorted({found[1] for one in fields if (found := source_of(one)) and found[0] == code}))


def follow_in_item(item_code: str, block: str) -> tuple[int, list[Problem]]:
    """Write the block's newest version into the item's open draft, or into one that is begun for it.

    Returns: the edition's id, and the errors of its form that were not there before. Raises: NotFound, NotAllowed, Conflict, Refused.
    """
    with unit_of_work() as session:
        newest = books.in_use(session, block)
        if newest is None:
            raise Refused("这个字段块还没有启用的版本")
        open_one = session.execute(
            select(Edition.id, Edition.state).where(Edition.item_code == item_code, Edition.state.in_(editions.OPEN))
        ).first()
        if open_one is not None and open_one.state not in editions.EDITABLE:
            raise Conflict("有一个版本正在送审或已审定，等它发布或退回后再起草")
        edition_id = int(open_one.id) if open_one is not None else editions.draft(item_code)
        edition = session.get(Edition, edition_id)
        before = compiler.compile_edition(session, edition) if edition is not None else None
        if before is None:
            raise Refused("没有这个版本")
        given = edition_fields.given_keys(session, item_code)[1]
        fresh = followed(
            before.fields, block, _fields_by_number(session, block), newest[0], newest[1].fields,
            given | {one.key for one in before.questions},
        )  # fmt: skip
        known = {(one.id, one.place) for one in item_checks.problems(session, before)}
        found = item_checks.problems(session, replace(before, fields=fresh))
        edition_fields.save_fields(edition_id, fresh, edition_fields.digest_of(before.fields))
        return edition_id, [one for one in found if one.level == "error" and (one.id, one.place) not in known]


def follow_in_register(code: str, block: str) -> None:
    """Write the block's newest version into a book's draft, which is begun when there is none.

    Raises: NotFound, NotAllowed, Conflict, Refused.
    """
    with unit_of_work() as session:
        newest = books.in_use(session, block)
        if newest is None:
            raise Refused("这个字段块还没有启用的版本")
        definition, digest, _is_draft = books.opened(session, code)
        given = {one.key for each in books.versions(session, code).values() for one in each.fields}
        fresh = followed(
            definition.fields, block, _fields_by_number(session, block), newest[0], newest[1].fields, given
        )
        books.keep(code, replace(definition, fields=fresh), digest)


def _fields_by_number(session: HouseSession, block: str) -> dict[int, tuple[Field, ...]]:
    return {number: one.fields for number, one in books.versions(session, block).items()}
