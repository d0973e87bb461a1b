"""One row of the designer: a field as it is typed, faults and all, and the field that it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from appcore.definition import conditions
from appcore.definition.characters import one_line_end, refuse_unstorable
from appcore.definition.designing import keys
from appcore.definition.item import Choice, Field
from appcore.definition.kinds import KINDS
from appcore.definition.schema import KEY_PATTERN
from appcore.definition.verdict import Rejected, Verdict
from models import elements as el

NUMBERS = ("low", "high", "places")
LONG = ("help", "formula")
"""What may have more than one line."""
FLAGS = ("required", "summed")
TEXTS = (
    "label", "key", "kind", "group", "help", "unit", "code_list", "within", "formula", "prefill", "width", "printed", "shared",
    *NUMBERS,
)  # fmt: skip
BY_KIND = ("low", "high", "places", "unit", "code_list", "formula", "summed", "choices")
"""What only some kinds read; a kind that does not leaves it out of the field."""
FILLED_IN = ("required", "prefill")
MOST_ROWS, MOST_CHOICES = 400, 200
ELEMENTS = {one.name: one for one in el.FIELDS.elements}


@dataclass(frozen=True, slots=True)
class Row:
    """A field as it is typed. `number` names the row on its page, `was` is the key that the saved field has.

    `choices` are pairs of key and label; a key that is still to be proposed is "". `condition` is the JSON of one, or None.
    """

    number: int
    texts: Mapping[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    choices: tuple[tuple[str, str], ...] = ()
    condition: Any = None
    was: str = ""

    def get(self, name: str) -> str:
        """What is typed at a name, without blanks around it; "" when nothing is."""
        return self.texts.get(name, "").strip()

    def having(self, **texts: str) -> Row:
        """The row with some of its texts changed."""
        return replace(self, texts={**self.texts, **texts})

    @property
    def kind(self) -> str:
        return self.get("kind")

    @property
    def within(self) -> str:
        return self.get("within")


Faults = dict[str, Verdict]
"""What is wrong with what was typed, by `<number>.<element>`; a choice is `<number>.choices.<place>`."""


def of_fields(fields: Iterable[Field]) -> list[Row]:
    """Saved fields as rows."""
    return [_of_field(one, number) for number, one in enumerate(fields)]


def _of_field(one: Field, number: int) -> Row:
    texts = {name: str(value) for name in TEXTS if (value := getattr(one, name)) not in (None, "")}
    return Row(
        number,
        texts,
        frozenset(name for name in FLAGS if getattr(one, name)),
        tuple((choice.key, choice.label) for choice in one.choices),
        conditions.dump(one.condition) if one.condition else None,
        was=one.key,
    )


def as_json(row: Row) -> dict[str, Any]:
    """A row that is folded away, as its page carries it."""
    return {
        "texts": dict(row.texts), "flags": sorted(row.flags), "choices": [list(pair) for pair in row.choices],
        "condition": row.condition, "was": row.was,
    }  # fmt: skip


def from_json(held: Any, number: int) -> Row | None:
    """The row that a page carried; None for what no page of ours wrote."""
    if not isinstance(held, dict):
        return None
    texts, flags, choices = held.get("texts"), held.get("flags"), held.get("choices")
    if not (isinstance(texts, dict) and isinstance(flags, list) and isinstance(choices, list)):
        return None
    pairs = tuple(
        (str(one[0])[:40], str(one[1])[:400])
        for one in choices[:MOST_CHOICES]
        if isinstance(one, list) and len(one) == 2
    )
    kept = {name: str(texts[name])[:4000] for name in TEXTS if name in texts}
    return Row(
        number, kept, frozenset(flags) & set(FLAGS) if all(isinstance(one, str) for one in flags) else frozenset(), pairs,
        _condition(held.get("condition")), str(held.get("was", ""))[:40],
    )  # fmt: skip


def _condition(held: Any) -> Any:
    try:
        return conditions.dump(conditions.load(held)) if held else None
    except (ValueError, TypeError, AttributeError, KeyError):
        return None


def named(rows: Sequence[Row], taken: Iterable[str]) -> list[Row]:
    """The rows with a key for each field and choice that has a label and none yet; keys that were once given are not taken."""
    used = {*taken, *(row.get("key") for row in rows)}
    found = []
    for row in rows:
        wants = row.get("label") and not row.get("key")
        key = keys.proposed(row.get("label"), used, "field") if wants else row.get("key")
        used.add(key)
        found.append(replace(row.having(key=key), choices=_named_choices(row.choices)))
    return found


def _named_choices(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    used = {key for key, _label in pairs if key}
    found = []
    for key, label in pairs:
        made = keys.proposed(label, used, "choice") if not key and label.strip() else key
        used.add(made)
        found.append((made, label))
    return tuple(found)


def rekeyed(rows: Sequence[Row], names: Mapping[str, str]) -> list[Row]:
    """The rows with the keys that they name replaced: of their table, in conditions and formulas, and their own."""
    return [_rekeyed(row, names) for row in rows] if names else list(rows)


def _rekeyed(row: Row, names: Mapping[str, str]) -> Row:
    texts = {name: names.get(row.get(name), row.get(name)) for name in ("key", "within") if row.get(name)}
    if row.get("formula"):
        texts["formula"] = keys.in_formula(row.get("formula"), names)
    condition = row.condition
    if condition:
        condition = conditions.dump(keys.in_condition(conditions.load(condition), names))
    return replace(row.having(**texts), condition=condition)


def is_fixed(row: Row, fixed: frozenset[str]) -> bool:
    """Whether the row's key was published, and so stays."""
    return bool(row.was) and row.was in fixed


