"""一件事: its rows put together, published as a numbered edition by a second person, withdrawn; and what the public reads of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from appcore import clock
from appcore.access import audit
from appcore.access.principal import Person, current
from appcore.access.same_person import is_among
from appcore.access.scope import allow_public
from appcore.catalogue.editions_in_force import in_force_query
from appcore.definition import bundles, canonical
from appcore.definition.bundles import BundleDefinition, BundledItem
from appcore.definition.conditions import Condition, Test
from appcore.definition.designing import keys
from appcore.definition.item import Choice, Question
from appcore.definition.verdict import Verdict
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.item_days import in_use
from appcore.transaction import unit_of_work
from models.audit import AuditEntry
from models.bundle import Bundle, BundleEdition, BundleItem, BundleQuestion
from models.db import HouseSession
from models.item import Item
from models.organisation import Department

YES_NO = {"是": True, "否": False}
MOST_ITEMS = 30
PARTS: Mapping[str, Any] = {"bundle_item": BundleItem, "bundle_question": BundleQuestion}

allow_public(Bundle, "id", "code", "state")
allow_public(BundleEdition, "id", "bundle_code", "number", "content", "content_hash", "at")


@dataclass(frozen=True, slots=True)
class Compiled:
    """What the rows say now, and what must be mended before it can be published."""

    definition: BundleDefinition
    faults: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class PublishedBundle:
    """What the public reads: the newest edition of a bundle that is published."""

    definition: BundleDefinition
    number: int
    content_hash: str


def compiled(session: HouseSession, bundle: Bundle) -> Compiled:
    """The definition that a bundle's rows make, with what is wrong with it."""
    rows = list(
        session.scalars(
            select(BundleQuestion)
            .where(BundleQuestion.bundle_code == bundle.code)
            .order_by(BundleQuestion.position, BundleQuestion.id)
        )
    )
    questions = {row.id: _question(row) for row in rows}
    faults = [
        Verdict("问题“%(text)s”至少要有两个选项，每行一个", {"text": one.text})
        for one in questions.values()
        if one.kind == "choice" and len(one.choices) < 2
    ]
    members = session.execute(
        select(BundleItem, Item.name, Item.code)
        .join(Item, Item.code == BundleItem.item_code)
        .where(BundleItem.bundle_code == bundle.code)
        .order_by(BundleItem.position, BundleItem.id)
    ).all()
    usable = _usable(session, [row.code for row in members])
    items: list[BundledItem] = []
    for member, name, code in members:
        condition = None
        if code not in usable:
            faults.append(Verdict("事项“%(name)s”现在没有可以办的指南", {"name": name}))
        if member.question_id is not None:
            condition, fault = _condition(questions.get(member.question_id), member.answer or "", name)
            faults += [fault] if fault else []
        items.append(BundledItem(code, member.note or "", condition))
    if not 2 <= len(items) <= MOST_ITEMS:
        faults.append(Verdict("一件事包含2至%(most)d个事项", {"most": MOST_ITEMS}))
    lead = session.scalar(select(Department.name).where(Department.code == bundle.lead_department_code))
    definition = BundleDefinition(
        code=bundle.code, name=bundle.name, summary=bundle.summary or "", guide=bundle.guide or "", lead=lead or "",
        questions=tuple(questions.values()), items=tuple(items),
    )  # fmt: skip
    return Compiled(definition, tuple(faults))


def _question(row: BundleQuestion) -> Question:
    choices: list[Choice] = []
    if row.kind == "choice":
        for label in dict.fromkeys(text.strip() for text in (row.choices or "").splitlines() if text.strip()):
            choices.append(Choice(key=keys.proposed(label, [one.key for one in choices], "choice"), label=label))
    return Question(key=row.key, text=row.text, kind=row.kind, help=row.help or "", choices=tuple(choices))


def _condition(question: Question | None, answer: str, name: str) -> tuple[Condition | None, Verdict | None]:
    """When an item is needed, or why that cannot be said."""
    if question is None:
        return None, Verdict("事项“%(name)s”看的问题不在这件事里", {"name": name})
    if question.kind == "yes_no":
        value: str | bool | None = YES_NO.get(answer.strip())
    else:
        value = next((one.key for one in question.choices if one.label == answer.strip()), None)
    if value is None:
        said = {"name": name, "answer": answer.strip(), "question": question.text}
        return None, Verdict("事项“%(name)s”：答案“%(answer)s”不是问题“%(question)s”的选项", said)
    return Condition("all", (Test(question.key, "is", value),)), None


def _usable(session: HouseSession, codes: Sequence[str]) -> set[str]:
    """Those that are in use and have an edition in force."""
    in_force = in_force_query().subquery()
    query = select(Item.code).join(in_force, in_force.c.item_code == Item.code)
    return set(session.scalars(query.where(Item.code.in_(codes), in_use(clock.local_today()))))


def newest(session: HouseSession, code: str) -> BundleEdition | None:
    """The last edition that was published of a bundle, whether it still is or not."""
    query = select(BundleEdition).where(BundleEdition.bundle_code == code).order_by(BundleEdition.number.desc())
    found: BundleEdition | None = session.scalars(query.limit(1)).first()
    return found


