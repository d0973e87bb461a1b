"""去改这一处: from a place of an edition that stands to the box where it is mended, in the draft there is or in one begun for it."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from sqlalchemy import select

from appcore.access import permissions
from appcore.access.principal import Person, current
from appcore.catalogue.editions import EDITABLE
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.definition.checks import Place
from models.db import db, house_session
from models.item import Edition
from views.console.places import coded, from_code
from views.console.resource import Button
from views.console.resources.part_problems import place_of
from views.console.workbench.places import workbench_url
from views.words import _


def part_mending(part: Any) -> list[Button]:
    """The button on the page of a part of an edition in force."""
    list_name, key, child = place_of(part)
    return mending(part.edition, Place(list_name, key, child=child))


def edition_mending(edition: Any) -> list[Button]:
    """The button on the edition's own page, where the address says which place is meant."""
    place = from_code(request.args.get("at", ""))
    return mending(edition, place) if place is not None else []


def mending(edition: Any, place: Place) -> list[Button]:
    """To the box of a place of the edition in force; nothing for who may not write one, or while one waits to begin."""
    who = current()
    roles = who.roles if isinstance(who, Person) else frozenset()
    if edition.state != "published" or not permissions.may(roles, "console:edition", "draft"):
        return []
    in_force = edition_in_force(house_session(), edition.item_code)
    if in_force is None or in_force.id != edition.id:
        return []
    mine = db.session.scalar(
        select(Edition.id).where(Edition.item_code == edition.item_code, Edition.state.in_(EDITABLE))
    )
    if mine is not None:
        return [Button(_("去草稿里改这一处"), workbench_url(mine, place), "get", "primary")]
    url = url_for("EditionActs.draft", code=edition.item_code, at=coded(place))
    return [Button(_("起草新版本并去改这一处"), url, "post", "primary")]
