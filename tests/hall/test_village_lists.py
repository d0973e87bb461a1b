"""村级服务清单: drawn up by the town for many villages at once, signed, published in numbered editions, read by the public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore import clock
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.hall import village_lists
from appcore.hall.village_lists import Entry
from models.db import db, house_session
from models.place import Hall
from models.village_list import VillageList
from seeds import small
from tests.acting import Acting
from tests.people import QIANKU, QIANKU_HALL

ADMIN = "qianku_admin"
ENTRIES = [Entry(small.PROMISED, "agent", "每周三代办"), Entry(small.INSTANT, "guide")]


def rooms() -> list[str]:
    query = select(Hall.code).where(Hall.kind == "village_room", Hall.code.like(f"{QIANKU[:9]}%")).order_by(Hall.code)
    return list(db.session.scalars(query))


def draft_of(hall: str) -> VillageList:
    return db.session.scalars(
        select(VillageList).where(VillageList.hall_code == hall, VillageList.state == "draft")
    ).one()


def sign(hall: str) -> int:
    draft = draft_of(hall)
    return village_lists.publish(
        draft.id, signed_by="样例主任", signed_as="样例中心主任", signed_on=clock.local_today(), version=draft.version
    )


def test_a_list_is_drawn_up_for_several_villages_and_published_with_numbers_one_by_one(acting: Acting) -> None:
    with acting(ADMIN):
        halls = rooms()[:2]
        assert len(halls) == 2
        assert village_lists.draw_up(halls, ENTRIES) == 2
        assert sign(halls[0]) == 1
        held = village_lists.in_force(house_session(), halls[0])
        assert held is not None
        assert (held.number, held.signed_by, held.entries) == (1, "样例主任", tuple(ENTRIES))
        assert village_lists.in_force(house_session(), halls[1]) is None

        village_lists.draw_up(halls[:1], ())
        village_lists.save(draft_of(halls[0]).id, ENTRIES[1:], version=draft_of(halls[0]).version)
        assert sign(halls[0]) == 2
        held = village_lists.in_force(house_session(), halls[0])
        assert held is not None
        assert held.entries == (ENTRIES[1],)
        numbers = [one.number for one in village_lists.rooms(house_session(), QIANKU) if one.code in halls]
        assert numbers == [2, 0]


def test_a_published_list_stands_as_it_is(acting: Acting) -> None:
    with acting(ADMIN):
        hall = rooms()[0]
        village_lists.draw_up([hall], ENTRIES)
        draft = draft_of(hall)
        list_id = draft.id
        sign(hall)
        version = db.session.scalars(select(VillageList.version).where(VillageList.id == list_id)).one()

        with pytest.raises(Conflict):
            village_lists.save(list_id, ENTRIES[:1], version=version)
        with pytest.raises(Conflict):
            village_lists.discard(list_id, version=version)


@pytest.mark.parametrize(
    "entries",
    [
        [ENTRIES[0], ENTRIES[0]],
        [Entry("330327-99999", "agent")],
        [Entry(small.PROMISED, "nosuch")],
        [Entry(small.PROMISED, "agent", "长" * 201)],
    ],
)
def test_what_cannot_stand_on_a_list_is_refused(acting: Acting, entries: list[Entry]) -> None:
    with acting(ADMIN), pytest.raises(Refused):
        village_lists.draw_up(rooms()[:1], entries)


def test_only_villages_have_lists_and_only_of_ones_own_town(acting: Acting) -> None:
    with acting(ADMIN):
        halls = rooms()
        with pytest.raises(NotFound):
            village_lists.draw_up([QIANKU_HALL], ENTRIES)
        with pytest.raises(Refused):
            village_lists.draw_up([], ENTRIES)
        with pytest.raises(Refused):
            village_lists.publish(
                _drafted(halls[0]),
                signed_by="样例",
                signed_as="样例",
                signed_on=clock.local_today() + timedelta(days=1),
                version=2,
            )
    with acting("lingxi_admin"), pytest.raises(NotAllowed):
        village_lists.draw_up(halls[:1], ENTRIES)


def _drafted(hall: str) -> int:
    village_lists.draw_up([hall], ENTRIES)
    return draft_of(hall).id


def test_the_public_page_of_a_village_shows_the_list_that_holds(acting: Acting, client: FlaskClient) -> None:
    with acting(ADMIN):
        hall = rooms()[0]
    assert "村级服务清单" not in client.get(f"/halls/{hall}").text

    with acting(ADMIN):
        village_lists.draw_up([hall], ENTRIES)
        sign(hall)

    page = client.get(f"/halls/{hall}").text
    assert "村级服务清单" in page
    assert "每周三代办" in page
    assert "样例主任" in page


def test_drawing_up_again_leaves_a_draft_that_somebody_works_on(acting: Acting) -> None:
    with acting(ADMIN):
        hall, other = rooms()[:2]
        village_lists.draw_up([hall], ENTRIES[:1])

        assert village_lists.draw_up([hall, other], ()) == 1
        assert village_lists.entries_of(house_session(), draft_of(hall).id) == ENTRIES[:1]
        assert village_lists.draw_up([hall, other], ENTRIES) == 2
        assert village_lists.entries_of(house_session(), draft_of(hall).id) == ENTRIES


def test_what_another_saved_meanwhile_is_neither_overwritten_nor_signed_unseen(
    acting: Acting, sign_in: Callable[[str], FlaskClient]
) -> None:
    with acting(ADMIN):
        list_id = _drafted(rooms()[0])
        seen = db.session.get_one(VillageList, list_id).version
    client = sign_in(ADMIN)
    page = f"/console/hall/villages/lists/{list_id}/publish"
    assert f'name="_lock" value="{seen}"' in client.get(page).text
    with acting(ADMIN):
        village_lists.save(list_id, ENTRIES[1:], version=seen)

        for act in (
            lambda: village_lists.save(list_id, ENTRIES[:1], version=seen),
            lambda: village_lists.discard(list_id, version=seen),
        ):
            with pytest.raises(Conflict):
                act()
    signed = {
        "signed_by": "样例主任",
        "signed_as": "主任",
        "signed_on": clock.local_today().isoformat(),
        "_lock": str(seen),
    }
    assert client.post(page, data=signed).status_code == 409
    assert client.post(page, data=signed | {"_lock": "x"}).status_code == 400

    with acting():
        assert db.session.get_one(VillageList, list_id).state == "draft"
