"""The flow of an item on its pages: the sheet for the wall, the picture, and the page where an editor puts steps in order."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore.catalogue import compile as compiler
from appcore.catalogue import editions
from appcore.definition.item import ItemDefinition, Step
from models.db import db, house_session
from models.edition_parts import PARTS
from models.item import Edition
from seeds import small
from tests.views.public_pages import Page, get
from tests.world import World

ITEM = f"/items/{small.PROMISED}"
SVG = "{http://www.w3.org/2000/svg}"
Enter = Callable[[str], FlaskClient]


def said(picture: str) -> list[str]:
    """The words of a chart, in the order in which they are drawn."""
    return [one.text or "" for one in ET.fromstring(picture).iter(f"{SVG}text")]  # noqa: S314 - our own drawing


def chart_of(page: str) -> str:
    """The chart that is drawn on a page of the console."""
    start = page.rindex("<svg", 0, page.index('class="chart chart--wide"'))
    return page[start : page.index("</svg>", start) + len("</svg>")]


@pytest.fixture
def anybody(county: World) -> FlaskClient:
    return county.app.test_client()


def steps_of(county: World, edition_id: int) -> list[tuple[int, str, str]]:
    """Id, key and name of each step, in order."""
    model = PARTS["step"]
    with county.acting():
        rows = db.session.scalars(
            select(model).where(model.edition_id == edition_id).order_by(model.position, model.id)
        )
        return [(row.id, row.key, row.name) for row in rows]


def test_the_sheet_has_the_chart_the_edition_its_day_and_the_same_in_words(county: World, anybody: FlaskClient) -> None:
    page = get(anybody, f"{ITEM}/flow")

    names = [name for _id, _key, name in steps_of(county, published(county))]
    assert f'src="{ITEM}/flow.svg"' in page.html
    assert "第1版，自" in page.text
    assert "承诺 5 个工作日" in page.text
    assert [name for name in names if f"<strong>{name}</strong>" not in page.html] == []


def test_the_picture_is_drawn_for_the_answers_in_the_address(anybody: FlaskClient) -> None:
    whole = anybody.get(f"{ITEM}/flow.svg")
    within = anybody.get(f"{ITEM}/flow.svg?a.from=in_county").text
    sheet = get(anybody, f"{ITEM}/flow?a.from=in_county")

    assert whole.mimetype == "image/svg+xml"
    assert "等待迁出地确认" in said(whole.text)
    assert "等待迁出地确认" not in said(within)
    assert f"{ITEM}/flow.svg?a.from=in_county" in sheet.html
    assert "不经过：" in sheet.text


def test_a_narrow_picture_has_no_lanes(anybody: FlaskClient) -> None:
    wide, narrow = (anybody.get(f"{ITEM}/flow.svg?shape={one}").text for one in ("wide", "narrow"))

    assert {"乡镇", "县"} <= set(said(wide))
    assert not {"乡镇", "县"} & set(said(narrow))


def test_the_picture_can_be_kept_and_asked_for_again(anybody: FlaskClient) -> None:
    first = anybody.get(f"{ITEM}/flow.svg")

    assert anybody.get(f"{ITEM}/flow.svg", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert len(first.data) < 12_000


@pytest.mark.parametrize(
    ("path", "status"),
    [("/items/330327-99999/flow", 404), ("/items/330327-99999/flow.svg", 404), (f"{ITEM}/flow.svg?shape=round", 400)],
)
def test_what_cannot_be_drawn_is_told(path: str, status: int, anybody: FlaskClient) -> None:
    assert anybody.get(path).status_code == status


def test_the_guide_shows_the_chart_of_its_edition_in_force_only(anybody: FlaskClient) -> None:
    now, then = (Page(anybody.get(one).text).links for one in (ITEM, f"{ITEM}/editions/1"))

    assert f"{ITEM}/flow" in now
    assert f"{ITEM}/flow" not in then


# --- the editor's page -----------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(county: World, enter: Enter) -> Iterator[FlaskClient]:
    """The editor, at a draft whose steps stand again as they stood when the test is over."""
    before = steps_of(county, county.draft_id)
    yield enter("county_editor")
    with county.acting():
        for row_id, _key, _name in steps_of(county, county.draft_id):
            if row_id not in {one for one, _key, _name in before}:
                editions.remove_part("step", row_id)
        for place, (row_id, _key, _name) in enumerate(before, 1):
            row: Any = db.session.get(PARTS["step"], row_id)
            version, position = row.version, row.position
            db.session.rollback()
            if position != place:
                editions.save_part("step", row_id, {"position": place}, version=version)


def published(county: World) -> int:
    with county.acting():
        found = db.session.scalar(select(Edition.id).where(Edition.item_code == small.PROMISED, Edition.number == 1))
        assert found is not None
        return found


def test_a_step_moves_up_and_down_and_stops_at_the_ends(county: World, desk: FlaskClient) -> None:
    first, second, *_rest = before = [one for one, _key, _name in steps_of(county, county.draft_id)]

    desk.post(f"/console/catalogue/flow/steps/{second}/up")
    moved = [one for one, _key, _name in steps_of(county, county.draft_id)]
    desk.post(f"/console/catalogue/flow/steps/{second}/up")
    desk.post(f"/console/catalogue/flow/steps/{second}/down")

    assert moved[:2] == [second, first]
    assert [one for one, _key, _name in steps_of(county, county.draft_id)] == before


def test_a_copy_stands_behind_its_step_with_a_key_of_its_own(county: World, desk: FlaskClient) -> None:
    before = steps_of(county, county.draft_id)
    first, key, name = before[0]

    for _time in range(2):
        assert desk.post(f"/console/catalogue/flow/steps/{first}/copy").status_code == 302
    after = steps_of(county, county.draft_id)

    assert [one[1:] for one in after[:3]] == [(key, name), (f"{key}_3", name), (f"{key}_2", name)]
    assert after[3:] == before[1:]


def test_the_page_shows_steps_chart_and_problems_and_draws_for_the_answers(county: World, desk: FlaskClient) -> None:
    first = steps_of(county, county.draft_id)[0][0]
    address = f"/console/catalogue/flow/{county.draft_id}"
    desk.post(f"/console/catalogue/flow/steps/{first}/copy")

    page = desk.get(address).text
    within = desk.get(f"{address}?a.from=in_county&by=role").text

    assert "O12" in page  # the same step twice
    assert "可以：通过、补正" in page
    assert "窗口人员" in said(chart_of(within))[:4]
    assert "按这些回答，不经过：等待迁出地确认" in within


def test_of_a_published_edition_the_page_only_shows(county: World, desk: FlaskClient) -> None:
    edition = published(county)
    first = steps_of(county, edition)[0][0]

    assert "上移" not in desk.get(f"/console/catalogue/flow/{edition}").text
    assert desk.post(f"/console/catalogue/flow/steps/{first}/down").status_code == 404
    assert desk.post(f"/console/catalogue/flow/steps/{first}/copy").status_code == 404


def test_what_may_be_done_is_ticked_in_the_form_of_the_step_and_compiled(county: World, desk: FlaskClient) -> None:
    first = steps_of(county, county.draft_id)[0][0]
    page = desk.get(f"/console/catalogue/step/edit/{first}").text

    with county.acting() as _system:
        made = compiled(county).steps[0]
    assert made.acts == ("pass", "correct")
    assert page.count('name="acts"') == 6


def compiled(county: World) -> ItemDefinition:
    edition = db.session.get(Edition, county.draft_id)
    assert edition is not None
    return compiler.compile_edition(house_session(), edition)


def test_a_step_with_a_problem_is_marked_on_the_chart_of_the_preview(county: World, desk: FlaskClient) -> None:
    with county.acting():
        step: Step = compiled(county).steps[1]
        row: Any = db.session.scalar(
            select(PARTS["step"]).where(PARTS["step"].edition_id == county.draft_id, PARTS["step"].key == step.key)
        )
        row_id, version = row.id, row.version
        db.session.rollback()
        editions.save_part("step", row_id, {"acts": ["return"]}, version=version)
    try:
        page = desk.get(f"/console/catalogue/editions/{county.draft_id}/preview").text
    finally:
        with county.acting():
            editions.save_part("step", row_id, {"acts": list(step.acts)}, version=version + 1)

    assert "问题：C061" in page
