"""权责清单: which item an entry means."""

from __future__ import annotations

from appcore.definition.powers import Candidate, Entry, proposals

BIRTH = Candidate("i1", "出生登记", "confirmation", "gaj", codes=("000707001000", "确认-00012-001"))
HELP = Candidate("i2", "临时救助对象认定、救助金给付", "benefit", "mzj")
CAR = Candidate("i3", "机动车驾驶证核发", "permit", "gaj")


def said(*entries: Entry, matched: tuple[tuple[str, str], ...] = ()) -> list[tuple[str, str, str]]:
    return [(one.entry, one.item, one.how) for one in proposals(entries, (BIRTH, HELP, CAR), matched)]


def test_the_code_comes_before_the_name() -> None:
    assert said(Entry("确认－00012－001", "别的名称", "confirmation")) == [("确认－00012－001", "i1", "code")]


def test_a_name_counts_without_width_and_brackets_but_only_within_its_type() -> None:
    named = "临时救助对象认定，救助金给付"

    assert said(Entry("e", named, "benefit")) == [("e", "i2", "name")]
    assert said(Entry("e", named, "permit")) == []


def test_a_near_name_is_proposed_and_a_far_one_is_not() -> None:
    assert said(Entry("e", "机动车驾驶证的核发", "permit")) == [("e", "i3", "near")]
    assert said(Entry("e", "采矿许可证核发", "permit")) == []


def test_of_items_of_one_name_those_of_the_entrys_department_are_meant() -> None:
    twins = [
        Candidate(code, "档案查阅", "public_service", department) for code, department in (("a", "mzj"), ("b", "gaj"))
    ]

    found = proposals([Entry("e", "档案查阅", "public_service", "gaj")], twins)

    assert [one.item for one in found] == ["b"]


def test_what_is_matched_is_not_proposed_again_and_its_item_is_near_to_nothing() -> None:
    first, second = Entry("e1", "机动车驾驶证核发", "permit"), Entry("e2", "机动车驾驶证的核发", "permit")

    assert said(first, second, matched=(("e1", "i3"),)) == []
