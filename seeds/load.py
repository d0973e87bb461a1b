"""What is loaded in which order: the county's master data, the demo people and their year, a small part for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Any

from flask import current_app

from appcore import clock
from appcore.access.principal import System, acting_as
from appcore.transaction import unit_of_work
from models.audit import SeedMark
from models.db import HouseSession, house_session
from seeds import accounts, catalogue
from seeds.batch import once
from seeds.bundles import load_bundles
from seeds.cases import Year
from seeds.halls import load_halls
from seeds.offers import load_offers
from seeds.office.load import load_office
from seeds.plan import Plan
from seeds.register_year import load_lines
from seeds.registers import load_registers
from seeds.staff import load_staff
from seeds.standards import load_regions, load_standards, load_synonyms
from seeds.workdays import load_workdays

Say = Callable[[str], None]
TWO_YEARS = timedelta(days=731)
CANGNAN, DEMO, PEOPLE, OFFICE = "cangnan", "demo", "demo people", "demo office"


class AlreadySeeded(Exception):
    """The demo year was loaded before with other parameters; the message says which."""


def quiet(_line: str) -> None:
    """Say nothing."""


def two_years_ago() -> datetime:
    """A local time well before the first demo case: from then on the sample editions are in force."""
    return datetime.combine(clock.local_today() - TWO_YEARS, time(9))


@contextmanager
def as_seed(plan: Plan) -> Iterator[None]:
    """Within the block the seed acts at the time from which everything holds."""
    with acting_as(System("seed")), clock.fixed(plan.starts):
        yield


def cangnan(say: Say = quiet) -> bool:
    """The whole county.

    Returns: whether anything was loaded. Raises: BadSeed that names every faulty item with its problems.
    """
    if mark(CANGNAN) is not None:
        return False
    master_data(Plan(name=CANGNAN, starts=two_years_ago()), say)
    return True


def master_data(plan: Plan, say: Say = quiet) -> None:
    """Regions, standards, work days, halls, items and offers of a plan; what an earlier try has loaded stays."""
    with as_seed(plan):
        for name, step in (
            ("regions", load_regions),
            ("standards", load_standards),
            ("synonyms", load_synonyms),
            ("work days", load_workdays),
            ("halls", load_halls),
            ("registers", load_registers),
        ):
            facts = once(f"{plan.name} {name}", lambda session, step=step: step(session, plan))  # type: ignore[misc]
            say(f"{name}: {_told(facts)}")
        items = catalogue.chosen(plan)
        say(f"items: {catalogue.load_items(plan, items)} of {len(items)} made")
        facts = once(f"{plan.name} bundles", load_bundles)
        say(f"bundles: {_told(facts)}")
        facts = once(f"{plan.name} offers", lambda session: load_offers(session, plan, items))
        say(f"offers: {_told(facts)}")
        once(plan.name, lambda session: {"items": len(items), "starts": plan.starts.isoformat()})


def demo(number: int, seed: int, say: Say = quiet) -> bool:
    """Made-up people with accounts, and `number` cases of the year that ends today.

    Returns: whether anything was loaded. Raises: AlreadySeeded.
    """
    kept = mark(DEMO)
    if kept is not None:
        if (kept["cases"], kept["seed"]) != (number, seed):
            raise AlreadySeeded(
                f"the demo was loaded on {kept['day']} with {kept['cases']} cases and seed {kept['seed']}"
            )
        return False
    plan = Plan(name=DEMO, starts=two_years_ago())
    with as_seed(plan):
        facts = once("demo staff", lambda session: load_staff(session, plan))
        say(f"staff: {_told(facts)}")
        _demo_accounts(say)
    with acting_as(System("seed")):
        now = clock.local_now()
        told = once(DEMO, lambda session: _year(session, number, seed, now))
        say(f"cases: {_told(told)}")
        told = once("demo registers", lambda session: load_lines(session, seed, now))
        say(f"registers: {_told(told)}")
        told = once(OFFICE, lambda session: load_office(session, now))
        say(f"office: {_told(told)}")
    return True


def _year(session: HouseSession, number: int, seed: int, now: datetime) -> dict[str, Any]:
    facts = Year(session, seed, now).play(number)
    return {"cases": number, "seed": seed, "day": now.date().isoformat()} | facts


def _demo_accounts(say: Say) -> None:
    """The list of passwords is on disk before the accounts are in the database."""
    if mark(PEOPLE) is not None:
        return
    session = house_session()
    folder = current_app.extensions["settings"].instance_dir
    hashed = accounts.hash_each(accounts.write_passwords(folder, session))
    facts = once(PEOPLE, lambda within: accounts.load_accounts(within, hashed))
    say(f"accounts: {_told(facts)}")


def sample(plan: Plan, *, password: str | None = None, method: str = "scrypt") -> None:
    """A part of the county in one transaction, with its staff, and the demo accounts where a password is given."""
    hashed = accounts.hash_each({one.username: password for one in accounts.ACCOUNTS}, method) if password else {}
    with as_seed(plan), unit_of_work() as session:
        master_data(plan)
        load_staff(session, plan)
        if hashed:
            accounts.load_accounts(session, hashed)


def mark(name: str) -> dict[str, Any] | None:
    """The facts kept when something was seeded, or None."""
    with acting_as(System("seed")):
        session = house_session()
        found = session.get(SeedMark, name)
        return dict(found.facts) if found is not None else None


def _told(facts: dict[str, Any] | None) -> str:
    return "there already" if facts is None else ", ".join(f"{name} {value}" for name, value in facts.items())
