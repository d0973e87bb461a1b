"""The ways by which a search finds an item besides its names, and that pieces of lines find what stands in them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appcore.catalogue.grams import EDGE, Grams
from appcore.catalogue.matcher import Index, Searchable, rank
from appcore.catalogue.search_entries import searchable
from appcore.simplified import simplify

LINES = st.lists(st.text("abc户口", max_size=6), max_size=12)
INDEX = Index(
    [
        Searchable("330327-00001", "夫妻投靠户口迁移", ("迁户口",), numbers=("11330327002526789X4330109001000",)),
        Searchable(
            "330327-00023", "养老保险待遇申领", weight=3, about=(("material", "居民户口簿"), ("place", "县人社局"))
        ),
        Searchable("330327-00123", "居民户口簿补发", about=(("outcome", "户口簿"),)),
        Searchable("330327-00200", "农业机械购置补贴", about=(("material", "居民户口簿"),)),
    ],
    [("退休金", "养老保险")],
)


def hits(query: str, *, loosely: bool = False) -> list[tuple[str, str, str]]:
    return [(hit.entry.code[-3:], hit.how, hit.what) for hit in rank(query, INDEX, loosely=loosely)]


@given(LINES, st.text("abc户口\n", min_size=1, max_size=5))
def test_pieces_find_exactly_the_lines_in_which_a_text_stands(lines: list[str], sought: str) -> None:
    found = list(Grams(lines, (1, 2)).having(sought))

    assert found == [number for number, line in enumerate(lines) if sought in f"{EDGE}{line}{EDGE}"]


@pytest.mark.parametrize("typed", ["330327-00023", "33032700023", "23", "00023", "３３０３２７－０００２３"])
def test_a_code_finds_its_item_whole_or_by_its_running_number(typed: str) -> None:
    assert hits(typed)[0] == ("023", "code", "")


def test_a_national_code_finds_its_item_by_its_beginning() -> None:
    assert hits("2526789X4330109") == [], "the middle of a code"
    assert hits("113303270025")[0] == ("001", "code", "")


def test_who_wants_a_paper_stands_behind_those_that_are_called_so() -> None:
    assert hits("户口簿") == [
        ("123", "name", ""),
        ("023", "material", "居民户口簿"),
        ("200", "material", "居民户口簿"),
    ]


def test_a_body_finds_what_it_works_on() -> None:
    assert hits("人社局") == [("023", "place", "县人社局")]


@pytest.mark.parametrize(
    ("typed", "how"),
    [
        ("yanglaobx", "pinyin"),
        ("yl保险", "pinyin"),
        ("养老baoxian", "pinyin"),
        ("養老保險", "name"),
        ("yǎnglǎo", "pinyin"),
        ("yanlaobaoxian", "sound"),
        ("退休金", "other"),
        ("洋老保险", "near"),
    ],
)
def test_mixed_traditional_toned_and_southern_spelling_find_the_same(typed: str, how: str) -> None:
    assert hits(typed)[0][:2] == ("023", how)


def test_what_shares_only_a_word_is_shown_when_asked_for() -> None:
    assert hits("农业用水申请") == []
    assert hits("农业用水申请", loosely=True) == [("200", "loose", "")]


def test_of_equal_hits_the_nearest_stand_first_and_no_other_is_lost() -> None:
    entries = [Searchable(str(number), f"生育登记{number}") for number in range(6)]

    found = rank("生育", entries, 4, {"5": 0, "3": 1})

    assert [hit.entry.code for hit in found] == ["5", "3", "0", "1"]


def test_characters_of_today_are_left_as_they_are() -> None:
    assert simplify("离婚登记，ü") == "离婚登记，v"
    assert simplify("離婚登記") == "离婚登记"


@dataclass(frozen=True)
class Line:
    """An item as it is read for the index."""

    code: str
    name: str
    state: str = "in_use"
    aliases: tuple[str, ...] = ()
    summary: str = ""
    body: str = ""
    window_kind: str = ""
    papers: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def test_of_equally_good_hits_those_in_use_stand_before_those_that_rest_and_the_most_asked_first() -> None:
    lines = (
        (Line("1", "户口登记甲", "paused"), 90), (Line("2", "户口登记乙"), 1), (Line("3", "户口登记丙"), 5), (Line("4", "户口登记丁", "cancelled"), 0),
    )  # fmt: skip

    found = rank("户口登记", Index([searchable(line, use) for line, use in lines]))

    assert [hit.entry.code for hit in found] == ["3", "2", "1", "4"]
