"""推送地址: made, changed, switched on and off and given a new secret by the system administrator; each one transaction."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

from appcore import records
from appcore.access import audit, permissions, placing, privacy
from appcore.access.principal import Person, current
from appcore.definition.verdict import N_, Verdict
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.hooks import hosts, signature
from appcore.signals import SIGNALS
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession
from models.hook import HookDelivery, HookSubscription

EVENTS: dict[str, str] = {
    "case.received": N_("办件收件"),
    "case.accepted": N_("办件受理"),
    "case.finished": N_("办件办结"),
    "case.handed_over": N_("办件移交"),
    "case.taken_over": N_("移交接收"),
    "case.sent_back": N_("移交退回"),
    "case.recalled": N_("移交收回"),
    "edition.submitted": N_("版本送审"),
    "edition.returned": N_("版本退回"),
    "edition.approved": N_("版本审定"),
    "edition.published": N_("版本发布"),
    "edition.cancelled": N_("版本撤销"),
    "edition.withdrawn": N_("版本停用"),
    "offer.changed": N_("进驻事项变更"),
    "account.changed": N_("账号变更"),
    "account.ended": N_("账号停用"),
}
"""What may be subscribed to, in words: the signals there are."""
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form of a subscription holds."""

    name: str
    address: str
    events: tuple[str, ...]


def make(wanted: Wanted) -> tuple[str, str]:
    """Subscribe another system to events. Returns: code and secret; the secret is told this once.

    Raises: Refused with a sentence for each field, NotAllowed.
    """
    _require("add")
    clean = _checked(wanted)
    secret = signature.new_secret()
    with unit_of_work() as session:
        row = HookSubscription(
            code=secrets.token_hex(4), name=clean.name, address=clean.address, events=list(clean.events), active=True,
            owner_code=placing.county(),
        )  # fmt: skip
        privacy.put(row, "secret", secret)
        records.add(session, row)
        return row.code, secret


def change(code: str, wanted: Wanted, *, version: int) -> None:
    """Set name, address and events. What is queued goes to the new address.

    Raises: NotFound, Conflict, Refused, NotAllowed.
    """
    _require("edit")
    clean = _checked(wanted)
    with unit_of_work() as session:
        row = _row(session, code)
        if row.version != version:
            raise Conflict(CHANGED)
        records.alter(session, row, {"name": clean.name, "address": clean.address, "events": list(clean.events)})


def renew_secret(code: str) -> str:
    """A new secret, told this once; the old one signs nothing from here on. Raises: NotFound, NotAllowed."""
    _require("edit")
    secret = signature.new_secret()
    with unit_of_work() as session:
        row = _row(session, code)
        privacy.put(row, "secret", secret)
        records.stamp(row)
        session.flush()
        audit.record(session, "secret_renewed", "hook_subscription", row.code, {"name": row.name})
    return secret


def switch(code: str, *, on: bool) -> None:
    """Switch a subscription on or off. What still waits is stopped with it, and can be sent again one by one.

    Raises: NotFound, NotAllowed, Conflict (is so already), Refused (its host is no longer listed).
    """
    _require("edit")
    with unit_of_work() as session:
        row = _row(session, code)
        if row.active == on:
            raise Conflict(CHANGED)
        if on:
            _require_listed(row.address)
        records.alter(session, row, {"active": on})
        if not on:
            waiting = select(HookDelivery).where(
                HookDelivery.subscription_code == code, HookDelivery.state == "waiting"
            )
            for one in session.scalars(waiting.with_for_update()):
                one.state, one.next_try = "stopped", None
            session.flush()


def _checked(wanted: Wanted) -> Wanted:
    faults: dict[str, Verdict] = {}
    name, address = wanted.name.strip(), wanted.address.strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        faults["name"] = Verdict(N_("请填写名称，不超过60个字"))
    try:
        _require_listed(address)
    except Refused as refused:
        faults |= refused.fields
    if not wanted.events or not SIGNALS.keys() >= set(wanted.events):
        faults["events"] = Verdict(N_("请至少选择一个事件"))
    if faults:
        raise Refused("请按提示修改后再提交", fields=faults)
    return Wanted(name, address, tuple(one for one in EVENTS if one in wanted.events))


def _require_listed(address: str) -> None:
    listed = hosts.parsed(current_app.extensions["settings"].webhook_hosts)
    try:
        target = hosts.target(address)
    except hosts.BadAddress as bad:
        raise Refused(bad.sentence, field="address") from bad
    if not listed.admit(target.host):
        raise Refused("主机 %(host)s 不在允许名单内，请先由服务器维护人员加入", field="address", host=target.host)


def _require(verb: str) -> None:
    who = current()
    if isinstance(who, Person) and not permissions.may(who.roles, "console:hook_subscription", verb):
        raise NotAllowed("推送地址由系统管理员管理")


def _row(session: HouseSession, code: str) -> HookSubscription:
    query = select(HookSubscription).where(HookSubscription.code == code).with_for_update()
    row: HookSubscription | None = session.scalar(query)
    if row is None:
        raise NotFound("没有这个推送地址")
    return row
