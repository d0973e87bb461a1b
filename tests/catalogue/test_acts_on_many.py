"""One act on many editions, of which nobody holds a row (`catalogue/bulk_writing.py`)."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select

from appcore.catalogue import draft_content
from appcore.errors import Conflict
from models.item import Edition, EditionEvent
from tests.catalogue.drafting import EDITOR, bring
from tests.people import acts


def test_an_act_that_comes_between_looking_and_writing_is_not_written_over(app: Flask) -> None:
    """As on PostgreSQL, where another person's act can be stored between the two statements."""
    edition = bring(app, "draft")
    came = 0

    def hand_in_first(connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal came
        if statement.startswith("UPDATE edition SET") and not came:
            came += 1
            cursor.execute(f"UPDATE edition SET state = 'submitted' WHERE id = {int(edition)}")

    event.listen(Engine, "before_cursor_execute", hand_in_first)
    try:
        with acts(app, EDITOR), pytest.raises(Conflict):
            draft_content.discard([edition], "样例原因")
    finally:
        event.remove(Engine, "before_cursor_execute", hand_in_first)

    with acts(app) as session:
        told = session.scalars(select(EditionEvent.act).where(EditionEvent.edition_id == edition))
        assert came == 1
        assert "cancelled" not in set(told)
        assert session.scalar(select(Edition.state).where(Edition.id == edition)) == "draft"
