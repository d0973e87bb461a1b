"""Flask-AppBuilder under /console and nowhere else: its utility, locale, menu, OpenAPI and security views are left out."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from flask_appbuilder import AppBuilder

from appcore.access import permissions
from models.db import db
from views import edge
from views.booklets import printing
from views.console import build, pages, shell
from views.console.home import Home
from views.console.resource import WINGS
from views.console.resources import (  # noqa: F401 - imported for their tables
    access,
    casework,
    catalogue,
    checks,
    exports,
    hall,
    handed_down,
    hooks,
    library,
    privacy,
    registers,
)
from views.console.security import Accounts

PREFIX = "/console"
CONFIG: dict[str, Any] = {
    "APP_NAME": "办事台",
    "FAB_BASE_TEMPLATE": "console/base.html",
    "FAB_CREATE_DB": False,
    "FAB_UPDATE_PERMS": False,
    "FAB_ADD_SECURITY_VIEWS": False,
    "FAB_ADD_SECURITY_API": False,
    "FAB_SECURITY_SIGNALS_ENABLED": False,
    "RATELIMIT_ENABLED": False,
}


class Console(AppBuilder):
    """Every view passes `register_blueprint`, so this is where the prefix is put."""

    def register_blueprint(self, baseview: Any, endpoint: str | None = None, static_folder: str | None = None) -> None:
        blueprint = baseview.create_blueprint(self, endpoint=endpoint, static_folder=static_folder)
        blueprint.url_prefix = PREFIX + (blueprint.url_prefix or "").rstrip("/")
        current_app.register_blueprint(blueprint)

    def _add_admin_views(self) -> None:
        self._indexview = self.add_view_no_menu(self.indexview)
        self.sm.register_views()


def install(app: Flask) -> None:
    """Add the console to an app: tables first declared, then generated; the pages that are hand-made after them."""
    app.config.update(CONFIG, FAB_ROLES=permissions.builtin_roles())
    with app.app_context():
        console = Console(app, db.session, indexview=Home, security_manager_class=Accounts)
        pages.add(console)
        build.add_resources(console)
        pages.add_behind(console)
        wings = [wing for wing, _title in WINGS]
        console.menu.menu.sort(key=lambda entry: wings.index(entry.name))
    edge.takes_files(
        app,
        "Counter.take",
        "Counter.complete",
        "CaseFiles.add",
        "PaperFiles.files",
        "MaterialFiles.files",
        "BookImport.upload",
        "DocumentDesk.file",
        "Packages.upload",
    )
    shell.install(app)
    printing.install(app)
