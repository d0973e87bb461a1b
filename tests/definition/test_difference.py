"""Differences between definitions as sentences: each change of the table says just what it is, and equal ones say nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from appcore.definition import difference
from appcore.definition.conditions import Condition, Test
from appcore.definition.item import (
    Choice,
    Faq,
    Fee,
    Field,
    ItemDefinition,
    Material,
    Question,
    Reduction,
    Ref,
    Step,
)  # fmt: skip
from appcore.definition.register import RegisterDefinition
from models import elements as el
from tests.definition import strategies

BOOK = Material(key="book", name="户口簿", originals=1)
CARD = Material(key="card", name="身份证")
ASKED = Question(
    key="kind", text="户口类型？", choices=(Choice(key="farm", label="农业户口"), Choice(key="town", label="城镇户口"))
)
FARM = Condition("all", (Test("kind", "is", "farm"),))
BASE = ItemDefinition(
    code="330327-00001", name="样例", promised_days=5, promised_unit="working_days", questions=(ASKED,), materials=(BOOK, CARD),
    fees=(Fee(key="fee", name="工本费", amount_fen=2000, reductions=(Reduction(key="poor", reason="低保户", percent=50),)),),
    steps=(Step(key="check", name="审查", department=Ref("gaj", "公安局")),), fields=(Field(key="why", label="原因", kind="text"),),
)  # fmt: skip
CHANGES: dict[str, dict[str, Any]] = {
    "材料“户口簿”由“收原件1份”改为“收复印件2份”": {"materials": (replace(BOOK, originals=None, copies=2), CARD)},
    "材料“户口簿”由“收原件1份”改为“收原件1份、复印件1份”": {"materials": (replace(BOOK, copies=1), CARD)},
    "材料“户口簿”由“收原件1份”改为“不收原件和复印件”": {"materials": (replace(BOOK, originals=0), CARD)},
    "材料“户口簿”填写了适用条件：“当“户口类型”选择“农业户口”时”": {"materials": (replace(BOOK, condition=FARM), CARD)},
    "材料“户口簿”的材料名称由“户口簿”改为“户口本”": {"materials": (replace(BOOK, name="户口本"), CARD)},
    "材料“户口簿”填写了免提交：“是”": {"materials": (replace(BOOK, exempt=True), CARD)},
    "删除材料“身份证”": {"materials": (BOOK,)},
    "新增材料“申请表”": {"materials": (BOOK, CARD, Material(key="form", name="申请表"))},
    "材料的先后顺序有变化": {"materials": (CARD, BOOK)},
    "承诺办结时限由“5”改为“3”": {"promised_days": 3},
    "去掉了承诺办结时限，原为“5”": {"promised_days": None},
    "承诺时限单位由“个工作日”改为“个自然日”": {"promised_unit": "natural_days"},
    "填写了行使层级：“县级、镇(乡、街道)级”": {"use_levels": ("county", "town")},
    "填写了基本编码：“000123456789”": {"catalog_code": "000123456789"},
    "收费“工本费”的收费标准(元)由“20.00元”改为“10.00元”": {"fees": (replace(BASE.fees[0], amount_fen=1000),)},
    "减免“工本费·低保户”的减收百分比由“50”改为“100”": {
        "fees": (replace(BASE.fees[0], reductions=(Reduction(key="poor", reason="低保户", percent=100),)),)
    },
    "环节“审查”的办理单位由“公安局”改为“民政局”": {"steps": (replace(BASE.steps[0], department=Ref("mzj", "民政局")),)},
    "字段“原因”的字段类型由“单行文本”改为“多行文本”": {"fields": (replace(BASE.fields[0], kind="long_text"),)},
    "删除情形选项“户口类型？·城镇户口”": {"questions": (replace(ASKED, choices=ASKED.choices[:1]),)},
    "新增常见问题“多久能办好？”": {"faqs": (Faq(key="long", question="多久能办好？"),)},
}  # fmt: skip


@pytest.mark.parametrize("sentence", CHANGES)
def test_one_change_is_one_sentence(sentence: str) -> None:
    assert [str(one) for one in difference.items(BASE, replace(BASE, **CHANGES[sentence]))] == [sentence]


@given(strategies.definitions())
def test_a_definition_does_not_differ_from_itself_and_always_from_a_changed_one(drawn: ItemDefinition) -> None:
    other = replace(drawn, summary=f"{drawn.summary}改")

    assert difference.items(drawn, drawn) == ()
    assert len(difference.items(drawn, other)) == 1


@given(strategies.definitions(), strategies.definitions())
def test_any_two_definitions_that_differ_say_so(one: ItemDefinition, other: ItemDefinition) -> None:
    """And each sentence can be spoken: no placeholder is left without its word."""
    said = [str(it) for it in difference.items(one, other)]

    assert all("%(" not in it for it in said)
    if one != other and not has_a_key_twice(one) and not has_a_key_twice(other):
        assert said


def has_a_key_twice(definition: ItemDefinition) -> bool:
    lists: list[Any] = [getattr(definition, kind.plural) for kind in el.PART_KINDS if not kind.parent]
    lists += [one.choices for rows in (definition.questions, definition.fields) for one in rows]
    lists += [one.reductions for one in definition.fees]
    return any(len({one.key for one in rows}) < len(rows) for rows in lists)


def test_a_register_says_what_changed() -> None:
    what = Field(key="what", label="内容", kind="text")
    old = RegisterDefinition(code="book", name="登记簿", writers=("clerk",), fields=(what,))
    new = replace(
        old, listed=("what",), writers=("clerk", "decider"), kept="years10", fields=(replace(what, required=True),)
    )

    assert [str(one) for one in difference.registers(old, new)] == [
        "登记的岗位由“窗口人员”改为“窗口人员、审批人”", "填写了保管期限：“10年”", "填写了列表显示的字段：“内容”", "字段“内容”填写了必填：“是”",
    ]  # fmt: skip


def test_the_source_of_a_field_is_called_by_the_name_of_its_block() -> None:
    old = RegisterDefinition(code="book", fields=(Field(key="who", label="姓名", kind="text", shared="applicant@1"),))
    new = replace(old, fields=(replace(old.fields[0], shared="applicant@2"),))

    assert [str(one) for one in difference.registers(old, new, {"applicant": "申请人信息"})] == [
        "字段“姓名”的字段库来源由“申请人信息 第1版”改为“申请人信息 第2版”"
    ]
