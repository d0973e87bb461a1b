"""The table of examples for identity numbers, over which Python and the browser are both run."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from stdnum.cn import ric

TABLE = Path(__file__).with_name("id_number_examples.json")


def read(today: date) -> list[dict[str, Any]]:
    """The rows; those that hang on the day at hand are numbered for it."""
    born = {"TODAY": _born(today), "TOMORROW": _born(today + timedelta(1))}
    rows: list[dict[str, Any]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return [{**row, "typed": born.get(row["typed"], row["typed"])} for row in rows]


def _born(day: date) -> str:
    stem = f"999999{day:%Y%m%d}001"
    return stem + ric.calc_check_digit(stem + "0")
