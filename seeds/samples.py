"""Names and numbers that are plainly made up: 样例甲, area 999999, 1380000xxxx, 0577-0000xxxx (decisions 30, 45)."""

from __future__ import annotations

from datetime import date

from stdnum.cn import ric, uscc

AREA = "999999"
STEMS = "甲乙丙丁戊己庚辛壬癸"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def name(number: int) -> str:
    """The n-th sample name, 1 first: 样例甲 … 样例癸, 样例甲甲 …"""
    stems = ""
    while number > 0:
        number, rest = divmod(number - 1, len(STEMS))
        stems = STEMS[rest] + stems
    return f"样例{stems}"


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


def office_phone(number: int) -> str:
    """0577-00000001 …, a line that does not exist."""
    return f"0577-{number:08d}"


def mobile(number: int) -> str:
    """13800000001 …"""
    return f"1380000{number % 10000:04d}"
