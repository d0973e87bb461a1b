"""What a chart is made of, in the shapes of GB/T 1526: start and end rounded, work in boxes, decisions in diamonds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["terminal", "box", "diamond"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, its middle at `x` and its foot at `y`; `tone` is how it is printed."""

    x: float
    y: float
    text: str
    size: float
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A shape with its lines; `x` and `y` are its upper left corner. `mark` is the level of a problem, "" for none."""

    kind: Kind
    x: float
    y: float
    w: float
    h: float
    lines: tuple[Line, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """A way through these points, with a head at its end when it is an arrow."""

    points: tuple[Point, ...]
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A swim lane from `x`, `w` wide."""

    x: float
    w: float
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn sheet; `labels` are words beside the lines and below the chart."""

    width: float
    height: float
    head: float
    lanes: tuple[Lane, ...]
    figures: tuple[Figure, ...]
    paths: tuple[Path, ...]
    labels: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A step in words. `question` is its condition, "" when it always applies; `mark` and `remark` say what is wrong."""

    lane: str
    name: str
    details: tuple[str, ...] = ()
    question: str = ""
    mark: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Captions:
    """The chart's own words, in the reader's language; `aside` names the note in which a long condition stands."""

    start: str
    end: str
    yes: str
    no: str
    together: str
    aside: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of sheet: a wide one with lanes for paper and desk, a narrow one without for a telephone."""

    width: float
    column: float
    widest: float
    text: float
    name: float
    has_lanes: bool


WIDE = Shape(width=720, column=128, widest=300, text=14, name=16, has_lanes=True)
NARROW = Shape(width=360, column=360, widest=304, text=16, name=18, has_lanes=False)
