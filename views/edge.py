"""The edge of the web: how often and how much may be asked, before any view runs; and what was denied, for the auditor."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, abort, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import TooManyRequests

from appcore import rate_limits
from appcore.access import audit
from appcore.access.origin import origin
from appcore.access.principal import Person, current_or_none
from views.words import _

NAMES_A_ROW = ("username", "pk", "number", "code")
"""What an address calls the row that it is about."""
FORM_BYTES = 1024 * 1024
"""The largest body of a form without files; what takes files says so by `takes_files`."""
SEARCHES = frozenset({"public.items", "public.suggest"})
LOOKUPS = frozenset({"Search.everything", "PersonSearch.find", "Readers.readers", "CaseDesk.reveal"})
SIGN_INS = frozenset({"Login.login"})
PHONES = frozenset({"PhoneDoor.enter", "PhoneDoor.enrol"})
"""What an enrolled phone, or one that wants to be, sends: failures count as those of signing in, and no name is remembered."""
"""Endpoints whose POST is a try to sign in: an answer of 422 is a failure, a redirect is success."""


def install(app: Flask) -> None:
    rate_limits.install(app)
    app.extensions.setdefault("takes_files", set())
    app.config["MAX_FORM_MEMORY_SIZE"] = FORM_BYTES
    app.before_request(bound)
    app.before_request(limit)
    app.after_request(count_sign_in)
    app.after_request(note_denial)


def takes_files(app: Flask, *endpoints: str) -> None:
    """These endpoints take bodies up to `BANSHITAI_MAX_UPLOAD_MB`."""
    app.extensions.setdefault("takes_files", set()).update(endpoints)


def bound() -> None:
    """A plain form is small: refused before it is read. No page of ours sends JSON, and Flask-WTF would take it for a form."""
    if request.endpoint and request.method not in ("GET", "HEAD", "OPTIONS") and request.is_json:
        abort(400, _("请从页面上提交"))
    if request.endpoint not in current_app.extensions["takes_files"]:
        request.max_content_length = FORM_BYTES


def limit() -> None:
    """Refuse with 429 whoever asks too often. Static files and ordinary pages are never counted."""
    seconds = _seconds_to_wait()
    if seconds:
        raise TooManyRequests(retry_after=seconds)


def _seconds_to_wait() -> int:
    limits, endpoint, address = rate_limits.held(), request.endpoint or "", origin().address
    if endpoint in SEARCHES:
        is_search = endpoint == "public.suggest" or bool(request.args.get("q"))
        return limits.allows("search", address) if is_search else 0
    if endpoint in LOOKUPS or endpoint.endswith(".lookup"):
        who = current_or_none()
        return limits.allows("lookup", who.username if isinstance(who, Person) else address)
    if endpoint in SIGN_INS and request.method == "POST":
        seconds = limits.seconds_left("sign_in", address)
        return 0 if seconds and limits.knows(address, _username()) else seconds
    if endpoint in PHONES and request.method == "POST":
        return limits.seconds_left("sign_in", address)
    return 0


def count_sign_in(response: Response) -> Response:
    """Only failures count, so that an office behind one address signs in as it likes (R18)."""
    if request.endpoint in SIGN_INS and request.method == "POST":
        if response.status_code == 422:
            rate_limits.held().allows("sign_in", origin().address)
        elif response.status_code == 302:
            rate_limits.held().remember(origin().address, _username())
    if request.endpoint in PHONES and request.method == "POST" and response.status_code == 422:
        rate_limits.held().allows("sign_in", origin().address)
    return response


def _username() -> str:
    return request.form.get("username", "")[:64]


def note_denial(response: Response) -> Response:
    """A signed-in person who was told "not you", by a page of 403, on a form or in a flash: the auditor reads who, where and
    which row, once. Foreign rows are 404s, noted where they were asked for."""
    is_denied = response.status_code == 403 or g.get("not_allowed", False)
    if is_denied and isinstance(current_or_none(), Person):
        arguments = request.view_args or {}
        key = next((str(arguments[name]) for name in NAMES_A_ROW if name in arguments), "")
        try:
            audit.note(request.endpoint or "", _noun(), key, "denied")
        except SQLAlchemyError as broken:
            from views.errors import noted

            noted(broken)
    return response


def _noun() -> str:
    """What the page is about, as the table of permissions calls it."""
    owner = (request.endpoint or "").partition(".")[0]
    views: list[Any] = getattr(current_app.extensions.get("appbuilder"), "baseviews", [])
    view = next((one for one in views if one.endpoint == owner), None)
    return str(getattr(view, "class_permission_name", owner)).removeprefix("console:")[:60]
