"""Numbers that are plainly made up: valid in their form, of an area that does not exist (decisions 30)."""

from __future__ import annotations

from datetime import date

from stdnum.cn import ric, uscc

AREA = "999999"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
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
