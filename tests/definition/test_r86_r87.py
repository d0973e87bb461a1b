"""R86 and R87: the tricks that telephone numbers, codes, dates, money and names come with."""

from __future__ import annotations

import pytest

from appcore.definition.identity import check_credit_code, check_phone
from appcore.definition.kinds.day import parse_day
from appcore.definition.money import fen_of
from appcore.definition.person_name import clean_person_name
from appcore.definition.verdict import Rejected


@pytest.mark.parametrize(
    ("check", "typed", "kept"),
    [
        (check_phone, "１３８ 0000 1234", "13800001234"),
        (check_phone, "(0577)00000001", "0577-00000001"),
        (check_credit_code, "１１３３０３２７０００００００１９ｗ", "11330327000000019W"),
    ],
)
def test_r86_width_spaces_and_case_are_brought_to_one_form(check: object, typed: str, kept: str) -> None:
    assert callable(check)
    assert check(typed) == kept


@pytest.mark.parametrize("typed", ["1380000123", "١٣٨٠٠٠٠١٢٣٤", "13800001234\n5", "²3800001234"])
def test_r86_other_digits_and_broken_numbers_are_refused(typed: str) -> None:
    with pytest.raises(Rejected):
        check_phone(typed)


@pytest.mark.parametrize("typed", ["2026-02-30", "2026-13-01", "1899-01-01", "٢٠٢٦-٠١-٠١"])
def test_r86_a_day_that_there_is_not_is_refused(typed: str) -> None:
    with pytest.raises(Rejected):
        parse_day(typed)


@pytest.mark.parametrize("typed", ["-1", "1e3", "12.345", "NaN", "十元"])
def test_r86_money_is_yuan_with_two_decimals_and_nothing_else(typed: str) -> None:
    with pytest.raises(Rejected):
        fen_of(typed)


@pytest.mark.parametrize("typed", ["买买提·艾力", "买买提•艾力", "买买提・艾力", "买买提．艾力", "买买提 · 艾力"])
def test_r87_the_dot_of_a_name_has_one_form(typed: str) -> None:
    assert clean_person_name(typed) == "买买提·艾力"


@pytest.mark.parametrize("typed", ["𠮷田", "王䶮"])
def test_r87_rare_characters_are_kept(typed: str) -> None:
    assert clean_person_name(typed) == typed


@pytest.mark.parametrize("typed", ["张\u200b三", "张\u202e三", "   ", "\u3000"])
def test_r87_invisible_characters_and_blanks_are_refused(typed: str) -> None:
    with pytest.raises(Rejected):
        clean_person_name(typed)
