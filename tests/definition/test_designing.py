"""The pure part of the designer: what is typed becomes fields or a sentence, tables move whole, keys are given once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore.definition.conditions import Condition, Test
from appcore.definition.designing import blocks, keys, moves, pasting, rows
from appcore.definition.designing import labels as naming
from appcore.definition.designing.rows import Row
from appcore.definition.item import Choice, Field
from appcore.definition.schema import KEY_PATTERN
from seeds.registers import read_books
from tests.definition import samples

TABLE = (
    Field(key="who", label="申请人", kind="person_name"),
    Field(key="family", label="家庭成员", kind="table"),
    Field(key="name", label="姓名", kind="person_name", within="family"),
    Field(key="income", label="收入", kind="money", within="family", summed=True),
    Field(key="note", label="备注", kind="text"),
)


def row(number: int, label: str = "面积", kind: str = "decimal", **texts: str) -> Row:
    return Row(number, {"label": label, "kind": kind, **texts})


def labels(found: list[Row]) -> list[str]:
    return [one.get("label") for one in found]


@pytest.mark.parametrize(
    "fields", [samples.CARD.fields, TABLE, *(one.fields for one in read_books())]
)  # fmt: skip
def test_fields_that_are_opened_and_kept_are_the_same_fields(fields: tuple[Field, ...]) -> None:
    opened = rows.of_fields(fields)
    again = [rows.from_json(rows.as_json(one), one.number) for one in opened]

    made, faults = rows.as_fields([one for one in again if one is not None], frozenset(one.key for one in fields))

    assert faults == {}
    assert made == fields


@pytest.mark.parametrize(
    ("typed", "place", "sentence"),
    [
        (row(3, label="", key="k"), "3.label", "请填写字段名称。"),
        (row(3, kind=""), "3.kind", "请选择字段类型。"),
        (row(3, kind="nosuch"), "3.kind", "没有这种字段类型，请重新选择。"),
        (row(3, low="三"), "3.low", "请填写0或更大的整数，例如 3。"),
        (row(3, places="9"), "3.places", "最大是6。"),
        (row(3, label="长" * 101), "3.label", "最多100个字，现在有101个。"),
        (row(3, width="huge"), "3.width", "请从列表中选择。"),
        (row(3, key="Ä"), "3.key", "标识以小写字母开头，只用小写字母、数字和下划线，最多40个字符。"),
        (row(3, key="old"), "3.key", "标识“old”曾经给过别的字段或问题，不能再用，请换一个。"),
        (Row(3, {"label": "区", "kind": "choice", "key": "q"}, choices=(("", ""),)), "3.choices.0", "请填写选项，或删去这一行。"),
        (Row(3, {"label": "区", "kind": "choice", "key": "q"}, choices=(("a", "甲"), ("b", "甲"))), "3.choices.1", "选项“甲”重复了。"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_told_where_it_is_typed(typed: Row, place: str, sentence: str) -> None:
    named = rows.named([typed], ["old"])

    _fields, faults = rows.as_fields(named, retired=frozenset({"old"}))

    assert str(faults[place]) == sentence


def test_a_kind_leaves_out_what_it_does_not_read() -> None:
    typed = row(0, kind="date", key="day", high="9", unit="米", code_list="x")

    fields, faults = rows.as_fields([typed])

    assert faults == {}
    assert fields == (Field(key="day", label="面积", kind="date"),)


def test_a_published_key_stays() -> None:
    kept = rows.of_fields([Field(key="area", label="面积", kind="decimal")])[0].having(key="size")

    _fields, faults = rows.as_fields([kept], frozenset({"area"}))

    assert str(faults["0.key"]) == "这个字段已经启用过，标识不能修改，请改回“area”。"


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("面积", "mianji"), ("申请人的户籍所在地和现居住地址", "sqrdhjszdhxjzdz"), ("A4 纸", "a4zhi"), ("2026年收入", "field_2026nianshouru"),
        ("？", "field"), ("女儿", "nver"),
    ],
)  # fmt: skip
def test_a_key_is_proposed_from_the_label(label: str, key: str) -> None:
    assert keys.proposed(label, (), "field") == key
    assert keys.proposed(label, (key, f"{key}_2"), "field") == f"{key}_3"


@given(st.text(max_size=40), st.sets(st.text(alphabet="abn_23", min_size=1, max_size=6)))
def test_every_proposed_key_is_well_formed_and_free(label: str, taken: set[str]) -> None:
    key = keys.proposed(label, taken, "field")

    assert len(key) <= keys.LONGEST
    assert KEY_PATTERN.fullmatch(key)
    assert key not in taken


def test_a_table_moves_with_its_columns_and_a_column_stays_in_its_table() -> None:
    opened = rows.of_fields(TABLE)

    up = moves.moved(opened, 1, -1)
    inside = moves.moved(opened, 3, -1)
    at_the_top = moves.moved(opened, 2, -1)

    assert labels(up) == ["家庭成员", "姓名", "收入", "申请人", "备注"]
    assert labels(inside) == ["申请人", "家庭成员", "收入", "姓名", "备注"]
    assert labels(at_the_top) == labels(opened)


@given(st.lists(st.tuples(st.sampled_from([-1, 1]), st.integers(0, 6)), max_size=12))
def test_no_move_loses_a_row_or_parts_a_table_from_its_columns(steps: list[tuple[int, int]]) -> None:
    found = rows.of_fields(TABLE)
    for step, number in steps:
        found = moves.moved(found, number, step)

    assert sorted(one.number for one in found) == [0, 1, 2, 3, 4]
    assert moves.arranged(found) == found


def test_a_deleted_table_comes_back_whole_where_it_was() -> None:
    opened = rows.of_fields(TABLE)

    left, gone = moves.dropped(opened, 1)

    assert labels(left) == ["申请人", "备注"]
    assert moves.restored(left, gone) == opened


def test_a_copy_has_no_key_of_its_own_yet() -> None:
    copy = moves.duplicated(rows.of_fields(TABLE), 0, 9, "申请人（副本）")[1]

    assert (copy.number, copy.get("label"), copy.get("key"), copy.was) == (9, "申请人（副本）", "", "")


def test_many_fields_are_pasted_from_a_spreadsheet() -> None:
    text = "字段名称\t类型\t必填\t说明\t选项\n姓名\t姓名\t是\t\n身份证\t身份证号码\t√\n用途\t下拉\t否\t选一个\t居住、经营；其他\n备注\n"

    found = pasting.read(text)

    assert found.left == ()
    assert [(one.get("label"), one.kind, "required" in one.flags) for one in found.rows] == [
        ("姓名", "person_name", True), ("身份证", "id_number", True), ("用途", "choice", False), ("备注", "text", False),
    ]  # fmt: skip
    assert [label for _key, label in found.rows[2].choices] == ["居住", "经营", "其他"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("\t日期", "第一列是字段名称，不能空着。"),
        ("甲\t魔法", "没有“魔法”这种字段类型，可以写：单行文本、整数、日期、单选、联系电话等。"),
        ("甲\t日期\t也许", "第三列写“是”或“否”，现在是“也许”。"),
        ("甲\t日期\t是\t\t一、二", "只有单选和多选才有选项，请删去第五列或改类型。"),
        ("甲\t单选\t是\t\t一", "单选和多选至少要有两个选项，写在第五列，用顿号隔开。"),
        ("甲\t日期\t是\t\t\t多", "这一行多于五列，请只保留字段名称、类型、必填、填写说明、选项。"),
    ],
)
def test_a_line_that_cannot_be_read_stays_with_its_reason(line: str, sentence: str) -> None:
    found = pasting.read(f"乙\t日期\n{line}")

    assert len(found.rows) == 1
    assert [(number, kept, str(why)) for number, kept, why in found.left] == [(2, line, sentence)]


def test_a_block_is_put_in_under_free_keys_and_its_references_follow() -> None:
    condition = Condition("all", (Test("who", "filled", True),))
    block = (
        *TABLE,
        Field(key="sum", label="合计", kind="computed", formula="合计(family.income)", condition=condition),
    )

    put = blocks.copied(block, "home", 3, {"who", "income"})

    by_label = {one.label: one for one in put}
    assert [one.key for one in put] == ["who_2", "family", "name", "income_2", "note", "sum"]
    assert by_label["合计"].formula == "合计(family.income_2)"
    assert by_label["合计"].condition == Condition("all", (Test("who_2", "filled", True),))
    assert {one.shared for one in put} == {"home@3"}


def test_a_form_follows_a_new_version_and_keeps_its_keys_and_all_else() -> None:
    old = (Field(key="who", label="申请人", kind="person_name"), Field(key="tel", label="电话", kind="phone"))
    new = (
        *old[:1],
        Field(key="mail", label="邮箱", kind="email"),
        Field(key="sort", label="类别", kind="choice", choices=(Choice(key="a", label="甲"),)),
    )
    own = Field(key="area", label="面积", kind="decimal", help="本事项自己的")
    form = (own, *blocks.copied(old, "home", 1, {"who", "mail"}), Field(key="end", label="备注", kind="text"))

    fresh = blocks.followed(form, "home", {1: old, 2: new}, 2, new, {"mail"})

    assert [one.key for one in fresh] == ["area", "who_2", "mail_2", "sort", "end"]
    assert fresh[0] == own
    assert [one.shared for one in fresh] == ["", "home@2", "home@2", "home@2", ""]
    assert blocks.followed((own,), "home", {}, 2, new, ()) == (own,)


@pytest.mark.parametrize(
    "held",
    [None, [], {"texts": 1}, {"texts": {}, "flags": [[]], "choices": []}, {"texts": {}, "flags": [], "choices": [1]}],
)
def test_what_no_page_of_ours_wrote_is_no_trouble(held: Any) -> None:
    found = rows.from_json(held, 1)

    assert found is None or rows.as_fields([found])[0] == ()


@pytest.mark.parametrize(
    ("formula", "now", "retyped", "after"),
    [
        ("面积 * 2 + [面积]", {0: "经营面积"}, False, "经营面积 * 2 + 经营面积"),
        ("mianji * 2", {0: "经营面积"}, False, "mianji * 2"),
        ("面积 * 2", {0: "面积（平方米）"}, False, "[面积（平方米）] * 2"),
        ("面积 * 2", {0: "单价"}, False, "mianji * 2"),
        ("面积 - 单价", {0: "单价", 1: "面积"}, False, "单价 - 面积"),
        ("面积 - 单价", {0: "单价", 1: "面积"}, True, "面积 - 单价"),
        ("合计(家庭.收入)", {2: "家庭成员", 3: "年收入"}, False, "合计(家庭成员.年收入)"),
        ("收入 & “面积”", {0: "占地", 3: "年收入"}, False, "收入 & “面积”"),
        ("面积 +", {0: "占地"}, False, "占地 +"),
        ("面积 ! 2", {0: "占地"}, False, "面积 ! 2"),
        ("面积 * 2", {0: ""}, False, "面积 * 2"),
    ],
)
def test_a_formula_follows_a_field_that_is_called_something_else(
    formula: str, now: dict[int, str], retyped: bool, after: str
) -> None:
    was = [
        row(0, "面积", key="mianji"),
        row(1, "单价", key="danjia"),
        row(2, "家庭", "table", key="home"),
        row(3, "收入", "money", key="income", within="home"),
        row(4, "结果", "computed", key="total", formula=formula),
    ]
    renamed = [one.having(label=now.get(one.number, one.get("label"))) for one in was]

    found = naming.followed(renamed, {one.number: one.get("label") for one in was}, {4} if retyped else ())

    assert found[4].get("formula") == after


def test_a_label_of_two_fields_is_not_followed() -> None:
    was = [row(0, key="a"), row(1, key="b"), row(2, "结果", "computed", key="c", formula="面积 * 2")]

    found = naming.followed([was[0].having(label="占地"), *was[1:]], {one.number: one.get("label") for one in was})

    assert found[2].get("formula") == "面积 * 2"
