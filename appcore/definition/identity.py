"""Numbers that name a person or a body, and telephone numbers: their one form, their check, what they tell.

Only check digits come from python-stdnum: it refuses old areas and lets future birth dates pass.
Source: R85, R86; GB 11643-1999; GB 32100-2015; GB 11714-1997.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Literal

from stdnum.cn import ric, uscc

from appcore.definition.characters import half_width
from appcore.definition.verdict import N_, Rejected, Verdict

_ID_NUMBER = re.compile(r"\d{17}[\dX]", re.ASCII)
_OLD_ID_NUMBER = re.compile(r"\d{15}", re.ASCII)
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"\(?(010|02\d|0[3-9]\d{2})\)?-?(\d{7,8})(?:(?:-|转)(\d{1,6}))?", re.ASCII)
_SHORT = re.compile(r"12\d{3}|9\d{4}", re.ASCII)
_NEARLY_A_NUMBER = re.compile(r"\d{11,14}|\d{15,19}[0-9X]|\d{2}[0-9A-Z]{16}|[0-9A-Z]{2}\d{6}[0-9A-Z]{10}", re.ASCII)
ID_LENGTH, MOBILE_LENGTH = 18, 11
EARLIEST_BIRTH = date(1900, 1, 1)


def _compact(text: str) -> str:
    return half_width(text).replace(" ", "").upper()


ID_NUMBER_FAULTS = {
    "old": N_("15位身份证号自2013年1月1日起停止使用，请填写18位身份证号。"),
    "shape": N_("身份证号应为18位：前17位是数字，最后一位是数字或X。"),
    "birth": N_("身份证号第7至14位不是真实的出生日期，请核对。"),
    "future": N_("身份证号中的出生日期在今天之后，请核对。"),
    "early": N_("身份证号中的出生日期早于1900年，请核对。"),
    "check": N_("身份证号的校验码不对，请逐位核对。"),
}
"""What can be wrong with an identity number, by the name that the browser's twin (`identity.js`) knows it by too."""


def fault_of_id_number(text: str, today: date) -> str | None:
    """The first that is wrong with a 公民身份号码, a key of `ID_NUMBER_FAULTS`; None when nothing is.

    `today` is the local date; a birth date after it is refused. Residence permits of 港澳台居民 follow the same rule.
    Source: GB 11643-1999; 居民身份证法 (15 digits out of use since 2013-01-01).
    """
    number = _compact(text)
    if not _ID_NUMBER.fullmatch(number):
        return "old" if _OLD_ID_NUMBER.fullmatch(number) else "shape"
    try:
        born = birth_date_of(number)
    except ValueError:
        return "birth"
    if born > today:
        return "future"
    if born < EARLIEST_BIRTH:
        return "early"
    return None if ric.calc_check_digit(number) == number[-1] else "check"


def check_id_number(text: str, today: date) -> str:
    """The 公民身份号码 in its one form: 18 half-width characters, X upper-case. Unknown and old areas are kept.

    Raises: Rejected with what `fault_of_id_number` finds.
    """
    fault = fault_of_id_number(text, today)
    if fault is not None:
        raise Rejected(ID_NUMBER_FAULTS[fault], source="居民身份证法" if fault == "old" else "GB 11643-1999")
    return _compact(text)


def fault_of_sought_number(text: str, today: date) -> Verdict | None:
    """What is wrong with a number that somebody looks for, where it is plain which kind was meant; None otherwise.

    Old numbers of 15 digits are looked for and not refused; passports and the like have no rule of ours.
    """
    number = _compact(text)
    if _OLD_ID_NUMBER.fullmatch(number) or not _NEARLY_A_NUMBER.fullmatch(number):
        return None
    try:
        if len(number) == MOBILE_LENGTH:
            check_phone(number)
        elif len(number) != ID_LENGTH:
            return Verdict("身份证号应为18位，现在输入了%(count)s位，请核对。", {"count": str(len(number))})
        elif _CREDIT_CODE.fullmatch(number) and not _ID_NUMBER.fullmatch(number):
            check_credit_code(number)
        else:
            check_id_number(number, today)
    except Rejected as problem:
        return problem.verdict
    return None


def birth_date_of(number: str) -> date:
    """The birth date in an 18-character number. Raises: ValueError when it is not a date."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex_of(number: str) -> Literal["male", "female"]:
    """The sex that the order code of an 18-character number tells: odd is male."""
    return "male" if int(number[16]) % 2 else "female"


def check_credit_code(text: str) -> str:
    """The 统一社会信用代码 in its one form: 18 half-width characters in upper case. The region in it is not judged.

    Raises: Rejected. Source: GB 32100-2015.
    """
    code = _compact(text).replace("-", "")
    if not _CREDIT_CODE.fullmatch(code):
        raise Rejected(
            "统一社会信用代码应为18位数字和大写字母（不含I、O、S、V、Z），第3至8位是数字。", source="GB 32100-2015"
        )
    if uscc.calc_check_digit(code) != code[-1]:
        raise Rejected("统一社会信用代码的校验码不对，请逐位核对。", source="GB 32100-2015")
    return code


def organisation_code_agrees(code: str) -> bool:
    """Whether the organisation code inside a checked credit code (characters 9 to 17) passes its own check.

    Only a hint to look twice: codes that fail it are in use. Source: GB 11714-1997.
    """
    body, check = code[8:16], code[16]
    total = sum(_ALPHANUMERIC.index(one) * weight for one, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return check == "0123456789X"[(11 - total % 11) % 11]


def check_phone(text: str) -> str:
    """A telephone number in its one form: 13800001234, 0577-00000001, 0577-00000001-801, or 12345.

    Raises: Rejected. Source: the national numbering plan; decisions 50.
    """
    number = re.sub(r"^(?:\+|00)86-?", "", half_width(text).replace(" ", "").replace("—", "-"), flags=re.ASCII)
    digits = number.replace("-", "")
    if _MOBILE.fullmatch(digits) or _SHORT.fullmatch(number):
        return digits
    if found := _LANDLINE.fullmatch(number):
        return "-".join(part for part in found.groups() if part)
    raise Rejected("请填写11位手机号，或带区号的固定电话（例如 0577-00000001），或12、9开头的5位短号。")


def number_forms(text: str) -> tuple[str, ...]:
    """The forms under which a number that was typed may be kept: as typed, checked, and an identity number with 15 and 18 characters.

    Numbers of 15 digits leave out the century, which was the twentieth (GB 11643-1999).
    """
    number = _compact(text)
    forms = [number]
    if _OLD_ID_NUMBER.fullmatch(number):
        longer = f"{number[:6]}19{number[6:]}"
        forms.append(longer + ric.calc_check_digit(longer + "0"))
    elif _ID_NUMBER.fullmatch(number) and number[6:8] == "19":
        forms.append(number[:6] + number[8:17])
    else:
        with suppress(Rejected):
            forms.append(check_phone(text))
    return tuple(dict.fromkeys(forms))


def looks_like_a_number(text: str) -> bool:
    """Whether a text is a number of a person rather than words: it holds six digits or more, as documents and telephones do."""
    return sum(one.isdigit() for one in _compact(text)) >= 6


def looks_like_a_person(text: str) -> bool:
    """Whether a text is an identity number or a mobile telephone number."""
    number = _compact(text)
    return bool(_ID_NUMBER.fullmatch(number) or _OLD_ID_NUMBER.fullmatch(number) or _MOBILE.fullmatch(number))
