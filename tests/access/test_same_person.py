"""R11, R42, R70, R80: what takes two people is refused to one person with two accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from appcore.access import account_acts, account_rules, exports, grant_acts
from appcore.access.account_acts import Profile
from appcore.access.principal import Grant
from appcore.access.same_person import Held, same_person
from appcore.casework import destruction, slip_templates
from appcore.catalogue import bundles, editions
from appcore.change import imports
from appcore.definition.templates.skeletons import SKELETONS
from appcore.errors import NotAllowed, Refused
from appcore.transaction import unit_of_work
from models.account import User
from models.db import db, house_session
from models.export import ExportRequest
from models.privacy import DestructionList
from models.staff import Staff
from seeds import small
from tests.acting import Acting
from tests.catalogue import test_bundle_editions
from tests.change import books, test_taking_over
from tests.people import COUNTY, LINGXI_HALL
from tests.world import World, _list_to_destroy


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Held(1, None), Held(1, None), True),
        (Held(1, None), Held(2, None), False),
        (Held(1, 7), Held(2, 7), True),
        (Held(1, 7), Held(2, 8), False),
        (Held(1, 7), Held(2, None), False),
        (Held(1, 7), Held(1, None), True),
    ],
)
def test_an_account_and_the_worker_behind_it_say_who_is_who(one: Held, other: Held, same: bool) -> None:
    assert same_person(one, other) is same
    assert same_person(other, one) is same


@pytest.fixture
def one_person(acting: Acting) -> Callable[..., None]:
    """Give some accounts the same worker, as the security administrator would."""

    def link(*usernames: str) -> None:
        with acting(), unit_of_work() as session:
            worker = session.scalar(select(Staff.id).order_by(Staff.id))
            for user in session.scalars(select(User).where(User.username.in_(usernames))):
                user.staff_id = worker

    return link


def test_r42_who_submitted_an_edition_does_not_approve_it_by_his_second_account(
    acting: Acting, one_person: Callable[..., None]
) -> None:
    with acting("county_editor"):
        edition = editions.draft(small.PROMISED)
        editions.submit(edition)
    one_person("county_editor", "county_reviewer")

    with acting("county_reviewer"), pytest.raises(NotAllowed, match="他人审定"):
        editions.approve(edition)


def test_who_wrote_a_bundle_does_not_publish_it_by_his_second_account(
    acting: Acting, one_person: Callable[..., None]
) -> None:
    with acting("county_editor"):
        test_bundle_editions.write(house_session())
    one_person("county_editor", "county_reviewer")

    with acting("county_reviewer"), pytest.raises(NotAllowed, match="他人发布"):
        bundles.publish(test_bundle_editions.CODE)


def test_who_wrote_a_slip_template_does_not_publish_it_by_his_second_account(
    acting: Acting, one_person: Callable[..., None]
) -> None:
    with acting("county_editor"):
        written = slip_templates.draft(next(iter(SKELETONS)), COUNTY)
        slip_templates.submit(written)
    one_person("county_editor", "county_reviewer")

    with acting("county_reviewer"), pytest.raises(NotAllowed, match="他人发布"):
        slip_templates.publish(written)


def test_who_brought_an_import_in_neither_takes_it_over_nor_back_by_his_second_account(
    acting: Acting, one_person: Callable[..., None]
) -> None:
    with acting("county_editor"):
        code = test_taking_over.bring(test_taking_over.written(books.package(1, 1)), taking_over=True)
    with acting("county_reviewer"):
        imports.take_over(code)
    one_person("county_editor", "county_reviewer")

    with acting("county_reviewer"), pytest.raises(NotAllowed, match="导入人以外"):
        imports.undo(code)


def test_r70_who_asked_for_an_export_does_not_approve_it_by_his_second_account(
    acting: Acting, one_person: Callable[..., None]
) -> None:
    with acting("lingxi_admin"):
        code = exports.ask(noun="case", query="", form="xlsx", rows=20_000, reason="样例用途")
    one_person("lingxi_admin", "supervisor")

    with acting("supervisor"), pytest.raises(NotAllowed, match="另一个人"):
        exports.decide(code, approve=True, remark="")
    with acting():
        assert db.session.scalar(select(ExportRequest.state).where(ExportRequest.code == code)) == "asked"


@pytest.mark.parametrize("second", ["lingxi_leader", "supervisor"])
def test_r80_a_destruction_list_wants_three_people_and_not_three_accounts(
    app: Any, acting: Acting, one_person: Callable[..., None], second: str
) -> None:
    first = "supervisor" if second == "lingxi_leader" else "lingxi_leader"
    _list_to_destroy(World(app, acting), LINGXI_HALL)
    one_person("lingxi_leader", "supervisor")
    with acting():
        number = db.session.scalars(select(DestructionList.number)).one()
    with acting(first):
        destruction.sign(number)

    with acting(second), pytest.raises(NotAllowed, match="三个不同的人"):
        destruction.sign(number)


ON_ANOTHER: dict[str, Callable[[], object]] = {
    "reset": lambda: account_acts.reset("lingxi_admin"),
    "deactivate": lambda: account_acts.deactivate("lingxi_admin"),
    "end sessions": lambda: account_acts.end_sessions("lingxi_admin"),
    "grant": lambda: grant_acts.add_grant("lingxi_admin", Grant("hall", hall_code=LINGXI_HALL)),
}


@pytest.mark.parametrize("act", ON_ANOTHER)
def test_r11_nobody_changes_the_rights_of_his_own_second_account(
    acting: Acting, one_person: Callable[..., None], act: str
) -> None:
    one_person("security", "lingxi_admin")

    with acting("security"), pytest.raises(NotAllowed, match="自己的账号"):
        ON_ANOTHER[act]()


def test_r11_one_worker_has_one_of_the_three_powers(acting: Acting, one_person: Callable[..., None]) -> None:
    one_person("security")
    with acting():
        worker = house_session().scalars(select(User.staff_id).where(User.username == "security")).one()

    with acting("security"), pytest.raises(Refused) as refusal:
        account_acts.make("second_power", Profile("样例", frozenset({"auditor"}), staff_id=worker))

    assert refusal.value.fields["staff_id"].msgid.endswith("须是三个不同的人")
    assert account_rules.fault_of_powers({"clerk"}, {"auditor"}) is None
    assert account_rules.fault_of_powers({"auditor"}, {"clerk", "auditor"}) is None
