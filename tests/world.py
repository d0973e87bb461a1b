"""A furnished county for sweeps: beside the seed, cases in both towns, a draft, contacts — a row in every table of the console."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from random import Random
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore import clock, records
from appcore.access import accounts, exports, phone_desk
from appcore.access.files import receiving
from appcore.access.principal import Grant, Person, place_range
from appcore.casework import attachments, intake, numbering, person_data, slip_templates, standard
from appcore.catalogue import (
    bundles,
    check_store,
    confirming,
    editions,
    item_state,
    paper_files,
    paper_merge,
    power_list,
    ticks,
)
from appcore.catalogue.booklets import making
from appcore.catalogue.booklets.choosing import Choice
from appcore.catalogue.editions_in_force import edition_in_force
from appcore.catalogue.findings import found_columns
from appcore.catalogue.local import delegations, offers
from appcore.catalogue.local.delegations import Facts
from appcore.catalogue.local.wanted import Local
from appcore.change import document, imports
from appcore.definition import checks
from appcore.definition.item import Field, ItemDefinition
from appcore.definition.register import RegisterDefinition
from appcore.hall import village_lists
from appcore.hooks import subscriptions
from appcore.registers import books, entries, own_fields
from appcore.transaction import unit_of_work
from models.account import User
from models.check import CheckFinding, CheckLevel, CheckWord, ItemTask
from models.db import db, house_session
from models.item import Edition
from models.material_library import StandardMaterial
from models.offer import Offer
from models.place import Hall, Region
from models.privacy import DestructionLine, DestructionList
from models.register import RegisterRight
from models.review import EditionRemark
from seeds import small
from seeds.answers import SampleLookup
from seeds.applications import application
from tests import hostile, plain_scope
from tests.acting import AT_PHONE, Acting, acting_in, enter_by
from tests.people import COUNTY
from tests.plain_scope import HandOver
from views.console import mount  # noqa: F401 - declares the tables
from views.console.resource import Resource, all_resources

LINGXI, QIANKU = "330327100000-01", "330327104000-01"
CLERKS = {LINGXI: "lingxi_clerk", QIANKU: "qianku_clerk"}
ADMINS = {LINGXI: "lingxi_admin", QIANKU: "qianku_admin"}
AGENTS = {LINGXI: "lingxi_agent", QIANKU: "qianku_agent"}
QIANKU_ROOM = "330327104010-01"


@dataclass(slots=True)
class World:
    """Where things stand: numbers of cases by hall, the draft's id and item, and the full numbers that no page may show.

    In the county of the leak matrix also: those numbers by case, the hand-overs, the mark of each row, and the marks that are
    nobody's without signing in; `spread` says that its sweeps take a row of each kind, and not only the first and the last.
    """

    app: Flask
    acting: Acting
    cases: dict[str, list[str]] = field(default_factory=dict)
    slips: dict[str, list[str]] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    secrets_of: dict[str, set[str]] = field(default_factory=dict)
    handlers: frozenset[str] = frozenset(("lingxi_clerk", "qianku_clerk"))
    draft_id: int = 0
    draft_item: str = small.PROMISED
    cookies: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    seen: dict[tuple[str, str | None], list[int]] = field(default_factory=dict)
    held: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    overs: list[HandOver] = field(default_factory=list)
    marks: dict[str, tuple[str, int]] = field(default_factory=dict)
    unpublished: set[str] = field(default_factory=set)
    spread: bool = False

    def ids(self, resource: Resource, username: str | None = None) -> list[int]:
        """The ids that the program lets a person see; all of them without a name."""
        asked = (resource.noun, username)
        if asked not in self.seen:
            with self.acting(username):
                self.seen[asked] = list(db.session.scalars(select(resource.model.id).order_by(resource.model.id)))
        return self.seen[asked]

    def foreign(self, resource: Resource, username: str) -> list[int]:
        """The ids that exist and that this person may not see, by the plain rule and not by the program's own."""
        own = set(self.due(resource, username))
        return [one for one in self.rows(resource) if one not in own]

    def due(self, resource: Resource, username: str) -> list[int]:
        """The ids that a person may see, worked out row by row by `tests.plain_scope`."""
        asked = (resource.noun, f"{username} by rule")
        if asked not in self.seen:
            grants = self.grants(username)
            self.seen[asked] = [
                one for one, row in self.rows(resource).items() if self._sees(username, grants, resource, row)
            ]
        return self.seen[asked]

    def grants(self, username: str) -> tuple[Grant, ...]:
        with self.acting(username) as who:
            return who.grants if isinstance(who, Person) else ()

    def roles(self, username: str) -> frozenset[str]:
        with self.acting(username) as who:
            return who.roles if isinstance(who, Person) else frozenset()

    def holds_book(self, username: str, code: str, power: str) -> bool:
        """Whether a role of this person reads or writes a book, as the database holds it."""
        with self.app.app_context(), db.engine.connect() as connection:
            table: Any = RegisterRight.__table__
            query = select(table.c.role).where(table.c.register_code == code, table.c.power == power)
            return not self.roles(username).isdisjoint(connection.execute(query).scalars())

    def rows(self, resource: Resource) -> dict[int, dict[str, Any]]:
        """Every row of a table by its id, as the database holds it."""
        table = resource.model.__table__
        if resource.noun not in self.held:
            with self.app.app_context(), db.engine.connect() as connection:
                found = connection.execute(select(table).order_by(table.c.id)).mappings()
                self.held[resource.noun] = {row["id"]: dict(row) for row in found}
        return self.held[resource.noun]

    def _sees(self, username: str, grants: tuple[Grant, ...], resource: Resource, row: dict[str, Any]) -> bool:
        match resource.model.scope_kind:
            case "scoped":
                case_id = row["id"] if resource.noun == "case" else row.get("case_id")
                overs = [over for over in self.overs if over.case_id == case_id]
                if username.endswith(AT_PHONE):
                    case = self.rows(by_noun()["case"]).get(case_id or 0)
                    if not plain_scope.sees_at_phone(self.accounts[username], case):
                        return False
                if resource.noun == "register_entry" and not self.holds_book(username, row["register_code"], "read"):
                    return False
                return plain_scope.sees_own(grants, row, overs, clock.local_now())
            case "standard":
                return plain_scope.sees_standard(grants, row)
            case "draft":
                edition = row if resource.noun == "edition" else self.rows(by_noun()["edition"])[row["edition_id"]]
                return plain_scope.sees_edition(grants, edition)
        return True

    def row(self, resource: Resource, row_id: int) -> dict[str, Any]:
        """A row's columns by name, read as the system."""
        with self.acting():
            row = db.session.get(resource.model, row_id)
            assert row is not None
            return {column.name: getattr(row, column.name, None) for column in resource.model.__table__.columns}


