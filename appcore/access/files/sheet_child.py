"""A program of its own: reads one old workbook (.xls) within limits of time and memory, and prints its cells as JSON.

A file of a few kilobytes may claim sixteen million cells; it can end this process, never the server. Run with a path, it
imports nothing of ours: `asked` is the side of the server.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

SECONDS, BYTES = 30, 1536 * 1024**2
MOST_OUT = 128 * 1024**2


def asked(path: Path) -> list[dict[str, Any]] | None:
    """The sheets of a workbook: title, rows, merged ranges. None when the child could not read it."""
    command = [sys.executable, "-I", str(Path(__file__)), str(path)]
    try:
        run = subprocess.run(command, capture_output=True, timeout=SECONDS * 3, check=False)  # noqa: S603 - our own program
        told: list[dict[str, Any]] | None = json.loads(run.stdout) if len(run.stdout) < MOST_OUT else None
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return told


def cell(told: Any) -> Any:
    """A cell as the child told it."""
    if not isinstance(told, dict):
        return told
    return datetime.fromisoformat(told["moment"]) if "T" in told["moment"] else date.fromisoformat(told["moment"])


def _told(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return {"moment": value.isoformat()}
    return str(value) if isinstance(value, time | timedelta) else value


def main() -> None:
    import resource

    from python_calamine import CalamineWorkbook

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    found = []
    with CalamineWorkbook.from_path(sys.argv[1]) as book:
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            rows = [[_told(one) for one in row] for row in sheet.to_python(skip_empty_area=False)]
            merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
            found.append({"title": name, "rows": rows, "merged": merged})
    print(json.dumps(found))


if __name__ == "__main__":
    main()
