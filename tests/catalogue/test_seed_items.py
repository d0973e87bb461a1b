"""The sample items are what the county would put before a reviewer: whole, sound, spoken for, and each paper named once."""

from __future__ import annotations

from collections import Counter

import pytest

from appcore.definition import checks
from appcore.definition.conditions import keys_used
from seeds import documents, source
from seeds.documents import SeedItem

ITEMS = [documents.read(row) for row in source.items()]
LIVE = [item for item in ITEMS if item.state != "cancelled"]
FEWER_MATERIALS = {
    "330327-00064": "认证只看人和证件",
    "330327-00065": "免申即享，由系统比对，不收材料",
    "330327-00067": "免申即享，只核对账户",
    "330327-00284": "网格主动发现，当事人只补充线索",
}
FEWER_STEPS = {
    "330327-00026": "当场备案，只有受理和办结",
    "330327-00109": "当场备案，只有受理和办结",
    "330327-00183": "当场签注，只有受理和办结",
}
STANDARD_WINDOWS = 15


def code_of(item: SeedItem) -> str:
    return item.code


@pytest.mark.parametrize("item", LIVE, ids=code_of)
def test_a_sample_item_has_no_error(item: SeedItem) -> None:
    errors = [(one.id, one.text) for one in checks.problems(item.definition) if one.level == "error"]

    assert errors == []


@pytest.mark.parametrize("item", LIVE, ids=code_of)
def test_a_sample_item_is_as_full_as_the_real_one(item: SeedItem) -> None:
    """decisions 45."""
    content = item.definition

    materials = [one for one in content.materials if one.issuer or one.paper]
    steps = [one for one in content.steps if one.duration is not None and one.unit and one.role]

    assert len(materials) == len(content.materials)
    assert len(materials) >= 3 or item.code in FEWER_MATERIALS
    assert len(steps) == len(content.steps)
    assert len(steps) >= 3 or item.code in FEWER_STEPS
    assert len(content.bases) >= 1
    assert len(content.faqs) >= 2
    assert len(set(item.aliases)) >= 2
    assert content.summary


@pytest.mark.parametrize("item", LIVE, ids=code_of)
def test_a_clause_without_its_article_is_marked_unverified(item: SeedItem) -> None:
    assert [one.title for one in item.definition.bases if not one.article and not one.unverified] == []


@pytest.mark.parametrize("item", [one for one in ITEMS if one.state != "in_use"], ids=code_of)
def test_an_item_that_rests_says_why(item: SeedItem) -> None:
    assert item.state_reason
    assert item.replaced_by in {None, *(one.code for one in LIVE)}


def test_the_excused_items_are_still_there() -> None:
    assert set(FEWER_MATERIALS) | set(FEWER_STEPS) <= {item.code for item in LIVE}


def test_codes_are_given_once() -> None:
    assert [code for code, times in Counter(item.code for item in ITEMS).items() if times > 1] == []


def test_there_are_enough_items_at_every_standard_window() -> None:
    at = Counter(item.window for item in ITEMS)

    standard = [kind["code"] for kind in source.halls()["window_kinds"][:STANDARD_WINDOWS]]

    assert len(ITEMS) >= 60
    assert {kind: at[kind] for kind in standard if at[kind] < 3} == {}


def test_many_items_ask_questions_that_change_their_papers() -> None:
    changing = [
        item
        for item in LIVE
        if {one.key for one in item.definition.questions}
        & {key for paper in item.definition.materials for key in keys_used(paper.condition)}
    ]

    assert len(changing) >= 15


def test_each_paper_stands_once_in_the_library_and_is_asked_for_by_its_code() -> None:
    papers = source.papers()
    names = {paper["name"] for paper in papers}
    asked = [paper for item in ITEMS for paper in item.definition.materials]

    codes = Counter(paper["code"] for paper in papers)
    by_name_only = [(one.name, one.key) for one in asked if one.paper is None and one.name in names]
    used = {one.paper.code for one in asked if one.paper is not None}

    assert [code for code, times in codes.items() if times > 1] == []
    assert len(names) == len(papers)
    assert by_name_only == []
    assert set(codes) - used == set()
