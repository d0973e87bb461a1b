"""A county editor sets when a part applies by choosing, not by code; nothing that was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from wtforms import Form

from appcore.definition import conditions
from appcore.definition.conditions import Condition
from appcore.definition.item import Field, ItemDefinition
from models.db import db
from models.edition_parts import Material
from models.edition_parts import Question as QuestionRow
from tests.definition import test_branches
from tests.html import main_form
from tests.world import World
from views.console.condition_rows import ConditionRows

Enter = Callable[[str], FlaskClient]
ANSWER = re.compile(r'id="condition-0-0-value".*?</select>', re.DOTALL)
DEFINITION = ItemDefinition(
    code="330327-00001",
    questions=test_branches.definition().questions,
    fields=(
        Field(key="n", label="几个", kind="integer"),
        Field(key="fee", label="金额", kind="money"),
        Field(key="day", label="日期", kind="date"),
        Field(key="area", label="面积", kind="decimal"),
        Field(key="name", label="姓名", kind="text"),
        Field(key="title", label="小标题", kind="heading"),
        Field(key="twice", label="两倍", kind="computed", formula="n * 2"),
        Field(key="half", label="一半", kind="computed", formula="n / 2", places=1),
    ),
)


class Editor(Form):
    condition = ConditionRows("适用条件")


def opened(document: Any) -> ConditionRows:
    form = Editor(data={"condition": document})
    form.condition.furnish(DEFINITION, document)
    return form.condition


def as_posted(editor: ConditionRows) -> MultiDict[str, str]:
    """What a browser sends of the editor."""
    pairs = [("condition-mode", editor.mode)]
    for number, box in enumerate(editor.boxes):
        pairs.append((f"condition-{number}-mode", box.mode))
        for row, line in enumerate(box.lines):
            pairs += [(f"condition-{number}-{row}-of", line.of), (f"condition-{number}-{row}-is", line.comparison)]
            pairs += [(f"condition-{number}-{row}-value", value) for value in line.values]
    return MultiDict(pairs)


def posted(*pairs: tuple[str, str], key: str = "") -> Editor:
    form = Editor(MultiDict([("condition-mode", "all"), *((f"condition-{name}", text) for name, text in pairs)]))
    form.condition.furnish(DEFINITION, None, key)
    return form


def line(of: str, comparison: str, *values: str, at: str = "0-0") -> list[tuple[str, str]]:
    return [(f"{at}-of", of), (f"{at}-is", comparison), *((f"{at}-value", value) for value in values)]


@given(test_branches.conditions)
def test_a_condition_that_is_opened_and_saved_means_what_it_meant(condition: Condition) -> None:
    document = conditions.dump(condition)
    editor = opened(document)
    form = Editor(as_posted(editor))
    form.condition.furnish(DEFINITION, document)

    assert form.validate(), form.errors
    kept = conditions.load(form.condition.data)
    for row in product(*test_branches.EVERY.values()):
        answers = dict(zip(test_branches.EVERY, row, strict=True))
        assert conditions.evaluate(kept, answers) == conditions.evaluate(condition, answers)


@pytest.mark.parametrize(
    ("typed", "test"),
    [
        (line("q", "is", "x"), {"of": "q", "is": "x"}),
        (line("q", "none_of", "x", "y"), {"of": "q", "none_of": ["x", "y"]}),
        (line("b", "is", "no"), {"of": "b", "is": False}),
        (line("n", "at_least", " 3 "), {"of": "n", "at_least": 3}),
        (line("fee", "at_most", "12.50"), {"of": "fee", "at_most": 1250}),
        (line("day", "at_least", "2026年1月31日"), {"of": "day", "at_least": "2026-01-31"}),
        (line("area", "at_least", "1.5"), {"of": "area", "at_least": "1.5"}),
        (line("twice", "at_least", "4"), {"of": "twice", "at_least": 4}),
        (line("half", "at_most", "1.5"), {"of": "half", "at_most": "1.5"}),
        (line("name", "empty"), {"of": "name", "empty": True}),
        (line("name", "is", "张三"), {"of": "name", "is": "张三"}),
        (line("q", "at_least", "x"), {"of": "q", "is": "x"}),
    ],
)  # fmt: skip
def test_what_is_chosen_becomes_a_comparison(typed: list[tuple[str, str]], test: dict[str, Any]) -> None:
    form = posted(*typed)

    assert form.validate(), form.errors
    assert form.condition.data == {"all": [test]}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (line("q", "is"), "请选择“哪种”的回答。"),
        (line("q", "is", "huge"), "请选择“哪种”的回答。"),
        (line("n", "at_least", "三"), "请填写整数，例如 3。"),
        (line("n", "at_least"), "请填写与“几个”比较的值。"),
        (line("day", "at_least", "2026-02-30"), "没有这一天，请核对月份和日期。"),
        (line("area", "at_least", "一半"), "请填写数字，例如 12.5。"),
        (line("gone", "is", "x"), "这个问题或字段已不在这个版本里，请重新选择。"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_on_its_row_and_kept(typed: list[tuple[str, str]], sentence: str) -> None:
    form = posted(*typed, *line("q", "is", "x", at="0-1"))

    assert not form.validate()
    first, second = form.condition.boxes[0].lines
    assert (first.fault, second.fault) == (sentence, "")
    assert first.values == [text for name, text in typed if name.endswith("value")]


def test_empty_rows_are_no_condition_and_a_part_cannot_hang_on_itself() -> None:
    empty = posted(*line("", ""))
    own = posted(*line("q", "is", "x"), key="q")

    assert empty.validate()
    assert empty.condition.data is None
    assert not own.validate()
    assert "title" not in own.condition.asked


def test_boxes_are_joined_as_one_level_of_groups() -> None:
    form = posted(
        *line("b", "is", "yes"),
        ("1-mode", "any"),
        *line("q", "is", "x", at="1-0"),
        *line("n", "at_least", "3", at="1-1"),
    )

    assert form.validate(), form.errors
    assert form.condition.data == {
        "all": [{"of": "b", "is": True}, {"any": [{"of": "q", "is": "x"}, {"of": "n", "at_least": 3}]}]
    }
    assert form.condition.sentence == "当“是否”选择“是”且（“哪种”选择“x”或“几个”不少于3）时"


def test_a_deeper_condition_is_shown_and_stays_as_it_is() -> None:
    deep = {"all": [{"any": [{"all": [{"of": "q", "is": "x"}, {"of": "b", "is": True}]}, {"of": "n", "is": 1}]}]}
    form = Editor(MultiDict(), data={})
    form.condition.furnish(DEFINITION, deep)

    assert form.validate()
    assert form.condition.is_deep
    assert form.condition.data == deep
    assert "“哪种”选择“x”且" in form.condition.sentence


def test_rows_and_boxes_come_and_go_within_bounds() -> None:
    editor = opened(None)

    for _ in range(20):
        editor.act("box")
        editor.act("line.0")
    counted = (len(editor.boxes), len(editor.boxes[0].lines))
    for what in ("drop.0.0", "drop.1.0", "drop.9.9", "drop.x.y", "line.99", "line", "nothing"):
        editor.act(what)

    assert counted == (8, 12)
    assert (len(editor.boxes), len(editor.boxes[0].lines)) == (7, 11)


def test_the_editor_sets_a_condition_in_the_console(county: World, enter: Enter) -> None:
    client = enter("county_editor")
    with county.acting():
        material = db.session.scalars(select(Material).where(Material.edition_id == county.draft_id)).first()
        assert material is not None
        url = f"/console/catalogue/material/edit/{material.id}"
        question = db.session.scalars(select(QuestionRow).where(QuestionRow.edition_id == county.draft_id)).first()
        assert question is not None
        key = question.key
    before = main_form(client.get(url).text)

    added = client.post(url, data=before | {"_within": ["condition.box"], "name": ["改了的名字"]})
    wrong = client.post(
        url, data=before | {"condition-0-0-of": [key], "condition-0-0-is": ["is"], "condition-0-0-value": ["?"]}
    )

    chosen = main_form(added.text) | {"condition-0-0-of": [key], "name": before["name"]}
    asked = client.post(url, data=chosen | {"_within": ["condition.refresh"]})
    chooser = ANSWER.search(asked.text)
    assert chooser is not None
    answer = next(one for one in re.findall(r'value="([^"]+)"', chooser[0]))
    saved = client.post(url, data=main_form(asked.text) | {"condition-0-0-value": [answer]})
    page = client.get(url.replace("/edit/", "/show/")).text

    assert saved.status_code == 302
    assert "选择“" in page
    with county.acting():
        assert db.session.get(Material, material.id).condition == {"all": [{"of": key, "is": answer}]}  # type: ignore[union-attr]
    assert added.status_code == 200
    assert "改了的名字" in added.text
    assert "condition-1-0-of" in added.text
    assert wrong.status_code == 422
    assert "field__fault" in wrong.text
    with county.acting():
        assert db.session.get(Material, material.id).name != "改了的名字"  # type: ignore[union-attr]
