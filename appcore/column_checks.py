"""Rules that a column's value must pass before it is saved, by the name that the column's label gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from appcore.definition import identity
from appcore.definition.expressions import Faulty, parse
from appcore.definition.schema import CODE_PATTERN, KEY_PATTERN
from appcore.definition.verdict import Rejected, Verdict
from appcore.folding import fold

WEEKDAYS = re.compile(r"[1-7]{1,7}", re.ASCII)
HALL_CODE = re.compile(r"\d{12}-\d{2}", re.ASCII)
REGION_CODE = re.compile(r"\d{12}", re.ASCII)
INDEX_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z/._-]{0,39}", re.ASCII)
SLUG = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)


def weekdays(text: str) -> str:
    """Days of the week as digits 1 to 7, each once and in order. Raises: Rejected."""
    if not WEEKDAYS.fullmatch(text) or len(set(text)) < len(text):
        raise Rejected("请填写1至7中的数字，每个只写一次，例如 135。")
    return "".join(sorted(text))


def key(text: str) -> str:
    """The key of a part. Raises: Rejected."""
    if not KEY_PATTERN.fullmatch(text):
        raise Rejected("标识以小写字母开头，只用小写字母、数字和下划线，最多40个字符。")
    return text


def item_code(text: str) -> str:
    """The county's permanent code of an item: 330327-00042. Raises: Rejected."""
    if not CODE_PATTERN.fullmatch(text):
        raise Rejected("事项编号为6位县代码、短横线和5位序号，例如 330327-00042。")
    return text


def hall_code(text: str) -> str:
    """Region code and two digits. Raises: Rejected."""
    if not HALL_CODE.fullmatch(text):
        raise Rejected("中心编号为12位区划代码、短横线和两位序号，例如 330327100000-01。")
    return text


def region_code(text: str) -> str:
    """Twelve digits. Raises: Rejected."""
    if not REGION_CODE.fullmatch(text):
        raise Rejected("区划代码为12位数字。")
    return text


def slug(text: str) -> str:
    """A code of our own: lower-case letters, digits and hyphens. Raises: Rejected."""
    if not SLUG.fullmatch(text):
        raise Rejected("编号只用小写字母、数字和短横线，以字母开头。")
    return text


def index_number(text: str) -> str:
    """索引号 of a document, as public pages print it: 11330327002555021L/2017-00012. Raises: Rejected."""
    if not INDEX_NUMBER.fullmatch(text):
        raise Rejected("索引号只用字母、数字、短横线、斜线、圆点和下划线，以字母或数字开头，最多40个字符。")
    return text


def formula(text: str) -> str:
    """A formula that can be read; what it names may still come. Raises: Rejected."""
    try:
        parse(text)
    except Faulty as fault:
        raise Rejected("公式第%(at)d个字处写法不对：%(fault)s", at=fault.at + 1, fault=fault.verdict) from fault
    return text


def search_word(text: str) -> str:
    """A word as people type it, with a letter in it. Raises: Rejected."""
    if not fold(text):
        raise Rejected("请填写文字。")
    return text.strip()


CHECKS: dict[str, Callable[[str], str]] = {
    "phone": identity.check_phone,
    "weekdays": weekdays,
    "credit_code": identity.check_credit_code,
    "key": key,
    "formula": formula,
    "item_code": item_code,
    "hall_code": hall_code,
    "region_code": region_code,
    "slug": slug,
    "index_number": index_number,
    "search_word": search_word,
}


def checked(model: type[Any], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Verdict]]:
    """The values in their one form, and what is wrong with the others, by column."""
    columns = model.__table__.columns
    cleaned, faults = dict(values), {}
    for name, value in values.items():
        rule = CHECKS.get(columns[name].info.get("check", "")) if name in columns else None
        if rule is not None and value:
            try:
                cleaned[name] = rule(value)
            except Rejected as problem:
                faults[name] = problem.verdict
    return cleaned, faults
