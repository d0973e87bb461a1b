"""The fifteen books and the blocks of the field library that a county starts with, through the services."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from appcore.definition import register as definitions
from appcore.definition.register import RegisterDefinition
from appcore.registers import books
from models.db import HouseSession
from models.register import Register
from seeds.plan import Plan

FILES = tuple(Path(__file__).parent / name for name in ("registers.yaml", "blocks.yaml"))


def load_registers(session: HouseSession, plan: Plan) -> dict[str, Any]:
    """Begin and publish each book that is not there yet.

    Returns: how many were made. Raises: marshmallow.ValidationError, Refused when the file is faulty.
    """
    there = set(session.scalars(select(Register.code)))
    wanted = [one for one in read_books() if one.code not in there]
    for definition in wanted:
        books.publish(books.begin(definition))
    return {"made": len(wanted)}


def read_books() -> list[RegisterDefinition]:
    """The definitions of the files. A choice is written there as key: label."""
    rows: list[dict[str, Any]] = [row for file in FILES for row in yaml.safe_load(file.read_text(encoding="utf-8"))]
    return [definitions.load({**row, "fields": [_field(one) for one in row["fields"]]}) for row in rows]


def _field(row: dict[str, Any]) -> dict[str, Any]:
    if "choices" not in row:
        return row
    return {**row, "choices": [{"key": key, "label": label} for key, label in row["choices"].items()]}
