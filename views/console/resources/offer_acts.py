"""The way from an offer's page to its local values."""

from __future__ import annotations

from typing import Any

from flask import url_for

from appcore.access import permissions
from appcore.access.principal import Person, current
from views.console.resource import Button
from views.words import _


def offer_buttons(offer: Any) -> list[Button]:
    who = current()
    if not isinstance(who, Person) or not permissions.may(who.roles, "console:offer", "show"):
        return []
    return [Button(_("本地值"), url_for("LocalDesk.local", pk=offer.id), "get", "primary")]
