"""A part is not written into a draft that is being submitted at the same moment: the draft is held from the look to the writing."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from appcore.catalogue import editions
from appcore.errors import NotAllowed
from models.db import db
from models.edition_parts import Faq
from models.item import Edition
from tests.catalogue.drafting import EDITOR, bring
from tests.people import acts


def add(app: Flask, edition: int) -> int:
    with acts(app, EDITOR):
        return editions.add_part("faq", edition, {"question": "样例问题", "answer": "样例回答"})


def test_who_adds_a_part_waits_for_a_submission_under_way_and_is_refused(app: Flask) -> None:
    edition = bring(app, "draft")
    table = Edition.__table__
    with app.app_context(), ThreadPoolExecutor(1) as pool:
        with db.engine.connect().execution_options(writing=True) as other:
            other.execute(update(table).where(table.c.id == edition).values(state="submitted"))  # type: ignore[arg-type]
            adding: Future[int] = pool.submit(add, app, edition)
            with pytest.raises(StillWaiting):
                adding.result(timeout=1)
            other.commit()
        with pytest.raises(NotAllowed):
            adding.result()

    with acts(app) as session:
        assert (
            session.scalar(select(func.count(Faq.id)).where(Faq.edition_id == edition, Faq.question == "样例问题")) == 0
        )
