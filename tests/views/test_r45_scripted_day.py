"""R45: a working day in thirty steps, and what the trail holds of each: exactly these rows, and none for what only looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from appcore.casework import intake
from models.audit import AuditEntry
from models.case import Case
from models.db import db
from models.edition_parts import PARTS
from models.window import WindowKind
from seeds import small
from tests.acting import PASSWORD, enter_by
from tests.html import main_form
from tests.world import LINGXI, QIANKU, World, _application

Row = tuple[str, str, str, str, str]
"""Account, act, thing, its key, result."""
NOBODY = "(没有这个账号)"


@dataclass
class Day:
    """The people of the day, each with a browser, and what they remember from one step to the next."""

    world: World
    people: dict[str, FlaskClient] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)

    @property
    def app(self) -> Flask:
        return self.world.app

    def enters(self, username: str) -> None:
        self.people[username] = enter_by(self.app)(username)

    def get(self, username: str, path: str, status: int = 200) -> str:
        answer = self.people[username].get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.text

    def post(self, username: str, path: str, values: dict[str, Any], status: int = 302) -> str:
        answer = self.people[username].post(path, data=values)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.text

    def form(self, username: str, path: str, status: int = 302, **changes: str) -> None:
        self.post(username, path, main_form(self.get(username, path)) | changes, status)

    def entries(self) -> list[AuditEntry]:
        with self.world.acting():
            found = list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)))
            db.session.expunge_all()
        return found

    def scalar(self, query: Any) -> Any:
        with self.world.acting():
            return db.session.scalar(query)

    def taken(self, item: str, number: int, *, whole: bool) -> None:
        with self.world.acting("lingxi_clerk"):
            handed_in = _application(item, LINGXI, number, whole=whole)
            self.known[item] = (intake.accept if whole else intake.receive)(handed_in).number


Step = tuple[str, Callable[[Day], object], Callable[[Day], list[Row]]]
NOTHING: Callable[[Day], list[Row]] = lambda _day: []  # noqa: E731
CASE = "/console/casework/cases"
KINDS = "/console/hall/window-kind"


def rows(*found: tuple[str, ...]) -> Callable[[Day], list[Row]]:
    """The rows of a step; a key may be left to what the day remembers, as `@name`."""

    def made(day: Day) -> list[Row]:
        return [
            (a, b, c, str(day.known[key[1:]]) if key.startswith("@") else key, result) for a, b, c, key, result in found
        ]

    return made


def remembered(day: Day) -> None:
    """What the steps below speak of."""
    own, foreign = day.world.cases[LINGXI][1], day.world.cases[QIANKU][1]
    day.known |= {
        "own": own, "foreign": foreign, "slip": day.world.slips[LINGXI][1], "foreign slip": day.world.slips[QIANKU][1],
        "edition": day.world.draft_id, "draft": f"{day.world.draft_item}#{day.world.draft_id}",
    }  # fmt: skip


def adds_a_kind(day: Day) -> None:
    day.form("county_editor", f"{KINDS}/add", code="new_kind", name="样例窗口", document_name="样例窗口", position="99")
    day.known["kind"] = day.scalar(select(WindowKind.id).where(WindowKind.code == "new_kind"))


def edits_a_part(day: Day) -> None:
    model: Any = PARTS["material"]
    part = day.scalar(select(model.id).where(model.edition_id == day.known["edition"]).order_by(model.id).limit(1))
    day.known["part"] = part
    day.form("county_editor", f"/console/catalogue/material/edit/{part}", name="样例材料（改）")


def act(name: str) -> Callable[[Day], str]:
    return lambda day: f"/console/catalogue/editions/{day.known['edition']}/{name}"


CLERK, EDITOR, AUDITOR = "lingxi_clerk", "county_editor", "auditor"
STEPS: list[Step] = [
    ("a wrong password", lambda day: day.app.test_client().post("/console/login", data={"username": CLERK, "password": "x"}),
     rows(("system", "sign_in_failed", "account", CLERK, "failed"))),
    ("a name that is no account", lambda day: day.app.test_client().post("/console/login", data={"username": "999999199001011238", "password": PASSWORD}),
     rows(("system", "sign_in_failed", "account", NOBODY, "failed"))),
    ("the clerk signs in", lambda day: day.enters(CLERK), rows(("system", "signed_in", "account", CLERK, "done"))),
    ("looks at what waits", lambda day: day.get(CLERK, "/console/"), NOTHING),
    ("lists the cases", lambda day: day.get(CLERK, "/console/casework/case/list/"), NOTHING),
    ("searches", lambda day: day.get(CLERK, "/console/search?q=sfz"), NOTHING),
    ("opens a case next door", lambda day: day.get(CLERK, f"{CASE}/{day.known['foreign']}", 404), rows((CLERK, "CaseDesk.case", "case", "@foreign", "denied"))),
    ("opens a number that is none", lambda day: day.get(CLERK, f"{CASE}/{'9' * 21}", 404), NOTHING),
    ("opens a slip next door", lambda day: day.get(CLERK, f"/console/casework/slips/{day.known['foreign slip']}", 404),
     rows((CLERK, "CaseDesk.slip", "slip", "@foreign slip", "denied"))),
    ("opens the own slip to print it", lambda day: day.get(CLERK, f"/console/casework/slips/{day.known['slip']}"), rows((CLERK, "opened_slip", "slip", "@slip", "done"))),
    ("finishes a case next door", lambda day: day.post(CLERK, f"{CASE}/{day.known['foreign']}/finish", {"outcome": "granted", "_lock": "1"}, 404),
     rows((CLERK, "CaseDesk.finish", "case", "@foreign", "denied"))),
    ("denies alone at the window", lambda day: day.form(CLERK, f"{CASE}/{day.known['own']}/finish", 403, outcome="denied", reason="样例"),
     rows((CLERK, "CaseDesk.finish", "case", "@own", "denied"))),
    ("forgets the outcome", lambda day: day.form(CLERK, f"{CASE}/{day.known['own']}/finish", 422), NOTHING),
    ("takes a case", lambda day: day.taken(small.INSTANT, 71, whole=True), rows((CLERK, "saw_personal", "case", f"@{small.INSTANT}", "done"), (CLERK, "accepted", "case", f"@{small.INSTANT}", "done"))),
    ("takes papers in", lambda day: day.taken(small.PROMISED, 72, whole=False), rows((CLERK, "saw_personal", "case", f"@{small.PROMISED}", "done"), (CLERK, "received", "case", f"@{small.PROMISED}", "done"))),
    ("finishes the own case", lambda day: day.form(CLERK, f"{CASE}/{day.known['own']}/finish", outcome="granted"), rows((CLERK, "finished", "case", "@own", "done"))),
    ("finishes it again", lambda day: day.post(CLERK, f"{CASE}/{day.known['own']}/finish", {"outcome": "granted", "_lock": "2"}, 409), NOTHING),
    ("asks for the trail", lambda day: day.get(CLERK, "/console/access/audit/list/", 403), rows((CLERK, "AuditPage.list", "audit", "", "denied"))),
    ("asks for somebody's staff page", lambda day: day.post(CLERK, "/console/hall/staff/add", {}, 403), rows((CLERK, "StaffPage.add", "staff", "", "denied"))),
    ("signs out", lambda day: day.post(CLERK, "/console/logout", {}), rows((CLERK, "signed_out", "account", CLERK, "done"))),
    ("the editor signs in", lambda day: day.enters(EDITOR), rows(("system", "signed_in", "account", EDITOR, "done"))),
    ("adds a kind of window", adds_a_kind, rows((EDITOR, "created", "window_kind", "@kind", "done"))),
    ("renames it", lambda day: day.form(EDITOR, f"{KINDS}/edit/{day.known['kind']}", name="样例窗口二"), rows((EDITOR, "changed", "window_kind", "@kind", "done"))),
    ("saves it as it is", lambda day: day.form(EDITOR, f"{KINDS}/edit/{day.known['kind']}"), NOTHING),
    ("removes it", lambda day: day.post(EDITOR, f"{KINDS}/delete/{day.known['kind']}", {}), rows((EDITOR, "deleted", "window_kind", "@kind", "done"))),
    ("edits a material of the draft", edits_a_part, rows((EDITOR, "changed", "material", "@part", "done"))),
    ("submits the draft", lambda day: day.post(EDITOR, act("submit")(day), {}), rows((EDITOR, "submitted", "edition", "@draft", "done"))),
    ("tries to approve the own draft", lambda day: day.post(EDITOR, act("approve")(day), {}, 404), rows((EDITOR, "EditionActs.act", "edition", "@edition", "denied"))),
    ("the auditor signs in", lambda day: day.enters(AUDITOR), rows(("system", "signed_in", "account", AUDITOR, "done"))),
    ("reads the trail and seals it", lambda day: (day.get(AUDITOR, "/console/access/audit/list/"), day.post(AUDITOR, "/console/access/proof/seal", {})),
     lambda day: [(AUDITOR, "sealed", "audit", day.entries()[-1].row_key, "done")]),
]  # fmt: skip


def test_r45_a_day_of_thirty_steps_leaves_exactly_these_rows(world: World) -> None:
    day = Day(world)
    remembered(day)
    assert len(STEPS) == 30
    differing = []

    for name, step, expected in STEPS:
        before = len(day.entries())
        step(day)
        left = [(one.account, one.act, one.noun, one.row_key, one.result) for one in day.entries()[before:]]
        if left != expected(day):
            differing.append((name, left, expected(day)))

    assert differing == []


def test_r45_a_change_says_what_was_and_what_is(world: World) -> None:
    day = Day(world)
    day.enters(EDITOR)
    adds_a_kind(day)
    day.form(EDITOR, f"{KINDS}/edit/{day.known['kind']}", name="样例窗口二")

    entry = day.entries()[-1]
    assert entry.changes == {"name": ["样例窗口", "样例窗口二"]}
    assert (entry.actor, entry.roles, entry.address, len(entry.request_id)) == (
        "样例县级编辑",
        "county_editor",
        "127.0.0.1",
        16,
    )


def test_r45_the_end_of_a_case_says_its_states(world: World) -> None:
    day = Day(world)
    remembered(day)
    day.enters(CLERK)
    before = day.scalar(select(Case.state).where(Case.number == day.known["own"]))
    day.form(CLERK, f"{CASE}/{day.known['own']}/finish", outcome="granted")

    assert day.entries()[-1].changes == {"outcome": "granted", "state": [before, "finished"]}
