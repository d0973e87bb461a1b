"""The forms of one's own account."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField, validators

LONGEST = 256
CURRENT, NEW = {"autocomplete": "current-password"}, {"autocomplete": "new-password"}
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric"}
HIDDEN_PIN = {"autocomplete": "off", "inputmode": "numeric"}


def _needed(words: Any) -> validators.InputRequired:
    return validators.InputRequired(message=words)


class PasswordForm(FlaskForm):
    current = PasswordField(
        lazy_gettext("当前密码"),
        [_needed(lazy_gettext("请填写当前密码")), validators.Length(max=LONGEST)],
        render_kw=CURRENT,
    )
    new = PasswordField(lazy_gettext("新密码"), [_needed(lazy_gettext("请填写新密码"))], render_kw=NEW)
    repeat = PasswordField(
        lazy_gettext("再输一遍新密码"),
        [
            _needed(lazy_gettext("请再输一遍新密码")),
            validators.EqualTo("new", message=lazy_gettext("两次输入的新密码不一样")),
        ],
        render_kw=NEW,
    )


class PinForm(FlaskForm):
    pin = PasswordField(
        lazy_gettext("新解锁码"),
        [_needed(lazy_gettext("请填写6位数字")), validators.Length(max=LONGEST)],
        description=lazy_gettext("6位数字，不要用生日、连号或重复的数字"),
        render_kw=HIDDEN_PIN,
    )
    repeat = PasswordField(
        lazy_gettext("再输一遍解锁码"),
        [
            _needed(lazy_gettext("请再输一遍解锁码")),
            validators.EqualTo("pin", message=lazy_gettext("两次输入的解锁码不一样")),
        ],
        render_kw=HIDDEN_PIN,
    )
    password = PasswordField(
        lazy_gettext("当前密码"),
        [_needed(lazy_gettext("请填写当前密码")), validators.Length(max=LONGEST)],
        render_kw=CURRENT,
    )


class OwnPasswordForm(FlaskForm):
    """Asked for again before something that guards the account is changed."""

    password = PasswordField(
        lazy_gettext("当前密码"),
        [_needed(lazy_gettext("请填写当前密码")), validators.Length(max=LONGEST)],
        render_kw=CURRENT,
    )


class CodeForm(FlaskForm):
    code = StringField(
        lazy_gettext("动态口令"), [_needed(lazy_gettext("请填写动态口令")), validators.Length(max=40)], render_kw=CODE,
        description=lazy_gettext("手机验证器上显示的6位数字"),
    )  # fmt: skip


class TurnOffForm(OwnPasswordForm):
    code = StringField(
        lazy_gettext("动态口令"), [_needed(lazy_gettext("请填写动态口令")), validators.Length(max=40)], render_kw=CODE,
        description=lazy_gettext("手机不在身边时填一个备用码"),
    )  # fmt: skip
