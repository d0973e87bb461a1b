"""Identity numbers, credit codes, telephones, names: one form each, and every trick is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.cn import ric

from appcore.definition import masks
from appcore.definition.identity import (
    birth_date_of,
    check_credit_code,
    check_id_number,
    check_phone,
    fault_of_id_number,
    fault_of_sought_number,
    organisation_code_agrees,
    sex_of,
)
from appcore.definition.person_name import clean_person_name
from appcore.definition.verdict import Rejected
from tests.definition import id_number_examples as examples

TODAY = date(2026, 11, 23)
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def numbered(area: str, born: date, order: int) -> str:
    stem = f"{area}{born:%Y%m%d}{order:03d}"
    return stem + ric.calc_check_digit(stem + "0")


id_numbers = st.builds(
    numbered,
    st.sampled_from(["999999", "000000"]),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)  # fmt: skip


@given(id_numbers)
def test_a_sound_number_is_kept_and_tells_birth_and_sex(number: str) -> None:
    """GB 11643: six of area (any), eight of birth, three of order (odd is male), one to check."""
    assert check_id_number(number, TODAY) == number
    assert birth_date_of(number).strftime("%Y%m%d") == number[6:14]
    assert (sex_of(number) == "male") == (int(number[14:17]) % 2 == 1)


@given(id_numbers)
def test_however_it_is_typed_a_number_has_one_form(number: str) -> None:
    typed = [number.lower(), number.translate(FULL_WIDTH), f" {number}　", f"{number[:6]} {number[6:14]} {number[14:]}"]

    assert {check_id_number(one, TODAY) for one in typed} == {number}


@given(id_numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_noticed(number: str, place: int, wrong: str) -> None:
    """The check of GB 11643 (ISO 7064 MOD 11-2) finds every single error."""
    changed = number[:place] + wrong + number[place + 1 :]

    if changed != number:
        with pytest.raises(Rejected):
            check_id_number(changed, TODAY)


@given(id_numbers, st.integers(0, 16))
def test_two_neighbours_exchanged_are_always_noticed(number: str, place: int) -> None:
    changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    if changed != number:
        with pytest.raises(Rejected):
            check_id_number(changed, TODAY)


@pytest.mark.parametrize("number", ["33032719000101001X", "330327190001010028", "330327190001010036"])
def test_the_listed_numbers_of_an_area_that_has_changed_are_sound(number: str) -> None:
    """330327 stays in the number of everybody born in 龙港 before 2019."""
    assert check_id_number(number, TODAY) == number


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("330383190002290018", "出生日期"),  # its check digit is right; 1900 had no 29 February
        ("330327000101001", "15位"),
        ("３３０３２７０００１０１００１", "15位"),
        (numbered("999999", TODAY + timedelta(1), 1), "今天之后"),
        (numbered("999999", date(1899, 12, 31), 1), "1900年"),
        ("330327190001010010", "校验码"),
        ("33032719000101001X\n", "18位"),
        ("33032719000101001²", "18位"),
        ("٣٣٠٣٢٧١٩٠٠٠١٠١٠٠١X", "18位"),
        ("①30327190001010028", "18位"),
        ("3303271900010100X8", "18位"),
        ("33032719000101001", "18位"),
        ("330327\u200b190001010028", "18位"),
        ("330327190001010028\x00", "18位"),
        ("-30327190001010028", "18位"),
        ("", "18位"),
        ("3" * 10_000, "18位"),
    ],
)
def test_a_number_that_is_wrong_is_refused_with_its_reason(typed: str, says: str) -> None:
    with pytest.raises(Rejected, match=says):
        check_id_number(typed, TODAY)


@pytest.mark.parametrize("row", examples.read(TODAY), ids=lambda row: row["says"])
def test_every_example_that_the_browser_is_asked_too(row: dict[str, Any]) -> None:
    assert fault_of_id_number(row["typed"], TODAY) == row["expected"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("999999199001010018", "校验码"), ("9999991990010100", "现在输入了16位"), ("99999919900101001O", "18位"), ("23800001234", "11位手机号"),
        ("11330327MA0000015L", "统一社会信用代码"),
    ],
)  # fmt: skip
def test_a_number_that_is_looked_for_is_told_what_is_wrong_with_it(typed: str, says: str) -> None:
    fault = fault_of_sought_number(typed, TODAY)

    assert fault is not None
    assert says in str(fault)


@pytest.mark.parametrize(
    "typed", ["999999199001010016", "330327000101001", "13800001234", "张三", "E12345678", "330327100202603020001", "11330327000000019W"]
)  # fmt: skip
def test_what_is_sound_or_has_no_rule_of_ours_is_looked_for_in_silence(typed: str) -> None:
    assert fault_of_sought_number(typed, TODAY) is None


def test_a_child_born_today_has_a_sound_number() -> None:
    number = numbered("999999", TODAY, 1)

    assert check_id_number(number, TODAY) == number


@pytest.mark.parametrize("code", ["11330327000000019W", "11330327000000027P", "11330327MA0000015K"])
def test_a_sound_credit_code_has_one_form_and_both_checks(code: str) -> None:
    """GB 32100 outside, GB 11714 inside; the codes are made up."""
    assert check_credit_code(code.lower()) == code
    assert check_credit_code(" " + code[:8] + "-" + code[8:]) == code
    assert organisation_code_agrees(code)


def test_the_inner_check_is_a_hint_and_refuses_nothing() -> None:
    code = "9133032700000001" + "1"
    code += next(one for one in "0123456789ABCDEFGHJKLMNPQRTUWXY" if _passes(code + one))

    assert not organisation_code_agrees(code)


def _passes(code: str) -> bool:
    try:
        return check_credit_code(code) == code
    except Rejected:
        return False


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ"))
def test_one_wrong_character_in_a_credit_code_is_always_noticed(place: int, wrong: str) -> None:
    code = "11330327MA0000015K"
    changed = code[:place] + wrong + code[place + 1 :]

    assert _passes(changed) == (changed == code)


@pytest.mark.parametrize(
    "typed",
    ["", "1133032700000001", "11330327000000019Ｗ\n", "１１３３０３２７００００００００１９０", "O1330327000000019W"],
)
def test_a_credit_code_that_is_wrong_is_refused(typed: str) -> None:
    with pytest.raises(Rejected):
        check_credit_code(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800001234", "13800001234"),
        ("138 0000 1234", "13800001234"),
        ("138-0000-1234", "13800001234"),
        ("+86 13800001234", "13800001234"),
        ("0086-13800001234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("0577-00000001", "0577-00000001"),
        ("0577-0000 0001", "0577-00000001"),
        ("057700000001", "0577-00000001"),
        ("（0577）00000001", "0577-00000001"),
        ("0577－0000001", "0577-0000001"),
        ("0577-00000001-801", "0577-00000001-801"),
        ("0577-00000001转801", "0577-00000001-801"),
        ("010-00000001", "010-00000001"),
        ("02100000001", "021-00000001"),
        ("12345", "12345"),
        ("95588", "95588"),
    ],
)
def test_a_telephone_number_has_one_form(typed: str, kept: str) -> None:
    assert check_phone(typed) == kept
    assert check_phone(kept) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "1380000123", "138000012345", "12800001234", "00000001", "0577-000001", "11345", "13800001234\n", "１380000123四",
     "١٣٨٠٠٠٠١٢٣٤", "1380000123²", "13٨00001234", "0577-٠0000001", "123٤5", "0000-00000001", "13800001234;", "86", "+86", "1" * 5000],
)  # fmt: skip
def test_what_is_no_telephone_number_is_refused(typed: str) -> None:
    with pytest.raises(Rejected):
        check_phone(typed)


@pytest.mark.parametrize("mark", "·•・．‧∙⋅･.")
def test_the_interpunct_of_a_name_has_one_form(mark: str) -> None:
    """R87: keyboards and papers give a dozen marks for the one of GB/T 15834."""
    assert clean_person_name(f"买买提{mark}艾力") == "买买提·艾力"
    assert clean_person_name(f" 买买提 {mark} 艾力 ") == "买买提·艾力"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张三", "张三"),
        ("张　三", "张三"),
        ("张 三 丰", "张三丰"),
        (" 李四　", "李四"),
        ("𠮷野", "𠮷野"),
        ("䶮", "䶮"),
        ("\U000323b0某", "\U000323b0某"),  # Unicode 15, younger than Python 3.11's table
        ("\U000323b0", "\U000323b0"),
        ("\ue863某", "\ue863某"),  # 䶮 as older systems wrote it
        ("John  Smith", "John Smith"),
        ("Ｊｏｈｎ Ｓｍｉｔｈ", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("René", "René"),
        ("Rene\u0301", "René"),
        ("O'Brien-Lee", "O'Brien-Lee"),
    ],
)
def test_a_name_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert clean_person_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", " ", "　", "·", "···", "123", "张\u200b三", "张\u202e三", "张\u2066三", "张\u00ad三", "张\ufeff三", "\u3164", "\u2800", "张\x00三",
     "张\n三", "\ud842\u0020", "\ud842", "张" * 101, "——"],
)  # fmt: skip
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(Rejected):
        clean_person_name(typed)


@given(st.text())
@example("·.·")
@example("a 。 b")
def test_cleaning_a_name_twice_changes_nothing(typed: str) -> None:
    try:
        once = clean_person_name(typed)
    except Rejected:
        return

    assert clean_person_name(once) == once


@given(st.text())
def test_no_text_makes_a_check_fail_in_another_way(typed: str) -> None:
    """R88: nothing that is typed is a fault of the server."""
    for check in (check_credit_code, check_phone, lambda text: check_id_number(text, TODAY)):
        try:
            assert re.fullmatch(r"[0-9A-Z-]+", check(typed))
        except Rejected as rejected:
            assert str(rejected.verdict)  # noqa: PT017 - both ends are right, a third is not


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张*"), ("欧阳娜娜", "欧***"), ("买买提·艾力", "买**"), ("张", "*"), ("", "*"), ("𠮷野", "𠮷*"), ("·艾力", "·*")]
)  # fmt: skip
def test_of_a_name_the_first_character_is_shown(name: str, shown: str) -> None:
    """R76."""
    assert masks.mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13800001234", "138****1234"), ("0577-00001234", "0577-****1234"), ("0577-0001234-801", "0577-***1234"), ("12345", "12345"), ("123456", "******")],
)  # fmt: skip
def test_of_a_telephone_number_the_ends_are_shown(number: str, shown: str) -> None:
    assert masks.mask_phone(number) == shown


def test_of_an_identity_number_two_and_three_are_shown() -> None:
    """R76: never "first six, last four", which leaves some 3,200 candidates."""
    assert masks.mask_id_number("33032719000101001X") == "33*************01X"
    assert masks.mask_document("E12345678") == "E1****678"
    assert masks.mask_document("A123") == "A***"
    assert masks.mask_id_number("1234567") == "*******"


def test_of_an_address_no_house_is_shown() -> None:
    assert masks.mask_address("苍南县灵溪镇人民路1号") == "苍南县灵溪镇****"
    assert masks.mask_address("某村1号") == "****"


@given(st.text(max_size=30))
def test_a_mask_shows_at_most_seven_characters_of_anything(text: str) -> None:
    for mask in (masks.mask_name, masks.mask_id_number, masks.mask_document, masks.mask_address):
        assert len(mask(text).replace("*", "")) <= 7
