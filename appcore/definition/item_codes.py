"""The national codes of an item taken apart for people, and an 实施编码 put together from what is known.

Whether a code is right, the checks C012–C016 say; provincial codes (许可-00001-001) stand apart and are never forced into 31.
"""

from __future__ import annotations

from collections.abc import Sequence

from appcore.definition.checks.codes import CATALOG_CODE, HANDLE_ITEM_CODE, TASK_CODE
from appcore.definition.identity import check_credit_code
from appcore.definition.verdict import N_, Rejected
from models.vocabulary import TASK_TYPE, USE_LEVEL

OWN_LEVEL = "county"
Piece = tuple[str, str, str]
"""What a piece of a code is, as it stands, and what it means where a code list says so."""


def pieces(code: str) -> tuple[Piece, ...]:
    """The pieces of a code of 12, 14, 31 or 33 characters in their order; nothing for one that is built otherwise.

    Source: GB/T 39046-2020; 12 = division 2, type 2, department 2, main 3, sub 3; 31 = credit code 18, level 1, 12; a serial of 2.
    """
    if CATALOG_CODE.fullmatch(code):
        return _catalog(code)
    if TASK_CODE.fullmatch(code):
        return _task(code)
    if HANDLE_ITEM_CODE.fullmatch(code):
        inner = _task(code[:-2]) if len(code) == 33 else _catalog(code[:-2])
        return (*inner, (N_("业务办理项顺序号"), code[-2:], ""))
    return ()


def _catalog(code: str) -> tuple[Piece, ...]:
    kind = next((term.label for term in TASK_TYPE if term.national == code[2:4]), "")
    return (
        (N_("目录层级区划"), code[:2], N_("国家目录") if code[:2] == "00" else ""), (N_("事项类型"), code[2:4], kind),
        (N_("部门"), code[4:6], ""), (N_("主项"), code[6:9], ""), (N_("子项"), code[9:12], ""),
    )  # fmt: skip


def _task(code: str) -> tuple[Piece, ...]:
    level = next((term.label for term in USE_LEVEL if term.national == code[18]), "")
    return (
        (N_("实施主体统一社会信用代码"), code[:18], ""),
        (N_("行使层级"), code[18], level),
        *_catalog(code[19:]),
    )


def proposed_task_code(credit_code: str, use_levels: Sequence[str], catalog_code: str) -> str:
    """The 31 characters for a body, the level at which it acts and a 基本编码.

    Of several levels the county's counts, since the body is the county's. Raises: Rejected that says what is missing.
    """
    if not CATALOG_CODE.fullmatch(catalog_code):
        raise Rejected("没有12位基本编码，先在事项上填写")
    if not credit_code:
        raise Rejected("实施主体没有登记统一社会信用代码，先在部门里填写")
    check_credit_code(credit_code)
    level = OWN_LEVEL if OWN_LEVEL in use_levels else use_levels[0] if len(use_levels) == 1 else ""
    digit = USE_LEVEL.national_of(level)
    if not digit:
        raise Rejected("行使层级没有填写，或者有几个又不含县级，先在版本里选定")
    return f"{credit_code}{digit}{catalog_code}"
