"""A book or a line as an address names it: 404 where there is none, or none that a role of the person reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import abort, url_for
from sqlalchemy import select

from appcore.access import criteria, permissions
from appcore.access.handling import halls_of
from appcore.access.principal import Person, signed_in
from appcore.definition.register import RegisterDefinition
from appcore.registers import books
from models.db import house_session
from models.place import Hall
from models.register import Register, RegisterEntry
from views.console import finding

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Book:
    """A book with its version in use."""

    row: Register
    number: int
    definition: RegisterDefinition

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def may_write(self) -> bool:
        """Whether somebody of this role writes into it today."""
        return books.is_open(self.row) and books.may(house_session(), self.code, "write") and may("add")


def may(verb: str, noun: str = "register_entry") -> bool:
    return permissions.may(signed_in().roles, f"console:{noun}", verb)


def book_or_404(code: str) -> Book:
    """A book in use that the person reads."""
    if not CODE.fullmatch(code):
        abort(404)
    row: Register = finding.row_or_404(Register, "register", code, Register.code == code)
    session = house_session()
    newest = books.in_use(session, code)
    if row.subject != "book" or newest is None:
        abort(404)
    if not books.may(session, code, "read"):
        finding.denied("register", code)
        abort(404)
    return Book(row, *newest)


def line_or_404(pk: str) -> RegisterEntry:
    """A numbered line; own fields have no page of their own."""
    row: RegisterEntry = finding.row_by_id_or_404(RegisterEntry, "register_entry", pk)
    if row.serial is None:
        abort(404)
    return row


def is_here(row: RegisterEntry) -> bool:
    """Whether the person works in the hall of a line: names are whole there."""
    return row.hall_code in halls_of(signed_in())


def writes_here(row: RegisterEntry) -> bool:
    """Whether the person may correct or void a line: the roles of its book, a grant that admits its place."""
    who, session = signed_in(), house_session()
    book = books.by_code(session, row.register_code)
    place = {"region": row.region_code, "department": row.department_code, "hall": row.hall_code}
    return (
        books.is_open(book)
        and books.may(session, row.register_code, "write")
        and criteria.admits_own(who, item=None, **place)
    )


def halls_to_write(who: Person) -> list[tuple[str, str]]:
    """Code and name of the halls for which a person may write, the own one first."""
    rows = house_session().execute(select(Hall.code, Hall.name, Hall.region_code).order_by(Hall.code)).all()
    own = halls_of(who)
    found = [
        (row.code, row.name)
        for row in rows
        if criteria.admits_own(who, region=row.region_code, department=None, hall=row.code, item=None)
    ]
    return sorted(found, key=lambda pair: pair[0] not in own)


def hall_names(codes: Any) -> dict[str, str]:
    wanted = {code for code in codes if code}
    query = select(Hall.code, Hall.name).where(Hall.code.in_(wanted))
    return {row.code: row.name for row in house_session().execute(query)} if wanted else {}


def design_url(code: str) -> str:
    """Where the county changes a book, for whoever may and where there is such a page."""
    from flask import current_app

    if "RegisterDesign.design" not in current_app.view_functions or not may("design", "register"):
        return ""
    return url_for("RegisterDesign.design", code=code)
