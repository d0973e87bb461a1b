"""`make bench`: run every `tests/bench/bench_*.py` and write the figures as one JSON list.

A benchmark module has `measure() -> list[Figure]`. Nothing is asserted here: the figures are read by people.
"""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.bench.figure import Figure

HERE = Path(__file__).parent


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: python -m tests.bench build/bench.json", file=sys.stderr)
        return 2
    figures: list[Figure] = []
    for path in sorted(HERE.glob("bench_*.py")):
        figures += importlib.import_module(f"tests.bench.{path.stem}").measure()
    for figure in figures:
        print(figure)
    Path(sys.argv[1]).write_text(
        json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=1) + "\n"
    )
    print(f"{len(figures)} figures written to {sys.argv[1]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
