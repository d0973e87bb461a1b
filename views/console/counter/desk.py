"""The counter's routes: find the item, fill the lane, take the case."""

from __future__ import annotations

import re
import secrets
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict

from appcore.access.handling import Names
from appcore.access.principal import signed_in
from appcore.access.workers import has_worker
from appcore.casework import acceptance, intake, standard
from appcore.casework.kind import case_kind
from appcore.casework.staging import FormLookup
from appcore.casework.standard import Standard
from appcore.catalogue import bundle_search, miss_counts
from appcore.catalogue.whole_catalogue import whole_catalogue
from appcore.definition import identity
from appcore.errors import Conflict, NotAllowed, Refused
from models.db import db, house_session
from models.place import Hall
from models.vocabulary import CASE_KIND, TIME_UNIT
from views.console.counter import form, lane, offers, prefilling, uploads
from views.console.counter.prefilling import Prefilled
from views.console.finding import case_or_404, item_ids, item_or_404
from views.console.saving import not_saved, told_by_field
from views.errors import STATUS
from views.search_words import why
from views.words import _

FORM_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
"""The key that makes a form count once; a form without one was not drawn by the lane."""
ACTS = {"accept": intake.accept, "receive": intake.receive}


class Counter(BaseView):
    """收件. `/console/casework/intake` finds the item; below it stands the lane of one item."""

    route_base = "/casework/intake"
    class_permission_name = "console:intake"
    default_view = "find"
    method_permission_name = {"find": "show", "take": "accept", "complete": "accept"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("")
    @has_access
    @permission_name("show")
    def find(self) -> Any:
        hall = self._hall()
        if not has_worker(house_session(), signed_in().account_id):
            return self._no_worker()
        q = request.args.get("q", "").strip().replace("\0", "")[:50]
        found = offers.picks(hall, signed_in().account_id, q)
        if q and found.here and found.here[0].code == q:
            return redirect(url_for("Counter.take", code=q))
        ids = item_ids(one.item.code for one in found.elsewhere)
        elsewhere = [
            (one, url_for("ItemPage.show", pk=ids[code])) for one in found.elsewhere if (code := one.item.code) in ids
        ]
        matters = [one.definition for one in bundle_search.asked_for(q, whole_catalogue(), house_session())]
        if q and not found.is_sure and not matters and not identity.looks_like_a_person(q):
            miss_counts.note(q, "counter", hall)
        return render_template(
            "console/counter/find.html",
            title=_("收件"),
            q=q,
            picks=found.here,
            elsewhere=elsewhere,
            why=why,
            matters=matters,
        )

    @expose("/<code>", methods=["GET", "POST"])
    @has_access
    @permission_name("accept")
    def take(self, code: str) -> Any:
        item_or_404(code)
        found = standard.in_hall(house_session(), code, self._hall())
        if request.method != "POST" and not has_worker(house_session(), signed_in().account_id):
            return self._no_worker()
        # Nothing of a person comes by address (R79): what was typed goes to and fro in posts alone.
        posted: MultiDict[str, str] = request.form if request.method == "POST" else MultiDict()
        act = ACTS.get(posted.get("act", "")) if request.method == "POST" else None
        key = posted.get("key", "")
        if (act is not None or request.files) and not FORM_KEY.fullmatch(key):
            abort(400, _("表单不完整，请重新打开后再填写"))
        posted, refused = uploads.taken_in(posted, found.definition, key)
        lookup = FormLookup(house_session())
        handed_in = form.read(posted, found, lookup)
        handed_in, began = prefilling.begun(posted, found, handed_in, lookup)
        if act is None or refused:
            if posted.get("act") == "bring":
                _say_what_came(began)
            return self._page(found, handed_in, lookup, dict(refused), began, 422 if refused else 200)
        if began.unseen:  # nothing is kept that the clerk has not had before his eyes
            return self._page(found, handed_in, lookup, _to_look_at(began), began, 422)
        try:
            taken = act(handed_in)
        except (Refused, Conflict, NotAllowed) as problem:
            return self._again(code, handed_in, told_by_field(problem), STATUS[type(problem)])
        except SQLAlchemyError as broken:
            return self._again(code, handed_in, {"": not_saved(broken)}, 503)
        flash(_("已办理，编号 %(number)s", number=taken.number), "success")
        return redirect(url_for("CaseDesk.slip", number=taken.slip_number))

    @expose("/received/<number>", methods=["GET", "POST"])
    @has_access
    @permission_name("accept")
    def complete(self, number: str) -> Any:
        """补齐后受理: what a received case still lacks — papers, answers, fields — until it can be accepted."""
        version = case_or_404(number).version
        found = acceptance.standard_of(house_session(), number)
        posted, refused = uploads.taken_in(request.form, found.definition, number)
        case = case_or_404(number)
        lookup = FormLookup(house_session(), case_id=case.id)
        supplied = form.read(posted, found, lookup)
        faults: dict[str, str] = dict(refused)
        status = 422 if refused else 200
        lock = request.form.get("_lock", "") if request.method == "POST" else str(version)
        if request.method == "POST" and not form.only_redraws(request.form) and not refused:
            if not (lock.isascii() and lock.isdigit() and len(lock) < 10):
                abort(400, _("表单不完整，请重新打开后再填写"))
            try:
                slip = acceptance.accept_received(number, supplied, version=int(lock))
            except (Refused, Conflict, NotAllowed) as problem:
                faults, status = told_by_field(problem), STATUS[type(problem)]
            except SQLAlchemyError as broken:
                faults, status = {"": not_saved(broken)}, 503
            else:
                flash(_("已受理，编号 %(number)s", number=number), "success")
                return redirect(url_for("CaseDesk.slip", number=slip))
            db.session.rollback()
        now = acceptance.waiting(house_session(), number, supplied)
        page = render_template(
            "console/counter/complete.html", title=_("补齐后受理"), case=now.case, lock=lock,
            applicant=Names(house_session(), [now.case]).of(now.case, now.case.applicant_name),
            lane=lane.still_open(now, FormLookup(house_session(), case_id=now.case.id), faults), back=url_for("CaseDesk.case", number=number),
        )  # fmt: skip
        return page, status

    @staticmethod
    def _no_worker() -> Any:
        """The door stays shut before anything is typed: without a worker no post, without a post no authority."""
        return render_template("console/counter/closed.html", title=_("收件"))

    def _again(self, code: str, handed_in: Any, faults: dict[str, str], status: int) -> Any:
        """The page once more with everything typed, under the standard as it is now."""
        db.session.rollback()
        found = standard.in_hall(house_session(), code, self._hall())
        began = prefilling.kept(request.form, found, handed_in)
        return self._page(found, handed_in, FormLookup(house_session()), faults, began, status)

    def _page(
        self, found: Standard, handed_in: Any, lookup: Any, faults: dict[str, str], began: Prefilled, status: int
    ) -> Any:
        key = handed_in.key or secrets.token_urlsafe(24)
        model = lane.build(found, handed_in, lookup, faults, key, self._kind(found), prefilled=began)
        page = render_template("console/counter/lane.html", title=found.definition.name, lane=model, units=TIME_UNIT)
        return page, status

    @staticmethod
    def _kind(found: Standard) -> str:
        """The kind that the case will have here: 上报, 联办, 即办 or 承诺."""
        hall_kind = db.session.scalar(select(Hall.kind).where(Hall.code == found.hall_code)) or ""
        return _(CASE_KIND.label_of(case_kind(found.definition, hall_kind)))

    def _hall(self) -> str:
        hall = signed_in().hall_code
        if hall is None:
            raise NotAllowed("您的账号没有所在的服务中心，不能收件")
        return hall


def _to_look_at(began: Prefilled) -> dict[str, str]:
    """Each field that an earlier case filled, or that lost it, by its control: only the applicant's own data need no look."""
    return {name: _("系统刚刚按以前的办件填写或清空，请核对后再提交") for name in began.unseen}


def _say_what_came(began: Prefilled) -> None:
    if began.from_cases:
        flash(_("已带出以前填过的内容，请核对"), "success")
    elif not began.number:
        flash(_("请先填写申请人的证件号码，再带出以前填过的内容"), "warning")
    else:
        flash(_("没有以前填过的内容可以带出"), "info")
