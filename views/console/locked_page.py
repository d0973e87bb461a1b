"""The lock in a page's place: it shows whose session it is and nothing else, and keeps in the browser what was being sent."""

from __future__ import annotations

from typing import Any

from flask import jsonify, render_template, request

from appcore.access.sessions import Login
from views.words import _

AGAIN = "again."
OWN = ("Me.", "Login.")
"""Forms that hold passwords: what was typed there is typed anew."""


def answer(login: Login) -> Any:
    """423: the lock page, or as much for a look-up."""
    if wants_json():
        return jsonify(locked=True, sentence=_("页面已锁定，请先解锁")), 423
    path = request.full_path.removesuffix("?")
    if request.method in ("GET", "HEAD"):
        return page(login, path=path), 423
    if (request.endpoint or "").startswith(OWN):
        return page(login, path=request.path), 423
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    return page(login, path=path, typed=typed, sends=True, files=bool(request.files)), 423


def page(
    login: Login, *, path: str, typed: list[tuple[str, str]] | None = None, sends: bool = False, files: bool = False,
    fault: str = "",
) -> str:  # fmt: skip
    """The lock page of a session; `typed` goes back into the browser as hidden fields and is kept nowhere else."""
    return render_template(
        "console/locked.html", title=_("页面已锁定"), author=login.user.username, name=name_of(login), has_pin=login.has_pin, at_phone=login.phone_id is not None,
        path=path, typed=typed or [], sends=sends, files=files, fault=fault, again=AGAIN,
    )  # fmt: skip


def name_of(login: Login) -> str:
    return f"{login.user.last_name}{login.user.first_name}" or str(login.user.username)


def wants_json() -> bool:
    """A script of the page asks, not a person: it says so in its Accept header."""
    return request.accept_mimetypes.best == "application/json"
