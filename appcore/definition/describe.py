"""Conditions as Chinese sentences, for the editor, the guide, the checklist and the differences between editions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from appcore.definition.conditions import Answer, Condition, Test
from appcore.definition.measure import is_day

SINGLE = str.maketrans("“”", "‘’")


def plainly(value: Answer) -> str:
    """A value as it stands, yes and no in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True)
class Name:
    """What people call a question or field, and how its values read."""

    label: str
    show: Callable[[Answer], str] = plainly


Names = Mapping[str, Name]


def describe(condition: Condition, names: Names) -> str:
    """One sentence without a full stop: 当“户口类型”选择“农业户口”且“家庭人口”不少于3时.

    A key without a name is shown as it stands, so that a faulty draft can still be read. Groups stand in brackets,
    names and values in quotation marks of which they have none themselves, and a name that two keys share is followed by
    the key: no two conditions that mean different things read alike.
    """
    return f"当{_group(condition, names, outermost=True)}时"


def quoted(text: str) -> str:
    """A name or value in quotation marks; those inside it are made single ones."""
    return f"“{text.translate(SINGLE)}”"


def called(key: str, names: Names) -> str:
    """What a sentence calls a question or field."""
    label = _plain_label(key, names)
    shared = any(other != key and _plain_label(other, names) == label for other in names)
    return quoted(f"{label}（{key}）" if shared else label)


def _plain_label(key: str, names: Names) -> str:
    return (names[key].label if key in names else key).rstrip("？?：: ").translate(SINGLE)


def _group(condition: Condition, names: Names, *, outermost: bool = False) -> str:
    said = [
        _group(part, names, outermost=len(condition.parts) == 1 and outermost)
        if isinstance(part, Condition)
        else _test(part, names)
        for part in condition.parts
    ]
    joined = ("且" if condition.mode == "all" else "或").join(said)
    return joined if outermost or len(said) == 1 else f"（{joined}）"


def _test(test: Test, names: Names) -> str:
    name = names.get(test.of, Name(test.of))
    return f"{called(test.of, names)}{_comparison(test, name.show)}"


def _comparison(test: Test, show: Callable[[Answer], str]) -> str:
    value = test.value
    if test.comparison in ("filled", "empty"):
        return "已填写" if test.comparison == "filled" else "未填写"
    if isinstance(value, tuple):
        said = "、".join(quoted(show(one)) for one in value)
        chosen = "选择" if test.comparison in ("one_of", "is") else "未选择"
        if len(value) == 1:
            return f"{chosen}{said}"
        return f"选择{said}之一" if chosen == "选择" else f"未选择{said}中的任何一项"
    if test.comparison in ("at_least", "at_most"):
        return f"{_bound(test)}{show(value)}"
    counted = isinstance(value, int) and not isinstance(value, bool)
    shown = show(value) if counted else quoted(show(value))
    if test.comparison == "is":
        return f"为{shown}" if counted else f"选择{shown}"
    return f"不为{shown}" if counted else f"未选择{shown}"


def _bound(test: Test) -> str:
    if is_day(test.value):
        return "不早于" if test.comparison == "at_least" else "不晚于"
    return "不少于" if test.comparison == "at_least" else "不超过"
