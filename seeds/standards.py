"""The county's standards: regions, departments, documents, the material library, kinds of windows, systems of work."""

from __future__ import annotations

from typing import Any

from appcore.access.placing import owner
from models.db import HouseSession
from models.document import Document
from models.exchange import WorkSystem
from models.material_library import StandardMaterial
from models.organisation import Department
from models.place import Region
from models.search import Synonym
from models.window import WindowKind
from seeds import samples, source
from seeds.batch import add_all
from seeds.plan import Plan

CREDIT_KINDS = {"government": "11", "vertical": "11", "dual": "11", "party": "11", "utility": "91", "court": "11"}
NO_BODY_OF_ITS_OWN = ("zxf",)
"""乡镇人民政府 stands for 18 bodies, and so has no credit code."""


def regions_of(plan: Plan) -> list[dict[str, str]]:
    """The regions of a plan, widest first."""
    kept: list[dict[str, str]] = []
    taken: dict[str, int] = {}
    towns = {row["code"] for row in source.regions() if row["level"] == "9" and plan.wants_town(row["name"])}
    for row in source.regions():
        if row["level"] == "9" and row["code"] not in towns:
            continue
        if row["level"] == "12":
            town = row["parent_code"]
            taken[town] = taken.get(town, 0) + 1
            if town not in towns or taken[town] > plan.villages:
                continue
        kept.append(row)
    return kept


def load_regions(session: HouseSession, plan: Plan) -> dict[str, Any]:
    rows = [
        Region(
            code=row["code"], name=row["name"], level=int(row["level"]), parent_code=row["parent_code"] or None,
            owner_code=owner(),
        )
        for row in regions_of(plan)
    ]  # fmt: skip
    add_all(session, rows)
    return {"regions": len(rows)}


def load_standards(session: HouseSession, _plan: Plan) -> dict[str, Any]:
    """Departments with sample credit codes, documents, papers and window kinds."""
    departments = [
        Department(
            code=row["code"], name=row["name"], full_name=row.get("full_name"), kind=row["kind"], owner_code=owner(),
            credit_code=_credit_code(row, serial),
        )
        for serial, row in enumerate(source.departments(), 1)
    ]  # fmt: skip
    papers = [StandardMaterial(owner_code=owner(), **row) for row in source.papers()]
    kinds = [
        WindowKind(owner_code=owner(), position=position, **row)
        for position, row in enumerate(source.halls()["window_kinds"], 1)
    ]
    documents = [Document(owner_code=owner(), state="in_force", **row) for row in source.documents()]
    systems = [WorkSystem(owner_code=owner(), **row) for row in source.systems()]
    for rows in (departments, documents, papers, kinds, systems):
        add_all(session, rows)
    return {
        "departments": len(departments), "documents": len(documents), "papers": len(papers), "window_kinds": len(kinds),
        "systems": len(systems),
    }  # fmt: skip


def load_synonyms(session: HouseSession, _plan: Plan) -> dict[str, Any]:
    """Everyday words, to begin with; the county goes on with its own."""
    rows = [Synonym(owner_code=owner(), **row) for row in source.synonyms()]
    add_all(session, rows)
    return {"synonyms": len(rows)}


def _credit_code(row: dict[str, str], serial: int) -> str | None:
    """A sample code: its area 999999 exists nowhere."""
    if row["code"] in NO_BODY_OF_ITS_OWN:
        return None
    return samples.credit_code(CREDIT_KINDS[row["kind"]], serial)
