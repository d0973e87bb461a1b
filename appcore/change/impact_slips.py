"""Which slips of an item would be worded otherwise under a new edition: the templates in force, written at made-up facts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from appcore import clock
from appcore.casework.fees import Bill, Line
from appcore.casework.slips import Told, compose
from appcore.definition.item import ItemDefinition
from appcore.definition.templates import trial, whole
from appcore.definition.templates.whole import Section
from models.db import HouseSession
from models.slip_template import SlipTemplate, SlipTemplateVersion
from models.vocabulary import SLIP_KIND

MADE_UP = "complete"
PAPERS = ("seen", "missing")
"""The states in which each paper is tried: some slips list what was handed in, others what is still wanted."""


def changed(session: HouseSession, old: ItemDefinition, new: ItemDefinition, county: str) -> tuple[str, ...]:
    """The kinds of slips, in their order, that read otherwise; one query for the templates."""
    wordings = _wordings(session, old.code, county)
    found = []
    for kind in SLIP_KIND.slugs:
        content = wordings.get(kind) or whole.content(kind, whole.first_texts(kind))
        if _written(kind, content, old) != _written(kind, content, new):
            found.append(kind)
    return tuple(found)


def _written(kind: str, content: Any, definition: ItemDefinition) -> list[tuple[Section, ...]]:
    return [whole.printed(kind, content, _facts(definition, state)) for state in PAPERS]


def _facts(definition: ItemDefinition, state: str) -> dict[str, Any]:
    """The facts of a slip that nobody was given: all papers in one state, each fee once, whatever the answers."""
    lines = tuple(Line(fee, 1, fee.amount_fen, None, fee.amount_fen) for fee in definition.fees)
    made_up = trial.facts(MADE_UP)
    told = Told(
        applicants=made_up["applicant"], papers=[(one.name, state, "") for one in definition.materials], hall=made_up["hall"],
        counter=(made_up["consult_phone"], made_up["complaint_phone"], made_up["window"]), due=None, finished=False,
        received_at=clock.local_now().replace(hour=9, minute=30, second=0, microsecond=0),
    )  # fmt: skip
    own = compose(definition, Bill(lines if definition.has_fee is not False else ()), told)
    return {**made_up, **own, "clerk": made_up["clerk"], "received_at": made_up["received_at"]}


def _wordings(session: HouseSession, item_code: str, county: str) -> dict[str, Any]:
    """The content in force by kind: of the item's own template, else of the county's."""
    now, template, version = clock.local_now(), SlipTemplate, SlipTemplateVersion
    query = (
        select(template.kind, template.item_code, version.content)
        .join(template, template.id == version.template_id)
        .where(
            template.owner_code == county,
            template.item_code.is_(None) | (template.item_code == item_code),
            version.state == "published",
            version.effective_from <= now,
            template.stopped_at.is_(None) | (version.effective_from > template.stopped_at),
        )
        .order_by(template.item_code.is_not(None), version.number)
    )
    return {row.kind: row.content for row in session.execute(query)}  # the last of a kind is the one that holds
