"""交代办员跟办: who holds a case makes it the task of a village agent, who then finds it on his phone; and takes it back.

The case stays at its desk (`custody`): the agent follows it, and decides nothing. His hall gets the right to read it, by the
same grant as with handing over; whom a case is entrusted to is for its holder to say, so the flush is the system's.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from appcore import records
from appcore.access import accounts, audit, criteria, permissions, phones
from appcore.access.principal import Person, System, acting_as, current, place_range, signed_in
from appcore.casework.agent_sight import end_of_agent, followers, grant_of
from appcore.casework.custody import Desk
from appcore.casework.handing import GONE, locked, new_grant
from appcore.casework.keeping import require_holder
from appcore.errors import Conflict, NotAllowed, Refused
from appcore.transaction import unit_of_work
from models.account import User
from models.case import Case
from models.db import HouseSession
from models.place import Hall
from models.vocabulary import OPEN_CASE


@dataclass(frozen=True, slots=True)
class Agent:
    """A village agent whom a case may be entrusted to."""

    username: str
    name: str
    hall: str


def agents_for(session: HouseSession, case: Case) -> list[Agent]:
    """The agents in the place of a case, down to its villages, by hall."""
    found = _agents(session, case)
    wanted = {user.hall_code for user, _person in found} - {None}
    names = {row[0]: row[1] for row in session.execute(select(Hall.code, Hall.name).where(Hall.code.in_(wanted)))}
    return [Agent(user.username, person.label, names.get(user.hall_code or "", "")) for user, person in found]


def _agents(session: HouseSession, case: Case) -> list[tuple[User, Person]]:
    town = case.region_code[:9] + "000"
    low, high = place_range(town)
    query = select(User).where(phones.may_have_one()).options(selectinload(User.roles))
    people = [
        (user, accounts.person_of(session, user))
        for user in session.scalars(query.order_by(User.hall_code, User.username))
    ]
    return [one for one in people if any(low <= code[:12] <= high for code in rooms(one[1]))]


def rooms(agent: Person) -> list[str]:
    """The halls that an agent works for, by their codes."""
    return sorted(one.hall_code for one in agent.grants if one.kind == "hall" and one.hall_code)


def entrusted_to(session: Session, case: Case) -> str:
    """The name of the agent whose task a case is; "" when it is nobody's, somebody's at its desk, or an agent's who left."""
    query = select(User.first_name, User.last_name).where(User.id == case.handler_id)
    if case.state not in OPEN_CASE or not followers(session, [case]).get(case.handler_id or 0):
        return ""
    row = session.execute(query).one()
    return f"{row.last_name}{row.first_name}"


def entrust(number: str, username: str, *, version: int | None = None) -> None:
    """Make a case that one holds the task of an agent of its place.

    Raises: Refused at `agent`, NotFound, Conflict (changed meanwhile, or finished), NotAllowed (not the holder).
    """
    _require()
    with unit_of_work() as session:
        case = _held(session, number, version)
        user, agent = next((one for one in _agents(session, case) if one[0].username == username), (None, None))
        if user is None or agent is None:
            raise Refused("请选择本地的代办员", field="agent")
        end_of_agent(session, case)
        if not criteria.admits_own(
            agent, region=case.region_code, department=case.department_code, hall=case.hall_code, item=case.item_code
        ):
            _give_sight(session, case, agent)
        _keep(session, case, user.id, "entrusted", {"agent": username})


def take_back(number: str, *, version: int | None = None) -> None:
    """Make a case that an agent follows one's own task again.

    Raises: as `entrust`.
    """
    _require()
    with unit_of_work() as session:
        case = _held(session, number, version)
        if not followers(session, [case]):
            raise Conflict(GONE)
        end_of_agent(session, case)
        _keep(session, case, signed_in().account_id, "untrusted", {})


def _require() -> None:
    who = current()
    if isinstance(who, Person) and not permissions.may(who.roles, "console:case", "entrust"):
        raise NotAllowed("办件由持有它的窗口人员或审批人交给代办员")


def _held(session: HouseSession, number: str, version: int | None) -> Case:
    case = locked(session, number)
    if case.state not in OPEN_CASE or (version is not None and case.version != version):
        raise Conflict(GONE)
    require_holder(session, case)
    return case


def _give_sight(session: HouseSession, case: Case, agent: Person) -> None:
    """The hall of the agent reads the case from now on, where nothing lets it yet."""
    for code in rooms(agent)[:1]:
        if grant_of(session, case, Desk(hall_code=code)) is None:
            session.add(new_grant(case, Desk(hall_code=code)))


def _keep(session: HouseSession, case: Case, account_id: int, act: str, facts: dict[str, str]) -> None:
    case.handler_id = account_id
    records.stamp(case)
    with acting_as(System("custody")):
        session.flush()
    audit.record(session, act, "case", case.number, facts)
