"""What a question says besides its subject is left out, and everyday words are put as the catalogue puts them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from appcore.catalogue.name_index import LONGEST_QUERY, folded

FILLER = re.compile(
    r"我们?(?:想|要)|想要?|请问|怎么样?|怎样|如何|在?哪里?|哪[个张本]|什么时候|要?带?什么(?:材料|证件|手续|证明|证|许可)?|需要|"
    r"可以|能不能|要不要|[要能可]以?吗|是不是|多少钱?|[办申]理|办|申请|手续|的|了|吗|呢|谁|要|去(?!世)"
)
SHORTEST = 2


def subject(query: str) -> str:
    """The words that a question is about, with a blank where something was left out."""
    return FILLER.sub(" ", query)


def rewordings(text: str, others: Iterable[tuple[str, str]]) -> list[str]:
    """A folded text with everyday words replaced by those of the catalogue: all at once, and each alone."""
    present = [(said, written) for said, written in others if said in text]
    if not present:
        return []
    every = text
    for said, written in present:
        every = every.replace(said, written)
    made = [every, *(text.replace(said, written) for said, written in present)]
    return [one[:LONGEST_QUERY] for one in dict.fromkeys(made) if one != text]


def folded_pair(said: str, written: str) -> tuple[str, str]:
    """A synonym as the index wants it."""
    return folded(said), folded(written)
