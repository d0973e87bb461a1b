"""The table of permissions against Build 1 and decision 37, said a second time in plain words, role by role."""

from __future__ import annotations

import pytest

from appcore.access import permissions
from models.vocabulary import ROLE

STANDARDS = (
    "region department hall window_kind item item_alias synonym standard_material work_day document power_entry bundle bundle_item "
    "bundle_question exchange_column work_system item_event"
)
PARTS = (
    "legal_basis acceptance_condition question question_choice material fee reduction step special_procedure field "
    "field_choice outcome faq"
)
EDITIONS = f"edition edition_event {PARTS}"
HALLS = "hall_detail window staff post offer offer_contact authority"
CASES = "case party material_check clock_event slip attachment"
FOUND = "check_finding check_run check_tick item_task item_confirmation"
LEVELS = "check_level check_word"
SHOWN = "offer_finding offer_run"
DESTRUCTION = "destruction_list destruction_line"
HANDED_DOWN = "delegation adoption village_list"
DIFFERENCES = {"local_difference": "show export"}
READ, KEEP = "list show", "list show add edit delete"

MAY: dict[str, dict[str, str]] = {
    "system_admin": {
        "account": f"{READ} activate", "permission": "list", "hook_subscription": f"{READ} add edit",
        "hook_delivery": f"{READ} send stop",
    },
    "security_admin": {
        "account": f"{READ} add edit grant deactivate reset activate", "permission": "list", "why": "ask", "phone": "list enrol revoke",
    },
    "auditor": {
        "audit": f"{READ} verify", "read_log": READ, "permission": "list",
    },
    "county_editor": {
        STANDARDS: f"{READ} export", "region department hall window_kind item_alias synonym standard_material work_day document": KEEP,
        "item": "add edit", EDITIONS: f"{READ} export", "edition": "impact draft edit submit restore", PARTS: "add edit delete", HALLS: READ,
        "power_entry bundle_item bundle_question exchange_column work_system": KEEP, "bundle": "add edit",
        "document": "repeal", "standard_material": "upload merge", "power_entry": f"{KEEP} match",
        "material": "upload", "export_request": f"{READ} fetch",
        "slip_template": "show edit", "state_board": "show", "blank_form": "show", "package": "show export bring_in undo",
        f"{FOUND} {LEVELS} {SHOWN}": f"{READ} export", "check_word": KEEP, "check_finding": "tick recheck", "item_task": "assign",
        "item_confirmation": "confirm", "search_miss": "list answer", "booklet": f"{READ} make",
        HANDED_DOWN: READ, "delegation": f"{READ} add edit", "drift": "show", **DIFFERENCES,
    },
    "county_reviewer": {
        STANDARDS: f"{READ} export", EDITIONS: f"{READ} export", "edition": "impact return approve publish cancel withdraw", HALLS: READ,
        "export_request": f"{READ} fetch", "state_board": "show", "slip_template": "show publish", "blank_form": "show",
        "package": "show export take_over", f"{FOUND} {LEVELS} {SHOWN}": f"{READ} export", "check_level": KEEP, "check_finding": "tick recheck",
        "item": "state", "bundle": "publish",
        "item_task": "assign", "search_miss": "list", "booklet": f"{READ} make",
        HANDED_DOWN: READ, "delegation": "issue", "adoption": "recall", "drift": "show", **DIFFERENCES,
    },
    "department_editor": {
        STANDARDS: f"{READ} export", "item item_alias": "add edit", EDITIONS: f"{READ} export", "edition": "impact draft edit submit restore",
        PARTS: "add edit delete", "material": "upload", "export_request": f"{READ} fetch", "blank_form": "show", "state_board": "show",
        f"{FOUND} {LEVELS}": f"{READ} export", "check_finding": "tick recheck", "item_confirmation": "confirm",
        "search_miss": "list", "booklet": f"{READ} make",
    },
    "hall_admin": {
        STANDARDS: f"{READ} export", EDITIONS: f"{READ} export", "edition": "impact", HALLS: f"{KEEP} export", CASES: f"{READ} export",
        "hall_access": "list", "phone": "list enrol revoke", "case": "handle reveal", "person": "find", DESTRUCTION: f"{READ} export",
        "destruction_list": "draw_up carry_out withdraw", "person_request": f"{READ} register answer give_copy export",
        "export_request": f"{READ} fetch", "blank_form": "show", f"{FOUND} {SHOWN}": f"{READ} export", "visit_report": "show export",
        "offer": "refine", "drift": "show answer", HANDED_DOWN: f"{READ} export",
        "adoption": "take_on", "village_list": "edit publish", "booklet": f"{READ} make", **DIFFERENCES,
    },
    "clerk": {
        STANDARDS: READ, HALLS: READ, CASES: READ, "intake": "show accept", "case": "finish hand take handle reveal entrust",
        "slip": "print", "attachment": "add void", "person": "find", "blank_form": "show",
    },
    "decider": {
        STANDARDS: READ, HALLS: READ, CASES: READ, "case": "finish deny hand take handle reveal entrust", "slip": "print",
        "attachment": "add void", "person": "find", "blank_form": "show",
    },
    "leader": {
        STANDARDS: READ, HALLS: f"{READ} export", CASES: f"{READ} export", "case": "finish deny handle reveal", "slip": "print",
        "person": "find", DESTRUCTION: f"{READ} export", "destruction_list": "sign approve", "person_request": f"{READ} export",
        "export_request": f"{READ} fetch decide", "blank_form": "show", SHOWN: f"{READ} export", "visit_report": "show export",
        HANDED_DOWN: f"{READ} export", **DIFFERENCES,
    },
    "agent": {"case": f"{READ} handle"},
    "supervisor": {
        STANDARDS: f"{READ} export", EDITIONS: f"{READ} export", "edition": "impact", HALLS: f"{READ} export", CASES: f"{READ} export",
        DESTRUCTION: f"{READ} export", "destruction_list": "sign witness", "export_request": f"{READ} fetch decide export",
        "state_board": "show", "blank_form": "show", f"{FOUND} {LEVELS} {SHOWN}": f"{READ} export", "visit_report": "show export",
        HANDED_DOWN: f"{READ} export", **DIFFERENCES,
    },
}  # fmt: skip
BOOK_PEOPLE = "county_editor county_reviewer department_editor hall_admin clerk decider leader supervisor agent"
GIVE_OUT_BOOKS = "county_editor county_reviewer department_editor hall_admin leader supervisor"
EVERYBODY = {("home", "show"), ("permission", "show"), ("me", "show")}


