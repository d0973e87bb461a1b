"""What each route answers to somebody who may pass its door, for a row in sight: 200 for a look, and the exceptions by name.

A new route that answers otherwise says so in `LOOKS` or `ACTS`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from appcore import clock
from appcore.access import permissions
from models.db import db
from models.package import PackageImport
from models.slip_template import SlipTemplateVersion
from models.vocabulary import REASONS_ASKED
from tests import hostile, plain_scope
from tests.matrix import plain
from tests.plain_scope import HandOver
from tests.views.doors import Door
from tests.world import AGENTS, World, by_noun
from views.console.resources.edition_acts import ASKS

Statuses = frozenset[int]
Facts = tuple[World, str, str | None, dict[str, Any]]
SHOWN, MISSING, FORBIDDEN, CONFLICT, NO_SUCH_METHOD = (frozenset({one}) for one in (200, 404, 403, 409, 405))
LEAVE = ("Login.lock", "Login.logout")
"""Posts that end the session they come by, or lock it."""
MOVED, INCOMPLETE, UNPROCESSABLE = frozenset({302}), frozenset({400}), frozenset({422})


def is_hidden_act(roles: frozenset[str], door: Door, values: dict[str, Any]) -> bool:
    """An act that these roles do not have answers before any row is looked for."""
    act = values.get("act")
    return act is not None and door.permission is not None and not permissions.may(roles, door.permission[0], act)


def to_own(world: World, username: str, hall: str | None, door: Door, method: str, values: dict[str, Any]) -> Statuses:
    """The statuses for a row in sight, or for a page without a row."""
    facts = (world, username, hall, values)
    if method == "POST":
        if door.resource is not None:
            return _generated(world, door, values)
        return ACTS.get(door.rule.endpoint, _refuses_an_empty_form)(facts)
    if door.resource is not None:
        return MISSING if _is_closed(world, door, values) else SHOWN
    return LOOKS.get(door.rule.endpoint, _is_shown)(facts)


def _generated(world: World, door: Door, values: dict[str, Any]) -> Statuses:
    """An empty form: the first column that must be filled refuses it, or else the missing version; ending a row just happens.

    A list that is small enough for one person is not asked for: the post leads back to the file.
    """
    if _is_closed(world, door, values):
        return MISSING
    statuses = {"add": UNPROCESSABLE, "edit": UNPROCESSABLE | INCOMPLETE, "delete": MOVED, "xlsx": MOVED, "csv": MOVED}
    return statuses[door.method]


def _is_closed(world: World, door: Door, values: dict[str, Any]) -> bool:
    """Whether the row belongs to an edition that is no draft: then there is no page to change it."""
    resource = door.resource
    if resource is None or resource.is_open is None or door.method not in ("edit", "delete"):
        return False
    row = world.rows(resource)[int(values["pk"])]
    edition = row if resource.noun == "edition" else world.rows(by_noun()["edition"])[row["edition_id"]]
    return edition["state"] not in ("draft", "returned")


def body(world: World, username: str, door: Door, values: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    """What a form must hold so that the service is asked at all. Who may do it leaves out the last thing, so that nothing moves
    and each answer stands for itself; who may not sends it whole."""
    make = BODIES.get(door.rule.endpoint)
    return tuple(make((world, username, None, values)).items()) if make else ()


def _case(world: World, values: dict[str, Any]) -> dict[str, Any]:
    return next(row for row in world.rows(by_noun()["case"]).values() if row["number"] == values["number"])


def _is_shown(_facts: Facts) -> Statuses:
    return SHOWN


def _refuses_an_empty_form(_facts: Facts) -> Statuses:
    return UNPROCESSABLE


def _stands_in_own_hall(facts: Facts) -> Statuses:
    return SHOWN if facts[2] is not None else FORBIDDEN


def _take(facts: Facts) -> Statuses:
    """The lane of an item: only at a hall, and only where the hall offers it today."""
    world, _username, hall, values = facts
    if hall is None:
        return FORBIDDEN
    return SHOWN if _is_offered(world, values["code"], hall) else MISSING


def _is_offered(world: World, item: str, hall: str) -> bool:
    today: date = clock.local_today()
    held = [
        row
        for row in world.rows(by_noun()["offer"]).values()
        if (row["item_code"], row["hall_code"]) == (item, hall)
        and (row["valid_from"] or today) <= today <= (row["valid_to"] or today)
    ]
    return bool(held) and _is_published(world, item)


def _is_published(world: World, item: str) -> bool:
    return any(row["item_code"] == item and row["number"] for row in world.rows(by_noun()["edition"]).values())


def _complete(facts: Facts) -> Statuses:
    """A received case waits under the standard of the hall that received it, also where it was handed to another."""
    world, _username, _hall, values = facts
    case = _case(world, values)
    if case["state"] != "received":
        return CONFLICT
    return SHOWN if _is_offered(world, case["item_code"], case["hall_code"]) else MISSING


def _completed(facts: Facts) -> Statuses:
    """With the papers as they lie it is still incomplete; a case that is not at hand answers as its page does."""
    looked = _complete(facts)
    return UNPROCESSABLE if looked == SHOWN else looked


# --- custody: who may finish, hand on, take back, add a file ----------------------------------------------------------------


def _overs(world: World, case: dict[str, Any]) -> list[HandOver]:
    return [over for over in world.overs if over.case_id == case["id"]]


def _holds(facts: Facts, case: dict[str, Any]) -> bool:
    """Whether this person may act on the case: it lies at his desk and is not on its way."""
    overs, now = _overs(facts[0], case), clock.local_now()
    return plain.offered(overs, now) is None and plain.is_holder(facts[0].grants(facts[1]), case, overs, now)


def _finished(facts: Facts) -> Statuses:
    """By whom it lies with, and only once it is accepted."""
    case = _case(facts[0], facts[3])
    if not _holds(facts, case):
        return FORBIDDEN
    return MOVED if case["state"] in ("accepted", "under_way") else CONFLICT


def _hand(facts: Facts) -> Statuses:
    return SHOWN if _holds(facts, _case(facts[0], facts[3])) else MOVED


def _handed(facts: Facts) -> Statuses:
    """To the desk where it lies nobody hands it; on its way it is handed no further."""
    case = _case(facts[0], facts[3])
    if plain.offered(_overs(facts[0], case), clock.local_now()):
        return CONFLICT
    return UNPROCESSABLE if _holds(facts, case) else FORBIDDEN


def _handing(facts: Facts) -> dict[str, Any]:
    case = _case(facts[0], facts[3])
    over = plain.taken(_overs(facts[0], case), clock.local_now())
    desk = (
        f"department:{over.department}"
        if over and over.department
        else f"hall:{over.hall if over else case['hall_code']}"
    )
    return {"receiver": desk, "reason": "请办理", "_lock": str(case["version"]), "key": "k" * 24}


def _may_recall(facts: Facts) -> bool:
    case = _case(facts[0], facts[3])
    overs, now = _overs(facts[0], case), clock.local_now()
    return plain.offered(overs, now) is not None and plain.is_holder(facts[0].grants(facts[1]), case, overs, now)


def _may_send_back(facts: Facts) -> bool:
    overs = _overs(facts[0], _case(facts[0], facts[3]))
    return plain.is_offered(facts[0].grants(facts[1]), overs, clock.local_now())


def _entrust(facts: Facts) -> Statuses:
    case = _case(facts[0], facts[3])
    return SHOWN if case["state"] in plain.OPEN and _holds(facts, case) else MOVED


def _agent_at(case: dict[str, Any]) -> str:
    """The agent of the furnished county whose room lies where a case is."""
    return next((name for hall, name in AGENTS.items() if plain_scope.within(hall[:12], case["region_code"])), "")


def _entrusted(facts: Facts) -> Statuses:
    """Who holds it forgets to name an agent; where there is none to name, nobody can."""
    case = _case(facts[0], facts[3])
    if not _entrusting(facts)["agent"]:
        return UNPROCESSABLE
    return FORBIDDEN if case["state"] in plain.OPEN else CONFLICT


def _entrusting(facts: Facts) -> dict[str, Any]:
    case = _case(facts[0], facts[3])
    may = case["state"] in plain.OPEN and _holds(facts, case)
    return {"agent": "" if may else _agent_at(case), "_lock": str(case["version"])}


def _asks(may: Callable[[Facts], bool]) -> Callable[[Facts], Statuses]:
    return lambda facts: SHOWN if may(facts) else MOVED


def _undone(may: Callable[[Facts], bool]) -> Callable[[Facts], Statuses]:
    """Who may forgets the reason; of the others some come for a case that is on its way, some for one that is not."""

    def statuses(facts: Facts) -> Statuses:
        if may(facts):
            return UNPROCESSABLE
        over = plain.offered(_overs(facts[0], _case(facts[0], facts[3])), clock.local_now())
        return CONFLICT if over is None else FORBIDDEN

    return statuses


def _reason(may: Callable[[Facts], bool]) -> Callable[[Facts], dict[str, Any]]:
    return lambda facts: {} if may(facts) else {"reason": "样例原因"}


def _add_file(facts: Facts) -> Statuses:
    return SHOWN if _case(facts[0], facts[3])["state"] in plain.OPEN else CONFLICT


def _added_file(facts: Facts) -> Statuses:
    """Who holds it forgets the file; nobody else gets one in."""
    case = _case(facts[0], facts[3])
    if case["state"] not in plain.OPEN:
        return CONFLICT
    return UNPROCESSABLE if _holds(facts, case) else FORBIDDEN


def _file(facts: Facts) -> dict[str, Any]:
    return {} if _holds(facts, _case(facts[0], facts[3])) else {"files": hostile.pdf(2), "material": ""}


def _attachment(facts: Facts) -> tuple[dict[str, Any], dict[str, Any]]:
    """A file's row and that of its case."""
    row = _of_code("attachment", facts)
    return row, facts[0].rows(by_noun()["case"])[row["case_id"]]


