"""补录: a case that was first taken on paper is keyed later with the true time of receipt beside the time of entry (decisions 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from appcore.definition.verdict import Verdict

MOST_DAYS = 30
"""How far back a clerk may go without a leader's word."""
FURTHEST_DAYS = 365
"""How far back anybody may go: an older case is a transfer at introduction, with its own papers."""
LONGEST_REASON, LONGEST_NAME = 300, 80
TIME = "paper.received_at"
REASON, LEADER = "paper.reason", "paper.leader"


@dataclass(frozen=True, slots=True)
class PaperFirst:
    """What was typed about the paper: all empty when the case is taken at once."""

    received_at: str = ""
    reason: str = ""
    leader: str = ""

    @property
    def is_used(self) -> bool:
        return any(one.strip() for one in (self.received_at, self.reason, self.leader))

    @property
    def moment(self) -> datetime | None:
        """The true time of receipt (local); None when it was not given or cannot be read."""
        text = self.received_at.strip()
        try:
            moment = datetime.fromisoformat(text) if text.isascii() and len(text) <= 19 and "T" in text else None
        except ValueError:
            return None
        return moment if moment is None or moment.tzinfo is None else None


def faults(paper: PaperFirst, now: datetime) -> dict[str, Verdict]:
    """What is wrong with it, by the name of its control; nothing when it is not used."""
    if not paper.is_used:
        return {}
    found: dict[str, Verdict] = {}
    moment = paper.moment
    if moment is None:
        found[TIME] = Verdict("请填写收到纸质材料的日期和时间，如 2026-11-23 09:30")
    elif moment > now:
        found[TIME] = Verdict("收到纸质材料的时间不能晚于现在")
    elif moment < now - timedelta(days=FURTHEST_DAYS):
        found[TIME] = Verdict("补录不能早于%(days)d天前，请核对日期", {"days": FURTHEST_DAYS})
    elif moment < now - timedelta(days=MOST_DAYS) and not paper.leader.strip():
        found[LEADER] = Verdict("早于%(days)d天的补录要经领导同意，请填写同意的领导", {"days": MOST_DAYS})
    if not paper.reason.strip():
        found[REASON] = Verdict("请写明为什么补录，如停电、断网")
    for name, text, longest in ((REASON, paper.reason, LONGEST_REASON), (LEADER, paper.leader, LONGEST_NAME)):
        if len(text.strip()) > longest or any(ord(one) < 32 or 0xD800 <= ord(one) <= 0xDFFF for one in text.strip()):
            found[name] = Verdict("不能超过%(longest)d个字，也不能含有控制字符", {"longest": longest})
    return found
