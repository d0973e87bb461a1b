"""An edition brought to a state, by the two people of the county office who do that."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from appcore import clock
from appcore.access.principal import Grant, Person
from appcore.catalogue import editions
from models.db import HouseSession
from models.item import Edition
from seeds import small
from tests.people import COUNTY, acts, person

EDITOR = person("county_editor", Grant("region", region_code=COUNTY), roles=("county_editor",))
REVIEWER = person("county_reviewer", Grant("region", region_code=COUNTY), roles=("county_reviewer",))
SECOND = person("second_reviewer", Grant("region", region_code=COUNTY), roles=("county_reviewer",))
ITEM = small.PROMISED
NEXT_WEEK = timedelta(days=7)


def do(app: Flask, who: Person, act: str, *arguments: object) -> object:
    """One act of the service by one person."""
    with acts(app, who):
        return getattr(editions, act)(*arguments)


def bring(app: Flask, state: str) -> int:
    """The id of a second edition of the item in this state; "superseded" and "in force" give the seeded first one's."""
    if state in ("in force", "superseded"):
        with acts(app) as session:
            first = editions_of(session)[0]
        if state == "superseded":
            bring(app, "published")
        return first
    edition = int(str(do(app, EDITOR, "draft", ITEM)))
    if state == "draft":
        return edition
    do(app, EDITOR, "submit", edition)
    if state == "submitted":
        return edition
    if state == "returned":
        do(app, REVIEWER, "send_back", edition, "样例原因")
        return edition
    do(app, REVIEWER, "approve", edition)
    if state == "approved":
        return edition
    if state in ("scheduled", "cancelled"):
        do(app, REVIEWER, "publish", edition, clock.local_today() + NEXT_WEEK)
    else:
        do(app, REVIEWER, "publish", edition)
    if state == "cancelled":
        do(app, REVIEWER, "cancel", edition, "样例原因")
    if state == "withdrawn":
        do(app, REVIEWER, "withdraw", edition, "样例原因")
    return edition


def editions_of(session: HouseSession) -> list[int]:
    """The ids of the item's editions, oldest first."""
    return list(session.scalars(select(Edition.id).where(Edition.item_code == ITEM).order_by(Edition.id)))
