"""质量总览: the heat map, the problems of one edition with their ticks, ticks for a whole department, and a fresh check."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import TextAreaField

from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.catalogue import check_store, quality, ticks
from appcore.definition.checks import score
from appcore.definition.checks.problem import next_best, weight
from appcore.errors import Problem
from models.check import CheckTick
from models.db import house_session
from models.item import Edition
from models.vocabulary import CHECK_GROUP
from views.console.fields import PlainText
from views.console.finding import row_by_id_or_404
from views.console.places import place_words
from views.console.quality import bulk_ticks, halls
from views.console.quality.places import fix_url
from views.console.saving import refused, told_by_field
from views.errors import STATUS
from views.words import _


class TakeBackForm(FlaskForm):
    reason = TextAreaField(lazy_gettext("理由"), [PlainText()])


class Quality(BaseView):
    route_base = "/catalogue/quality"
    class_permission_name = "console:check_finding"
    default_view = "overview"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "overview": "list", "halls": "list", "recheck": "recheck", "edition": "show", "tick": "tick", "bulk": "tick", "take_back": "tick",
    }  # fmt: skip

    @expose("")
    @has_access
    @permission_name("list")
    def overview(self) -> Any:
        session = house_session()
        found = quality.read(session)
        shown = [one for one in CHECK_GROUP if any(one.slug in line.cells for line in found.departments)]
        return render_template(
            "console/quality/overview.html", title=_("质量总览"), found=found, shown=shown,
            waiting=quality.waiting(session), may=_may, list_url=_list_url,
        )  # fmt: skip

    @expose("/halls")
    @has_access
    @permission_name("list")
    def halls(self) -> Any:
        return halls.page(_list_url)

    @expose("/recheck", methods=["POST"])
    @has_access
    @permission_name("recheck")
    def recheck(self) -> Any:
        """Within what this person sees; the halls' own rows are for the job, which sees them all."""
        done = check_store.refresh(limit=check_store.A_LOT)
        flash(_("已重新检查%(count)s个版本", count=done), "success")
        return redirect(url_for("Quality.overview"))

    @expose("/editions/<pk>")
    @has_access
    @permission_name("show")
    def edition(self, pk: str) -> Any:
        return _edition_page(row_by_id_or_404(Edition, "edition", pk), "", {})

    @expose("/editions/<pk>/tick", methods=["POST"])
    @has_access
    @permission_name("tick")
    def tick(self, pk: str) -> Any:
        row = row_by_id_or_404(Edition, "edition", pk)
        edition_id, reason = row.id, request.form.get("reason", "")
        marks = set(request.form.getlist("marks"))
        try:
            count = ticks.tick(edition_id, marks, reason)
        except Problem as problem:
            faults = told_by_field(problem)
            again = row_by_id_or_404(Edition, "edition", pk)
            return _edition_page(again, reason, faults, marks), STATUS[type(problem)]
        flash(_("已确认%(count)s个问题", count=count), "success")
        return redirect(url_for("Quality.edition", pk=edition_id))

    @expose("/bulk", methods=["GET", "POST"])
    @has_access
    @permission_name("tick")
    def bulk(self) -> Any:
        """First the department and the rule, then the list of what would be ticked, with the reason under it."""
        return bulk_ticks.page()

    @expose("/ticks/<pk>/take-back", methods=["GET", "POST"])
    @has_access
    @permission_name("tick")
    def take_back(self, pk: str) -> Any:
        row = row_by_id_or_404(CheckTick, "check_tick", pk)
        edition_id, tick_id, words, form, status = row.edition_id, row.id, row.text, TakeBackForm(), 200
        if form.validate_on_submit():
            status = refused(form, lambda: ticks.take_back(tick_id, form.reason.data or "")) or 0
            if not status:
                flash(_("已收回，这个问题要重新确认"), "success")
                return redirect(url_for("Quality.edition", pk=edition_id))
        page = render_template(
            "console/form.html", form=form, groups=[(words, ["reason"])], lock=None, conflict=None, action_url=request.path,
            cancel_url=url_for("CheckTickPage.show", pk=tick_id), title=_("收回确认"), save_label=_("收回确认"),
        )  # fmt: skip
        return page, status


def _edition_page(edition: Edition, reason: str, faults: dict[str, str], marks: set[str] | None = None) -> str:
    """The problems as they are at this moment, each with its place and fix; warnings may be ticked."""
    session = house_session()
    definition = check_store.definition_of(session, edition)
    judged = check_store.judge(session, definition)
    open_ones = [one.problem for one in judged if one.is_open]
    given = dict(
        session.execute(
            select(CheckTick.fingerprint, CheckTick.reason).where(CheckTick.item_code == edition.item_code)
        ).all()
    )
    return render_template(
        "console/quality/edition.html", title=_("检查：%(name)s", name=definition.name or edition.item_code), edition=edition,
        rows=[(one, place_words(one.problem.place, definition), fix_url(edition, one.problem.place)) for one in judged],
        score=score(open_ones), best=next_best(open_ones), fix_url=fix_url, weight=weight, given=given, reason=reason, faults=faults,
        marks=marks or set(), may_tick=_may("tick"), back=url_for("EditionPage.show", pk=edition.id),
    )  # fmt: skip


def _list_url(endpoint: str, **filters: str) -> str:
    return f"{url_for(f'{endpoint}.list')}?{urlencode(filters)}"


def _may(verb: str, noun: str = "check_finding") -> bool:
    return permissions.may(signed_in().roles, f"console:{noun}", verb)