def by_noun() -> dict[str, Resource]:
    return {resource.noun: resource for resource in all_resources()}


def furnish(app: Flask, acting: Acting) -> World:
    """Add to the seeded county what it lacks, through the services, as the people who would."""
    world = World(app, acting)
    with acting() as _system, unit_of_work() as session:
        hashed = session.scalar(select(User.password).where(User.username == AGENTS[LINGXI])) or ""
        room = Grant("hall", hall_code=QIANKU_ROOM)
        accounts.insert(
            session,
            AGENTS[QIANKU],
            hashed=hashed,
            role="agent",
            name="样例钱库代办员",
            hall_code=QIANKU_ROOM,
            grants=(room,),
            demo=True,
        )
    _fill_library(world)
    with acting("admin"):
        subscriptions.make(subscriptions.Wanted("样例系统", "https://hooks.test/in", ("case.received",)))
    for hall in (LINGXI, QIANKU):
        with acting(CLERKS[hall]):
            for number, item in enumerate(
                (small.INSTANT, small.PROMISED, small.NATURAL), start=len(world.cases) * 10 + 1
            ):
                whole = item != small.NATURAL
                handed_in = _application(item, hall, number, whole=whole)
                world.secrets |= {text for one in handed_in.parties for text in (one.id_number, one.phone) if text}
                taken = intake.accept(handed_in) if whole else intake.receive(handed_in)
                world.cases.setdefault(hall, []).append(taken.number)
                world.slips.setdefault(hall, []).append(taken.slip_number)
            paper = receiving.receive(BytesIO(hostile.pdf()), "样例附件.pdf", field="files")
            attachments.attach(world.cases[hall][1], [paper], material_key="", note="")
        with acting(ADMINS[hall]):
            contact = {"hall_code": hall, "kind": "consult", "mode": "phone", "detail": "0577-0000 0001"}
            records.create(by_noun()["offer_contact"].model, contact)
            person_data.register("copy", "样例查阅", "999999199001010017", "查阅本人办件")
            phone_desk.invite(AGENTS[hall])
            exports.ask(noun="case", query="f.state=received", form="xlsx", rows=20_000, reason="样例用途")
        _list_to_destroy(world, hall)
    _books(world)
    with acting("county_editor"):
        form = receiving.receive(BytesIO(hostile.document("申请人")), "样例空白表.docx", field="file", sealed=False)
        paper_files.keep_for_paper(first_paper(), "blank_form", form, public=True)
        world.draft_id = editions.draft(world.draft_item)
    _check(world)
    with acting("county_reviewer"):
        remark_on(world.draft_id)
    _word_slips(world)
    _bring_packages(world)
    _hand_down(world)
    return world


