"""The county of the leak matrix: every kind of row beside its foreign twin, each with a mark of its own that no other page may show.

Beside the furnished county of `tests.world`: a station of 灵溪 in the county hall, a third town, another county, cases handed on,
no longer handed and not yet, rows of another department in the same place, ended rows, drafts of two departments.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from appcore import clock, records
from appcore.access import accounts, privacy, sealing
from appcore.access.principal import Grant
from appcore.casework import standard
from appcore.catalogue import editions
from appcore.definition.templates import whole
from appcore.transaction import unit_of_work
from models.account import User
from models.case import CaseGrant, Party
from models.custody import CustodyEvent
from models.db import db, house_session
from models.item import Item, ItemAlias
from models.material_library import StandardMaterial
from models.organisation import Department
from models.place import Hall, Region
from models.slip_template import SlipTemplate, SlipTemplateVersion
from models.window import WindowKind
from seeds import small
from tests.people import COUNTY, COUNTY_HALL
from tests.plain_scope import HandOver
from tests.world import LINGXI, QIANKU, World, by_noun, remark_on
from views.console.resource import Resource

STATION, THIRD_TOWN, ROOM = f"{LINGXI[:12]}-02", "330327107000-01", "330327104010-01"
OTHER_COUNTY = "330383000000"
OTHER_HALL = f"{OTHER_COUNTY}-01"
CIVIL_ITEM, OTHER_ITEM = "330327-00901", "330383-00001"
MARK = re.compile(r"印[0-9]{5}")
MARKED = {
    "case": "applicant_name", "party": "name", "material_check": "note", "attachment": "name", "staff": "name",
    "person_request": "name", "export_request": "reason", "register_entry": "number",
    "window": "position", "offer": "place_note", "offer_contact": "detail", "hall_detail": "transit",
}  # fmt: skip
"""The column of each table of own rows that takes a mark; drafts and their parts are marked where they are searched."""
CHILDREN = ("party", "material_check", "clock_event", "slip", "attachment")

EXTRA_PEOPLE: dict[str, tuple[str, str | None, tuple[Grant, ...]]] = {
    "station_clerk": ("clerk", STATION, (Grant("hall", hall_code=STATION),)),
    "three_towns": (
        "decider", LINGXI, tuple(Grant("hall", hall_code=hall) for hall in (LINGXI, QIANKU, THIRD_TOWN)),
    ),
    "civil_leader": ("leader", None, (Grant("department", region_code=COUNTY, department_code="mzj"),)),
    "lingxi_civil_leader": ("leader", None, (Grant("department", region_code=LINGXI[:12], department_code="mzj"),)),
    "town_decider": ("decider", STATION, (Grant("region", region_code=QIANKU[:12]),)),
    "items_decider": ("decider", None, (Grant("items", region_code=COUNTY, item_codes=(small.NATURAL,)),)),
}  # fmt: skip
"""Who the seeds lack: two of the three people of decisions 52 (the third is `county_clerk`), and each other kind of grant."""


class Marks:
    """Numbers that stand on one row each."""

    def __init__(self, world: World) -> None:
        self.world = world

    def coming(self) -> str:
        return f"印{len(self.world.marks) + 1:05d}"

    def next(self, noun: str, row_id: int) -> str:
        mark = self.coming()
        self.world.marks[mark] = (noun, row_id)
        return mark


def furnish_matrix(world: World) -> World:
    """Add to a furnished county what the matrix wants, and mark it."""
    with world.acting():
        _places()
        _people()
        _drafts()
        marks = Marks(world)
        with db.engine.begin() as connection:
            _hall_books(world, connection)
            _cases(marks, world, connection)
            _requests(connection)
            _mark_all(marks, world, connection)
            _beyond_the_public(marks, world, connection)
        db.session.remove()
        _secrets(world)
        sealing.seal()
    world.held.clear()
    world.seen.clear()
    world.spread = True
    return world


def _places() -> None:
    """Two halls of this county that the seed lacks, and a county that is none of its people's business."""
    ours, theirs = {"owner_code": COUNTY}, {"owner_code": OTHER_COUNTY}
    known = set(db.session.scalars(select(Region.code)))
    regions = (
        Region(code=THIRD_TOWN[:12], name="金乡镇", level=9, parent_code=COUNTY, **ours),
        Region(code=OTHER_COUNTY, name="别县", level=6, **theirs),
        Region(code="330383001000", name="别县某镇", level=9, **theirs),
    )
    first: list[Any] = [one for one in regions if one.code not in known]
    first += [
        Department(code="other_body", name="别县某局", kind="government", **theirs),
        WindowKind(code="other_kind", name="别县窗口", document_name="别县窗口", position=99, **theirs),
        StandardMaterial(code="other_paper", name="别县材料", kind="licence", source_type="applicant", **theirs),
    ]
    _keep(*first)
    _keep(
        Hall(code=STATION, name="灵溪镇便民服务站", kind="town_hall", region_code=LINGXI[:12], **ours),
        Hall(code=THIRD_TOWN, name="金乡镇便民服务中心", kind="town_hall", region_code=THIRD_TOWN[:12], **ours),
        Hall(code=OTHER_HALL, name="别县中心", kind="village_room", region_code="330383001000", **theirs),
        _item(CIVIL_ITEM, "民政样例事项", "mzj", COUNTY),
        _item(OTHER_ITEM, "别县样例事项", "other_body", OTHER_COUNTY),
    )
    _keep(SlipTemplate(kind="receipt", **theirs))
    written = {"content": whole.content("receipt", whole.first_texts("receipt")), "authors": []}
    template_id = db.session.scalar(select(SlipTemplate.id).where(SlipTemplate.owner_code == OTHER_COUNTY))
    _keep(SlipTemplateVersion(template_id=template_id, state="submitted", **written, **theirs))
    _keep(ItemAlias(item_code=OTHER_ITEM, text="别县别名", **theirs))


