"""The problems of a definition, checked with what this county knows: its places, bodies, papers, codes and twins."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select

from appcore.access.principal import digits_that_count, place_range
from appcore.catalogue.editions_in_force import in_force_query
from appcore.definition import checks
from appcore.definition.checks import Context
from appcore.definition.item import ItemDefinition
from appcore.definition.kinds import KINDS
from appcore.folding import fold
from models.db import HouseSession
from models.file import StoredFile
from models.item import Edition, Item
from models.material_library import StandardMaterial
from models.organisation import Department
from models.place import Region

ORDER = {"error": 0, "warning": 1, "info": 2}
COUNTY_LEVEL = 6


def problems(session: HouseSession, definition: ItemDefinition) -> tuple[checks.Problem, ...]:
    """All problems of a definition, errors first."""
    found = checks.problems(definition, context(session, definition))
    return tuple(sorted(found, key=lambda problem: ORDER[problem.level]))


def context(session: HouseSession, definition: ItemDefinition) -> Context:
    """What the checks must know beside the definition."""
    bodies = session.execute(select(Department.code, Department.credit_code)).all()
    own, others = _places(session)
    return Context(
        own_places=own,
        other_counties=others,
        departments=frozenset(row.code for row in bodies),
        papers=frozenset(session.scalars(select(StandardMaterial.code))),
        files=_files(session, definition),
        field_kinds=frozenset(KINDS),
        credit_codes={row.code: row.credit_code for row in bodies if row.credit_code},
        twins=_twins(session, definition),
    )


def _places(session: HouseSession) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the county and its towns, and of the other counties that texts are copied from."""
    county: str = current_app.extensions["settings"].county
    low, high = place_range(county)
    rows = session.execute(select(Region.code, Region.name).where(Region.level.between(COUNTY_LEVEL, 9))).all()
    own = {row.name for row in rows if low <= row.code <= high}
    others = {row.name for row in rows if digits_that_count(row.code) == COUNTY_LEVEL and not low <= row.code <= high}
    return frozenset(own), frozenset(others)


def _files(session: HouseSession, definition: ItemDefinition) -> frozenset[str]:
    """Those of the definition's files that are stored."""
    named = {digest for one in definition.materials for digest in (one.blank_form, one.sample) if digest}
    named |= {one.sample for one in definition.outcomes if one.sample}
    if not named:
        return frozenset()
    return frozenset(session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(named))))


def _twins(session: HouseSession, definition: ItemDefinition) -> tuple[str, ...]:
    """Other items in force with the same folded name, type and implementing body."""
    body = definition.implementing_body.code if definition.implementing_body else None
    rows = session.execute(
        in_force_query()
        .add_columns(Edition.name)
        .join(Item, Item.code == Edition.item_code)
        .where(
            Edition.item_code != definition.code,
            Edition.task_type == definition.task_type,
            Edition.implementing_body == body,
            Item.state == "in_use",
        )
    )
    wanted = fold(definition.name)
    return tuple(row.item_code for row in rows if fold(row.name or "") == wanted)
