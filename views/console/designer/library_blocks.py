"""The blocks of the field library that can be put into a form now."""

from __future__ import annotations

from sqlalchemy import or_, select

from appcore import clock
from appcore.definition.register import RegisterDefinition
from appcore.registers import books
from models.db import house_session
from models.register import Register, RegisterVersion


def choices(own: str) -> list[tuple[str, str]]:
    """Pairs of code and name of the blocks in use; a block is not put into itself."""
    today = clock.local_today()
    query = (
        select(Register.code, Register.name)
        .join(RegisterVersion, RegisterVersion.register_code == Register.code)
        .where(
            Register.subject == "block", RegisterVersion.state == "published", Register.code != own,
            or_(Register.valid_to.is_(None), Register.valid_to > today),
        )
        .distinct().order_by(Register.name)
    )  # fmt: skip
    return [(row.code, row.name) for row in house_session().execute(query)]


def in_use(code: str) -> tuple[int, RegisterDefinition] | None:
    """The version of a block that forms take now; None where it is none, or was never in use."""
    if code not in dict(choices("")):
        return None
    return books.in_use(house_session(), code)
