"""Planted faults: the sound definition with one thing wrong, by the id of the rule that must find it, and it alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from appcore.definition import item
from appcore.definition.checks import Context, OfferFace
from appcore.definition.conditions import Condition, Test
from appcore.definition.item import ItemDefinition, Ref
from tests.definition.sound import BUREAU, CONTEXT, FACE, LAW, SOUND, sound, step, when


@dataclass(frozen=True)
class Fault:
    """One faulty definition or face, and what the county knows."""

    definition: ItemDefinition = SOUND
    context: Context = field(default=CONTEXT)
    face: OfferFace = field(default=FACE)


def item_with(**changes: Any) -> Fault:
    return Fault(sound(**changes))


def row(part: str, key: str, /, **changes: Any) -> Fault:
    """One row changed; a dotted key names a row under a row."""
    above, _, below = key.partition(".")
    rows = []
    for one in getattr(SOUND, part):
        if one.key != above:
            rows.append(one)
        elif below:
            child = "choices" if hasattr(one, "choices") else "reductions"
            made = tuple(replace(kid, **changes) if kid.key == below else kid for kid in getattr(one, child))
            rows.append(replace(one, **{child: made}))
        else:
            rows.append(replace(one, **changes))
    return Fault(sound(**{part: tuple(rows)}))


def added(part: str, *more: item.Part, **changes: Any) -> Fault:
    return Fault(sound(**{part: (*getattr(SOUND, part), *more)}, **changes))


def grouped(first: str, second: str) -> Fault:
    """Two steps in one parallel group, of which only the first says its department."""
    both: dict[str, dict[str, Any]] = {first: {"department": BUREAU}, second: {"department": None}}
    return Fault(
        sound(
            steps=tuple(
                replace(one, parallel="apart", **both[one.key]) if one.key in both else one for one in SOUND.steps
            )
        )
    )


def without(part: str, *keys: str, **changes: Any) -> Fault:
    return Fault(sound(**{part: tuple(one for one in getattr(SOUND, part) if one.key not in keys)}, **changes))


def face(**changes: Any) -> Fault:
    return Fault(face=replace(FACE, **changes))


def served(**changes: Any) -> Fault:
    """The sound item as a public service, from which what only permits need has been taken."""
    return Fault(replace(PUBLIC_SERVICE, **changes))


def paper(key: str, name: str, **more: Any) -> item.Material:
    return item.Material(key=key, name=name, **({"necessity": "required", "basis": LAW} | more))


PUBLIC_SERVICE = sound(
    task_type="public_service", catalog_code="002031128000", task_code="", handle_item_code="", power_source=None, legal_days=None,
    legal_unit=None, review_body="", litigation_court="", quota_note="",
)  # fmt: skip
INSTANT = {
    "case_type": "instant", "review_type": "on_the_spot", "promised_days": 0,
    "steps": tuple(replace(one, counting="instant", duration=0) for one in SOUND.steps if one.key != "inspect"),
}  # fmt: skip
SIDE_BY_SIDE = tuple(
    replace(
        one,
        parallel="together",
        department=Ref("330327-00", "苍南县灵溪镇人民政府") if one.key == "compare" else BUREAU,
    )
    if one.key in ("inspect", "compare")
    else one
    for one in SOUND.steps
)
Q = item.Question
F = item.Field
TABLE = (
    F(key="people", label="人员", kind="table"),
    F(key="years", label="年龄", kind="integer", within="people", summed=True),
)
MANY = tuple(item.Choice(key=f"c{number}", label=str(number)) for number in range(30))

YES_NO = Q(key="own", text="自有场所？", kind="yes_no")
AT_LEAST_ONE = Condition("any", (Test("own", "at_least", 1),))

ROOMS = item.Field(key="rooms", label="间数", kind="integer", required=True, low=1, high=9)
OPENED = item.Field(key="opened", label="开业日期", kind="date", required=True)
AREA = item.Field(key="area", label="面积", kind="decimal", required=True, low=1)


def formula(text: str, key: str = "total", **more: Any) -> item.Field:
    return item.Field(key=key, label=f"结果{key}", kind="computed", formula=text, **more)


def both(*tests: Test) -> Condition:
    return Condition("all", tests)


EARLIER_AND_LATER = both(Test("opened", "at_least", "2026-02-01"), Test("opened", "at_most", "2026-01-31"))


def acting(key: str, *acts: str) -> tuple[item.Step, ...]:
    """The sound steps, at one of which other things may be done."""
    return tuple(replace(one, acts=acts) if one.key == key else one for one in SOUND.steps)


def suspending(key: str) -> tuple[item.Step, ...]:
    return acting(key, "pass", "suspend")


FAULTS: dict[str, list[Fault]] = {
    "C001": [
        item_with(name=""),
        item_with(enters_center=None),
        item_with(accepting_department=None),
        row("materials", "licence", necessity=None),
        row("questions", "trade.meals", label=""),
        served(has_fee=None, fees=()),
    ],
    "C002": [item_with(bases=()), item_with(conditions=()), item_with(steps=())],
    "C003": [item_with(review_body=""), item_with(litigation_court=""), item_with(quota_note="")],
    "C004": [
        added("materials", paper("id_card", "健康证明")),
        row("fields", "size.large", key="small"),
    ],
    "C005": [row("outcomes", "permit", key="Permit"), row("bases", "food_law", key="食品安全法")],
    "C006": [row("materials", "plan", condition=when("nowhere", "meals"))],
    "C007": [
        row("materials", "plan", condition=when("trade", "school")),
        row("materials", "plan", condition=when("shops", "two")),
        row("materials", "plan", condition=Condition("any", (Test("trade", "at_least", 3),))),
        row("materials", "plan", condition=when("shops", True)),
        row("materials", "plan", condition=when("premises", 3)),
        row("materials", "plan", condition=Condition("any", (Test("premises", "at_least", 3),))),
        added("questions", YES_NO, materials=(replace(SOUND.materials[2], condition=when("own", "yes")),)),
        added("questions", YES_NO, materials=(replace(SOUND.materials[2], condition=AT_LEAST_ONE),)),
        row("materials", "plan", condition=Condition("any", (Test("trade", "one_of", ("meals", "school")),))),
    ],
    "C008": [
        added("questions", Q(key="own", text="自有场所？", kind="yes_no", condition=when("own", True))),
        added(
            "questions",
            Q(key="here", text="在本县？", kind="yes_no", condition=when("there", True)),
            Q(key="there", text="在外县？", kind="yes_no", condition=when("here", True)),
        ),
    ],
    "C009": [added("fields", item.Field(key="shops", label="门店数", kind="integer"))],
    "C010": [row("fees", "licence", quantity="trade"), row("fees", "licence", quantity="nowhere")],
    "C011": [
        row("steps", "examine", parallel="alone"),
        grouped("examine", "deliver"),
        grouped("examine", "compare"),
    ],
    "C012": [
        item_with(catalog_code="000231128000", task_code="", handle_item_code=""),
        item_with(catalog_code="00013112800", task_code="", handle_item_code=""),
    ],
    "C013": [
        item_with(task_code="11330327000000019W400013112800", handle_item_code=""),
        item_with(task_code="11330327000000019W4000131128001", handle_item_code=""),
    ],
    "C014": [
        item_with(handle_item_code="11330327000000019W40001311280000"),
        item_with(handle_item_code="11330327000000019W400013112800101"),
        item_with(handle_item_code="00013112800101"),
    ],
    "C015": [item_with(use_levels=("city",))],
    "C016": [
        item_with(task_code="11330327000000018W4000131128000", handle_item_code=""),
        Fault(context=replace(CONTEXT, credit_codes={BUREAU.code: "11330327000000027P"})),
    ],
    "C017": [
        item_with(undertaking_department=Ref("330327-99", "县工商局")),
        row("materials", "licence", paper=Ref("gone", "旧执照")),
        row("outcomes", "permit", sample="f" * 64),
    ],
    "C018": [
        added("questions", Q(key="kind", text="哪一种？", kind="choice", choices=MANY[:1])),
        added("fields", item.Field(key="when", label="日期", kind="date", choices=MANY[:2])),
    ],
    "C019": [
        row("fees", "licence.poor", kind="percent"),
        row("fees", "licence.poor", kind="fixed"),
    ],
    "C020": [row("fields", "premises", kind="hologram"), row("fields", "premises", low=9, high=3)],
    "C021": [item_with(season_from=""), item_with(season_until="1225")],
    "C022": [
        row("procedures", "testing", basis=""),
        row("steps", "inspect", counting="not_counted"),
    ],
    "C023": [item_with(extension_limit=16, joint_departments=(BUREAU,), lead_department=BUREAU), item_with(extension_limit=11), item_with(extension_limit=15, extension_unit="natural_days")],
    "C024": [
        item_with(legal_unit=None),
        item_with(extension_limit=5, extension_unit=None),
        row("steps", "deliver", unit=None),
        row("procedures", "testing", unit=None),
    ],
    "C025": [item_with(delivery_days=11)],
    "C026": [
        item_with(power_source="conquest"),
        item_with(handle_forms=("window", "telegraph")),
        item_with(name="长" * 201),
        row("materials", "licence", copies=100),
    ],
    "C027": [row("bases", "food_law", unverified=True), row("fees", "licence", unverified=True)],
    "C028": [item_with(catalog_code="", handle_item_code="")],
    "C029": [
        added("fields", F(key="list", label="类别", kind="code", code_list="no_such_list")),
        added("fields", F(key="list", label="类别", kind="code")),
        added("fields", F(key="pass", label="通行证", kind="document", code_list="none")),
        added("fields", F(key="plan", label="图纸", kind="files", code_list="video")),
    ],
    "C030": [
        added("fields", F(key="age", label="年龄", kind="integer", within="nowhere")),
        added("fields", F(key="age", label="年龄", kind="integer", within="size")),
    ],
    "C031": [
        added("fields", *TABLE, F(key="more", label="照片", kind="photo", within="people")),
        added("fields", *TABLE, F(key="more", label="说明", kind="heading", within="people")),
        added("fields", *TABLE, F(key="more", label="子女", kind="table", within="people"), F(key="child", label="姓名", kind="text", within="more")),
    ],
    "C032": [
        added("fields", F(key="area", label="面积", kind="decimal", summed=True)),
        added("fields", *TABLE, F(key="who", label="姓名", kind="text", within="people", summed=True)),
    ],
    "C033": [
        added("fields", *TABLE, materials=(replace(SOUND.materials[2], condition=when("people", "x")),)),
        added("fields", *TABLE, materials=(replace(SOUND.materials[2], condition=when("years", 3)),)),
        added("fields", F(key="told", label="说明", kind="note"), materials=(replace(SOUND.materials[2], condition=when("told", "x")),)),
    ],
    "C034": [added("fields", F(key="people", label="人员", kind="table"))],
    "C035": [
        added("fields", AREA, replace(AREA, key="area_2")),
        added("fields", *TABLE, F(key="years_2", label="年龄", kind="integer", within="people")),
    ],
    "C040": [
        row("materials", "plan", condition=both(Test("trade", "is", "meals"), Test("trade", "is_not", "meals"))),
        row("materials", "plan", condition=both(Test("shops", "at_least", 5), Test("shops", "at_most", 4))),
        added("fields", ROOMS, materials=(replace(SOUND.materials[2], condition=both(Test("rooms", "at_least", 10))),)),
        added("fields", ROOMS, materials=(replace(SOUND.materials[2], condition=both(Test("rooms", "empty", True))),)),
        added("fields", OPENED, materials=(replace(SOUND.materials[2], condition=EARLIER_AND_LATER),)),
        added("fields", AREA, materials=(replace(SOUND.materials[2], condition=both(Test("area", "at_most", "0.5"))),)),
        row("materials", "plan", condition=both(Test("trade", "none_of", ("meals", "goods")))),
    ],
    "C041": [
        row("materials", "plan", condition=Condition("any", (Test("trade", "is", "meals"), Test("trade", "is_not", "meals")))),
        row("materials", "plan", condition=both(Test("shops", "at_least", 0))),
        row("materials", "plan", condition=both(Test("premises", "filled", True))),
    ],
    "C042": [
        added(
            "fields", ROOMS,
            materials=(replace(SOUND.materials[2], condition=Condition("any", (Test("rooms", "at_least", 10), Test("trade", "is", "meals")))),),
        ),
    ],
    "C043": [
        added("fields", ROOMS, formula(text))
        for text in (
            "", "rooms +", "rooms ** 2", "(rooms", "rooms rooms", "nowhere + 1", "rooms / 0", "rooms / (2 - 2)", 'rooms + "a"',
            "foo(rooms)", "round()", 'size = "huge"', "1 < 2 < 3", "如果(rooms, 1, 2)", "今天() * 2", "sum(rooms.x)",
        )
    ] + [added("fields", ROOMS, formula("今天()", places=2))],
    "C044": [
        added("fields", formula("total + 1")),
        added("fields", formula("other + 1"), formula("total * 2", key="other")),
    ],
    "C045": [row("fields", "premises", formula="1 + 1")],
    "C046": [added("fields", ROOMS, formula("rooms / 2")), added("fields", AREA, formula("area * 3"))],
    "C061": [
        row("steps", "approve", acts=()),
        row("steps", "approve", acts=("return",)),
        item_with(steps=tuple(replace(one, acts=()) for one in SOUND.steps)),
    ],
    "C062": [
        row("steps", "accept", acts=("pass", "return")),
    ],
    "C063": [
        item_with(procedures=(), steps=suspending("examine")),
        item_with(procedures=(replace(SOUND.procedures[0], counted=True),), steps=suspending("examine")),
        item_with(procedures=(replace(SOUND.procedures[0], kind="extension"),), steps=suspending("examine")),
    ],
    "C064": [
        item_with(extension_limit=None, extension_unit=None, steps=acting("approve", "pass", "extend")),
    ],
    "W1": [
        item_with(case_type="instant"),
        item_with(review_type="on_the_spot"),
        Fault(sound(**(INSTANT | {"case_type": "promised"}))),
    ],
    "W2": [row("outcomes", "permit", name="关于设立的批复")],
    "W3": [item_with(result_form="document"), item_with(result_form=None)],
    "W4": [row("outcomes", "permit", name="同意行文")],
    "W5": [row("outcomes", "permit", result_type=None)],
    "W6": [row("outcomes", "permit", sample=None)],
    "W7": [item_with(visits=None), item_with(visits_reason=""), item_with(visits_reason="无需到现场办理")],
    "W8": [item_with(visits=0)],
    "W9": [item_with(visits=0, visits_reason="", is_online=False, mails_material=False)],
    "W10": [item_with(online_grade="grade4")],
    "W11": [
        item_with(fees=()),
        row("fees", "licence", basis=""),
        row("fees", "licence", name=""),
        row("fees", "licence", amount_fen=None),
    ],
    "W12": [item_with(has_fee=False, pays_online=False), item_with(has_fee=False, fees=())],
    "W13": [
        face(complaint_phones=("0577-00000001",)),
        face(consult_phones=("00000001",)),
        face(consult_phones=("0571-00000001",)),
        face(complaint_phones=()),
        face(complaint_phones=("(0577)0000 0001", "12345")),
    ],
    "W14": [face(hours="上午8:30-12:00"), face(hours="")],
    "W15": [face(place="灵溪镇便民服务中心"), face(place="")],
    "W16": [face(consult_address=""), face(complaint_address="")],
    "W17": [
        item_with(person_themes=()),
        item_with(body_themes=()),
        item_with(service_objects=("person",)),
        item_with(service_objects=("company",)),
    ],
    "W18": [item_with(faqs=()), row("faqs", "prepacked", answer="无")],
    "W19": [row("steps", "finish", kind="pass_on"), without("steps", "deliver")],
    "W20": [
        item_with(promised_days=9),
        row("steps", "compare", duration=5),
        Fault(sound(steps=(*SOUND.steps[:-1], replace(SOUND.steps[-1], counting="counted")), procedures=())),
    ],
    "W21": [
        row("bases", "food_law", level=None),
        added(
            "bases",
            item.LegalBasis(key="both", level="law", title="《食品安全法》《浙江省食品小作坊条例》"),
        ),
    ],
    "L1": [
        Fault(
            sound(
                promised_days=4,
                steps=tuple(replace(one, duration=0 if one.key == "examine" else 1) for one in SOUND.steps),
            )
        ),
    ],
    "L2": [item_with(promised_note="材料齐全的，当场办结。")],
    "L3": [item_with(must_attend=True)],
    "L4": [row("conditions", "premises", text="从业人员持有健康证明。"), row("conditions", "premises", text="已取得房产证。")],
    "L5": [
        row("conditions", "premises", text="申请人应当提交下列材料。"),
        row("conditions", "premises", text="持居民身份证、营业执照、户口簿、结婚证办理。"),
    ],
    "L6": [item_with(promised_days=11), item_with(steps=tuple(replace(one, duration=None) for one in SOUND.steps))],
    "L7": [
        served(steps=tuple(one for one in SOUND.steps if one.key not in ("finish", "deliver")), promised_days=9),
    ],
    "O1": [
        added("materials", paper("rest", name))
        for name in ("其他材料", "其他相关材料", "法律法规规定的其他文件", "营业场所证明等材料", "有关证明")
    ],
    "O2": [item_with(legal_days=9), item_with(legal_days=13, legal_unit="natural_days")],
    "O3": [row("materials", "licence", basis=""), row("steps", "accept", basis="")],
    "O4": [
        item_with(summary="在平阳县办理。"),
        item_with(summary="苍南县和南县都可以办理。"),
        row("faqs", "prepacked", answer="请到瑞安市办理。"),
    ],
    "O5": [item_with(rights="可在三个月内向人民法院提起诉讼。"), item_with(rights="提起行政诉讼的期限为3个月。")],
    "O6": [Fault(context=replace(CONTEXT, twins=("330327-00007",)))],
    "O7": [item_with(steps=SIDE_BY_SIDE), item_with(joint_departments=(BUREAU,))],
    "O8": [
        item_with(body_kind="entrusted"),
        item_with(power_source="entrusted_above"),
        item_with(power_source="handed_down"),
    ],
    "O9": [
        Fault(sound(**INSTANT, materials=(*SOUND.materials, paper("later", "租赁合同", necessity="deferrable")))),
    ],
    "O11": [face(consult_phones=()), face(staff_shown=False)],
    "O12": [
        added("materials", paper("again", "营业执照（副本）", paper=Ref("licence", "营业执照"))),
        added("materials", paper("again", "居民 身份证")),
        added("materials", paper("again", "厨房平面布局图", condition=when("trade", "meals"))),
        added("steps", step("again", "审查", "examine", 0)),
    ],
    "O13": [face(unheld_steps=("approve",))],
    "O17": [
        row("conditions", "premises", text="符合其他相关条件的人。"),
        row("materials", "licence", fill_note="视情况提供。"),
    ],
    "O18": [Fault(context=replace(CONTEXT, near=(("330327-00007", "食品经营许可（变更）"),)))],
    "O19": [Fault(context=replace(CONTEXT, near_papers={"厨房平面布局图": ("plan", "厨房布局图")}))],
    "O20": [
        Fault(context=replace(CONTEXT, doubled={SOUND.handle_item_code: "330327-00007"})),
        Fault(sound(local_task_code="许可-00001-001"), replace(CONTEXT, doubled={"许可-00001-001": "330327-00007"})),
    ],
    "O21": [
        face(paper="苍政发〔2020〕1号", papers_elsewhere=("苍政发〔2019〕3号",)),
        face(shared_phones={"0577-00000001": "钱库镇便民服务中心"}),
        face(exempt_elsewhere={"licence": "钱库镇便民服务中心"}),
    ],
    "O22": [
        Fault(context=replace(CONTEXT, repealed=frozenset({"中华人民共和国食品安全法"}))),
        Fault(row("bases", "food_law", document=Ref("QT-2020-1", "旧文件")).definition, replace(CONTEXT, repealed=frozenset({"QT-2020-1"}))),
    ],
    "O23": [item_with(visits=2)],
    "O25": [item_with(materials=())],
    "O26": [face(lacks_window=True)],
    "O24": [added("materials", paper("form", "食品经营许可申请书"))],
    "O14": [
        row("fees", "licence", basis="发改价格规〔2016〕2559号"),
        row("fees", "licence", basis="《浙江省食品小作坊管理条例》第三条"),
        row("fees", "licence", basis="《食品经营许可管理办法》第三条"),
    ],
    "O15": [
        added("materials", paper("alive", "健在证明", issuer="村民委员会")),
        added("materials", paper("kin", "亲属关系证明（村（社区）盖章）")),
        item_with(name="居民养犬证明", use_levels=("village",), task_code="", handle_item_code=""),
        item_with(name="婚姻状况证明", implementing_body=Ref(BUREAU.code, "灵溪镇某村村民委员会")),
    ],
    "O16": [
        item_with(review_body="温州市市场监督管理局"),
        item_with(review_body="苍南县人民政府或者上一级主管部门"),
    ],
}  # fmt: skip
