"""Kinds that hold a choice: yes or no, one of several, some of several."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectChoice, SelectField, SelectMultipleField
from wtforms.fields.core import UnboundField
from wtforms.widgets import CheckboxInput, ListWidget

from appcore.definition.item import Field
from appcore.definition.kinds.base import Kind, Lookup
from appcore.definition.verdict import N_, Rejected

FEW = 6


def _choices(field: Field) -> list[SelectChoice]:
    return [SelectChoice(one.key, one.label) for one in field.choices]


def _label_of(key: str, field: Field) -> str:
    return next((one.label for one in field.choices if one.key == key), key)


class YesNo(Kind[bool]):
    """是/否, posted as yes or no."""

    slug = "yes_no"
    label = N_("是/否")
    holds = bool

    def parse(self, text: str, field: Field, lookup: Lookup) -> bool:
        found = {"yes": True, "no": False, "是": True, "否": False}.get(text)
        if found is None:
            raise Rejected("请选择“是”或“否”。")
        return found

    def typed(self, value: bool, field: Field) -> list[str]:
        return ["yes" if value else "no"]

    def show(self, value: bool, field: Field, lookup: Lookup | None = None) -> str:
        return "是" if value else "否"

    def form_field(self, field: Field) -> UnboundField:
        return RadioField(
            field.label,
            description=field.help,
            choices=[SelectChoice("yes", "是"), SelectChoice("no", "否")],
            validate_choice=False,
            render_kw=self.attributes(field),
        )


class OneOf(Kind[str]):
    """单选: the key of one choice."""

    slug = "choice"
    label = N_("单选")

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        if all(text != one.key for one in field.choices):
            raise Rejected("请从列出的选项中选择一项。")
        return text

    def show(self, value: str, field: Field, lookup: Lookup | None = None) -> str:
        return _label_of(value, field)

    def form_field(self, field: Field) -> UnboundField:
        choices = _choices(field)
        long = len(choices) > FEW
        return (SelectField if long else RadioField)(
            field.label,
            description=field.help,
            choices=[SelectChoice("", "请选择"), *choices] if long else choices,
            validate_choice=False,
            render_kw=self.attributes(field),
        )


class SomeOf(Kind[tuple[str, ...]]):
    """多选: the keys of the choices ticked, each once, in the order of the definition."""

    slug = "choices"
    label = N_("多选")
    holds = tuple

    def clean(self, raw: str | Sequence[str], field: Field, lookup: Lookup) -> tuple[str, ...]:
        texts = {raw} if isinstance(raw, str) else set(raw)
        if texts - {one.key for one in field.choices}:
            raise Rejected("请从列出的选项中选择。")
        return tuple(one.key for one in field.choices if one.key in texts)

    def parse(self, text: str, field: Field, lookup: Lookup) -> tuple[str, ...]:
        return self.clean([text], field, lookup)

    def typed(self, value: tuple[str, ...], field: Field) -> list[str]:
        return list(value)

    def show(self, value: tuple[str, ...], field: Field, lookup: Lookup | None = None) -> str:
        return "、".join(_label_of(one, field) for one in value)

    def form_field(self, field: Field) -> UnboundField:
        return SelectMultipleField(
            field.label,
            description=field.help,
            choices=_choices(field),
            validate_choice=False,
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
            render_kw=self.attributes(field),
        )