def is_ahead(session: HouseSession, bundle: Bundle) -> bool:
    """Whether the rows say something else than what was last published."""
    last = newest(session, bundle.code)
    return last is None or last.content_hash != canonical.digest(bundles.write(compiled(session, bundle).definition))


def publish(code: str) -> int:
    """发布: what the rows say now becomes the next edition; not by whoever wrote the last change.

    Returns: its number. Raises: NotFound, NotAllowed, Refused with all faults, Conflict when nothing has changed.
    """
    with unit_of_work() as session:
        bundle = _bundle(session, code)
        _require_other_eyes(session, bundle)
        made = compiled(session, bundle)
        if made.faults:
            raise Refused("还不能发布：%(listed)s", listed="；".join(str(one) for one in made.faults))
        if bundle.state == "published" and not is_ahead(session, bundle):
            raise Conflict("和已发布的内容一样，不用再发布")
        content = bundles.write(made.definition)
        last = session.scalar(select(func.max(BundleEdition.number)).where(BundleEdition.bundle_code == code)) or 0
        session.add(
            BundleEdition(
                bundle_code=code, number=last + 1, content=content, content_hash=canonical.digest(content), at=clock.now(),
                actor=current().username, owner_code=bundle.owner_code,
            )
        )  # fmt: skip
        bundle.state = "published"  # not stamped: who publishes has written nothing
        session.flush()
        audit.record(session, "published", "bundle", code, {"number": last + 1})
        return last + 1


def withdraw(code: str, reason: str) -> None:
    """停用: the public reads of it no more; its editions stay. Raises: NotFound, Conflict, Refused without a reason."""
    if not reason.strip():
        raise Refused("请写明停用的原因", field="reason")
    with unit_of_work() as session:
        bundle = _bundle(session, code)
        if bundle.state != "published":
            raise Conflict("这件事没有发布")
        bundle.state = "withdrawn"
        session.flush()
        audit.record(session, "withdrawn", "bundle", code, {"reason": reason.strip()})


def _bundle(session: HouseSession, code: str) -> Bundle:
    found = session.scalar(select(Bundle).where(Bundle.code == code))
    if found is None:
        raise NotFound("没有这件事")
    return found


def _require_other_eyes(session: HouseSession, bundle: Bundle) -> None:
    """Raises: NotAllowed."""
    who = current()
    if isinstance(who, Person) and is_among(session, who, usernames=_hands(session, bundle)):
        raise NotAllowed("本人编写的内容须由他人发布")


def _hands(session: HouseSession, bundle: Bundle) -> set[str]:
    """The accounts that wrote, changed or removed anything of a bundle since it was published last, as the trail tells it.

    The rows themselves know only who wrote last, and by name.
    """
    published = select(func.max(AuditEntry.id)).where(
        AuditEntry.noun == "bundle", AuditEntry.act == "published", AuditEntry.row_key == bundle.code
    )
    entries = session.scalars(
        select(AuditEntry).where(
            AuditEntry.noun.in_(("bundle", *PARTS)), AuditEntry.act.in_(("created", "changed", "deleted")),
            AuditEntry.id > (session.scalar(published) or 0), AuditEntry.at >= bundle.created_at.replace(microsecond=0),
        )
    ).all()  # fmt: skip
    own = {("bundle", str(bundle.id))}
    for noun, model in PARTS.items():
        own.update(
            (noun, str(one)) for one in session.scalars(select(model.id).where(model.bundle_code == bundle.code))
        )
    own.update((one.noun, one.row_key) for one in entries if bundle.code in _bundles_named(one.changes))
    return {one.account for one in entries if (one.noun, one.row_key) in own}


def _bundles_named(changes: Mapping[str, Any]) -> list[Any]:
    """The bundles that an entry says a row belongs to, or was moved from and to."""
    moved = changes.get("bundle_code")
    sides = [side.get("bundle_code") for name in ("before", "after") if isinstance(side := changes.get(name), dict)]
    return [*sides, *(moved if isinstance(moved, list) else ())]


@lru_cache(maxsize=256)
def _read(_digest: str, content: bytes) -> BundleDefinition:
    return bundles.read(content)


def published(session: Session) -> list[PublishedBundle]:
    """All that the public may read, in the order of their codes."""
    last = (
        select(BundleEdition.bundle_code, func.max(BundleEdition.number).label("number"))
        .group_by(BundleEdition.bundle_code)
        .subquery()
    )
    query = (
        select(BundleEdition.number, BundleEdition.content, BundleEdition.content_hash)
        .join(last, (last.c.bundle_code == BundleEdition.bundle_code) & (last.c.number == BundleEdition.number))
        .join(Bundle, Bundle.code == BundleEdition.bundle_code)
        .where(Bundle.state == "published")
        .order_by(Bundle.code)
    )
    return [
        PublishedBundle(_read(row.content_hash, row.content), row.number, row.content_hash)
        for row in session.execute(query)
    ]