def as_fields(
    rows: Sequence[Row], fixed: frozenset[str] = frozenset(), retired: frozenset[str] = frozenset()
) -> tuple[tuple[Field, ...], Faults]:
    """The fields that the rows say, and what stands in the way of keeping them.

    `fixed`: keys that were published with a field that is still there; `retired`: keys that were once given to something,
    which no new field takes. A row without any label and kind was added and left alone: it is no field.
    """
    faults: Faults = {}
    there = [row for row in rows if not is_blank(row)]
    fields = tuple(_field(row, faults) for row in there)
    seen: set[str] = set()
    for row, made in zip(there, fields, strict=True):
        place = f"{row.number}.key"
        if is_fixed(row, fixed) and made.key != row.was:
            faults[place] = Verdict("这个字段已经启用过，标识不能修改，请改回“%(key)s”。", {"key": row.was})
        elif not KEY_PATTERN.fullmatch(made.key):
            faults[place] = Verdict("标识以小写字母开头，只用小写字母、数字和下划线，最多40个字符。")
        elif made.key in seen:
            faults[place] = Verdict("标识“%(key)s”已经用在前面的字段上，请换一个。", {"key": made.key})
        elif made.key != row.was and made.key in retired:
            faults[place] = Verdict("标识“%(key)s”曾经给过别的字段或问题，不能再用，请换一个。", {"key": made.key})
        seen.add(made.key)
    return fields, faults


def is_blank(row: Row) -> bool:
    """Whether nothing was typed into a new row."""
    said = any(row.get(name) for name in TEXTS if name not in ("kind", "within"))
    return not (row.was or said or row.choices or row.condition)


def _field(row: Row, faults: Faults) -> Field:
    kind = KINDS.get(row.kind)
    reads = BY_KIND if kind is None else kind.settings
    dropped = {name for name in BY_KIND if name not in reads}
    if kind is not None and not kind.is_data:
        dropped.update(FILLED_IN)
    values: dict[str, Any] = {}
    for name in TEXTS:
        text = row.get(name)
        if not text or name in dropped:
            continue
        try:
            values[name] = _read(name, text)
        except Rejected as problem:
            faults[f"{row.number}.{name}"] = problem.verdict
    if not row.get("label"):
        faults[f"{row.number}.label"] = Verdict("请填写字段名称。")
    if not row.kind:
        faults[f"{row.number}.kind"] = Verdict("请选择字段类型。")
    values |= {name: True for name in row.flags if name not in dropped}
    if "choices" not in dropped:
        values["choices"] = _choices(row, faults)
    condition = conditions.load(row.condition) if row.condition else None
    return Field(**{"key": "", **values}, condition=condition)


def _read(name: str, text: str) -> str | int:
    """Raises: Rejected."""
    element = ELEMENTS.get(name)
    if name in NUMBERS:
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise Rejected("请填写0或更大的整数，例如 3。")
        if element is not None and int(text) > element.maximum:
            raise Rejected("最大是%(most)s。", most=element.maximum)
        return int(text)
    text = one_line_end(text) if name in LONG else text
    refuse_unstorable(text, lines=name in LONG)
    if element is not None and element.vocabulary is not None and text not in element.vocabulary:
        raise Rejected("请从列表中选择。")
    if element is not None and len(text) > element.maximum:
        raise Rejected("最多%(most)s个字，现在有%(count)s个。", most=element.maximum, count=len(text))
    if name == "kind" and text not in KINDS:
        raise Rejected("没有这种字段类型，请重新选择。")
    return text


def _choices(row: Row, faults: Faults) -> tuple[Choice, ...]:
    found: list[Choice] = []
    for place, (key, label) in enumerate(row.choices):
        where = f"{row.number}.choices.{place}"
        if not label.strip():
            faults[where] = Verdict("请填写选项，或删去这一行。")
        elif len(label.strip()) > 200:
            faults[where] = Verdict("选项最多200个字。")
        elif any(one.label == label.strip() for one in found):
            faults[where] = Verdict("选项“%(label)s”重复了。", {"label": label.strip()})
        elif key and (not KEY_PATTERN.fullmatch(key) or any(one.key == key for one in found)):
            faults[where] = Verdict("选项的标识有误，请删去这一项再添加。")
        else:
            try:
                refuse_unstorable(label, lines=False)
            except Rejected as problem:
                faults[where] = problem.verdict
        found.append(Choice(key=key, label=label.strip()))
    return tuple(found)
