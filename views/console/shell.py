"""What stands around every console page: where I am, who I am, and the way out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, url_for
from sqlalchemy import select

from appcore.access.principal import Person, current_or_none
from appcore.definition.identity import ID_NUMBER_FAULTS
from models.db import db
from models.place import Hall
from models.vocabulary import ROLE
from views.console import menu
from views.console.fields import spelled
from views.requests import is_console
from views.words import _


@dataclass(frozen=True, slots=True)
class Shell:
    hall: str
    window: str
    place_url: str
    person: str
    role: str
    account_url: str
    logout_url: str
    search_url: str
    home_url: str
    account: str
    idle_seconds: int
    lock_url: str
    unlock_url: str
    state_url: str
    login_url: str
    at_phone: bool


def install(app: Flask) -> None:
    app.jinja_env.globals.update(id_faults=id_faults, spelled=spelled, menu_sections=menu.sections)
    app.context_processor(
        lambda: {"shell": shell(), "appbuilder": current_app.extensions["appbuilder"]} if is_console() else {}
    )


def id_faults() -> str:
    """What can be wrong with an identity number, in the reader's language, for the browser's check on leaving the box."""
    return json.dumps({name: _(words) for name, words in ID_NUMBER_FAULTS.items()}, ensure_ascii=False)


def shell() -> Shell | None:
    """The shell of the signed-in person; None on the login page."""
    who = current_or_none()
    if not isinstance(who, Person):
        return None
    hall: Any = db.session.scalar(select(Hall.name).where(Hall.code == who.hall_code)) if who.hall_code else ""
    return Shell(
        hall=hall or "", window="", place_url=url_for("HallPage.list"), person=who.label,
        role=_("代办员手机") if who.at_phone else "、".join(_(ROLE.label_of(role)) for role in sorted(who.roles)), account_url=url_for("Me.index"),
        logout_url=url_for("Login.logout"), search_url=url_for("Search.everything"), home_url=url_for("Home.index"),
        account=who.username, idle_seconds=current_app.extensions["settings"].idle_minutes * 60, lock_url=url_for("Login.lock"),
        unlock_url=url_for("Login.unlock"), state_url=url_for("Login.state"), login_url=url_for("Login.login"),
        at_phone=who.at_phone,
    )  # fmt: skip