def remark_on(edition_id: int) -> None:
    """A remark of an earlier round that was found met: it hinders no act on the draft."""
    with unit_of_work() as session:
        edition = session.get(Edition, edition_id)
        row = EditionRemark(
            edition=edition, part="", key="", element="", child="", text="样例意见", state="settled", times=1
        )
        records.add(session, row)


OWN_BOOK, IMPORT = "hall_extras", "a" * 32
"""The book of own fields of halls, and the id of what was imported from a sheet."""
BOOK_LINE = {"f_kind": ["evening"], "f_from_time": ["17:30"], "f_until_time": ["18:40"], "f_people": ["3"], "f_matter": ["样例事项"], "f_clerk": ["样例甲"]}  # fmt: skip
VISIT_LINE = {
    "f_applicant": ["样例乙"], "f_phone": ["13800005678"], "f_address": ["苍南县样例路六百六十六号"], "f_reason": ["ill"],
    "f_matter": ["样例事项"], "f_visitors": ["样例丙、样例丁"],
}  # fmt: skip
PATROL_LINE = {"f_round": ["morning"], "f_at": ["08:10"], "f_patrol": ["样例甲"], "f_found": ["no"]}


def _books(world: World) -> None:
    """In both towns a line of a book that clerks write, one with sensitive values, one that clerks do not read, one imported, own fields."""
    with world.acting("county_editor"):
        fields = (
            Field(key="parking", label="停车位", kind="integer", summed=True),
            Field(key="contact", label="联系电话", kind="phone"),
        )
        own = RegisterDefinition(
            code=OWN_BOOK, subject="hall", name="大厅补充信息", readers=("leader",), writers=("hall_admin", "county_editor"), fields=fields,
        )  # fmt: skip
        books.publish(books.begin(own))
    day = clock.local_today()
    for hall in (LINGXI, QIANKU):
        with world.acting(CLERKS[hall]):
            entries.write("extended_hours", hall_code=hall, day=day, raw=BOOK_LINE)
            entries.write("home_visits", hall_code=hall, day=day, raw=VISIT_LINE)
            entries.write("extended_hours", hall_code=hall, day=day, raw=BOOK_LINE, import_id=IMPORT)
        with world.acting(ADMINS[hall]):
            entries.write("patrols", hall_code=hall, day=day, raw=PATROL_LINE)
            row = db.session.scalar(select(Hall).where(Hall.code == hall))
            own_fields.save(OWN_BOOK, row, raw={"f_parking": ["12"], "f_contact": ["0577-00000009"]}, version=0)


