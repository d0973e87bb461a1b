"""The content of a booklet of any kind from its items: pure, so that every paper of it says the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from appcore.catalogue.booklets import form, guide, handed_down, tables, training, words
from appcore.catalogue.booklets.model import Block, Chapter, Content, Entry, Hall, Section, Text, printable
from models.vocabulary import BOOKLET_KIND

Blocks = Callable[[Entry, Hall | None], tuple[Block, ...]]
OTHERS = "其他"


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: `title` its name, `of` whose items in words, `by` the grouping, `address` of the public site."""

    kind: str
    title: str
    of: str
    by: str
    county: str
    office: str
    made_on: date
    address: str = ""
    hall: Hall | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind is laid out. `pages` are pages for one item, `start` those without items, for the estimate.

    `layout`: of the paper; in "lists" an item is one line.
    """

    pages: float
    start: int
    blocks: Blocks = guide.whole
    layout: Literal["book", "sheets", "cards", "lists"] = "book"


def _form(entry: Entry, _hall: Hall | None) -> tuple[Block, ...]:
    return form.blocks(entry)


def _chart(entry: Entry, _hall: Hall | None) -> tuple[Block, ...]:
    return guide.chart(entry)


KINDS: dict[str, Kind] = {
    "compendium": Kind(2.0, 2, guide.whole),
    "form": Kind(4.3, 0, _form, "sheets"),
    "card": Kind(1.0, 0, guide.sheet, "cards"),
    "flow": Kind(1.0, 0, _chart, "sheets"),
    "times": Kind(0.05, 1, layout="lists"),
    "agents": Kind(0.1, 1, layout="lists"),
    "training": Kind(2.5, 2, training.blocks),
    "handed_down": Kind(2.5, 2, handed_down.blocks),
}


def estimated_pages(kind: str, items: int) -> int:
    """About how many pages these items come to; an honest guess, before anything is set."""
    one = KINDS[kind]
    return max(1, round(items * one.pages) + one.start)


def fits(kind: str, entry: Entry) -> bool:
    """Whether an item belongs into this kind at all."""
    match kind:
        case "flow":
            return bool(entry.definition.steps)
        case "agents":
            return entry.definition.agent_allowed is not None
        case "handed_down":
            return handed_down.is_handed_down(entry)
    return True


def content(order: Order, entries: Sequence[Entry]) -> Content:
    """The whole booklet; items that do not belong into its kind are left out."""
    order, found = printable(order), [printable(one) for one in entries if fits(order.kind, one)]
    kind = KINDS[order.kind]
    cover = [
        ("范围", order.of), ("事项", f"{len(found)}项"), ("编制单位", order.office), ("编制日期", words.day(order.made_on)),
        ("说明", order.note),
    ]  # fmt: skip
    return Content(
        title=order.title,
        subtitle=order.county,
        cover=tuple((label, said) for label, said in cover if said),
        chapters=_listed(order, found) if kind.layout == "lists" else _chapters(order, kind, found),
        address=order.address,
        layout=kind.layout,
        made=f"{order.office} {words.day(order.made_on)}编制",
    )


def group_of(order_by: str, entry: Entry) -> str:
    """The chapter that an item stands in."""
    match order_by:
        case "department":
            return entry.department or OTHERS
        case "window":
            return entry.window_kind or OTHERS
    return ""


def _grouped(order: Order, entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """In the order in which the items come; their groups stand together there."""
    return [(title, list(found)) for title, found in groupby(entries, key=lambda one: group_of(order.by, one))]


def _chapters(order: Order, kind: Kind, entries: Sequence[Entry]) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(title, tuple(_section(order, kind, one) for one in found)) for title, found in _grouped(order, entries)
    )


def _section(order: Order, kind: Kind, entry: Entry) -> Section:
    d = entry.definition
    mark = f"第{entry.number}版 · 自{words.day(entry.since)}起施行 · {d.code}"
    if entry.taken_over:
        mark += " · 现行（待完善）"
    path = f"/items/{d.code}{f'?town={order.hall.region_code}' if order.hall else ''}"
    return Section(d.code, d.name, kind.blocks(entry, order.hall), mark, path)


def _listed(order: Order, entries: Sequence[Entry]) -> tuple[Chapter, ...]:
    if order.kind == "agents":
        found = [(key, title, tables.agents(some)) for key, title, some in tables.by_agent(entries)]
    else:
        found = [
            (f"g{number}", title or order.of, tables.times(some))
            for number, (title, some) in enumerate(_grouped(order, entries))
        ]
    sections = tuple(Section(key, title, (table,)) for key, title, table in found)
    if not sections:
        sections = (Section("none", BOOKLET_KIND.label_of(order.kind), (Text("没有符合条件的事项。"),)),)
    return (Chapter("", sections),)
