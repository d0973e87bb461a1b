"""The lines of an import, of which there are thousands, in one statement: they belong to the import, whose own row the guard looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table

from appcore import many_rows
from models.db import HouseSession
from models.package import PackageLine

_lines = cast(Table, PackageLine.__table__)


def add(session: HouseSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Within the unit of work that wrote what they speak of; a flush of thousands would keep the counter waiting."""
    many_rows.add(session.connection(), _lines, rows)
