"""How levels of checks are set: of rules that there are, with a reason; those behind the four faults stay errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appcore import records
from appcore.definition.checks import RULES
from appcore.definition.transition import NEVER_LOWERED
from appcore.errors import Refused


class LevelWriter:
    """Saves rows of `check_level`; what was found is made anew by the job, for the levels are part of its stamp."""

    def create(self, model: type[Any], values: Mapping[str, Any]) -> int:
        require_sound(str(values.get("rule_id") or ""), str(values.get("level") or ""))
        return records.create(model, values)

    def change(self, model: type[Any], row_id: int, values: Mapping[str, Any], *, version: int | None) -> None:
        require_sound(str(values.get("rule_id") or ""), str(values.get("level") or ""))
        records.change(model, row_id, values, version=version)

    def end(self, model: type[Any], row_id: int) -> None:
        records.end(model, row_id)


def require_sound(rule_id: str, level: str) -> None:
    """Raises: Refused for a rule that there is none of, or one that no county may lower (decisions 51)."""
    if rule_id not in RULES:
        raise Refused("没有这条规则", field="rule_id")
    if rule_id in NEVER_LOWERED and level != "error":
        raise Refused("这条规则关系到收费依据、法定时限或编码，不能降低级别", field="level")
