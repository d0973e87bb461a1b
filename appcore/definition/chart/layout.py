"""Where each figure of a flow chart stands: stages down the page, lanes side by side, what runs together abreast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from appcore.definition.chart.figures import Captions, Chart, Figure, Lane, Line, Node, Path, Point, Shape
from appcore.definition.chart.lines import broken, phrases, width

EDGE = 8.0
HEAD = 40.0
GAP = 30.0
SIDE = 14.0
PAD = 9.0
BAR = 4.0
LEADING = 1.3
MOST_LINES = 5
"""A condition that takes more lines in its diamond stands in a note below the chart."""
ROOM = 0.58
"""The part of a diamond's width that its words may take."""

Stages = Sequence[Sequence[Node]]


def draw(stages: Stages, lanes: Sequence[tuple[str, str]], captions: Captions, shape: Shape) -> Chart:
    """The chart of these stages. `lanes` are key and title from left to right; a shape without lanes leaves them out."""
    return _Sheet(shape, captions, _columns(stages, lanes, shape)).of(stages)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Lanes by key: where each begins and how many columns it has, all columns being `w` wide."""

    w: float
    begins: dict[str, float]
    counts: dict[str, int]
    lanes: tuple[Lane, ...]

    def middles(self, lane: str, number: int) -> list[float]:
        """The middles of the columns of so many nodes side by side in a lane."""
        w = self.w * self.counts[lane] / number
        return [self.begins[lane] + w * (place + 0.5) for place in range(number)]


def _columns(stages: Stages, lanes: Sequence[tuple[str, str]], shape: Shape) -> _Columns:
    if not shape.has_lanes:
        return _Columns(shape.width, {"": 0.0}, {"": 1}, ())
    counts = {
        key: max((sum(node.lane == key for node in stage) for stage in stages), default=0) or 1 for key, _ in lanes
    }
    w = max(shape.column, (shape.width - 2 * EDGE) / max(1, sum(counts.values())))
    begins, x = {}, EDGE
    drawn = []
    for key, title in lanes:
        begins[key] = x
        drawn.append(Lane(x, w * counts[key], title))
        x += w * counts[key]
    return _Columns(w, begins or {"": EDGE}, counts or {"": 1}, tuple(drawn))


@dataclass(slots=True)
class _Sheet:
    shape: Shape
    captions: Captions
    columns: _Columns
    figures: list[Figure] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    labels: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def width(self) -> float:
        return max(self.shape.width, self.columns.w * sum(self.columns.counts.values()) + 2 * EDGE)

    def of(self, stages: Stages) -> Chart:
        head = HEAD if self.columns.lanes else 0.0
        at = self._terminal(self._outer(stages, 0), head + GAP / 2, self.captions.start)
        for stage in stages:
            at = self._stage(stage, at)
        last = self._outer(stages, -1)
        below = self._arrow(at, self.columns.middles(last, 1)[0])
        foot = self._terminal(last, below, self.captions.end)[1] + GAP / 2
        height = self._notes(foot)
        lanes = self.columns.lanes
        return Chart(self.width, height, foot, lanes, tuple(self.figures), tuple(self.paths), tuple(self.labels))

    def _outer(self, stages: Stages, place: int) -> str:
        """The lane in which the chart begins (0) or ends (-1)."""
        return self._lane(stages[place][0]) if stages else next(iter(self.columns.counts))

    def _lane(self, node: Node) -> str:
        return node.lane if self.shape.has_lanes else ""

    # --- one stage ----------------------------------------------------------------------------------------------------

    def _stage(self, stage: Sequence[Node], before: Point) -> Point:
        """Draw a stage below a point; the point that it is left by."""
        if len(stage) == 1:
            x = self.columns.middles(self._lane(stage[0]), 1)[0]
            return x, self._node(stage[0], x, self._room(stage[0], 1), self._arrow(before, x))
        return self._abreast(stage, before) if self.shape.has_lanes else self._stacked(stage, before)

    def _room(self, node: Node, number: int) -> float:
        """The width of a figure that shares its lane with others."""
        lane = self._lane(node)
        return min(self.shape.widest, self.columns.w * self.columns.counts[lane] / number - 2 * SIDE)

    def _abreast(self, stage: Sequence[Node], before: Point) -> Point:
        """Side by side between two double lines (并行方式)."""
        often = Counter(node.lane for node in stage)
        middles = {lane: self.columns.middles(lane, number) for lane, number in often.items()}
        placed = [(node, middles[node.lane].pop(0)) for node in stage]
        xs = [x for _node, x in placed]
        left, right = min(xs) - self.columns.w / 3, max(xs) + self.columns.w / 3
        middle = min(max(before[0], left + SIDE), right - SIDE)
        top = self._arrow(before, middle)
        self._bar(left, right, top)
        self._word(left, middle, top - 4, self.captions.together % {"count": len(stage)})
        feet = []
        for node, x in placed:
            entry = top + BAR + GAP
            self.paths.append(Path(((x, top + BAR), (x, entry)), arrow=True))
            feet.append((x, self._node(node, x, self._room(node, often[node.lane]), entry)))
        low = max(y for _x, y in feet) + GAP * 0.7
        self.paths += [Path(((x, y), (x, low))) for x, y in feet]
        self._bar(left, right, low)
        return middle, low + BAR

    def _stacked(self, stage: Sequence[Node], before: Point) -> Point:
        """On a narrow sheet one below the other between the two double lines."""
        x = self.columns.middles("", 1)[0]
        left, right = EDGE, self.shape.width - EDGE
        top = self._arrow(before, x)
        self._bar(left, right, top)
        y = top + BAR + self.shape.text * 1.6
        self.labels.append(Line(x, y, self.captions.together % {"count": len(stage)}, self.shape.text, "soft"))
        for node in stage:
            y = self._node(node, x, self._room(node, 1), y + PAD * 1.4)
        y += PAD * 1.6
        self._bar(left, right, y)
        self.paths += [Path(((one, top), (one, y + BAR))) for one in (left, right)]
        return x, y + BAR

    def _word(self, left: float, arrow: float, y: float, said: str) -> None:
        """Words above a double line: at its left end, or beside the arrow that would go through them."""
        long = width(said) * self.shape.text
        if left - PAD < arrow < left + long + PAD:
            left = arrow + PAD if arrow + PAD + long <= self.width else arrow - PAD - long
        self.labels.append(Line(left + long / 2, y, said, self.shape.text, "soft"))

    def _bar(self, left: float, right: float, y: float) -> None:
        self.paths += [Path(((left, y), (right, y))), Path(((left, y + BAR), (right, y + BAR)))]

    # --- one node -----------------------------------------------------------------------------------------------------

    def _node(self, node: Node, x: float, w: float, y: float) -> float:
        """A box, below its diamond where it has a condition; the foot at which it is left."""
        if not node.question:
            return self._box(node, x, w, y)
        middle, foot = self._diamond(node, x, w, y)
        below = foot + GAP * 0.9
        self.paths.append(Path(((x, foot), (x, below)), arrow=True))
        self.labels.append(
            Line(x + self.shape.text * 0.9, foot + GAP * 0.55, self.captions.yes, self.shape.text * 0.9, "soft")
        )
        bottom = self._box(node, x, w, below)
        meets = bottom + SIDE
        aside = x + w / 2 + SIDE * 0.6
        self.paths.append(Path(((x + w / 2, middle), (aside, middle), (aside, meets), (x, meets))))
        self.paths.append(Path(((x, bottom), (x, meets))))
        self.labels.append(
            Line(
                x + w / 2 - self.shape.text * 0.5,
                middle - self.shape.text * 0.9,
                self.captions.no,
                self.shape.text * 0.9,
                "soft",
            )
        )
        return meets

    def _diamond(self, node: Node, x: float, w: float, y: float) -> tuple[float, float]:
        """The condition; where its middle and its foot are."""
        size = self.shape.text
        lines = broken(node.question, w * ROOM / size)
        if len(lines) > MOST_LINES:
            aside = self.captions.aside(len(self.notes) + 1)
            self.notes.append(f"{aside}：{node.question.removesuffix('？')}")
            lines = broken(aside, w * ROOM / size)
        h = max(60.0, len(lines) * size * LEADING / (1 - ROOM) * 0.96)
        middle = y + h / 2
        first = middle - len(lines) * size * LEADING / 2 + size
        words = tuple(Line(x, first + number * size * LEADING, text, size) for number, text in enumerate(lines))
        self.figures.append(Figure("diamond", x - w / 2, y, w, h, words))
        return middle, y + h

    def _box(self, node: Node, x: float, w: float, y: float) -> float:
        words: list[tuple[str, float, str]] = [
            (line, self.shape.name, "strong") for line in broken(node.name, (w - 2 * PAD) / self.shape.name)
        ]
        for said, tone in (*((one, "") for one in node.details), (node.remark, "mark")):
            words += [(line, self.shape.text, tone) for line in phrases(said, (w - 2 * PAD) / self.shape.text)]
        lines, foot = [], y + PAD
        for text, size, tone in words:
            lines.append(Line(x, foot + size, text, size, tone))
            foot += size * LEADING
        h = foot + PAD * 0.6 - y
        self.figures.append(Figure("box", x - w / 2, y, w, h, tuple(lines), node.mark))
        return y + h

    def _terminal(self, lane: str, y: float, words: str) -> Point:
        """Start or end; the point below it."""
        size, x = self.shape.text, self.columns.middles(lane, 1)[0]
        most = min(self.shape.widest, self.columns.w * self.columns.counts[lane] - EDGE)
        lines = broken(words, (most - 2 * size) / size)
        h = len(lines) * size * LEADING + 2 * PAD
        w = min(most, max(width(line) for line in lines) * size + 3 * size)
        text = tuple(Line(x, y + PAD + size + number * size * LEADING, line, size) for number, line in enumerate(lines))
        self.figures.append(Figure("terminal", x - w / 2, y, w, h, text))
        return x, y + h

    def _arrow(self, start: Point, x: float) -> float:
        """A way down from a point to the middle of the next figure; where that begins."""
        from_x, from_y = start
        to_y = from_y + GAP
        turn = from_y + GAP * 0.4
        straight = abs(from_x - x) < 1
        points = ((from_x, from_y), (x, to_y)) if straight else ((from_x, from_y), (from_x, turn), (x, turn), (x, to_y))
        self.paths.append(Path(points, arrow=True))
        return to_y

    def _notes(self, y: float) -> float:
        """The long conditions below the chart; the height of the whole."""
        size = self.shape.text
        for note in self.notes:
            for text in broken(note, (self.width - 2 * EDGE) / size):
                y += size * LEADING
                self.labels.append(Line(EDGE, y, text, size, "note"))
        return y + EDGE
