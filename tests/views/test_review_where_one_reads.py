"""What a review says stands where one reads and writes, and what cannot be done says why, with the way to mend it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore.catalogue import compile as compiler
from appcore.catalogue import editions, remarks
from appcore.definition.checks import Place
from models.db import house_session
from models.item import Edition, Item
from seeds.small import PROMISED
from tests import page
from tests.acting import Acting
from tests.html import parse

Enter = Callable[[str], FlaskClient]
BASE = "/console/catalogue"


@pytest.fixture
def draft(app: Flask, acting: Acting) -> int:
    with acting("county_editor"):
        return editions.draft(PROMISED)


def first_material(acting: Acting, edition_id: int) -> str:
    with acting():
        found = compiler.compile_edition(house_session(), house_session().get_one(Edition, edition_id))
        return str(found.materials[0].key)


def test_a_remark_is_put_at_the_row_and_answered_at_the_box(draft: int, sign_in: Enter, acting: Acting) -> None:
    key = first_material(acting, draft)
    with acting("county_editor"):
        editions.submit(draft)
    reviewer = sign_in("county_reviewer")
    reading = page.get(reviewer, f"{BASE}/editions/{draft}/preview", codes=frozenset({key}))
    assert f"?at=materials.{key}..#" in reading.text
    asked = page.get(reviewer, f"{BASE}/editions/{draft}/preview?at=materials.{key}..", codes=frozenset({key}))
    assert f'name="at" value="materials.{key}.."' in asked.text

    noted = reviewer.post(
        f"{BASE}/remarks/of/{draft}/note", data={"at": f"materials.{key}..", "text": "请写全称", "row": "remark-7-1"}
    )
    with acting("county_reviewer"):
        remarks.note(draft, Place(element="summary"), "概述太短")
        editions.send_back(draft, "请逐条改好")
        (one, _other) = remarks.listed(house_session(), draft, unsent=True)
    editor = sign_in("county_editor")
    box = editor.get(f"{BASE}/workbench/{draft}?part=materials").text
    group = editor.get(f"{BASE}/workbench/{draft}?part=basic").text
    form = {"version": "x", "done": str(one.id)}
    done = editor.post(f"{BASE}/remarks/{one.id}/answer", data=form)

    assert noted.location.endswith(f"/editions/{draft}/preview#remark-7-1")
    for words in ("请写全称", "请逐条改好", "前改好重新送审", "已按意见改好"):
        assert words in box
    assert "概述太短" in group
    assert "概述太短" not in box
    assert "/workbench/" in done.location
    with acting():
        assert [(each.state, each.answer) for each in remarks.listed(house_session(), draft, unsent=True)] == [
            ("answered", "已按意见改好"), ("open", ""),
        ]  # fmt: skip


def test_errors_stand_in_the_way_of_an_approval_with_a_link_to_them(draft: int, sign_in: Enter, acting: Acting) -> None:
    with acting("county_editor"):
        with_error = house_session().get_one(Edition, draft)
        editions.save(draft, {"summary": None, "promised_days": None}, version=with_error.version)
        editions.submit(draft)

    shown = sign_in("county_reviewer").get(f"{BASE}/edition/show/{draft}").text

    assert "处必须解决的问题，退回改好后才能审定" in shown
    assert f'href="{BASE}/editions/{draft}/preview"' in shown
    assert f'action="{BASE}/editions/{draft}/approve"' not in shown


def test_a_place_of_an_edition_in_force_leads_to_its_box_in_a_new_draft(sign_in: Enter, acting: Acting) -> None:
    client = sign_in("county_editor")
    with acting():
        in_force = (
            house_session()
            .scalars(select(Edition).where(Edition.item_code == PROMISED, Edition.state == "published"))
            .one()
        )
        edition_id, key = in_force.id, compiler.compile_edition(house_session(), in_force).materials[0].key

    shown = client.get(f"{BASE}/edition/show/{edition_id}?at=materials.{key}..name").text
    url = next(
        node.get("action") for node in parse(shown).every("form") if "/editions/draft/" in (node.get("action") or "")
    )
    begun = client.post(url)

    assert "起草新版本并去改这一处" in shown
    assert begun.location.endswith(f"row={key}#materials.{key}.name")
    assert client.get(begun.location.partition("#")[0]).status_code == 200
    again = client.get(f"{BASE}/edition/show/{edition_id}?at=materials.{key}..name").text
    assert "去草稿里改这一处" in again
    assert "起草新版本并去改这一处" not in sign_in("county_reviewer").get(f"{BASE}/edition/show/{edition_id}").text


def test_the_name_of_an_item_leads_to_its_draft_or_its_page(draft: int, sign_in: Enter, acting: Acting) -> None:
    with acting():
        item_id = house_session().scalar(select(Item.id).where(Item.code == PROMISED))

    written = sign_in("county_editor").get(f"{BASE}/item/list/?q={PROMISED}").text
    read = sign_in("county_reviewer").get(f"{BASE}/item/list/?q={PROMISED}").text

    assert f'href="{BASE}/workbench/{draft}"' in written
    assert f'href="{BASE}/workbench/{draft}"' not in read
    assert read.count(f'href="{BASE}/item/show/{item_id}"') == 2
