"""Names and numbers that are plainly made up: 样例甲, area 999999, 1380000xxxx, 0577-0000xxxx (decisions 30, 45)."""

from __future__ import annotations

from appcore.definition.made_up import AREA, credit_code, id_number

__all__ = ["AREA", "STEMS", "credit_code", "id_number", "mobile", "name", "office_phone"]
STEMS = "甲乙丙丁戊己庚辛壬癸"


def name(number: int) -> str:
    """The n-th sample name, 1 first: 样例甲 … 样例癸, 样例甲甲 …"""
    stems = ""
    while number > 0:
        number, rest = divmod(number - 1, len(STEMS))
        stems = STEMS[rest] + stems
    return f"样例{stems}"


def office_phone(number: int) -> str:
    """0577-00000001 …, a line that does not exist."""
    return f"0577-{number:08d}"


def mobile(number: int) -> str:
    """13800000001 …"""
    return f"1380000{number % 10000:04d}"
