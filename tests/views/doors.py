"""The routes of the app as doors: which permission each wants, and how its address is filled with real rows.

Everything is read from the url_map, so that a new route is swept the day it appears; a route whose address nobody can fill
fails the sweep with its name.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask
from sqlalchemy import select, true
from werkzeug.routing import Rule

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import Grant, Person
from models.account import ScopeGrant, User
from models.attachment import Attachment
from models.booklet import Booklet
from models.bundle import Bundle
from models.case import Case, Slip
from models.check import CheckTick, ItemTask
from models.db import db
from models.delegation import Adoption, Delegation
from models.document import Document
from models.edition_parts import PARTS
from models.export import ExportRequest
from models.hook import HookDelivery, HookSubscription
from models.item import Edition, Item
from models.material_library import PaperMerge, StandardMaterial
from models.offer import Offer
from models.package import PackageImport
from models.phone import EnrolledPhone
from models.place import Hall
from models.power import PowerEntry
from models.privacy import DestructionList, PersonRequest
from models.register import Register
from models.review import EditionRemark
from models.search import SearchMiss
from models.sign_in import LoginSession
from models.slip_template import SlipTemplate, SlipTemplateVersion
from models.village_list import VillageList
from seeds import small
from tests.plain_scope import received, sees_own
from tests.world import ADMINS, AGENTS, IMPORT, LINGXI, OWN_BOOK, QIANKU, World, by_noun
from views.console.accounts.forms import LOOKUPS
from views.console.base import HouseView
from views.console.edition_acts import TITLES
from views.console.resource import Resource

PEOPLE = (
    "admin", "security", "auditor", "county_editor", "county_reviewer", "civil_editor", "lingxi_admin", "lingxi_clerk",
    "lingxi_decider", "lingxi_leader", "lingxi_agent", "supervisor",
)  # fmt: skip
"""One account of each role; the rows they may not see are those of 钱库 and, for the county's readers, other drafts."""
MOST_ROWS = 2
HANDED_ON = "handed on"
MOST_KINDS = {True: 4, False: 5}
BESIDE_THE_ROW = frozenset({"act", "column", "filename", "which", "subject"})
"""Arguments of an address that name no row."""


@dataclass(frozen=True, slots=True)
class Door:
    """A rule. `permission` is (view, verb); None where no account is asked for."""

    rule: Rule
    permission: tuple[str, str] | None
    view: Any = None
    method: str = ""

    @property
    def resource(self) -> Resource | None:
        return self.view.resource if isinstance(self.view, HouseView) else None

    @property
    def posts(self) -> bool:
        return "POST" in (self.rule.methods or ())

    @property
    def gets(self) -> bool:
        return "GET" in (self.rule.methods or ())


OPEN = (
    "static", "appbuilder.static", "healthz", "readyz", "Login.login", "Login.logout", "Login.lock", "Login.second",
    "Login.state", "Login.unlock", "PhoneDoor.enter", "PhoneDoor.enrol", "public.",
)  # fmt: skip
"""R09: what is answered without an account, by its endpoint or, with a dot at its end, by its blueprint."""


def doors(app: Flask) -> list[Door]:
    """Every rule of the app with the permission its view says it wants.

    Raises: AssertionError that names the route which asks for none, or for one that the table does not know.
    """
    views = {view.endpoint: view for view in app.extensions["appbuilder"].baseviews}
    return [_door(rule, views) for rule in sorted(app.url_map.iter_rules(), key=str)]


def _door(rule: Rule, views: dict[str, Any]) -> Door:
    owner, _, method = rule.endpoint.partition(".")
    if rule.endpoint in OPEN or f"{owner}." in OPEN:
        return Door(rule, None)
    view = views.get(owner)
    verb = (
        view.method_permission_name.get(method) or getattr(getattr(view, method), "_permission_name", "")
        if view
        else ""
    )
    if view is None or not verb:
        raise AssertionError(
            f"{rule} ({rule.endpoint}) asks for no permission: guard it, or name it in OPEN of tests/views/doors.py"
        )
    permission = (view.class_permission_name, verb.removeprefix("can_"))
    if permission not in permissions.known():
        raise AssertionError(
            f"{rule} ({rule.endpoint}) asks for {permission}: add a line to appcore/access/permissions.py"
        )
    return Door(rule, permission, view, method)


