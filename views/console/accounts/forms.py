"""The forms of accounts: a new one, its profile, a grant."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField, validators

from appcore.access.account_acts import Profile
from appcore.access.account_rules import GRANT_KINDS
from appcore.access.principal import Grant
from models.vocabulary import GRANT_KIND, ROLE
from views.console.fields import CheckList, DateText, PlainText
from views.console.remote_select import RemoteSelect
from views.console.resource import by_noun

LOOKUPS = {"hall_code": "hall", "department_code": "department", "staff_id": "staff", "region_code": "region"}
"""What the forms look up, by column, with the table that is looked into."""
MUST = validators.InputRequired(message=lazy_gettext("请填写此项"))


def _one(column: str, title: Any, **words: Any) -> RemoteSelect:
    target = by_noun(LOOKUPS[column])
    checks = [validators.Optional(), PlainText()]
    return RemoteSelect(title, checks, target=target, lookup="AccountDesk.lookup", column=column, **words)


def profile_form() -> type[FlaskForm]:
    """The form of an account's profile; made when the tables are declared, for its look-ups read them."""

    class ProfileForm(FlaskForm):
        name = StringField(lazy_gettext("姓名"), [MUST, validators.Length(max=40), PlainText()])
        roles = CheckList(
            lazy_gettext("角色"),
            [validators.InputRequired(message=lazy_gettext("请至少选择一个角色"))],
            choices=[(slug, lazy_gettext(words)) for slug, words in ROLE.choices],
            description=lazy_gettext("业务角色可以兼任；系统管理员、安全管理员、审计员各用单独的账号"),
        )
        hall_code = _one("hall_code", lazy_gettext("所在中心"))
        department_code = _one("department_code", lazy_gettext("所属部门"))
        staff_id = _one(
            "staff_id",
            lazy_gettext("工作人员"),
            description=lazy_gettext("窗口人员、审批人、分管领导、代办员必填：按其岗位的授权办理"),
        )

        def profile(self) -> Profile:
            """What was typed, as the service takes it."""
            return Profile(
                self.name.data or "", frozenset(self.roles.data or ()), self.hall_code.data, self.department_code.data,
                int(self.staff_id.data) if self.staff_id.data else None,
            )  # fmt: skip

    return ProfileForm


def new_form() -> type[FlaskForm]:
    class NewForm(profile_form()):  # type: ignore[misc]
        username = StringField(
            lazy_gettext("账号名"),
            [MUST, validators.Length(max=32), PlainText()],
            description=lazy_gettext("登录用，3至32个小写字母、数字、点、横线或下划线；给出后不能修改"),
        )
        begin = RadioField(
            lazy_gettext("范围"),
            choices=[
                ("proposed", lazy_gettext("按角色和所在中心给出（之后可以增减）")),
                ("none", lazy_gettext("先不给，建好后再增加")),
            ],
            default="proposed",
        )

    return NewForm


class GrantForm(FlaskForm):
    """Made anew for the roles of an account, which offer the kinds that suit them."""

    kind = SelectField(lazy_gettext("范围种类"), [MUST])
    valid_from = DateText(lazy_gettext("起用日期"), description=lazy_gettext("不填表示即日起"))
    valid_to = DateText(lazy_gettext("停用日期"), description=lazy_gettext("不填表示长期；代班、借调请填写"))


def grant_form(roles: frozenset[str]) -> Any:
    """An open form for a grant of an account with these roles."""
    item_codes = TextAreaField(
        lazy_gettext("事项编号"),
        [validators.Optional(), validators.Length(max=2000), PlainText()],
        description=lazy_gettext("“指定事项”填写，每行一个"),
    )
    fields = {
        "hall_code": _one("hall_code", lazy_gettext("服务中心"), description=lazy_gettext("“仅本中心”填写")),
        "region_code": _one(
            "region_code", lazy_gettext("区划"), description=lazy_gettext("“本地及以下”“部门条线”“指定事项”填写")
        ),
        "department_code": _one("department_code", lazy_gettext("部门"), description=lazy_gettext("“部门条线”填写")),
        "item_codes": item_codes,
    }
    form = type("OneGrantForm", (GrantForm,), fields)()
    kinds = [slug for slug in GRANT_KIND.slugs if any(slug in GRANT_KINDS[role] for role in roles)]
    form.kind.choices = [("", lazy_gettext("请选择"))] + [
        (one, lazy_gettext(GRANT_KIND.label_of(one))) for one in kinds
    ]
    for name, kind in (
        ("hall_code", {"hall"}),
        ("department_code", {"department", "region"}),
        ("item_codes", {"items"}),
    ):
        if kind.isdisjoint(kinds):
            del form[name]
    if not {"region", "department", "items"} & set(kinds):
        del form.region_code
    return form


def grant_of(form: Any) -> Grant:
    """The grant that was typed, with what its kind is about and nothing else."""

    def typed(name: str, *kinds: str) -> str | None:
        return form[name].data or None if name in form and form.kind.data in kinds else None

    items = tuple(dict.fromkeys((typed("item_codes", "items") or "").split()))
    return Grant(
        form.kind.data,
        typed("hall_code", "hall"),
        typed("region_code", "region", "department", "items"),
        typed("department_code", "department", "region"),
        items,
    )
