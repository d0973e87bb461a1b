"""A page as a tree, with nothing but the standard library: enough to find its forms, labels and texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass(slots=True)
class Node:
    """An element with its attributes (a bare one is ""), children and the texts between them."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def every(self, *tags: str) -> list[Node]:
        return [node for node in self.walk() if node.tag in tags]

    def texts(self) -> Iterator[tuple[Node, str]]:
        """Each text with the element it stands in; scripts and styles are not texts."""
        for child in self.children:
            if isinstance(child, str):
                yield self, child
            elif child.tag not in ("script", "style"):
                yield from child.texts()

    @property
    def text(self) -> str:
        return " ".join("".join(text for _node, text in self.texts()).split())

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]
        self.doctype = ""

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(text: str) -> Node:
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.root


def form_values(form: Node) -> dict[str, list[str]]:
    """What a browser would send of a form as it stands, buttons left out."""
    values: dict[str, list[str]] = {}
    for node in form.walk():
        name = node.get("name")
        if not name or "disabled" in node.attributes:
            continue
        if node.tag == "textarea":
            values.setdefault(name, []).append(
                "".join(text for _node, text in node.texts()).replace("\r\n", "\n").removeprefix("\n")
            )
        elif node.tag == "select":
            options = node.every("option")
            chosen = [option.get("value") for option in options if "selected" in option.attributes]
            values.setdefault(name, []).extend(chosen or [option.get("value") for option in options[:1]])
        elif node.tag == "input" and _is_sent(node):
            values.setdefault(name, []).append(node.get("value"))
    return values


def _is_sent(control: Node) -> bool:
    kind = control.get("type")
    return kind not in ("submit", "button") and (kind not in ("checkbox", "radio") or "checked" in control.attributes)


def main_form(text: str) -> dict[str, list[str]]:
    """The values of the form in the page's main part."""
    main = next(iter(parse(text).every("main")))
    return form_values(next(node for node in main.every("form") if node.get("method") == "post"))
