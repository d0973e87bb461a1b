"""The console's gate: who comes with this cookie, and whether something else must be done before any page is answered."""

from __future__ import annotations

from typing import Any

from flask import current_app, g, redirect, request, url_for
from flask import session as cookie
from sqlalchemy.exc import OperationalError

from appcore.access import accounts, second_factor, sessions
from appcore.access.principal import Person, System, acting_as
from appcore.access.sessions import Login
from appcore.transaction import unit_of_work
from models.db import house_session
from views.console import locked_page
from views.errors import noted

TOKEN, PARKED = "token", "parked"
MOST_PARKED = 3
DOOR = ("Login.", "PhoneDoor.")
OWN_PASSWORD = frozenset({"Me.password"})
OWN_SECOND = frozenset({"Me.second", "Me.second_begin", "Me.second_confirm"})


def admit() -> tuple[Person | None, Any]:
    """The person of the session cookie, read anew at each request, so that a change of rights acts at once.

    Returns: the person, and the answer in the page's place: the second step, the lock, or what must be changed first.
    """
    g.login = login = sessions.of_token(house_session(), cookie.get(TOKEN))
    endpoint = request.endpoint or ""
    at_the_door = endpoint.startswith(DOOR)
    if login is None:
        return None, None if at_the_door or not endpoint else redirect(_door())
    if login.awaits_second:
        return None, None if at_the_door else redirect(url_for("Login.second", next=wanted()))
    if login.locked:
        return None, None if at_the_door else locked_page.answer(login)
    _touch(login)
    person = accounts.person_of(house_session(), login.user)
    if login.phone_id is not None:
        person = accounts.at_phone(person)
    return person, None if at_the_door else _first_of_all(login, person, endpoint)


def _touch(login: Login) -> None:
    try:
        sessions.touch(login)
    except OperationalError as broken:  # a full disk or a busy store: reading goes on, the mark of use waits
        noted(broken)


def _first_of_all(login: Login, person: Person, endpoint: str) -> Any:
    """Where a first password or a missing second factor leads, whatever page was asked for."""
    demo = current_app.extensions["settings"].demo and bool(login.user.is_demo)
    if login.must_change and not demo:
        return None if endpoint in OWN_PASSWORD else redirect(url_for("Me.password"))
    demanded = second_factor.is_demanded(person.roles, is_demo=bool(login.user.is_demo))
    if demanded and not login.has_second:
        return None if endpoint in OWN_SECOND else redirect(url_for("Me.second"))
    return None


def _door() -> str:
    """The page to sign in on, which leads back to the one that was asked for."""
    return url_for("Login.login", next=wanted() or None)


def wanted() -> str:
    """The page that was asked for, to come back to; a form that was sent is not asked for again."""
    return request.full_path.removesuffix("?") if request.method == "GET" else ""


def present() -> Login | None:
    """The session of this request, locked or not."""
    found: Login | None = g.get("login")
    return found


def signed_in_user() -> Any:
    """The account of a session that is open, for Flask-AppBuilder's own decorators."""
    login = present()
    return None if login is None or login.locked or login.awaits_second else login.user


def take(token: str) -> None:
    """Put a new session into the cookie; everything that a visitor carried before is gone.

    A locked session of somebody else stays beside it, still locked, so that he comes back to what he had typed.
    """
    parked = [one for one in _parked() if _waits(one)]
    login, before = present(), cookie.get(TOKEN)
    if login is not None and isinstance(before, str):
        if login.locked and not _is_of(token, login):
            parked.append(before)
        else:
            _end(login)
    cookie.clear()
    cookie[TOKEN] = token
    if parked:
        cookie[PARKED] = parked[-MOST_PARKED:]


def _is_of(token: str, login: Login) -> bool:
    found = sessions.of_token(house_session(), token)
    return found is not None and found.user.id == login.user.id


def _end(login: Login) -> None:
    """The same account has come in anew in this browser: its earlier session has no cookie any more."""
    with acting_as(System("sign-in")), unit_of_work() as session:
        sessions.end(session, login.session_id, "renewed")


def _parked() -> list[str]:
    found = cookie.get(PARKED)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _waits(token: str) -> bool:
    login = sessions.of_token(house_session(), token)
    return login is not None and login.locked


def parked_of(username: str) -> tuple[str, Login] | None:
    """The parked session of an account in this browser, with its token."""
    for token in _parked():
        login = sessions.of_token(house_session(), token)
        if login is not None and login.user.username == username:
            return token, login
    return None


def renew(login: Login) -> None:
    """The session in front was unlocked: its cookie is a new one."""
    cookie[TOKEN] = sessions.renew(login.session_id)


def change_to(old: str, login: Login) -> None:
    """The clerk changes: a parked session comes to the front under a new token, the one that was there is locked and parked."""
    before, token = cookie.get(TOKEN), sessions.renew(login.session_id)
    parked = [one for one in _parked() if one != old]
    if isinstance(before, str):
        parked.append(before)
    cookie.clear()
    cookie[TOKEN] = token
    cookie[PARKED] = parked[-MOST_PARKED:]


def leave() -> None:
    """Out of the cookie goes what belongs to the person; who waits locked beside him stays."""
    parked = _parked()
    cookie.clear()
    if parked:
        cookie[PARKED] = parked
