"""What every request gets: who acts, where from, which language, and the headers of every answer."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask_babel import get_locale

from appcore import settings
from appcore.access.origin import Origin, client_address, coming_from
from appcore.access.principal import Public, acting_as
from models.db import db
from views.days import day_words, moment
from views.devices import kind_of
from views.words import finding, level_word, remedy

LANGUAGES = ("zh", "en")
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-NONCE'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; object-src 'none'; frame-src 'none'; worker-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def install(app: Flask) -> None:
    app.extensions["proxies"] = settings.networks(app.extensions["settings"].proxies)
    app.before_request(begin)
    app.teardown_request(finish)
    app.after_request(add_headers)
    app.jinja_env.globals.update(
        csp_nonce=csp_nonce,
        language=language,
        day_words=day_words,
        moment=moment,
        finding=finding,
        remedy=remedy,
        level_word=level_word,
    )


def is_console() -> bool:
    return request.path == "/console" or request.path.startswith("/console/")


def begin() -> Any:
    """Set the principal and origin of this request; they end with it. The console's gate may answer in the page's place."""
    stack = g.request_stack = ExitStack()
    device = kind_of(request.headers.get("User-Agent", ""))
    stack.enter_context(coming_from(Origin(_address(), secrets.token_hex(8), device)))
    who: Any = Public()
    answer: Any = None
    if is_console() and "appbuilder" in current_app.extensions:
        stack.enter_context(acting_as(None))
        from views.console.gate import admit

        who, answer = admit()
    stack.enter_context(acting_as(who))
    return answer


def _address() -> str:
    """Who asks. X-Forwarded-For of anybody but a proxy of ours is not believed (R50)."""
    trusted = current_app.extensions["proxies"]
    return client_address(request.remote_addr or "", request.headers.getlist("X-Forwarded-For"), trusted)


def finish(_error: BaseException | None) -> None:
    stack = g.pop("request_stack", None)
    if stack is not None:
        stack.close()
    db.session.remove()


def csp_nonce() -> str:
    """The nonce of this answer, for the one script tag that needs it."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def add_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY.replace("NONCE", csp_nonce()))
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", PERMISSIONS)
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if is_console() or response.status_code == 429:
        response.headers["Cache-Control"] = "no-store"
    return response


def wanted_language() -> str:
    """The address says it (`?lang=en`); nothing is kept in a cookie."""
    asked = request.args.get("lang", "") if request else ""
    return asked if asked in LANGUAGES else "zh"


def choose_language(app: Flask) -> None:
    """Flask-AppBuilder's own selector writes a cookie on every page; ours reads the address."""
    app.extensions["babel"].locale_selector = wanted_language


def language() -> str:
    """The language tag of the page."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh-CN"