def _word_slips(world: World) -> None:
    """A template in force, one that waits for the second pair of eyes, and one for a single item that is still written."""
    with world.acting("county_editor"):
        made = [slip_templates.draft(kind, COUNTY) for kind in ("receipt", "correction")]
        for one in made:
            slip_templates.submit(one)
        slip_templates.draft("receipt", COUNTY, small.PROMISED)
    with world.acting("county_reviewer"):
        slip_templates.publish(made[0])


POWER, MATTER, SYSTEM, DOUBLE = "QR-00001", "m1", "s1", "p1"
"""The codes of an entry of the power list, of a matter of two items, of a system where items are worked, and of a paper merged away."""


def _fill_library(world: World) -> None:
    """A paper merged into another, an entry with its item, a published matter, a mapped column, a system, and what befell an item."""
    with world.acting("county_editor"):
        tables = by_noun()
        double = {"code": DOUBLE, "name": "样例重复材料", "kind": "other", "source_type": "applicant"}
        records.create(tables["standard_material"].model, double)
        paper_merge.merge(DOUBLE, first_paper(), "样例原因")
        entry = {"code": POWER, "name": "样例权责", "task_type": "confirmation", "department_code": "gaj"}
        records.create(tables["power_entry"].model, entry)
        power_list.confirm([(POWER, small.INSTANT)])
        records.create(tables["bundle"].model, {"code": MATTER, "name": "样例一件事"})
        asked = {"bundle_code": MATTER, "key": "q1", "text": "急用吗", "kind": "yes_no", "position": 1}
        question = records.create(tables["bundle_question"].model, asked)
        records.create(tables["bundle_item"].model, {"bundle_code": MATTER, "item_code": small.NATURAL, "position": 1})
        second = {
            "bundle_code": MATTER,
            "item_code": small.INSTANT,
            "position": 2,
            "question_id": question,
            "answer": "是",
        }
        records.create(tables["bundle_item"].model, second)
        column = {"scheme": "样例平台", "element": "name", "target": "样例列"}
        records.create(tables["exchange_column"].model, column)
        records.create(tables["work_system"].model, {"code": SYSTEM, "name": "样例系统", "numbered": True})
    with world.acting("county_reviewer"):
        bundles.publish(MATTER)
        item_state.pause(small.NATURAL, "样例原因", clock.local_today(), None)
        item_state.resume(small.NATURAL, "样例原因")


def _check(world: World) -> None:
    """Everything is checked; a warning is ticked, a level and a word are set, an error is owed, an item is confirmed."""
    with world.acting() as _system:
        check_store.job()
    with world.acting("county_reviewer"):
        open_ones = select(CheckFinding).where(CheckFinding.level == "warning", CheckFinding.item_code == small.INSTANT)
        found = db.session.scalars(open_ones).first()
        assert found is not None
        ticks.tick(found.edition_id, {found.fingerprint}, "样例理由")
    with world.acting("county_editor"):
        confirming.confirm(small.INSTANT, 1)
    with world.acting() as _system, unit_of_work() as session:
        level = CheckLevel(owner_code=COUNTY, rule_id="W18", level="info", reason="样例理由")
        word = CheckWord(owner_code=COUNTY, kind="material", text="样例兜底材料", reason="样例")
        for row in (level, word):
            records.stamp(row, new=True)
            session.add(row)
        edition = edition_in_force(session, small.INSTANT)
        assert edition is not None
        faulty = checks.problems(ItemDefinition(code=small.INSTANT))[0]
        task = ItemTask(
            **found_columns(faulty, "0" * 64), edition_id=edition.id, edition=edition, item_code=edition.item_code,
            department_code=edition.department_code, state="open", due_on=clock.local_today(), opened_at=clock.now(),
        )  # fmt: skip
        records.stamp(task, new=True)
        session.add(task)


