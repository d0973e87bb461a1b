"""The table of who may do what: every line of it is asked for somewhere, and Flask-AppBuilder can widen none of it."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from appcore.access import permissions
from models.vocabulary import ROLE
from views.console.edition_acts import TITLES
from views.console.resource import all_resources

HERE = Path(__file__).parents[2]


def asked_by_routes(app: Flask) -> set[tuple[str, str]]:
    """Permissions that the routes of the console ask for before they answer, as they are registered."""
    views = {view.endpoint: view for view in app.appbuilder.baseviews}  # type: ignore[attr-defined]
    asked = set()
    for rule in app.url_map.iter_rules():
        endpoint, _, name = rule.endpoint.partition(".")
        view = views.get(endpoint)
        wanted = getattr(getattr(type(view), name, None), "_permission_name", None)
        if view is not None and wanted:
            verbs = getattr(view, "method_permission_name", None) or {}
            asked.add((view.class_permission_name, verbs.get(name, wanted).removeprefix("can_")))
    return asked | {("console:edition", act) for act in TITLES}


def asked_in_code() -> set[tuple[str, str]]:
    """Permissions that are named outright: may(roles, "console:case", "finish")."""
    pattern = re.compile(r"""['"](console:[a-z_]+)['"],\s*['"]([a-z_]+)['"]""")
    found: set[tuple[str, str]] = set()
    for path in (*(HERE / "views").rglob("*"), *(HERE / "appcore").rglob("*.py")):
        if path.suffix == ".py":
            found |= set(pattern.findall(path.read_text(encoding="utf-8")))
    return found


def test_every_permission_of_the_table_is_asked_for(app: Flask) -> None:
    """A line that nobody asks for promises what is not held."""
    asked = asked_by_routes(app) | asked_in_code()

    assert permissions.known() - asked == set()


def test_every_permission_that_is_asked_for_is_in_the_table(app: Flask) -> None:
    """One that is not belongs to nobody, so its page is shut for all."""
    assert (asked_by_routes(app) | asked_in_code()) - permissions.known() == set()


def test_every_role_of_the_table_exists_and_every_role_may_something() -> None:
    named = {role for rule in permissions.RULES for role in rule.roles}

    assert named <= {*ROLE.slugs, permissions.AT_PHONE}
    for role in ROLE.slugs:
        assert any(role in rule.roles for rule in permissions.RULES), role


def test_r11_who_runs_the_machine_sees_no_case_and_who_audits_changes_nothing() -> None:
    """三权分立 (GB/T 22239): system, security and audit are three people, and none of them does the work."""
    hooks = {"console:hook_subscription", "console:hook_delivery"}
    may_change = {
        "system_admin": {"console:account", *hooks}, "security_admin": {"console:account", "console:phone", "console:why"}, "auditor": set(),
    }  # fmt: skip
    for role in ("system_admin", "security_admin", "auditor"):
        held = {(view, verb) for view, verb in permissions.known() if permissions.may([role], view, verb)}
        assert not any(view in ("console:case", "console:party", "console:intake") for view, _ in held), role
        changing = {view for view, verb in held if verb not in ("list", "show", "verify")}
        assert changing <= may_change[role], role
    workers = {role for role in ROLE.slugs if role not in ("system_admin", "security_admin", "auditor")}
    assert not permissions.may(workers, "console:audit", "list")


def test_nobody_may_both_write_and_release_an_edition() -> None:
    """Decisions 16: a second pair of eyes."""
    writers = permissions.roles_that_may("console:edition", "submit")
    reviewers = permissions.roles_that_may("console:edition", "approve")

    assert writers
    assert reviewers
    assert not writers & reviewers


def test_an_unknown_permission_is_nobodys() -> None:
    assert permissions.roles_that_may("console:case", "erase") == frozenset()
    assert not permissions.may(ROLE.slugs, "console:nothing", "show")


def test_flask_appbuilders_form_of_the_table_is_anchored() -> None:
    """It matches by prefix: "console:case" would also grant "console:case_grant", "can_show" also "can_show_all"."""
    for role, held in permissions.builtin_roles().items():
        for view, verb in held:
            assert view.endswith("$"), (role, view)
            assert verb.endswith("$"), (role, verb)
            assert re.match(view, "console:case_grant") is None
            assert re.match(view, "xconsole:case") is None


def test_flask_appbuilders_form_of_the_table_says_the_same() -> None:
    held = {
        (view.removesuffix("$").replace("\\", ""), verb.removesuffix("$").removeprefix("can_"), role)
        for role, lines in permissions.builtin_roles().items()
        for view, verb in lines
    }

    assert held == {
        (view, verb, role) for view, verb in permissions.known() for role in permissions.roles_that_may(view, verb)
    }


def test_every_generated_table_is_in_the_table_of_permissions() -> None:
    nouns = {view for view, _verb in permissions.known()}

    assert {one.view for one in all_resources()} <= nouns