def _of_code(noun: str, facts: Facts) -> dict[str, Any]:
    return next(row for row in facts[0].rows(by_noun()[noun]).values() if row["code"] == facts[3]["code"])


def _revealed(facts: Facts) -> Statuses:
    """Not to a desk that the case was only offered to: it takes it over first."""
    case, grants, now = _case(facts[0], facts[3]), facts[0].grants(facts[1]), clock.local_now()
    overs = [over for over in _overs(facts[0], case) if over.holds(now)]
    offered = plain.offered(overs, now)
    was_here = any(over != offered and plain_scope.received(grant, over) for over in overs for grant in grants)
    return SHOWN if was_here or any(plain_scope.admits(grant, case) for grant in grants) else FORBIDDEN


def _fetched(facts: Facts) -> Statuses:
    """Given out where names are read whole; the other reader is told so, a voided one that it is void."""
    row, case = _attachment(facts)
    if row["void_reason"] or row["state"] != "kept":
        return CONFLICT
    reads = permissions.may(facts[0].roles(facts[1]), "console:case", "handle") and plain.reads_names(
        facts[0].grants(facts[1]), facts[2], case, _overs(facts[0], case), clock.local_now()
    )
    return SHOWN if reads else FORBIDDEN


def _voided(facts: Facts) -> Statuses:
    """As with adding: who holds the case forgets the reason."""
    row, case = _attachment(facts)
    if _holds(facts, case):
        return UNPROCESSABLE
    return CONFLICT if row["void_reason"] or case["state"] not in plain.OPEN else FORBIDDEN


