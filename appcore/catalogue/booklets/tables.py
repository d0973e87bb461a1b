"""承诺服务时间表 and 代办事项表: one line an item, a table for each group."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from appcore.catalogue.booklets import words
from appcore.catalogue.booklets.model import Entry, Table
from appcore.definition.checklist import checklist
from models import vocabulary as v

AGENTS = ("village", "town", "all", "no")
AGENT_TITLES = {"village": "可以村级代办", "town": "可以镇级代办", "all": "村级、镇级均可代办", "no": "不能代办"}


def _numbered(entries: Sequence[Entry], row: Callable[[Entry], tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple((str(number), *(one or words.UNSAID for one in row(entry))) for number, entry in enumerate(entries, 1))


def times(entries: Sequence[Entry]) -> Table:
    """Item, kind of case, what the law allows, what is promised, who answers for it and where."""

    def row(entry: Entry) -> tuple[str, ...]:
        d = entry.definition
        where = entry.local.window if entry.local and entry.local.window else entry.window_kind
        body = d.implementing_body.name if d.implementing_body else entry.department
        return d.name, v.CASE_TYPE.label_of(d.case_type), words.legal(d), words.promise(d), body, where, edition(entry)

    head = ("序号", "事项名称", "办件类型", "法定办结时限", "承诺办结时限", "责任单位", "办理窗口", "版本")
    return Table(head, _numbered(entries, row), (5, 29, 9, 11, 11, 15, 12, 8))


def agents(entries: Sequence[Entry]) -> Table:
    """Item, time, papers to bring along, result: what an agent has to know."""

    def row(entry: Entry) -> tuple[str, ...]:
        d = entry.definition
        papers = words.together(one.part.name for one in checklist(d, {}).to_bring)
        results = words.together(one.name for one in d.outcomes)
        return d.name, words.promise(d), words.price(d), papers, results, edition(entry)

    head = ("序号", "事项名称", "承诺时限", "收费", "要带的材料", "办理结果", "版本")
    return Table(head, _numbered(entries, row), (5, 23, 11, 14, 27, 12, 8))


def by_agent(entries: Sequence[Entry]) -> tuple[tuple[str, str, tuple[Entry, ...]], ...]:
    """Key, title and items of each answer to who may act for the applicant; items that say nothing are in none."""
    groups = ((one, tuple(entry for entry in entries if entry.definition.agent_allowed == one)) for one in AGENTS)
    return tuple((one, AGENT_TITLES[one], found) for one, found in groups if found)


def edition(entry: Entry) -> str:
    return f"第{entry.number}版"