def addresses(door: Door, world: World, username: str | None, *, foreign: bool = False) -> list[str]:
    """The door's addresses for rows that this person sees, or for rows that exist and that he may not see."""
    return list(openings(door, world, username, foreign=foreign))


def openings(door: Door, world: World, username: str | None, *, foreign: bool = False) -> dict[str, dict[str, Any]]:
    """The same with what each address was filled with."""
    if not door.rule.arguments:
        return {} if foreign else {door.rule.rule: {}}
    return {_filled(door.rule, values): values for values in _values(door, world, username, foreign)}


def nowhere(door: Door, world: World) -> dict[str, dict[str, Any]]:
    """The door's address for a row that there never was: a real one with another end."""
    real = next(iter(openings(door, world, None).values()), {})
    kept = {name: value for name, value in real.items() if name in BESIDE_THE_ROW}
    gone = kept | {name: _never(value) for name, value in real.items() if name not in kept}
    return {_filled(door.rule, gone): gone} if gone != real else {}


def _never(value: Any) -> Any:
    return 2**31 - 7 if isinstance(value, int) else f"{str(value)[:-2]}99"


def _filled(rule: Rule, values: dict[str, Any]) -> str:
    text = rule.rule
    for name, value in values.items():
        for converter in ("", "string:", "path:", "int:"):
            text = text.replace(f"<{converter}{name}>", quote(str(value)))
    return text


