"""One measured figure, in the form of build/bench.json."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`ratio` is ours against the peer, above 1 when ours is better; both are None for a figure without a peer."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    ratio: float | None = None

    def __str__(self) -> str:
        against = f"  {self.ratio:.1f}x {self.peer}" if self.ratio is not None else ""
        return f"{self.name}: {self.value:g} {self.unit}{against}"
