"""What the acts on an edition ask for: a reason, a day, a notice to the public."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField, validators

from views.console.fields import DateText, PlainText
from views.words import _

NOW_OR_LATER = [("now", lazy_gettext("现在")), ("later", lazy_gettext("以后的日期"))]


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        lazy_gettext("原因"),
        [validators.InputRequired(message=lazy_gettext("请写明原因")), validators.Length(max=500), PlainText()],
    )


class ReturnForm(ReasonForm):
    due_on = DateText(lazy_gettext("修改期限"))


class _Dated(FlaskForm):
    """From now, or from a later day: said in so many words, so that a half-typed date never means "now"."""

    effective_on: DateText

    def validate_effective_on(self, field: DateText) -> None:
        if self["when"].data == "later" and not field.data:
            raise validators.ValidationError(_("请填写日期"))

    @property
    def day(self) -> Any:
        """The later day, None for now."""
        return self["effective_on"].data if self["when"].data == "later" else None


class PublishForm(_Dated):
    when = RadioField(
        lazy_gettext("何时生效"),
        [validators.InputRequired(message=lazy_gettext("请选择何时生效"))],
        choices=NOW_OR_LATER,
    )
    effective_on = DateText(
        lazy_gettext("生效日期"), description=lazy_gettext("选“以后的日期”时填写，从当日零时起生效")
    )


class WithdrawForm(_Dated):
    when = RadioField(
        lazy_gettext("何时停用"),
        [validators.InputRequired(message=lazy_gettext("请选择何时停用"))],
        choices=NOW_OR_LATER,
    )
    effective_on = DateText(
        lazy_gettext("停用日期"),
        description=lazy_gettext("选“以后的日期”时填写，从当日零时起停用，公告今天就显示"),
    )
    reason = TextAreaField(
        lazy_gettext("原因"),
        [validators.InputRequired(message=lazy_gettext("请写明原因")), validators.Length(max=500), PlainText()],
        description=lazy_gettext("只留在内部的办理记录里"),
    )
    notice = TextAreaField(
        lazy_gettext("停用公告"),
        [validators.InputRequired(message=lazy_gettext("请写明公告内容")), validators.Length(max=1000), PlainText()],
        description=lazy_gettext("办事指南上公开显示：为什么停用，群众现在该怎么办"),
    )


class CancelForm(FlaskForm):
    reason = StringField(lazy_gettext("原因"), [validators.Optional(), validators.Length(max=500), PlainText()])


FORMS: dict[str, type[FlaskForm]] = {
    "return": ReturnForm,
    "withdraw": WithdrawForm,
    "publish": PublishForm,
    "cancel": CancelForm,
}
