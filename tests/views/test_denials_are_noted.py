"""R45: whatever a person may not do leaves one "denied" entry, also where the answer is a flash or a form and no page of 403."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore.casework import handing
from appcore.casework.custody import Desk
from appcore.casework.handing import Handing
from models.audit import AuditEntry
from models.case import Case
from models.db import db
from models.privacy import DestructionList
from tests.world import LINGXI, QIANKU, World

Enter = Callable[[str], FlaskClient]
TELLERS = {"views/errors.py", "views/console/saving.py"}
"""The two that may turn what a service refused into words: one gives a page of its status, the other tells `views.edge`."""


def denials(county: World) -> list[tuple[str, str, str, str]]:
    with county.acting():
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.result == "denied").order_by(AuditEntry.id))
        return [(one.account, one.act, one.noun, one.row_key) for one in rows]


def left_by(county: World, ask: Callable[[], int]) -> tuple[int, list[tuple[str, str, str, str]]]:
    before = len(denials(county))
    status = ask()
    return status, denials(county)[before:]


@pytest.mark.parametrize("act", ["deactivate", "reset", "reset-second", "end-sessions", "grants/1/end", "edit"])
def test_r45_an_act_on_ones_own_account_is_noted_as_denied(county: World, enter: Enter, act: str) -> None:
    client = enter("security")
    typed = {"name": "样例", "roles": ["security_admin"]}

    _status, left = left_by(
        county, lambda: client.post(f"/console/access/accounts/security/{act}", data=typed).status_code
    )

    assert [(account, noun, key) for account, _act, noun, key in left] == [("security", "account", "security")]


def test_r45_taking_over_what_was_not_handed_to_one_is_noted_as_denied(county: World, enter: Enter) -> None:
    number = county.cases[LINGXI][1]
    with county.acting("lingxi_clerk"):
        version = db.session.scalar(select(Case.version).where(Case.number == number)) or 0
        handing.hand(Handing(number, Desk(hall_code=QIANKU), "样例", (), version, "k" * 24))
    client = enter("lingxi_clerk")

    status, left = left_by(county, lambda: client.post(f"/console/casework/cases/{number}/take").status_code)

    assert (status, left) == (302, [("lingxi_clerk", "HandingDesk.take", "case", number)])


def test_r45_signing_ones_own_destruction_list_is_noted_as_denied(county: World, enter: Enter) -> None:
    with county.acting() as _system:
        one = db.session.scalars(select(DestructionList).where(DestructionList.hall_code == LINGXI)).first()
        assert one is not None
        number = one.number
    client = enter("lingxi_leader")
    sign = f"/console/casework/destruction/{number}/sign"
    assert left_by(county, lambda: client.post(sign).status_code) == (302, [])

    status, left = left_by(county, lambda: client.post(sign).status_code)

    assert (status, left) == (302, [("lingxi_leader", "DestructionDesk.sign", "destruction_list", number)])


def test_r45_nobody_else_turns_a_refusal_into_words() -> None:
    """A page that took the sentence itself would leave the auditor without the denial."""
    root = Path(__file__).parents[2]
    taking = {
        str(path.relative_to(root))
        for path in (root / "views").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and node.module == "views.words"
        and "sentence" in {one.name for one in node.names}
    }

    assert taking == TELLERS
