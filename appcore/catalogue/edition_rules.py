"""Which act an edition allows now, and in a sentence why another must wait (decisions 16)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from appcore.definition.verdict import N_, Verdict

ACTS = ("submit", "approve", "return", "publish", "cancel", "withdraw", "restore")
"""Every act on an edition that exists, in the order of its life."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition as the rules need it. `own`: who asks saved or submitted it. `unsettled`: remarks that were not found met.

    `errors`: what the checks must see mended before an approval.
    `next_open`: another edition of the item is being written or waits to begin. `numbered`: it was published once; an import
    that was undone leaves a cancelled one without a number. `item_ended`: the item is cancelled.
    """

    state: str
    scheduled: bool = False
    in_force: bool = False
    own: bool = False
    unsettled: int = 0
    errors: int = 0
    next_open: bool = False
    numbered: bool = True
    item_ended: bool = False


NOT_YET = {
    "draft": N_("还没有送审"),
    "returned": N_("已退回修改，还没有重新送审"),
    "submitted": N_("正在审核，还没有审定"),
    "approved": N_("已经审定，内容不能再改"),
    "published": N_("已经发布，内容不能再改"),
    "cancelled": N_("已经撤销"),
    "withdrawn": N_("已经停用"),
}


OPEN_TO = {
    "submit": ("draft", "returned"),
    "approve": ("submitted",),
    "return": ("submitted", "approved"),
    "publish": ("approved",),
    "cancel": ("published",),
    "withdraw": ("published",),
    "restore": ("published", "cancelled", "withdrawn"),
}
NEVER = {
    "cancel": N_("只有待生效的版本可以撤销"),
    "withdraw": N_("只有现行版本可以停用"),
    "restore": N_("还没有编过号，可以直接修改"),
}


def hindered(act: str, edition: Standing) -> Verdict | None:
    """Why the act cannot be done now; None when it can."""
    if edition.state not in OPEN_TO[act]:
        return Verdict(NEVER.get(act) or NOT_YET[edition.state])
    return MORE[act](edition) if act in MORE else None


def _approving(edition: Standing) -> Verdict | None:
    if edition.own:
        return Verdict(N_("本人起草或送审的版本须由他人审定"))
    if edition.errors:
        return Verdict(N_("还有%(count)s处必须解决的问题，退回改好后才能审定"), {"count": edition.errors})
    return _unsettled(edition)


def _unsettled(edition: Standing) -> Verdict | None:
    if not edition.unsettled:
        return None
    return Verdict(N_("还有%(count)s条审核意见没有核对落实"), {"count": edition.unsettled})


def _publishing(edition: Standing) -> Verdict | None:
    return Verdict(N_("这个事项已经取消")) if edition.item_ended else _unsettled(edition)


def _cancelling(edition: Standing) -> Verdict | None:
    return None if edition.scheduled else Verdict(N_("已经生效的版本不能撤销，现行版本可以停用"))


def _withdrawing(edition: Standing) -> Verdict | None:
    return None if edition.in_force else Verdict(NEVER["withdraw"])


def _restoring(edition: Standing) -> Verdict | None:
    if not edition.numbered:
        return Verdict(N_("只有编过号的版本可以恢复为草稿"))
    if edition.item_ended:
        return Verdict(N_("这个事项已经取消"))
    return Verdict(N_("该事项已有正在编写或待生效的版本")) if edition.next_open else None


MORE: dict[str, Callable[[Standing], Verdict | None]] = {
    "approve": _approving,
    "publish": _publishing,
    "cancel": _cancelling,
    "withdraw": _withdrawing,
    "restore": _restoring,
}
