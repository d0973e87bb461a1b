"""Signing in: the cookie, what it replaces, and who is kept out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from appcore.transaction import unit_of_work
from models.account import User
from models.audit import AuditEntry
from models.db import db, house_session
from tests.acting import PASSWORD, Acting


def signed_in(app: Flask, username: str = "lingxi_clerk", client: FlaskClient | None = None) -> Any:
    data = {"username": username, "password": PASSWORD}
    return (client or app.test_client()).post("/console/login", data=data)


def test_r26_the_session_cookie_is_for_the_server_alone(app: Flask) -> None:
    cookie = signed_in(app).headers["Set-Cookie"]

    assert cookie.startswith("banshitai=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_r26_under_tls_it_is_secure_and_bound_to_the_host(app: Flask, tmp_path: Path) -> None:
    settings = replace(app.extensions["settings"], secure_cookies=True, instance=str(tmp_path))
    guarded = create_app(settings)

    assert guarded.config["SESSION_COOKIE_SECURE"] is True
    assert guarded.config["SESSION_COOKIE_NAME"] == "__Host-banshitai"
    with guarded.app_context():
        for engine in (*db.engines.values(), *guarded.extensions["read_engines"]):
            engine.dispose()


def test_r15_what_a_visitor_carried_before_is_gone_after_signing_in(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction("/console/login") as session:
        session["planted"] = "by somebody else"
    signed_in(app, client=client)

    with client.session_transaction("/console/login") as session:
        assert "planted" not in session


def test_a_deactivated_account_neither_signs_in_nor_goes_on(app: Flask, acting: Acting) -> None:
    client = app.test_client()
    signed_in(app, client=client)
    assert client.get("/console/").status_code == 200
    with acting(), unit_of_work() as session:
        session.scalars(select(User).where(User.username == "lingxi_clerk")).one().active = False

    assert client.get("/console/").status_code == 302
    assert signed_in(app).status_code == 422


def test_what_was_typed_as_a_name_that_is_no_account_is_not_kept(app: Flask, acting: Acting) -> None:
    """People type passwords and identity numbers into the field for the name."""
    signed_in(app, username="99999919900101001")

    with acting():
        last = house_session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert last.act == "sign_in_failed"
    assert "999999" not in last.row_key
