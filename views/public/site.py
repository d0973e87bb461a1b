"""The public surface: read-only pages without session or cookie, on an engine that can write nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, current_app

from views.public import (
    answers,
    bundles,
    changes,
    choices,
    cookieless,
    flow,
    guides,
    halls,
    home,
    papers,
    reading,
    search,
    words,
)
from views.words import _

HOTLINE = "12345"


def install(app: Flask) -> None:
    """Register the public pages."""
    app.session_interface = cookieless.ConsoleSessions()
    reading.install(app, answers.build_of(Path(app.root_path)))
    public = Blueprint("public", __name__)
    public.before_request(choices.check_address)
    public.context_processor(lambda: {"site": about()})
    app.jinja_env.globals["words"] = words
    for rooms in (home, search, guides, changes, flow, halls, papers, bundles):
        for address, view in rooms.ADDRESSES:
            public.add_url_rule(address, view_func=view)
    app.register_blueprint(public)


def about() -> dict[str, Any]:
    """What head and foot of each page say of the office."""
    settings = current_app.extensions["settings"]
    return {
        "name": _("%(county)s办事指南", county=settings.county_name),
        "office": f"{settings.county_name}{settings.office.removeprefix('县')}",
        "phone": HOTLINE,
        "hours": "",
        "address": "",
        "record": _("样例，未经核对") if settings.demo else "",
    }
