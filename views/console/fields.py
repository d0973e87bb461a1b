"""Fields of the console's forms that say in words what is wrong with what was typed."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext
from wtforms import SelectField, SelectMultipleField, StringField, validators
from wtforms.widgets import CheckboxInput, ListWidget

from appcore.folding import fold, spell
from views.words import _

LARGEST_ID = 2**31 - 1


class PlainText:
    """Refuse what no database or page can hold: NUL, lone surrogates, control characters save line breaks."""

    def __call__(self, form: Any, field: Any) -> None:
        for text in (field.raw_data or []) if isinstance(field.raw_data, list) else []:
            if isinstance(text, str) and any(
                (ord(one) < 32 and one not in "\r\n\t") or 0xD800 <= ord(one) <= 0xDFFF for one in text
            ):
                raise validators.StopValidation(_("含有不能保存的控制字符，请删除后重输"))


class IntegerText(StringField):
    """A whole number; keeps what was typed when it is none."""

    data: Any

    def __init__(self, *args: Any, maximum: int = LARGEST_ID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.maximum = maximum

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        text = (self.data or "").strip() if isinstance(self.data, str) else self.data
        if text in ("", None):
            self.data = None
        elif isinstance(text, str):
            if not (text.isascii() and text.isdigit() and int(text[:12]) <= self.maximum and len(text) <= 12):
                raise validators.ValidationError(_("请填写0至%(maximum)d之间的整数", maximum=self.maximum))
            self.data = int(text)


class MoneyText(StringField):
    """元 with two decimals on the page, integer fen in the row."""

    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{Decimal(self.data) / 100:.2f}"

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        text = self.data.strip() if isinstance(self.data, str) else ""
        if not text:
            self.data = None
            return
        try:
            amount = Decimal(text)
        except InvalidOperation as broken:
            raise validators.ValidationError(_("请填写金额，如 12.50")) from broken
        if not text.isascii() or not amount.is_finite() or not 0 <= amount <= 10_000_000 or amount * 100 % 1:
            raise validators.ValidationError(_("请填写0至1000万元之间的金额，最多两位小数"))
        self.data = int(amount * 100)


class DateText(StringField):
    """A date as the browser's date input sends it (YYYY-MM-DD)."""

    data: Any
    input_type = "date"
    sentence = "请按 年-月-日 填写日期，如 2026-11-23"

    def parse(self, text: str) -> Any:
        return date.fromisoformat(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.data.isoformat()

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        text = self.data.strip() if isinstance(self.data, str) else ""
        if not text:
            self.data = None
            return
        try:
            self.data = self.parse(text)
        except ValueError as broken:
            raise validators.ValidationError(_(self.sentence)) from broken


class TimeText(DateText):
    """A time of day (HH:MM)."""

    input_type = "time"
    sentence = "请按 时：分 填写时间，如 08:30"

    def parse(self, text: str) -> Any:
        return time.fromisoformat(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.data.strftime("%H:%M")


SAID = {"": None, "yes": True, "no": False}


def _said(value: str) -> bool | None:
    if value not in SAID:
        raise ValueError(value)
    return SAID[value]


class YesNo(SelectField):
    """是, 否, or not said."""

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            choices=[("", lazy_gettext("未填写")), ("yes", lazy_gettext("是")), ("no", lazy_gettext("否"))],
            coerce=_said,
            **kwargs,
        )

    def process_data(self, value: Any) -> None:
        self.data = value


class SpelledSelect(SelectField):
    """A long list to choose from, whose options carry their pinyin and initials for whoever types those."""

    def iter_choices(self) -> Any:
        return [_spelled(one) for one in super().iter_choices()]

    def iter_groups(self) -> Any:
        return [(title, [_spelled(one) for one in group]) for title, group in super().iter_groups()]


def spelled(text: str) -> str:
    """What else finds an option by typing: its pinyin and its initials."""
    spelling = spell(fold(text))
    return f"{spelling.full} {spelling.initials}"


def _spelled(choice: Any) -> Any:
    return choice._replace(render_kw={**(choice.render_kw or {}), "data-find": spelled(str(choice.label))})


class CheckList(SelectMultipleField):
    """Several values of a code list, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
