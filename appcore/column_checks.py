"""Rules that a column's value must pass before it is saved, by the name that the column's label gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from appcore.definition import identity
from appcore.definition.schema import KEY_PATTERN
from appcore.definition.verdict import Rejected, Verdict

WEEKDAYS = re.compile(r"[1-7]{1,7}", re.ASCII)


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


CHECKS: dict[str, Callable[[str], str]] = {
    "phone": identity.check_phone,
    "weekdays": weekdays,
    "credit_code": identity.check_credit_code,
    "key": key,
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
