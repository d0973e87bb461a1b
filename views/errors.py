"""Typed errors to pages: one place turns what services raise into status, sentence and, for the unknown, a number."""

from __future__ import annotations

import logging
import secrets
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError, TooManyRequests

from appcore.access.privacy import Unreadable, alarm
from appcore.errors import Conflict, NotAllowed, NotFound, Problem, Refused
from models.db import db
from views import traces
from views.public import choices, site
from views.requests import is_console
from views.words import _
from views.words import sentence as sentence_of

log = logging.getLogger("banshitai")
STATUS: dict[type[Problem], int] = {Refused: 422, NotFound: 404, Conflict: 409, NotAllowed: 403}
PAGES = (400, 403, 404, 409, 413, 429, 500, 503)


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Problem, problem_error)
    app.register_error_handler(CSRFError, token_error)
    app.register_error_handler(Unreadable, unreadable_error)
    app.register_error_handler(Exception, unknown_error)


def http_error(error: HTTPException) -> Any:
    if error.code is not None and 300 <= error.code < 400:
        return error
    if isinstance(error, SecurityError):  # a host that is not ours: without one no address of a page can be built
        return Response(_("本系统不在这个网址上提供服务"), 400, mimetype="text/plain")
    if isinstance(error, TooManyRequests):
        return too_often(error)
    own = error.description if error.code == 400 and not _stock(error) else ""
    return page(error.code or 500, own or "", without=getattr(error, "without", ()))


def too_often(error: TooManyRequests) -> Any:
    """When to come again, in words and as machines read it."""
    seconds = int(str(error.retry_after or 60))
    said = _("短时间内请求太多，请在 %(seconds)s 秒后再试。", seconds=seconds)
    body, status = page(429, said)
    return body, status, {"Retry-After": str(seconds)}


def _stock(error: HTTPException) -> bool:
    return error.description == type(error).description


def problem_error(error: Problem) -> Any:
    db.session.rollback()
    return page(STATUS.get(type(error), 422), sentence_of(error))


def token_error(error: CSRFError) -> Any:
    return page(400, _("页面已过期或不是从本系统打开的，请刷新后重试"))


def unreadable_error(error: Unreadable) -> Any:
    """A sealed value that does not open is an alarm for the auditor (R74)."""
    number = noted(error)
    db.session.rollback()
    alarm(error)
    return page(500, _("这条记录有一项加密内容打不开，可能被改动过；已经报警，请联系系统管理员"), number)


def unknown_error(error: Exception) -> Any:
    number = noted(error)
    db.session.rollback()
    return page(500, "", number)


def noted(error: Exception) -> str:
    """Log an unknown error. Returns: the number under which it is found, for the page.

    Its kind and the lines it passed, never its words: a database's say which values it refused (R51).
    """
    number = secrets.token_hex(4).upper()
    log.error("error %s at %s %s: %s", number, request.method, request.endpoint, traces.without_words(error))
    return number


def page(status: int, sentence: str = "", number: str = "", without: tuple[str, ...] = ()) -> Any:
    """The error page of a status; a status without a page of its own gets that of its class.

    `without`: what may be left out of the address to see the page after all. Asks nothing of a database.
    """
    shown = status if status in PAGES else 409 if status == 422 else 400 if status < 500 else 500
    said = {"sentence": sentence, "number": number}
    if is_console() or "public_site" not in current_app.extensions:
        surface = "console" if is_console() else "bare"
        return render_template(f"errors/{shown}.html", surface=surface, frame="errors/page.html", **said), status
    instead = _address_without(without) if without else ""
    choices.forget_what_is_odd()
    said |= {"surface": "public", "frame": "errors/public.html", "instead": instead}
    return render_template(f"errors/{shown}.html", site=site.about(), **said), status


def _address_without(names: tuple[str, ...]) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in names]
    return f"{request.script_root}{request.path}{'?' if kept else ''}{urlencode(kept)}"
