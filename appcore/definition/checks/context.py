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
    `twins` are codes of other items with the same folded name, type and body, found by the catalogue.
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
    vague_words: tuple[str, ...] = VAGUE_WORDS
    village_proofs: tuple[str, ...] = VILLAGE_PROOFS
    vertical_bodies: tuple[str, ...] = VERTICAL_BODIES
    levels: Mapping[str, Level | Literal["off"]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFace:
    """What a hall shows of an item it offers (办理地点, 办理时间, 电话 …), as text and numbers as printed.

    `staff_shown` is whether anybody stands on the board for it; `unheld_steps` are keys of steps whose post nobody holds.
    """

    place: str = ""
    hours: str = ""
    consult_phones: tuple[str, ...] = ()
    complaint_phones: tuple[str, ...] = ()
    consult_address: str = ""
    complaint_address: str = ""
    staff_shown: bool = True
    unheld_steps: tuple[str, ...] = ()