def _void(facts: Facts) -> dict[str, Any]:
    row, case = _attachment(facts)
    lock = {"_lock": str(row["version"])}
    return lock if _holds(facts, case) else lock | {"reason": "样例原因"}


# --- files of papers, exports, one's own account ----------------------------------------------------------------------------


def _paper(facts: Facts) -> Statuses:
    row = _of_code("standard_material", facts)
    return SHOWN if row.get(facts[3]["which"]) else MISSING


def _sample(facts: Facts) -> Statuses:
    return SHOWN if facts[0].rows(by_noun()["material"])[int(facts[3]["pk"])]["sample"] else MISSING


def _original(facts: Facts) -> Statuses:
    """The file of a document of the store."""
    return SHOWN if facts[0].rows(by_noun()["document"])[int(facts[3]["pk"])]["file"] else MISSING


def _of_draft(answer: Statuses) -> Callable[[Facts], Statuses]:
    """The files of a material change only while its edition is a draft."""

    def statuses(facts: Facts) -> Statuses:
        material = facts[0].rows(by_noun()["material"])[int(facts[3]["pk"])]
        edition = facts[0].rows(by_noun()["edition"])[material["edition_id"]]
        return answer if edition["state"] in ("draft", "returned") else MISSING

    return statuses


def _ordered(facts: Facts) -> Statuses:
    """Steps are moved and doubled in a draft only, and moved up or down only."""
    step = facts[0].rows(by_noun()["step"])[int(facts[3]["pk"])]
    edition = facts[0].rows(by_noun()["edition"])[step["edition_id"]]
    known = facts[3].get("which", "up") in ("up", "down")
    return MOVED if known and edition["state"] in ("draft", "returned") else MISSING


