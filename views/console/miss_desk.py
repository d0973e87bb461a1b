"""无结果搜索: what people searched for in vain, with the items it may mean; one press makes it an alias."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField, validators

from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.catalogue import search_misses
from appcore.catalogue.whole_catalogue import whole_catalogue
from models.db import house_session
from models.search import SearchMiss
from models.vocabulary import MISS_STATE, SEARCH_SURFACE
from views.console.fields import PlainText
from views.console.finding import item_ids, row_by_id_or_404
from views.console.remote_select import RemoteSelect
from views.console.resource import by_noun
from views.console.saving import refused
from views.search_words import why
from views.words import _


class AnswerForm(FlaskForm):
    """Which item a term means, and how it is to be called there."""

    text = StringField(
        lazy_gettext("别名"),
        [
            validators.InputRequired(message=lazy_gettext("请填写别名")),
            validators.Length(max=60, message=lazy_gettext("不能超过%(max)d个字")),
            PlainText(),
        ],
        description=lazy_gettext("以后这样搜就能找到；句子可以缩短成叫法"),
    )


class DismissForm(FlaskForm):
    reason = TextAreaField(
        lazy_gettext("原因"),
        [
            validators.InputRequired(message=lazy_gettext("请填写原因")),
            validators.Length(max=200, message=lazy_gettext("不能超过%(max)d个字")),
            PlainText(),
        ],
        description=lazy_gettext("如：不是政务服务事项、由外县办理"),
    )


def answer_form() -> type[FlaskForm]:
    """The form with the item found by typing; its table is declared only once all resources are."""
    item = RemoteSelect(
        lazy_gettext("事项"), [validators.InputRequired(message=lazy_gettext("请选择事项"))],
        target=by_noun("item"), lookup="ItemAliasPage.lookup", column="item_code",
    )  # fmt: skip
    return type("MissAnswerForm", (AnswerForm,), {"item_code": item})


class Misses(BaseView):
    route_base = "/catalogue/misses"
    class_permission_name = "console:search_miss"
    default_view = "waiting"
    method_permission_name = {"waiting": "list", "answer": "answer", "dismiss": "answer"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("")
    @has_access
    @permission_name("list")
    def waiting(self) -> Any:
        session = house_session()
        rows = [(one, search_misses.proposals(one.term)) for one in search_misses.waiting(session)]
        closed = search_misses.dealt_with(session)
        return render_template(
            "console/catalogue/misses.html", title=_("无结果搜索"), rows=rows, closed=closed, why=why,
            surfaces=SEARCH_SURFACE, states=MISS_STATE, items=_names(closed),
            ids=item_ids({one.item.code for _row, found in rows for one in found} | {one.item_code or "" for one in closed}),
            may_answer=permissions.may(signed_in().roles, "console:search_miss", "answer"),
        )  # fmt: skip

    @expose("/<pk>/answer", methods=["GET", "POST"])
    @has_access
    @permission_name("answer")
    def answer(self, pk: str) -> Any:
        row = _miss_or_404(pk)
        form = answer_form()(data={"text": row.term})
        miss_id = row.id

        def act() -> None:
            search_misses.answer(miss_id, form["item_code"].data, form["text"].data or "")

        return _asked(form, _("设为别名"), row.term, _("已设为别名，现在这样搜就能找到"), ["text", "item_code"], act)

    @expose("/<pk>/dismiss", methods=["GET", "POST"])
    @has_access
    @permission_name("answer")
    def dismiss(self, pk: str) -> Any:
        row = _miss_or_404(pk)
        form, miss_id = DismissForm(), row.id

        def act() -> None:
            search_misses.dismiss(miss_id, form.reason.data or "")

        return _asked(form, _("没有这个事项"), row.term, _("已记下，以后不再列出"), ["reason"], act)


def _miss_or_404(pk: str) -> SearchMiss:
    found: SearchMiss = row_by_id_or_404(SearchMiss, "search_miss", pk)
    return found


def _names(closed: list[SearchMiss]) -> dict[str, str]:
    known = whole_catalogue().items
    codes = {one.item_code for one in closed if one.item_code}
    return {code: known[code].name for code in codes if code in known}


def _asked(form: FlaskForm, title: str, term: str, done: str, names: list[str], act: Callable[[], None]) -> Any:
    status, here = 200, url_for("Misses.waiting")
    if form.validate_on_submit():
        told = refused(form, act)
        if told is None:
            flash(done, "success")
            return redirect(here)
        status = told
    page = render_template(
        "console/form.html", form=form, groups=[(_("搜索词：%(term)s", term=term), names)], lock=None, conflict=None,
        action_url=request.path, cancel_url=here, title=title, save_label=title,
    )  # fmt: skip
    return page, 422 if form.errors and status == 200 else status
