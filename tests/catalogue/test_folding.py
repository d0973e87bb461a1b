"""Folding and finding names as people type them: Chinese, pinyin, initials, old names, bits and misspellings."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore.catalogue.matcher import Match, rank
from appcore.catalogue.name_index import Index, Searchable
from appcore.folding import fold, spell

ITEMS = [
    Searchable("01", "居民身份证首次申领", ("办身份证",)),
    Searchable("02", "居民身份证丢失补领", ("身份证补办",), weight=50),
    Searchable("03", "夫妻投靠户口迁移", ("迁户口", "户口本迁移")),
    Searchable("04", "社保卡申领", ("社会保障卡申领",)),
    Searchable("05", "SB级锅炉使用登记"),
    Searchable("06", "最低生活保障对象认定"),
    Searchable("07", "食品经营许可（新办）", ("卫生许可证",)),
    Searchable("08", "生育登记", ("准生证", "准生证办理")),
    Searchable("09", "城镇绿化补偿"),
    Searchable("10", "户口登记项目变更"),
    Searchable("11", "设备备案"),
    Searchable("12", "社保"),
    Searchable("13", "流动人口居住登记", ("暂住证",)),
]
INDEX = Index(ITEMS)


def codes(query: str, limit: int = 20) -> list[str]:
    return [match.entry.code for match in rank(query, INDEX, limit)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("食品经营许可（新办）", "食品经营许可(新办)"),
        ("ＡＢ岗 ", "ab岗"),
        ("买买提·艾力", "买买提•艾力"),
        ("“一件事”", "《一件事》"),
        ("户口 迁移", "户口迁移"),
        ("户口\u200b迁移", "户口迁移"),
        ("①号", "1号"),
    ],
)
def test_width_case_spaces_brackets_and_dots_do_not_count(one: str, other: str) -> None:
    """elements.md 5.4: names are compared after folding width, brackets and spaces."""
    assert fold(one) == fold(other) != ""


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30))
def test_any_text_can_be_spelt_and_sought(text: str) -> None:
    folded = fold(text)
    spelling = spell(folded)

    assert len(spelling.initials) == len(spelling.begins)
    assert isinstance(rank(text, INDEX), list)


def test_a_name_is_spelt_in_full_and_by_initials() -> None:
    assert spell("绿化户口").full == "lvhuahukou"
    assert spell("绿化户口").initials == "lhhk"
    assert spell("绿化户口").begins == (0, 2, 5, 7)


def test_a_word_with_two_readings_is_read_by_its_neighbours() -> None:
    assert spell("银行").full == "yinhang"
    assert spell("行政").full == "xingzheng"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("社保", "12"),  # whole name before beginning
        ("生育登记", "08"),
        ("准生证", "08"),  # an old name
        ("身份证", "02"),  # in the middle of names: the one asked for most
        ("居民身份证首次申领", "01"),
        ("户口", "10"),  # beginning before middle
        ("暂住证", "13"),
        ("食品经营许可(新办)", "07"),
        ("lvhua", "09"),
        ("hukoudengji", "10"),
        ("hkdj", "10"),
        ("HuKou DengJi", "10"),
        ("huko", "10"),  # while typing
        ("shengyudj", "08"),
        ("身份z", "02"),
        ("zhunsheng", "08"),
        ("低保", "06"),
        ("户口迁移 夫妻", "03"),
        ("怎么办理户口迁移", "03"),
        ("居民身份证丢失补办", "02"),
        ("身分证", "02"),
    ],
)
def test_the_first_answer_is_the_one_that_was_meant(query: str, first: str | None) -> None:
    found = codes(query)

    assert found[:1] == ([first] if first else [])


@pytest.mark.parametrize("query", ["身份", "户口", "社保", "许可", "登记", "绿化", "低保", "迁移", "证"])
def test_words_of_one_and_two_characters_hit(query: str) -> None:
    assert codes(query)


def test_initials_rank_below_what_is_written_so() -> None:
    """Typed sb means the name with SB in it first, then 社保, whose initials are sb, then 社保卡…, 设备备案."""
    assert codes("sb")[:4] == ["05", "12", "11", "04"]


def test_pinyin_is_found_at_the_beginning_of_a_syllable_only() -> None:
    """ "an" stands inside bu-chang and sheng-huo-bao-zhang, but nobody means that."""
    assert "09" in codes("buchang")
    assert "09" not in codes("uchang")


def test_a_name_ranks_before_an_alias_at_the_same_place() -> None:
    entries = [
        Searchable("1", "甲", ("医保登记",), weight=9),
        Searchable("2", "医保登记"),
        Searchable("3", "医保登记处"),
    ]

    assert [match.entry.code for match in rank("医保登记", entries)] == ["2", "1", "3"]
    assert [match.entry.code for match in rank("医保", entries)] == ["2", "3", "1"]


def test_an_entry_is_found_once_and_by_its_best_name() -> None:
    found = rank("准生证", INDEX)

    assert [(match.entry.code, match.how) for match in found] == [("08", "alias")]


def test_no_more_are_given_than_were_asked_for() -> None:
    assert codes("登记", limit=2) == codes("登记")[:2]


@pytest.mark.parametrize("query", ["", "   ", "()", "……", "\x00", "飞船发射"])
def test_what_means_nothing_finds_nothing(query: str) -> None:
    assert rank(query, INDEX) == []


def test_a_very_long_query_is_no_burden() -> None:
    assert rank("户口" * 10_000, INDEX) == rank("户口" * 30, INDEX)


def test_a_query_is_never_read_as_a_pattern() -> None:
    assert rank(".*", INDEX) == []
    assert rank("户|口", INDEX) == rank("户口", INDEX)


def test_an_index_of_nothing_finds_nothing() -> None:
    assert rank("户口", []) == []
    assert rank("户口", [Searchable("1", "（）")]) == []


def test_two_entries_that_match_alike_stand_in_the_order_of_their_codes() -> None:
    """Equal answers on every machine and every day."""
    entries = [Searchable(f"{number:02d}", "生育登记") for number in range(30)]
    random.Random(1).shuffle(entries)

    assert [match.entry.code for match in rank("生育", entries, 5)] == ["00", "01", "02", "03", "04"]


@given(st.sampled_from(ITEMS), st.data())
def test_every_piece_of_a_name_finds_it(item: Searchable, data: st.DataObject) -> None:
    folded = fold(item.name)
    start = data.draw(st.integers(0, len(folded) - 1))
    end = data.draw(st.integers(start + 1, len(folded)))

    found: list[Match] = rank(folded[start:end], INDEX)

    assert item.code in [match.entry.code for match in found]


@given(st.sampled_from(ITEMS))
def test_every_name_is_found_by_its_whole_pinyin_and_its_initials(item: Searchable) -> None:
    spelling = spell(fold(item.name))

    assert codes(spelling.full)[0] == item.code
    assert item.code in codes(spelling.initials)


def test_the_dictionary_of_pinyin_is_loaded_when_first_asked() -> None:
    program = "import sys, appcore.catalogue.matcher; print('pypinyin' in sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()

    assert loaded == "False"


def test_a_query_of_consonants_is_initials_and_nothing_else() -> None:
    assert [(match.entry.code, match.how) for match in rank("xkzh", INDEX)] == []
    assert {match.how for match in rank("hkdj", INDEX)} == {"initials"}


def test_twenty_are_given_unless_more_are_asked_for() -> None:
    entries = [Searchable(f"{number:02d}", f"生育登记{number}") for number in range(30)]

    assert len(rank("生育", entries)) == 20
    assert len(rank("sy", entries, 25)) == 25


def test_the_closer_the_characters_the_better_a_short_form_fits() -> None:
    entries = [Searchable("1", "最低生活标准和保障"), Searchable("2", "最低生活保障"), Searchable("3", "保障最低生活")]

    assert [match.entry.code for match in rank("低保", entries)] == ["2", "1"]


def test_what_is_near_shares_half_of_its_neighbouring_characters() -> None:
    entries = [Searchable("1", "居民身份证丢失补领"), Searchable("2", "居民身份确认"), Searchable("3", "丢失登记")]

    assert [match.entry.code for match in rank("居民身份证补办业务", entries)] == ["1"]
    assert [match.entry.code for match in rank("居民身份核查", entries)] == ["2", "1"]


def test_words_may_stand_apart_and_one_letter_words_do_not_count() -> None:
    entries = [Searchable("1", "夫妻投靠户口迁移"), Searchable("2", "户口迁移")]

    assert [match.entry.code for match in rank("户口 夫妻 了", entries)] == ["1"]
    assert {match.how for match in rank("户口 夫妻 了", entries)} == {"words"}


def test_a_sound_is_a_whole_beginning_or_a_whole_syllable() -> None:
    assert [(match.entry.code, match.how) for match in rank("厨生登记", [Searchable("1", "出生登记")])] == [
        ("1", "near")
    ]
    assert [(match.entry.code, match.how) for match in rank("储声", [Searchable("1", "新生儿出生登记")])] == [
        ("1", "sound")
    ]
    assert rank("储", [Searchable("1", "出生登记")]) == []


SHOPS = Index(
    [
        Searchable("1", "个体工商户设立登记", ("开店执照",), summary="个人开店、摆摊、开网店，领一张营业执照。"),
        Searchable("2", "食品经营许可", ("开饭店许可证",)),
        Searchable("3", "养老保险待遇申领", ("居民养老金",)),
        Searchable("4", "丧葬补助金申领", ("社保死亡待遇",), summary="家里人来申请，带银行卡。"),
        Searchable("5", "出生登记", ("小孩上户口",), summary="孩子出生后一个月以内申报。"),
        Searchable("6", "居住出租房屋登记", ("租房备案",), summary="把房子租给别人住的房东要登记。"),
    ],
    [("饭馆", "饭店"), ("退休金", "养老金")],
)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("摆摊", [("1", "summary")]),
        ("开个小饭馆", [("2", "near")]),
        ("开小店", [("1", "near")]),
        ("租房子办证", [("6", "near")]),
        ("生孩子上户口", [("5", "near")]),
        ("退休金", [("3", "other")]),
        ("社保卡", []),  # half of a short word is another word
        ("丧葬费用报销", []),
    ],
)
def test_what_nobody_wrote_so_is_found_by_what_it_shares(typed: str, codes: list[tuple[str, str]]) -> None:
    assert [(match.entry.code, match.how) for match in rank(typed, SHOPS)] == codes


def test_a_name_stands_before_a_summary_that_says_the_same() -> None:
    entries = [Searchable("1", "甲", summary="补办老年证的人"), Searchable("2", "老年优待证补办")]

    assert rank("老年证补办", entries)[0].entry.code == "2"
