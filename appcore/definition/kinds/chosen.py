"""Kinds that hold a choice: yes or no, one of several, some of several, a word of a code list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectChoice, SelectField, SelectMultipleField
from wtforms.fields.core import UnboundField
from wtforms.widgets import CheckboxInput, ListWidget

from appcore.definition.item import Field
from appcore.definition.kinds.base import FORMAT, Cell, Kind, cell_text
from appcore.definition.lookup import Lookup
from appcore.definition.verdict import N_, Rejected

FEW = 6
NOTHING = SelectChoice("", "请选择")
_BETWEEN = re.compile(r"[、,，;；]")


def _choices(field: Field) -> list[SelectChoice]:
    return [SelectChoice(one.key, one.label) for one in field.choices]


def _label_of(key: str, field: Field) -> str:
    return next((one.label for one in field.choices if one.key == key), key)


def word_or_key(key: str, pairs: Sequence[tuple[str, str]]) -> str:
    """What a cell says for a key: its word, or the key itself where the word would not lead back to it."""
    word = next((label for one, label in pairs if one == key), key)
    plain = word.strip() == word and word and not _BETWEEN.search(word)
    return word if plain and key_of(word, pairs) == key else key


def key_of(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """The key that a cell means, which may say the key or its word; the text itself when it is neither."""
    if any(text == key for key, _ in pairs):
        return text
    meant = [key for key, label in pairs if label == text]
    return meant[0] if len(meant) == 1 else text


def _pairs(field: Field) -> list[tuple[str, str]]:
    return [(one.key, one.label) for one in field.choices]


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

    def to_cell(self, value: bool, field: Field, lookup: Lookup | None = None) -> Cell:
        return self.show(value, field)

    def from_cell(self, cell: Cell | float, field: Field) -> list[str]:
        return ["yes" if cell else "no"] if isinstance(cell, bool) else super().from_cell(cell, field)

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"type": "boolean"}

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
    settings = ("choices",)

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        if all(text != one.key for one in field.choices):
            raise Rejected("请从列出的选项中选择一项。")
        return text

    def show(self, value: str, field: Field, lookup: Lookup | None = None) -> str:
        return _label_of(value, field)

    def to_cell(self, value: str, field: Field, lookup: Lookup | None = None) -> Cell:
        return word_or_key(value, _pairs(field))

    def from_cell(self, cell: Cell | float, field: Field) -> list[str]:
        return [key_of(text, _pairs(field)) for text in super().from_cell(cell, field)]

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"enum": [one.key for one in field.choices]} if field.choices else {"not": {}}

    def form_field(self, field: Field) -> UnboundField:
        choices = _choices(field)
        # In a table a cell has no room for a list of buttons.
        long = len(choices) > FEW or bool(field.within)
        return (SelectField if long else RadioField)(
            field.label,
            description=field.help,
            choices=[NOTHING, *choices] if long else choices,
            validate_choice=False,
            render_kw=self.attributes(field),
        )


class SomeOf(Kind[tuple[Any, ...]]):
    """多选: the keys of the choices ticked, each once, in the order of the definition. `low`, `high`: how many."""

    slug = "choices"
    label = N_("多选")
    holds = tuple
    settings = ("choices", "low", "high")
    bounds = (N_("最少选几项"), N_("最多选几项"))

    def clean(self, raw: str | Sequence[str], field: Field, lookup: Lookup) -> tuple[str, ...]:
        texts = {raw} if isinstance(raw, str) else set(raw)
        if texts - {one.key for one in field.choices}:
            raise Rejected("请从列出的选项中选择。")
        if field.low is not None and len(texts) < field.low:
            raise Rejected("请至少选择%(low)s项。", low=field.low)
        if field.high is not None and len(texts) > field.high:
            raise Rejected("最多选择%(high)s项，请去掉多选的。", high=field.high)
        return tuple(one.key for one in field.choices if one.key in texts)

    def parse(self, text: str, field: Field, lookup: Lookup) -> tuple[str, ...]:
        return self.clean([text], field, lookup)

    def typed(self, value: tuple[Any, ...], field: Field) -> list[str]:
        return list(value)

    def show(self, value: tuple[Any, ...], field: Field, lookup: Lookup | None = None) -> str:
        return "、".join(_label_of(one, field) for one in value)

    def search_terms(self, value: tuple[Any, ...], field: Field, lookup: Lookup | None = None) -> tuple[str, ...]:
        return tuple(_label_of(one, field) for one in value)

    def same(self, kept: tuple[Any, ...], given: tuple[Any, ...]) -> bool:
        """A document may name the choices in any order, each once."""
        return sorted(kept) == sorted(given)

    def to_cell(self, value: tuple[Any, ...], field: Field, lookup: Lookup | None = None) -> Cell:
        return "、".join(word_or_key(one, _pairs(field)) for one in value)

    def from_cell(self, cell: Cell | float, field: Field) -> list[str]:
        said = (one.strip() for one in _BETWEEN.split(cell_text(cell)))
        return [key_of(one, _pairs(field)) for one in said if one]

    def json_schema(self, field: Field) -> dict[str, Any]:
        keys = [one.key for one in field.choices]
        most = {"maxItems": field.high} if field.high is not None else {}
        items: dict[str, Any] = {"enum": keys} if keys else {"not": {}}
        return {"type": "array", "items": items, "uniqueItems": True, "minItems": max(1, field.low or 0)} | most

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


class Code(Kind[str]):
    """代码表: one code of the list that `code_list` names, typed as its code or its word."""

    slug = "code"
    label = N_("代码表")
    settings = ("code_list",)

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        pairs = lookup.code_list(field.code_list) or ()
        meant = key_of(text.strip(), pairs)
        if all(meant != code for code, _ in pairs):
            raise Rejected("请从代码表中选择一项。")
        return meant

    def show(self, value: str, field: Field, lookup: Lookup | None = None) -> str:
        pairs = (lookup.code_list(field.code_list) if lookup else None) or ()
        return next((word for code, word in pairs if code == value), value)

    def search_terms(self, value: str, field: Field, lookup: Lookup | None = None) -> tuple[str, ...]:
        return tuple(dict.fromkeys((value, self.show(value, field, lookup))))

    def to_cell(self, value: str, field: Field, lookup: Lookup | None = None) -> Cell:
        return word_or_key(value, (lookup.code_list(field.code_list) if lookup else None) or ())

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "format": f"{FORMAT}{self.slug}:{field.code_list}"}

    def offered(self, field: Field, lookup: Lookup) -> Sequence[SelectChoice]:
        return [NOTHING, *(SelectChoice(code, word) for code, word in lookup.code_list(field.code_list) or ())]

    def form_field(self, field: Field) -> UnboundField:
        return SelectField(
            field.label,
            description=field.help,
            choices=[NOTHING],
            validate_choice=False,
            render_kw=self.attributes(field),
        )
