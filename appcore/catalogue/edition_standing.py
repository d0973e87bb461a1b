"""How an edition stands for the person who asks: what the rules of its acts must know."""

from __future__ import annotations

from sqlalchemy import func, not_, or_, select

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import System, current
from appcore.catalogue import compile as compiler
from appcore.catalogue import item_checks
from appcore.catalogue.edition_rows import EDITABLE, OPEN
from appcore.catalogue.edition_rules import Standing
from appcore.catalogue.editions import has_a_hand
from appcore.catalogue.editions_in_force import in_force_query
from appcore.item_days import stands
from models.db import HouseSession
from models.item import Edition, Item
from models.review import EditionRemark


def standing(session: HouseSession, edition: Edition) -> Standing:
    """Read in a few small queries; `own` and `errors` are asked only where they matter."""
    now = clock.local_now()
    begun = edition.effective_from is not None and edition.effective_from <= now
    others = (
        select(func.count(Edition.id))
        .where(Edition.item_code == edition.item_code, Edition.id != edition.id)
        .where(or_(Edition.state.in_(OPEN), (Edition.state == "published") & (Edition.effective_from > now)))
    )
    who = current()
    reviews = isinstance(who, System) or permissions.may(getattr(who, "roles", ()), "console:edition", "return")
    unseen = () if reviews else ("noted",)
    left = select(func.count(EditionRemark.id)).where(
        EditionRemark.edition_id == edition.id, EditionRemark.state.not_in(("settled", *unseen))
    )
    unsettled = session.scalar(left) or 0
    if edition.state in EDITABLE:  # the state alone answers: what is asked below matters to no act on a draft
        return Standing(edition.state, unsettled=unsettled, numbered=edition.number is not None)
    in_force = session.execute(in_force_query().where(Edition.item_code == edition.item_code)).first()
    ended = select(Item.id).where(Item.code == edition.item_code, not_(stands(now.date())))
    return Standing(
        state=edition.state,
        scheduled=edition.state == "published" and not begun,
        in_force=in_force is not None and in_force.id == edition.id,
        own=edition.state == "submitted" and has_a_hand(session, edition),
        unsettled=unsettled,
        errors=_errors(session, edition),
        next_open=bool(session.scalar(others)) or (edition.state == "published" and not begun),
        numbered=edition.number is not None,
        item_ended=session.scalar(ended) is not None,
    )


def _errors(session: HouseSession, edition: Edition) -> int:
    """What hinders the approval of a submitted edition; what was taken over as it stands is approved with it."""
    if edition.state != "submitted" or edition.taken_over:
        return 0
    found = item_checks.problems(session, compiler.compile_edition(session, edition))
    return sum(one.level == "error" for one in found)
