"""The designer in the console: a form is changed as one, nothing that was typed is lost, two people do not overwrite each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from appcore.catalogue import compile as compiler
from appcore.catalogue import edition_fields, editions
from appcore.change import library
from appcore.definition.item import Field
from appcore.errors import Conflict
from appcore.registers import books
from models.audit import AuditEntry
from models.db import db, house_session
from models.edition_parts import PARTS
from models.item import Edition, EditionEvent
from models.register import RegisterVersion
from seeds.registers import read_books
from seeds.small import INSTANT, PROMISED
from tests.acting import Acting
from tests.html import main_form, parse

Enter = Callable[[str], FlaskClient]
Form = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """An edition that is being written, and who writes it."""

    id: int
    acting: Acting


@pytest.fixture
def draft(acting: Acting) -> Draft:
    with acting():
        return Draft(editions.draft(PROMISED), acting)


BLOCKS = {one.code: one for one in read_books() if one.subject == "block"}


def pressed(client: FlaskClient, url: str, form: Mapping[str, Sequence[str]], act: str, **typed: str) -> Any:
    """The answer to a button, with what else was typed; names are told with __ for a dot."""
    named = {name.replace("__", "."): [text] for name, text in typed.items()}
    return client.post(url, data={**form, **named, "act": [act]})


def fields_of(draft: Draft, edition_id: int) -> tuple[Field, ...]:
    with draft.acting():
        edition = db.session.get(Edition, edition_id)
        assert edition is not None
        return compiler.compile_edition(house_session(), edition).fields


def newest_row(page: str) -> str:
    return page.split('data-at="')[1].split('"', maxsplit=1)[0]


def test_a_field_is_added_moved_and_saved_in_one_act(draft: Draft, sign_in: Enter) -> None:
    client, url = sign_in("county_editor"), f"/console/catalogue/editions/{draft.id}/form"
    before = fields_of(draft, draft.id)
    form = main_form(client.get(url).text)

    added = pressed(client, url, form, "add").text
    at = newest_row(added)
    named = pressed(
        client,
        url,
        main_form(added),
        f"up.{at}",
        **{f"r__{at}__label": "经营面积", f"r__{at}__kind": "decimal", f"r__{at}__high": "900"},
    )
    with draft.acting():
        events = db.session.scalar(select(func.count(EditionEvent.id)))
        trail = db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.noun == "edition"))
    saved = pressed(client, url, main_form(named.text), "save")

    after = fields_of(draft, draft.id)
    assert saved.status_code == 302
    assert fields_of(draft, draft.id)[-2] == Field(key="jingyingmianji", label="经营面积", kind="decimal", high=900)
    assert [one for one in after if one.key != "jingyingmianji"] == list(before)
    with draft.acting():
        assert db.session.scalar(select(func.count(EditionEvent.id))) == (events or 0) + 1
        assert (
            db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.noun == "edition")) == (trail or 0) + 1
        )


def test_what_was_typed_comes_back_with_the_reason_and_nothing_is_saved(draft: Draft, sign_in: Enter) -> None:
    client, url = sign_in("county_editor"), f"/console/catalogue/editions/{draft.id}/form"
    before = fields_of(draft, draft.id)
    added = pressed(client, url, main_form(client.get(url).text), "add").text
    at = newest_row(added)

    wrong = pressed(client, url, main_form(added), "save", **{f"r__{at}__label": "面积<i>", f"r__{at}__high": "很多"})
    folded = pressed(client, url, main_form(wrong.text), f"shut.{at}")
    again = pressed(client, url, main_form(folded.text), "save")

    assert wrong.status_code == again.status_code == 422
    for page in (wrong.text, again.text):
        assert 'value="很多"' in page
        assert "请填写0或更大的整数，例如 3。" in page
        assert "面积&lt;i&gt;" in page
    assert fields_of(draft, draft.id) == before


def test_the_summary_names_the_faulty_box_and_leads_to_it(draft: Draft, sign_in: Enter) -> None:
    client, url = sign_in("county_editor"), f"/console/catalogue/editions/{draft.id}/form"
    added = pressed(client, url, main_form(client.get(url).text), "add").text
    at = newest_row(added)
    typed = {f"r__{at}__label": "用电容量", f"r__{at}__kind": "decimal", f"r__{at}__high": "很多"}

    wrong = pressed(client, url, main_form(added), "save", **typed).text

    assert f'<a href="#r.{at}.high">用电容量 · 最大值：请填写0或更大的整数，例如 3。</a>' in wrong
    assert f'id="r.{at}.high"' in wrong


def test_lines_that_were_not_taken_in_yet_are_not_lost_by_saving(draft: Draft, sign_in: Enter) -> None:
    client, url = sign_in("county_editor"), f"/console/catalogue/editions/{draft.id}/form"
    added = pressed(client, url, main_form(client.get(url).text), "add").text
    at = newest_row(added)
    page = pressed(client, url, main_form(added), "refresh", **{f"r__{at}__label": "用途", f"r__{at}__kind": "choice"})
    form = main_form(page.text) | {f"r.{at}.more": ["居住\n经营"]}

    elsewhere = pressed(client, url, form, "up.0").text
    refused = pressed(client, url, form, "save", pasted="门牌\t单行文本")
    saved = pressed(client, url, main_form(refused.text), "save", pasted="")

    assert "居住\n经营</textarea>" in elsewhere
    assert refused.status_code == 422
    assert "这里的内容还没有加入。点“加入”，或清空后再保存。" in refused.text
    assert "门牌\t单行文本</textarea>" in refused.text
    assert saved.status_code == 302
    assert [one.label for one in fields_of(draft, draft.id)[-1].choices] == ["居住", "经营"]


def test_a_formula_follows_a_field_that_is_renamed(draft: Draft, sign_in: Enter) -> None:
    client, url = sign_in("county_editor"), f"/console/catalogue/editions/{draft.id}/form"
    page = pressed(client, url, main_form(client.get(url).text), "paste", pasted="经营面积\t小数\n费用\t自动计算").text
    area = int(newest_row(page))
    page = pressed(client, url, main_form(page), f"open.{area + 1}").text
    page = pressed(client, url, main_form(page), f"open.{area}", **{f"r__{area + 1}__formula": "经营面积 * 2"}).text

    renamed = pressed(client, url, main_form(page), "save", **{f"r__{area}__label": "营业面积"})

    assert renamed.status_code == 302
    assert fields_of(draft, draft.id)[-1].formula == "营业面积 * 2"


def test_the_second_of_two_editors_sees_both_and_may_then_save(draft: Draft, sign_in: Enter) -> None:
    one, url = sign_in("county_editor"), f"/console/catalogue/editions/{draft.id}/form"
    first = main_form(one.get(url).text)
    opened = pressed(one, url, first, "open.0").text
    pressed(one, url, main_form(opened), "save", r__0__label="另一个人改的")

    clash = pressed(one, url, main_form(opened), "save", r__0__label="我改的")
    resolved = pressed(one, url, main_form(clash.text), "save")

    assert clash.status_code == 409
    assert "另一个人改的" in clash.text
    assert "我改的" in clash.text
    assert resolved.status_code == 302
    assert fields_of(draft, draft.id)[0].label == "我改的"


def test_a_deleted_field_comes_back_and_many_are_pasted(draft: Draft, sign_in: Enter) -> None:
    client, url = sign_in("county_editor"), f"/console/catalogue/editions/{draft.id}/form"
    before = fields_of(draft, draft.id)

    page = pressed(client, url, main_form(client.get(url).text), "drop.0").text
    page = pressed(client, url, main_form(page), "undo").text
    page = pressed(
        client, url, main_form(page), "paste", pasted="门牌\t单行文本\t是\n坏的\t魔法\n用途\t单选\t\t\t住、商"
    ).text
    saved = pressed(client, url, main_form(page), "save", pasted="")

    after = fields_of(draft, draft.id)
    assert "第2行：没有“魔法”这种字段类型" in page
    assert 'rows="4" aria-describedby="pasted-help">坏的\t魔法</textarea>' in page
    assert saved.status_code == 302
    assert after[: len(before)] == before
    assert [(one.label, one.required, len(one.choices)) for one in after[len(before) :]] == [
        ("门牌", True, 0),
        ("用途", None, 2),
    ]


def test_a_condition_is_set_in_the_designer_and_an_unfinished_one_keeps_its_row_open(
    draft: Draft, sign_in: Enter
) -> None:
    client, url = sign_in("county_editor"), f"/console/catalogue/editions/{draft.id}/form"
    page = pressed(client, url, main_form(client.get(url).text), "add").text
    first = newest_row(page)
    page = pressed(
        client, url, main_form(page), "add", **{f"r__{first}__label": "有无门面", f"r__{first}__kind": "yes_no"}
    ).text
    at = newest_row(page)
    form = main_form(page) | {
        f"r.{at}.label": ["门面面积"],
        f"r.{at}.kind": ["decimal"],
        f"c{at}-0-0-of": ["youwumenmian"],
    }

    asked = client.post(url, data=form | {"_within": [f"c{at}.refresh"]}).text
    unfinished = pressed(client, url, main_form(asked), f"shut.{at}").text
    page = pressed(client, url, main_form(unfinished) | {f"c{at}-0-0-value": ["yes"]}, f"shut.{at}").text
    saved = pressed(client, url, main_form(page), "save")

    assert "请选择“有无门面”的回答。" in unfinished
    assert "适用于：当“有无门面”选择“是”时" in page
    assert saved.status_code == 302
    found = fields_of(draft, draft.id)[-1].condition
    assert found is not None
    assert [(one.of, one.value) for one in found.parts] == [("youwumenmian", True)]  # type: ignore[union-attr]


def test_a_book_is_begun_designed_and_put_into_use(draft: Draft, sign_in: Enter) -> None:
    client = sign_in("county_editor")
    begun = client.post(
        "/console/registers/new", data=main_form(client.get("/console/registers/new").text) | {"name": ["巡河登记"]}
    )
    url = begun.headers["Location"]
    page = pressed(
        client, url, main_form(client.get(url).text), "paste", pasted="河道\t单行文本\t是\n水位\t小数\n现场\t多行文本"
    ).text
    form = main_form(page)

    refused = pressed(client, url, form, "publish")
    whole = main_form(refused.text) | {
        "s.writers": ["clerk"],
        "s.kept": ["years10"],
        "s.listed": ["hedao"],
        "s.prefix": ["巡河"],
    }
    published = pressed(client, url, whole, "publish")

    assert url == "/console/registers/xunhedengji/design"
    assert refused.status_code == 422
    assert "河道" in refused.text
    assert published.status_code == 302
    with draft.acting():
        number, content = books.in_use(house_session(), "xunhedengji") or (0, None)
    assert number == 1
    assert content is not None
    assert [one.key for one in content.fields] == ["hedao", "shuiwei", "xianchang"]
    assert (content.writers, content.listed, content.prefix, content.kept) == (
        ("clerk",),
        ("hedao",),
        "巡河",
        "years10",
    )
    assert client.post("/console/registers/xunhedengji/end").status_code == 302


def test_looking_at_a_book_begins_no_draft(draft: Draft, sign_in: Enter) -> None:
    url = "/console/registers/land_block/design"
    client = sign_in("county_editor")

    page = client.get(url).text
    saved = pressed(client, url, main_form(page), "save")

    assert saved.status_code == 302
    with draft.acting():
        states = select(RegisterVersion.state).where(RegisterVersion.register_code == "land_block")
        assert db.session.scalars(states).all() == ["published"]


def test_a_block_is_inserted_and_followed_when_it_has_a_new_version(draft: Draft, sign_in: Enter) -> None:
    block = BLOCKS["vehicle_block"]
    client, url = sign_in("county_editor"), f"/console/catalogue/editions/{draft.id}/form"
    page = pressed(client, url, main_form(client.get(url).text), "insert", block=block.code).text
    pressed(client, url, main_form(page), "save")
    own = [one for one in fields_of(draft, draft.id) if not one.shared]
    design = f"/console/registers/{block.code}/design"
    changed = pressed(client, design, main_form(client.get(design).text), "paste", pasted="行驶证编号\t单行文本").text

    published = pressed(client, design, main_form(changed), "publish")
    shown = client.get(f"/console/catalogue/blocks/{block.code}").text
    followed = client.post(f"/console/catalogue/blocks/{block.code}/follow", data={"item": [PROMISED, "330327-99999"]})
    waiting = parse(client.get(f"/console/catalogue/blocks/{block.code}").text)

    assert published.status_code == 302
    assert "已启用第2版；各事项和台账还用原来的版本，到“谁在用”里更换" in shown
    assert not [node for node in waiting.every("input") if node.get("value") == PROMISED]
    assert "可以换到第2版" in shown
    assert "已写入草稿" in followed.text
    after = fields_of(draft, draft.id)
    assert [one for one in after if not one.shared] == own
    assert {one.shared for one in after if one.shared} == {"vehicle_block@2"}
    assert "xingshizhengbianhao" in {one.key for one in after}
    with draft.acting():
        assert [use.numbers for use in library.uses_in_items(house_session(), block.code)] == [(2,)]


def test_the_next_edition_is_begun_for_an_item_that_follows(draft: Draft) -> None:
    block = BLOCKS["vehicle_block"]
    with draft.acting():
        edition_id = editions.draft(INSTANT)
        edition = db.session.get(Edition, edition_id)
        assert edition is not None
        before = compiler.compile_edition(house_session(), edition).fields
        shared = tuple(
            Field(key=one.key, label=one.label, kind=one.kind, choices=one.choices, shared="vehicle_block@1")
            for one in block.fields[:2]
        )
        edition_fields.save_fields(edition_id, (*shared, *before), edition_fields.digest_of(before))

        _edition, faults = library.follow_in_item(INSTANT, block.code)

    assert [one.key for one in fields_of(draft, edition_id)] == [
        *(one.key for one in block.fields),
        *(one.key for one in before),
    ]
    assert faults == []


def test_a_form_that_was_read_before_another_saved_is_not_written_over(draft: Draft) -> None:
    before = fields_of(draft, draft.id)
    with draft.acting(), pytest.raises(Conflict):
        edition_fields.save_fields(draft.id, before[1:], "0" * 64)

    assert fields_of(draft, draft.id) == before


def test_choices_are_changed_without_new_rows_for_those_that_stay(draft: Draft) -> None:
    choice: Any = PARTS["field_choice"]
    before = fields_of(draft, draft.id)
    land = BLOCKS["land_block"].fields[2]
    with draft.acting():
        edition_fields.save_fields(draft.id, (*before, land), edition_fields.digest_of(before))
        ids: dict[str, int] = dict(
            db.session.execute(select(choice.key, choice.id).where(choice.edition_id == draft.id)).all()
        )
        fewer = Field(
            key=land.key,
            label=land.label,
            kind=land.kind,
            group=land.group,
            required=True,
            width="half",
            choices=land.choices[:0:-1],
        )
        edition_fields.save_fields(draft.id, (fewer, *before), edition_fields.digest_of((*before, land)))
        left: dict[str, int] = dict(
            db.session.execute(select(choice.key, choice.id).where(choice.edition_id == draft.id)).all()
        )

    assert fields_of(draft, draft.id) == (fewer, *before)
    assert left.items() < ids.items()


def test_each_fault_of_a_formula_is_told_beside_its_field_in_both_languages(draft: Draft, sign_in: Enter) -> None:
    client, url = sign_in("county_editor"), f"/console/catalogue/editions/{draft.id}/form"
    page = pressed(client, url, main_form(client.get(url).text), "add").text
    at = newest_row(page)
    told = {
        "1 2": "“2”前面缺少运算符号",
        "1 +": "这里缺少一个数、字段或函数",
        "没有的字段 + 1": "没有叫“没有的字段”的字段",
        "是 + 1": "这里应是数，写的却是是或否",
    }
    for formula, sentence in told.items():
        form = main_form(page) | {f"r.{at}.label": ["合计"], f"r.{at}.kind": ["computed"], f"r.{at}.formula": [formula]}
        chinese = pressed(client, url, form, "shut." + at)
        english = client.post(f"{url}?lang=en", data={**form, "act": ["shut." + at]})

        assert chinese.status_code == english.status_code == 200
        assert sentence in chinese.text
        if formula == "是 + 1":
            assert "; written: yes or no." in english.text


def test_settings_that_another_has_saved_meanwhile_are_compared_before_they_are_written_over(sign_in: Enter) -> None:
    client, url = sign_in("county_editor"), "/console/registers/patrols/design"
    opened = main_form(client.get(url).text)

    first = pressed(client, url, {**opened, "s.readers": ["leader"], "s.kept": ["years30"]}, "save")
    told = pressed(client, url, opened, "save")

    assert (first.status_code, told.status_code) == (302, 409)
    compared = told.text.split("两份内容对照")[1].split("</table>")[0]
    assert "谁可以查看" in compared
    assert "分管领导" in compared
    assert "30年" in compared


def test_who_submits_a_draft_with_errors_is_told_that_it_cannot_be_approved_so(draft: Draft, sign_in: Enter) -> None:
    with draft.acting():
        editions.add_part("field", draft.id, {"key": "list", "label": "类别", "kind": "code"})
    client = sign_in("county_editor")

    sent = client.post(f"/console/catalogue/editions/{draft.id}/submit")

    assert sent.status_code == 302
    assert "处必须解决的问题，退回改好后才能审定" in client.get(sent.headers["Location"]).text
