"""Lines of text found by any piece of them: short pieces are kept with the lines that have them, so that size costs nothing."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

EDGE = "\n"
"""Stands before and behind each line: a piece that begins with it is a beginning, one that ends with it an end."""


class Grams:
    """Lines in the order in which they are wanted, and for every piece of a few characters the numbers of its lines.

    `sizes`: the lengths of the pieces that are kept, the longest last.
    """

    def __init__(self, lines: Iterable[str], sizes: Sequence[int]) -> None:
        self.lines = [f"{EDGE}{line}{EDGE}" for line in lines]
        self.sizes = tuple(sizes)
        self._holders: dict[str, array[int]] = {}
        for number, line in enumerate(self.lines):
            self._note(number, line)

    def _note(self, number: int, line: str) -> None:
        holders = self._holders
        for size in self.sizes:
            for piece in {line[at : at + size] for at in range(len(line) - size + 1)}:
                found = holders.get(piece)
                if found is None:
                    found = holders[piece] = array("I")
                found.append(number)

    def holders(self, piece: str) -> Sequence[int]:
        """The numbers of the lines that have a piece of a kept length, in order."""
        return self._holders.get(piece, ())

    def having(self, sought: str) -> Iterator[int]:
        """The numbers of the lines in which a text stands, in order; a text shorter than all pieces stands in none."""
        size = max((one for one in self.sizes if one <= len(sought)), default=0)
        if not size:
            return
        rarest = self.holders(sought[:size])
        for at in range(1, len(sought) - size + 1):
            found = self.holders(sought[at : at + size])
            if len(found) < len(rarest):
                rarest = found
        if size == len(sought):
            yield from rarest
            return
        lines = self.lines
        for number in rarest:
            if sought in lines[number]:
                yield number
