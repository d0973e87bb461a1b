"""Export requests from before their conditions were sealed."""

from __future__ import annotations

from typing import Any

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from appcore.access import exports
from appcore.errors import Conflict
from models.db import db
from models.export import ExportRequest
from tests.acting import Acting


def test_requests_from_before_the_seal_lose_their_conditions_and_are_asked_for_again(app: Any, acting: Acting) -> None:
    """Without its conditions an approval would be one for the whole list."""
    with acting("lingxi_admin"):
        code = exports.ask(noun="case", query="f.state=received", form="xlsx", rows=20_000, reason="样例用途")
    with acting("lingxi_leader"):
        exports.decide(code, approve=True, remark="")
    directory = app.extensions["migrate"].directory
    with app.app_context():
        db.engine.dispose()
        downgrade(directory=directory, revision="0007")
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE export_request SET query = 'q=1', expires_at = '2100-01-01'"))
        upgrade(directory=directory)
        db.engine.dispose()

    with acting("lingxi_admin"):
        assert db.session.scalar(select(ExportRequest.state).where(ExportRequest.code == code)) == "approved"
        with pytest.raises(Conflict):
            exports.take(code)
