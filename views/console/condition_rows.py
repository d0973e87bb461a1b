"""适用条件 as rows that an editor fills without code: boxes of comparisons, each over a question or field of the edition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, validators
from wtforms.form import BaseForm

from appcore.definition import conditions, money
from appcore.definition.conditions import Comparison, Condition, Test
from appcore.definition.describe import describe
from appcore.definition.expressions.formulas import as_answered
from appcore.definition.item import Field as Asked
from appcore.definition.item import ItemDefinition
from appcore.definition.kinds.day import parse_day
from appcore.definition.measure import is_decimal
from appcore.definition.questions import by_key, names_of
from appcore.definition.verdict import N_, Rejected
from views.words import _, spoken

MOST_BOXES, MOST_LINES = 8, 12
CHOOSING = ("choice", "choices")
WITHOUT_ANSWER = frozenset({"heading", "note"})
ONLY_FILLED = frozenset({"table", "file", "files", "photo", "signature"})
SEVERAL = ("one_of", "none_of")
FILLED = (("filled", N_("已填写")), ("empty", N_("未填写")))
CHOSEN = (
    ("is", N_("选择")),
    ("is_not", N_("未选择")),
    ("one_of", N_("选择其中之一")),
    ("none_of", N_("其中一个也没选")),
)
COUNTED = (("at_least", N_("不少于")), ("at_most", N_("不超过")), ("is", N_("等于")), ("is_not", N_("不等于")))
DATED = (("at_least", N_("不早于")), ("at_most", N_("不晚于")), ("is", N_("等于")))
WRITTEN = (("is", N_("等于")), ("is_not", N_("不等于")))
BY_KIND: dict[str, tuple[tuple[str, str], ...]] = {
    "choice": CHOSEN, "choices": CHOSEN, "yes_no": (("is", N_("选择")),), "integer": COUNTED, "money": COUNTED, "decimal": COUNTED, "date": DATED,
}  # fmt: skip


@dataclass
class Line:
    """One comparison as it is typed."""

    of: str = ""
    comparison: str = ""
    values: list[str] = field(default_factory=list)
    fault: str = ""


@dataclass
class Box:
    """Comparisons that stand together."""

    mode: str = "all"
    lines: list[Line] = field(default_factory=list)


class ConditionRows(Field):
    """Holds the JSON of a condition, or None. Without `furnish` it keeps what it was given."""

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition: ItemDefinition | None = None
        self.asked: dict[str, Asked] = {}
        self.mode, self.boxes = "all", [Box(lines=[Line()])]
        self.is_deep = self.is_typed = False

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.data = data if isinstance(data, dict) else None
        self.is_typed = formdata is not None and f"{self.name}-mode" in formdata
        if self.is_typed:
            self.mode = _mode(formdata.get(f"{self.name}-mode"))
            self.boxes = [
                self._typed_box(formdata, number) for number in self._numbers(formdata, self.name, MOST_BOXES)
            ]

    def furnish(self, definition: ItemDefinition | None, kept: Any, own_key: str = "") -> None:
        """What can be asked about, and what the row holds now, which stays where nothing was typed."""
        self.definition = definition
        there = by_key(definition) | as_answered(definition) if definition else {}
        self.asked = {
            key: one
            for key, one in there.items()
            if key != own_key and one.kind not in WITHOUT_ANSWER and not one.within
        }
        if not self.is_typed:
            self.data = kept if isinstance(kept, dict) else self.data
            self._open(conditions.load(self.data) if self.data else None)

    def act(self, what: str) -> None:
        """A button within the editor: one more line or box, or one less."""
        verb, _dot, place = what.partition(".")
        numbers = [int(one) for one in place.split(".") if one.isascii() and one.isdigit()]
        if verb == "box" and len(self.boxes) < MOST_BOXES:
            self.boxes.append(Box(lines=[Line()]))
        elif verb == "line" and numbers and numbers[0] < len(self.boxes):
            if len(lines := self.boxes[numbers[0]].lines) < MOST_LINES:
                lines.append(Line())
        elif verb == "drop" and len(numbers) == 2 and numbers[0] < len(self.boxes):
            box = self.boxes[numbers[0]]
            box.lines = [line for number, line in enumerate(box.lines) if number != numbers[1]]
            self.boxes = [one for one in self.boxes if one.lines] or [Box(lines=[Line()])]

    def comparisons(self, line: Line) -> list[tuple[str, str]]:
        """What can be said of the line's question: value and words."""
        one = self.asked.get(line.of)
        if one is None:
            return []
        own = () if one.kind in ONLY_FILLED else BY_KIND.get(one.kind, WRITTEN)
        optional = self.definition is not None and any(each.key == one.key for each in self.definition.fields)
        pairs = [*own, *(FILLED if optional else ())]
        if line.comparison not in dict(pairs):
            line.comparison = pairs[0][0]
        return [(value, _(words)) for value, words in pairs]

    def options(self, line: Line) -> list[tuple[str, str]]:
        """The answers to choose from; none where a value is typed."""
        one = self.asked.get(line.of)
        if one is None or line.comparison in dict(FILLED):
            return []
        if one.kind == "yes_no":
            return [("yes", _("是")), ("no", _("否"))]
        return [(choice.key, choice.label) for choice in one.choices] if one.kind in CHOOSING else []

    def typed_as(self, line: Line) -> str:
        """Which control takes the line's value: none, choose, tick, date, number or text."""
        one = self.asked.get(line.of)
        if one is None or line.comparison in dict(FILLED):
            return "none"
        if self.options(line):
            return "tick" if line.comparison in SEVERAL else "choose"
        return {"date": "date", "integer": "number", "money": "number", "decimal": "number"}.get(one.kind, "text")

    @property
    def sentence(self) -> str:
        """What the lines that are complete say together; "" while none is."""
        if self.definition is None:
            return ""
        found = conditions.load(self.data) if self.is_deep and self.data else self._condition(told=False)
        return describe(found, names_of(self.definition)) if found else ""

    @property
    def has_wrong_line(self) -> bool:
        return any(line.fault for box in self.boxes for line in box.lines)

    def pre_validate(self, form: Any) -> None:
        if not self.is_typed or self.definition is None or self.is_deep:
            return
        found = self._condition(told=True)
        faults = [line.fault for box in self.boxes for line in box.lines if line.fault]
        if faults:
            raise validators.StopValidation(faults[0])
        self.data = conditions.dump(found) if found else None

    def _condition(self, *, told: bool) -> Condition | None:
        groups = []
        for box in self.boxes:
            tests = [test for line in box.lines if (test := self._test(line, told))]
            if tests:
                groups.append(Condition("any" if box.mode == "any" else "all", tuple(tests)))
        if len(groups) < 2:
            return groups[0] if groups else None
        parts = tuple(group.parts[0] if len(group.parts) == 1 else group for group in groups)
        return Condition("any" if self.mode == "any" else "all", parts)

    def _test(self, line: Line, told: bool) -> Test | None:
        if not line.of:
            return None
        try:
            return self._read(line)
        except Rejected as problem:
            line.fault = spoken(problem.verdict) if told else ""
            return None

    def _read(self, line: Line) -> Test:
        one = self.asked.get(line.of)
        if one is None:
            raise Rejected("这个问题或字段已不在这个版本里，请重新选择。")
        self.comparisons(line)
        comparison: Any = line.comparison
        values = [text.strip() for text in line.values if text.strip()]
        if comparison in dict(FILLED):
            return Test(line.of, comparison, True)
        if self.options(line):
            if not values or set(values) - {value for value, _words in self.options(line)}:
                raise Rejected("请选择“%(name)s”的回答。", name=one.label)
            return Test(line.of, comparison, _chosen(one, comparison, values))
        if len(values) != 1:
            raise Rejected("请填写与“%(name)s”比较的值。", name=one.label)
        return Test(line.of, comparison, READ.get(one.kind, _text)(values[0]))

    def _open(self, condition: Condition | None) -> None:
        """The boxes of a condition; one nested deeper than boxes go is only shown."""
        if condition is None:
            return
        groups = [part for part in condition.parts if isinstance(part, Condition)]
        self.is_deep = any(isinstance(part, Condition) for group in groups for part in group.parts)
        if self.is_deep:
            return
        if not groups:
            self.boxes = [Box(condition.mode, [self._line(one) for one in condition.parts if isinstance(one, Test)])]
            return
        self.mode = condition.mode
        self.boxes = [
            Box(part.mode, [self._line(one) for one in part.parts if isinstance(one, Test)])
            if isinstance(part, Condition)
            else Box(lines=[self._line(part)])
            for part in condition.parts
        ]

    def _line(self, test: Test) -> Line:
        one = self.asked.get(test.of)
        values = test.value if isinstance(test.value, tuple) else (test.value,)
        comparison: Comparison = test.comparison
        if test.comparison == "is_not" and isinstance(test.value, bool):
            comparison, values = "is", (not test.value,)
        return Line(test.of, comparison, [_typed(value, one.kind if one else "") for value in values])

    def _typed_box(self, formdata: Any, number: int) -> Box:
        name = f"{self.name}-{number}"
        lines = [
            Line(
                formdata.get(f"{name}-{row}-of", "")[:40],
                formdata.get(f"{name}-{row}-is", "")[:20],
                [text[:200] for text in formdata.getlist(f"{name}-{row}-value")[:100]],
            )
            for row in self._numbers(formdata, name, MOST_LINES)
        ]
        return Box(_mode(formdata.get(f"{name}-mode")), lines or [Line()])

    @staticmethod
    def _numbers(formdata: Any, name: str, most: int) -> Iterable[int]:
        found = {
            int(hit[1]) for key in formdata if (hit := re.match(rf"{re.escape(name)}-(\d{{1,2}})-", key, re.ASCII))
        }
        return [number for number in sorted(found) if number < most] or [0]