def _export(facts: Facts) -> Statuses:
    """Only for whoever asked, and once it was approved."""
    row = _of_code("export_request", facts)
    if row["asked_by"] != facts[1]:
        return MISSING
    return SHOWN if row["state"] == "approved" else CONFLICT


def _decide(facts: Facts) -> Statuses:
    return SHOWN if _of_code("export_request", facts)["state"] == "asked" else CONFLICT


def _decided(facts: Facts) -> Statuses:
    """Nobody decides what he asked for himself; on another's he forgets to say how."""
    if _decide(facts) == CONFLICT:
        return CONFLICT
    return FORBIDDEN if _of_code("export_request", facts)["asked_by"] == facts[1] else UNPROCESSABLE


def _decision(facts: Facts) -> dict[str, Any]:
    return {"decision": "approve"} if _of_code("export_request", facts)["asked_by"] == facts[1] else {}


def _ended_session(facts: Facts) -> Statuses:
    """The session at hand ends by signing out alone; each person of the matrix has one."""
    return CONFLICT


def _has_blank_form(facts: Facts) -> Statuses:
    return SHOWN if _is_published(facts[0], facts[3]["code"]) else MISSING


def _slip_version(*states: str, then: Statuses) -> Callable[[Facts], Statuses]:
    """What is asked of a version of a slip template: only in these states, else back to its page."""

    def statuses(facts: Facts) -> Statuses:
        with facts[0].acting():
            state = db.session.scalar(
                select(SlipTemplateVersion.state).where(SlipTemplateVersion.id == int(facts[3]["pk"]))
            )
        return then if state in states else MOVED

    return statuses


def _import(*, applied: Statuses, previewed: Statuses) -> Callable[[Facts], Statuses]:
    """A preview waits for ticks; what was applied can be taken back."""

    def statuses(facts: Facts) -> Statuses:
        with facts[0].acting():
            state = db.session.scalar(select(PackageImport.state).where(PackageImport.code == facts[3]["code"]))
        return previewed if state == "previewed" else applied

    return statuses


def _moved(_facts: Facts) -> Statuses:
    return MOVED


def _reset(facts: Facts) -> Statuses:
    """The new password, once. Of one's own account, and of the last of its power, it is refused."""
    return SHOWN if facts[3]["username"] == "qianku_clerk" else MOVED


def _act(facts: Facts) -> Statuses:
    return SHOWN if facts[3]["act"] in ASKS else NO_SUCH_METHOD


