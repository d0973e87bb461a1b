"""The power list beside the catalogue, main and sub-items over handling items, and an item that pauses."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from appcore import records
from appcore.access.placing import owner
from appcore.catalogue import item_state, power_list
from appcore.catalogue.item_lists import ItemLine, lines
from appcore.catalogue.power_list import NewEntry
from models.item import Item
from models.organisation import Department
from seeds.office.at_work import AtWork
from seeds.office.editions import COUNTY

TREE = (
    ("330327-00901", "婚姻登记", "main", None, "mzj", ("330327-00301", "330327-00302", "330327-00303")),
    ("330327-00902", "不动产登记", "main", None, "zzj", ("330327-00045", "330327-00046")),
    ("330327-00903", "不动产转移登记", "sub", "330327-00902", "zzj", ("330327-00041", "330327-00042")),
    ("330327-00904", "不动产抵押权登记", "sub", "330327-00902", "zzj", ("330327-00044",)),
)
FELLING, ENTRIES, CONFIRMED = "330327-00305", 30, 18
ALONE = (
    ("样例-0901", "未经批准占用河道的处罚", "penalty", "zfj"),
    ("样例-0902", "取水许可", "permit", "nyj"),
    ("样例-0903", "民办非企业单位成立登记", "permit", "mzj"),
    ("样例-0904", "采集国家重点保护野生植物批准", "permit", "zzj"),
)
"""Entries for which the sample catalogue has no item."""


def write(work: AtWork) -> dict[str, int]:
    """Returns: how many of each were made."""
    with work.acting(COUNTY, -35):
        for row in TREE:
            _branch(work, *row)
        entries = _power_list(work)
    with work.acting(COUNTY, -1):
        item_state.pause(FELLING, "系统升级，请在恢复后再来申请", work.day(0), work.day(14))
    return {"branches": len(TREE), "powers": entries, "paused": 1}


def _branch(
    work: AtWork, code: str, name: str, tier: str, parent: str | None, department: str, under: Sequence[str]
) -> None:
    item = Item(
        code=code, name=name, tier=tier, parent_code=parent, department_code=department, state="in_use", is_sample=True,
        owner_code=owner(),
    )  # fmt: skip
    records.add(work.session, item)
    for leaf in work.session.scalars(select(Item).where(Item.code.in_(under)).order_by(Item.code)):
        records.alter(work.session, leaf, {"parent_code": code})


def _power_list(work: AtWork) -> int:
    """Most entries have their item and were confirmed; some wait with a proposal, a few have no item, many items no entry."""
    items = [one for one in lines(work.session) if one.kind == "power" and one.state == "in_use"][:ENTRIES]
    bodies = {row.code: row.name for row in work.session.execute(select(Department.code, Department.name))}
    found = [NewEntry(f"样例-{one.code[-4:]}", _listed(one, at), one.task_type, one.department, bodies[one.department], "", "") for at, one in enumerate(items)]  # fmt: skip
    found += [NewEntry(code, name, kind, body, bodies[body], "", "") for code, name, kind, body in ALONE]
    power_list.bring_in(found)
    pairs = [(entry.code, item.code) for entry, item in zip(found, items, strict=False)]
    power_list.confirm(pairs[:CONFIRMED])
    return len(found)


def _listed(item: ItemLine, at: int) -> str:
    """As the list has it: every fifth name is worded a little otherwise."""
    return f"{item.name}事项" if at % 5 == 4 else item.name
