"""Typed errors to pages: one place turns what services raise into status, sentence and, for the unknown, a number."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from appcore.errors import Conflict, NotAllowed, NotFound, Problem, Refused
from models.db import db
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
    app.register_error_handler(Exception, unknown_error)


def http_error(error: HTTPException) -> Any:
    if error.code is not None and 300 <= error.code < 400:
        return error
    if isinstance(error, SecurityError):  # a host that is not ours: without one no address of a page can be built
        return Response(_("本系统不在这个网址上提供服务"), 400, mimetype="text/plain")
    own = error.description if error.code == 400 and not _stock(error) else ""
    return page(error.code or 500, own or "")


def _stock(error: HTTPException) -> bool:
    return error.description == type(error).description


def problem_error(error: Problem) -> Any:
    db.session.rollback()
    return page(STATUS.get(type(error), 422), sentence_of(error))


def token_error(error: CSRFError) -> Any:
    return page(400, _("页面已过期或不是从本系统打开的，请刷新后重试"))


def unknown_error(error: Exception) -> Any:
    number = noted(error)
    db.session.rollback()
    return page(500, "", number)


def noted(error: Exception) -> str:
    """Log an unknown error. Returns: the number under which it is found, for the page."""
    number = secrets.token_hex(4).upper()
    log.error("error %s at %s %s", number, request.method, request.endpoint, exc_info=error)
    return number


def page(status: int, sentence: str = "", number: str = "") -> Any:
    """The error page of a status; a status without a page of its own gets that of its class."""
    shown = status if status in PAGES else 409 if status == 422 else 400 if status < 500 else 500
    surface = "console" if is_console() else "public"
    return render_template(f"errors/{shown}.html", surface=surface, sentence=sentence, number=number), status
