"""The lines of all books as one list: number, day, hall and state; what they hold stands on their own pages."""

from __future__ import annotations

from typing import Any

from flask import url_for

from appcore.definition.verdict import N_
from models.register import RegisterEntry
from views.console.resource import Resource, register


def _page(row: Any) -> str:
    return (
        url_for("EntryDesk.entry", pk=row.id)
        if row.serial is not None
        else url_for("RegisterEntryPage.show", pk=row.id)
    )


register(
    Resource(
        noun="register_entry", wing="registers", title="全部登记", model=RegisterEntry, verbs=(),
        columns=("number", "day", "hall_code", "state", "created_by"),
        groups=(("登记", ("number", "day", "hall_code", "department_code", "state", "void_reason", "created_by", "created_at")),),
        search=("number",), filters=("state",), sort=("day",), order="-id", display=("number",), page=_page,
        nothing=(N_("还没有登记"), N_("在各本台账里登记以后，会出现在这里。")),
    )
)  # fmt: skip
