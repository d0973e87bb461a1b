"""一件事 in the console: what its rows make, side by side with what is published; published by a second person, withdrawn."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.casework import standard
from appcore.catalogue import bundles
from appcore.definition.bundles import union
from appcore.definition.checklist import checklist
from appcore.definition.describe import describe
from appcore.definition.questions import names_of
from appcore.errors import Problem
from models.bundle import Bundle
from models.db import house_session
from models.item import Item
from models.vocabulary import BUNDLE_STATE
from views.console.edition_forms import ReasonForm
from views.console.finding import row_or_404
from views.console.saving import refused, told
from views.words import _, spoken

TONES = {"draft": "grey", "published": "green", "withdrawn": "amber"}


class BundleDesk(BaseView):
    route_base = "/catalogue/matters"
    class_permission_name = "console:bundle"
    default_view = "preview"
    method_permission_name = {"preview": "show", "publish": "publish", "withdraw": "publish"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<code>")
    @has_access
    @permission_name("show")
    def preview(self, code: str) -> Any:
        """The bundle as it would be published, with its union checklist and what must be mended."""
        row = _bundle_or_404(code)
        session = house_session()
        made = bundles.compiled(session, row)
        last = bundles.newest(session, row.code)
        definitions = [one for member in made.definition.items if (one := standard.as_published(session, member.code))]
        names = {row.code: row.name for row in session.execute(select(Item.code, Item.name))}
        words = names_of(made.definition)
        return render_template(
            "console/library/bundle.html", title=row.name, row=row, state=_(BUNDLE_STATE.label_of(row.state)), tone=TONES[row.state], made=made.definition,
            faults=[spoken(one) for one in made.faults], last=last, ahead=bundles.is_ahead(session, row),
            items=[(one, names.get(one.code, one.code), describe(one.condition, words) if one.condition else "") for one in made.definition.items],
            papers=union([(one, checklist(one, {})) for one in definitions]), may_publish=permissions.may(signed_in().roles, "console:bundle", "publish"),
            table_url=url_for("BundlePage.show", pk=row.id), today=clock.local_today(),
        )  # fmt: skip

    @expose("/<code>/publish", methods=["POST"])
    @has_access
    @permission_name("publish")
    def publish(self, code: str) -> Any:
        bundle = _bundle_or_404(code).code
        try:
            number = bundles.publish(bundle)
        except Problem as problem:
            flash(told(problem), "danger")
        else:
            flash(_("已发布第%(number)s版，公众现在就能看到", number=number), "success")
        return redirect(url_for("BundleDesk.preview", code=bundle))

    @expose("/<code>/withdraw", methods=["GET", "POST"])
    @has_access
    @permission_name("publish")
    def withdraw(self, code: str) -> Any:
        row = _bundle_or_404(code)
        bundle, name, back = row.code, row.name, url_for("BundleDesk.preview", code=row.code)
        form = ReasonForm()
        status = None
        if form.validate_on_submit():
            status = refused(form, lambda: bundles.withdraw(bundle, form.reason.data or ""))
            if status is None:
                flash(_("已停用"), "success")
                return redirect(back)
        page = render_template(
            "console/form.html", form=form, groups=[(name, ["reason"])], lock=None, action_url=request.path, cancel_url=back,
            title=_("停用一件事"), save_label=_("停用"), conflict=None,
        )  # fmt: skip
        return page, status or (422 if form.errors else 200)


def _bundle_or_404(code: str) -> Bundle:
    row: Bundle = row_or_404(Bundle, "bundle", code, Bundle.code == code[:40])
    return row
