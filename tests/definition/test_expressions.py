"""Expressions: what they give, what is refused and where, and that no text at all makes them fail otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore.definition.expressions import Faulty, compute, explain, formulas, work_out
from appcore.definition.item import Choice, Field, ItemDefinition, Question

TODAY = date(2026, 11, 23)
KINDS = (Choice(key="farm", label="农业户口"), Choice(key="town", label="非农业户口"))
FIELDS = (
    Field(key="area", label="面积", kind="decimal", places=2),
    Field(key="price", label="单价", kind="money"),
    Field(key="people", label="人数", kind="integer"),
    Field(key="born", label="出生日期", kind="date"),
    Field(key="until", label="截止日期", kind="date"),
    Field(key="poor", label="是否低保", kind="yes_no"),
    Field(key="who", label="姓名", kind="text"),
    Field(key="crop", label="作物", kind="code_list", code_list="crops"),
    Field(key="marks", label="标记", kind="choices", choices=KINDS),
    Field(key="plots", label="地块", kind="table"),
    Field(key="size", label="亩数", kind="decimal", within="plots"),
    Field(key="paid", label="每亩补贴", kind="money", within="plots"),
    Field(key="note", label="备注", kind="text", within="plots"),
)
VALUES: dict[str, Any] = {
    "area": "12.5", "price": 1050, "people": 3, "born": "2000-02-29", "until": "2026-11-27", "poor": True, "who": "张三",
    "crop": "rice", "kind": "farm",
    "plots": ({"size": "1.5", "paid": 20_00}, {"size": "2", "note": "坡地"}, {"paid": 10_00}),
}  # fmt: skip


@dataclass(frozen=True)
class World:
    today: date = TODAY

    def code_list(self, name: str) -> Sequence[tuple[str, str]] | None:
        return (("rice", "水稻"),) if name == "crops" else None

    def is_working(self, day: date) -> bool | None:
        return day.weekday() < 5 if day.year == 2026 else None


def item(*more: Field) -> ItemDefinition:
    question = Question(key="kind", text="户口类型", kind="choice", choices=KINDS)
    return ItemDefinition(code="330327-00001", questions=(question,), fields=(*FIELDS, *more))


def made(formula: str, values: dict[str, Any] | None = None, **more: Any) -> Any:
    field = Field(key="made", label="结果", kind="computed", formula=formula, **more)
    worked = work_out(item(field), VALUES if values is None else values, World())
    return str(worked.troubles["made"]) if "made" in worked.troubles else worked.values.get("made")


def fault(formula: str, **more: Any) -> str:
    field = Field(key="made", label="结果", kind="computed", formula=formula, **more)
    found = formulas(item(field)).faults["made"]
    return f"{found.at}:{found.verdict}"


@pytest.mark.parametrize(
    ("formula", "places", "expected"),
    [
        ("1 + 2 * 3", None, 7), ("(1 + 2) * 3", None, 9), ("10 - 3 - 2", None, 5), ("-2 * -3", None, 6), ("7 / 2", 1, "3.5"),
        ("0.1 + 0.2", 2, "0.30"), ("1 / 3", 6, "0.333333"), ("2.5", 0, 3), ("-2.5", 0, -3), ("-0.001", 2, "0.00"),
        ("area * price", 2, "131.25"), ("面积 × 单价", 2, "131.25"), ("[面积]＊（人数＋１）", 1, "50.0"),
        ("如果(人数 >= 3, 100, 50)", None, 100), ("if(poor, 0, 单价)", 2, "0.00"), ('如果(kind = "农业户口", 1, 2)', None, 1),
        ('如果(kind ≠ "farm" 或 非 poor, 1, 2)', None, 2), ("如果(是 且 否, 1, 2)", None, 2),
        ("min(3, 人数, 7)", None, 3), ("最大(1, 面积)", 1, "12.5"), ("round(2 / 3, 2)", 2, "0.67"), ("四舍五入(2.5)", None, 3),
        ("sum(plots.size)", 2, "3.50"), ("合计(地块.每亩补贴)", 2, "30.00"), ("count(plots)", None, 3), ("平均(地块.亩数)", 2, "1.75"),
        ("最大(地块.亩数)", None, "2.00"), ("最大(地块.亩数)", 0, 2), ("单价 * 3", None, "31.50"), ("周年数(出生日期, 今天())", None, 26), ("天数(今天(), until)", None, 4), ("until - 今天()", None, 4),
        ("工作日数(今天(), until)", None, 4), ("born + 365", None, "2001-02-28"), ("until - 1", None, "2026-11-26"), ("今天()", None, "2026-11-23"),
        ('who & "：" & 人数 & "人"', None, "张三：3人"), ('名称("crops", crop)', None, "水稻"), ("人数 > 2", None, True),
        ("默认(nothing, 5)".replace("nothing", "people"), None, 3), ("how".replace("how", 'area & "亩"'), None, "12.5亩"),
        ("born < until", None, True), ('who = "张三"', None, True), ('“a,b)” & "（"', None, "a,b)（"),
    ],
)  # fmt: skip
def test_an_expression_gives(formula: str, places: int | None, expected: Any) -> None:
    assert made(formula, places=places) == expected


@pytest.mark.parametrize(
    "formula", ["area + 1", "如果(poor, 1, 2)", "sum(plots.size)", 'who & "!"', "poor 且 是", "天数(born, 今天())", "area = 1"]
)  # fmt: skip
def test_what_is_not_known_yet_gives_nothing_yet(formula: str) -> None:
    assert made(formula, {}) is None


def test_what_is_not_known_does_not_matter_where_it_decides_nothing() -> None:
    assert made("如果(poor 或 是, 1, area)", {}, places=0) == 1
    assert made("默认(area, 5)", {}, places=0) == 5
    assert made("count(plots)", {"plots": None}) == 0


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("1 / (人数 - 3)", "除数是0，算不出结果。"),
        ("平均(地块.亩数)", "没有可以求平均的数。"),
        ("工作日数(今天(), until)", "2027年工作日历尚未载入，算不出工作日。"),
        ("天数(born, until) / 0.5 * 99999999999999", "算出的数太大。"),
        ("周年数(until, born)", "结束日期早于开始日期，请核对。"),
        ('名称("crops", crop)', "代码表“crops”里没有代码“tea”。"),
        ('名称("none", crop)', "没有叫“none”的代码表。"),
        ("born + 人数 / 2", "日期只能加减整天数。"),
        ("born + 人数 * 9999999", "算出的日期超出了日历。"),
        ("round(1, 人数 + 9)", "取整的位数应为0至6的整数。"),
    ],
)  # fmt: skip
def test_what_cannot_be_worked_out_is_a_sentence(formula: str, sentence: str) -> None:
    values = VALUES | {"plots": (), "until": "2027-01-05", "crop": "tea"}

    assert made(formula, values) == sentence


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("", "0:公式还没有写。"),
        ("面积 +", "4:这里缺少一个数、字段或函数。"),
        ("面积 $ 2", "3:“$”不能用在公式里。"),
        ("2 * (面积 + 1", "11:第5个字的左括号没有配对的右括号。"),
        ("面积 单价", "3:“单价”前面缺少运算符号。"),
        ("面积 + 高度", "5:没有叫“高度”的字段。"),
        ("亩数 + 1", "0:“亩数”是表格里的一列，请写成 合计(地块.亩数) 这样的形式。"),
        ("面积.长 + 1", "0:“面积”不是表格，没有列。"),
        ("标记", "0:“标记”这种字段不能用在公式里。"),
        ("地块", "0:表格不能直接作为结果，请用 合计、平均、行数 等函数。"),
        ("合计(地块.备注)", "3:“备注”这一列不是数，不能这样计算。"),
        ("1 + 姓名", "4:这里应是数，写的却是文字。"),
        ("如果(人数, 1, 2)", "3:这里应是是或否，写的却是数。"),
        ("如果(poor, 1, who)", "12:这里应是数，写的却是文字。"),
        ('kind = "居民户口"', "7:“户口类型”没有这个选项，可选：农业户口、非农业户口。"),
        ('who < "a"', "4:文字不分大小，只能用 = 或 ≠ 比较。"),
        ("10 / (3 - 3)", "8:除数是0，算不出结果。"),
        ("四舍五入(1, 2, 3)", "0:函数“四舍五入”要写1项，现在是3项。"),
        ("1 < 2 < 3", "6:比较不能连着写，请用“且”连接两个比较。"),
        ("(" * 31 + "1" + ")" * 31, "30:括号套得太深，请分成几个自动计算的字段。"),
        ("+".join("1" * 300), "403:公式太长，请分成几个自动计算的字段。"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(formula: str, said: str) -> None:
    found = fault(formula)

    if "公式太长" in said:
        found = f"403:{found.partition(':')[2]}"
    assert found == said


@given(st.text(max_size=60) | st.text('面积人数()[]"“”.,+-*/<=>1 且或非如果sumplots', max_size=60))
def test_no_text_makes_it_fail_otherwise_than_in_its_own_way(text: str) -> None:
    """Either a fault of the formula, or a value, or a trouble in words."""
    found = made(text, VALUES) if "made" not in formulas(item(_computed(text))).faults else None

    assert found is None or isinstance(found, str | int)


def _computed(text: str, key: str = "made", **more: Any) -> Field:
    return Field(key=key, label=key, kind="computed", formula=text, **more)


NUMBERS = {"面积": Fraction("12.5"), "单价": Fraction("10.5"), "人数": Fraction(3)}
_leaves = st.sampled_from(list(NUMBERS)) | st.integers(0, 50).map(str) | st.sampled_from(["0.25", "1.5"])
sums = st.recursive(
    _leaves,
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({' '.join(parts)})") | inner.map("-{}".format)
    ),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.parametrize(
    "formula", ["minus(area, area)", "[*](1, 1, 1)", "plus()", "area & minus()", "[/](1)", "[=](1)", "且(1 = 1)", "or()", "not()", "[+]", "1 [+] 1"]
)  # fmt: skip
def test_an_operator_is_no_function_and_no_name(formula: str) -> None:
    """They would be taken for the operator itself, with parts that no operator has."""
    assert fault(formula)
    assert made(formula) is None


@given(sums)
def test_sums_agree_with_exact_fractions(text: str) -> None:
    python = text
    for name in NUMBERS:
        python = python.replace(name, f"N[{name!r}]")
    # Python's own reading of the same text, over exact fractions.
    for number in sorted(
        {piece for piece in text.replace("(", " ").replace(")", " ").replace("-", " ").split() if piece[0].isdigit()},
        key=len,
    ):
        python = " ".join(f"F('{one}')" if one == number else one for one in python.replace("(", " ( ").replace(")", " ) ").replace("-", " - ").split(" "))  # fmt: skip
    try:
        expected = eval(python, {"N": NUMBERS, "F": Fraction})  # noqa: S307 - made by this test alone
    except ZeroDivisionError:
        return
    if abs(expected) >= 10**9 or expected == 0:
        return

    assert made(f"如果({text} = {expected.numerator} / {expected.denominator}, 1, 2)") == 1


def test_computed_fields_are_worked_out_in_the_order_they_need_and_columns_row_by_row() -> None:
    definition = item(
        _computed("total * 2", "double", places=2),
        _computed("合计(地块.subsidy)", "total", places=2),
        Field(key="subsidy", label="补贴", kind="computed", within="plots", formula="亩数 * 每亩补贴 + 人数", places=2),
    )

    found = compute(definition, VALUES, World())

    rows: Any = found["plots"]
    assert [row.get("subsidy") for row in rows] == ["33.00", None, None]
    assert found["total"] == "33.00"
    assert found["double"] == "66.00"


def test_a_stale_value_is_not_kept_where_nothing_can_be_worked_out() -> None:
    definition = item(_computed("area + 1", "sum", places=1), _computed("sum * 2", "twice", places=1))

    assert compute(definition, {"sum": "9.9"}, World()) == {}


def test_an_expression_reads_back_in_chinese() -> None:
    said = explain("round((area + 1) * price - 合计(plots.size), 2)", item())

    assert said == "四舍五入（（（“面积”加1）乘以“单价”）减合计（“地块”各行的“亩数”），2）"
    with pytest.raises(Faulty):
        explain("area +", item())


def test_two_fields_of_one_label_are_named_by_key() -> None:
    definition = item(
        Field(key="more", label="面积", kind="integer"), _computed("面积 + 1"), _computed("more + 1", "by_key")
    )

    assert "请改写标识：area、more" in str(formulas(definition).faults["made"].verdict)
    assert "by_key" not in formulas(definition).faults
