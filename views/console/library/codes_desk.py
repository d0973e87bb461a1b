"""An item's place, codes and state on one page; 实施编码 proposed with one press; paused, taken up again, cancelled with reason and day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import TextAreaField, validators

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.catalogue import code_proposals, draft_content, item_state
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.definition.item_codes import pieces
from appcore.definition.verdict import N_
from appcore.errors import Problem
from appcore.item_days import state_of
from models.db import db, house_session
from models.item import Item, ItemEvent
from models.vocabulary import AGENT_ALLOWED, ITEM_ACT, ITEM_STATE, ITEM_TIER
from views.console.fields import DateText, PlainText
from views.console.finding import item_or_404
from views.console.quality.places import fix_url
from views.console.remote_select import RemoteSelect
from views.console.resource import by_noun
from views.console.resources.edition_acts import actor_name
from views.console.saving import refused, told
from views.words import _, finding, remedy, spoken, term

TITLES = {"pause": N_("暂停"), "resume": N_("恢复办理"), "cancel": N_("取消事项")}
TONES = {"in_use": "green", "paused": "amber", "cancelled": "grey"}


def _reason() -> TextAreaField:
    """The reason, in its place among the fields of a form."""
    return TextAreaField(
        lazy_gettext("原因"),
        [validators.Length(max=300, message=lazy_gettext("不能超过%(max)d个字")), PlainText()],
        description=lazy_gettext("必填；暂停和取消的原因会显示在办事指南上"),
    )


class ResumeForm(FlaskForm):
    reason = _reason()


class PauseForm(FlaskForm):
    from_on = DateText(lazy_gettext("从哪天起暂停"), [validators.Optional()])
    until_on = DateText(
        lazy_gettext("到哪天为止"), [validators.Optional()], description=lazy_gettext("含当天，第二天自动恢复办理；不填则一直暂停到恢复为止")
    )  # fmt: skip
    reason = _reason()


def cancel_form() -> type[FlaskForm]:
    class CancelForm(FlaskForm):
        from_on = DateText(
            lazy_gettext("从哪天起取消"), [validators.Optional()], description=lazy_gettext("从这天起不再收件，已经收下的继续办完")
        )  # fmt: skip
        replaced_by = RemoteSelect(
            lazy_gettext("现在改办什么"), [validators.Optional(), PlainText()], target=by_noun("item"), lookup="ItemPage.lookup",
            column="parent_code", description=lazy_gettext("有替代事项的，指南会指过去"),
        )  # fmt: skip
        reason = _reason()

    return CancelForm


class ItemCodes(BaseView):
    route_base = "/catalogue/items"
    class_permission_name = "console:item"
    default_view = "item"
    method_permission_name = {"item": "show", "state": "state"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<code>")
    @has_access
    @permission_name("show")
    def item(self, code: str) -> Any:
        row = item_or_404(code)
        session, today = house_session(), clock.local_today()
        edition = edition_in_force(session, row.code)
        codes = code_proposals.codes_of(session, row, edition)
        events = session.scalars(select(ItemEvent).where(ItemEvent.item_code == row.code).order_by(ItemEvent.id.desc()))
        above = db.session.scalar(select(Item).where(Item.code == row.parent_code)) if row.parent_code else None
        under = list(session.scalars(select(Item).where(Item.parent_code == row.code).order_by(Item.code)))
        state = state_of(row, today)
        may_write = permissions.may(signed_in().roles, "console:edition", "edit")
        written = (draft_content.open_edition(session, row.code) or edition) if may_write else None
        successor = (
            db.session.scalar(select(Item).where(Item.code == row.replaced_by_code)) if row.replaced_by_code else None
        )
        return render_template(
            "console/library/item.html", title=row.name, row=row, state=term(ITEM_STATE, state), tone=TONES[state], above=above, under=under,
            tiers=ITEM_TIER, codes=[(_(label), text, pieces(text)) for label, text in codes.texts], edition=edition,
            problems=[(finding(one), remedy(one), one.level, fix_url(written, one.place) if written else "") for one in codes.problems],
            proposal=codes.proposal, why_not=spoken(codes.why_not) if codes.why_not else "", events=list(events), acts=ITEM_ACT, actor_name=actor_name,
            buttons=_buttons(row, state), successor=successor, announced=row.state != "in_use" and state == "in_use" and row.state_from and row.state_from > today,
            facts=_facts(edition), may_propose=may_write, item_page=url_for("ItemPage.show", pk=row.id),
            announced_word=term(ITEM_STATE, row.state),
        )  # fmt: skip

    @expose("/<code>/state/<which>", methods=["GET", "POST"])
    @has_access
    @permission_name("state")
    def state(self, code: str, which: str) -> Any:
        if which not in TITLES:
            abort(404)
        row = item_or_404(code)
        item_code, name = row.code, row.name
        back = url_for("ItemCodes.item", code=item_code)
        form: Any = PauseForm() if which == "pause" else ResumeForm() if which == "resume" else cancel_form()()
        status = None
        if form.validate_on_submit():
            status = refused(form, ACTS[which](item_code, form))
            if status is None:
                flash(_("%(act)s完成", act=_(TITLES[which])), "success")
                return redirect(back)
        if request.method != "POST" and "from_on" in form and not form.from_on.data:
            form.from_on.data = clock.local_today()
        groups = [(name, [field.name for field in form if field.name != "csrf_token"])]
        page = render_template(
            "console/form.html", form=form, groups=groups, lock=None, action_url=request.path, cancel_url=back, title=_(TITLES[which]),
            save_label=_(TITLES[which]), conflict=None,
        )  # fmt: skip
        return page, status or (422 if form.errors else 200)


class CodeProposals(BaseView):
    route_base = "/catalogue/codes"
    class_permission_name = "console:edition"
    default_view = "propose"
    method_permission_name = {"propose": "edit"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<code>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def propose(self, code: str) -> Any:
        """The proposed 实施编码 into the item's draft, which is begun where there is none."""
        item_code = item_or_404(code).code
        try:
            edition_id = code_proposals.take(item_code)
        except Problem as problem:
            flash(told(problem), "danger")
            return redirect(url_for("ItemCodes.item", code=item_code))
        flash(_("实施编码已写进草稿，检查后送审"), "success")
        return redirect(url_for("EditionPage.show", pk=edition_id))


