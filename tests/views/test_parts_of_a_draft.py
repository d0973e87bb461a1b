"""A part of a draft may be faulty: what the checks say of it stands on its page and at the field that it is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from appcore.definition.expressions import parse as parse_formula
from appcore.definition.expressions.library import BY_LABEL, FUNCTIONS
from appcore.definition.expressions.tree import Called
from appcore.definition.lookup import code_lists
from models.db import db
from models.edition_parts import PARTS, Field
from tests.html import main_form, parse
from tests.world import World
from views.console.resources.field_form import EXAMPLES

Enter = Callable[[str], FlaskClient]
ADD = "/console/catalogue/field/add"


def saved(client: FlaskClient, edition: int, **typed: str) -> str:
    """The address of the page of a new field."""
    page = client.get(f"{ADD}?edition_id={edition}")
    answer = client.post(ADD, data=main_form(page.text) | typed)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


@pytest.mark.parametrize(
    ("typed", "element", "sentence"),
    [
        ({"kind": "computed", "formula": "没有的字段 + 1"}, "formula", "没有叫“没有的字段”的字段"),
        ({"kind": "computed", "formula": "7 / 2"}, "places", "现在保留两位"),
        ({"kind": "text", "formula": "1 + 1"}, "formula", "不是“自动计算”类型"),
        ({"kind": "code"}, "code_list", "还没有选择代码表"),
    ],
)
def test_what_is_wrong_with_a_saved_part_stands_on_its_page_and_at_its_field(
    county: World, enter: Enter, typed: dict[str, str], element: str, sentence: str
) -> None:
    client = enter("county_editor")

    here = saved(client, county.draft_id, key="made", label="新字段", **typed)
    page = client.get(here)
    form = client.get(here.replace("/show/", "/edit/"))

    link = next(node for node in parse(page.text).every("a") if sentence in node.text)
    fault = next(node for node in parse(form.text).every("p") if node.get("id") == f"{element}-fault")
    client.post(here.replace("/show/", "/delete/"))
    assert "Project-Id-Version" not in page.text
    assert link.get("href").endswith(f"#{element}")
    assert sentence in fault.text
    assert form.status_code == 200
    assert "data-saved" in form.text


def test_a_formula_that_cannot_be_read_is_refused_at_its_field_and_nothing_is_lost(county: World, enter: Enter) -> None:
    client = enter("county_editor")
    page = main_form(client.get(f"{ADD}?edition_id={county.draft_id}").text)

    answer = client.post(ADD, data=page | {"key": "made", "label": "新字段", "kind": "computed", "formula": "1 + * 2"})

    form = parse(answer.text)
    assert answer.status_code == 422
    assert "第5个字" in next(node for node in form.every("p") if node.get("id") == "formula-fault").text
    assert "1 + * 2" in next(node for node in form.every("textarea") if node.get("id") == "formula").text
    with county.acting():
        assert db.session.scalar(select(Field.id).where(Field.key == "made")) is None


def test_who_adds_or_deletes_a_part_returns_to_what_it_belongs_to(county: World, enter: Enter) -> None:
    client, edition = enter("county_editor"), f"/console/catalogue/edition/show/{county.draft_id}"
    form = client.get(f"{ADD}?edition_id={county.draft_id}").text
    here = saved(client, county.draft_id, key="made", label="新字段", kind="text")

    assert edition in [node.get("href") for node in parse(form).every("a") if node.text == "取消"]
    assert client.post(here.replace("/show/", "/delete/")).headers["Location"] == edition


def test_code_list_and_table_are_chosen_and_every_function_has_an_example(county: World, enter: Enter) -> None:
    form = parse(enter("county_editor").get(f"{ADD}?edition_id={county.draft_id}").text)
    chooser = {node.get("id"): node for node in form.every("select")}
    offered = {node.get("value"): node for node in chooser["code_list"].every("option")}
    kinds = {node.get("value"): node.get("data-find") for node in chooser["kind"].every("option")}

    assert {name for name, _ in code_lists()} < set(offered)
    assert "within" in chooser
    assert kinds["table"].split()[-1] == "bg"
    assert set(EXAMPLES) == set(FUNCTIONS)
    for slug, example in EXAMPLES.items():
        found = parse_formula(example)
        assert isinstance(found, Called)
        assert BY_LABEL[found.name] == slug, example


def test_a_value_that_is_offered_no_more_stays_with_its_field(county: World, enter: Enter) -> None:
    client = enter("county_editor")
    here = saved(client, county.draft_id, key="made", label="新字段", kind="code")
    with county.acting(), db.engine.begin() as connection:
        connection.execute(update(Field.__table__).where(Field.__table__.c.key == "made").values(code_list="gone"))

    form = client.get(here.replace("/show/", "/edit/"))
    again = client.post(here.replace("/show/", "/edit/"), data=main_form(form.text))
    page = client.get(here).text
    client.post(here.replace("/show/", "/delete/"))

    assert again.status_code == 302
    assert "没有可用的代码表“gone”" in page


def test_a_part_needs_a_name_and_its_key_is_made_from_it(county: World, enter: Enter) -> None:
    client, add = enter("county_editor"), "/console/catalogue/step/add"
    page = client.get(f"{add}?edition_id={county.draft_id}").text

    unnamed = client.post(add, data=main_form(page) | {"name": ""})
    named = [client.post(add, data=main_form(page) | {"name": "现场踏勘"}).headers["Location"] for _ in range(2)]

    with county.acting():
        steps = [db.session.get(PARTS["step"], int(one.rpartition("/")[2])) for one in named]
        made = [one.key for one in steps if one is not None]
    for one in named:
        client.post(one.replace("/show/", "/delete/"))
    assert "新增环节" in page
    assert unnamed.status_code == 422
    assert made == ["xianchangtakan", "xianchangtakan_2"]
