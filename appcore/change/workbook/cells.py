"""One cell of the workbook and one value of a definition, in both directions. Pure.

What a cell could not give back as it is — outer blanks, a name without its code, a text that reads like something else — is
written as 原样: and the value's JSON, so that an export always imports again to the same definition.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from appcore.access.files.tables_out import LONGEST_CELL, clean
from appcore.change.workbook import condition_text
from appcore.change.workbook.old_words import ONLY_BY_NAME, OTHER_WORDS
from appcore.definition import conditions, money
from appcore.definition.characters import half_width, one_line_end
from appcore.definition.conditions import Condition
from appcore.definition.item import Ref
from appcore.definition.kinds.base import BLANKS, cell_text
from appcore.definition.kinds.day import parse_day
from appcore.definition.schema import plain
from appcore.definition.verdict import Rejected
from appcore.folding import fold
from models.elements import Element
from models.vocabulary import Vocabulary

Cell = str | int | float | bool | date | datetime | None
AS_IT_IS = "原样:"
YES = frozenset({"是", "有", "y", "yes", "true", "1", "√", "✓", "支持", "需要", "收费"})
NO = frozenset({"否", "无", "n", "no", "false", "0", "×", "✗", "不支持", "不需要", "不收费"})
NO_FEE = frozenset({"不收费", "免费", "免收"})
BROKEN = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_BETWEEN, _SOFTLY_BETWEEN = re.compile(r"[；;^\n]"), re.compile(r"[、,，|]")
_CODED = re.compile(r"(.*)[（(]([A-Za-z0-9][A-Za-z0-9._-]{0,39})[）)]", re.DOTALL)
_BARE = re.compile(r"[0-9]{1,2}", re.ASCII)


@dataclass(frozen=True)
class Bodies:
    """The bodies and papers by code that names are looked up in."""

    departments: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)

    def found(self, kind: str, name: str) -> list[str]:
        """The codes that have this code or name."""
        known = self.papers if kind == "paper" else self.departments
        if name in known:
            return [name]
        folded = fold(name)
        return [code for code, one in known.items() if fold(one) == folded] if folded else []


def read(element: Element, cell: Cell, bodies: Bodies, *, national: bool = False) -> Any:
    """The value of a cell as a package holds it; None when it is empty. `national`: numbers are those of the national exchange.

    Raises: Rejected.
    """
    if isinstance(cell, str):
        cell = cell.strip(BLANKS)
        if cell in BROKEN:
            raise Rejected("这一格是公式错误，请填写实际内容。")
        if cell.startswith(AS_IT_IS):
            return _as_it_is(cell)
    if cell is None or cell == "":
        return None
    return _READERS.get(element.kind, _text)(element, cell, bodies, national)


def write(element: Element, value: Any) -> str | int | float | None:
    """The cell of a value of a definition, or of what stands in a package for it; None for an empty one."""
    document = plain(value)
    if document is None or document in ("", []):
        return None
    writer = _WRITERS.get(element.kind)
    made: str | int | float | None = writer(element, value) if writer else value
    if _reads_as(element, made, document):
        return made
    return AS_IT_IS + json.dumps(document, ensure_ascii=True)


def _reads_as(element: Element, made: str | int | float | None, document: Any) -> bool:
    """Whether a spreadsheet keeps the cell, and it gives the value back: True is not 1, and no text is cut or cleaned."""
    if isinstance(made, str) and (clean(made) != made or len(made) > LONGEST_CELL):
        return False
    try:
        return repr(read(element, made, Bodies())) == repr(document)
    except Rejected:
        return False


def _as_it_is(text: str) -> Any:
    try:
        return json.loads(text.removeprefix(AS_IT_IS), parse_float=_no_number, parse_constant=_no_number)
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
    return text_of(cell) or None


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
def _words(vocabulary: Vocabulary) -> dict[str, str]:
    """Every word of a list that means one value, folded: labels, slugs, and what others say."""
    found = {fold(word): slug for word, slug in OTHER_WORDS.get(vocabulary.name, {}).items()}
    found |= {fold(term.slug): term.slug for term in vocabulary}
    return found | {fold(term.label): term.slug for term in vocabulary}


@cache
def _numbers(vocabulary: Vocabulary) -> dict[str, str]:
    """National numbers, with and without the nought before them."""
    found = {term.national.lstrip("0") or "0": term.slug for term in vocabulary if term.national}
    return found | {term.national: term.slug for term in vocabulary if term.national}


def _one_code(vocabulary: Vocabulary, said: str, national: bool) -> str:
    known = _words(vocabulary).get(fold(said))
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


def _list_of(element: Element) -> Vocabulary:
    if element.vocabulary is None:
        raise TypeError(f"{element.name} has no code list")
    return element.vocabulary


def _code(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    return _one_code(_list_of(element), text_of(cell), national)


def _codes(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    vocabulary = _list_of(element)
    words = _words(vocabulary)
    return [
        _one_code(vocabulary, one, national) for one in _pieces(text_of(cell), lambda it: fold(it) in words)
    ] or None


def _pieces(text: str, is_one: Callable[[str], bool]) -> list[str]:
    """The entries of a list in a cell: a mark that may stand inside a name parts only what is no name as it stands."""
    found: list[str] = []
    for piece in (one.strip() for one in _BETWEEN.split(text)):
        found += [piece] if is_one(piece) else [one.strip() for one in _SOFTLY_BETWEEN.split(piece)]
    return [one for one in found if one]


def _ref(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    return _one_ref("paper" if element.kind == "paper" else "department", text_of(cell), bodies)


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
        known = bodies.papers if kind == "paper" else bodies.departments
        return {"code": codes[0], "name": known[codes[0]]}
    name = said[:40]
    if codes:
        raise Rejected("有%(count)d个都叫“%(name)s”，请在后面用括号写明编码。", count=len(codes), name=name)
    if kind == "paper":
        raise Rejected("材料库没有“%(name)s”，请核对名称，或者在后面用括号写明编码。", name=name)
    raise Rejected("本县没有部门“%(name)s”，请核对名称，或者在后面用括号写明编码。", name=name)


def _condition(element: Element, cell: Cell, bodies: Bodies, national: bool) -> Any:
    return condition_text.read(text_of(cell))


Reader = Callable[[Element, Cell, Bodies, bool], Any]
_READERS: dict[str, Reader] = {
    "integer": _integer, "fen": _fen, "flag": _flag, "date": _day, "code": _code, "codes": _codes, "department": _ref, "paper": _ref,
    "departments": _refs, "condition": _condition,
}  # fmt: skip


def _said_ref(value: Any) -> str:
    ref = value if isinstance(value, Ref) else Ref(value["code"], value.get("name", ""))
    return f"{ref.name}（{ref.code}）"


def _said_codes(element: Element, value: Any) -> str:
    return "；".join(_list_of(element).label_of(one) for one in value)


def _condition_of(value: Any) -> Condition:
    return value if isinstance(value, Condition) else conditions.load(value)


def national(element: Element, value: Any) -> str | int | float | None:
    """The cell of a value as the national exchange writes it: numbers of the code lists, 1 and 0, names of bodies."""
    document = plain(value)
    if document in (None, "", []):
        return None
    if element.vocabulary is not None:
        several = document if isinstance(document, list) else [document]
        return "^".join(element.vocabulary.national_of(one) or element.vocabulary.label_of(one) for one in several)
    match element.kind:
        case "flag":
            return "1" if document else "0"
        case "department" | "departments" | "paper":
            several = document if isinstance(document, list) else [document]
            return "^".join(str(one.get("name") or one["code"]) for one in several)
    return write(element, value)


_WRITERS: dict[str, Callable[[Element, Any], Any]] = {
    "fen": lambda _element, value: value / 100,
    "flag": lambda _element, value: "是" if value else "否",
    "date": lambda _element, value: value if isinstance(value, str) else value.isoformat(),
    "code": lambda element, value: _list_of(element).label_of(value),
    "codes": _said_codes,
    "department": lambda _element, value: _said_ref(value),
    "paper": lambda _element, value: _said_ref(value),
    "departments": lambda _element, value: "；".join(_said_ref(one) for one in value),
    "condition": lambda _element, value: condition_text.write(_condition_of(value)),
}  # fmt: skip
