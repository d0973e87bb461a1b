"""Numbers that are plainly made up: valid in their form, of an area that does not exist (decisions 30)."""

from __future__ import annotations

import re
from datetime import date

from stdnum.cn import ric, uscc

from appcore.definition.characters import half_width

AREA = "999999"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_RANGES = {
    "phone": re.compile(r"1380000\d{4}|0577-?0000\d{4}", re.ASCII),
    "person_name": re.compile(r"样例[甲乙丙丁戊己庚辛壬癸]{0,2}"),
    "address": re.compile(
        r"(?:[\u4e00-\u9fff]{1,7}?[省市县区镇乡]){0,4}样例[路街村](?:[0-9一二三四五六七八九十百零〇]{1,8}号)?"
    ),
    "email": re.compile(r"[a-z0-9._-]{1,40}@example(?:\.(?:cn|com|net|org))?", re.ASCII),
}
"""What is nobody's, by kind of field; of every other sensitive kind the numbers of the area."""
_BLANKS = re.compile(r"[\s\-–—·.]")
_NUMBER = re.compile(r"[0-9A-Z]{8,32}", re.ASCII)
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def id_number(born: date, order: int) -> str:
    """A number valid by GB 11643 in an area that does not exist; `order` 1–999, odd is male."""
    body = f"{AREA}{born:%Y%m%d}{order:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def credit_code(kind: str, serial: int) -> str:
    """A code valid by GB 32100 in an area that does not exist. `kind`: its first two characters, as 11 (机关) or 91 (企业)."""
    organisation = f"{serial:08d}"
    total = sum(_ALPHABET.index(one) * weight for one, weight in zip(organisation, _WEIGHTS, strict=True))
    body = f"{kind}{AREA}{organisation}{'0123456789X'[(11 - total % 11) % 11]}"
    return body + str(uscc.calc_check_digit(body + "0"))


def is_made_up(number: str) -> bool:
    """Whether a number of a person or a body is of that area, and so nobody's."""
    return AREA in (number[:6], number[2:8])


def is_nobodys(kind: str, text: str) -> bool:
    """Whether what was typed into a field of a sensitive kind is wholly within what is reserved for samples."""
    typed = half_width(text).strip()
    if kind in _RANGES:
        plain = re.sub(r"\s", "", typed)
        return _RANGES[kind].fullmatch(plain.lower() if kind == "email" else plain) is not None
    number = _BLANKS.sub("", typed).upper()
    return _NUMBER.fullmatch(number) is not None and is_made_up(number)
