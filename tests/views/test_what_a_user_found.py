"""What people stumbled over: lists found by pinyin, numbers that are told wrong, a trail in words, codes that are not theirs."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from models.vocabulary import SLIP_KIND
from tests.world import LINGXI, World
from views.console.resources import audit_names, audit_words

Enter = Callable[[str], FlaskClient]
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("column", "typed", "text"),
    [("hall_code", "lxz", "灵溪镇"), ("hall_code", "qianku", "钱库镇"), ("hall_code", "灵溪", "灵溪镇"), ("department_code", "gaj", "公安局")],
)  # fmt: skip
def test_a_chooser_takes_pinyin_initials_and_characters(
    county: World, enter: Enter, column: str, typed: str, text: str
) -> None:
    found = enter("security").get(f"/console/access/accounts/lookup/{column}", query_string={"q": typed}).get_json()

    assert found["results"]
    assert all(text in one["text"] for one in found["results"])


def test_a_chooser_does_not_take_the_middle_of_a_syllable(county: World, enter: Enter) -> None:
    found = enter("security").get("/console/access/accounts/lookup/hall_code?q=ingxi").get_json()

    assert found["results"] == []


@pytest.mark.parametrize(
    ("username", "path"), [("auditor", "/console/access/readers"), ("lingxi_clerk", "/console/casework/find-person")]
)
def test_a_wrong_number_is_a_fault_and_an_unknown_one_is_nobody(
    county: World, enter: Enter, username: str, path: str
) -> None:
    wrong = enter(username).post(path, data={"q": "999999195001010015"})
    unknown = enter(username).post(path, data={"q": "999999195001010018"})

    assert (wrong.status_code, unknown.status_code) == (422, 200)
    assert "校验码不对" in wrong.text
    assert "校验码不对" not in unknown.text


def test_the_query_code_is_shown_where_the_case_is_handled_and_on_its_slips(county: World, enter: Enter) -> None:
    case, slip = f"/console/casework/cases/{county.cases[LINGXI][1]}", county.slips[LINGXI][1]

    assert "查询码" in enter("lingxi_clerk").get(case).text
    assert "查询码" in enter("lingxi_clerk").get(f"/console/casework/slips/{slip}").text
    for username in ("supervisor", "lingxi_leader", "lingxi_admin"):
        page = enter(username).get(case)
        assert page.status_code == 200
        assert "查询码" not in page.text, username


def test_every_act_of_the_trail_reads_in_words(county: World) -> None:
    """A denial is kept under the name of the page that was asked for: each page of the console has words for it."""
    endpoints = [
        rule.endpoint
        for rule in county.app.url_map.iter_rules()
        if rule.rule.startswith("/console") and "." in rule.endpoint
    ]
    with county.app.test_request_context("/console/"):
        said = {one: audit_words.act(SimpleNamespace(act=one)) for one in endpoints}

    assert [one for one, words in said.items() if re.search("[a-z_]{2,}", words) or words == "其他操作"] == []


def test_every_reason_of_the_system_reads_in_words() -> None:
    """What the system did by itself stands in the trail under the reason that the program gave."""
    given = {
        str(node.args[0].value)
        for floor in ("appcore", "views", "seeds")
        for path in (ROOT / floor).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""))
        in ("System", "as_system")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }

    assert sorted(one for one in given if one.isascii() and one not in audit_words.REASONS) == []


def test_the_trail_calls_halls_by_name_and_folds_digests_away(county: World, enter: Enter) -> None:
    enter("auditor").post("/console/access/readers", data={"q": "999999195001010018"})

    page = enter("auditor").get("/console/access/audit/list/").text

    assert "证据" in page
    assert not re.search("[0-9a-f]{32}", page.partition("<tbody>")[2])
    assert "系统(" not in page


def test_why_takes_a_name_and_lets_one_of_several_be_chosen(county: World, enter: Enter) -> None:
    asked = {"kind": "hall", "key": LINGXI}
    client = enter("security")

    one = client.post("/console/access/why", data={**asked, "account": "样例督查员"})
    nobody = client.post("/console/access/why", data={**asked, "account": "样例无此人"})

    assert one.status_code == 200
    assert "supervisor能否看到" in one.text
    assert nobody.status_code == 422
    assert "也没有这个姓名" in nobody.text


def test_without_signing_in_one_is_led_to_the_door_calmly_and_back_by_a_path(county: World) -> None:
    visitor = county.app.test_client()

    home = visitor.get("/console/")
    deep = visitor.get("/console/casework/case/list/?f.state=received")

    assert home.headers["Location"] == "/console/login?next=/console/"
    assert deep.headers["Location"] == "/console/login?next=/console/casework/case/list/?f.state%3Dreceived"
    assert "flash--danger" not in visitor.get(home.headers["Location"]).text
    page = visitor.get(deep.headers["Location"]).text
    assert "登录后回到刚才的页面" in page
    assert "flash--danger" not in page


@pytest.mark.parametrize(
    ("path", "says", "begins"),
    [
        ("/console/casework/destruction-list/list/", "还没有销毁清单", "/console/casework/destruction/due"),
        ("/console/casework/person-request/list/", "还没有个人信息请求", "/console/casework/person-requests/new"),
    ],
)
def test_an_empty_list_says_how_it_is_begun(county: World, enter: Enter, path: str, says: str, begins: str) -> None:
    page = enter("county_hall_admin").get(path).text

    assert says in page
    assert f'href="{begins}"' in page


@pytest.mark.parametrize(
    ("noun", "key", "name"),
    [
        ("edition", "330327-00001#4", "老年证"),
        ("slip_template", "receipt/330327-00001#4", "收件凭证 · 老年证"),
        ("slip_template", "receipt#4", "收件凭证"),
    ],
)
def test_the_trail_calls_editions_and_slip_templates_by_their_item(
    county: World, noun: str, key: str, name: str
) -> None:
    entry = SimpleNamespace(noun=noun, row_key=key, changes={})
    with county.app.test_request_context("/console/"):
        said = audit_names.called(entry, {("item", "330327-00001"): "老年证"})

    assert said == name.replace("收件凭证", SLIP_KIND.label_of("receipt"))


def test_papers_that_travel_are_a_list_and_not_a_before_and_after(county: World) -> None:
    entry = SimpleNamespace(noun="case", row_key="1", changes={"papers": ["身份证", "户口簿"]})
    with county.app.test_request_context("/console/"):
        assert audit_words.sentences(entry, {}) == ["随件材料：身份证、户口簿"]
