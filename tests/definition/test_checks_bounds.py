"""What stands on the right side of a rule is left alone, and a problem says the figures that it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appcore.definition import item
from appcore.definition.checks import Problem, problems
from appcore.definition.conditions import Condition, Test
from appcore.definition.item import ItemDefinition, Ref
from tests.definition.faults import INSTANT, PUBLIC_SERVICE, Fault, Q, added, paper, row
from tests.definition.sound import BUREAU, CONTEXT, LAW, SOUND, sound, step, when


def steps(**changes: dict[str, Any]) -> tuple[item.Step, ...]:
    """The sound steps, some of them changed by key."""
    return tuple(replace(one, **changes.get(one.key, {})) for one in SOUND.steps)


def of(fault: Fault) -> ItemDefinition:
    return fault.definition


BY_NAME = steps(
    accept={"kind": None, "name": "收件受理"}, examine={"kind": None, "name": "审核"}, inspect={"kind": "examine"},
    compare={"kind": "examine"}, approve={"kind": None, "name": "审批"}, finish={"kind": None}, deliver={"kind": None, "name": "发证"},
)  # fmt: skip
UNASKED = replace(
    PUBLIC_SERVICE,
    initiation="unasked",
    steps=steps(accept={"kind": "publicise"}),
    promised_days=10,
    promised_unit="working_days",
)
TWO_QUESTIONS = (
    *SOUND.questions,
    Q(key="kitchen", text="有厨房吗？", kind="yes_no", condition=when("trade", "meals")),
    Q(key="heads", text="几个人？", kind="integer"),
    Q(
        key="kinds", text="卖哪些？", kind="choices",
        choices=(item.Choice(key="meat", label="肉"), item.Choice(key="milk", label="奶")),
    ),
)  # fmt: skip
AT_LEAST = Condition("all", (Test("heads", "at_least", 50),))
FEWER = Condition("all", (Test("heads", "at_most", 49),))

RIGHT = {
    "two listed papers in a condition": of(row("conditions", "premises", text="持居民身份证和营业执照。")),
    "a paper known by its everyday name": of(
        added("materials", paper("home", "不动产权证书"), conditions=(item.AcceptanceCondition(key="c", text="有房产证。", basis=LAW),))
    ),
    "证明 as a verb": of(row("conditions", "premises", text="能够证明其身份。")),
    "wholly online without a visit": sound(online_grade="grade4", visits=0, visits_reason=""),
    "no visit, by post": sound(is_online=False, visits=0, visits_reason="", mails_material=True),
    "no visit, by express": sound(is_online=False, visits=0, visits_reason="", handle_forms=("express",)),
    "no visit and no reason in words": sound(visits=0, visits_reason="无需到现场办理"),
    "in person and no agent": sound(must_attend=True, agent_allowed="no"),
    "a promise as long as the law's limit": sound(legal_days=10),
    "a promise of 5 days with an inspection": sound(
        promised_days=5, steps=steps(accept={"duration": 0}, examine={"duration": 2}, inspect={"duration": 1}, compare={"duration": 1})
    ),
    "an instant item that says so": sound(**INSTANT, promised_note="当场办结。"),
    "one day for what is done on the spot": sound(
        promised_days=1, promised_note="当场办结。",
        steps=tuple(replace(one, duration=int(one.key == "accept")) for one in SOUND.steps if one.key != "inspect"),
    ),
    "steps that are known by their names": sound(steps=BY_NAME),
    "nobody applies, so nothing is accepted": UNASKED,
    "a reported matter that ends with a reply": replace(PUBLIC_SERVICE, steps=steps(finish={"kind": "reply"}, deliver={"kind": "reply"})),
    "a permit extended by the law's ten days": sound(extension_limit=14, extension_unit="natural_days"),
    "a joint permit extended by fifteen": sound(
        extension_limit=15, joint_departments=(BUREAU,), lead_department=BUREAU
    ),
    "delivery on the spot": sound(delivery_days=0),
    "an inspection that another type of item does not count": replace(
        PUBLIC_SERVICE, steps=steps(inspect={"counting": "not_counted"}, compare={"counting": "not_counted"}, examine={"duration": 7})
    ),
    "a procedure that counts needs no basis": of(row("procedures", "testing", basis="", counted=True)),
    "step by step under questions at one remove": sound(
        questions=TWO_QUESTIONS,
        steps=(
            *SOUND.steps[:2],
            step("kitchen", "看厨房", "examine", 4, condition=when("kitchen", True)),
            step("no_kitchen", "看柜台", "examine", 4, condition=when("kitchen", False)),
            *SOUND.steps[3:],
        ),
    ),
    "steps by number of people": sound(
        questions=TWO_QUESTIONS,
        steps=(
            *SOUND.steps[:2],
            step("many", "实地核对", "examine", 4, condition=AT_LEAST),
            step("few", "书面核对", "examine", 4, condition=FEWER),
            *SOUND.steps[4:],
        ),
    ),
    "a day of the step is a night of hours": sound(
        promised_days=240, promised_unit="hours", legal_days=60, legal_unit="natural_days",
        steps=tuple(replace(one, duration=(one.duration or 0) * 24, unit="hours") for one in SOUND.steps),
    ),
    "a form that is filled in by number": of(
        added("fields", item.Field(key="rooms", label="间数", kind="integer", low=1, high=1))
    ),
    "a fee by a field": of(
        added(
            "fields",
            item.Field(key="rooms", label="间数", kind="integer"),
            fees=(replace(SOUND.fees[0], quantity="rooms"),),
        )
    ),
    "a fee for one": of(row("fees", "licence", quantity="1")),
    "a fee of nothing needs no law": of(row("fees", "licence", amount_fen=0, basis="县政府公告")),
    "reductions by percent and to a sum": of(
        row(
            "fees", "licence",
            reductions=(
                item.Reduction(key="half", kind="percent", percent=50, basis=LAW),
                item.Reduction(key="five", kind="fixed", amount_fen=500, basis=LAW),
            ),
        )
    ),
    "two licences under different conditions": sound(
        materials=(
            *SOUND.materials[:2],
            replace(SOUND.materials[2], name="平面图", key="plan_a"),
            replace(SOUND.materials[2], name="平面图", key="plan_b", condition=when("trade", "goods")),
        )
    ),
    "two results of which one fits the form": of(
        added("outcomes", item.Outcome(key="reply", name="准予批复", result_type="document", sample="0" * 64))
    ),
    "a result that is a voucher": sound(
        outcomes=(item.Outcome(key="slip", name="受理凭证", result_type="other", sample="0" * 64),), result_form=None
    ),
    "a result that is nothing": sound(outcomes=(item.Outcome(key="none", name="登记完成", result_type="none"),), result_form=None),
    "a code of an entrusted body": sound(body_kind="entrusted", power_source="entrusted_above", entrusting_body="苍南县人民政府"),
    "a power handed down by paper": sound(power_source="handed_down", delegation_paper="苍政发〔2020〕1号"),
    "an item at several levels": sound(use_levels=("city", "county")),
    "a short serial of the specification": sound(handle_item_code="00013112800001"),
    "a body that has no code": sound(implementing_body=replace(BUREAU, code="330327-00")),
    "side by side by two bodies": sound(
        joint_departments=(BUREAU,), lead_department=BUREAU,
        steps=steps(
            examine={"parallel": "both", "duration": 3, "department": Ref("330327-00", "苍南县灵溪镇人民政府")},
            inspect={"parallel": "both", "duration": 7}, compare={"parallel": "both", "duration": 7},
            approve={"duration": 1}, finish={"duration": 1},
        ),
    ),
    "remedies in their terms": sound(rights="60日内申请行政复议，6个月内提起行政诉讼。"),
    "a season": sound(season_from="09-01", season_until="12-31"),
    "conditions over a text and over a number": sound(
        materials=(
            *SOUND.materials[:2],
            replace(SOUND.materials[2], condition=when("premises", "室内")),
            paper("list", "门店清单", condition=Condition("any", (Test("shops", "at_least", 2), Test("shops", "is", 0)))),
        )
    ),
    "no season": sound(season_from="", season_until=""),
}  # fmt: skip


@pytest.mark.parametrize("definition", RIGHT.values(), ids=RIGHT)
def test_what_is_right_is_left_alone(definition: ItemDefinition) -> None:
    assert [(one.id, one.text) for one in problems(definition, CONTEXT)] == []


SAID = [
    (sound(visits_reason=""), "须到现场1次，但没有写明原因"),
    (sound(online_grade="grade4"), "网办深度是全程网办，但须到现场1次"),
    (sound(legal_days=9), "承诺时限10个工作日长于法定时限9个工作日"),
    (sound(use_levels=("city",)), "实施编码第19位是“4”，与行使层级“市级”不一致"),
    (
        sound(catalog_code="000231128000", task_code="", handle_item_code=""),
        "基本编码第3、4位是“02”，与事项类型“行政许可”的“01”不一致",
    ),
    (
        sound(task_code="11330327000000019W4000131128001", handle_item_code=""),
        "实施编码末12位“000131128001”与基本编码“000131128000”不一致",
    ),
    (
        sound(handle_item_code="00013112800101"),
        "业务办理项编码去掉末2位是“000131128001”，与“000131128000”不一致",
    ),
    (added("materials", paper("id_card", "健康证明")).definition, "材料中标识“id_card”出现了2次"),
    (sound(delivery_days=11), "送达时限11个工作日超过10个工作日"),
    (sound(extension_limit=11), "可延长期限11个工作日超过法定的10个工作日"),
    (row("fields", "premises", low=9, high=3).definition, "字段“经营场所”的最小值9大于最大值3"),
    (sound(must_attend=True), "须本人到场，却写明可代办（均可）"),
    (
        row("materials", "plan", condition=when("trade", "school")).definition,
        "材料“厨房平面布局图”的适用条件要求“经营什么？”的回答为“school”，但没有这样的回答",
    ),
]


@pytest.mark.parametrize(("definition", "text"), SAID)
def test_a_problem_says_the_figures_it_is_about(definition: ItemDefinition, text: str) -> None:
    found: tuple[Problem, ...] = problems(definition, CONTEXT)

    assert [one.text for one in found] == [text]
