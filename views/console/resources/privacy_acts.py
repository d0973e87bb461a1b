"""Which acts the page of a destruction list or of a person's request offers now."""

from __future__ import annotations

from typing import Any

from flask import url_for

from appcore.access import permissions
from appcore.access.principal import Person, current, signed_in
from appcore.casework.destruction import WAITING, has_a_part
from models.db import house_session
from views.console.resource import Button
from views.words import _


def _may(noun: str, verb: str) -> bool:
    who = current()
    return isinstance(who, Person) and permissions.may(who.roles, f"console:{noun}", verb)


def list_buttons(one: Any) -> list[Button]:
    """Signing is offered to whoever has a free line; the service judges whether he is a third person."""
    found = []
    free = (_may("destruction_list", "approve") and one.first_account is None) or (
        _may("destruction_list", "witness") and one.second_account is None
    )
    if one.state in ("drawn_up", "signed_once") and free and not has_a_part(house_session(), signed_in(), one):
        found.append(Button(_("签字"), url_for("DestructionDesk.sign", number=one.number), "post", "primary"))
    if one.state == "signed" and _may("destruction_list", "carry_out"):
        found.append(Button(_("执行销毁"), url_for("DestructionDesk.carry_out", number=one.number), "post", "danger"))
    if one.state in WAITING and _may("destruction_list", "withdraw"):
        found.append(Button(_("撤回清单"), url_for("DestructionDesk.withdraw", number=one.number), "post"))
    return found


def list_notice(one: Any) -> str:
    """What a list waits for."""
    if one.state in ("drawn_up", "signed_once"):
        return _("清单由编制人以外的两个人签字后才能执行：分管领导审批，督查人员监销。")
    if one.state == "signed":
        return _("已有两人签字。执行后办件和它的全部记录不能恢复，编号和清单保留。")
    return ""


def request_buttons(one: Any) -> list[Button]:
    found = []
    if _may("person_request", "give_copy"):
        found.append(Button(_("导出本人信息"), url_for("PersonRequests.export", number=one.number), "post", "primary"))
    if one.state == "open" and _may("person_request", "answer"):
        found.append(Button(_("登记答复"), url_for("PersonRequests.answer", number=one.number), "get"))
    return found
