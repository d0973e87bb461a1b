"""Names that are nearly the same: of items beside an item, and of standard papers beside its materials."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from appcore.definition.item import ItemDefinition
from appcore.definition.transition import codes_of
from appcore.folding import fold

NEARLY = 86.0
"""Of a hundred: one character in seven may differ."""
NEARLY_A_PAPER = 90.0
MOST = 3
LEAST_CHARACTERS = 4
TOLD_APART_BY = (
    "新办", "首次", "设立", "新设", "变更", "注销", "延续", "延期", "补办", "补领", "换发", "换领", "申领", "转移", "转入", "转出", "撤销", "终止",
    "恢复", "迁入", "迁出", "登记", "备案", "年检", "年审", "查询", "打印", "参保", "停保", "续保", "县内", "县外", "市内", "省内", "省外", "跨省",
    "个人", "单位", "企业", "城镇", "农村", "居民", "职工", "男", "女", "一级", "二级", "三级", "甲类", "乙类", "临时", "永久", "境内", "境外",
    "出生", "死亡", "结婚", "离婚", "收养", "婚生", "非婚生", "小型", "中型", "大型",
)  # fmt: skip
"""Words by which two items of nearly one name are two."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An item that is in force, by what it is told apart; `codes` are those that no other item may have."""

    item_code: str
    name: str
    task_type: str | None
    body: str | None
    codes: tuple[str, ...]


def of(definition: ItemDefinition) -> Neighbour:
    """A definition as what is told apart."""
    body = definition.implementing_body.code if definition.implementing_body else None
    return Neighbour(definition.code, definition.name, definition.task_type, body, codes_of(definition))


def beside(item: Neighbour, neighbours: Sequence[Neighbour]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Codes of the items with the same folded name, type and body; code and name of those that are nearly called so."""
    wanted = folded(item.name)
    others = [one for one in neighbours if one.task_type == item.task_type and one.item_code != item.item_code]
    twins = tuple(one.item_code for one in others if one.body == item.body and folded(one.name) == wanted)
    alike = tuple(
        (one.item_code, one.name)
        for one in _alike(wanted, others)
        if one.item_code not in twins and is_near(wanted, folded(one.name))
    )
    return twins, alike[:MOST]


def _alike(wanted: str, others: Sequence[Neighbour]) -> Iterable[Neighbour]:
    if len(wanted) < LEAST_CHARACTERS:
        return []
    names = [folded(one.name) for one in others]
    by_score = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=2 * MOST)
    letters = sorted(wanted)
    turned = [
        one for one, name in zip(others, names, strict=True) if len(name) == len(wanted) and sorted(name) == letters
    ]
    return dict.fromkeys([*(others[at] for _name, _score, at in by_score), *turned])


def is_near(one: str, other: str) -> bool:
    """Whether two folded names are alike and no word tells them apart."""
    said = [{word for word in TOLD_APART_BY if word in name} for name in (one, other)]
    return said[0] == said[1] and (sorted(one) == sorted(other) or fuzz.ratio(one, other) >= NEARLY)


def papers(definition: ItemDefinition, library: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Materials without a paper of the library, by their name, with the code and name of the one that is meant or near."""
    found = {}
    codes = list(library)
    names = [folded(library[code]) for code in codes]
    for material in definition.materials:
        wanted = folded(material.name)
        if material.paper is not None or len(wanted) < LEAST_CHARACTERS:
            continue
        best = process.extractOne(wanted, names, scorer=fuzz.ratio, score_cutoff=NEARLY_A_PAPER)
        if best is not None:
            found[material.name] = (codes[best[2]], library[codes[best[2]]])
    return found


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    return fold(name)
