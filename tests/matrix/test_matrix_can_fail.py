"""The leak matrix seen failing: the program is broken in one place at a time, and the matrix must name what leaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import abort
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Map, Rule

from appcore import clock, records
from appcore.access import audit, criteria, scope
from appcore.access.principal import System, acting_as
from models.db import db
from tests.matrix import lists
from tests.matrix.cells import cells
from tests.matrix.run import look
from tests.views import doors
from tests.world import QIANKU, World, by_noun
from views.console import base, finding, listing, shell

Entered = Callable[[str | None], FlaskClient]
Break = Callable[[pytest.MonkeyPatch, World], None]


@pytest.fixture(autouse=True)
def _limits_anew() -> Any:
    """What is kept of limits is forgotten before and after each break."""
    scope._limits.cache_clear()
    yield
    scope._limits.cache_clear()


def a_place_is_a_prefix(patch: pytest.MonkeyPatch, _world: World) -> None:
    """Decision 1: 330327100000 without its zeros is the start of most towns."""
    patch.setattr(
        criteria, "place_range", lambda code: (code.rstrip("0").ljust(12, "0"), code.rstrip("0").ljust(12, "9"))
    )


def a_hand_over_never_ends(patch: pytest.MonkeyPatch, _world: World) -> None:
    handed_to = criteria.handed_to

    def for_ever(table: Any, person: Any) -> Any:
        receivers = [table.c.to_hall_code == grant.hall_code for grant in person.grants]
        return handed_to(table, person) | receivers[0]

    patch.setattr(criteria, "handed_to", for_ever)


def a_view_reads_as_the_system(patch: pytest.MonkeyPatch, _world: World) -> None:
    def row(model: Any, noun: str, pk: str) -> Any:
        with acting_as(System("a fault on purpose")):
            return finding.row_by_id_or_404(model, noun, pk)

    patch.setattr(base, "row_by_id_or_404", row)


def a_view_forgot_its_guard(patch: pytest.MonkeyPatch, world: World) -> None:
    guarded: Any = world.app.view_functions["StaffPage.list"]
    patch.setitem(world.app.view_functions, "StaffPage.list", guarded.__func__.__wrapped__.__get__(guarded.__self__))


def a_delete_by_get(patch: pytest.MonkeyPatch, world: World) -> None:
    page: Any = world.app.view_functions["OfferContactPage.delete"]

    def delete(pk: str) -> Any:
        answer = page(pk=pk)
        records.end(by_noun()["offer_contact"].model, int(pk))
        return answer

    patch.setitem(world.app.view_functions, "OfferContactPage.delete", delete)


def a_denial_is_not_noted(patch: pytest.MonkeyPatch, _world: World) -> None:
    note = audit.note
    patch.setattr(audit, "note", lambda *told: None if "denied" in told else note(*told))


def a_denial_looks_different(patch: pytest.MonkeyPatch, _world: World) -> None:
    def note(*_told: Any) -> None:
        abort(403)

    patch.setattr(audit, "note", note)


def a_page_shows_a_foreign_name(patch: pytest.MonkeyPatch, world: World) -> None:
    name = next(row["name"] for row in world.rows(by_noun()["staff"]).values() if row["hall_code"] == QIANKU)
    whole = shell.shell
    patch.setattr(shell, "shell", lambda: (found := whole()) and replace(found, person=name))


CELLS: dict[Break, tuple[str, str]] = {
    a_place_is_a_prefix: ("lingxi_admin", "StaffPage.show"),
    a_hand_over_never_ends: ("lingxi_clerk", "CaseDesk.case"),
    a_view_reads_as_the_system: ("lingxi_admin", "StaffPage.show"),
    a_view_forgot_its_guard: ("auditor", "StaffPage.list"),
    a_delete_by_get: ("lingxi_admin", "OfferContactPage.delete"),
    a_denial_is_not_noted: ("lingxi_clerk", "CaseDesk.case"),
    a_denial_looks_different: ("lingxi_clerk", "CaseDesk.case"),
    a_page_shows_a_foreign_name: ("lingxi_clerk", "Home.index"),
}


@pytest.mark.parametrize("broken", CELLS, ids=lambda one: one.__name__)
def test_the_matrix_sees_it(
    broken: Break, matrix: World, entered: Entered, put_back: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    username, endpoint = CELLS[broken]
    tried = cells(matrix, username, lambda door: door.rule.endpoint == endpoint)
    whole = look(matrix, entered(username), username, tried)
    broken(monkeypatch, matrix)
    scope._limits.cache_clear()

    leaking = look(matrix, entered(username), username, tried)

    assert whole.leaks == []
    assert whole.tried
    assert leaking.leaks


def a_count_of_all_rows(patch: pytest.MonkeyPatch, _world: World) -> None:
    read = listing.read_page

    def counted(resource: Any, *rest: Any) -> Any:
        page = read(resource, *rest)
        with acting_as(System("a fault on purpose")):
            total = db.session.scalar(select(func.count(resource.model.id))) or 0
        return replace(page, toolbar=replace(page.toolbar, total=total))

    patch.setattr(listing, "read_page", counted)


def a_look_up_without_limits(patch: pytest.MonkeyPatch, world: World) -> None:
    page: Any = world.app.view_functions["PostPage.lookup"]

    def offered(column: str) -> Any:
        with acting_as(System("a fault on purpose")):
            return page.__func__.__wrapped__(page.__self__, column)

    patch.setitem(world.app.view_functions, "PostPage.lookup", offered)


SWEEPS: dict[Break, Callable[..., Any]] = {
    a_count_of_all_rows: lists.lists,
    a_look_up_without_limits: lists.look_ups,
}


@pytest.mark.parametrize("broken", SWEEPS, ids=lambda one: one.__name__)
def test_the_sweep_of_lists_sees_it(
    broken: Break, matrix: World, entered: Entered, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, matrix)
    monkeypatch.setattr(lists, "by_noun", lambda: {noun: by_noun()[noun] for noun in ("post", "staff", "window")})

    found = SWEEPS[broken](matrix, entered("lingxi_admin"), "lingxi_admin")

    assert found.leaks


def test_a_new_route_without_a_permission_is_named(matrix: World) -> None:
    views = {view.endpoint: view for view in matrix.app.extensions["appbuilder"].baseviews}
    rules = Map(
        [Rule("/console/new", endpoint="Nowhere.new"), Rule("/console/odd", endpoint="CaseDesk.get_init_inner_views")]
    )

    for rule in rules.iter_rules():
        with pytest.raises(AssertionError, match=f"{rule.rule} .* asks for no permission"):
            doors._door(rule, views)


def test_a_new_route_that_nobody_can_fill_is_named(matrix: World) -> None:
    rule = next(Map([Rule("/console/new/<thing>", endpoint="CaseDesk.new")]).iter_rules())

    with pytest.raises(AssertionError, match=r"say in tests/views/doors.py how /console/new/<thing> is filled"):
        doors.openings(doors.Door(rule, ("console:case", "show")), matrix, "lingxi_clerk")


def test_the_plain_rule_does_not_hang_on_the_clock_of_the_program(matrix: World) -> None:
    """An hour on, what was handed for ever still is, and what ended has."""
    assert any(over.ends for over in matrix.overs)
    assert all(
        over.holds(clock.local_now()) is (over.ends is None) for over in matrix.overs if over.begins < clock.local_now()
    )
