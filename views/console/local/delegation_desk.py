"""承接批次: what the county hands to towns — the paper, both sides' duties, items by halls, the hand-over list of each item."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import SelectField, StringField, TextAreaField, validators

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.catalogue.local import adoptions, delegations
from appcore.catalogue.local.delegations import Facts
from appcore.errors import Problem
from appcore.item_days import in_use
from models.db import house_session
from models.delegation import Adoption, Delegation, DelegationDuty, HandoverLine
from models.document import Document
from models.item import Edition, Item
from models.organisation import Department
from models.place import Hall
from models.vocabulary import ADOPTION_STATE, DELEGATION_FORM, DUTY_SIDE
from views.console.fields import DateText, PlainText, SpelledSelect
from views.console.finding import row_by_id_or_404
from views.console.saving import refused, told
from views.words import _, term

TONES = {"waiting": "amber", "training": "blue", "accepted": "green", "recalled": "grey"}


class DelegationForm(FlaskForm):
    name = StringField(
        lazy_gettext("批次名称"),
        [validators.InputRequired(message=lazy_gettext("请填写批次名称")), validators.Length(max=120), PlainText()],
        description=lazy_gettext("如“2026年第一批下放乡镇事项”"),
    )
    form = SelectField(
        lazy_gettext("法律形式"), choices=[(one.slug, lazy_gettext(one.label)) for one in DELEGATION_FORM]
    )
    starts_on = DateText(lazy_gettext("起始日期"), [validators.InputRequired(message=lazy_gettext("请填写起始日期"))])
    document_code = SpelledSelect(
        lazy_gettext("文件"),
        description=lazy_gettext("下放、委托或授权的依据，从文件库选择；文件库里没有的，在下一栏写明，两栏填一栏"),
    )
    paper = StringField(
        lazy_gettext("文件名称和文号"), [validators.Length(max=200), PlainText()],
        description=lazy_gettext("文件还没有进文件库时才填，如“苍政发〔2026〕5号 关于下放……的通知”"),
    )  # fmt: skip
    note = TextAreaField(lazy_gettext("说明"), [validators.Length(max=500), PlainText()])


def _offered_form(**given: Any) -> DelegationForm:
    """The form with the documents that hold now, and the one that is chosen."""
    form = DelegationForm(**given)
    rows = house_session().scalars(select(Document).order_by(Document.code)).all()
    today = clock.local_today()
    form.document_code.choices = [("", _("文件库里没有"))] + [
        (one.code, f"{one.title}{f'（{one.number}）' if one.number and one.number != '-' else ''}")
        for one in rows if not one.is_repealed(today) or one.code == form.document_code.data
    ]  # fmt: skip
    return form


def _facts(form: DelegationForm) -> Facts:
    return Facts(
        form.name.data or "", form.form.data, form.starts_on.data, form.document_code.data or "", form.paper.data or "",
        form.note.data or "",
    )  # fmt: skip


class DelegationDesk(BaseView):
    route_base = "/hall/delegations"
    class_permission_name = "console:delegation"
    default_view = "new"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "new": "add", "batch": "show", "edit": "edit", "duties": "edit", "handover": "edit", "add": "edit", "remove": "edit",
        "issue": "issue",
    }  # fmt: skip

    @expose("/new", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    def new(self) -> Any:
        form = _offered_form()
        made: list[int] = []
        return self._form(form, _("新建承接批次"), url_for("DelegationPage.list"), lambda: made.append(delegations.begin(_facts(form))), lambda: url_for("DelegationDesk.batch", pk=made[0]))  # fmt: skip

    @expose("/<pk>")
    @has_access
    @permission_name("show")
    def batch(self, pk: str) -> Any:
        row: Delegation = row_by_id_or_404(Delegation, "delegation", pk)
        session, today = house_session(), clock.local_today()
        taken = session.scalars(select(Adoption).where(Adoption.delegation_id == row.id)).all()
        codes, halls = {one.item_code for one in taken}, {one.hall_code for one in taken}
        names = dict(session.execute(select(Item.code, Item.name).where(Item.code.in_(codes))).all())
        places = dict(
            session.execute(select(Hall.code, Hall.name).where(Hall.code.in_(halls)).order_by(Hall.code)).all()
        )
        cells = {(one.item_code, one.hall_code): (one.id, adoptions.state_on(one, today)) for one in taken}
        is_open = row.state == "draft" and _may("edit")
        return render_template(
            "console/local/delegation.html", title=row.name, row=row, form=term(DELEGATION_FORM, row.form), paper=adoptions.paper_of(session, row),
            duties=[(side.slug, _(side.label), _duties(session, row, side.slug)) for side in DUTY_SIDE],
            items=sorted(names.items()), halls=list(places.items()), cells=cells, lines=_handover(session, row), states=ADOPTION_STATE,
            tones=TONES, is_open=is_open, may_issue=row.state == "draft" and _may("issue"), may_recall=row.state == "issued" and _may("recall"),
            choices=_choices(session) if is_open else None,
        )  # fmt: skip

    @expose("/<pk>/edit", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def edit(self, pk: str) -> Any:
        row: Delegation = row_by_id_or_404(Delegation, "delegation", pk)
        row_id, version = row.id, int(request.form["_lock"]) if request.form.get("_lock", "").isdigit() else row.version
        back = url_for("DelegationDesk.batch", pk=row_id)
        given = {} if request.method == "POST" else {name: getattr(row, name) for name in ("name", "form", "starts_on", "document_code", "paper", "note")}  # fmt: skip
        form = _offered_form(data=given) if given else _offered_form()
        return self._form(form, _("修改承接批次"), back, lambda: delegations.describe(row_id, _facts(form), version=version), lambda: back, str(row.version))  # fmt: skip

    @expose("/<pk>/duties", methods=["POST"])
    @has_access
    @permission_name("edit")
    def duties(self, pk: str) -> Any:
        said = {side.slug: _typed_lines(f"duties.{side.slug}") for side in DUTY_SIDE}
        return self._done(
            pk, lambda row_id, lock: delegations.set_duties(row_id, said, version=lock), _("双方责任已保存")
        )

    @expose("/<pk>/handover", methods=["POST"])
    @has_access
    @permission_name("edit")
    def handover(self, pk: str) -> Any:
        item, said = request.form.get("item", "")[:12], _typed_lines("lines")
        return self._done(
            pk, lambda row_id, lock: delegations.set_handover(row_id, item, said, version=lock), _("交接清单已保存")
        )

    @expose("/<pk>/add", methods=["POST"])
    @has_access
    @permission_name("edit")
    def add(self, pk: str) -> Any:
        items, halls = request.form.getlist("items"), request.form.getlist("halls")
        return self._done(pk, lambda row_id, lock: delegations.add(row_id, items, halls, version=lock), _("已加入批次"))

    @expose("/<pk>/remove", methods=["POST"])
    @has_access
    @permission_name("edit")
    def remove(self, pk: str) -> Any:
        item, hall = request.form.get("item", "")[:12], request.form.get("hall", "")[:15]
        return self._done(
            pk, lambda row_id, lock: delegations.remove(row_id, item, hall, version=lock), _("已移出批次")
        )

    @expose("/<pk>/issue", methods=["POST"])
    @has_access
    @permission_name("issue")
    def issue(self, pk: str) -> Any:
        return self._done(
            pk, lambda row_id, lock: delegations.issue(row_id, version=lock), _("已下达，各中心可以承接了")
        )

    @staticmethod
    def _done(pk: str, run: Callable[[int, int], Any], said: str) -> Any:
        row: Delegation = row_by_id_or_404(Delegation, "delegation", pk)
        row_id, lock = row.id, request.form.get("_lock", "")
        if not (lock.isascii() and lock.isdigit() and len(lock) < 10):
            abort(400, _("表单不完整，请重新打开后再填写"))
        try:
            run(row_id, int(lock))
        except Problem as problem:
            flash(told(problem), "danger")
        else:
            flash(said, "success")
        return redirect(url_for("DelegationDesk.batch", pk=row_id))

    @staticmethod
    def _form(
        form: DelegationForm, title: str, back: str, act: Callable[[], Any], on: Callable[[], str], lock: str | None = None
    ) -> Any:  # fmt: skip
        status = None
        if form.validate_on_submit():
            status = refused(form, act)
            if status is None:
                flash(_("已保存"), "success")
                return redirect(on())
        names = [field.name for field in form if field.name != "csrf_token"]
        page = render_template(
            "console/form.html", form=form, groups=[(_("批次"), names)], lock=lock, conflict=None, action_url=request.path,
            cancel_url=back, title=title,
        )  # fmt: skip
        return page, status or (422 if form.errors else 200)


def _may(verb: str) -> bool:
    return permissions.may(signed_in().roles, "console:delegation", verb)


def _typed_lines(name: str) -> list[str]:
    return [one.strip() for one in request.form.get(name, "")[:20_000].replace("\0", "").splitlines() if one.strip()]


def _duties(session: Any, row: Delegation, side: str) -> list[str]:
    query = select(DelegationDuty.text).where(DelegationDuty.delegation_id == row.id, DelegationDuty.side == side)
    return list(session.scalars(query.order_by(DelegationDuty.position)))


def _handover(session: Any, row: Delegation) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    query = select(HandoverLine).where(HandoverLine.delegation_id == row.id).order_by(HandoverLine.position)
    for one in session.scalars(query):
        found.setdefault(one.item_code, []).append(one.text)
    return found


Pairs = list[tuple[str, str]]


def _choices(session: Any) -> tuple[list[tuple[str, Pairs]], Pairs]:
    """The items that may be handed over by department, those of the batch too, and the halls of towns."""
    published = select(Edition.item_code).where(Edition.state == "published")
    items = session.execute(
        select(Item.code, Item.name, Department.name.label("department"))
        .join(Department, Department.code == Item.department_code)
        .where(in_use(clock.local_today()), Item.code.in_(published))
        .order_by(Department.code, Item.code)
    ).all()
    halls = session.execute(
        select(Hall.code, Hall.name).where(Hall.kind == "town_hall", Hall.valid_to.is_(None)).order_by(Hall.code)
    ).all()
    groups = [
        (name, [(one.code, one.name) for one in some]) for name, some in groupby(items, lambda one: one.department)
    ]
    return groups, [tuple(one) for one in halls]