def _item(code: str, name: str, department: str, owner: str) -> Item:
    return Item(
        code=code, name=name, tier="handling", department_code=department, state="in_use", is_sample=True, owner_code=owner
    )  # fmt: skip


def _keep(*rows: Any) -> None:
    with unit_of_work() as session:
        for row in rows:
            records.stamp(row, new=True)
            session.add(row)


def _people() -> None:
    session = house_session()
    hashed = session.scalar(select(User.password).where(User.username == "lingxi_clerk")) or ""
    with unit_of_work(session):
        for username, (role, hall, grants) in EXTRA_PEOPLE.items():
            accounts.insert(
                session, username, hashed=hashed, role=role, name=f"样例{username}", hall_code=hall, grants=grants,
                demo=True,
            )  # fmt: skip


def _drafts() -> None:
    """A draft of 民政 beside that of 公安 which stands already, and one of the other county, with all kinds of parts."""
    content = standard.in_hall(house_session(), small.PROMISED, LINGXI).definition
    for code in (CIVIL_ITEM, OTHER_ITEM):
        remark_on(editions.draft(code, content=content))


# --- rows as they lie in the tables -----------------------------------------------------------------------------------


def _table(noun: str) -> Any:
    return by_noun()[noun].model.__table__


def _put(connection: Connection, table: Any, values: dict[str, Any]) -> int:
    """A row as the database takes it; a new `row_uid`, sealed values left out, for they would not open elsewhere."""
    kept = {name: value for name, value in values.items() if name != "id"}
    for name in kept:
        if name.endswith(("_sealed", "_index")):
            kept[name] = None
    if "row_uid" in kept:
        kept["row_uid"] = uuid4().hex
    made = connection.execute(insert(table).values(**kept)).inserted_primary_key
    assert made is not None
    return int(made[0])


