"""The roof: settings, database, console, public site and errors, put together into one Flask app."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from appcore import commands, plugins, self_check, settings
from appcore.settings import Settings
from models import tables  # noqa: F401 - every table must be known before the first query
from models.db import db, engine_options, prepare
from seeds import commands as seed_commands
from views import edge, errors, health, requests
from views.public import site

HERE = Path(__file__).parent


def create_app(configured: Settings | None = None) -> Flask:
    """An app of these settings, or of the environment's when called bare.

    Raises: SettingsError that names all that is missing.
    """
    chosen = settings.checked(configured) if configured is not None else settings.read()
    os.umask(0o077)  # database, files and exports are the program's alone
    chosen.instance_dir.mkdir(parents=True, exist_ok=True)
    app = Flask("banshitai", root_path=str(HERE / "views"), instance_path=str(chosen.instance_dir))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["settings"] = chosen
    plugins.install(app)
    app.config.update(
        SECRET_KEY=bytes.fromhex(chosen.secret_key),
        SQLALCHEMY_DATABASE_URI=chosen.url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(chosen.url),
        MAX_CONTENT_LENGTH=(chosen.max_upload_mb * 1024 + 512) * 1024,  # a file of that size and the form around it
        TRUSTED_HOSTS=chosen.host_list,
        FAB_SAFE_REDIRECT_HOSTS=chosen.host_list,
        SESSION_COOKIE_SECURE=chosen.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="__Host-banshitai" if chosen.secure_cookies else "banshitai",
        BABEL_DEFAULT_LOCALE="zh",
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
        BABEL_TRANSLATION_DIRECTORIES=str(HERE / "translations"),
        LANGUAGES={"zh": {"flag": "cn", "name": "中文"}, "en": {"flag": "gb", "name": "English"}},
        WTF_CSRF_TIME_LIMIT=None,
    )
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
        self_check.run(chosen, db.engine)
    Migrate(app, db, directory=str(HERE / "models" / "migrations"))
    requests.install(app)  # first: who asks and how much is known before a form is read for its token
    edge.install(app)
    CSRFProtect(app)
    if "console" in chosen.surface_set:
        from views.console import mount

        mount.install(app)
    else:
        Babel(app)  # Flask-AppBuilder brings it where there is a console
    if "public" in chosen.surface_set:
        site.install(app)
    health.install(app)
    errors.install(app)
    commands.install(app)
    seed_commands.install(app)
    requests.choose_language(app)
    return app
