"""Runs the whole table of attacks against the stock app and prints what came of each: `python -m tests.attacks.stock URL`."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_appbuilder import Model

from tests.attacks import stock_app
from tests.attacks.table import ATTACKS
from tests.attacks.target import Target, carry_out
from tests.fingerprint import of_engine

NAMES = {
    "rows": "/caseview", "view": "CaseView", "own": "1", "foreign": "2", "papers": "/attachmentview", "paper": "2", "secret": "paper south",
    "file": stock_app.FILE, "file_text": "what the south keeps", "api": "/api/v1/case", "place": "office", "foreign_place": str(stock_app.SOUTH),
    "action": "close", "login": "/login/", "logout": "/logout/", "user": "north", "password": stock_app.PASSWORD, "word": "_flt_0_title", "title": "title", "taken": "case 3",
    "lists": "/caseview/list/", "cookie": "session",
}  # fmt: skip


def target(app: Flask) -> Target:
    db = app.extensions["stock_db"]

    def tables() -> dict[str, str]:
        with app.app_context():
            return of_engine(db.engine, Model.metadata)

    def sign_in() -> FlaskClient:
        guarded(False)
        client = app.test_client()
        answer = client.post("/login/", data={"username": "north", "password": stock_app.PASSWORD})
        assert answer.location == "/", answer.location
        return client

    def guarded(on: bool) -> None:
        app.config["WTF_CSRF_ENABLED"] = on

    form = {"title": "case 1", "office": str(stock_app.NORTH)}
    return Target(NAMES, form, form | {"title": "new"}, sign_in, sign_in, app.test_client, tables, guarded)


def main(url: str, only: tuple[str, ...] = ()) -> dict[str, Any]:
    """What came of each attack of the table; the rows it aims at are put back after each."""
    assert "models" not in sys.modules, (
        "the stock app shares its metadata with whoever imports models: keep the house out of this process"
    )
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    app = stock_app.create(url)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    found: dict[str, Any] = {}
    for attack in ATTACKS:
        if only and attack.key not in only:
            continue
        house = target(app)
        loot = carry_out(attack.run, house)
        house.guarded(False)
        found[attack.key] = {
            "succeeded": bool(attack.sign(house, loot)), "statuses": loot.statuses, "changed": loot.changed, "told": loot.told,
        }  # fmt: skip
        with app.app_context():
            stock_app.rows(app.extensions["stock_db"].session)
    return found


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], tuple(sys.argv[2:]))))