def _acted(facts: Facts) -> Statuses:
    """An act without a question goes back with its sentence; one that asks wants a reason or a day. Cancelling wants neither."""
    act = facts[3]["act"]
    if act not in ASKS:
        return MOVED
    return CONFLICT | UNPROCESSABLE if act == "cancel" else UNPROCESSABLE


def _of_form(statuses: Statuses) -> Callable[[Facts], Statuses]:
    """The form of an edition is designed while it is written; what another has saved since is not written over."""

    def answers(facts: Facts) -> Statuses:
        row = facts[0].rows(by_noun()["edition"])[int(facts[3]["pk"])]
        return statuses if row["state"] in ("draft", "returned") else MISSING

    return answers


def _saving_rows(_facts: Facts) -> dict[str, Any]:
    return {"part": "materials", "version": "0" * 64, "act": "save"}


def _saving(_facts: Facts) -> dict[str, Any]:
    return {"digest": "0" * 64, "act": "save"}


# --- registers: fillers give books and lines that the person's roles write; whether he writes at the row's place is asked here ---


def _line_row(world: World, values: dict[str, Any]) -> dict[str, Any]:
    return world.rows(by_noun()["register_entry"])[int(values["pk"])]


def _lock_of_line(facts: Facts) -> dict[str, Any]:
    return {"_lock": str(_line_row(facts[0], facts[3])["version"])}


def _at_own_fields(facts: Facts) -> bool:
    hall = world_hall(facts[0], int(facts[3]["pk"]))
    place = {"hall_code": hall["code"], "region_code": hall["region_code"], "department_code": None}
    return any(plain_scope.admits(one, place) for one in facts[0].grants(facts[1]))


def world_hall(world: World, pk: int) -> dict[str, Any]:
    return world.rows(by_noun()["hall"])[pk]


def _shows_own_fields(facts: Facts) -> Statuses:
    return SHOWN if _at_own_fields(facts) else FORBIDDEN


def _refuses_own_fields(facts: Facts) -> Statuses:
    return UNPROCESSABLE if _at_own_fields(facts) else FORBIDDEN