def _first(connection: Connection, noun: str, **where: Any) -> dict[str, Any]:
    table = _table(noun)
    query = select(table).order_by(table.c.id)
    for name, value in where.items():
        query = query.where(table.c[name] == value)
    return dict(connection.execute(query).mappings().first() or {})


def _hall_books(world: World, connection: Connection) -> None:
    """One of each book in each further hall, and in 灵溪 a worker of another department and two that have left."""
    for hall in (STATION, THIRD_TOWN, OTHER_HALL):
        at = {"hall_code": hall, "region_code": hall[:12] if hall != OTHER_HALL else "330383001000"}
        item = {"item_code": small.NATURAL if hall != OTHER_HALL else OTHER_ITEM}
        window = _put(connection, _table("window"), _first(connection, "window", hall_code=LINGXI) | at)
        staff = _put(connection, _table("staff"), _staff(connection, f"N{hall[:9]}{hall[13:]}") | at)
        offer = _put(
            connection, _table("offer"), _first(connection, "offer", hall_code=LINGXI) | at | item | {"window_id": window}
        )  # fmt: skip
        post = _put(
            connection, _table("post"), _first(connection, "post", hall_code=LINGXI) | at
            | {"staff_id": staff, "window_id": window},
        )  # fmt: skip
        _put(connection, _table("hall_detail"), _first(connection, "hall_detail", hall_code=LINGXI) | at)
        _put(connection, _table("offer_contact"), _first(connection, "offer_contact", hall_code=LINGXI) | at)
        _put(
            connection, _table("authority"), _first(connection, "authority", hall_code=LINGXI) | at
            | {"offer_id": offer, "post_id": post},
        )  # fmt: skip
    gone = {"valid_to": date(2025, 6, 30)}
    for hall in (LINGXI, QIANKU):
        at = {"hall_code": hall, "region_code": hall[:12]}
        _put(connection, _table("staff"), _staff(connection, f"G{hall[:9]}{hall[13:]}") | at | gone)
        _put(
            connection, _table("staff"), _staff(connection, f"M{hall[:9]}{hall[13:]}") | at | {"department_code": "mzj"}
        )


def _staff(connection: Connection, number: str) -> dict[str, Any]:
    return _first(connection, "staff", hall_code=LINGXI) | {"staff_number": number}


def _cases(marks: Marks, world: World, connection: Connection) -> None:
    """Cases in each further hall, of another department and item in 灵溪, and 钱库's handed to others in every way."""
    agents = _hall_of(connection, "lingxi_agent")
    agent = _account_of(connection, "lingxi_agent")
    serial = iter(range(9001, 9999))
    for template in (world.cases[LINGXI][1], world.cases[LINGXI][2]):  # one accepted, one only received
        for hall, changes in (
            (COUNTY_HALL, {}),
            (STATION, {}),
            (THIRD_TOWN, {}),
            (agents, {}),
            (OTHER_HALL, {"region_code": "330383001000"}),
            (LINGXI, {"department_code": "mzj"}),
            (LINGXI, {"department_code": None}),
            (QIANKU, {"department_code": "mzj"}),
            (QIANKU, {"item_code": small.NATURAL}),
            (QIANKU, {"item_code": small.INSTANT}),
        ):
            _clone(marks, connection, template, next(serial), {"hall_code": hall, "region_code": hall[:12]} | changes)
        for hall, changes in ((agents, {}), (LINGXI, {}), (agents, {"state": "finished", "outcome": "granted"})):
            task = {
                "hall_code": hall,
                "region_code": hall[:12],
                "handler_id": agent,
            }  # the agent's: in sight, out of it, over
            _clone(marks, connection, template, next(serial), task | changes)
        for to in ({"to_hall_code": hall} for hall in (LINGXI, COUNTY_HALL, STATION, agents)):
            for way in ("read", "handle", "ended", "later"):
                _hand_over(marks, world, connection, template, next(serial), to, way)
        for way in ("read", "handle", "ended") if template == world.cases[LINGXI][1] else ("read", "ended"):
            _hand_over(marks, world, connection, template, next(serial), {"to_department_code": "mzj"}, way)


