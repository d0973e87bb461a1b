"""The one place that every change of rights passes: what has to follow from it, follows from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appcore import clock, signals
from appcore.access import audit, placing
from models.account import User
from models.db import HouseSession


def rights_changed(session: HouseSession, account_id: int, why: str, changes: Mapping[str, Any] | None = None) -> None:
    """Within a unit of work: the rights of an account have changed; `why` is the act, `changes` its before and after.

    It acts at the next request (R12): a change of roles ends the sessions with the flush (`access.sessions`), grants are read anew
    each time. The account keeps
    the instant, which its page shows, and the trail the act.
    """
    user = session.get_one(User, account_id)
    user.changed_on = clock.now().replace(tzinfo=None)
    audit.record(session, why, "account", user.username, changes)
    told = signals.AccountFact(user.id, placing.county(), user.hall_code, user.department_code, bool(user.active))
    signals.announce(session, "account.ended" if why == "deactivated" else "account.changed", told)
