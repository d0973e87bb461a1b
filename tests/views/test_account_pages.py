"""The pages of accounts and rights: filters, who has access to a hall, and who may do what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from models.vocabulary import ROLE
from tests.people import COUNTY_HALL, QIANKU_HALL

Enter = Callable[[str], FlaskClient]


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("q=lingxi_cl", "lingxi_clerk", "qianku_clerk"),
        ("f.role=auditor", ">auditor<", "qianku_clerk"),
        (f"f.hall={QIANKU_HALL}", "qianku_clerk", "lingxi_clerk"),
        ("f.active=yes", "qianku_clerk", "没有找到"),
        ("f.active=no", "没有找到", "qianku_clerk"),
    ],
)
def test_the_list_is_searched_and_filtered(enter: Enter, query: str, seen: str, unseen: str) -> None:
    page = enter("security").get(f"/console/access/accounts?{query}").text

    assert seen in page
    assert unseen not in page


@pytest.mark.parametrize("query", ["f.role=emperor", "f.hall=x", "f.active=perhaps", "page=abc", "sort=name", "q=%00"])
def test_r88_an_address_that_the_list_does_not_offer_is_told(enter: Enter, query: str) -> None:
    assert enter("security").get(f"/console/access/accounts?{query}").status_code == 400


def test_a_hall_admin_sees_who_has_access_to_his_hall_and_nobody_else(enter: Enter) -> None:
    page = enter("lingxi_admin").get("/console/access/hall-access").text

    for inside in ("lingxi_clerk", "lingxi_decider", "lingxi_agent", "supervisor", "county_editor", "civil_editor"):
        assert f"<code>{inside}</code>" in page, inside
    for outside in ("qianku_clerk", "county_clerk", "county_hall_admin", "security", "auditor", "admin"):
        assert f"<code>{outside}</code>" not in page, outside


def test_everybody_reads_his_own_role_and_administrators_all(enter: Enter) -> None:
    own = enter("lingxi_clerk").get("/console/access/permissions")
    every = enter("auditor").get("/console/access/permissions")

    assert ROLE.label_of("clerk") in own.text
    assert "审计员查阅审计记录" not in own.text
    assert enter("lingxi_clerk").get("/console/access/permissions?role=auditor").status_code == 404
    for role in ROLE:
        assert role.label in every.text, role.slug
    assert COUNTY_HALL not in every.text
