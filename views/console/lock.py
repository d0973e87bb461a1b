"""Locking and unlocking a session, and changing the clerk: what the door offers besides coming in and going out."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_appbuilder import expose
from flask_wtf.csrf import generate_csrf

from appcore.access import audit, phones, pins, sessions
from appcore.access.principal import Person, System, acting_as, current_or_none
from appcore.access.sessions import Login
from models.db import house_session
from views.console import gate, locked_page
from views.words import _

LONGEST = 256


class LockActs:
    """Routes of the door that need no page of their own."""

    @expose("/login/state")
    def state(self) -> Any:
        """What a page in the browser asks: whose session this is now, whether it is open, and the token of its forms."""
        login = gate.present()
        if login is None or login.awaits_second:
            return jsonify(author="", open=False, csrf=generate_csrf())
        return jsonify(author=login.user.username, open=not login.locked, csrf=generate_csrf())

    @expose("/login/lock", methods=["POST"])
    def lock(self) -> Any:
        """Lock at once. `change=1`: somebody else will sign in."""
        login, who = gate.present(), current_or_none()
        if login is not None and isinstance(who, Person):
            sessions.lock(login.session_id)
            audit.note("locked", "account", who.username)
        if locked_page.wants_json():
            return jsonify(locked=True)
        return redirect(url_for("Login.login" if request.form.get("change") else "Home.index"))

    @expose("/login/unlock", methods=["POST"])
    def unlock(self) -> Any:
        """By PIN or password. Whose session: the one in front, or one that is parked in this browser."""
        author, secret = request.form.get("author", ""), request.form.get("secret", "")
        front = gate.present()
        mine = front is not None and front.user.username == author and not front.awaits_second
        parked = None if mine else gate.parked_of(author)
        login = front if mine else parked[1] if parked else None
        if login is None:
            return self._gone()
        if not secret or len(secret) > LONGEST:
            return self._wrong(login, _("请填写6位数字密码") if login.phone_id else _("请填写解锁码或登录密码"))
        if login.locked or parked:
            with acting_as(System("unlock")):
                outcome = (phones if login.phone_id else pins).unlock(house_session(), login, secret)
            if outcome == pins.ENDED:
                return self._gone(self._over(login))
            if outcome == pins.WRONG:
                return self._wrong(login, _("数字密码不正确") if login.phone_id else _("解锁码或密码不正确"))
        if parked is not None:
            if front is not None and not front.locked:
                sessions.lock(front.session_id)
            gate.change_to(parked[0], login)
        elif login.locked:
            gate.renew(login)
        return self._open()

    @staticmethod
    def _over(login: Login) -> str:
        if login.phone_id:
            return _("数字密码输错次数太多，这部手机的登记已停用，请找中心管理员重新登记")
        return _("解锁码连续输错5次，本次登录已结束，请重新登录")

    def _open(self) -> Any:
        if locked_page.wants_json():
            return jsonify(open=True)
        path, mark = safe_path(request.form.get("path", "")), locked_page.AGAIN
        if not request.form.get("sends"):
            return redirect(path)
        typed = [
            (name.removeprefix(mark), value) for name, value in request.form.items(multi=True) if name.startswith(mark)
        ]
        return render_template("console/again.html", title=_("已解锁"), path=path, typed=typed)

    def _wrong(self, login: Login, sentence: str) -> Any:
        if locked_page.wants_json():
            return jsonify(sentence=sentence), 422
        mark = locked_page.AGAIN
        typed = [
            (name.removeprefix(mark), value) for name, value in request.form.items(multi=True) if name.startswith(mark)
        ]
        path, sends = safe_path(request.form.get("path", "")), bool(request.form.get("sends"))
        return locked_page.page(login, path=path, typed=typed, sends=sends, fault=sentence), 422

    def _gone(self, sentence: str = "") -> Any:
        said = sentence or _("这次登录已经结束，请重新登录")
        if locked_page.wants_json():
            return jsonify(sentence=said, login=url_for("Login.login")), 401
        flash(said, "warning")
        return redirect(url_for("Login.login"))


def safe_path(text: str) -> str:
    """A page of the console to go on to; home for anything else."""
    home: str = url_for("Home.index")
    odd = not text.startswith("/console/") or not text.isprintable() or "\\" in text or "//" in text
    return home if odd else text
