"""A small bar chart, drawn on the server: the bars of twelve months as places in an SVG, the table stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, FOOT, HEAD = 600, 200, 24, 28
STEP = WIDTH // 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its number above and its month below; the number's and month's place is the bar's middle."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    number: int
    month: int


def columns(counts: Sequence[int]) -> list[Bar]:
    """The bars, the highest as high as the drawing; a month with lines has a bar that can be seen."""
    most, room = max([*counts, 1]), HEIGHT - FOOT - HEAD
    heights = [max(2, round(room * one / most)) if one else 0 for one in counts]
    return [
        Bar(at * STEP + 8, HEIGHT - FOOT - height, STEP - 16, height, at * STEP + STEP // 2, count, at + 1)
        for at, (count, height) in enumerate(zip(counts, heights, strict=True))
    ]