def _bring_packages(world: World) -> None:
    """An import that was applied, and a preview of its editor's own."""
    with world.acting("county_editor"):
        for kind, wants in (("refusal", True), ("payment", False)):
            wording = {"kind": kind, "texts": {"notice": "样例提示"}}
            code = imports.preview(document.write({"slip_templates": [wording]}), "样例.json")
            if wants:
                imports.apply(code, {f"slip_template:{kind}"})


def _hand_down(world: World) -> None:
    """Local values in both towns, a batch that both are to take on, in each a booklet that waits, and a village's list that is being drawn up."""
    with world.acting("county_editor"):
        made = delegations.begin(Facts("样例承接批次", "delegated", clock.local_today(), paper="样例文件"))
        delegations.add(made, [small.PROMISED], [LINGXI, QIANKU], version=1)
        delegations.set_duties(made, {"county": ["样例指导"], "town": ["样例办理"]}, version=2)
        delegations.set_handover(made, small.PROMISED, ["样例交接"], version=3)
    with world.acting("county_reviewer"):
        delegations.issue(made, version=4)
    for hall in (LINGXI, QIANKU):
        with world.acting(ADMINS[hall]):
            session = house_session()
            offer = session.scalars(
                select(Offer).where(Offer.item_code == small.NATURAL, Offer.hall_code == hall)
            ).one()
            settings = replace(offers.settings_of(session, offer), hours_note="样例上午")
            offers.save(offer.id, Local(settings=settings), version=offer.version)
            low, high = place_range(hall[:12])
            villages = select(Hall.code).where(Hall.kind == "village_room", Hall.region_code.between(low, high))
            room = session.scalars(villages.order_by(Hall.code).limit(1)).one()
            village_lists.draw_up([room], [village_lists.Entry(small.PROMISED, "agent", "样例备注")])
            making.ask(making.Wanted("card", "docx", Choice("hall", hall), "code"))


def _list_to_destroy(world: World, hall: str) -> None:
    """A destruction list that waits for its signatures; its line names no case that there is."""
    with world.acting() as _system, unit_of_work() as session:
        place = {"hall_code": hall, "region_code": hall[:12]}
        day = clock.local_today()
        made = DestructionList(
            **place, number=numbering.of_hall(session, hall, "XH", day.year), state="drawn_up", as_of=day, case_count=1, row_count=9, drawn_up_by="样例",
            drawn_up_account=0,
        )  # fmt: skip
        records.stamp(made, new=True)
        session.add(made)
        session.flush()
        line = {"case_row": 0, "case_number": f"{hall[:9]}201501020001", "item_code": small.INSTANT, "row_count": 9}
        term = {"finished_on": day, "retention": "years10", "due_on": day}
        session.add(DestructionLine(**place, list_id=made.id, **line, **term))


def first_paper() -> str:
    """The code of the first paper of the library."""
    return str(db.session.scalar(select(StandardMaterial.code).order_by(StandardMaterial.id)))


def _application(item: str, hall: str, number: int, *, whole: bool) -> Any:
    session = house_session()
    found = standard.in_hall(session, item, hall)
    regions = tuple(session.scalars(select(Region.code).where(Region.level == 12)))
    lookup = SampleLookup(clock.local_today(), regions)
    return application(Random(number), found.definition, hall, lookup, number, complete=whole)


@pytest.fixture(scope="module")
def county(house: Any) -> Iterator[World]:
    """The furnished county for a whole module, whose tests must leave it as they found it."""
    house.restore()
    yield furnish(house.app, acting_in(house.app))
    house.app.config["WTF_CSRF_ENABLED"] = False
    house.restore()


@pytest.fixture(scope="module")
def enter(county: World) -> Callable[[str], FlaskClient]:
    """Sign in, once for each person and module."""
    entered: dict[str, FlaskClient] = {}
    sign_in = enter_by(county.app)

    def signed_in(username: str) -> FlaskClient:
        return entered.setdefault(username, entered.get(username) or sign_in(username))

    return signed_in
