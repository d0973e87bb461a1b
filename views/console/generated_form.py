"""Forms from columns: one WTForms field per column kind, with the column's own label, help and limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import Boolean, Date, DateTime, Integer, String, Time
from wtforms import StringField, TextAreaField, validators

from models.vocabulary import Vocabulary
from views.console.condition_rows import ConditionRows
from views.console.fields import (
    LARGEST_ID,
    CheckList,
    DateText,
    IntegerText,
    MoneyText,
    PlainText,
    SpelledSelect,
    TimeText,
    YesNo,
)
from views.console.remote_select import RemoteSelect
from views.console.resource import Resource, resource_of

LONG = 300


def field_for(resource: Resource, name: str) -> Any:
    """An unbound WTForms field for a column."""
    column = resource.model.__table__.columns[name]
    info = column.info
    required = name in resource.must or (
        name not in resource.proposed and not column.nullable and not isinstance(column.type, Boolean)
    )
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
