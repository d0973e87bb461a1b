"""The codes of an item as they stand, what the checks say of them, and the 实施编码 that follows from body and catalogue code."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from appcore.catalogue import compile as compiler
from appcore.catalogue import draft_content, editions, item_checks
from appcore.definition.checks import Problem
from appcore.definition.item_codes import proposed_task_code
from appcore.definition.verdict import N_, Rejected, Verdict
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import unit_of_work
from models.db import HouseSession
from models.item import Edition, Item
from models.organisation import Department

CODE_ELEMENTS = {
    "task_code": N_("实施编码"),
    "handle_item_code": N_("业务办理项编码"),
    "local_catalog_code": N_("地方基本编码"),
    "local_task_code": N_("地方实施编码"),
}


@dataclass(frozen=True, slots=True)
class Codes:
    """Labels and texts of the codes there are; `proposal` an 实施编码 that is not there yet, or why there is none."""

    texts: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    proposal: str
    why_not: Verdict | None


def codes_of(session: HouseSession, item: Item, edition: Edition | None) -> Codes:
    """The codes of an item and of its edition in force, or of the draft where nothing is in force."""
    shown = edition or draft_content.open_edition(session, item.code)
    texts = [(N_("基本编码"), item.catalog_code or "")]
    if shown is None:
        return Codes(tuple((label, text) for label, text in texts if text), (), "", None)
    texts += [(label, getattr(shown, name) or "") for name, label in CODE_ELEMENTS.items()]
    found = item_checks.problems(session, compiler.compile_edition(session, shown))
    problems = tuple(one for one in found if one.place.element in ("catalog_code", *CODE_ELEMENTS))
    proposal, why_not = "", None
    try:
        proposal = proposed(session, item, shown)
    except Rejected as rejected:
        why_not = rejected.verdict
    proposal = "" if proposal == shown.task_code else proposal
    return Codes(tuple((label, text) for label, text in texts if text), problems, proposal, why_not)


def proposed(session: HouseSession, item: Item, edition: Edition) -> str:
    """The 实施编码 that follows. Raises: Rejected that says what is missing."""
    credit = session.scalar(select(Department.credit_code).where(Department.code == edition.implementing_body))
    return proposed_task_code(credit or "", edition.use_levels or (), item.catalog_code or "")


def take(item_code: str) -> int:
    """Write the proposal into the item's draft, begun from what is in force where there is none.

    Returns: the draft's id. Raises: NotFound, Conflict (sent in or approved), Refused with what is missing.
    """
    with unit_of_work() as session:
        item = session.scalar(select(Item).where(Item.code == item_code))
        if item is None:
            raise NotFound("没有这个事项")
        edition = draft_content.open_edition(session, item_code)
        if edition is not None and edition.state not in editions.EDITABLE:
            raise Conflict("有一个版本已经送审，等它发布或退回后再填编码")
        if edition is None:
            edition = session.get_one(Edition, editions.draft(item_code))
        try:
            code = proposed(session, item, edition)
        except Rejected as rejected:
            raise Refused(rejected.verdict.msgid) from rejected
        editions.save(edition.id, {"task_code": code}, version=edition.version)
        return edition.id
