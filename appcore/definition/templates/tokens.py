"""The marks of a template's text: literal words, placeholders and block marks, each with its line and column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from appcore.definition.verdict import N_, Verdict

LONGEST = 6000
"""Characters of one part of a template: four pages of A4."""
MOST_FAULTS = 20
NAME = re.compile(r"[\w]{1,20}")
MARK = re.compile(r"\{\{|\}\}|\{[^{}\n]{0,60}\}|[{}]|｛[^｛｝{}\n]{0,60}｝")
BLOCKS = ("如果", "否则", "逐项", "结束")
STORABLE = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]*")


def is_unseen(char: str) -> bool:
    """Whether a character has no shape of its own and changes how others read: directions, joiners, soft hyphens."""
    return unicodedata.category(char) == "Cf"


def storable(text: str) -> bool:
    """Whether a text holds nothing that a reader of the printed page cannot see; tabs and line feeds are allowed."""
    return STORABLE.fullmatch(text) is not None and not any(map(is_unseen, text))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place of the text; line and column count from 1."""

    line: int
    column: int
    verdict: Verdict


class Faulty(ValueError):
    """A text that is no template: every fault that was found, in the order of the text."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{one.line}:{one.column} {one.verdict}" for one in faults))


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: words, name, or one of 如果 否则 逐项 结束. `text`: the words, or the name that the mark holds."""

    kind: str
    text: str
    line: int
    column: int


def tokens(text: str, faults: list[Fault]) -> Iterator[Token]:
    """The marks of a text, which has its lines ended by a single line feed; what cannot be read goes into `faults`."""
    at = 0
    for found in MARK.finditer(text):
        if found.start() > at:
            yield Token("words", text[at : found.start()], *_place(text, at))
        at = found.end()
        token = _token(found.group(), *_place(text, found.start()), faults)
        if token is not None:
            yield token
    if at < len(text):
        yield Token("words", text[at:], *_place(text, at))


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _token(mark: str, line: int, column: int, faults: list[Fault]) -> Token | None:
    if mark in ("{{", "}}"):
        return Token("words", mark[0], line, column)
    if len(mark) == 1:
        faults.append(Fault(line, column, Verdict(LONE[mark])))
        return None
    if mark[0] == "｛":
        wide = Verdict("“%(mark)s”用了全角花括号，占位符要用半角的 { }", {"mark": mark})
        faults.append(Fault(line, column, wide))
        return None
    inner = mark[1:-1].strip()
    if not inner.startswith("#"):
        return _named("name", inner, mark, line, column, faults)
    said = inner[1:].strip()
    word = next((one for one in BLOCKS if said.startswith(one)), "")
    name = said.removeprefix(word).strip()
    if not word or (name and word in ("否则", "结束")):
        unknown = Verdict("不认识“%(mark)s”，可以用的是 #如果、#否则、#逐项、#结束", {"mark": mark})
        faults.append(Fault(line, column, unknown))
        return None
    if not name and word in ("否则", "结束"):
        return Token(word, "", line, column)
    return _named(word, name, mark, line, column, faults)


def _named(kind: str, name: str, mark: str, line: int, column: int, faults: list[Fault]) -> Token | None:
    if NAME.fullmatch(name):
        return Token(kind, name, line, column)
    faults.append(Fault(line, column, Verdict("“%(mark)s”里要写一个占位符的名称", {"mark": mark})))
    return None


LONE = {
    "{": N_("这个“{”没有配对的“}”；要印出花括号本身，请写成“{{”"),
    "}": N_("这个“}”前面没有“{”；要印出花括号本身，请写成“}}”"),
}
