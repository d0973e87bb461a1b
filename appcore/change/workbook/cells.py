"""One cell of the workbook as a value of a definition: numbers, days, money and words in whatever way they are written. Pure."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from appcore.change.workbook import condition_text
from appcore.change.workbook.bodies import UNKNOWN, Bodies
from appcore.change.workbook.old_words import ONLY_BY_NAME, OTHER_WORDS
from appcore.definition import money
from appcore.definition.characters import half_width, one_line_end
from appcore.definition.kinds.base import BLANKS, cell_text
from appcore.definition.kinds.day import parse_day
from appcore.definition.verdict import Rejected
from appcore.folding import fold
from models.elements import Element
from models.vocabulary import Vocabulary

Cell = str | int | float | bool | date | datetime | None
AS_IT_IS = "原样:"
NO_WORDS: Mapping[str, str] = {}
_TEXTS = frozenset({"text", "long", "file"})
_BY_NAME = frozenset({"window_kind"})
"""Elements that are read by a rule of their own."""
YES = frozenset({"是", "有", "y", "yes", "true", "1", "√", "✓", "支持", "需要", "收费"})
NO = frozenset({"否", "无", "n", "no", "false", "0", "×", "✗", "不支持", "不需要", "不收费"})
NO_FEE = frozenset({"不收费", "免费", "免收"})
BROKEN = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_BETWEEN, _SOFTLY_BETWEEN = re.compile(r"[；;^\n]"), re.compile(r"[、,，|]")
_CODED = re.compile(r"(.*)[（(]([A-Za-z0-9][A-Za-z0-9._/-]{0,39})[）)]", re.DOTALL)
_BARE = re.compile(r"[0-9]{1,2}", re.ASCII)


def read(
    element: Element, cell: Cell, bodies: Bodies, *, national: bool = False, own: Mapping[str, str] = NO_WORDS
) -> Any:
    """The value of a cell as a package holds it; None when it is empty. `national`: numbers are those of the national exchange.
    `own`: what another system's words, folded, stand for in the code list.

    Raises: Rejected.
    """
    if isinstance(cell, str):
        cell = cell.strip(BLANKS)
        if cell in BROKEN:
            raise Rejected("这一格是公式错误，请填写实际内容。")
        if cell.startswith(AS_IT_IS):
            return _as_it_is(element, cell)
    if cell is None or cell == "":
        return None
    if own and element.vocabulary is not None:
        return _by_own(element, text_of(cell), own, national)
    return _READERS.get(element.name if element.name in _BY_NAME else element.kind, _text)(
        element, cell, bodies, national
    )


def _by_own(element: Element, said: str, own: Mapping[str, str], national: bool) -> Any:
    """Terms of a code list under the words of another system, which hold before any of ours."""
    vocabulary = list_of(element)
    if element.kind != "codes":
        return own.get(fold(said)) or one_code(vocabulary, said, national)
    words = words_of(vocabulary).keys() | own.keys()
    return [
        own.get(fold(one)) or one_code(vocabulary, one, national) for one in _pieces(said, lambda it: fold(it) in words)
    ] or None


def _as_it_is(element: Element, text: str) -> Any:
    try:
        made = json.loads(text.removeprefix(AS_IT_IS), parse_float=_no_number, parse_constant=_no_number)
        if element.kind in _TEXTS and not isinstance(made, str):
            raise ValueError(text)  # a key or name is looked up before anything is held against the schemas
        return made
    except (ValueError, RecursionError) as wrong:
        raise Rejected("“原样:”后面应是导出时写下的内容，请不要改动它，或者去掉“原样:”直接填写。") from wrong


def _no_number(text: str) -> Any:
    raise ValueError(text)


def text_of(cell: Cell) -> str:
    """A cell as text, without what no store can keep (R69). Raises: Rejected for a number that was rounded."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if not isinstance(cell, str):
        return cell_text(cell)
    if cell.isprintable():
        return cell.strip(BLANKS)
    kept = one_line_end(cell)
    return "".join(one for one in kept if one in "\n\t" or unicodedata.category(one) != "Cc").strip(BLANKS)


