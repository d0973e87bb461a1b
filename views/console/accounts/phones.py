"""代办员手机: the phones of the agents of one's place, a one-time code for another, and stopping them."""

from __future__ import annotations

from typing import Any, NoReturn

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select

from appcore.access import phone_desk, phones
from appcore.access.principal import signed_in
from appcore.definition.verdict import N_
from appcore.errors import NotFound, Problem
from models.account import User
from models.db import db, house_session
from models.phone import EnrolledPhone
from models.vocabulary import PHONE_END
from views.console import listing, qr_code
from views.console.fields import LARGEST_ID
from views.console.finding import denied
from views.console.listing import shown
from views.console.saving import told
from views.devices import device_words
from views.words import _

STATES = {
    phone_desk.INVITED: (N_("等待登记"), "amber"),
    phones.LIVING: (N_("在用"), "green"),
    phones.EXPIRED: (N_("已到期"), "grey"),
    phones.ENDED: (N_("已停用"), "grey"),
}


class PhoneDesk(BaseView):
    route_base = "/access/phones"
    class_permission_name = "console:phone"
    default_view = "list"
    method_permission_name = {"list": "list", "enrol": "enrol", "revoke": "revoke"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("")
    @has_access
    @permission_name("list")
    def list(self) -> Any:
        unknown = [name for name in request.args if name not in ("page", "size")]
        if unknown:
            abort(400, _("地址中有不能识别的筛选条件：%(name)s", name=unknown[0][:40]))
        listing.size_of()
        if listing.number_of("page", 1) > 1:  # the agents of a place stand on one page
            abort(404)
        found = phone_desk.agents(house_session(), signed_in())
        return render_template(
            "console/access/phones.html", title=_("代办员手机"), agents=found, cells=cells, me=signed_in().username
        )

    @expose("/<username>/enrol", methods=["POST"])
    @has_access
    @permission_name("enrol")
    def enrol(self, username: str) -> Any:
        """The code, once: it stands on this answer and nowhere else."""
        if "\0" in username or len(username) > 64:
            abort(404)
        try:
            code = phone_desk.invite(username)
        except NotFound:
            db.session.rollback()
            missed(username, select(User.id).where(User.username == username))
        except Problem as problem:
            flash(told(problem), "danger")
            return redirect(url_for("PhoneDesk.list"))
        address = url_for("PhoneDoor.enrol", code=code, _external=True)
        return render_template(
            "console/access/phone_code.html", title=_("登记手机"), username=username, code=code,
            address=url_for("PhoneDoor.enrol", _external=True), picture=qr_code.drawn(address),
            minutes=int(phone_desk.CODE_FOR.total_seconds() // 60), back=url_for("PhoneDesk.list"),
        )  # fmt: skip

    @expose("/<pk>/revoke", methods=["POST"])
    @has_access
    @permission_name("revoke")
    def revoke(self, pk: str) -> Any:
        row_id = id_or_404(pk)
        try:
            phone_desk.revoke(row_id)
        except NotFound:
            db.session.rollback()
            missed(pk, select(EnrolledPhone.id).where(EnrolledPhone.id == row_id))
        except Problem as problem:
            flash(told(problem), "danger")
        else:
            flash(_("已停用，那部手机从下一次操作起不能使用"), "success")
        return redirect(url_for("PhoneDesk.list"))


def missed(key: str, query: Any) -> NoReturn:
    """A miss and a denial look the same; of a denial the auditor reads."""
    if house_session().scalar(query) is not None:
        denied("phone", key)
    abort(404)


def cells(phone: phone_desk.PhoneLine) -> dict[str, Any]:
    """A line of the list in words."""
    words, tone = STATES[phone.state]
    why = f"（{_(PHONE_END.label_of(phone.ended_why))}）" if phone.ended_why else ""
    return {
        "device": device_words(phone.device) if phone.device else _("还没有手机打开登记码"),
        "enrolled": shown(phone.enrolled_at, {}), "until": shown(phone.valid_until, {}), "used": shown(phone.used_at, {}),
        "state": _(words) + why, "tone": tone, "may_end": phone.state in (phone_desk.INVITED, phones.LIVING),
    }  # fmt: skip


def id_or_404(pk: str) -> int:
    if not (pk.isascii() and pk.isdigit() and len(pk) <= 10 and int(pk) <= LARGEST_ID):
        abort(404)
    return int(pk)
