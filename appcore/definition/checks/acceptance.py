"""Acceptance conditions: that they say who may come, and neither list papers nor ask for one that is not listed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_

LISTING = re.compile(r"(?:以下|下列|如下|所需|上述)(?:申请|申报|相关)?(?:材料|资料|证件)|提[交供].{0,6}(?:材料|资料)")
PAPER = re.compile(
    r"身份证|户口[簿本]|结婚证|离婚证|居住证|残疾人证|毕业证|房产证|不动产权证|驾驶证|行驶证|社会?保障?卡|低保证"
    r"|[\u4e00-\u9fff]{2}(?:许可证|合格证|登记证|执照|证书)|[\u4e00-\u9fff]{2}证明(?![其本是有已该上])"
)
NOT_A_PAPER = re.compile(r"(?:能够|可以|足以|用以|用于|需要|出具|提供|有关|相关|上述)(?:证明)")
SAME_PAPER = {"户口本": "户口簿", "房产证": "不动产权证"}


@rule("L4", "warning", N_("受理条件提到的证件在材料清单中"))
def conditions_ask_for_nothing_more(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    listed = " ".join(spoken(material.name) for material in definition.materials)
    for one in definition.conditions:
        if lists_papers(one.text):
            continue  # L5 says it
        for paper in papers_in(one.text):
            if paper not in listed:
                yield Problem(
                    Place("conditions", one.key, "text"),
                    "受理条件提到“%(paper)s”，但材料清单中没有",
                    "把它列入材料，或改写受理条件",
                    {"paper": paper},
                )


@rule("L5", "warning", N_("受理条件不罗列材料"))
def conditions_list_no_papers(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    for one in definition.conditions:
        if lists_papers(one.text):
            yield Problem(
                Place("conditions", one.key, "text"),
                "受理条件中罗列了材料",
                "条件只写“谁、什么情况可以办”，材料写在材料清单中",
            )


def lists_papers(text: str) -> bool:
    """Whether a sentence is a list of papers rather than a condition."""
    return bool(LISTING.search(text)) or len(papers_in(text)) >= 3


def papers_in(text: str) -> list[str]:
    """The papers that a sentence names, each once, in the name the lists use."""
    clean = NOT_A_PAPER.sub(" ", spoken(text))
    return list(dict.fromkeys(PAPER.findall(clean)))


def spoken(text: str) -> str:
    """A text with the everyday names of papers put into today's."""
    text = unicodedata.normalize("NFKC", text)
    for everyday, today in SAME_PAPER.items():
        text = text.replace(everyday, today)
    return text
