"""The language of slip templates: what is written comes out, what is wrong is said with its place, and nothing becomes markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from appcore.definition.templates import placeholders, skeletons, trial, whole
from appcore.definition.templates.difference import difference
from appcore.definition.templates.parser import Node, parse
from appcore.definition.templates.tokens import LONGEST, Fault, Faulty
from appcore.definition.templates.writing import TO_FILL, Paragraph, write
from models.vocabulary import SLIP_KIND

KNOWN = placeholders.known("receipt")
PAPERS = [
    {"材料名称": "户口簿", "收取情况": "缺少", "原因": "没有带来"},
    {"材料名称": "合同", "收取情况": "缺少", "原因": ""},
]
MARKS = (
    "{申请人}",
    "{#如果 有缺件}",
    "{#否则}",
    "{#逐项 缺少材料}",
    "{材料名称}",
    "{#结束}",
    "{",
    "}",
    "{{",
    "\n",
    "- ",
    "# ",
    "【材料表】",
    "<b>",
    "&",
)


def printed(text: str, **values: object) -> list[tuple[str, str]]:
    return [(one.mark, one.text) for one in write(parse(text, KNOWN), values)]  # type: ignore[arg-type]


def said(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(Faulty) as faulty:
        parse(text, KNOWN)
    return [(one.line, one.column, str(one.verdict)) for one in faulty.value.faults]


# --- what is written comes out --------------------------------------------------------------------------------------------


def test_placeholders_conditions_and_lists_are_filled_in() -> None:
    text = "{申请人}：\n{#如果 有缺件}\n请补齐：\n{#逐项 缺少材料}\n- {序号}. {材料名称}{#如果 原因}：{原因}{#结束}\n{#结束}\n{#否则}\n齐了。\n{#结束}"

    missing = printed(text, 申请人="张样例", 有缺件=True, 缺少材料=PAPERS)
    complete = printed(text, 申请人="张样例", 有缺件=False)

    assert missing == [("body", "张样例："), ("body", "请补齐："), ("item", "1. 户口簿：没有带来"), ("item", "2. 合同")]
    assert complete == [("body", "张样例："), ("body", "齐了。")]


def test_marks_at_the_beginning_of_a_line_say_what_it_is() -> None:
    text = "# 提示\n- 一行\n【材料表】\n【签名：申请人】\n【盖章：{服务中心}】\n【盖章】"

    assert printed(text, 服务中心="样例中心") == [
        ("title", "提示"), ("item", "一行"), ("papers", ""), ("sign", "申请人"), ("seal", "样例中心"), ("seal", ""),
    ]  # fmt: skip


def test_a_value_marks_no_line_and_breaks_none() -> None:
    for value in ("# 大标题", "【材料表】", "- 一项", "甲\n【盖章：假】"):
        [(mark, text)] = printed("{申请人}", 申请人=value)

        assert mark == "body"
        assert text == value.replace("\n", " ")


def test_what_has_no_value_leaves_room_for_the_pen() -> None:
    assert printed("理由：{窗口}", 窗口="") == [("body", f"理由：{TO_FILL}")]


def test_a_doubled_brace_prints_a_brace() -> None:
    assert printed("{{申请人}}") == [("body", "{申请人}")]


@given(
    st.text(
        st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="｛｝"),
        max_size=200,
    )
)
def test_any_text_comes_out_as_it_was_written(text: str) -> None:
    [paragraph] = write(parse(f"头{text.replace('{', '{{').replace('}', '}}')}尾", KNOWN), {}) or [
        Paragraph("body", "")
    ]

    assert paragraph == Paragraph("body", f"头{text}尾")


@given(st.lists(st.sampled_from(MARKS) | st.text(max_size=5), max_size=40).map("".join))
def test_it_never_raises_but_its_own_error_and_no_input_becomes_markup(text: str) -> None:
    tree: tuple[Node, ...] = ()
    faults: tuple[Fault, ...] | None = None
    try:
        tree = parse(text, KNOWN)
    except Faulty as faulty:
        faults = faulty.faults

    assert faults is None or all(one.line >= 1 and one.column >= 1 and str(one.verdict) for one in faults)
    assert faults != ()
    for one in write(tree, {"申请人": text, "有缺件": True, "缺少材料": PAPERS}):
        assert one.mark in ("body", "title", "item", "papers", "sign", "seal")
        assert "\n" not in one.text
        assert "<" not in escape(one.text)


# --- what is wrong is said, with its place ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column", "sentence"),
    [
        ("甲\n乙{申请}", 2, 2, "没有“申请”这个占位符，是不是“申请人”？"),
        ("{#逐项 缺少材料}{材料名}{#结束}", 1, 11, "没有“材料名”这个占位符，是不是“材料名称”？"),
        ("{#如果 有缺件}甲", 1, 1, "“#如果”没有用 {#结束} 收尾"),
        ("{#否则}", 1, 1, "这个“#否则”前面没有与它配对的“#如果”"),
        ("{#如果 有缺件}{#否则}{#否则}{#结束}", 1, 15, "这个“#否则”前面没有与它配对的“#如果”"),
        ("甲{#结束}", 1, 2, "这个“#结束”前面没有“#如果”或“#逐项”"),
        ("{材料名称}", 1, 1, "“材料名称”只能写在 {#逐项 已收材料} 里面"),
        ("{已收材料}", 1, 1, "“已收材料”有好几行，请写成 {#逐项 已收材料}……{#结束}"),
        ("{#逐项 申请人}{#结束}", 1, 1, "“申请人”只有一个值，不能逐项列出"),
        ("{#逐项 已收材料}{#逐项 缺少材料}{#结束}{#结束}", 1, 11, "“#逐项”里面不能再放“#逐项”"),
        ("{", 1, 1, "这个“{”没有配对的“}”；要印出花括号本身，请写成“{{”"),
        ("甲}", 1, 2, "这个“}”前面没有“{”；要印出花括号本身，请写成“}}”"),
        ("｛申请人｝", 1, 1, "“｛申请人｝”用了全角花括号，占位符要用半角的 { }"),
        ("{申请人.__class__}", 1, 1, "“{申请人.__class__}”里要写一个占位符的名称"),
        ("{#引入 申请人}", 1, 1, "不认识“{#引入 申请人}”，可以用的是 #如果、#否则、#逐项、#结束"),
    ],
)  # fmt: skip
def test_a_fault_has_its_line_its_column_and_a_sentence(text: str, line: int, column: int, sentence: str) -> None:
    assert said(text) == [(line, column, sentence)]


def test_every_fault_is_told_at_once() -> None:
    assert [one[0] for one in said("{甲甲甲}\n{乙乙乙}\n{#如果 有缺件}")] == [1, 2, 3]


def test_length_and_depth_have_limits() -> None:
    deep = "{#如果 有缺件}" * 5 + "{#结束}" * 5

    assert [one[2] for one in said(deep)] == ["最多只能套4层，请把这一段拆开写"]
    assert said("字" * (LONGEST + 1))[0][2] == f"内容不能超过{LONGEST}个字"
    assert said("\x00")[0][2] == "含有不能保存的控制字符，请删除后重输"


# --- the skeletons ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SLIP_KIND.slugs)
@pytest.mark.parametrize("state", [slug for slug, _words in trial.STATES])
def test_every_kind_prints_from_its_own_text_at_every_state(kind: str, state: str) -> None:
    facts = trial.facts(state)

    sections = whole.printed(kind, whole.content(kind, whole.first_texts(kind)), facts)

    words = "".join(one.text for section in sections for one in (*section.paragraphs, *section.seals))
    assert facts["item"] in words
    assert TO_FILL not in words.replace("送达内容：" + TO_FILL, "").replace("送达地点：" + TO_FILL, "").replace(
        "兹委托" + TO_FILL, ""
    )
    assert not set("{}【】") & set(words)


def test_locked_parts_are_the_codes_whatever_is_handed_in() -> None:
    texts = {part.key: "改掉了" for part in skeletons.SKELETONS["refusal"]}

    made = {part["key"]: part["text"] for part in whole.content("refusal", texts)}

    assert made["body"] == "改掉了"
    locked = [part for part in skeletons.SKELETONS["refusal"] if part.locked]
    assert {part.key for part in locked} >= {"law", "remedies", "signs"}
    assert all(made[part.key] == part.text for part in locked)


def test_remedies_stand_on_a_refusal_with_the_terms_of_the_law_and_not_where_there_is_no_body() -> None:
    """行政许可法 第三十八条, 行政复议法 第二十条 (60 days), 行政诉讼法 第四十六条 (6 months); decisions 64."""
    content = whole.content("denial", whole.first_texts("denial"))

    told = {one.key: one for one in whole.printed("denial", content, trial.facts("complete"))}
    bare = {
        one.key for one in whole.printed("denial", content, trial.facts("complete") | {"review_body": "", "court": ""})
    }

    assert "六十日内向样例县人民政府申请行政复议" in told["remedies"].paragraphs[0].text
    assert "六个月内向样例县人民法院提起行政诉讼" in told["remedies"].paragraphs[0].text
    assert "remedies" not in bare


def test_no_placeholder_has_a_name_twice_and_each_says_itself() -> None:
    names = [one.name for one in placeholders.TABLE]

    assert len(names) == len(set(names))
    for one in placeholders.TABLE:
        assert one.help
        assert one.example
        kind = one.kinds[0] if one.kinds else "receipt"
        parse(one.mark, placeholders.known(kind))


def test_a_difference_names_the_part_and_the_lines() -> None:
    first = whole.first_texts("receipt")
    old, new = (whole.content("receipt", first | {"notice": text}) for text in ("甲\n乙", "甲\n丙"))

    [change] = difference(old, new)

    assert change.title == "提示"
    assert change.lines == (("same", "甲"), ("gone", "乙"), ("new", "丙"))
    assert difference(old, old) == ()
