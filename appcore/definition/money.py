"""Money as people write it (元 with two decimals) and as it is kept (integer fen)."""

from __future__ import annotations

import re

from appcore.definition.characters import half_width
from appcore.definition.verdict import Rejected

_YUAN = re.compile(r"(-?)(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?", re.ASCII)


def fen_of(text: str) -> int:
    """Integer fen of an amount in 元: 20, 1,234.50, ￥20.00, 20元, in full or half width.

    Raises: Rejected for a negative amount, more than two decimals, misplaced commas, or anything else.
    """
    plain = half_width(text).replace("￥", "¥").strip(" ").removeprefix("¥").removesuffix("元").strip(" ")
    found = _YUAN.fullmatch(plain)
    if found is None:
        raise Rejected("请填写金额，单位为元，最多两位小数，例如 20 或 1234.50。")
    sign, whole, decimals = found.groups()
    if sign:
        raise Rejected("金额不能为负数。")
    return int(whole.replace(",", "")) * 100 + int((decimals or "0").ljust(2, "0"))


def yuan(fen: int) -> str:
    """元 with two decimals, without a unit: 2000 → 20.00."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"
