"""What an import left behind, what waits for its day and what an edition was not sound in is not told to the public."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore import clock
from appcore.catalogue import compile as compiler
from appcore.catalogue import editions
from appcore.change import imports
from appcore.errors import Refused
from appcore.hall import village_lists
from appcore.hall.village_lists import Entry
from appcore.transaction import unit_of_work
from models.db import house_session
from models.item import Edition, Item, ItemEvent
from seeds import small
from tests.acting import Acting
from tests.change import books
from tests.change.test_taking_over import bring, written
from tests.people import COUNTY, keep

CODE, NAME = "330327-50001", "样例事项50001"


@pytest.mark.parametrize("taking_over", [False, True])
def test_items_of_an_import_that_was_undone_are_not_among_the_cancelled_ones(
    acting: Acting, client: FlaskClient, taking_over: bool
) -> None:
    with acting("county_editor"):
        code = bring(written(books.package(1, 1)), taking_over=taking_over)
        imports.undo(code)

        item = house_session().scalars(select(Item).where(Item.code == CODE)).one()
        told = house_session().scalars(select(ItemEvent.reason).where(ItemEvent.item_code == CODE)).all()
        assert (item.state, told) == ("cancelled", [f"撤销导入 {code}"])

    assert client.get(f"/items/{CODE}").status_code == 404
    assert CODE not in client.get(f"/items?q={NAME}").text
    assert client.get(f"/suggest?q={NAME}").json["items"] == []  # type: ignore[index]


def test_the_changes_of_an_edition_that_was_taken_over_say_only_what_is_sound(
    acting: Acting, client: FlaskClient
) -> None:
    """Decisions 51: promises beyond the law and fees without a basis are not what the public reads, nor that they changed."""
    for days in (77, 76):
        package = books.package(1, 1)
        package["items"][0] |= {
            "promised_days": days, "has_fee": True, "fees": [{"key": "f", "name": "工本费", "amount_fen": days * 100}],
        }  # fmt: skip
        with acting("county_editor"):
            code = bring(written(package), taking_over=True)
        with acting("county_reviewer"):
            imports.take_over(code)

    page = client.get(f"/items/{CODE}/changes")

    assert page.status_code == 200
    assert re.findall(r"7[67](?:\.00元|个)", page.text) == []


def test_a_village_list_does_not_name_an_item_before_its_day(acting: Acting) -> None:
    with acting() as _, unit_of_work() as session:
        keep_later(session.scalars(select(Edition).where(Edition.item_code == small.PROMISED)).first())

    with acting("lingxi_admin"):
        rooms = village_lists.rooms(house_session())
        with pytest.raises(Refused, match="还没有发布"):
            village_lists.draw_up([rooms[0].code], [Entry(CODE, "agent")])


def keep_later(like: Edition | None) -> None:
    """A new item whose first edition begins next week."""
    assert like is not None
    content = compiler.compile_edition(house_session(), like)
    keep(Item(code=CODE, name=NAME, tier="handling", department_code="gaj", state="in_use", owner_code=COUNTY))
    edition = editions.draft(CODE, content=content)
    editions.submit(edition)
    editions.approve(edition)
    editions.publish(edition, clock.local_today() + timedelta(days=7))
