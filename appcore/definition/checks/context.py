"""What a check must know beside the definition: the county's names and lists, and what a hall's offer shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from appcore.definition.checks.problem import Level

VAGUE_WORDS = (
    r"其他(?:相关|有关|必要)?的?(?:证明)?材料",
    r"法律、?法规(?:、?规章)?规定的其他",
    r"等(?:相关|有关)?材料",
    r"(?:有关|相关)证明",
)
"""Patterns of the catch-all papers that O1 refuses. Source: 国办发〔2018〕45号 forbids 兜底条款 in lists of papers."""

VAGUE_TEXTS = (
    r"视(?:具体|实际)?情况",
    r"酌情",
    r"原则上",
    r"其他(?:相关|有关)?(?:条件|要求|情形)",
    r"(?:相关|有关)(?:条件|要求)",
)
"""Words by which a condition or a note says nothing that a reader could meet (国办发〔2017〕53号, inspection of guides)."""

VILLAGE_PROOFS = (
    "亲属关系", "居民身份信息", "户口登记项目内容变更申请", "居民养犬", "无犯罪记录", "社区戒毒社区康复人员情况", "人员失踪", "婚姻状况", "出生",
    "健在", "死亡", "疾病状况", "残疾状况", "婚育状况", "居民就业状况", "居民个人档案", "居民财产", "遗产继承权", "市场主体住所", "证件遗失",
)  # fmt: skip
"""The 20 kinds of proof that villages must not issue. Source: 民发〔2020〕20号, annex (first list)."""

VERTICAL_BODIES = ("税务", "海关", "国家安全", "金融监管", "人民银行", "外汇管理", "证监", "海事", "出入境边防")
"""Bodies whose acts the next higher body reviews. Source: 行政复议法 (2023) 第二十七条."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the county knows. A list that is None is not checked against; of code lists those of the product are always there.

    `levels` overrides a rule's level by its id; "off" leaves the rule out. `credit_codes` is body code → USCC.
    What the catalogue finds in other items and in the library: `twins` are codes of items with the same folded name, type
    and body, `near` code and name of those whose names are nearly the same, `doubled` codes of this one that another item
    has, with that item, `near_papers` names of materials with the standard paper (code, name) that each is nearly called by,
    `repealed` titles and numbers of documents that no longer hold.
    """

    own_places: frozenset[str] = frozenset()
    other_counties: frozenset[str] = frozenset()
    departments: frozenset[str] | None = None
    papers: frozenset[str] | None = None
    files: frozenset[str] | None = None
    field_kinds: frozenset[str] | None = None
    code_lists: frozenset[str] | None = None
    credit_codes: Mapping[str, str] = field(default_factory=dict, hash=False)
    twins: tuple[str, ...] = ()
    near: tuple[tuple[str, str], ...] = ()
    doubled: Mapping[str, str] = field(default_factory=dict, hash=False)
    near_papers: Mapping[str, tuple[str, str]] = field(default_factory=dict, hash=False)
    repealed: frozenset[str] = frozenset()
    vague_words: tuple[str, ...] = VAGUE_WORDS
    vague_texts: tuple[str, ...] = VAGUE_TEXTS
    allowed_words: tuple[str, ...] = ()
    village_proofs: tuple[str, ...] = VILLAGE_PROOFS
    vertical_bodies: tuple[str, ...] = VERTICAL_BODIES
    levels: Mapping[str, Level | Literal["off"]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFace:
    """What a hall shows of an item it offers (办理地点, 办理时间, 电话 …), as text and numbers as printed.

    `lacks_window` says that the hall has windows and the item stands at none of them, nor in words at another place in it.
    `staff_shown` is whether anybody stands on the board for it; `unheld_steps` are keys of steps whose post nobody holds.
    `paper` is the delegation paper of this hall, `papers_elsewhere` those of most others for the same item; `shared_phones`
    are consulting phones that a hall of another place has too, each with that hall; `exempt_elsewhere` are keys of
    materials that another hall does not ask for.
    """

    place: str = ""
    lacks_window: bool = False
    hours: str = ""
    consult_phones: tuple[str, ...] = ()
    complaint_phones: tuple[str, ...] = ()
    consult_address: str = ""
    complaint_address: str = ""
    staff_shown: bool = True
    unheld_steps: tuple[str, ...] = ()
    paper: str = ""
    papers_elsewhere: tuple[str, ...] = ()
    shared_phones: Mapping[str, str] = field(default_factory=dict, hash=False)
    exempt_elsewhere: Mapping[str, str] = field(default_factory=dict, hash=False)