def within_page(
    name: str, label: str, form: MultiDict[str, str], definition: ItemDefinition, kept: Any, own_key: str
) -> ConditionRows:
    """An editor beside the rows of a page that is posted as a whole, after its own button was pressed."""
    made = BaseForm({name: ConditionRows(label)})
    made.process(form if f"{name}-mode" in form else None, data={name: kept})
    editor: ConditionRows = made[name]
    editor.furnish(definition, kept, own_key)
    within = form.get("_within", "")
    if within.startswith(f"{name}."):
        editor.act(within.removeprefix(f"{name}."))
    return editor


def said_by(editor: ConditionRows, kept: Any, *, ending: bool) -> tuple[Any, bool]:
    """The condition as typed, and whether it cannot be kept yet; faults are asked for only when the row is closed or saved."""
    if not editor.is_typed or editor.is_deep or editor.definition is None:
        return kept, False
    if ending:
        editor.errors = ()
        is_sound = editor.validate(BaseForm({}))
        return (editor.data if is_sound else kept), not is_sound
    found = editor._condition(told=False)
    return (conditions.dump(found) if found else None), False


def _mode(text: str | None) -> str:
    return "any" if text == "any" else "all"


def _chosen(one: Asked, comparison: str, values: list[str]) -> str | bool | tuple[str, ...]:
    if comparison in SEVERAL:
        return tuple(values)
    return values[0] == "yes" if one.kind == "yes_no" else values[0]


def _count(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,12}", text, re.ASCII):
        raise Rejected("请填写整数，例如 3。")
    return int(text)


def _decimal(text: str) -> str:
    if not is_decimal(text):
        raise Rejected("请填写数字，例如 12.5。")
    return text


def _text(text: str) -> str:
    return text


READ: dict[str, Callable[[str], str | int]] = {
    "integer": _count, "money": money.fen_of, "date": lambda text: parse_day(text).isoformat(), "decimal": _decimal,
}  # fmt: skip


def _typed(value: Any, kind: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return money.yuan(value) if kind == "money" and isinstance(value, int) else str(value)
