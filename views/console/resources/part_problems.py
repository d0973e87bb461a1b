"""What the checks say of one part of a draft: a draft may be faulty, and its editor reads it where it is written."""

from __future__ import annotations

from typing import Any

from appcore.catalogue import compile as compiler
from appcore.catalogue import item_checks, remarks
from models.db import house_session
from models.edition_parts import PARTS
from models.elements import PART_KINDS
from views.console.resource import Finding
from views.console.resources.edition_acts import remark_finding
from views.words import _, finding, remedy


def part_problems(part: Any) -> list[Finding]:
    """What the last return asks of this part, then the problems that stand at it, errors first."""
    session = house_session()
    here = place_of(part)
    asked = [
        remark_finding(one)
        for one in remarks.listed(session, part.edition_id, unsent=False)
        if one.state == "open" and (one.place.part, one.place.key, one.place.child) == here
    ]
    return asked + [
        Finding(
            one.place.element,
            _(
                "%(problem)s；%(fix)s",
                problem=finding(one).rstrip("。."),
                fix=remedy(one),
            ),
            one.level,
        )
        for one in item_checks.problems(session, compiler.compile_edition(session, part.edition))
        if (one.place.part, one.place.key, one.place.child) == here
    ]


def place_of(part: Any) -> tuple[str, str, str]:
    """List, key and child of a part as the checks name it."""
    kind = part.part_kind
    if not kind.parent:
        return kind.plural, part.key, ""
    above = next(one for one in PART_KINDS if one.name == kind.parent)
    row: Any = house_session().get(PARTS[above.name], part.parent_id)
    return above.plural, row.key, part.key
