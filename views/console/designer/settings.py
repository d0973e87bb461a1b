"""A book's own settings as they are typed, and fields in a few words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from werkzeug.datastructures import MultiDict

from appcore.definition import conditions
from appcore.definition.characters import one_line_end, refuse_unstorable
from appcore.definition.describe import describe
from appcore.definition.item import Field
from appcore.definition.kinds import kind_of
from appcore.definition.register import MOST_LISTED, RegisterDefinition
from appcore.definition.verdict import N_, Rejected, Verdict
from models import elements as el
from models.vocabulary import RETENTION, ROLE
from views.words import _

TEXTS = {"name": 60, "purpose": 500, "basis": 500, "prefix": 8}
ROLES = tuple(
    (slug, words) for slug, words in ROLE.choices if slug not in ("system_admin", "security_admin", "auditor")
)
MOST_BLANK = 60
SHOWN = {one.name: one for one in el.FIELDS.elements}
LABELS = {
    "name": N_("名称"), "purpose": N_("用途"), "basis": N_("登记依据"), "prefix": N_("编号前缀"), "listed": N_("列表显示的字段"),
    "order_by": N_("列表按什么排"), "readers": N_("谁可以查看"), "writers": N_("谁可以登记"), "kept": N_("保管期限"),
    "blank_rows": N_("打印时留几行空白"),
}  # fmt: skip


def read(form: MultiDict[str, str], held: RegisterDefinition) -> tuple[RegisterDefinition, dict[str, Verdict]]:
    """The settings of a posted form over those that are kept, and what is wrong with them by name."""
    if "s.name" not in form:
        return held, {}
    faults: dict[str, Verdict] = {}
    values: dict[str, Any] = {name: _text(form.get(f"s.{name}"), name, faults) for name in TEXTS if f"s.{name}" in form}
    if held.subject != "block":
        values |= {
            "listed": tuple(dict.fromkeys(form.getlist("s.listed"))),
            "order_by": form.get("s.order_by", "")[:40],
            "readers": tuple(one for one in ROLE.slugs if one in form.getlist("s.readers")),
            "writers": tuple(one for one in ROLE.slugs if one in form.getlist("s.writers")),
            "kept": form.get("s.kept") if form.get("s.kept", "") in RETENTION.slugs else None,
            "blank_rows": _count(form.get("s.blank_rows", "").strip(), faults),
        }
        if len(values["listed"]) > MOST_LISTED:
            faults["listed"] = Verdict("列表最多显示%(most)s个字段。", {"most": MOST_LISTED})
            values["listed"] = values["listed"][:MOST_LISTED]
    if not values.get("name", held.name):
        faults["name"] = Verdict("请填写名称。")
    return replace(held, **values), faults


def _text(text: str | None, name: str, faults: dict[str, Verdict]) -> str:
    found = one_line_end(text or "").strip()
    try:
        refuse_unstorable(found, lines=name in ("purpose", "basis"))
    except Rejected as problem:
        faults[name] = problem.verdict
    if len(found) > TEXTS[name]:
        faults[name] = Verdict("最多%(most)s个字，现在有%(count)s个。", {"most": TEXTS[name], "count": len(found)})
    return found


def _count(text: str, faults: dict[str, Verdict]) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= MOST_BLANK:
        return int(text)
    faults["blank_rows"] = Verdict("请填写0到%(most)s之间的整数。", {"most": MOST_BLANK})
    return None


def said(one: Field, names: Collection[str] = ()) -> str:
    """A field in a few words, or only some of its elements."""
    wanted = names or ("kind", "required", "condition", "choices")
    words = []
    for name in wanted:
        value = getattr(one, name, None)
        if value in (None, "", ()):
            continue
        match name:
            case "kind":
                text = _(kind_of(one.kind).label)
            case "condition":
                text = describe(one.condition, {}) if isinstance(one.condition, conditions.Condition) else ""
            case "choices":
                text = "、".join(each.label for each in one.choices)
            case "key":
                text = one.key
            case _:
                element = SHOWN[name]
                text = _("是") if value is True else str(value)
                if element.vocabulary is not None:
                    text = _(element.vocabulary.label_of(str(value)))
        label = _("选项") if name == "choices" else _("标识") if name == "key" else _(SHOWN[name].label)
        words.append(f"{label}：{text}")
    return "；".join(words)


def compared(mine: RegisterDefinition, theirs: RegisterDefinition) -> list[tuple[str, str, str]]:
    """The settings in which two people differ: name, what the one has, what the other has saved."""
    labels = {one.key: one.label for one in (*theirs.fields, *mine.fields)}
    return [
        (_(words), _setting(name, getattr(mine, name), labels), _setting(name, getattr(theirs, name), labels))
        for name, words in LABELS.items()
        if getattr(mine, name) != getattr(theirs, name)
    ]


def _setting(name: str, value: Any, labels: Mapping[str, str]) -> str:
    if name in ("readers", "writers"):
        return "、".join(_(ROLE.label_of(one)) for one in value)
    if name == "kept":
        return _(RETENTION.label_of(value)) if value else ""
    if name in ("listed", "order_by"):
        return "、".join(labels.get(one, one) for one in ([value] if isinstance(value, str) else value) if one)
    return "" if value is None else str(value)
