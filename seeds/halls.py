"""Halls and their windows by the county's policy: classes, areas and names of the 18 town centres, 427 village rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from appcore.access.placing import owner
from models.db import HouseSession
from models.place import Hall, HallDetail
from models.window import Window
from seeds import samples, source
from seeds.batch import add_all
from seeds.plan import Plan
from seeds.standards import regions_of

COMPLAINTS = "12345"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A hall to be: `windows` are kinds in the order of their numbers."""

    region: str
    name: str
    kind: str
    windows: tuple[str, ...]
    address: str
    hall_class: str | None = None
    area: int | None = None
    code: str = ""

    @property
    def hall_code(self) -> str:
        return self.code or f"{self.region}-01"


def places(plan: Plan) -> list[Place]:
    """The halls of a plan: the county's, one a town, one a village, community or residents' committee."""
    facts = source.halls()
    found: list[Place] = []
    town = ""
    for row in regions_of(plan):
        if row["code"] == facts["county"]["code"][:12]:
            found.append(_county_hall(row, facts))
        elif row["level"] == "9":
            town = row["name"]
            found.append(_town_hall(row, facts))
        elif row["level"] == "12" and not row["name"].endswith(facts["without_room"]):
            found.append(_village_room(row, town, facts))
    return found


def _county_hall(row: dict[str, str], facts: dict[str, Any]) -> Place:
    hall = facts["county"]
    every = tuple(kind["code"] for kind in facts["window_kinds"])
    return Place(
        region=row["code"],
        name=hall["name"],
        kind="county_hall",
        windows=every,
        address=hall["address"],
        code=hall["code"],
    )


def _town_hall(row: dict[str, str], facts: dict[str, Any]) -> Place:
    classes = facts["classes"]
    hall_class = next((slug for slug, one in classes.items() if row["name"] in one["towns"]), "class3")
    own = f"苍南县{row['name']}（样例地址）1号"
    return Place(
        region=row["code"],
        name=row["name"] + classes[hall_class]["centre"],
        kind="town_hall",
        windows=tuple(facts["windows"][hall_class]),
        address=facts["county"]["address"] if row["name"] in facts["in_county_hall"] else own,
        hall_class=hall_class,
        area=classes[hall_class]["area"],
    )


def _village_room(row: dict[str, str], town: str, facts: dict[str, Any]) -> Place:
    """××村委会 has the room ××村便民服务中心; ××居委会 and ××社区 have ××社区便民服务中心."""
    name = row["name"]
    if name.endswith("居委会"):
        name = name.removesuffix("居委会") + "社区"
    name = name.removesuffix("委会")
    return Place(
        region=row["code"],
        name=name + facts["village"]["centre"],
        kind="village_room",
        windows=tuple(facts["windows"]["village"]),
        address=f"苍南县{town}{name}（样例地址）1号",
        area=facts["village"]["area"],
    )


def load_halls(session: HouseSession, plan: Plan) -> dict[str, Any]:
    found = places(plan)
    add_all(
        session,
        [
            Hall(
                code=one.hall_code, name=one.name, kind=one.kind, hall_class=one.hall_class, region_code=one.region,
                address=one.address, required_area=one.area, owner_code=owner(), valid_from=plan.starts.date(),
            )
            for one in found
        ],
    )  # fmt: skip
    add_all(session, [_detail(one, number) for number, one in enumerate(found, 1)])
    names = {kind["code"]: kind["name"] for kind in source.halls()["window_kinds"]}
    windows = [
        Window(
            hall_code=one.hall_code, region_code=one.region, number=f"{number:02d}", kind_code=kind,
            position=f"一楼大厅{number:02d}号窗口（{names[kind]}）", valid_from=plan.starts.date(),
        )
        for one in found
        for number, kind in enumerate(one.windows, 1)
    ]  # fmt: skip
    add_all(session, windows)
    return {"halls": len(found), "windows": len(windows)}


def _detail(one: Place, number: int) -> HallDetail:
    facts = source.halls()
    morning, afternoon = (
        [time.fromisoformat(text) for text in facts["hours"][half]] for half in ("morning", "afternoon")
    )
    return HallDetail(
        hall_code=one.hall_code,
        region_code=one.region,
        morning_opens=morning[0],
        morning_closes=morning[1],
        afternoon_opens=afternoon[0],
        afternoon_closes=afternoon[1],
        hours_note=facts["hours"]["note"],
        consult_phone=samples.office_phone(number),
        complaint_phone=COMPLAINTS,
        equipment=None if one.kind == "village_room" else facts["equipment"],
    )
