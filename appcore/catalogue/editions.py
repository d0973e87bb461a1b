"""The life of an edition: draft, submit, return, approve, publish, cancel, withdraw (decisions 16).

Content is frozen from submission on. Who submitted or saved a draft never approves it. Which edition is in force is a
comparison of dates at reading: no job has to run for the switch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select

from appcore import clock, records, signals
from appcore.access import audit
from appcore.access.principal import Person, System, current
from appcore.access.same_person import is_among
from appcore.catalogue import compile as compiler
from appcore.catalogue import item_checks, part_keys
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.definition import canonical, schema
from appcore.definition.item import ItemDefinition
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession
from models.edition_parts import PARTS
from models.item import Edition, EditionEvent, Item

OPEN = ("draft", "submitted", "returned", "approved")
EDITABLE = ("draft", "returned")


def draft(item_code: str, *, content: ItemDefinition | None = None) -> int:
    """Begin the next edition: from `content`, else from the newest published edition, else empty.

    Returns: the edition's id. Raises: NotFound, Conflict when one is already being drafted or waits to begin,
    Refused for an item that is no leaf.
    """
    with unit_of_work() as session:
        _name_after_the_edition_in_force(session, item_code)
        item = _item(session, item_code)
        if session.scalar(select(func.count(Item.id)).where(Item.parent_code == item_code)):
            raise Refused("只有最末级事项可以编写版本")
        if session.scalar(select(Edition.id).where(Edition.item_code == item_code, Edition.state.in_(OPEN))):
            raise Conflict("该事项已有一个正在编写的版本")
        if session.scalar(
            select(Edition.id).where(
                Edition.item_code == item_code, Edition.state == "published", Edition.effective_from > clock.local_now()
            )
        ):
            raise Conflict("该事项有一个待生效的版本，请等它生效或先撤销")
        edition = Edition(
            item_code=item_code,
            department_code=item.department_code,
            owner_code=item.owner_code,
            state="draft",
            name=item.name,
        )
        records.stamp(edition, new=True)
        session.add(edition)
        session.flush()
        source = content or _newest(session, item_code)
        if source is not None:
            compiler.write_rows(session, edition, source)
        _event(session, edition, "saved", "")
        audit.record(session, "drafted", "edition", f"{item_code}#{edition.id}")
        return edition.id


def save(edition_id: int, values: Mapping[str, Any], *, version: int) -> None:
    """Save elements of the edition itself; the draft remembers who saved it.

    Raises: NotFound, NotAllowed (frozen), Conflict.
    """
    with unit_of_work() as session:
        edition = _edition(session, edition_id)
        if edition.version != version:
            raise Conflict(CHANGED)
        records.alter(session, edition, values)
        _event(session, edition, "saved", "")


def save_part(kind: str, part_id: int, values: Mapping[str, Any], *, version: int) -> None:
    """Save one part of a draft under its own version, so that two people can work on one draft.

    Raises: NotFound, NotAllowed (frozen), Conflict, Refused.
    """
    with unit_of_work() as session:
        row: Any = session.get(PARTS[kind], part_id)
        if row is None:
            raise NotFound("没有这条记录")
        if row.version != version:
            raise Conflict(CHANGED)
        records.alter(session, row, values)
        _event(session, row.edition, "saved", "")


def add_part(kind: str, edition_id: int, values: Mapping[str, Any]) -> int:
    """Add a part at the end of its list; without a key it gets one from what it is called.

    Raises: NotFound, NotAllowed (frozen), Refused when the key is taken.
    """
    with unit_of_work() as session:
        edition = _edition(session, edition_id)
        model: Any = PARTS[kind]
        _require_same_edition(session, kind, edition_id, values.get("parent_id"))
        last = session.scalar(select(func.max(model.position)).where(model.edition_id == edition_id)) or 0
        if not values.get("key"):
            values = {**values, "key": part_keys.proposed(session, kind, edition, values)}
        row = model(edition_id=edition_id, edition=edition, position=last + 1, **records.sound(model, values))
        records.add(session, row)
        _event(session, edition, "saved", "")
        return int(row.id)


def _require_same_edition(session: HouseSession, kind: str, edition_id: int, parent_id: Any) -> None:
    """A choice stands under a question, a reduction under a fee of the same edition.

    Raises: Refused.
    """
    above = PARTS[kind].part_kind.parent
    if above and session.scalar(select(PARTS[above].edition_id).where(PARTS[above].id == parent_id)) != edition_id:
        raise Refused("所属的上级不在这个版本里，请重新选择", field="parent_id")


def remove_part(kind: str, part_id: int) -> None:
    """Take a part out of a draft, with what stands under it.

    Raises: NotFound, NotAllowed (frozen).
    """
    with unit_of_work() as session:
        row: Any = session.get(PARTS[kind], part_id)
        if row is None:
            raise NotFound("没有这条记录")
        for child in PARTS.values():
            if child.part_kind.parent == kind:
                for under in session.scalars(select(child).where(child.parent_id == part_id)):
                    session.delete(under)
        session.flush()
        edition = row.edition
        session.delete(row)
        _event(session, edition, "saved", "")
        audit.record(session, "deleted", kind, str(part_id), {"before": records.describe(row)})


def submit(edition_id: int) -> None:
    """送审: the content is frozen from here on; the checks run on the preview and again at approval.

    Raises: NotFound, Conflict (not a draft).
    """
    with unit_of_work() as session:
        edition = _in_state(session, edition_id, EDITABLE)
        edition.state, edition.submitted_by = "submitted", current().username
        _act(session, edition, "submitted", "")


def send_back(edition_id: int, reason: str) -> None:
    """退回: opens the content again.

    Raises: NotFound, Conflict, Refused without a reason.
    """
    if not reason.strip():
        raise Refused("请写明退回的原因", field="reason")
    with unit_of_work() as session:
        edition = _in_state(session, edition_id, ("submitted", "approved"))
        edition.state = "returned"
        edition.definition = edition.definition_hash = None
        _act(session, edition, "returned", reason)


def approve(edition_id: int) -> None:
    """审定: a second pair of eyes; no error-level problem; the definition is compiled and stored with its hash.

    Raises: NotFound, Conflict, NotAllowed (own draft), Refused (problems, all named).
    """
    with unit_of_work() as session:
        edition = _in_state(session, edition_id, ("submitted",))
        _require_other_eyes(session, edition)
        definition = compiler.compile_edition(session, edition)
        errors = [problem for problem in item_checks.problems(session, definition) if problem.level == "error"]
        if errors and not edition.taken_over:
            listed = "；".join(problem.text.rstrip("。") for problem in errors[:20])
            raise Refused("还有 %(count)d 个必须解决的问题：%(listed)s", count=len(errors), listed=listed)
        stored = schema.write(definition)
        edition.definition, edition.definition_hash = stored, canonical.digest(stored)
        edition.state = "approved"
        _act(session, edition, "approved", "")


def publish(edition_id: int, effective_on: date | None = None) -> int:
    """发布: from this moment (None), or from 00:00 local of a later day. Takes the item's next number.

    Returns: the number. Raises: NotFound, Conflict, Refused for a day that is not later than today.
    """
    now = clock.local_now()
    with unit_of_work() as session:
        edition = _in_state(session, edition_id, ("approved",))
        if effective_on is not None and effective_on <= now.date():
            raise Refused("生效日期应晚于今天；今天生效请选择立即发布", field="effective_on")
        last = session.scalar(select(func.max(Edition.number)).where(Edition.item_code == edition.item_code)) or 0
        edition.number, edition.state = last + 1, "published"
        edition.effective_from = now if effective_on is None else datetime.combine(effective_on, time())
        session.flush()
        _name_after_the_edition_in_force(session, edition.item_code)
        _act(session, edition, "published", edition.effective_from.isoformat())
        return edition.number


def cancel(edition_id: int, reason: str) -> None:
    """撤销: before it begins; the number stays used.

    Raises: NotFound, Conflict when it has begun.
    """
    with unit_of_work() as session:
        edition = _in_state(session, edition_id, ("published",))
        if edition.effective_from is None or edition.effective_from <= clock.local_now():
            raise Conflict("该版本已经生效，不能撤销，只能停用")
        edition.state = "cancelled"
        _act(session, edition, "cancelled", reason)


def withdraw(edition_id: int, reason: str, withdrawn_from: datetime | None = None) -> None:
    """停用: the edition in force ends, now or at a later local time, and nothing is in force afterwards.

    Raises: NotFound, Conflict when it is not the one in force, Refused without a reason or for a time that has passed.
    """
    if not reason.strip():
        raise Refused("请写明停用的原因", field="reason")
    now = clock.local_now()
    with unit_of_work() as session:
        edition = _in_state(session, edition_id, ("published",))
        in_force = edition_in_force(session, edition.item_code)
        if in_force is None or in_force.id != edition.id:
            raise Conflict("只能停用现行版本；待生效的版本请撤销")
        if withdrawn_from is not None and withdrawn_from < now:
            raise Refused("停用时间不能早于现在", field="withdrawn_from")
        edition.state, edition.withdrawn_from = "withdrawn", withdrawn_from or now
        _act(session, edition, "withdrawn", reason)


def _name_after_the_edition_in_force(session: HouseSession, item_code: str) -> None:
    """The item is called in lists as the edition in force calls it; a name for a later day waits for its day."""
    item, in_force = _item(session, item_code), edition_in_force(session, item_code)
    if in_force is not None and in_force.name and in_force.name != item.name:
        records.alter(session, item, {"name": in_force.name})


def _newest(session: HouseSession, item_code: str) -> ItemDefinition | None:
    stored = session.scalar(
        select(Edition.definition)
        .where(Edition.item_code == item_code, Edition.state.in_(("published", "withdrawn")))
        .order_by(Edition.number.desc())
        .limit(1)
    )
    return schema.read(stored) if stored else None


def _require_other_eyes(session: HouseSession, edition: Edition) -> None:
    who = current()
    if isinstance(who, System):
        return
    savers = session.scalars(
        select(EditionEvent.actor).where(
            EditionEvent.edition_id == edition.id, EditionEvent.act.in_(("saved", "submitted"))
        )
    ).all()
    names = {*savers, edition.submitted_by}
    if who.username in names or (isinstance(who, Person) and is_among(session, who, usernames=names)):
        raise NotAllowed("本人起草或送审的版本须由他人审定")


def _item(session: HouseSession, code: str) -> Item:
    item = session.scalar(select(Item).where(Item.code == code))
    if item is None:
        raise NotFound("没有这个事项")
    return item


def _edition(session: HouseSession, edition_id: int) -> Edition:
    edition = session.get(Edition, edition_id)
    if edition is None:
        raise NotFound("没有这个版本")
    return edition


def _in_state(session: HouseSession, edition_id: int, states: tuple[str, ...]) -> Edition:
    edition = _edition(session, edition_id)
    if edition.state not in states:
        raise Conflict("该版本的状态已经变化，不能执行这个操作")
    return edition


def _act(session: HouseSession, edition: Edition, act: str, reason: str) -> None:
    acted(session, [edition], act, reason)


def acted(session: HouseSession, several: Sequence[Edition], act: str, reason: str) -> None:
    """Within a unit of work: what was done to editions is stamped, kept among their events, audited and announced."""
    for edition in several:
        records.stamp(edition)
        _event(session, edition, act, reason)
    session.flush()
    for edition in several:
        audit.record(
            session, act, "edition", f"{edition.item_code}#{edition.id}", {"reason": reason} if reason else None
        )
        signals.announce(session, f"edition.{act}", _fact_of(edition))


def _fact_of(edition: Edition) -> signals.EditionFact:
    starts, ends = (
        one.isoformat(timespec="seconds") if one else None for one in (edition.effective_from, edition.withdrawn_from)
    )
    return signals.EditionFact(
        item=edition.item_code, edition=edition.id, region=edition.owner_code, state=edition.state, number=edition.number,
        effective_from=starts, withdrawn_from=ends, definition_hash=edition.definition_hash,
    )  # fmt: skip


def named(session: HouseSession, item_code: str) -> None:
    """Within a unit of work: the item is called as its edition in force calls it."""
    _name_after_the_edition_in_force(session, item_code)


def saved(session: HouseSession, edition: Edition) -> None:
    """Within a unit of work: the draft remembers who saved it."""
    _event(session, edition, "saved", "")


def _event(session: HouseSession, edition: Edition, act: str, reason: str) -> None:
    session.add(
        EditionEvent(edition_id=edition.id, act=act, at=clock.now(), actor=current().username, reason=reason or None)
    )