LOOKS: dict[str, Callable[[Facts], Statuses]] = {
    "Counter.find": _stands_in_own_hall,
    "OwnDesk.edit": _shows_own_fields,
    "Counter.take": _take,
    "Counter.complete": _complete,
    "EditionActs.act": _act,
    "HandingDesk.hand": _hand,
    "EntrustDesk.entrust": _entrust,
    "HandingDesk.recall": _asks(_may_recall),
    "HandingDesk.send_back": _asks(_may_send_back),
    "CaseFiles.add": _add_file,
    "CaseFiles.fetch": _fetched,
    "BookletDesk.fetch": lambda _facts: CONFLICT,  # those of the county wait for the worker
    "PaperFiles.fetch": _paper,
    "DocumentDesk.fetch": _original,
    "MaterialFiles.fetch": _sample,
    "MaterialFiles.files": _of_draft(SHOWN),
    "EditionDesign.form": _of_form(SHOWN),
    "Workbench.part": _of_form(SHOWN),
    "Workbench.who": _of_form(SHOWN),
    "ExportDesk.decide": _decide,
    "BlankForm.form": _has_blank_form,
    "SlipTemplates.edit": _slip_version("draft", "returned", then=SHOWN),
    "SlipTemplates.publish": _slip_version("submitted", then=SHOWN),
    "SlipTemplates.send_back": _slip_version("submitted", then=SHOWN),
    "Packages.undo": _import(applied=SHOWN, previewed=MOVED),
    "Packages.marked": _moved,
    "Packages.take_back": _moved,
}
ACTS: dict[str, Callable[[Facts], Statuses]] = {
    "BookletDesk.again": lambda _facts: MOVED,  # nothing failed: told on the list
    "OwnDesk.edit": _refuses_own_fields,
    "BookImport.apply": lambda _facts: CONFLICT,
    "BookExports.xlsx": _moved,
    "BookExports.csv": _moved,
    "Counter.take": _take,
    "Counter.complete": _completed,
    "CaseDesk.finish": _finished,
    "CaseDesk.reveal": _revealed,
    "EditionActs.act": _acted,
    "TrialDesk.trial": _is_shown,
    "EditionActs.draft": _moved,
    "Quality.recheck": _moved,
    "ConfirmDesk.confirm": lambda _facts: INCOMPLETE,
    **{f"TaskDesk.{act}": (lambda _facts: CONFLICT | UNPROCESSABLE) for act in ("reassign", "move")},
    **{f"VisitReport.{form}": _moved for form in ("xlsx", "csv")},
    "ReviewDesk.judge": _moved,
    "HandingDesk.hand": _handed,
    "HandingDesk.take": _moved,
    "EntrustDesk.entrust": _entrusted,
    "EntrustDesk.take_back": _moved,
    "PhoneDesk.enrol": _is_shown,
    "PhoneDesk.revoke": _moved,
    "Me.stop_phone": _moved,
    "HandingDesk.recall": _undone(_may_recall),
    "HandingDesk.send_back": _undone(_may_send_back),
    "CaseFiles.add": _added_file,
    "CaseFiles.void": _voided,
    "MaterialFiles.files": _of_draft(UNPROCESSABLE),
    "EditionDesign.form": _of_form(CONFLICT),
    "Workbench.part": _of_form(CONFLICT),
    "RegisterDesign.design": lambda _facts: CONFLICT,
    **{f"RegisterDesign.{act}": _moved for act in ("switch_off", "switch_on")},
    "FieldLibrary.follow": _moved,
    "FlowDesk.move": _ordered,
    "FlowDesk.duplicate": _ordered,
    "ExportDesk.decide": _decided,
    "ExportDesk.fetch": _export,
    "SlipTemplates.draft": lambda _facts: INCOMPLETE,
    "SlipTemplates.edit": _slip_version("draft", "returned", then=INCOMPLETE),
    "SlipTemplates.discard": lambda _facts: INCOMPLETE,
    "SlipTemplates.publish": _slip_version("submitted", then=UNPROCESSABLE),
    "SlipTemplates.send_back": _slip_version("submitted", then=UNPROCESSABLE),
    **{f"{desk}.{form}": _moved for desk in ("PaperDesk", "ItemLists", "PowerDesk") for form in ("xlsx", "csv")},
    "PaperDesk.undo": _moved,
    "PowerDesk.confirm": _moved,
    "PowerDesk.part": _moved,
    "BundleDesk.publish": _moved,
    "CodeProposals.propose": _moved,
    "Packages.apply": _import(applied=MOVED, previewed=UNPROCESSABLE),
    "Packages.choose": _moved,
    "Packages.undo": _moved,
    "Packages.take_over": _moved,
    "Packages.take_back": _moved,
    "DestructionDesk.due": _is_shown,
    "DestructionDesk.sign": _moved,
    "DestructionDesk.carry_out": _moved,
    "DestructionDesk.withdraw": _moved,
    "PersonRequests.export": _is_shown,
    "PersonSearch.find": _is_shown,
    "Readers.readers": _is_shown,
    "Search.everything": _is_shown,
    "AuditProof.check": _is_shown,
    "AuditProof.seal": _moved,
    "Me.end": _ended_session,
    "Me.end_others": _moved,
    "AccountDesk.reset": _reset,
    **{f"LocalDesk.{act}": lambda _facts: INCOMPLETE for act in ("save", "restore")},
    **{f"DelegationDesk.{act}": lambda _facts: INCOMPLETE for act in ("duties", "handover", "add", "remove", "issue")},
    **{f"AdoptionDesk.{act}": _moved for act in ("tick", "accept")},
    **{f"VillageDesk.{act}": lambda _facts: INCOMPLETE for act in ("edit", "discard")},
    **dict.fromkeys(("DriftDesk.answer", "DifferDesk.xlsx", "DifferDesk.csv", "VillageDesk.draw_up"), _moved),
    "HookDesk.renew": _is_shown,
    **{f"HookDesk.{act}": _moved for act in ("switch_on", "switch_off")},
    **{f"HookQueue.{act}": _moved for act in ("send", "stop")},
    **{f"AccountDesk.{act}": _moved for act in ("activate", "deactivate", "end_grant", "end_sessions", "reset_second")},
}
BODIES: dict[str, Callable[[Facts], dict[str, Any]]] = {
    "EntryDesk.new": lambda _facts: {"key": "k" * 24},
    "EntryDesk.correct": _lock_of_line,
    "EntryDesk.void": _lock_of_line,
    "OwnDesk.edit": lambda _facts: {"_lock": "1", "f_parking": "许多"},
    **{f"DocumentDesk.{act}": lambda _facts: {"_lock": "1"} for act in ("repeal", "reinstate", "file")},
    "VillageDesk.publish": lambda _facts: {"_lock": "1"},
    "CaseDesk.finish": lambda facts: {"outcome": "granted", "_lock": str(_case(facts[0], facts[3])["version"])},
    "CaseDesk.reveal": lambda _facts: {"reason": REASONS_ASKED[0]},
    "Counter.complete": lambda facts: {"_lock": str(_case(facts[0], facts[3])["version"])},
    "HandingDesk.hand": _handing,
    "HandingDesk.recall": _reason(_may_recall),
    "HandingDesk.send_back": _reason(_may_send_back),
    "EntrustDesk.entrust": _entrusting,
    "CaseFiles.add": _file,
    "CaseFiles.void": _void,
    "ExportDesk.decide": _decision,
    **dict.fromkeys(("EditionDesign.form", "RegisterDesign.design"), _saving),
    "Workbench.part": _saving_rows,
}


