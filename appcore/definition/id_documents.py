"""Numbers of the other documents of persons and bodies (codelists: 证件类型), each by the rule of its kind.

Source: GA/T 2000.31 (kinds of documents); 出境入境管理法 and the specimens published for each document; GB 11643-1999 for the
check character that residence permits share with identity cards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from appcore.definition import identity
from appcore.definition.characters import half_width, storable
from appcore.definition.verdict import Rejected

_PASSPORT = re.compile(r"(?=.*\d)[A-Z0-9]{5,15}", re.ASCII)
_CHINESE_PASSPORT = re.compile(r"(?:E[A-Z]\d{7}|[A-Z]{1,2}\d{7,8})", re.ASCII)
_HK_MACAO = re.compile(r"[HM]\d{8}(?:\d{2})?", re.ASCII)
_TAIWAN = re.compile(r"\d{8}|\d{10}(?:\(?[A-Z]\)?)?", re.ASCII)
_OLD_FOREIGN = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
_OFFICER = re.compile(r"((?:(?![字第号])[\u4e00-\u9fff]){1,3})字?第?(\d{4,8})号?", re.ASCII)
_RESIDENCE_OF = ("81", "82", "83")
LONGEST = 40


def _compact(text: str) -> str:
    return re.sub(r"[ \-–—－·.]", "", half_width(text)).upper()


def check(text: str, kind: str, today: date) -> str:
    """The number of a document in the one form of its kind (a slug of the code list 证件类型).

    A kind without a rule of its own takes any number of 3 to 40 characters. `today`: no birth date lies after it.
    Raises: Rejected.
    """
    rule = _RULES.get(kind)
    return rule(text, today) if rule else _any(text)


def _any(text: str) -> str:
    number = " ".join(storable(half_width(text)).split())
    if not 3 <= len(number) <= LONGEST or not any(one.isalnum() for one in number):
        raise Rejected("请照证件填写完整的号码，3至40个字。")
    return number


def _passport(text: str, today: date) -> str:
    number = _compact(text)
    if not _PASSPORT.fullmatch(number):
        raise Rejected("请照护照首页填写护照号码，5至15位字母和数字，例如 E12345678。")
    if number[0] == "E" and not _CHINESE_PASSPORT.fullmatch(number) and len(number) == 9:
        raise Rejected("E字头护照号码应为E加8位数字，或E加1个字母和7位数字，请核对。")
    return number


def _hk_macao(text: str, today: date) -> str:
    number = _compact(text)
    if not _HK_MACAO.fullmatch(number):
        raise Rejected("港澳居民来往内地通行证号码应为H或M加8位数字，请核对。")
    return number


def _taiwan(text: str, today: date) -> str:
    number = _compact(text)
    if not _TAIWAN.fullmatch(number):
        raise Rejected("台湾居民来往大陆通行证号码应为8位数字（旧版为10位数字），请核对。")
    return re.sub(r"[()]", "", number)


def _officer(text: str, today: date) -> str:
    found = _OFFICER.fullmatch(half_width(text).replace(" ", ""))
    if found is None:
        raise Rejected("请照证件填写，例如“军字第20011234号”。")
    return f"{found[1]}字第{found[2]}号"


def _residence(text: str, today: date) -> str:
    """港澳台居民居住证: as an identity card, with the areas 81, 82 and 83. Source: 国办发〔2018〕81号."""
    number = identity.check_id_number(text, today)
    if number[:2] not in _RESIDENCE_OF:
        raise Rejected("港澳台居民居住证号码应以81、82或83开头，请核对证件类型和号码。")
    return number


def _foreign(text: str, today: date) -> str:
    """外国人永久居留身份证: 15 characters, or since 2023-12-01 18 that begin with 9 and end with the check of GB 11643."""
    number = _compact(text)
    if _OLD_FOREIGN.fullmatch(number):
        return number
    if len(number) != 18 or number[0] != "9":
        raise Rejected("永久居留身份证号码应为9开头的18位号码，或3个字母加12位数字，请核对。")
    return identity.check_id_number(number, today)


def _credit_code(text: str, today: date) -> str:
    return identity.check_credit_code(text)


_RULES: Mapping[str, Callable[[str, date], str]] = {
    "id_card": identity.check_id_number,
    "officer": _officer,
    "passport": _passport,
    "hk_macao_pass": _hk_macao,
    "taiwan_pass": _taiwan,
    "hmt_residence": _residence,
    "foreign_residence": _foreign,
    "business_licence": _credit_code,
    "agency_certificate": _credit_code,
    "non_profit": _credit_code,
    "association": _credit_code,
    "institution": _credit_code,
}
