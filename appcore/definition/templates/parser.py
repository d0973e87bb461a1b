"""From a template's text to its tree: words, placeholders, 如果 and 逐项, checked against the names that may be used."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from appcore.definition.characters import one_line_end
from appcore.definition.templates.tokens import LONGEST, MOST_FAULTS, STORABLE, Fault, Faulty, Token, tokens
from appcore.definition.verdict import Verdict

DEEPEST = 4
"""How many blocks may stand inside each other."""
COUNT = "序号"
"""The name of the running number inside 逐项."""
Known = Mapping[str, tuple[str, ...] | None]
"""The names that may be used: of a list with the names of its columns, of anything else None."""


@dataclass(frozen=True, slots=True)
class Words:
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class If:
    name: str
    then: tuple[Node, ...]
    otherwise: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Each:
    name: str
    body: tuple[Node, ...]


Node = Words | Name | If | Each


@dataclass(slots=True)
class _Open:
    """A block that waits for its end."""

    token: Token
    nodes: list[Node]
    then: tuple[Node, ...] | None = None


def parse(text: str, known: Known) -> tuple[Node, ...]:
    """The tree of a template. Raises: Faulty, and nothing else, with every fault that was found."""
    faults: list[Fault] = []
    text = one_line_end(text)
    if len(text) > LONGEST:
        raise Faulty((Fault(1, 1, Verdict("内容不能超过%(longest)d个字", {"longest": LONGEST})),))
    if not STORABLE.fullmatch(text):
        raise Faulty((Fault(1, 1, Verdict("含有不能保存的控制字符，请删除后重输")),))
    made = _Parser(known, faults).build(_on_their_own(list(tokens(text, faults))))
    if faults:
        raise Faulty(tuple(sorted(faults, key=lambda one: (one.line, one.column)))[:MOST_FAULTS])
    return made


class _Parser:
    def __init__(self, known: Known, faults: list[Fault]) -> None:
        self.known, self.faults = known, faults
        self.open: list[_Open] = []
        self.nodes: list[Node] = []

    def build(self, marks: Iterable[Token]) -> tuple[Node, ...]:
        for token in marks:
            self._take(token)
        for block in self.open:
            self._fault(block.token, Verdict("“#%(word)s”没有用 {#结束} 收尾", {"word": block.token.kind}))
        return tuple(self.nodes)

    def _take(self, token: Token) -> None:
        match token.kind:
            case "words":
                self._into(Words(token.text))
            case "name":
                self._name(token)
            case "如果" | "逐项":
                self._begin(token)
            case "否则":
                self._otherwise(token)
            case _:
                self._end(token)

    def _into(self, node: Node) -> None:
        (self.open[-1].nodes if self.open else self.nodes).append(node)

    def _name(self, token: Token) -> None:
        if not self._is_known(token):
            return
        columns = self.known.get(token.text)
        if columns is not None and not self._is_column(token.text):
            words = Verdict("“%(name)s”有好几行，请写成 {#逐项 %(name)s}……{#结束}", {"name": token.text})
            self._fault(token, words)
        self._into(Name(token.text))

    def _begin(self, token: Token) -> None:
        if self._is_known(token) and token.kind == "逐项":
            if self.known.get(token.text) is None:
                self._fault(token, Verdict("“%(name)s”只有一个值，不能逐项列出", {"name": token.text}))
            elif self._columns() is not None:
                self._fault(token, Verdict("“#逐项”里面不能再放“#逐项”"))
        if len(self.open) >= DEEPEST:
            self._fault(token, Verdict("最多只能套%(deepest)d层，请把这一段拆开写", {"deepest": DEEPEST}))
        self.open.append(_Open(token, []))

    def _otherwise(self, token: Token) -> None:
        if not self.open or self.open[-1].token.kind != "如果" or self.open[-1].then is not None:
            self._fault(token, Verdict("这个“#否则”前面没有与它配对的“#如果”"))
            return
        block = self.open[-1]
        block.then, block.nodes = tuple(block.nodes), []

    def _end(self, token: Token) -> None:
        if not self.open:
            self._fault(token, Verdict("这个“#结束”前面没有“#如果”或“#逐项”"))
            return
        block = self.open.pop()
        if block.token.kind == "逐项":
            self._into(Each(block.token.text, tuple(block.nodes)))
        elif block.then is None:
            self._into(If(block.token.text, tuple(block.nodes), ()))
        else:
            self._into(If(block.token.text, block.then, tuple(block.nodes)))

    def _columns(self) -> tuple[str, ...] | None:
        """The columns of the list that is being gone through; None outside of one."""
        around = [block.token.text for block in self.open if block.token.kind == "逐项"]
        return (COUNT, *(self.known.get(around[-1]) or ())) if around else None

    def _is_column(self, name: str) -> bool:
        return name in (self._columns() or ())

    def _is_known(self, token: Token) -> bool:
        if token.text in self.known or self._is_column(token.text):
            return True
        self._fault(token, self._unknown(token.text))
        return False

    def _unknown(self, name: str) -> Verdict:
        """Where such a name belongs, or the nearest name that there is."""
        lists = [one for one, columns in self.known.items() if columns and name in (COUNT, *columns)]
        if lists:
            return Verdict("“%(name)s”只能写在 {#逐项 %(list)s} 里面", {"name": name, "list": lists[0]})
        own, names = list(self._columns() or ()), list(self.known)
        near = [one for some in (own, names) for one in difflib.get_close_matches(name, some, n=1, cutoff=0.4)]
        if near:
            return Verdict("没有“%(name)s”这个占位符，是不是“%(near)s”？", {"name": name, "near": near[0]})
        return Verdict("没有“%(name)s”这个占位符，请从列表里选", {"name": name})

    def _fault(self, token: Token, verdict: Verdict) -> None:
        self.faults.append(Fault(token.line, token.column, verdict))


def _on_their_own(marks: list[Token]) -> Iterator[Token]:
    """Drop the line break after a block mark that stands on a line of its own, so that it leaves no empty line behind."""
    cut = [False] * len(marks)
    for number, token in enumerate(marks):
        if token.kind in ("words", "name"):
            continue
        before = marks[number - 1] if number else None
        after = marks[number + 1] if number + 1 < len(marks) else None
        begins = before is None or (before.kind == "words" and (before.text.endswith("\n")))
        ends = after is not None and after.kind == "words" and after.text.startswith("\n")
        if begins and ends:
            cut[number + 1] = True
    for number, token in enumerate(marks):
        yield Token(token.kind, token.text[1:], token.line, token.column) if cut[number] else token
