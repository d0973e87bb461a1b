"""Each rule finds what breaks it, and nothing else is found with it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from appcore.definition.checks import RULES, Context, Place, Problem, offer_problems, problems, score
from models.vocabulary import CHECK_GROUP
from tests.architecture import catalogues
from tests.definition.faults import FAULTS, MANY, Fault, Q, added, paper
from tests.definition.sound import BUREAU, CONTEXT, FACE, SOUND, sound, step, when

HAN = re.compile(r"[\u4e00-\u9fff]")
PLANTED = [
    pytest.param(rule_id, fault, id=f"{rule_id}-{number}")
    for rule_id in RULES
    for number, fault in enumerate(FAULTS.get(rule_id, []), 1)
]


def found(fault: Fault) -> tuple[Problem, ...]:
    """What both lists of checks find; the face is asked only where the fault is in what the hall shows."""
    of_the_offer = offer_problems(fault.definition, fault.face) if fault.face is not FACE else ()
    return problems(fault.definition, fault.context) + of_the_offer


def test_nothing_is_wrong_with_a_sound_definition() -> None:
    assert problems(SOUND, CONTEXT) == ()
    assert offer_problems(SOUND, FACE) == ()
    assert score(()) == 100


@pytest.mark.parametrize("rule_id", RULES)
def test_every_rule_has_a_planted_fault(rule_id: str) -> None:
    assert FAULTS.get(rule_id)


def test_no_fault_is_planted_for_a_rule_that_is_not_there() -> None:
    assert set(FAULTS) <= set(RULES)


@pytest.mark.parametrize(("rule_id", "fault"), PLANTED)
def test_a_planted_fault_is_found_by_its_rule_and_by_no_other(rule_id: str, fault: Fault) -> None:
    problems_found = found(fault)

    assert {problem.id for problem in problems_found} == {rule_id}


@pytest.mark.parametrize(
    ("rule_id", "said"),
    [
        ("C008", ["“自有场所？”的适用条件不能引用自己", "适用条件互相等待：在本县？ → 在外县？ → 在本县？"]),
        (
            "C044",
            ["自动计算的字段“结果total”不能引用自己", "自动计算的字段互相等待：结果total → 结果other → 结果total"],
        ),
    ],
)
def test_a_circle_is_told_by_what_people_call_its_members(rule_id: str, said: list[str]) -> None:
    assert [problem.text for fault in FAULTS[rule_id] for problem in found(fault)] == said


@pytest.mark.parametrize(("rule_id", "fault"), PLANTED)
def test_a_problem_says_in_chinese_what_is_wrong_and_what_mends_it(rule_id: str, fault: Fault) -> None:
    for problem in found(fault):
        assert HAN.search(problem.text)
        assert HAN.search(problem.advice)
        assert "%(" not in problem.text + problem.advice
        assert "\n" not in problem.advice


@pytest.mark.parametrize(("rule_id", "fault"), PLANTED)
def test_a_problem_stands_at_a_place_that_exists(rule_id: str, fault: Fault) -> None:
    for problem in found(fault):
        assert is_there(problem.place, fault)


def is_there(place: Place, fault: Fault) -> bool:
    if place.part == "offer":
        return not place.element or hasattr(fault.face, place.element)
    if not place.part:
        return hasattr(fault.definition, place.element)
    rows = getattr(fault.definition, place.part)
    if not place.key:
        return True
    row = next(one for one in rows if one.key == place.key)
    if place.child:
        row = next(
            one for one in (*getattr(row, "choices", ()), *getattr(row, "reductions", ())) if one.key == place.child
        )
    return not place.element or hasattr(row, place.element)


def test_rules_are_listed_in_the_order_of_the_papers() -> None:
    ids = list(RULES)

    assert ids[0] == "C001"
    assert ids.index("W2") < ids.index("W10") < ids.index("L1") < ids.index("O1")


def test_the_county_may_change_a_level_or_leave_a_rule_out() -> None:
    """Levels are data per check and county (decisions 51)."""
    faulty = sound(must_attend=True)

    mild = problems(faulty, replace(CONTEXT, levels={"L3": "info"}))
    silent = problems(faulty, replace(CONTEXT, levels={"L3": "off"}))

    assert [problem.level for problem in mild] == ["info"]
    assert silent == ()


def test_a_level_of_an_offer_rule_may_be_changed_too() -> None:
    face = replace(FACE, hours="")

    assert [one.level for one in offer_problems(SOUND, face, levels={"W14": "error"})] == ["error"]


def test_another_area_code_is_a_setting() -> None:
    """Decisions 50."""
    face = replace(FACE, consult_phones=("0571-00000001",))

    assert offer_problems(SOUND, face, "0571") == ()


def test_limits_in_different_units_are_only_a_warning() -> None:
    """O2: across units the comparison is rough."""
    rough = problems(sound(legal_days=13, legal_unit="natural_days"), CONTEXT)
    exact = problems(sound(legal_days=9), CONTEXT)

    assert [problem.level for problem in rough] == ["warning"]
    assert [problem.level for problem in exact] == ["error"]


def test_a_public_service_needs_no_legal_limit_and_no_source_of_power() -> None:
    """M binds 许可、给付、确认…, MP also 公共服务 (elements.md 1.5)."""
    service = sound(
        task_type="public_service", catalog_code="002031128000", task_code="", handle_item_code="", legal_days=None,
        legal_unit=None, power_source=None, review_body="", litigation_court="", quota_note="",
    )  # fmt: skip

    assert problems(service, CONTEXT) == ()


def test_steps_of_which_only_one_applies_are_not_added_up() -> None:
    """W20: 现场核查 and 书面核对 exclude each other, so that 1 + 3 + 4 + 1 + 1 = 10 days is right."""
    always = tuple(replace(one, condition=None) for one in SOUND.steps)

    assert problems(sound(steps=always), CONTEXT)[0].id == "W20"


def test_of_parallel_steps_only_the_longest_counts() -> None:
    side_by_side = tuple(
        replace(one, parallel="both", condition=None) if one.key in ("inspect", "compare") else one
        for one in SOUND.steps
    )
    joint = sound(steps=side_by_side, joint_departments=(BUREAU,), lead_department=BUREAU)

    assert {one.id for one in problems(joint, CONTEXT)} == {"O12"}


def test_a_flow_with_very_many_combinations_is_still_checked() -> None:
    """Only what always applies is added up then: nothing is wrong by guess."""
    questions = tuple(Q(key=f"q{number}", text="？", kind="choice", choices=MANY) for number in range(4))
    steps = tuple(
        step(f"s{number}", f"核对{number}", "examine", 9, condition=when(f"q{number}", "c1")) for number in range(4)
    )
    large = sound(questions=(*SOUND.questions, *questions), steps=(*SOUND.steps, *steps))

    assert {one.id for one in problems(large, CONTEXT)} == {"L6"}


def test_what_nobody_applies_for_needs_no_way_to_apply() -> None:
    """免申即享 (W9)."""
    assert problems(sound(visits=0, visits_reason="", is_online=False, initiation="unasked"), CONTEXT) == ()


def test_the_hospital_may_issue_what_the_village_may_not() -> None:
    """O15 is about villages (民发〔2020〕20号); a 死亡证明 of a hospital is a paper like others."""
    assert problems(added("materials", paper("death", "死亡证明", issuer="医疗机构")).definition, CONTEXT) == ()


def test_the_review_of_a_tax_office_belongs_to_the_next_tax_office() -> None:
    """行政复议法 (2023) 第二十七条."""
    tax = sound(
        implementing_body=replace(BUREAU, name="国家税务总局苍南县税务局"), review_body="国家税务总局温州市税务局"
    )

    assert problems(tax, CONTEXT) == ()


@pytest.mark.parametrize(
    "basis",
    [
        "《中华人民共和国居民身份证法》第二十条",
        "居民身份证法第二十条",
        "《中华人民共和国道路交通安全法实施条例》",
        "发改价格规〔2016〕2559号、《中华人民共和国民法典》",
    ],
)
def test_a_fee_of_a_permit_may_rest_on_a_law_or_an_administrative_regulation(basis: str) -> None:
    """行政许可法 第五十八条 (O14)."""
    fee = replace(SOUND.fees[0], basis=basis)

    assert problems(sound(fees=(fee,)), CONTEXT) == ()


def test_what_the_county_allows_to_be_said_is_not_vague() -> None:
    """The list of vague words is data: words are added, and words are allowed."""
    faulty = added("materials", paper("rest", "有关证明书")).definition

    assert [one.id for one in problems(faulty, CONTEXT)] == ["O1"]
    assert problems(faulty, replace(CONTEXT, allowed_words=("有关证明书",))) == ()
    assert [one.id for one in problems(SOUND, replace(CONTEXT, vague_texts=("相适应",)))] == ["O17"]


def test_every_rule_is_about_something_that_the_heat_map_shows() -> None:
    groups = {rule.group for rule in RULES.values()}

    assert groups == set(CHECK_GROUP.slugs)


def test_without_lists_of_the_county_nothing_is_checked_against_them() -> None:
    assert problems(SOUND, Context()) == ()


def test_an_empty_draft_is_told_everything_at_once_without_an_accident() -> None:
    """All problems at once, each with an id (style.md)."""
    empty = type(SOUND)(code="330327-00001")

    ids = [problem.id for problem in problems(empty, CONTEXT)]

    assert ids.count("C001") > 10
    assert ids.count("C002") == 3


def test_the_score_is_a_hundred_minus_the_weights_of_what_is_open() -> None:
    """Decisions 22: an error 10, a warning 3, an info 1; a missing basis 1, for it is counted row by row."""
    place = Place()
    open_problems = [
        Problem(place, "", "", id="W1", level="error"),
        Problem(place, "", "", id="W4", level="warning"),
        Problem(place, "", "", id="O3", level="warning"),
        Problem(place, "", "", id="C027", level="info"),
    ]

    assert score(open_problems) == 85
    assert score(open_problems[:1] * 20) == 0


@pytest.mark.parametrize("part", ["materials", "steps", "conditions", "bases"])
def test_a_list_that_is_left_out_never_wins_points(part: str) -> None:
    """Rows without a basis cost a point each; not writing the rows must cost more."""
    bare = tuple(
        replace(one, blank_form=None, basis="") if part == "materials" else replace(one, basis="") if part != "bases" else one
        for one in getattr(SOUND, part)
    )  # fmt: skip

    with_rows = score(problems(sound(**{part: bare}), CONTEXT))
    without = score(problems(sound(**{part: ()}), CONTEXT))

    assert without < with_rows <= 100
    assert without <= 70


@pytest.mark.parametrize(
    "changes", [{"task_type": "inspection"}, {"initiation": "unasked"}, {"service_class": "policy"}, {"service_class": "disclosure"}]
)  # fmt: skip
def test_nobody_brings_papers_to_what_is_not_applied_for(changes: dict[str, str]) -> None:
    assert "O25" not in {one.id for one in problems(sound(materials=(), **changes), CONTEXT)}
    assert "O25" in {one.id for one in problems(sound(materials=()), CONTEXT)}


def test_a_missing_list_that_the_county_only_counts_costs_one_point() -> None:
    counted = replace(CONTEXT, levels={"O25": "info"})

    assert score(problems(sound(materials=()), counted)) == 99


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"summary": "", "conditions": ()}, "服务内容"),
        ({"steps": ()}, "办事程序"),
        ({"fees": ()}, "收费标准"),
        ({"has_fee": None}, "收费标准"),
        ({"bases": ()}, "政策依据"),
    ],
)
def test_each_of_the_six_open_things_is_missed(changes: dict[str, object], label: str) -> None:
    """六公开 (O11)."""
    found_in_the_offer = offer_problems(sound(**changes), FACE)

    assert [(one.id, one.parameters) for one in found_in_the_offer] == [("O11", {"label": label})]


def test_an_item_without_a_fee_says_what_it_costs() -> None:
    assert offer_problems(sound(has_fee=False, fees=()), FACE) == ()


def test_every_sentence_of_a_problem_reaches_the_translators() -> None:
    """Decisions 21: messages are msgids; what the catalogue does not find is never translated."""
    root = Path(__file__).parents[2]
    known = {words for _, words in catalogues.spoken(root)}
    for path in (root / "appcore/definition/checks").glob("*.py"):
        known |= {str(hit[1]) for hit in extract_from_file("python", path, catalogues.KEYWORDS)}

    said = {
        words
        for faults in FAULTS.values()
        for fault in faults
        for one in found(fault)
        for words in (one.message, one.fix)
    }
    titles = {rule.title for rule in RULES.values()}

    assert said | titles <= known
