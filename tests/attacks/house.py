"""Our console as a target: a township clerk at the cases, and a township's administrator at the staff whom he does keep."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.acting import PASSWORD, enter_by
from tests.attacks.target import Target
from tests.fingerprint import fingerprint
from tests.world import LINGXI, QIANKU, World, by_noun

COMMON = {
    "api": "/api/v1/case", "file": "south.txt", "file_text": "what the south keeps", "action": "close", "login": "/console/login", "password": PASSWORD,
    "logout": "/console/logout", "word": "q", "cookie": "banshitai",
}  # fmt: skip


def clerk(world: World) -> Target:
    """The clerk of 灵溪 may read cases: he goes for those of 钱库."""
    case, party = by_noun()["case"], by_noun()["party"]
    own, foreign = world.ids(case, "lingxi_clerk"), world.foreign(case, "lingxi_clerk")
    paper = world.foreign(party, "lingxi_clerk")[0]
    names = COMMON | {
        "rows": "/console/casework/case", "lists": "/console/casework/case/list/", "view": case.endpoint, "own": str(own[0]),
        "foreign": str(foreign[0]), "papers": "/console/casework/party", "paper": str(paper), "secret": world.cases[QIANKU][0],
        "place": "hall_code", "foreign_place": QIANKU, "user": "lingxi_clerk", "title": "applicant_name",
        "taken": str(world.row(case, own[1])["applicant_name"]),
    }  # fmt: skip
    form = {"applicant_name": "样例", "state": "received", "_lock": "1"}
    return _target(world, names, form, form)


def admin(world: World) -> Target:
    """The administrator of 灵溪 keeps its staff: he goes for that of 钱库, with whole and valid forms."""
    staff = by_noun()["staff"]
    own = [one for one in world.ids(staff, "lingxi_admin") if world.row(staff, one)["hall_code"] == LINGXI]
    foreign = [one for one in world.foreign(staff, "lingxi_admin") if world.row(staff, one)["hall_code"] == QIANKU]
    mine = world.row(staff, own[0])
    names = COMMON | {
        "rows": "/console/hall/staff", "lists": "/console/hall/staff/list/", "view": staff.endpoint, "own": str(own[0]),
        "foreign": str(foreign[0]), "papers": "/console/hall/post", "paper": str(world.foreign(by_noun()["post"], "lingxi_admin")[0]),
        "secret": world.row(staff, foreign[0])["name"], "place": "hall_code", "foreign_place": QIANKU, "user": "lingxi_admin",
        "title": "staff_number", "taken": world.row(staff, own[1])["staff_number"],
    }  # fmt: skip
    form = {
        "name": mine["name"],
        "staff_number": mine["staff_number"],
        "hall_code": LINGXI,
        "_lock": str(mine["version"]),
    }
    return _target(world, names, form, form | {"staff_number": "NEW-1"})


def _target(world: World, names: dict[str, str], own: dict[str, str], new: dict[str, str]) -> Target:
    app = world.app

    def guarded(on: bool) -> None:
        app.config["WTF_CSRF_ENABLED"] = on

    def enter() -> FlaskClient:
        guarded(False)
        return enter_by(app)(names["user"])

    def sign_in() -> FlaskClient:
        cookie = world.cookies.get(names["user"])
        if cookie is None:
            entered = enter().get_cookie(names["cookie"])
            assert entered is not None
            cookie = world.cookies[names["user"]] = entered.value
        guarded(False)
        client = app.test_client()
        client.set_cookie(names["cookie"], cookie)
        return client

    return Target(names, own, new, sign_in, enter, app.test_client, lambda: fingerprint(app), guarded)