def _values(door: Door, world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
    endpoint = door.rule.endpoint
    if door.resource is not None and "pk" in door.rule.arguments:
        yield from ({"pk": one} for one in _ids(world, door.resource, username, foreign))
    elif door.resource is not None and "column" in door.rule.arguments:
        yield from ({"column": name} for name in (() if foreign else pointers(door.resource)))
    elif endpoint in FILLERS:
        yield from FILLERS[endpoint](world, username, foreign)
    else:
        raise AssertionError(f"say in tests/views/doors.py how {door.rule} is filled")


def _ids(world: World, resource: Resource, username: str | None, foreign: bool) -> list[int]:
    if world.spread:
        return one_of_each(world, resource, username, foreign)
    if not foreign:
        own = world.ids(resource, username)
        return own[: MOST_ROWS - 1] + own[-1:]
    hidden = world.foreign(resource, username or "")
    return hidden[:1] + hidden[-1:]


def one_of_each(world: World, resource: Resource, username: str | None, foreign: bool) -> list[int]:
    """The first row of each kind, those once handed to this person before all: of each hall, department and state."""
    rows = world.rows(resource)
    ids = list(rows) if username is None else (world.foreign if foreign else world.due)(resource, username)
    grants = world.grants(username) if username is not None else ()
    found: dict[Any, int] = {}
    for one in ids:
        found.setdefault(_kind(world, resource, rows[one], grants), one)
    handed_first = sorted(found, key=lambda kind: (not kind[0], not kind[1] or kind[1][0] != HANDED_ON))
    return [found[kind] for kind in handed_first][: MOST_KINDS[foreign]]


def _kind(world: World, resource: Resource, row: dict[str, Any], grants: tuple[Grant, ...]) -> tuple[Any, Any]:
    """How a row came to this person, () when it never did, and where it stands."""
    match resource.model.scope_kind:
        case "scoped":
            case_id = row["id"] if resource.noun == "case" else row.get("case_id")
            overs = [over for over in world.overs if over.case_id == case_id]
            mine = tuple((one.right, one.ends, one.begins) for one in overs if any(received(it, one) for it in grants))
            state = row.get("state") if mine or overs or resource.noun != "case" else None
            where = HANDED_ON if overs else (row["hall_code"], row["department_code"])
            return mine, (where, state, bool(row.get("valid_to") or row.get("void_reason")), row.get("asked_by"))
        case "draft":
            edition = row if resource.noun == "edition" else world.rows(by_noun()["edition"])[row["edition_id"]]
            return (), (edition["state"], edition["department_code"], edition["owner_code"])
        case "standard":
            return (), (row["owner_code"], row.get("department_code"))
    return (), ()


def pointers(resource: Resource) -> tuple[str, ...]:
    columns = resource.model.__table__.columns
    return tuple(name for name in resource.form_columns if columns[name].foreign_keys)


def _column(model: Any, name: str, noun: str) -> Callable[..., Iterator[Any]]:
    def values(world: World, username: str | None, foreign: bool) -> Iterator[Any]:
        ids = _ids(world, by_noun()[noun], username, foreign)
        with world.acting():
            yield from [db.session.scalar(select(getattr(model, name)).where(model.id == one)) for one in ids]

    return values


def _each(
    argument: str, column: Callable[..., Iterator[Any]], **more: Iterable[Any]
) -> Callable[..., Iterator[dict[str, Any]]]:
    def fill(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
        for value in column(world, username, foreign):
            for name, others in more.items():
                yield from ({argument: value, name: other} for other in others)
            if not more:
                yield {argument: value}

    return fill


def _logins(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
    """Sessions of one's own, or of other accounts."""
    with world.acting():
        own = User.username == username if username else true()
        found = (
            select(LoginSession.id)
            .join(User, User.id == LoginSession.account_id)
            .where(LoginSession.phone_id.is_(None))
            .order_by(LoginSession.id)
        )
        yield from [{"pk": one} for one in db.session.scalars(found.where(~own if foreign else own).limit(MOST_ROWS))]


_item_codes = _column(Item, "code", "item")
_hall_codes = _column(Hall, "code", "hall")


def _accounts(world: World, username: str | None, foreign: bool) -> Iterator[str]:
    """Accounts belong to no place: whoever may open their pages sees them all."""
    if not foreign:
        yield from ("qianku_clerk", "auditor", "security")


def _grants(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
    if not foreign:
        with world.acting():
            query = select(User.username, ScopeGrant.id).join(User, User.id == ScopeGrant.account_id)
            name, grant = db.session.execute(query.where(User.username == "qianku_clerk")).one()
        yield {"username": name, "pk": grant}


def _agents(world: World, username: str | None, foreign: bool) -> Iterator[str]:
    """Agents by whose admin keeps their phones: that of their town, and the security administrator everybody's."""
    own = [name for hall, name in AGENTS.items() if username in (None, "security", ADMINS[hall])]
    yield from ([name for name in AGENTS.values() if name not in own] if foreign else own)


def _phones(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
    yield from _phones_of(world, list(_agents(world, username, foreign)))


def _own_phones(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
    """One's own phones, or those of other accounts; of who has none, there is nothing to stop."""
    own = [name for name in AGENTS.values() if username in (None, name)]
    yield from _phones_of(world, [name for name in AGENTS.values() if (name in own) != foreign])


def _phones_of(world: World, names: list[str]) -> list[dict[str, Any]]:
    with world.acting():
        query = select(EnrolledPhone.id).join(User, User.id == EnrolledPhone.account_id).where(User.username.in_(names))
        return [{"pk": one} for one in db.session.scalars(query.order_by(EnrolledPhone.id))]


def _registers(subject: str) -> Callable[..., Iterator[str]]:
    """The county's own books: whoever may open the designer sees them all."""

    def values(world: World, username: str | None, foreign: bool) -> Iterator[str]:
        if not foreign:
            with world.acting():
                query = select(Register.code).where(Register.subject == subject).order_by(Register.id)
                yield from list(db.session.scalars(query.limit(1)))

    return values


def _books(power: str) -> Callable[..., Iterator[dict[str, Any]]]:
    """Books that a role of the person reads or writes; foreign ones are those that none of his roles reads."""

    def fill(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
        for code in ("extended_hours", "home_visits", "patrols"):
            held = username is None or world.holds_book(username, code, "read" if foreign else power)
            if held is not foreign:
                yield {"code": code}

    return fill


def _slip_kinds(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
    """The kinds are the program's own: the same for everybody."""
    if not foreign:
        yield from ({"kind": one} for one in ("receipt", "correction"))


def _of_templates(model: Any) -> Callable[..., Iterator[dict[str, Any]]]:
    """Templates and their versions by whose place owns them: the county's, or another's."""

    def fill(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
        with world.acting(username) as who:
            places = who.places if isinstance(who, Person) else None
        with world.acting():
            query = select(model.id, model.owner_code).order_by(model.id)
            for row in db.session.execute(query):
                if places is None or (row.owner_code in places) != foreign:
                    yield {"pk": row.id}

    return fill


def _packages(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
    """Imports of one's own place; a preview is its account's alone."""
    with world.acting(username) as who:
        places = who.places if isinstance(who, Person) else None
    with world.acting():
        for row in db.session.scalars(select(PackageImport).order_by(PackageImport.id)):
            own = places is None or (row.owner_code in places and (row.state != "previewed" or row.account == username))
            if own != foreign:
                yield {"code": row.code}


def _lines(power: str) -> Callable[..., Iterator[dict[str, Any]]]:
    """Numbered lines in sight whose book the person reads or writes."""

    def fill(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
        rows = world.rows(by_noun()["register_entry"])
        for one in _ids(world, by_noun()["register_entry"], username, foreign):
            held = foreign or username is None or world.holds_book(username, rows[one]["register_code"], power)
            if held and rows[one]["serial"] is not None:
                yield {"pk": one}

    return fill


def _imports(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
    """What was imported in a hall in sight; the same sheet's name stands for another one elsewhere."""
    resource = by_noun()["register_entry"]
    rows = world.rows(resource)
    seen = list(rows) if username is None else world.due(resource, username)
    codes = {rows[one]["register_code"] for one in seen if rows[one]["import_id"]}
    for code in sorted(codes) if not foreign else ():
        if username is None or world.holds_book(username, code, "write"):
            yield {"code": code, "import_id": IMPORT}


def _own_fields(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
    if not foreign and (username is None or world.holds_book(username, OWN_BOOK, "write")):
        hall = next(one for one, row in world.rows(by_noun()["hall"]).items() if row["code"] == LINGXI)
        yield {"subject": "hall", "pk": hall, "code": OWN_BOOK}


def _merges(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
    """Merges of papers are the county's: whoever may merge sees them all."""
    if not foreign:
        with world.acting():
            yield from [{"code": one} for one in db.session.scalars(select(PaperMerge.code))]


def _parts_of_powers(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
    """Entries with an item that they were never matched with: parting them would change the furnished county."""
    for pk in _column(PowerEntry, "id", "power_entry")(world, username, foreign):
        yield {"pk": pk, "code": small.PROMISED}


def _remarks(world: World, username: str | None, foreign: bool) -> Iterator[int]:
    """Remarks belong to their edition: whoever sees the one sees the other."""
    ids = _ids(world, by_noun()["edition"], username, foreign)
    with world.acting():
        query = select(EditionRemark.id).where(EditionRemark.edition_id.in_(ids)).order_by(EditionRemark.id)
        yield from list(db.session.scalars(query))


def _booklets(world: World, username: str | None, foreign: bool) -> Iterator[dict[str, Any]]:
    """Booklets by whose place they are of; no table of the console lists them."""
    table: Any = Booklet.__table__
    with world.acting():
        rows = [dict(row) for row in db.session.connection().execute(select(table).order_by(table.c.id)).mappings()]
    for row in rows:
        own = username is None or sees_own(world.grants(username), row, [], clock.local_now())
        if own != foreign:
            yield {"code": row["code"]}


FILLERS: dict[str, Callable[..., Iterator[dict[str, Any]]]] = {
    "CaseDesk.case": _each("number", _column(Case, "number", "case")),
    "CaseDesk.finish": _each("number", _column(Case, "number", "case")),
    "HandingDesk.hand": _each("number", _column(Case, "number", "case")),
    "HandingDesk.take": _each("number", _column(Case, "number", "case")),
    "HandingDesk.send_back": _each("number", _column(Case, "number", "case")),
    "HandingDesk.recall": _each("number", _column(Case, "number", "case")),
    **{
        f"AccountDesk.{act}": _each("username", _accounts)
        for act in ("show", "edit", "add_grant", "deactivate", "activate", "reset", "reset_second", "end_sessions")
    },
    "AccountDesk.end_grant": _grants,
    "AccountDesk.lookup": _each("column", lambda _world, _username, foreign: iter(() if foreign else LOOKUPS)),
    "DestructionDesk.sign": _each("number", _column(DestructionList, "number", "destruction_list")),
    "DestructionDesk.carry_out": _each("number", _column(DestructionList, "number", "destruction_list")),
    "DestructionDesk.withdraw": _each("number", _column(DestructionList, "number", "destruction_list")),
    "PersonRequests.answer": _each("number", _column(PersonRequest, "number", "person_request")),
    "PersonRequests.export": _each("number", _column(PersonRequest, "number", "person_request")),
    "CaseDesk.reveal": _each("number", _column(Case, "number", "case")),
    "CaseFiles.add": _each("number", _column(Case, "number", "case")),
    "CaseFiles.fetch": _each("code", _column(Attachment, "code", "attachment")),
    "CaseFiles.void": _each("code", _column(Attachment, "code", "attachment")),
    "PaperFiles.files": _each("code", _column(StandardMaterial, "code", "standard_material")),
    "PaperFiles.fetch": _each(
        "code", _column(StandardMaterial, "code", "standard_material"), which=("blank_form", "nosuch")
    ),
    "MaterialFiles.files": _each("pk", _column(PARTS["material"], "id", "material")),
    "MaterialFiles.fetch": _each("pk", _column(PARTS["material"], "id", "material"), which=("sample",)),
    "public.paper": lambda *asked: (
        {**one, "key": "paper", "which": "sample"} for one in _each("code", _item_codes)(*asked)
    ),
    "ExportDesk.fetch": _each("code", _column(ExportRequest, "code", "export_request")),
    "ExportDesk.decide": _each("code", _column(ExportRequest, "code", "export_request")),
    **{
        f"HookDesk.{act}": _each("code", _column(HookSubscription, "code", "hook_subscription"))
        for act in ("edit", "renew", "switch_on", "switch_off")
    },
    **{f"HookQueue.{act}": _each("code", _column(HookDelivery, "code", "hook_delivery")) for act in ("send", "stop")},
    **{f"BookDesk.{page}": _books("read") for page in ("book", "printed", "figures")},
    **{f"BookExports.{form}": _books("read") for form in ("xlsx", "csv")},
    **{f"BookImport.{act}": _books("write") for act in ("upload", "template", "apply")},
    "BookImport.undo": _imports,
    "EntryDesk.new": _books("write"),
    "EntryDesk.entry": _lines("read"),
    **{f"EntryDesk.{act}": _lines("write") for act in ("correct", "void")},
    "OwnDesk.edit": _own_fields,
    "BlankForm.form": _each("code", _item_codes),
    "BookletDesk.fetch": _booklets,
    "BookletDesk.again": _booklets,
    "SlipTemplates.kind": _slip_kinds,
    "SlipTemplates.draft": _slip_kinds,
    "SlipTemplates.stop": _of_templates(SlipTemplate),
    **{
        f"SlipTemplates.{page}": _of_templates(SlipTemplateVersion)
        for page in ("read", "edit", "discard", "publish", "send_back")
    },
    **{f"Misses.{act}": _of_templates(SearchMiss) for act in ("answer", "dismiss")},
    **{
        f"Packages.{page}": _packages
        for page in ("read", "apply", "choose", "undo", "marked", "take_over", "take_back")
    },
    **{
        f"PaperDesk.{act}": _each("code", _column(StandardMaterial, "code", "standard_material"))
        for act in ("paper", "merge")
    },
    "PaperDesk.undo": _merges,
    "ItemCodes.item": _each("code", _item_codes),
    "CodeProposals.propose": _each("code", _item_codes),
    "ItemCodes.state": _each("code", _item_codes, which=("pause", "resume", "cancel")),
    **{
        f"BundleDesk.{act}": _each("code", _column(Bundle, "code", "bundle"))
        for act in ("preview", "publish", "withdraw")
    },
    "PowerDesk.match": _each("pk", _column(PowerEntry, "id", "power_entry")),
    "PowerDesk.part": _parts_of_powers,
    "CaseDesk.slip": _each("number", _column(Slip, "number", "slip")),
    "Counter.take": _each("code", _item_codes),
    "Counter.complete": _each("number", _column(Case, "number", "case")),
    "Me.end": _logins,
    "Me.stop_phone": _own_phones,
    "PhoneDesk.enrol": _each("username", _agents),
    "PhoneDesk.revoke": _phones,
    "EntrustDesk.entrust": _each("number", _column(Case, "number", "case")),
    "EntrustDesk.take_back": _each("number", _column(Case, "number", "case")),
    "EditionActs.draft": _each("code", _item_codes),
    "CompareDesk.editions": _each("code", _item_codes),
    "CompareDesk.local": _each("code", _item_codes),
    "ReviewDesk.remarks": _each("pk", _column(Edition, "id", "edition")),
    "ReviewDesk.note": _each("pk", _column(Edition, "id", "edition")),
    "ReviewDesk.judge": _each("pk", _remarks, which=("met",)),
    "ReviewDesk.answer": _each("pk", _remarks),
    "EditionDesign.form": _each("pk", _column(Edition, "id", "edition")),
    **{f"Workbench.{page}": _each("pk", _column(Edition, "id", "edition")) for page in ("part", "who")},
    **{f"RegisterDesign.{act}": _each("code", _registers("book")) for act in ("design", "switch_off", "switch_on")},
    **{f"FieldLibrary.{act}": _each("code", _registers("block")) for act in ("show", "follow")},
    "EditionActs.preview": _each("pk", _column(Edition, "id", "edition")),
    "TrialDesk.trial": _each("pk", _column(Edition, "id", "edition")),
    "EditionActs.act": _each("pk", _column(Edition, "id", "edition"), act=TITLES),
    "Quality.edition": _each("pk", _column(Edition, "id", "edition")),
    "Quality.tick": _each("pk", _column(Edition, "id", "edition")),
    "Quality.take_back": _each("pk", _column(CheckTick, "id", "check_tick")),
    **{f"TaskDesk.{act}": _each("pk", _column(ItemTask, "id", "item_task")) for act in ("reassign", "move")},
    "ConfirmDesk.confirm": _each("code", _item_codes),
    "ConfirmDesk.look": _each("code", _item_codes),
    "FlowDesk.steps": _each("pk", _column(Edition, "id", "edition")),
    "FlowDesk.move": _each("pk", _column(PARTS["step"], "id", "step"), which=("up", "sideways")),
    "FlowDesk.duplicate": _each("pk", _column(PARTS["step"], "id", "step")),
    **{
        f"DocumentDesk.{page}": _each("pk", _column(Document, "id", "document"))
        for page in ("repeal", "reinstate", "file", "fetch")
    },
    **{f"ImpactDesk.{page}": _each("pk", _column(Edition, "id", "edition")) for page in ("sheet", "cases", "better")},
    **{f"LocalDesk.{act}": _each("pk", _column(Offer, "id", "offer")) for act in ("local", "save", "restore")},
    **{
        f"DelegationDesk.{act}": _each("pk", _column(Delegation, "id", "delegation"))
        for act in ("batch", "edit", "duties", "handover", "add", "remove", "issue")
    },
    **{
        f"AdoptionDesk.{act}": _each("pk", _column(Adoption, "id", "adoption"))
        for act in ("adoption", "tick", "train", "accept", "recall")
    },
    **{
        f"VillageDesk.{act}": _each("pk", _column(VillageList, "id", "village_list"))
        for act in ("read", "printed", "edit", "discard", "publish")
    },
    "static": _each("filename", lambda *_: iter(["css/tokens.css"])),
    "appbuilder.static": _each("filename", lambda *_: iter(["css/ab.css"])),
    "public.described": _each("code", _item_codes),
    **{f"public.{page}": _each("code", _column(Bundle, "code", "bundle")) for page in ("bundle", "bundle_papers")},
    "public.guide": _each("code", _item_codes),
    "public.personal": _each("code", _item_codes),
    "public.sheet": _each("code", _item_codes),
    "public.picture": _each("code", _item_codes),
    "public.changes": _each("code", _item_codes),
    "public.edition": _each("code", _item_codes, number=(1, 9)),
    "public.one_hall": _each("code", _hall_codes),
    "public.board": _each("code", _hall_codes),
}
TOWNS = (LINGXI, QIANKU)


def share(cases: list[Any], store: str, seed: str) -> list[Any]:
    """All on SQLite, a seeded fifth on PostgreSQL (decisions 40), in the same order: an act that moves a row comes last."""
    if store == "sqlite" or len(cases) < 5:
        return cases
    return [cases[one] for one in sorted(random.Random(seed).sample(range(len(cases)), len(cases) // 5))]