def _account_of(connection: Connection, username: str) -> int:
    table: Any = User.__table__
    return int(connection.execute(select(table.c.id).where(table.c.username == username)).scalar() or 0)


def _hall_of(connection: Connection, username: str) -> str:
    table: Any = User.__table__
    return str(connection.execute(select(table.c.hall_code).where(table.c.username == username)).scalar())


def _clone(
    marks: Marks, connection: Connection, template: str, serial: int, changes: dict[str, Any]
) -> tuple[int, dict[str, Any]]:
    """A case like another, with all that hangs on it, in another place."""
    case = _first(connection, "case", number=template)
    hall = changes["hall_code"]
    town = hall[:9] if hall != COUNTY_HALL else "330327000"
    place = {"handler_id": None, "window_id": None, "number": f"{town}20260302{serial}"} | changes
    case_id = _put(connection, _table("case"), case | place)
    where = {name: (case | place)[name] for name in ("hall_code", "region_code", "department_code")}
    for noun in CHILDREN:
        table = _table(noun)
        for row in list(connection.execute(select(table).where(table.c.case_id == case["id"])).mappings())[:2]:
            more: dict[str, Any] = {"case_id": case_id} | where
            if noun == "attachment":
                more["code"] = uuid4().hex
            if noun == "clock_event":  # marked as it comes: the ledger takes no change
                more["reason"] = marks.coming()
            if noun == "slip":
                more["number"] = f"S{place['number']}"
                more["facts"] = row["facts"] | {"applicant": marks.coming()}
            made = _put(connection, table, dict(row) | more)
            if noun in ("clock_event", "slip"):
                marks.next(noun, made)
    return case_id, case | place


def _hand_over(
    marks: Marks, world: World, connection: Connection, template: str, serial: int, to: dict[str, str], way: str
) -> None:
    case_id, case = _clone(marks, connection, template, serial, {"hall_code": QIANKU, "region_code": QIANKU[:12]})
    now = clock.local_now()
    begins = now + timedelta(days=2) if way == "later" else now - timedelta(days=2)
    ends = now - timedelta(hours=1) if way == "ended" else None
    right = "handle" if way == "handle" else "read"
    stamp = {name: case[name] for name in ("created_at", "created_by", "changed_at", "changed_by")}
    place = {name: case[name] for name in ("county_code", "opened_year", "hall_code", "region_code", "department_code")}
    _ledger(marks, connection, place | {"case_id": case_id}, to, way)
    grant = {"case_right": right, "granted_from": begins, "granted_until": ends, "case_id": case_id}
    _put(connection, CaseGrant.__table__, stamp | place | grant | to)
    over = HandOver(
        case_id, case["region_code"], to.get("to_hall_code"), to.get("to_department_code"), begins, ends, right
    )
    world.overs.append(over)


def _ledger(marks: Marks, connection: Connection, place: dict[str, Any], to: dict[str, str], way: str) -> None:
    """The steps that say the same as the grant: on its way, taken over, or sent back. What begins later has none yet."""
    receiver: dict[str, str | None] = {name.removeprefix("to_"): code for name, code in to.items()}
    there: tuple[dict[str, str | None], ...] = ({"hall_code": QIANKU}, receiver)
    steps = {"read": ("handed",), "handle": ("handed", "taken"), "ended": ("handed", "sent_back"), "later": ()}[way]
    for serial, step in enumerate(steps, start=1):
        ends = there if step != "sent_back" else there[::-1]
        desks = {
            f"{end}_{name}": code for end, one in zip(("from", "to"), ends, strict=True) for name, code in one.items()
        }
        at = clock.local_now() - timedelta(days=2, minutes=-serial)
        entry = {
            "serial": serial,
            "step": step,
            "at": at,
            "reason": marks.coming(),
            "papers": [],
            "actor": "样例",
            "recorded_at": clock.now(),
        }
        connection.execute(insert(CustodyEvent).values(**place | desks | entry))
        marks.next("custody_event", place["case_id"])


