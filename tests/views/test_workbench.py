"""The workbench's page: problems under their boxes, plain saves without a script, few queries, and what two people see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select

from appcore import clock
from appcore.catalogue import compile as compiler
from appcore.catalogue import editions, unsaved, workbench
from appcore.definition.checks import Place
from appcore.definition.item import ItemDefinition, Material
from appcore.definition.workbench.parts import BY_NAME, PARTS
from appcore.transaction import unit_of_work
from models.account import User
from models.db import house_session
from models.draft_part import DraftPart
from models.item import Edition
from seeds.small import PROMISED
from tests import page
from tests.acting import Acting
from tests.html import Node, form_values, parse
from views.console.workbench.places import workbench_url

Enter = Callable[[str], FlaskClient]
MATERIALS = BY_NAME["materials"]
MOST_ASKED = 27
"""What one save and redraw of a part may read, sign-in and audit among it."""


@pytest.fixture
def draft(app: Flask, acting: Acting) -> int:
    with acting("county_editor"):
        return editions.draft(PROMISED)


def content(acting: Acting, edition_id: int) -> ItemDefinition:
    with acting():
        edition = house_session().get(Edition, edition_id)
        assert edition is not None
        return compiler.compile_edition(house_session(), edition)


def address(edition_id: int, part: str = "") -> str:
    return f"/console/catalogue/workbench/{edition_id}" + (f"?part={part}" if part else "")


def main_form(page: str) -> dict[str, list[str]]:
    """What a browser would send of the part as it stands."""
    return form_values(next(node for node in parse(page).every("form") if "data-workbench" in node.attributes))


def by_id(page: str, name: str) -> Node | None:
    return next((node for node in parse(page).walk() if node.get("id") == name), None)


def test_a_part_is_saved_as_it_is_posted_without_a_script(draft: int, sign_in: Enter, acting: Acting) -> None:
    client = sign_in("county_editor")
    form = main_form(client.get(address(draft, "materials")).text)

    added = main_form(client.post(address(draft), data={**form, "act": "add"}).text)
    number = max(int(hit[1]) for name in added if (hit := re.match(r"r\.(\d+)\.kept", name)))
    filled = {**added, f"r.{number}.name": ["结婚证"], f"r.{number}.copies": ["2"], "r.0.name": ["改过的名称"]}
    saved = client.post(address(draft), data={**filled, "act": "save"})

    assert saved.status_code == 302
    after = content(acting, draft).materials
    assert (after[0].name, after[-1].name, after[-1].copies) == ("改过的名称", "结婚证", 2)
    assert "已保存“材料”" in client.get(saved.location).text


def test_a_group_is_saved_and_its_faults_stand_under_their_boxes(draft: int, sign_in: Enter, acting: Acting) -> None:
    client = sign_in("county_editor")
    form = main_form(client.get(address(draft, "limits")).text)

    refused = client.post(
        address(draft), data={**form, "r.0.promised_days": ["几天"], "r.0.must_attend": ["yes"], "act": "save"}
    )
    saved = client.post(address(draft), data={**main_form(refused.text), "r.0.promised_days": ["3"], "act": "save"})

    assert refused.status_code == 422
    says = by_id(refused.text, "limits.promised_days-says")
    assert says is not None
    assert "请填写0或更大的整数" in says.text
    assert saved.status_code == 302
    after = content(acting, draft)
    assert (after.promised_days, after.must_attend) == (3, True)


def test_what_is_typed_and_not_saved_is_there_again_for_its_author_alone(
    draft: int, sign_in: Enter, acting: Acting
) -> None:
    mine = sign_in("county_editor")
    form = main_form(mine.get(address(draft, "materials")).text)

    mine.post(address(draft), data={**form, "r.0.name": ["还没写完"], "act": "refresh"})

    assert content(acting, draft).materials[0].name != "还没写完"
    assert "还没写完" in mine.get(address(draft, "materials")).text
    with acting("county_editor"):
        assert set(unsaved.own(house_session(), draft)) == {"materials"}
    given_up = mine.post(address(draft), data={**form, "act": "discard"})
    assert "还没写完" not in mine.get(given_up.location).text


def saved_by_another(acting: Acting, edition_id: int, parts: tuple[Material, ...]) -> None:
    with acting():
        before = compiler.compile_edition(house_session(), house_session().get_one(Edition, edition_id)).materials
        workbench.save_list(edition_id, "materials", parts, workbench.version_of(MATERIALS, before))


def test_what_only_one_of_two_people_changed_is_saved_together_and_said(
    draft: int, sign_in: Enter, acting: Acting
) -> None:
    client = sign_in("county_editor")
    form = main_form(client.get(address(draft, "materials")).text)
    before = content(acting, draft).materials
    saved_by_another(acting, draft, (*before[:-1], Material(key="xin", name="别人加的材料")))

    saved = client.post(address(draft), data={**form, "r.0.name": ["我改的名称"], "act": "save"})

    assert saved.status_code == 302
    told = client.get(saved.location).text
    assert "别人同时改的也在里面" in told
    assert "别人加的材料" in told
    names = [one.name for one in content(acting, draft).materials]
    assert names == ["我改的名称", *(one.name for one in before[1:-1]), "别人加的材料"]


@pytest.mark.parametrize(("side", "kept"), [("theirs", "别人改的名称"), ("mine", "我改的名称")])
def test_what_both_changed_is_laid_side_by_side_and_waits_for_an_answer(
    draft: int, sign_in: Enter, acting: Acting, side: str, kept: str
) -> None:
    client = sign_in("county_editor")
    form = main_form(client.get(address(draft, "materials")).text)
    before = content(acting, draft).materials
    theirs = (replace(before[0], name="别人改的名称"), *before[1:])
    saved_by_another(acting, draft, theirs)

    asked = client.post(address(draft), data={**form, "r.0.name": ["我改的名称"], "r.0.copies": ["7"], "act": "save"})
    again = client.post(address(draft), data={**main_form(asked.text), "act": "save"})

    assert (asked.status_code, again.status_code) == (409, 409)
    for words in ("别人改的名称", "我改的名称", before[0].name):
        assert words in asked.text
    assert content(acting, draft).materials == theirs
    assert "我改的名称" in client.get(address(draft, "materials")).text
    answered = client.post(address(draft), data={**main_form(again.text), "act": f"{side}.{before[0].key}..name"})
    saved = client.post(address(draft), data={**main_form(answered.text), "act": "save"})
    assert saved.status_code == 302
    first = content(acting, draft).materials[0]
    assert (first.name, first.copies) == (kept, 7)


def test_each_part_is_a_whole_page_also_with_a_row_opened_and_who_is_typing(
    draft: int, sign_in: Enter, acting: Acting
) -> None:
    client, first = sign_in("county_editor"), content(acting, draft)
    rows = {part.name: getattr(first, part.name)[0].key for part in PARTS if part.kind and getattr(first, part.name)}
    codes = frozenset(rows.values()) | {one.key for one in (*first.questions, *first.fields)}
    with acting():
        unsaved_by_another(draft)

    for part in PARTS:
        row = f"&row={rows[part.name]}" if part.name in rows else ""
        page.get(client, address(draft, part.name) + row, codes=codes)
    assert "样例" in page.get(client, f"/console/catalogue/workbench/{draft}/who").text


def unsaved_by_another(edition_id: int) -> None:
    """Typing of somebody else in the materials."""
    with unit_of_work() as session:
        account = session.scalar(select(User.id).where(User.username == "civil_editor"))
        session.add(
            DraftPart(
                edition_id=edition_id, part="materials", account_id=account, person="样例乙", base_version="",
                payload={"rows": []}, kept_at=clock.now(),
            )
        )  # fmt: skip


def test_each_problem_leads_to_its_very_box(draft: int, sign_in: Enter, app: Flask, acting: Acting) -> None:
    client = sign_in("county_editor")
    first = content(acting, draft)
    places = [
        Place("", "", "promised_days"), Place("", "", "summary"), Place("materials", first.materials[0].key, "name"),
        Place("materials", first.materials[0].key, "issuer"), Place("steps", first.steps[1].key, "role"), Place("questions", first.questions[0].key, "text"),
        Place("questions", first.questions[0].key, "label", first.questions[0].choices[0].key),
    ]  # fmt: skip
    for place in places:
        with app.test_request_context():
            path, _hash, anchor = workbench_url(draft, place).partition("#")

        found = by_id(client.get(path).text, anchor)

        assert found is not None, place
        assert found.tag in ("input", "select", "textarea"), place


def test_pasted_rows_come_in_and_what_was_not_understood_is_told(draft: int, sign_in: Enter) -> None:
    client = sign_in("county_editor")
    form = main_form(client.get(address(draft, "materials")).text)

    shown = client.post(
        address(draft), data={**form, "pasted": "材料名称\t原件份数\t颜色\n户口簿\t1\t红\n照片\t几张\t", "act": "paste"}
    )

    assert shown.status_code == 200
    assert "已加入2行" in shown.text
    assert "颜色" in shown.text
    assert "几张" in shown.text
    form = main_form(shown.text)
    names = [value[0] for name, value in form.items() if name.endswith(".name")]
    assert names[-2:] == ["户口簿", "照片"]
    refused = client.post(address(draft), data={**form, "act": "save"})
    assert refused.status_code == 422
    for text in (shown.text, refused.text, client.get(address(draft, "materials")).text):
        assert "几张" in [value[0] for name, value in main_form(text).items() if name.endswith(".originals")]
        says = by_id(text, "materials.zhaopian.originals-says")
        assert says is not None
        assert "请填写0或更大的整数" in says.text


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        heard.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    yield heard
    event.remove(Engine, "before_cursor_execute", hear)


def test_saving_and_drawing_a_part_asks_no_more_for_forty_rows_than_for_four(
    draft: int, sign_in: Enter, statements: list[str], acting: Acting
) -> None:
    client = sign_in("county_editor")
    asked = {}
    for count in (4, 40):
        form = main_form(client.get(address(draft, "materials")).text)
        lines = "\n".join(f"第{count}之{number}份材料" for number in range(count))
        shown = client.post(address(draft), data={**form, "pasted": lines, "act": "paste"})
        statements.clear()
        saved = client.post(address(draft), data={**main_form(shown.text), "act": "save", "live": "1"})

        assert saved.status_code == 200
        asked[count] = [one for one in statements if one.startswith("SELECT")]

    assert len(asked[4]) == len(asked[40]), (asked[4], asked[40])
    assert len(asked[40]) <= MOST_ASKED, "\n".join(asked[40])


def test_a_draft_that_was_sent_in_has_no_workbench(draft: int, sign_in: Enter, acting: Acting) -> None:
    with acting("county_editor"):
        editions.submit(draft)

    assert sign_in("county_editor").get(address(draft)).status_code == 404


@pytest.mark.parametrize("face", ["guide", "form", "slip", "wall"])
def test_each_face_is_drawn_from_what_is_typed(draft: int, sign_in: Enter, face: str) -> None:
    client = sign_in("county_editor")
    part, typed = {
        "guide": ("materials", {"r.0.name": "刚打的材料名"}), "slip": ("materials", {"r.0.name": "刚打的材料名"}),
        "form": ("fields", {"r.0.label": "刚打的材料名"}), "wall": ("steps", {"r.0.name": "刚打的材料名"}),
    }[face]  # fmt: skip
    form = main_form(client.get(address(draft, part)).text)

    shown = client.post(address(draft), data={**form, **typed, "face": face, "act": "refresh"})

    preview = by_id(shown.text, "workbench-preview")
    assert preview is not None
    assert "刚打的材料名" in preview.text


def test_an_act_that_cannot_be_done_now_is_no_button_and_a_post_without_the_form_changes_nothing(
    sign_in: Enter, draft: int
) -> None:
    """A button without an address would post to the page itself, which read the missing rows as deleted."""
    client, path = sign_in("county_editor"), f"/console/catalogue/workbench/{draft}"
    before = page.get(client, f"{path}?part=materials")

    posted = client.post(path, data={"part": "materials"})
    after = page.get(client, f"{path}?part=materials")

    actions = [one.get("action") for one in parse(before.text).every("form")]
    assert "" not in actions
    assert None not in actions
    assert posted.status_code == 400
    assert _rows_told(after.text) == _rows_told(before.text) != ""


def _rows_told(text: str) -> str:
    """How many rows the part says that it has."""
    return next((one.text for one in parse(text).walk() if one.get("id") == "workbench-count"), "")
