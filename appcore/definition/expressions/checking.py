"""Names found and types checked before anything is worked out; each fault with its place and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from appcore.definition.expressions.library import ASK_THE_WORLD, BY_LABEL, FUNCTIONS, Function, Takes
from appcore.definition.expressions.scope import Scope
from appcore.definition.expressions.tree import Called, Faulty, Literally, Named, Node, Trouble, Type, Value
from appcore.definition.expressions.working import work
from appcore.definition.verdict import N_, Verdict

Typed = tuple[Node, str]
WORDS = {
    "number": N_("数"), "text": N_("文字"), "date": N_("日期"), "flag": N_("是或否"), "table": N_("表格"), "column": N_("表格的列"),
}  # fmt: skip
ARITHMETIC = ("+", "-", "*", "/")
ORDER = ("<", "<=", ">", ">=")
EQUAL = ("=", "<>")


def checked(node: Node, scope: Scope) -> tuple[Node, Type]:
    """The tree with its names found, and the type of its value. Raises: Faulty."""
    found, kind = _typed(node, scope)
    if kind not in ("number", "text", "date", "flag"):
        raise Faulty(node.at, "%(kind)s不能直接作为结果，请用 合计、平均、行数 等函数。", kind=Verdict(WORDS[kind]))
    return found, kind  # type: ignore[return-value]  # narrowed by the line above


def _typed(node: Node, scope: Scope) -> Typed:
    match node:
        case Literally(value=value):
            return node, "flag" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
        case Named():
            found = scope.find(node)
            return found, found.type
        case Value():
            return node, node.type
        case Called():
            return _operated(node, scope) if _is_operator(node) else _called(node, scope)
    raise TypeError(node)


def _is_operator(node: Called) -> bool:
    return node.name in (*ARITHMETIC, *ORDER, *EQUAL, "&", "and", "or", "not", "minus", "plus")


def _operated(node: Called, scope: Scope) -> Typed:
    typed = [_typed(part, scope) for part in node.parts]
    found = replace(node, parts=tuple(part for part, _ in typed))
    kinds = tuple(kind for _, kind in typed)
    if node.name in ("and", "or", "not"):
        _want(found.parts, kinds, "flag")
        return found, "flag"
    if node.name == "&":
        for part, kind in typed:
            if kind in ("table", "column"):
                _mismatch(part, kind, "text")
        return found, "text"
    if node.name in ORDER + EQUAL:
        return _compared(found, kinds), "flag"
    if (node.name, kinds) in (("+", ("date", "number")), ("-", ("date", "number"))):
        return replace(found, name="shift" if node.name == "+" else "shift_back"), "date"
    if (node.name, kinds) == ("-", ("date", "date")):
        return replace(found, name="days_between", parts=found.parts[::-1]), "number"
    _want(found.parts, kinds, "number")
    if node.name == "/" and _is_nought(found.parts[1]):
        raise Faulty(found.parts[1].at, "除数是0，算不出结果。")
    return found, "number"


def _is_nought(node: Node) -> bool:
    """Whether this is nought whatever is answered: written out, or worked out of what is written out."""
    if not is_constant(node):
        return False
    try:
        return bool(work(node, {}, None, None) == 0)
    except Trouble:
        return False


def is_constant(node: Node) -> bool:
    """Whether a checked tree hangs on no field and not on the day."""
    if isinstance(node, Called):
        return node.name not in ASK_THE_WORLD and all(map(is_constant, node.parts))
    return isinstance(node, Literally)


def _compared(node: Called, kinds: Sequence[str]) -> Node:
    left, right = kinds
    if left != right:
        _mismatch(node.parts[1], right, left)
    if node.name in ORDER and left not in ("number", "date"):
        raise Faulty(node.at, "%(kind)s不分大小，只能用 = 或 ≠ 比较。", kind=Verdict(WORDS[left]))
    if left in ("table", "column"):
        _mismatch(node.parts[0], left, "number")
    first, second = node.parts
    return replace(node, parts=(_choice(first, second), _choice(second, first)))


def _choice(part: Node, other: Node) -> Node:
    """A choice may be named by its words: the key stands in the tree. Raises: Faulty when there is no such choice."""
    if not (isinstance(other, Value) and other.field.kind == "choice" and isinstance(part, Literally)):
        return part
    keys = {choice.key for choice in other.field.choices}
    named = [choice.key for choice in other.field.choices if choice.label == part.value]
    if part.value in keys:
        return part
    if len(named) != 1:
        options = "、".join(choice.label for choice in other.field.choices)
        raise Faulty(part.at, "“%(name)s”没有这个选项，可选：%(options)s。", name=other.field.label, options=options)
    return replace(part, value=named[0])


def _called(node: Called, scope: Scope) -> Typed:
    slug = BY_LABEL.get(node.name, node.name)
    function = FUNCTIONS.get(slug)
    if function is None:
        raise Faulty(node.at, "没有叫“%(name)s”的函数。可用：%(all)s。", name=node.name, all="、".join(BY_LABEL))
    wanted = list(_wanted(function, node))
    typed = [_typed(part, scope) for part in node.parts]
    same = ""
    for (part, kind), takes in zip(typed, wanted, strict=True):
        if takes == "same":
            same = same or kind
            if kind != same or kind in ("table", "column"):
                _mismatch(part, kind, "number" if same in ("table", "column") else same)
        elif takes == "numbers":
            column = part.column if isinstance(part, Value) and kind == "column" else None
            if column is not None and scope.type_of(column, part.at) != "number":
                raise Faulty(part.at, "“%(name)s”这一列不是数，不能这样计算。", name=column.label)
            if column is None and kind != "number":
                _mismatch(part, kind, "number")
        elif kind != takes:
            _mismatch(part, kind, takes)
    found = replace(node, name=slug, parts=tuple(part for part, _ in typed))
    return found, same if function.gives == "same" else function.gives


def _wanted(function: Function, node: Called) -> Iterator[Takes]:
    number, most = len(node.parts), len(function.takes)
    least = most - function.optional
    if number < least or (number > most and not function.repeats):
        raise Faulty(
            node.at,
            "函数“%(name)s”要写%(least)d项，现在是%(number)d项。",
            name=function.label,
            least=least,
            number=number,
        )
    for place in range(number):
        yield function.takes[min(place, most - 1)]


def _want(parts: Sequence[Node], kinds: Sequence[str], wanted: str) -> None:
    for part, kind in zip(parts, kinds, strict=True):
        if kind != wanted:
            _mismatch(part, kind, wanted)


def _mismatch(part: Node, kind: str, wanted: str) -> None:
    raise Faulty(
        part.at, "这里应是%(wanted)s，写的却是%(kind)s。", wanted=Verdict(WORDS[wanted]), kind=Verdict(WORDS[kind])
    )