def stated(role: str) -> set[tuple[str, str]]:
    """What the words above give a role, noun by noun and verb by verb."""
    found = {(noun, verb) for nouns, verbs in MAY[role].items() for noun in nouns.split() for verb in verbs.split()}
    return found | EVERYBODY | _of_books(role)


def _of_books(role: str) -> set[tuple[str, str]]:
    """Which book it is that a role reads or writes, the book says."""
    held = (
        {"register": "list show", "register_entry": f"{READ} add edit void import"}
        if role in BOOK_PEOPLE.split()
        else {}
    )
    found = {(noun, verb) for noun, verbs in held.items() for verb in verbs.split()}
    found |= {("register_entry", "export")} if role in GIVE_OUT_BOOKS.split() else set()
    return found | ({("register", "design")} if role == "county_editor" else set())


@pytest.mark.parametrize("role", ROLE.slugs)
def test_a_role_may_exactly_what_is_said_of_it(role: str) -> None:
    held = {
        (view.removeprefix("console:"), verb)
        for view, verb in permissions.known()
        if permissions.may([role], view, verb)
    }

    assert held - stated(role) == set(), "more than is said"
    assert stated(role) - held == set(), "less than is said"


def test_r11_at_an_enrolled_phone_an_agent_looks_at_cases_and_does_nothing_else() -> None:
    """Decisions 67: only his own open cases; no list is given out and nothing is managed from there."""
    held = {one for one in permissions.known() if permissions.may([permissions.AT_PHONE], *one)}

    assert held == {
        ("console:home", "show"), ("console:case", "list"), ("console:case", "show"), ("console:case", "handle"),
    }  # fmt: skip


def test_r11_what_one_power_may_no_other_may() -> None:
    """Beside reading accounts, the table and letting accounts in, which takes the two of them by turns."""
    shared = {("account", "list"), ("account", "show"), ("account", "activate"), ("permission", "list"), *EVERYBODY}
    powers = {role: stated(role) - shared for role in ("system_admin", "security_admin", "auditor")}

    assert not powers["security_admin"] & powers["auditor"]
    assert not powers["system_admin"] & (powers["security_admin"] | powers["auditor"])


def test_every_rule_says_itself_in_a_sentence() -> None:
    for rule in permissions.RULES:
        assert len(rule.sentence) >= 6, rule.nouns
