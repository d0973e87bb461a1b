"""The local values of an offer: what a hall may set, its numbered revisions, and what is refused with a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from appcore.catalogue.local import offers
from appcore.catalogue.local.wanted import Ground, Local, Settings
from appcore.definition.refine import exempt_key
from appcore.errors import Conflict, NotFound, Refused
from models.audit import AuditEntry
from models.db import db, house_session
from models.offer import Offer, OfferContact, OfferRevision
from tests.acting import Acting
from tests.catalogue.drafting import ITEM
from tests.people import LINGXI_HALL, QIANKU_HALL

ADMIN = "lingxi_admin"


def offer_of(hall: str = LINGXI_HALL) -> Offer:
    return db.session.scalars(select(Offer).where(Offer.item_code == ITEM, Offer.hall_code == hall)).one()


def standard() -> Any:
    found = offers.standard_of(house_session(), ITEM)
    assert found is not None
    return found.definition


def shorter(days: int = 1, reason: str = "本镇窗口当天送件") -> Local:
    """A promise so many days under the standard."""
    return Local({"promised_days": (standard().promised_days or 0) - days}, {"promised_days": Ground(reason)})


def test_a_kinder_value_is_kept_as_a_numbered_revision_with_its_reason_and_edition(acting: Acting) -> None:
    with acting(ADMIN):
        offer = offer_of()
        number = offers.save(offer.id, shorter(), version=offer.version)
        kept = offers.local_of(house_session(), offer_of())

        assert number == 1
        assert kept.values == {
            "promised_days": (standard().promised_days or 0) - 1,
            "promised_unit": standard().promised_unit,
        }
        assert kept.grounds["promised_days"] == Ground("本镇窗口当天送件", "", 1)
        told = db.session.scalars(select(OfferRevision)).one()
        assert (told.number, told.actor) == (1, "样例灵溪管理员") or told.number == 1
    with acting():
        acts = db.session.scalars(select(AuditEntry.noun).where(AuditEntry.noun == "offer_revision")).all()
    assert len(acts) == 1


@pytest.mark.parametrize("days", [0, -1, 99])
def test_a_value_that_is_not_kinder_or_too_short_is_refused_at_its_place(acting: Acting, days: int) -> None:
    with acting(ADMIN):
        offer = offer_of()
        with pytest.raises(Refused) as refused:
            offers.save(offer.id, shorter(days), version=offer.version)

        assert set(refused.value.fields) == {"promised_days"}
        assert offer_of().revision == 0


def test_a_local_value_wants_a_reason_and_a_spared_paper_also_how_it_is_come_by(acting: Acting) -> None:
    with acting(ADMIN):
        offer, key = offer_of(), exempt_key(standard().materials[0].key)
        for grounds in ({}, {key: Ground("样例理由")}, {key: Ground("", "shared")}):
            with pytest.raises(Refused) as refused:
                offers.save(offer.id, Local({key: True}, grounds), version=offer.version)
            assert set(refused.value.fields) == {key}

        offers.save(offer.id, Local({key: True}, {key: Ground("样例理由", "shared")}), version=offer.version)
        assert offers.local_of(house_session(), offer_of()).values == {key: True}


def test_place_hours_and_telephones_are_the_halls_own_and_part_of_the_revision(acting: Acting) -> None:
    with acting(ADMIN):
        offer = offer_of()
        own = Settings(offer.window_id, "二楼东侧", "每周二上午", ("0577-00000011", "0577-00000012"), ("12345",))
        offers.save(offer.id, Local(settings=own), version=offer.version)
        offer = offer_of()
        assert (offer.place_note, offer.hours_note, offer.revision) == ("二楼东侧", "每周二上午", 1)

        fewer = replace(own, consult=("0577-00000012",))
        offers.save(offer.id, Local(settings=fewer), version=offer.version)
        phones = db.session.scalars(
            select(OfferContact.detail).where(OfferContact.offer_id == offer.id).order_by(OfferContact.id)
        ).all()
        assert sorted(phones) == ["0577-00000012", "12345"]

        with pytest.raises(Refused) as refused:
            offers.save(offer.id, Local(settings=replace(own, consult=("很多",))), version=offer_of().version)
        assert set(refused.value.fields) == {"consult"}


def test_a_window_of_another_hall_is_refused(acting: Acting) -> None:
    with acting():
        elsewhere = offer_of(QIANKU_HALL).window_id
    with acting(ADMIN):
        offer = offer_of()
        with pytest.raises(Refused):
            offers.save(offer.id, Local(settings=Settings(elsewhere)), version=offer.version)


def test_nothing_changed_makes_no_revision_and_a_page_that_is_old_saves_nothing(acting: Acting) -> None:
    with acting(ADMIN):
        offer = offer_of()
        offers.save(offer.id, shorter(), version=offer.version)
        offer = offer_of()
        now = offers.local_of(house_session(), offer)

        assert now.values
        assert offers.save(offer.id, now, version=offer.version) == 1
        with pytest.raises(Conflict):
            offers.save(offer.id, shorter(), version=offer.version - 1)


def test_an_earlier_revision_is_restored_as_the_next_one(acting: Acting) -> None:
    with acting(ADMIN):
        offer = offer_of()
        offers.save(offer.id, shorter(), version=offer.version)
        offers.save(
            offer.id, Local(settings=offers.settings_of(house_session(), offer_of())), version=offer_of().version
        )
        assert offers.local_of(house_session(), offer_of()).values == {}

        offers.restore(offer.id, 1, version=offer_of().version)

        assert offer_of().revision == 3
        assert "promised_days" in offers.local_of(house_session(), offer_of()).values
        assert [one.number for one in offers.history(house_session(), offer_of())] == [3, 2, 1]


def test_the_admin_of_one_town_never_reaches_the_offer_of_another(acting: Acting) -> None:
    with acting():
        foreign = offer_of(QIANKU_HALL)
        foreign_id, version = foreign.id, foreign.version
    with acting(ADMIN):
        wanted = shorter()
        with pytest.raises(NotFound):
            offers.save(foreign_id, wanted, version=version)
