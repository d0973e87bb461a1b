"""Pages for letting old cases go (销毁清单) and for what people ask about their own data (个人信息请求)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import SelectField, StringField, TextAreaField, validators

from appcore.access.principal import signed_in
from appcore.casework import destruction, person_data
from appcore.definition.verdict import N_
from appcore.errors import Conflict, NotAllowed, Refused
from models.db import db, house_session
from models.item import Item
from models.privacy import DestructionList, PersonRequest
from models.vocabulary import ID_DOCUMENT, PARTY_ROLE, PERSON_REQUEST, REQUEST_STATE, RETENTION, Vocabulary
from views.console.fields import PlainText
from views.console.finding import row_or_404
from views.console.listing import shown
from views.console.saving import refused, told
from views.words import _


class DestructionDesk(BaseView):
    """The dry run, and the acts on a list."""

    route_base = "/casework/destruction"
    class_permission_name = "console:destruction_list"
    default_view = "due"
    method_permission_name = {"due": "draw_up", "sign": "sign", "carry_out": "carry_out", "withdraw": "withdraw"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/due", methods=["GET", "POST"])
    @has_access
    @permission_name("draw_up")
    def due(self) -> Any:
        if request.method == "POST":
            try:
                number = destruction.draw_up()
            except (Refused, NotAllowed) as problem:
                flash(told(problem), "danger")
            else:
                flash(_("已编制清单 %(number)s，等待两人签字", number=number), "success")
                return redirect(_page_of(number))
        found = destruction.due(house_session(), signed_in().hall_code or "")
        names = {row[0]: row[1] for row in db.session.execute(select(Item.code, Item.name))} if found else {}
        rows = [
            (
                one.case_row,
                [one.number, names.get(one.item_code, one.item_code), shown(one.finished_on, {}), _(RETENTION.label_of(one.retention)), shown(one.due_on, {}), one.rows],
                {"show": url_for("CaseDesk.case", number=one.number)},
            )
            for one in found
        ]  # fmt: skip
        return render_template(
            "console/casework/due.html", title=_("到期可销毁的办件"), rows=rows, row_count=sum(one.rows for one in found),
            columns=[(name, _(words)) for name, words in DUE_HEADINGS], list_url=url_for("DestructionListPage.list"),
            most=destruction.MOST,
        )  # fmt: skip

    @expose("/<number>/sign", methods=["POST"])
    @has_access
    @permission_name("sign")
    def sign(self, number: str) -> Any:
        return _act(number, destruction.sign, _("已签字"))

    @expose("/<number>/carry-out", methods=["POST"])
    @has_access
    @permission_name("carry_out")
    def carry_out(self, number: str) -> Any:
        return _act(number, destruction.carry_out, _("已销毁，清单保留备查"))

    @expose("/<number>/withdraw", methods=["POST"])
    @has_access
    @permission_name("withdraw")
    def withdraw(self, number: str) -> Any:
        return _act(number, destruction.withdraw, _("已撤回"))


DUE_HEADINGS = (
    ("case_number", N_("办件编号")), ("item_code", N_("事项")), ("finished_on", N_("办结日期")), ("retention", N_("档案保管期限")),
    ("due_on", N_("可销毁起始日")), ("row_count", N_("数据行数")),
)  # fmt: skip


def _list_or_404(number: str) -> DestructionList:
    text = number if "\0" not in number and len(number) <= 40 else ""
    found: DestructionList = row_or_404(DestructionList, "destruction_list", text, DestructionList.number == text)
    return found


def _act(number: str, act: Callable[[str], Any], done: str) -> Any:
    one = _list_or_404(number)
    here = url_for("DestructionListPage.show", pk=one.id)
    try:
        act(one.number)
    except (Refused, NotAllowed, Conflict) as problem:
        flash(told(problem), "danger")
        return redirect(here)
    flash(done, "success")
    return redirect(here)


def _page_of(number: str) -> str:
    return url_for("DestructionListPage.show", pk=_list_or_404(number).id)


def _choices(vocabulary: Vocabulary, slugs: tuple[str, ...]) -> list[Any]:
    return [("", lazy_gettext("请选择")), *((one, lazy_gettext(vocabulary.label_of(one))) for one in slugs)]


def _must(sentence: Any) -> validators.InputRequired:
    return validators.InputRequired(message=sentence)


def _most(longest: int) -> validators.Length:
    return validators.Length(max=longest, message=lazy_gettext("不能超过%(max)d个字"))


class RequestForm(FlaskForm):
    kind = SelectField(
        lazy_gettext("请求种类"),
        [_must(lazy_gettext("请选择请求种类"))],
        choices=_choices(PERSON_REQUEST, PERSON_REQUEST.slugs),
    )
    name = StringField(
        lazy_gettext("请求人"),
        [_must(lazy_gettext("请填写请求人的姓名")), _most(100), PlainText()],
        description=lazy_gettext("证件上的姓名"),
    )
    id_number = StringField(
        lazy_gettext("证件号码"),
        [_must(lazy_gettext("请填写完整的证件号码")), _most(40), PlainText()],
        description=lazy_gettext("当面核对证件后填写完整号码"),
        render_kw={"data-kind": "id_number", "data-only-if-like": ""},
    )
    wanted = TextAreaField(
        lazy_gettext("请求内容"),
        [_must(lazy_gettext("请写明请求内容，不超过300个字")), _most(300), PlainText()],
        description=lazy_gettext("要查阅、复制、更正或删除什么，不超过300个字"),
    )


class AnswerForm(FlaskForm):
    state = SelectField(
        lazy_gettext("处理结果"),
        [_must(lazy_gettext("请选择处理结果"))],
        choices=_choices(REQUEST_STATE, person_data.ANSWERS_GIVEN),
    )
    answer = TextAreaField(
        lazy_gettext("答复"),
        [_most(300), PlainText()],
        description=lazy_gettext("没有全部办理的，写明理由"),
    )


class PersonRequests(BaseView):
    """Entering a request, the file for the person, and what came of it."""

    route_base = "/casework/person-requests"
    class_permission_name = "console:person_request"
    default_view = "register"
    method_permission_name = {"register": "register", "export": "give_copy", "answer": "answer"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/new", methods=["GET", "POST"])
    @has_access
    @permission_name("register")
    def register(self) -> Any:
        form, made = RequestForm(), []
        status: int | None = 200
        if request.method == "POST" and form.validate():
            typed = (form.kind.data or "", form.name.data or "", form.id_number.data or "", form.wanted.data or "")
            status = refused(form, lambda: made.append(person_data.register(*typed)))
            if made:
                flash(_("已登记"), "success")
                return redirect(url_for("PersonRequestPage.show", pk=_request_or_404(made[0]).id))
        cancel = url_for("PersonRequestPage.list")
        return _form(form, _("登记个人信息请求"), ["kind", "name", "id_number", "wanted"], cancel, _("登记"), status)

    @expose("/<number>/answer", methods=["GET", "POST"])
    @has_access
    @permission_name("answer")
    def answer(self, number: str) -> Any:
        row = _request_or_404(number)
        here = url_for("PersonRequestPage.show", pk=row.id)
        form = AnswerForm()
        status: int | None = 200
        if request.method == "POST" and form.validate():
            state, text = form.state.data or "", form.answer.data or ""
            status = refused(form, lambda: person_data.answer(number, state, text))
            if status is None:
                flash(_("已答复"), "success")
                return redirect(here)
        return _form(form, _("登记答复"), ["state", "answer"], here, _("保存"), status)

    @expose("/<number>/export", methods=["POST"])
    @has_access
    @permission_name("give_copy")
    def export(self, number: str) -> Any:
        row = _request_or_404(number)
        held = person_data.export_for(row.number)
        if request.form.get("format") == "json":
            return _file(json.dumps(held, ensure_ascii=False, indent=1), f"{row.number}.json", "application/json")
        page = render_template(
            "console/casework/person_data.html", held=held, number=row.number, roles=PARTY_ROLE, documents=ID_DOCUMENT
        )
        return _file(page, f"{row.number}.html", "text/html")


def _request_or_404(number: str) -> PersonRequest:
    text = number if "\0" not in number and len(number) <= 40 else ""
    found: PersonRequest = row_or_404(PersonRequest, "person_request", text, PersonRequest.number == text)
    return found


def _form(form: FlaskForm, title: str, names: list[str], cancel: str, save: str, status: int | None) -> Any:
    page = render_template(
        "console/form.html", form=form, groups=[("", names)], lock=None, conflict=None, action_url=request.path,
        cancel_url=cancel, title=title, save_label=save,
    )  # fmt: skip
    return page, 422 if form.errors and status == 200 else status


def _file(text: str, name: str, media_type: str) -> Response:
    answer = Response(text, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
