"""Forms from columns: one WTForms field per column kind, with the column's own label, help and limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from sqlalchemy import Boolean, Date, DateTime, Integer, String, Time, select
from wtforms import Field, SelectField, SelectMultipleField, StringField, TextAreaField, validators
from wtforms.widgets import CheckboxInput, ListWidget

from appcore.folding import fold, spell
from models.db import db
from models.vocabulary import Vocabulary
from views.console.condition_rows import ConditionRows
from views.console.listing import named
from views.console.resource import Resource, resource_of
from views.words import _

LARGEST_ID = 2**31 - 1
LONG = 300


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


class RemoteSelect(Field):
    """One row of a large table, found by typing; the row scope limits what may be chosen."""

    def __init__(
        self, label: str, checks: list[Any], *, target: Resource, lookup: str, column: str, **kwargs: Any
    ) -> None:
        super().__init__(label, checks, **kwargs)
        self.target, self.lookup, self.column = target, lookup, column

    def widget(self, field: Any, **kwargs: Any) -> Markup:
        value = "" if self.data is None else str(self.data)
        option = Markup('<option value="{}" selected>{}</option>').format(value, self.shown()) if value else Markup("")
        attributes = Markup(" ").join(
            Markup('{}="{}"').format(name.replace("_", "-"), text) for name, text in kwargs.items() if text is not None
        )
        return Markup('<select name="{}" id="{}" data-url="{}" {}><option value=""></option>{}</select>').format(
            self.name, self.id, url_for(self.lookup, column=self.column), attributes, option
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0].strip() or None if valuelist else None

    def shown(self) -> str:
        row = self.row()
        return row_label(self.target, row) if row is not None else str(escape(self.data))

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        row = self.row()
        if row is None:
            raise validators.ValidationError(_("没有这个选项，请重新选择"))
        self.data = getattr(row, self.target.keyed_by)

    def row(self) -> Any:
        return find_row(self.target, self.data)


def find_row(target: Resource, value: Any) -> Any:
    """The row that a posted key names, within the scope of the person; None when there is none."""
    column = getattr(target.model, target.keyed_by)
    if target.keyed_by == "id":
        text = str(value)
        if not (text.isascii() and text.isdigit() and int(text[:12]) <= LARGEST_ID):
            return None
        value = int(text)
    elif "\0" in str(value):
        return None
    return db.session.scalar(select(target.model).where(column == value))


def row_label(target: Resource, row: Any) -> str:
    """How a row is called where another points to it: its name, then what tells it from its like."""
    return named(target, [getattr(row, name, None) for name in target.display])


def field_for(resource: Resource, name: str) -> Any:
    """An unbound WTForms field for a column."""
    column = resource.model.__table__.columns[name]
    info = column.info
    required = not column.nullable and not isinstance(column.type, Boolean)
    first = validators.InputRequired(message=lazy_gettext("请填写此项")) if required else validators.Optional()
    checks: list[Any] = [first, PlainText()]
    words = {"description": lazy_gettext(info["help"]) if info.get("help") else ""}
    title = lazy_gettext(info["label"])
    if column.foreign_keys:
        target = resource_of(next(iter(column.foreign_keys)).column.table.name)
        if target is None:
            raise LookupError(f"{resource.noun}.{name} points to a table without a resource")
        return RemoteSelect(title, checks, target=target, lookup=f"{resource.endpoint}.lookup", column=name, **words)
    if name in resource.choices:
        return SpelledSelect(title, checks, choices=choices_of(resource.choices[name]), filters=[_none], **words)
    return _by_element(info, title, checks, words) or _by_type(column, title, checks, words)


def _by_element(info: Mapping[str, Any], title: Any, checks: list[Any], words: dict[str, Any]) -> Any:
    """The field of an element kind or code list; None where the column's type says enough."""
    element, vocabulary = info.get("element"), info.get("vocabulary")
    if element is not None and element.kind == "fen":
        return MoneyText(title, checks, **words)
    if element is not None and element.kind == "condition":
        return ConditionRows(title, **words)
    if element is not None and element.kind == "codes":
        return CheckList(title, [validators.Optional()], choices=_words_of(vocabulary), **words)
    if vocabulary is not None:
        return SpelledSelect(title, checks, choices=choices_of(vocabulary.choices), filters=[_none], **words)
    return None


def _by_type(column: Any, title: Any, checks: list[Any], words: dict[str, Any]) -> Any:
    element = column.info.get("element")
    match column.type:
        case Boolean():
            return YesNo(title, **words)
        case Integer():
            return IntegerText(title, checks, maximum=element.maximum if element else LARGEST_ID, **words)
        case Date() | DateTime():
            return DateText(title, checks, **words)
        case Time():
            return TimeText(title, checks, **words)
        case String():
            longest = column.type.length or 4000
            checks.append(validators.Length(max=longest, message=lazy_gettext("不能超过%(max)d个字")))
            made = TextAreaField if longest > LONG else StringField
            return made(title, checks, filters=[_trim], **words)
    raise LookupError(f"no field for {column}")


def choices_of(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, Any]]:
    """What a select offers, nothing first. The words are the program's own: a lazy one is not escaped, so nothing typed may be among them."""
    return [("", lazy_gettext("请选择")), *((value, lazy_gettext(text)) for value, text in pairs)]


def _words_of(vocabulary: Vocabulary | None) -> list[tuple[str, Any]]:
    return [(value, lazy_gettext(text)) for value, text in vocabulary.choices] if vocabulary else []


def _none(value: Any) -> Any:
    return value or None


def _trim(value: Any) -> Any:
    return (value.strip() or None) if isinstance(value, str) else value


def form_class(resource: Resource) -> type[FlaskForm]:
    """The form of a resource, made once."""
    members = {name: field_for(resource, name) for name in resource.form_columns}
    return type(f"{resource.endpoint}Form", (FlaskForm,), members)
