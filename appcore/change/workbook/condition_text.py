"""Conditions as a cell holds them: `“户口性质”=“农业” 且 “人数”>=3`, or the JSON of decisions 19 where that would not read back. Pure.

Names stand in quotes, keys and values stand bare; a bare word in Chinese is a name too. Tests are joined by 且 (all) or 或 (any),
groups stand in brackets. What a name means is known only when the whole item has been read: `settled` puts in the keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from appcore.change.workbook.asked import NOBODY, Asked, name_in, named
from appcore.definition import conditions
from appcore.definition.characters import half_width
from appcore.definition.conditions import Condition, Test
from appcore.definition.verdict import N_, Rejected

_SIGNS = {"=": "is", "!=": "is_not", ">=": "at_least", "<=": "at_most", "属于": "one_of", "不属于": "none_of", "已填": "filled", "未填": "empty"}  # fmt: skip
_OTHER_SIGNS = {"≠": "!=", "≥": ">=", "≤": "<="}
_SAID = {comparison: sign for sign, comparison in _SIGNS.items()}
_MODES = {"且": "all", "或": "any"}
_TOKEN = re.compile(
    r"""\s*(?: “(?P<quoted>[^“”]*)” | "(?P<straight>[^"]*)" | (?P<sign>!=|>=|<=|=|≠|≥|≤|不属于|属于|已填|未填) | (?P<mark>[()且或、,，])
    | (?P<bare>(?:(?!不属于|属于|已填|未填)[^\s=!<>≠≥≤()、,，“”"且或])+) )\s*""",
    re.VERBOSE,
)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9_.\-]+", re.ASCII)
WANTED = N_("适用条件写成“名称=选项”，几个条件之间写“且”或“或”，例如 “户口性质”=“农业” 且 “家庭人口”>=3。")
Token = tuple[str, str]


def read(text: str) -> dict[str, Any]:
    """The JSON form of a condition, in which a name still stands for its key. Raises: Rejected."""
    plain = half_width(text).strip()
    try:
        found = json.loads(text) if plain.startswith("{") else _Reading(_tokens(plain)).whole()
        conditions.load(found)
    except (ValueError, TypeError, AttributeError, RecursionError) as wrong:
        raise Rejected(WANTED) from wrong
    made: dict[str, Any] = found
    return made


def settled(document: Any, asked: Asked) -> Any:
    """The same with keys in place of names. Raises: Rejected."""
    if not isinstance(document, dict):
        return document
    if "of" not in document:
        return {mode: [settled(one, asked) for one in parts] for mode, parts in document.items()}
    name = name_in(document["of"])
    key = document["of"] if name is None else asked.key_of(name)

    def answer(value: Any) -> Any:
        if isinstance(value, list):
            return [answer(one) for one in value]
        said = name_in(value)
        return value if said is None else asked.answer_of(key, said)

    return {"of": key} | {comparison: answer(value) for comparison, value in document.items() if comparison != "of"}


def write(condition: Condition, asked: Asked = NOBODY) -> str:
    """The text of a condition that `read` and `settled` give back as it is: with names where they say it, else with keys."""
    document = conditions.dump(condition)
    for words in (asked, NOBODY) if asked is not NOBODY else (NOBODY,):
        text = _said(condition, words)
        if text is not None and _reads_as(text, document, words):
            return text
    return json.dumps(document, ensure_ascii=False)


def _reads_as(text: str, document: dict[str, Any], asked: Asked) -> bool:
    try:
        # True == 1 in Python; the JSON texts tell them apart.
        return json.dumps(settled(read(text), asked)) == json.dumps(document)
    except Rejected:
        return False


def _said(condition: Condition, asked: Asked) -> str | None:
    joint = " 且 " if condition.mode == "all" else " 或 "
    parts = [_test(one, asked) if isinstance(one, Test) else _group(one, asked) for one in condition.parts]
    return None if None in parts else joint.join(one for one in parts if one)


def _group(condition: Condition, asked: Asked) -> str | None:
    inner = _said(condition, asked)
    return None if inner is None else f"（{inner}）"


def _test(test: Test, asked: Asked) -> str:
    name, sign = asked.names.said(test.of), _SAID[test.comparison]
    of = test.of if name is None else named(name)
    if test.comparison in ("filled", "empty"):
        return f"{of}{sign}"
    known = asked.answers.get(test.of)

    def said(value: Any) -> str:
        if isinstance(value, bool):
            return "是" if value else "否"
        label = known.said(value) if known is not None else None
        return str(value) if label is None else named(label)

    if isinstance(test.value, tuple):
        return f"{of} {sign} {'、'.join(map(said, test.value))}"
    return f"{of}{sign}{said(test.value)}"


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.end() == place:
            raise ValueError(text)
        kind = str(match.lastgroup)
        found.append(("quoted" if kind == "straight" else kind, match[kind]))
        place = match.end()
    return found


class _Reading:
    """Descends through the tokens of a line; one level is joined by one word, as 且 and 或 together have no order."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens

    def whole(self) -> dict[str, Any]:
        made = self._group()
        if self.tokens:
            raise ValueError(self.tokens)
        return made

    def _group(self) -> dict[str, Any]:
        parts, joints = [self._part()], set()
        while (joint := self._mark(*_MODES)) is not None:
            joints.add(joint)
            parts.append(self._part())
        if len(joints) > 1:
            raise ValueError("且 and 或 on one level have no order")
        return {_MODES[joints.pop()] if joints else "all": parts}

    def _part(self) -> dict[str, Any]:
        if self._mark("(") is None:
            return self._test()
        made = self._group()
        if self._mark(")") is None:
            raise ValueError("a bracket that is not closed")
        return made

    def _test(self) -> dict[str, Any]:
        of = self._word(_KEY)
        kind, sign = self.tokens.pop(0) if self.tokens else ("", "")
        if kind != "sign":
            raise ValueError(sign)
        comparison = _SIGNS[_OTHER_SIGNS.get(sign, sign)]
        if comparison in ("filled", "empty"):
            return {"of": of, comparison: True}
        if comparison not in ("one_of", "none_of"):
            return {"of": of, comparison: self._value()}
        several = [self._word(_WORD)]
        while self._mark("、", ",", "，") is not None:
            several.append(self._word(_WORD))
        return {"of": of, comparison: several}

    def _value(self) -> Any:
        kind, said = self.tokens[0] if self.tokens else ("", "")
        made: Callable[[str], Any] | None = None
        if kind == "bare" and said in ("是", "否"):
            made = "是".__eq__
        elif kind == "bare" and _INTEGER.fullmatch(said):
            made = int
        if made is None:
            return self._word(_WORD)
        self.tokens.pop(0)
        return made(said)

    def _word(self, plain: re.Pattern[str]) -> str:
        """A key or value as it stands, or a name."""
        kind, said = self.tokens.pop(0) if self.tokens else ("", "")
        if kind == "bare" and plain.fullmatch(said):
            return said
        if kind not in ("bare", "quoted") or not said.strip():
            raise ValueError(said)
        return named(said.strip())

    def _mark(self, *wanted: str) -> str | None:
        if self.tokens and self.tokens[0][0] == "mark" and self.tokens[0][1] in wanted:
            return self.tokens.pop(0)[1]
        return None