def _requests(connection: Connection) -> None:
    """A person's request in the station, a voided file in each town, and requests for exports: approved, and a leader's own."""
    station = {"hall_code": STATION, "region_code": LINGXI[:12]}
    _put(
        connection,
        _table("person_request"),
        _first(connection, "person_request", hall_code=LINGXI) | station | {"number": "GR-station"},
    )
    for hall in (LINGXI, QIANKU):
        asked = _first(connection, "export_request", hall_code=hall)
        for more in ({"state": "approved"}, {"asked_by": "lingxi_leader"}):
            table, uid = _table("export_request"), uuid4().hex
            made = _put(connection, table, asked | more | {"code": uuid4().hex})
            conditions = privacy.seal("?f.state=received", privacy.place("export_request", "query_sealed", uid))
            connection.execute(update(table).where(table.c.id == made).values(row_uid=uid, query_sealed=conditions))
        _put(
            connection,
            _table("attachment"),
            _first(connection, "attachment", hall_code=hall) | {"code": uuid4().hex, "void_reason": "传错"},
        )


def _secrets(world: World) -> None:
    """The whole numbers that stand in each case."""
    for party in db.session.scalars(select(Party)):
        whole = {privacy.get(party, name) for name in ("id_number", "phone")} - {None, ""}
        world.secrets_of.setdefault(party.case.number, set()).update(text for text in whole if text)
    assert set().union(*world.secrets_of.values()) == world.secrets


# --- marks ------------------------------------------------------------------------------------------------------------


def _mark_all(marks: Marks, world: World, connection: Connection) -> None:
    for noun, name in MARKED.items():
        _mark(marks, connection, by_noun()[noun], name, _rows_of(connection, noun))
    drafts = {row["id"]: row for row in _rows_of(connection, "edition") if row["state"] == "draft"}
    _mark(marks, connection, by_noun()["edition"], "name", drafts.values())
    for noun, resource in by_noun().items():
        if resource.model.scope_kind == "draft" and resource.search and noun != "edition":
            rows = [row for row in _rows_of(connection, noun) if row["edition_id"] in drafts]
            _mark(marks, connection, resource, resource.search[0], rows)


def _rows_of(connection: Connection, noun: str) -> list[dict[str, Any]]:
    table = _table(noun)
    return [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]


def _mark(marks: Marks, connection: Connection, resource: Resource, column: str, rows: Any) -> None:
    table = resource.model.__table__
    for row in rows:
        mark = marks.next(resource.noun, row["id"])
        connection.execute(update(table).where(table.c.id == row["id"]).values({column: mark}))


def _beyond_the_public(marks: Marks, world: World, connection: Connection) -> None:
    """What the public site may not show: cases, drafts, staff who hold no post or have left, offers ended or not begun."""
    for over, when in (("valid_to", date(2025, 6, 30)), ("valid_from", clock.local_today() + timedelta(days=30))):
        row = _first(connection, "offer", hall_code=STATION if over == "valid_to" else THIRD_TOWN)
        table = _table("offer")
        connection.execute(update(table).where(table.c.id == row["id"]).values({over: when}))
        world.unpublished.add(row["place_note"])
    posted = {row["staff_id"] for row in _rows_of(connection, "post")}
    world.unpublished |= {
        row["name"] for row in _rows_of(connection, "staff") if row["id"] not in posted or row["valid_to"]
    }
    hidden = {
        *CHILDREN,
        "case",
        "custody_event",
        "person_request",
        "export_request",
        *(noun for noun, one in by_noun().items() if one.model.scope_kind == "draft"),
    }
    world.unpublished |= {mark for mark, (noun, _row) in world.marks.items() if noun in hidden}
