"""A definition with which nothing is wrong, to plant one fault at a time in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from appcore.definition import item
from appcore.definition.checks import Context, OfferFace
from appcore.definition.conditions import Condition, Test
from appcore.definition.item import ItemDefinition, Ref
from appcore.definition.kinds import KINDS

SEALED = "0" * 64
BUREAU = Ref("330327-04", "苍南县市场监督管理局")
OFFICE = Ref("330327-00", "苍南县灵溪镇人民政府")
LAW = "《中华人民共和国食品安全法》第三十五条"

CONTEXT = Context(
    own_places=frozenset({"苍南县", "苍南", "灵溪镇"}),
    other_counties=frozenset({"平阳县", "瑞安市", "南县"}),
    departments=frozenset({BUREAU.code, OFFICE.code}),
    papers=frozenset({"id-card", "licence"}),
    files=frozenset({SEALED}),
    field_kinds=frozenset(KINDS),
    credit_codes={BUREAU.code: "11330327000000019W"},
)
FACE = OfferFace(
    place="灵溪镇玉苍路1号便民服务中心3号窗口",
    hours="工作日，上午8:30-12:00，下午2:00-5:00",
    consult_phones=("0577-00000001",),
    complaint_phones=("12345",),
    consult_address="便民服务中心3号窗口",
    complaint_address="便民服务中心201室",
)


def when(key: str, value: str | int | bool) -> Condition:
    """The condition that the answer to `key` is `value`."""
    return Condition("all", (Test(key, "is", value),))


def step(key: str, name: str, kind: str, duration: int, role: str = "officer", **more: Any) -> item.Step:
    """A counted step of the bureau, in working days, with its basis."""
    made: dict[str, Any] = {
        "level": "county",
        "department": BUREAU,
        "unit": "working_days",
        "counting": "counted",
        "acts": ("pass",),
        "basis": LAW,
    } | more
    return item.Step(key=key, name=name, kind=kind, role=role, duration=duration, **made)


def sound(**changes: Any) -> ItemDefinition:
    """食品经营许可 as a made-up permit of 10 working days, with a question, a fee, a form and every obligatory element."""
    return replace(SOUND, **changes)


SOUND = ItemDefinition(
    code="330327-00042",
    catalog_code="000131128000",
    name="食品经营许可（新办）",
    task_type="permit",
    use_levels=("county",),
    service_class="administration",
    service_objects=("person", "company"),
    person_themes=("p08",),
    body_themes=("b02",),
    initiation="application",
    summary="开餐馆、卖食品之前办理的许可。",
    implementing_body=BUREAU,
    body_kind="statutory",
    task_code="11330327000000019W4000131128000",
    handle_item_code="11330327000000019W400013112800001",
    handle_item_name="食品经营许可（新办）",
    power_source="own_level",
    accepting_department=OFFICE,
    deciding_department=BUREAU,
    case_type="promised",
    review_type="examined",
    legal_days=20,
    legal_unit="working_days",
    promised_days=10,
    promised_unit="working_days",
    extension_limit=10,
    extension_unit="working_days",
    visits=1,
    visits_reason="须当面核对经营场所的平面布局图",
    must_attend=False,
    agent_allowed="all",
    season_from="01-05",
    season_until="12-25",
    quota_note="无",
    handle_forms=("window", "web"),
    has_fee=True,
    enters_center=True,
    is_online=True,
    online_grade="grade3",
    pays_online=True,
    by_express=True,
    mails_material=False,
    result_form="licence",
    delivery_ways=("window", "express"),
    delivery_days=10,
    review_body="苍南县人民政府",
    litigation_court="苍南县人民法院",
    bases=(
        item.LegalBasis(
            key="food_law",
            level="law",
            title="中华人民共和国食品安全法",
            article="第三十五条",
            effective_on=date(2015, 10, 1),
        ),
    ),
    conditions=(item.AcceptanceCondition(key="premises", text="有与经营的食品相适应的场所。", basis=LAW),),
    questions=(
        item.Question(
            key="trade",
            text="经营什么？",
            kind="choice",
            choices=(item.Choice(key="meals", label="餐饮"), item.Choice(key="goods", label="销售")),
        ),
        item.Question(key="shops", text="有几家门店？", kind="integer"),
    ),
    materials=(
        item.Material(
            key="id_card", paper=Ref("id-card", "居民身份证"), name="居民身份证", necessity="required", basis=LAW
        ),
        item.Material(
            key="licence",
            paper=Ref("licence", "营业执照"),
            name="营业执照",
            necessity="required",
            issuer="市场监督管理部门",
            basis=LAW,
        ),
        item.Material(
            key="plan",
            name="厨房平面布局图",
            necessity="required",
            basis=LAW,
            blank_form=SEALED,
            condition=when("trade", "meals"),
        ),
    ),
    fees=(
        item.Fee(
            key="licence",
            name="许可证工本费",
            amount_fen=1000,
            unit="元/证",
            quantity="shops",
            basis=LAW,
            reductions=(item.Reduction(key="poor", kind="free", reason="低保对象", basis=LAW),),
        ),
    ),
    steps=(
        step("accept", "受理", "accept", 1, "clerk", department=OFFICE, level="town", acts=("pass", "correct")),
        step("examine", "审查", "examine", 3, acts=("pass", "return")),
        step("inspect", "现场核查", "inspect", 4, condition=when("trade", "meals")),
        step("compare", "书面核对", "examine", 4, condition=when("trade", "goods")),
        step("approve", "决定", "approve", 1, "decider"),
        step("finish", "办结", "finish", 1),
        step("deliver", "送达", "deliver", 10, "clerk", counting="not_counted"),
    ),
    procedures=(
        item.SpecialProcedure(
            key="testing",
            name="检测",
            kind="testing",
            duration=15,
            unit="working_days",
            basis="《中华人民共和国行政许可法》第四十五条",
            counted=False,
        ),
    ),
    fields=(
        item.Field(key="premises", label="经营场所", kind="text", required=True, low=1, high=100),
        item.Field(
            key="size",
            label="规模",
            kind="choice",
            choices=(item.Choice(key="small", label="小型"), item.Choice(key="large", label="大型")),
        ),
    ),
    outcomes=(item.Outcome(key="permit", name="食品经营许可证", result_type="licence", validity="5年", sample=SEALED),),
    faqs=(
        item.Faq(key="prepacked", question="只卖预包装食品要办许可吗？", answer="不用，办理仅销售预包装食品备案即可。"),
    ),
)
