"""Which roles go together and which grants make sense, written down a second time and in other words than the rules."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from appcore.access import account_rules as rules
from appcore.access.principal import Grant
from models.vocabulary import ROLE
from tests.people import COUNTY, COUNTY_HALL, LINGXI, LINGXI_HALL

POWERS = ("system_admin", "security_admin", "auditor")
BUSINESS = tuple(slug for slug in ROLE.slugs if slug not in POWERS)
SAMPLES = {
    "hall": Grant("hall", hall_code=LINGXI_HALL),
    "town": Grant("region", region_code=LINGXI),
    "county": Grant("region", region_code=COUNTY),
    "line": Grant("department", region_code=COUNTY, department_code="gaj"),
    "items": Grant("items", region_code=COUNTY, item_codes=("330327-00001",)),
}
FIT = {
    "system_admin": "county",
    "security_admin": "county",
    "auditor": "county",
    "county_editor": "county",
    "county_reviewer": "county",
    "department_editor": "line",
    "hall_admin": "hall town county",
    "clerk": "hall",
    "decider": "hall line items",
    "leader": "hall town county line",
    "agent": "hall",
    "supervisor": "town county line",
}
"""What each role may be granted, by decision 52: clerk and decider this hall, hall admin this place and below, …"""


def test_the_table_speaks_of_every_role() -> None:
    assert set(FIT) == set(ROLE.slugs) == set(rules.GRANT_KINDS)


@pytest.mark.parametrize("power", POWERS)
def test_r11_a_power_shares_its_account_with_no_other_role(power: str) -> None:
    """三权分立."""
    assert rules.fault_of_roles([power]) is None
    for other in ROLE.slugs:
        if other != power:
            assert rules.fault_of_roles([power, other]) is not None, other


def test_business_roles_go_together() -> None:
    for two in combinations(BUSINESS, 2):
        assert rules.fault_of_roles(two) is None, two


@pytest.mark.parametrize("roles", [[], ["emperor"], ["clerk", "emperor"]])
def test_no_role_and_an_unknown_role_are_refused(roles: list[str]) -> None:
    assert rules.fault_of_roles(roles) is not None


@pytest.mark.parametrize("power", POWERS)
def test_r11_no_account_turns_into_a_power_or_out_of_one(power: str) -> None:
    for role in ROLE.slugs:
        if role != power:
            assert rules.fault_of_change([power], [role]) is not None, role
            assert rules.fault_of_change([role], [power]) is not None, role
    assert rules.fault_of_change([power], [power]) is None
    assert rules.fault_of_change(["clerk"], ["clerk", "decider"]) is None


@pytest.mark.parametrize("role", ROLE.slugs)
def test_a_role_is_granted_what_it_works_with_and_nothing_else(role: str) -> None:
    accepted = {name for name, grant in SAMPLES.items() if rules.fault_of_grant([role], grant, COUNTY) is None}

    assert accepted == set(FIT[role].split())


@pytest.mark.parametrize(
    ("grant", "field"),
    [
        (Grant("hall"), "hall_code"),
        (Grant("region"), "region_code"),
        (Grant("department", department_code="gaj"), "region_code"),
        (Grant("department", region_code=COUNTY), "department_code"),
        (Grant("items", region_code=COUNTY), "item_codes"),
        (Grant("hall", hall_code="330302001000-01"), "hall_code"),
        (Grant("region", region_code="330300000000"), "region_code"),
        (Grant("everything"), "kind"),
    ],
)
def test_a_grant_without_what_it_is_about_or_outside_the_county_is_refused_at_its_field(
    grant: Grant, field: str
) -> None:
    fault = rules.fault_of_grant(["decider", "leader"], grant, COUNTY)

    assert fault is not None
    assert fault[0] == field


def test_each_role_begins_with_a_grant_that_suits_it() -> None:
    for role in ROLE.slugs:
        made = rules.proposed(role, hall=LINGXI_HALL, department="gaj", county=COUNTY)
        assert isinstance(made, Grant), role
        assert rules.fault_of_grant([role], made, COUNTY) is None, role
        assert rules.without_grant([role], [made]) == ()


def test_a_towns_admin_begins_with_the_town_and_the_countys_with_the_county_hall_alone() -> None:
    """Decisions 52: a clerk or admin of the county hall sees the county hall, not the county."""
    assert rules.proposed("hall_admin", hall=LINGXI_HALL, department=None, county=COUNTY) == SAMPLES["town"]
    assert rules.proposed("hall_admin", hall=COUNTY_HALL, department=None, county=COUNTY) == Grant(
        "hall", hall_code=COUNTY_HALL
    )


@pytest.mark.parametrize(("role", "field"), [("clerk", "hall_code"), ("decider", "hall_code"), ("department_editor", "department_code")])  # fmt: skip
def test_what_a_role_needs_for_its_grant_is_named(role: str, field: str) -> None:
    wanting = rules.proposed(role, hall=None, department=None, county=COUNTY)

    assert not isinstance(wanting, Grant)
    assert wanting[0] == field


def test_a_grant_that_is_never_in_force_is_refused() -> None:
    today = date(2026, 3, 2)

    assert rules.fault_of_dates(None, date(2026, 3, 1), today) is not None
    assert rules.fault_of_dates(date(2026, 3, 9), date(2026, 3, 8), today) is not None
    assert rules.fault_of_dates(date(2026, 3, 9), date(2026, 3, 9), today) is None
    assert rules.fault_of_dates(date(2026, 1, 1), today, today) is None


@pytest.mark.parametrize("role", ROLE.slugs)
def test_it_takes_two_to_let_in_one_of_the_three_powers(role: str) -> None:
    assert rules.may_activate(["security_admin"], [role]) is (role not in POWERS)
    assert rules.may_activate(["system_admin"], [role]) is (role in POWERS)
    assert not rules.may_activate(["auditor", "county_editor"], [role])
