"""An expression read back in Chinese, with the fields' labels, every group in brackets where it matters."""

from __future__ import annotations

from appcore.definition.describe import SINGLE, quoted
from appcore.definition.expressions.library import FUNCTIONS, joined
from appcore.definition.expressions.tree import Called, Literally, Named, Node, Value

SIGNS = {
    "+": "加", "-": "减", "*": "乘以", "/": "除以", "=": "等于", "<>": "不等于", "<": "小于", "<=": "不超过", ">": "大于", ">=": "不少于",
    "&": "接着", "and": "且", "or": "或", "shift": "加天数", "shift_back": "减天数",
}  # fmt: skip
LEADING = {"minus": "负", "plus": "正", "not": "非"}


def say(node: Node, *, inner: bool = False) -> str:
    """The words of a checked expression."""
    match node:
        case Literally(value=value):
            return f"文字{quoted(value)}" if isinstance(value, str) else joined(value)
        case Named(name=name):
            return quoted(name)
        case Value(column=None):
            return quoted(node.field.label or node.field.key)
        case Value(column=column):
            label = column.label or column.key if column else ""
            return f"“{node.field.label.translate(SINGLE)}”各行的{quoted(label)}"
        case Called(name=name) if name in FUNCTIONS:
            return f"{FUNCTIONS[name].label}（{'，'.join(say(part) for part in node.parts)}）"
        case Called(name=name) if name in LEADING:
            return f"{LEADING[name]}{say(node.parts[0], inner=True)}"
        case Called():
            said = SIGNS[node.name].join(say(part, inner=True) for part in node.parts)
            return f"（{said}）" if inner else said
    raise TypeError(node)
