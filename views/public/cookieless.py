"""No session outside the console: what is asked of the public surface is answered without a cookie, in or out."""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from views.requests import is_console


class ConsoleSessions(SecureCookieSessionInterface):
    """The console's signed cookie; elsewhere a session that holds nothing, refuses writing and is never saved."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if is_console() else None
