"""The table of export requests: read in a list, decided and fetched by acts of their own."""

from __future__ import annotations

from typing import Any

from flask import url_for

from appcore import clock
from appcore.access import exports, permissions
from appcore.access.principal import signed_in
from appcore.access.same_person import is_among
from models.db import house_session
from models.export import ExportRequest
from models.vocabulary import EXPORT_STATE
from views.console import exporting
from views.console.resource import Button, Resource, register
from views.words import _


def title_of(row: Any) -> str:
    """The list that was asked for, by its title; one that is no more by the word it was known under."""
    found = exporting.of_noun(row.noun)
    return found.title(exports.query_of(row) or "") if found is not None else str(row.noun)


def conditions_of(row: Any) -> str:
    """The conditions in words: whole for who asked and who decides, long numbers masked for everybody else."""
    found, query, who = exporting.of_noun(row.noun), exports.query_of(row), signed_in()
    if query is None:
        return _("已清除")
    if found is None:
        return ""
    words = found.conditions(query)
    is_his = row.asked_by == who.username or permissions.may(who.roles, "console:export_request", "decide")
    return words if is_his else exporting.masked(words)


def state_of(row: Any) -> str:
    """The state in words; what nobody decided or fetched in time has expired."""
    expired = row.state != "refused" and row.expires_at <= clock.now()
    return _("已失效") if expired else _(EXPORT_STATE.label_of(row.state))


def buttons(row: Any) -> list[Button]:
    who = signed_in()
    found = []
    may_decide = permissions.may(who.roles, "console:export_request", "decide")
    if exports.is_waiting(row) and may_decide and not is_among(house_session(), who, usernames=(row.asked_by,)):
        found.append(Button(_("批准或不批准"), url_for("ExportDesk.decide", code=row.code), "get", "primary"))
    if row.asked_by == who.username and row.state in ("approved", "fetched") and row.expires_at > clock.now():
        found.append(Button(_("下载"), url_for("ExportDesk.fetch", code=row.code), "post", "primary"))
    return found


register(
    Resource(
        noun="export_request", wing="access", title="导出申请", model=ExportRequest, verbs=(),
        columns=("noun", "row_count", "created_by", "created_at", "state", "reason"),
        groups=(
            ("申请", ("noun", "query_sealed", "row_count", "format", "reason", "created_by", "created_at")),
            ("批准", ("state", "decided_by", "remark", "expires_at")),
        ),
        filters=("state",), sort=("created_at",), order="-id", display=("noun",), buttons=buttons,
        cells={"noun": title_of, "query_sealed": conditions_of, "state": state_of},
        hint="列表行数较多时，导出须由另一个人批准；申请会出现在这里",
    ),
)  # fmt: skip
