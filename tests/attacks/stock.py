"""Runs the whole table of attacks against the stock app and prints what came of each: `python -m tests.attacks.stock URL`."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.attacks import stock_app
from tests.attacks.table import ATTACKS
from tests.attacks.target import Target, carry_out
from tests.fingerprint import of_engine

NAMES = {
    "rows": "/caseview", "view": "CaseView", "own": "1", "foreign": "2", "papers": "/attachmentview", "paper": "2", "secret": "paper south",
    "file": "south.txt", "file_text": "what the south keeps", "api": "/api/v1/case", "place": "office", "foreign_place": str(stock_app.SOUTH),
    "action": "close", "login": "/login/", "logout": "/logout/", "user": "north", "word": "_flt_0_title", "title": "title", "taken": "case 3",
    "lists": "/caseview/list/", "cookie": "session",
}  # fmt: skip


def target(app: Flask) -> Target:
    db = app.extensions["stock_db"]

    def tables() -> dict[str, str]:
        with app.app_context():
            return of_engine(db.engine, stock_app.Model.metadata)

    def sign_in() -> FlaskClient:
        guarded(False)
        client = app.test_client()
        answer = client.post("/login/", data={"username": "north", "password": stock_app.PASSWORD})
        assert answer.location == "/", answer.location
        return client

    def guarded(on: bool) -> None:
        app.config["WTF_CSRF_ENABLED"] = on

    form = {"title": "case 1", "office": str(stock_app.NORTH)}
    return Target(NAMES, form, form | {"title": "new"}, sign_in, app.test_client, tables, guarded)


def main(url: str, only: tuple[str, ...] = ()) -> dict[str, Any]:
    """What came of each attack of the table; the rows it aims at are put back after each."""
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
        _put_back(app)
    return found


def _put_back(app: Flask) -> None:
    """The rows that attacks aim at, as they were."""
    db = app.extensions["stock_db"]
    with app.app_context():
        for model in (stock_app.Attachment, stock_app.Case):
            for row in db.session.query(model):
                db.session.delete(row)
            db.session.flush()
        for number in range(1, 7):
            at = stock_app.NORTH if number % 2 else stock_app.SOUTH
            db.session.add(stock_app.Case(id=number, title=f"case {number}", office_id=at, handler_id=at))
        db.session.flush()
        db.session.add(stock_app.Attachment(id=1, name="paper north", case_id=1))
        db.session.add(stock_app.Attachment(id=2, name="paper south", case_id=2, file="south.txt"))
        db.session.commit()


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], tuple(sys.argv[2:]))))
