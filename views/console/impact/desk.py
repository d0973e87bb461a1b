"""The impact sheet of an edition that is still to begin, its list of cases, and the act by which better rules reach open ones."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.casework import better_rules
from appcore.casework.better_rules import Applied
from appcore.catalogue import editions
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.change import impact_cases, impact_sheet
from appcore.change.impact import LostField
from models.db import house_session
from models.item import Edition
from models.vocabulary import CASE_STATE
from views.console import trial_again
from views.console.fields import CheckList
from views.console.finding import row_by_id_or_404
from views.console.impact.panels import panels
from views.console.listing import address, number_of
from views.console.resources.edition_acts import edition_stage
from views.console.saving import refused
from views.days import moment, whole_day
from views.words import _

MOST = 100
LONGEST_KEY = 120


class BetterForm(FlaskForm):
    better = CheckList(
        lazy_gettext("适用于在办办件的规定"),
        description=lazy_gettext("只有对申请人更有利的规定才能选；办件的其他规定不变，期限账本里会记一笔。"),
    )


class ImpactDesk(BaseView):
    """Pages about an edition beside its own."""

    route_base = "/catalogue/editions"
    class_permission_name = "console:edition"
    default_view = "sheet"
    method_permission_name = {"sheet": "impact", "cases": "impact", "better": "publish"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<pk>/impact")
    @has_access
    @permission_name("impact")
    def sheet(self, pk: str) -> Any:
        edition = _edition_or_404(pk)
        ahead = impact_sheet.is_ahead(edition)
        made = impact_sheet.read(house_session(), edition) if ahead else None
        found = panels(edition.id, made, trial_again.again(edition)) if made else []
        may_apply = edition.state == "approved" and permissions.may(signed_in().roles, "console:edition", "publish")
        return render_template(
            "console/catalogue/impact.html", title=_("影响单"), edition=edition, stage=edition_stage(edition), sheet=made,
            panels=found, back=url_for("EditionPage.show", pk=edition.id), drawn_on=whole_day(clock.local_today()),
            better_url=url_for("ImpactDesk.better", pk=edition.id) if may_apply and made and made.better else "",
        )  # fmt: skip

    @expose("/<pk>/impact/cases")
    @has_access
    @permission_name("impact")
    def cases(self, pk: str) -> Any:
        edition = _edition_or_404(pk)
        state, page = request.args.get("state", ""), number_of("page", 1)
        if state and state not in impact_cases.OPEN_STATES:
            abort(400, _("地址中有不能识别的筛选条件：%(name)s", name=state[:40]))
        key, only = request.args.get("better", "")[:LONGEST_KEY], None
        if key:
            content = impact_sheet.content(house_session(), edition)
            only = better_rules.touched(house_session(), edition.item_code, content, key)
        total, rows = impact_cases.list_cases(
            house_session(), edition.item_code, hall_code=request.args.get("hall", "")[:20], state=state, field=_field(), only=only,
            first=(page - 1) * MOST, most=MOST,
        )  # fmt: skip
        if page > 1 and not rows:
            abort(404)
        first = (page - 1) * MOST
        bar = {
            "total": total, "total_is_capped": False, "showing_from": first + 1 if rows else 0, "showing_to": first + len(rows),
            "prev_url": address(page=page - 1) if page > 1 else None, "next_url": address(page=page + 1) if total > first + MOST else None,
        }  # fmt: skip
        shows = permissions.may(signed_in().roles, "console:case", "show")
        return render_template(
            "console/catalogue/impact_cases.html", title=_("受影响的在办办件"), item=edition.name or edition.item_code, bar=bar,
            back=url_for("ImpactDesk.sheet", pk=edition.id), columns=[("number", _("办件编号")), ("hall", _("服务中心")), ("state", _("状态")), ("received", _("收件")), ("edition", _("版本"))],
            rows=[
                (
                    one.number,
                    [one.number, one.hall, _(CASE_STATE.label_of(one.state)), moment(one.received_on), _("第%(number)d版", number=one.edition_number) if one.edition_number else ""],
                    {"show": url_for("CaseDesk.case", number=one.number)} if shows else {},
                )
                for one in rows
            ],
        )  # fmt: skip

    @expose("/<pk>/better", methods=["GET", "POST"])
    @has_access
    @permission_name("publish")
    def better(self, pk: str) -> Any:
        edition = _edition_or_404(pk)
        edition_id, may_act = int(edition.id), edition.state == "approved" or _is_in_force(edition)
        content = impact_sheet.content(house_session(), edition)
        found = better_rules.offered(house_session(), edition.item_code, content)
        form, status = BetterForm(), 200
        form.better.choices = [
            (one.change.key, _("%(rule)s（%(count)d件）", rule=one.change.sentence.spoken(_), count=one.cases))
            for one in found
        ]
        publishes = edition.state == "approved"
        back = url_for("EditionPage.show", pk=edition_id)
        if request.method == "POST":
            if form.validate() and form.better.data:
                told: list[Applied] = []
                act = _published if publishes else better_rules.apply
                status = refused(form, lambda: told.append(act(edition_id, tuple(form.better.data or ())))) or 0
                if not status:
                    _tell(told[0], published=publishes)
                    return redirect(back)
            elif not form.errors:
                form.better.errors = [_("请至少选择一条对申请人更有利的规定")]
        page = render_template(
            "console/catalogue/better.html", title=_("发布并从优适用") if publishes else _("从优适用于在办办件"), form=form,
            edition=edition, back=back, may_act=may_act, publishes=publishes, most=better_rules.MOST_AT_ONCE,
        )  # fmt: skip
        return page, 422 if form.errors and status == 200 else status


def _published(edition_id: int, chosen: tuple[str, ...]) -> Applied:
    """Publish from this moment, and in the same transaction apply the chosen rules."""
    told: list[Applied] = []
    within = partial(better_rules.within, chosen=chosen)
    editions.publish(edition_id, also=lambda session, edition: told.append(within(session, edition)))
    return told[0]


def _tell(done: Applied, *, published: bool) -> None:
    begun = _("已发布。") if published else ""
    flash(begun + _("更有利的规定已适用于%(count)d件在办办件", count=done.cases), "success")
    if done.left:
        flash(_("还有%(count)d件没有处理，请再做一次“从优适用”", count=done.left), "warning")


def _is_in_force(edition: Edition) -> bool:
    found = edition_in_force(house_session(), edition.item_code)
    return found is not None and found.id == edition.id


def _field() -> LostField | None:
    """The field that the address asks about."""
    key, within, was = (request.args.get(name, "")[:LONGEST_KEY] for name in ("field", "within", "was"))
    return LostField(key, "", within, was, "") if key else None


def _edition_or_404(pk: str) -> Edition:
    edition: Edition = row_by_id_or_404(Edition, "edition", pk)
    return edition
