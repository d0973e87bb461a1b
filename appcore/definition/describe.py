"""Conditions as Chinese sentences, for the editor, the guide, the checklist and the differences between editions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from appcore.definition.conditions import Answer, Condition, Test


def plainly(value: Answer) -> str:
    """A value as it stands, yes and no in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True)
class Name:
    """What people call a question or field, and how its values read."""

    label: str
    show: Callable[[Answer], str] = plainly


Names = Mapping[str, Name]


def describe(condition: Condition, names: Names) -> str:
    """One sentence without a full stop: 当“户口类型”选择“农业户口”且“家庭人口”不少于3时.

    A key without a name is shown as it stands, so that a faulty draft can still be read.
    """
    return f"当{_group(condition, names, outermost=True)}时"


def _group(condition: Condition, names: Names, *, outermost: bool = False) -> str:
    said = [_group(part, names) if isinstance(part, Condition) else _test(part, names) for part in condition.parts]
    joined = ("且" if condition.mode == "all" else "或").join(said)
    return joined if outermost or len(said) == 1 else f"（{joined}）"


def _test(test: Test, names: Names) -> str:
    name = names.get(test.of, Name(test.of))
    return f"“{name.label.rstrip('？?：: ')}”{_comparison(test, name.show)}"


def _comparison(test: Test, show: Callable[[Answer], str]) -> str:
    value = test.value
    if isinstance(value, tuple):
        said = "、".join(f"“{show(one)}”" for one in value)
        return f"选择{said}" + ("之一" if len(value) > 1 else "")
    counted = isinstance(value, int) and not isinstance(value, bool)
    quoted = show(value) if counted else f"“{show(value)}”"
    match test.comparison:
        case "is":
            return f"为{quoted}" if counted else f"选择{quoted}"
        case "is_not":
            return f"不为{quoted}" if counted else f"未选择{quoted}"
        case "at_least":
            return f"不少于{quoted}"
    return f"不超过{quoted}"