def _pause(code: str, form: Any) -> Callable[[], None]:
    return lambda: item_state.pause(
        code, form.reason.data or "", form.from_on.data or clock.local_today(), form.until_on.data
    )


def _resume(code: str, form: Any) -> Callable[[], None]:
    return lambda: item_state.resume(code, form.reason.data or "")


def _cancel(code: str, form: Any) -> Callable[[], None]:
    return lambda: item_state.cancel(
        code, form.reason.data or "", form.from_on.data or clock.local_today(), form.replaced_by.data
    )


ACTS: dict[str, Callable[[str, Any], Callable[[], None]]] = {"pause": _pause, "resume": _resume, "cancel": _cancel}


def _buttons(row: Item, state: str) -> list[tuple[str, str, str]]:
    """The acts that its state allows, for whoever may."""
    if not permissions.may(signed_in().roles, "console:item", "state"):
        return []
    wanted = {"in_use": ("pause", "cancel"), "paused": ("resume", "cancel"), "cancelled": ()}[state]
    if state == "in_use" and row.state == "cancelled":
        wanted = ("resume",)
    elif state == "in_use" and row.state == "paused" and row.state_from and row.state_from > clock.local_today():
        wanted = ("resume", "pause", "cancel")
    return [(_(TITLES[act]), url_for("ItemCodes.state", code=row.code, which=act), "danger" if act == "cancel" else "plain") for act in wanted]  # fmt: skip


def _facts(edition: Any) -> list[tuple[str, Any]]:
    if edition is None:
        return []
    return [(_("实际办理系统"), edition.worked_in), (_("可代办"), term(AGENT_ALLOWED, edition.agent_allowed))]
