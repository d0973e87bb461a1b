"""Conditions as a cell holds them: `huji=nongye 且 renkou>=3`, or the JSON of decisions 19 where that would not read back. Pure.

One line is one mode: tests joined by 且 (all) or by 或 (any). Groups within groups are written as JSON.
"""

from __future__ import annotations

import json
import re
from typing import Any

from appcore.definition import conditions
from appcore.definition.characters import half_width
from appcore.definition.conditions import Condition, Test
from appcore.definition.verdict import N_, Rejected

_TEST = re.compile(r"([a-z][a-z0-9_]{0,39})\s*(!=|>=|<=|=|≠|≥|≤|不属于|属于|已填|未填)\s*(.*)", re.ASCII | re.DOTALL)
_SIGNS = {"=": "is", "!=": "is_not", ">=": "at_least", "<=": "at_most", "属于": "one_of", "不属于": "none_of", "已填": "filled", "未填": "empty"}  # fmt: skip
_OTHER_SIGNS = {"≠": "!=", "≥": ">=", "≤": "<="}
_SAID = {comparison: sign for sign, comparison in _SIGNS.items()}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9_.\-]+", re.ASCII)
WANTED = N_("适用条件写成“标识=值”，几个条件之间写“且”或“或”，例如 huji=nongye 且 renkou>=3。")


def read(text: str) -> dict[str, Any]:
    """The JSON form of a condition. Raises: Rejected."""
    plain = half_width(text).strip()
    try:
        found = json.loads(text) if plain.startswith("{") else _plain(plain)
        conditions.load(found)
    except (ValueError, TypeError, AttributeError, RecursionError) as wrong:
        raise Rejected(WANTED) from wrong
    made: dict[str, Any] = found
    return made


def write(condition: Condition) -> str:
    """The text of a condition that `read` gives back as it is."""
    document = conditions.dump(condition)
    text = _said(condition)
    if text is not None and _reads_as(text, document):
        return text
    return json.dumps(document, ensure_ascii=False)


def _reads_as(text: str, document: dict[str, Any]) -> bool:
    try:
        # True == 1 in Python; the JSON texts tell them apart.
        return json.dumps(read(text)) == json.dumps(document)
    except Rejected:
        return False


def _said(condition: Condition) -> str | None:
    if not all(isinstance(one, Test) for one in condition.parts):
        return None
    joint = " 且 " if condition.mode == "all" else " 或 "
    return joint.join(_test(one) for one in condition.parts if isinstance(one, Test))


def _test(test: Test) -> str:
    sign = _SAID[test.comparison]
    if test.comparison in ("filled", "empty"):
        return f"{test.of}{sign}"
    value = test.value
    if isinstance(value, tuple):
        return f"{test.of} {sign} {'、'.join(value)}"
    return f"{test.of}{sign}{('是' if value else '否') if isinstance(value, bool) else value}"


def _plain(text: str) -> dict[str, Any]:
    alls, anys = re.split(r"\s*且\s*", text), re.split(r"\s*或\s*", text)
    if len(alls) > 1 and len(anys) > 1:
        raise ValueError("且 and 或 in one line have no order")
    mode, parts = ("any", anys) if len(anys) > 1 else ("all", alls)
    return {mode: [_read_test(one) for one in parts]}


def _read_test(text: str) -> dict[str, Any]:
    found = _TEST.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    key, sign, said = found[1], _OTHER_SIGNS.get(found[2], found[2]), found[3].strip()
    comparison = _SIGNS[sign]
    if comparison in ("filled", "empty"):
        if said:
            raise ValueError(text)
        return {"of": key, comparison: True}
    if comparison in ("one_of", "none_of"):
        return {"of": key, comparison: [_word(one.strip()) for one in re.split("[、,，]", said)]}
    if said in ("是", "否"):
        return {"of": key, comparison: said == "是"}
    if _INTEGER.fullmatch(said):
        return {"of": key, comparison: int(said)}
    return {"of": key, comparison: _word(said)}


def _word(text: str) -> str:
    if not _WORD.fullmatch(text):
        raise ValueError(text)
    return text
