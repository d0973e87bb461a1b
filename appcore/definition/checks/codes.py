"""The built-up national codes: 基本编码 (12), 实施编码 (31), 业务办理项编码 (33), and the credit code inside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.identity import check_credit_code
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_, Rejected
from models import vocabulary

CATALOG_CODE = re.compile(r"[0-9]{12}", re.ASCII)
TASK_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}[1-7][0-9]{12}", re.ASCII)
HANDLE_ITEM_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}[1-7][0-9]{14}|[0-9]{14}", re.ASCII)


@rule("C012", "error", N_("基本编码为12位，第3、4位与事项类型一致"))
def catalog_code_fits(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: GB/T 39046; 基本编码 = division 2, type 2, department 2, main 3, sub 3."""
    code, digits = definition.catalog_code, vocabulary.TASK_TYPE.national_of(definition.task_type)
    if not code:
        return
    if not CATALOG_CODE.fullmatch(code):
        yield Problem(
            Place(element="catalog_code"),
            "基本编码“%(code)s”不是12位数字",
            "照国家目录填写12位基本编码",
            {"code": code},
        )
    elif digits and code[2:4] != digits:
        yield Problem(
            Place(element="catalog_code"),
            "基本编码第3、4位是“%(found)s”，与事项类型“%(label)s”的“%(wanted)s”不一致",
            "核对基本编码或事项类型",
            {"found": code[2:4], "wanted": digits, "label": vocabulary.TASK_TYPE.label_of(definition.task_type)},
        )


@rule("C028", "info", N_("基本编码已填写"))
def catalog_code_is_known(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """An item of the county's own may have none, so this only counts."""
    if not definition.catalog_code:
        yield Problem(Place(element="catalog_code"), "没有国家基本编码", "在国家目录中查到后填写；县里自有事项可以不填")


@rule("C013", "error", N_("实施编码为31位，末12位是基本编码"))
def task_code_fits(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: 实施编码 = credit code 18, level 1, 基本编码 12."""
    code = definition.task_code
    if not code:
        return
    if not TASK_CODE.fullmatch(code):
        yield Problem(
            Place(element="task_code"),
            "实施编码“%(code)s”不是31位的实施编码",
            "由18位统一社会信用代码、1位行使层级和12位基本编码组成",
            {"code": code},
        )
    elif definition.catalog_code and code[19:] != definition.catalog_code:
        yield Problem(
            Place(element="task_code"),
            "实施编码末12位“%(found)s”与基本编码“%(wanted)s”不一致",
            "核对实施编码或基本编码",
            {"found": code[19:], "wanted": definition.catalog_code},
        )


@rule("C014", "error", N_("业务办理项编码为33位，前31位是实施编码"))
def handle_item_code_fits(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: 33 = 实施编码 and a serial of 2; in 实施规范 14 = 基本编码 and a serial of 2."""
    code = definition.handle_item_code
    if not code:
        return
    before = definition.task_code if len(code) == 33 else definition.catalog_code
    if not HANDLE_ITEM_CODE.fullmatch(code):
        yield Problem(
            Place(element="handle_item_code"),
            "业务办理项编码“%(code)s”不是33位（或14位）",
            "在实施编码后加2位顺序号",
            {"code": code},
        )
    elif before and code[:-2] != before:
        yield Problem(
            Place(element="handle_item_code"),
            "业务办理项编码去掉末2位是“%(found)s”，与“%(wanted)s”不一致",
            "核对业务办理项编码",
            {"found": code[:-2], "wanted": before},
        )


@rule("C015", "error", N_("实施编码的层级位与行使层级一致"))
def level_digit_fits(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    wanted = [vocabulary.USE_LEVEL.national_of(slug) for slug in definition.use_levels]
    if TASK_CODE.fullmatch(definition.task_code) and wanted and definition.task_code[18] not in wanted:
        yield Problem(
            Place(element="task_code"),
            "实施编码第19位是“%(found)s”，与行使层级“%(label)s”不一致",
            "核对实施编码或行使层级",
            {
                "found": definition.task_code[18],
                "label": "、".join(vocabulary.USE_LEVEL.label_of(slug) for slug in definition.use_levels),
            },
        )


@rule("C016", "error", N_("实施编码中的统一社会信用代码有效且属于实施主体"))
def credit_code_fits(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: GB 32100-2015. The region part of a credit code is never compared: bodies move (elements.md 5.2)."""
    if not TASK_CODE.fullmatch(definition.task_code):
        return
    found = definition.task_code[:18]
    try:
        check_credit_code(found)
    except Rejected:
        yield Problem(
            Place(element="task_code"),
            "实施编码中的统一社会信用代码“%(code)s”校验位不符",
            "照实施主体的证书重新填写前18位",
            {"code": found},
        )
        return
    body = definition.implementing_body
    own = context.credit_codes.get(body.code, "") if body else ""
    if body and own and own != found:
        yield Problem(
            Place(element="task_code"),
            "实施编码的前18位“%(found)s”不是实施主体“%(name)s”的代码“%(own)s”",
            "核对实施主体或实施编码",
            {"found": found, "name": body.name, "own": own},
        )