def whole(world: World, username: str, door: Door, method: str, values: dict[str, Any]) -> frozenset[str]:
    """R07: the whole numbers that an answer may hold: on the page of one's own open task, and on the answer to the asking."""
    if door.rule.endpoint not in ("CaseDesk.case", "CaseDesk.reveal"):
        return frozenset()
    case = _case(world, values)
    own = case["handler_id"] == world.accounts[username] and case["state"] in plain.OPEN
    return frozenset(world.secrets_of.get(case["number"], ())) if own or method == "POST" else frozenset()


def may_name(world: World, door: Door, method: str, values: dict[str, Any]) -> int | None:
    """The case whose names stand whole on the answer, mask or not."""
    return _case(world, values)["id"] if (door.rule.endpoint, method) == ("CaseDesk.reveal", "POST") else None


def to_anybody(
    world: World, username: str | None, door: Door, method: str, kind: str, values: dict[str, Any]
) -> Statuses:
    """The public surface, the door itself and what the machine asks."""
    match door.rule.endpoint:
        case "Login.login":
            return MOVED if username is not None else UNPROCESSABLE if method == "POST" else SHOWN
        case "Login.logout" | "Login.lock" | "Login.second" | "Login.unlock":
            return MOVED
        case "PhoneDoor.enter":
            return MOVED if username is not None else UNPROCESSABLE if method == "POST" else SHOWN
        case "PhoneDoor.enrol":
            return UNPROCESSABLE if method == "POST" else SHOWN
        case "public.paper":
            return MISSING
        case (
            "public.guide"
            | "public.changes"
            | "public.described"
            | "public.personal"
            | "public.sheet"
            | "public.picture"
        ):
            return SHOWN if kind == "own" and _is_published(world, values["code"]) else MISSING
        case "public.edition":
            numbers = {
                row["number"] for row in world.rows(by_noun()["edition"]).values() if row["item_code"] == values["code"]
            }
            return SHOWN if kind == "own" and values["number"] in numbers else MISSING
    return MISSING if kind == "gone" else SHOWN
