"""Made-up slips for the preview of a template: nobody's case, at the states that a writer wants to see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from appcore.definition.verdict import N_

STATES: tuple[tuple[str, str], ...] = (
    ("complete", N_("材料齐全")),
    ("missing", N_("有缺件")),
    ("fees", N_("要收费")),
    ("instant", N_("当场办结")),
)
PAPERS = ("居民身份证", "户口簿", "房屋租赁合同")


def facts(state: str, *, item: str = "样例事项", papers: Sequence[str] = (), body: str = "") -> dict[str, Any]:
    """The facts of a slip that was never issued. `item`, `papers`, `body`: those of the item whose template is written."""
    names = [*papers][:20] or [*PAPERS]
    missing = names[-1:] if state == "missing" else []
    is_free, instant = state != "fees", state == "instant"
    return {
        "item": item,
        "applicant": "张样例",
        "body": body or "样例县样例局",
        "hall": "样例镇便民服务中心",
        "window": "3号",
        "consult_phone": "0577-00000001",
        "complaint_phone": "0577-00000002",
        "received": [[one, "核验原件后退回"] for one in names if one not in missing],
        "open": [[one, "缺少", "没有带来"] for one in missing],
        "promise": "当场办结" if instant else "5个工作日",
        "legal": "20个工作日",
        "due": "" if instant or state == "missing" else "2026-03-09T23:59:00",
        "provisional": "",
        "fee_fen": 0 if is_free else 2000,
        "is_free": is_free,
        "fees": [] if is_free else [["工本费", 1, 2000]],
        "finished": instant,
        "results": ["样例证书"],
        "clerk": "李样例",
        "received_at": "2026-03-02T09:30:00",
        "issued_at": "2026-03-02T09:30:00",
        "is_permit": True,
        "basis": "《样例条例》第一条",
        "review_body": "样例县人民政府",
        "court": "样例县人民法院",
        "case_number": "330327100202603020001",
        "query_code": "7K2M9Q4A",
        "slip_number": "330327100000-01-02-2026-00001",
        "reason": "这里印经办人登记的理由",
        "supply_by": "2026-03-16",
        "supplied_at": "2026-03-10",
        "extended_by": "10个工作日",
        "procedure": "专家评审",
        "procedure_time": "15个工作日",
        "right_body": "样例县另一个局",
    }
