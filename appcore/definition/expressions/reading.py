"""From text to tree: a small recursive-descent reader, bounded in length, size and depth; nothing is ever executed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from appcore.definition.expressions.tree import Called, Faulty, Literally, Named, Node

MAX_LENGTH = 1000
MAX_PARTS = 200
MAX_DEPTH = 30
WIDE = str.maketrans("（），．＋－＊／×÷＝＞＜≥≤≠＆－０１２３４５６７８９", "(),.+-*/*/=><≥≤≠&-0123456789")
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>\"[^\"]*\"|“[^”]*”)|(?P<name>[^\W\d]\w*|\[[^\[\]]+\])"
    r"|(?P<sign><=|>=|<>|!=|==|[-+*/&=<>≥≤≠(),.]))"
)
SIGNS = {"≥": ">=", "≤": "<=", "≠": "<>", "!=": "<>", "==": "="}
WORDS = {"且": "and", "或": "or", "非": "not", "是": "true", "否": "false"}
LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",),
    ("and",),
    ("=", "<>", "<", "<=", ">", ">="),
    ("&",),
    ("+", "-"),
    ("*", "/"),
)
OPERATORS = frozenset({sign for level in LEVELS for sign in level} | {"not", "minus", "plus"})
"""The names that operators have in the tree: nobody calls them like functions."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; `kind` is "label" for a name in brackets and "end" behind the last one."""

    kind: str
    text: str
    at: int


def parse(text: str) -> Node:
    """The tree of an expression.

    Raises: Faulty with the place, for any text that is none.
    """
    if len(text) > MAX_LENGTH:
        raise Faulty(MAX_LENGTH, "公式不能超过%(most)d个字。", most=MAX_LENGTH)
    return _Reader(tokens(text)).whole()


def tokens(text: str) -> list[Token]:
    plain, found, at = _narrow(text), [], 0
    while plain[at:].strip():
        match = TOKEN.match(plain, at)
        if match is None or match.lastgroup is None:
            at += len(plain[at:]) - len(plain[at:].lstrip())
            raise Faulty(at, "“%(sign)s”不能用在公式里。", sign=plain[at])
        kind, said = match.lastgroup, match[match.lastgroup]
        read = Token("label" if said.startswith("[") else kind, _read_as(kind, said), match.start(match.lastgroup))
        found.append(read)
        at = match.end()
    if not found:
        raise Faulty(0, "公式还没有写。")
    return [*found, Token("end", "", len(text))]


def _narrow(text: str) -> str:
    """Signs and digits in half width, but not within quotation marks or brackets: those hold people's words."""
    return "".join(
        piece if number % 2 else piece.translate(WIDE)
        for number, piece in enumerate(re.split(r"(\"[^\"]*\"|“[^”]*”|\[[^\[\]]+\])", text))
    )


def _read_as(kind: str, said: str) -> str:
    if kind == "text" or said.startswith("["):
        return said[1:-1]
    return SIGNS.get(said, said) if kind == "sign" else WORDS.get(said, said)


@dataclass
class _Reader:
    tokens: list[Token]
    next: int = 0
    depth: int = field(default=0)
    parts: int = field(default=0)

    @property
    def here(self) -> Token:
        return self.tokens[self.next]

    def whole(self) -> Node:
        found = self.level(0)
        if self.here.kind != "end":
            raise Faulty(self.here.at, "“%(text)s”前面缺少运算符号。", text=self.here.text)
        return found

    def takes(self, *texts: str) -> Token | None:
        token = self.here
        if token.kind in ("sign", "name") and token.text in texts:
            self.next += 1
            return token
        return None

    def made(self, node: Node) -> Node:
        self.parts += 1
        if self.parts > MAX_PARTS:
            raise Faulty(node.at, "公式太长，请分成几个自动计算的字段。")
        return node

    def deeper(self, at: int) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Faulty(at, "括号套得太深，请分成几个自动计算的字段。")

    def level(self, number: int) -> Node:
        if number == len(LEVELS):
            return self.unary()
        found = self.level(number + 1)
        while sign := self.takes(*LEVELS[number]):
            found = self.made(Called(sign.text, (found, self.level(number + 1)), sign.at))
            if LEVELS[number][0] == "=" and (again := self.takes(*LEVELS[number])):
                raise Faulty(again.at, "比较不能连着写，请用“且”连接两个比较。")
        return found

    def unary(self) -> Node:
        sign = self.takes("-", "+", "not")
        if sign is None:
            return self.single()
        self.deeper(sign.at)
        found = self.made(Called({"-": "minus", "+": "plus"}.get(sign.text, "not"), (self.unary(),), sign.at))
        self.depth -= 1
        return found

    def single(self) -> Node:
        token = self.here
        self.next += token.kind != "end"
        match token.kind:
            case "number":
                return self.made(Literally(Fraction(token.text), token.at))
            case "text":
                return self.made(Literally(token.text, token.at))
            case "name" if token.text in ("true", "false"):
                return self.made(Literally(token.text == "true", token.at))
            case "name" | "label":
                return self.made(self.named(token))
        if token.text != "(" or token.kind != "sign":
            raise Faulty(token.at, "这里缺少一个数、字段或函数。")
        self.deeper(token.at)
        found = self.level(0)
        self.closes(token)
        return found

    def closes(self, opened: Token) -> None:
        if not self.takes(")"):
            raise Faulty(self.here.at, "第%(at)d个字的左括号没有配对的右括号。", at=opened.at + 1)
        self.depth -= 1

    def named(self, token: Token) -> Node:
        if token.kind == "name" and (opened := self.takes("(")):
            if token.text in OPERATORS:
                raise Faulty(token.at, "没有叫“%(name)s”的函数。", name=token.text)
            self.deeper(opened.at)
            parts = [] if self.here.text == ")" and self.here.kind == "sign" else [self.level(0)]
            while parts and self.takes(","):
                parts.append(self.level(0))
            self.closes(opened)
            return Called(token.text, tuple(parts), token.at)
        if not self.takes("."):
            return Named(token.text, "", token.at)
        column = self.here
        if column.kind not in ("name", "label"):
            raise Faulty(column.at, "点号后面应写表格的列。")
        self.next += 1
        return Named(token.text, column.text, token.at)