def _text(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    """A text; one that has a code list, which plug-ins and other counties extend, may hold what is not in it."""
    said = text_of(cell)
    if element.vocabulary is not None and element.kind == "text":
        return words_of(element.vocabulary).get(fold(said), said) or None
    return said or None


def _integer(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell):
        return int(cell)
    plain_text = half_width(text_of(cell)).strip()
    found = re.fullmatch(r"([0-9]{1,12})(?:\.0{1,6})?", plain_text, re.ASCII)
    if found is None:
        raise Rejected("应为整数。")
    return int(found[1])


def _fen(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    if isinstance(cell, str):
        return 0 if cell in NO_FEE else money.fen_of(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise Rejected("请填写金额，单位为元，最多两位小数，例如 20 或 1234.50。")
    try:
        return money.fen_of(format(Decimal(repr(cell)), "f").removesuffix(".0"))
    except InvalidOperation as wrong:
        raise Rejected("请填写金额，单位为元，最多两位小数，例如 20 或 1234.50。") from wrong


def _flag(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    if isinstance(cell, bool):
        return cell
    said = half_width(text_of(cell)).strip().casefold()
    if said in YES or said in NO:
        return said in YES
    raise Rejected("请填“是”或“否”。")


def _day(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return parse_day(text_of(cell)).isoformat()


@cache
def words_of(vocabulary: Vocabulary) -> dict[str, str]:
    """Every word of a list that means one value, folded: labels, slugs, and what others say."""
    found = {fold(word): slug for word, slug in OTHER_WORDS.get(vocabulary.name, {}).items()}
    found |= {fold(term.slug): term.slug for term in vocabulary}
    return found | {fold(term.label): term.slug for term in vocabulary}


@cache
def _numbers(vocabulary: Vocabulary) -> dict[str, str]:
    """National numbers, with and without the nought before them."""
    found = {term.national.lstrip("0") or "0": term.slug for term in vocabulary if term.national}
    return found | {term.national: term.slug for term in vocabulary if term.national}


def one_code(vocabulary: Vocabulary, said: str, national: bool) -> str:
    known = words_of(vocabulary).get(fold(said))
    if known is not None:
        return known
    number = half_width(said).strip()
    if _BARE.fullmatch(number):
        if vocabulary.name in ONLY_BY_NAME and not national:
            raise Rejected("各省的编号不一样，请写名称，例如“%(example)s”。", example=next(iter(vocabulary)).label)
        if number in _numbers(vocabulary):
            return _numbers(vocabulary)[number]
    few = "、".join(term.label for term in vocabulary.terms[:8])
    raise Rejected(
        "“%(said)s”不在代码表里，可以填：%(few)s%(more)s。",
        said=said[:40],
        few=few,
        more="等" if len(vocabulary.terms) > 8 else "",
    )


def list_of(element: Element) -> Vocabulary:
    if element.vocabulary is None:
        raise TypeError(f"{element.name} has no code list")
    return element.vocabulary


def _code(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    return one_code(list_of(element), text_of(cell), national)


def _codes(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    vocabulary = list_of(element)
    words = words_of(vocabulary)
    return [one_code(vocabulary, one, national) for one in _pieces(text_of(cell), lambda it: fold(it) in words)] or None


def _pieces(text: str, is_one: Callable[[str], bool]) -> list[str]:
    """The entries of a list in a cell: a mark that may stand inside a name parts only what is no name as it stands."""
    found: list[str] = []
    for piece in (one.strip() for one in _BETWEEN.split(text)):
        found += [piece] if is_one(piece) else [one.strip() for one in _SOFTLY_BETWEEN.split(piece)]
    return [one for one in found if one]


def _ref(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    return _one_ref(element.kind, text_of(cell), bodies)


def _window(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    """A kind of window by its code alone, which is what an item holds of it."""
    said = text_of(cell)
    coded = _CODED.fullmatch(said)
    codes = [coded[2]] if coded else bodies.found("window", said)
    if len(codes) > 1:
        raise Rejected("有%(count)d个都叫“%(name)s”，请在后面用括号写明编码。", count=len(codes), name=said[:40])
    return codes[0] if codes else said


def _refs(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    def is_one(said: str) -> bool:
        return bool(_CODED.fullmatch(said) or bodies.found("department", said))

    return [_one_ref("department", one, bodies) for one in _pieces(text_of(cell), is_one)] or None


def _one_ref(kind: str, said: str, bodies: Bodies) -> dict[str, str]:
    coded = _CODED.fullmatch(said)
    if coded and coded[1].strip():
        return {"code": coded[2], "name": coded[1].strip()}
    codes = bodies.found(kind, said)
    if len(codes) == 1:
        return {"code": codes[0], "name": bodies.of(kind)[codes[0]]}
    name = said[:40]
    if codes:
        raise Rejected("有%(count)d个都叫“%(name)s”，请在后面用括号写明编码。", count=len(codes), name=name)
    raise Rejected(UNKNOWN[kind], name=name)


def _condition(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    return condition_text.read(text_of(cell))


Reader = Callable[[Element, Cell, Bodies, bool], Any]
_READERS: dict[str, Reader] = {
    "integer": _integer, "fen": _fen, "flag": _flag, "date": _day, "code": _code, "codes": _codes, "department": _ref, "paper": _ref,
    "document": _ref, "window_kind": _window, "departments": _refs, "condition": _condition,
}  # fmt: skip
