"""一件事: published by a second person as a numbered edition, withdrawn, and refused with all its faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from appcore import clock, records
from appcore.access.principal import Grant
from appcore.catalogue import bundles, item_state
from appcore.definition.bundles import BundleDefinition
from appcore.errors import Conflict, NotAllowed, Refused
from models.bundle import Bundle, BundleItem, BundleQuestion
from models.db import HouseSession, house_session
from models.item import Item
from seeds import small
from tests.catalogue.drafting import EDITOR, REVIEWER
from tests.people import COUNTY, acts, keep, person

CODE = "banzheng"


def write(session: HouseSession, **changes: Any) -> None:
    """A bundle of two items: the one always, the other on an answer."""
    records.create(Bundle, {"code": CODE, "name": "证件一件事", "summary": "一次办好两个证"})
    asked = records.create(
        BundleQuestion, {"bundle_code": CODE, "key": "urgent", "text": "急用吗", "kind": "choice", "choices": "急用\n不急", "position": 1}
    )  # fmt: skip
    records.create(BundleItem, {"bundle_code": CODE, "item_code": small.NATURAL, "position": 1})
    records.create(
        BundleItem, {"bundle_code": CODE, "item_code": small.INSTANT, "position": 2, "question_id": asked, "answer": "急用", **changes}
    )  # fmt: skip


def read(session: HouseSession) -> list[tuple[int, BundleDefinition]]:
    return [(one.number, one.definition) for one in bundles.published(session)]


def test_it_is_published_by_a_second_person_and_the_public_reads_that_edition(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        write(session)
        with pytest.raises(NotAllowed):
            bundles.publish(CODE)
        assert read(session) == []

    with acts(app, REVIEWER) as session:
        assert bundles.publish(CODE) == 1
        ((number, said),) = read(session)

    assert (number, said.name, [one.code for one in said.items]) == (1, "证件一件事", [small.NATURAL, small.INSTANT])
    assert [needed for _one, needed in said.wanted({"urgent": "jiyong"})] == [True, True]
    assert [needed for _one, needed in said.wanted({"urgent": "buji"})] == [True, False]


def test_what_editors_write_afterwards_waits_for_the_next_edition(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        write(session)
    with acts(app, REVIEWER) as session:
        bundles.publish(CODE)
        with pytest.raises(Conflict):
            bundles.publish(CODE)
    with acts(app, EDITOR) as session:
        row = session.query(Bundle).one()
        records.change(Bundle, row.id, {"summary": "改过的说明"}, version=row.version)

        assert bundles.is_ahead(session, row)
        assert read(session)[0][1].summary == "一次办好两个证"
    with acts(app, REVIEWER) as session:
        assert bundles.publish(CODE) == 2
        assert read(session)[0][1].summary == "改过的说明"


def test_a_withdrawn_one_is_read_no_more_and_can_be_published_again(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        write(session)
    with acts(app, REVIEWER) as session:
        bundles.publish(CODE)
        bundles.withdraw(CODE, "流程调整")
        assert read(session) == []
        with pytest.raises(Conflict):
            bundles.withdraw(CODE, "流程调整")
        with pytest.raises(Refused):
            bundles.withdraw(CODE, " ")

        assert not bundles.is_ahead(session, session.query(Bundle).one())


def test_an_answer_that_the_question_does_not_have_is_named_and_nothing_is_published(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        write(session, answer="马上要")
    with acts(app, REVIEWER) as session:
        with pytest.raises(Refused) as refused:
            bundles.publish(CODE)

        assert "答案“马上要”不是问题“急用吗”的选项" in str(refused.value.parameters["listed"])
        assert read(session) == []


def test_an_item_stands_in_a_bundle_once(app: Flask) -> None:
    with acts(app, EDITOR) as session, pytest.raises(Refused):
        write(session, item_code=small.NATURAL)


def test_an_item_that_is_cancelled_keeps_a_bundle_from_being_published(app: Flask) -> None:
    with acts(app, EDITOR) as session:
        write(session)
    with acts(app, REVIEWER):
        item_state.cancel(small.INSTANT, "不办了", clock.local_today())
        with pytest.raises(Refused) as refused:
            bundles.publish(CODE)

    assert "现在没有可以办的指南" in str(refused.value.parameters["listed"])


BOTH = person("both", Grant("region", region_code=COUNTY), roles=("county_editor", "county_reviewer"))


def _takes_out() -> None:
    row = house_session().query(BundleItem).filter_by(item_code=small.INSTANT).one()
    records.end(BundleItem, row.id)
    records.create(BundleItem, {"bundle_code": CODE, "item_code": small.PROMISED, "position": 2})


def _moves_in() -> None:
    records.create(Bundle, {"code": "bieshi", "name": "别的事"})
    row = house_session().query(BundleItem).filter_by(item_code=small.INSTANT).one()
    records.change(BundleItem, row.id, {"bundle_code": "bieshi", "question_id": None}, version=row.version)


@pytest.mark.parametrize("hand", [_takes_out, _moves_in])
def test_whose_hand_left_no_row_behind_does_not_publish_it_either(app: Flask, hand: Callable[[], None]) -> None:
    """He removed an item, or moved it away; another wrote last on all that is left."""
    with acts(app, EDITOR) as session:
        write(session)
    with acts(app, BOTH):
        hand()
    with acts(app, EDITOR) as session:
        for row in (
            session.query(Bundle).filter_by(code=CODE).one(),
            *session.query(BundleItem).filter_by(bundle_code=CODE),
        ):
            changed = {"summary": "再改"} if isinstance(row, Bundle) else {"note": "再改"}
            records.change(type(row), row.id, changed, version=row.version)

    with acts(app, BOTH), pytest.raises(NotAllowed):
        bundles.publish(CODE)


def test_who_wrote_an_edition_that_stands_publishes_what_another_wrote_since(app: Flask) -> None:
    with acts(app, BOTH) as session:
        write(session)
    with acts(app, REVIEWER):
        bundles.publish(CODE)
    with acts(app, EDITOR) as session:
        row = session.query(Bundle).one()
        records.change(Bundle, row.id, {"summary": "改过的说明"}, version=row.version)

    with acts(app, BOTH):
        assert bundles.publish(CODE) == 2


def test_an_item_that_was_never_published_keeps_a_bundle_from_being_published(app: Flask) -> None:
    with acts(app):
        keep(Item(code="330327-00901", name="未发布样例", tier="handling", department_code="gaj", state="in_use", owner_code=COUNTY))  # fmt: skip
    with acts(app, EDITOR) as session:
        write(session, item_code="330327-00901")
    with acts(app, REVIEWER), pytest.raises(Refused) as refused:
        bundles.publish(CODE)

    assert "“未发布样例”现在没有可以办的指南" in str(refused.value.parameters["listed"])
