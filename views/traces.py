"""An error for the log: its kinds and the lines it passed, on one line; never its words, which may hold what somebody typed."""

from __future__ import annotations

import traceback
from pathlib import Path

ROOT = Path(__file__).parents[1]
DEEPEST = 12


def without_words(error: BaseException) -> str:
    """Kind, cause and innermost lines: `KeyError < ValueError [views/x.py:12 show, appcore/y.py:7 find]`."""
    kinds: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(kinds) < DEEPEST:
        kinds.append(_kind(seen))
        seen = seen.__cause__ or seen.__context__
    lines = [f"{_short(one.filename)}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)]
    return f"{' < '.join(kinds)} [{', '.join(lines[-DEEPEST:])}]"


def _kind(error: BaseException) -> str:
    """The class and, for a fault of a database, its code and the rule it broke: names of the schema, not values."""
    origin = getattr(error, "orig", None) or error
    code = getattr(origin, "sqlstate", None) or getattr(origin, "sqlite_errorname", None)
    rule = getattr(getattr(origin, "diag", None), "constraint_name", None)
    told = " ".join(str(one) for one in (code, rule) if one)
    return type(error).__name__ + (f"({told})" if told else "")


def _short(name: str) -> str:
    path = Path(name)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])
