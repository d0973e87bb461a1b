"""The auditor proves the trail: checks it against its seals, seals it, and takes a seal away on paper."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

import segno
from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from markupsafe import Markup

from appcore.access import audit, audit_check, audit_digest, seal_marks, sealing, seals
from appcore.access.audit_check import Finding
from appcore.access.seals import Seal
from appcore.definition.verdict import N_
from appcore.settings import Settings
from appcore.work import Stopped
from views.days import local
from views.words import _

MOST_ROWS = 20_000
"""Rows that a page checks while somebody waits; the command checks all of them."""
MOST_NAMED, RECENT, GROUP = 20, 5, 8


class AuditProof(BaseView):
    route_base = "/access/proof"
    class_permission_name = "console:audit"
    default_view = "proof"
    method_permission_name = {"proof": "verify", "check": "verify", "seal": "verify", "print": "verify"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/")
    @has_access
    @permission_name("verify")
    def proof(self) -> Any:
        return _page()

    @expose("/check", methods=["POST"])
    @has_access
    @permission_name("verify")
    def check(self) -> Any:
        kept, faulty = seals.read(_settings().seal_path, _keyed())
        end = audit_check.end().sequence
        since = audit_check.point(end - MOST_ROWS) if end > MOST_ROWS else None
        within = [one for one in kept if since is None or one.sequence > since.sequence]
        found = list(itertools.islice(audit_check.findings(within, since), MOST_NAMED))
        faults = [
            _("封存文件第 %(line)s 行：%(words)s", line=one.line, words=_(_SEAL_WORDS[one.kind])) for one in faulty
        ]
        faults += [
            _("封存文件里没有第 %(number)s 条的封存（%(at)s），请用另存的封存文件核对", number=one.sequence, at=one.at)
            for one in seal_marks.missing(_settings().seal_path, kept)
        ]
        faults += [_words(one) for one in found]
        first = since.sequence + 1 if since else 1
        audit.note("verified", "audit", f"{first}-{end}", "failed" if faults else "done", {"faults": len(faults)})
        return _page(faults=faults, checked=(first, end))

    @expose("/seal", methods=["POST"])
    @has_access
    @permission_name("verify")
    def seal(self) -> Any:
        try:
            made = sealing.seal()
        except Stopped:
            flash(
                _("没有封存：封存过的记录或封存文件不见了，已记入审计。请先校验，查明原因后由运维人员继续封存"),
                "danger",
            )
            return redirect(url_for("AuditProof.proof"))
        audit.note("sealed", "audit", str(made[-1].sequence) if made else "")
        flash(_("已封存，可以打印凭证") if made else _("上次封存之后没有新的记录"), "success")
        return redirect(url_for("AuditProof.print"))

    @expose("/print")
    @has_access
    @permission_name("verify")
    def print(self) -> Any:
        recent = _recent()
        if not recent:
            abort(404)
        audit.note("printed_seal", "audit", str(recent[0].sequence))
        return render_template(
            "console/access/seal.html", title=_("审计封存凭证"), county=_settings().county_name, **_shown(recent[0])
        )


def _page(faults: list[str] | None = None, checked: tuple[int, int] | None = None) -> Any:
    recent, end = _recent(), audit_check.end().sequence
    return render_template(
        "console/access/proof.html", title=_("校验与封存"), end=end, seals=[_shown(one) for one in recent],
        since=end - recent[0].sequence if recent else end, faults=faults, checked=checked, is_long=end > MOST_ROWS, most=MOST_ROWS,
        elsewhere=bool(_settings().seal_command),
    )  # fmt: skip


def _recent() -> list[Seal]:
    """The last seals of our county, newest first."""
    found = [one for one in seals.read_end(_settings().seal_path, _keyed()) if one.county == _settings().county]
    return found[::-1][:RECENT]


def _shown(seal: Seal) -> dict[str, Any]:
    when = local(datetime.fromisoformat(seal.at))
    code = segno.make(f"BANSHITAI-SEAL {seal.county} {seal.sequence} {seal.entry_hash} {seal.at}", error="m")
    return {
        "number": seal.sequence,
        "at": f"{when:%Y-%m-%d %H:%M:%S} +08:00",
        "groups": [seal.entry_hash[place : place + GROUP] for place in range(0, len(seal.entry_hash), GROUP)],
        "drawing": Markup(code.svg_inline(border=0, omitsize=True, svgclass="seal__code", lineclass=None)),  # noqa: S704 - drawn by segno of hex digits
    }


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _keyed() -> audit_digest.Keyed:
    return audit_digest.Keyed(_settings().audit_key)


_SEAL_WORDS = {"forged": N_("不是用本系统的审计密钥做的"), "gap": N_("它前面的封存被删去了")}


def _words(found: Finding) -> str:
    """A finding as the auditor reads it."""
    gone = _("第 %(first)s 至 %(last)s 条", first=found.first, last=found.last)
    match found.kind:
        case "spoilt":
            return _("第 %(number)s 条的内容被改动过", number=found.sequence)
        case "missing":
            return _("%(gone)s不见了", gone=gone)
        case "cut":
            return _("末尾被截断，%(gone)s不见了", gone=gone)
        case "unsealed":
            return _("第 %(number)s 条不是封存时的那一条", number=found.sequence)
        case "loose":
            return _("第 %(number)s 条与前一条接不上", number=found.sequence)
    return _("记录链的末尾与最后一条对不上（第 %(number)s 条）", number=found.sequence)
