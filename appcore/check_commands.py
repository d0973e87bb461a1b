"""`flask catalogue check`: all problems of all editions in force and being drafted, and of what the halls show; and the job."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import click
from flask import Flask
from sqlalchemy import select

from appcore import work
from appcore.access.principal import System, acting_as
from appcore.access.scope import as_system
from appcore.catalogue import check_store, offer_checks
from appcore.catalogue.editions_in_force import in_force_query
from appcore.catalogue.findings import plain
from appcore.catalogue.known import known
from appcore.definition import checks
from appcore.definition.checks import Problem
from appcore.definition.checks.problem import next_best
from appcore.package_commands import catalogue_group
from models.db import HouseSession
from models.item import Edition

EVERY = timedelta(minutes=1)


def install(app: Flask) -> None:
    """Add the job; the command stands in its group by its decorator."""
    work.register(app, work.Job("checks", EVERY, check_store.job))


@catalogue_group.command("check")
@click.option("--json", "as_json", is_flag=True, help="one JSON document instead of lines")
def check(as_json: bool) -> None:
    """All problems of all editions with their ids, and the scores. Exit 1 when any edition has an error."""
    with acting_as(System("checks")), as_system("checks") as session:
        found = {"editions": _editions(session), "offers": _offers(session)}
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for kind in found.values():
            for one in kind:
                _tell(one)
    if any(it["level"] == "error" for one in found["editions"] for it in one["problems"]):
        raise SystemExit(1)


def _editions(session: HouseSession) -> list[dict[str, Any]]:
    """Made anew, not read from what was kept."""
    county, in_force = known(session), set(session.scalars(select(in_force_query().subquery().c.id)))
    told = []
    for edition_id in check_store.watched(session):
        edition = session.get(Edition, edition_id)
        if edition is None:
            continue
        judged = check_store.judge(session, check_store.definition_of(session, edition), county)
        open_ones = [one.problem for one in judged if one.is_open]
        best = next_best(open_ones)
        told.append(
            {
                "item": edition.item_code, "name": edition.name or "", "edition": edition.number,
                "state": "in_force" if edition_id in in_force else edition.state, "taken_over": edition.taken_over,
                "department": edition.department_code, "score": checks.score(open_ones),
                "best": {"id": best[0].id, "points": best[1]} if best else None,
                "problems": [_said(one.problem) | {"ticked": one.is_ticked} for one in judged],
            }
        )  # fmt: skip
    return told


def _offers(session: HouseSession) -> list[dict[str, Any]]:
    county, told = known(session), []
    for offer, _digest, definition, face in offer_checks.faces(session):
        found = offer_checks.problems(definition, face, county)
        told.append(
            {
                "item": offer.item_code, "name": definition.name, "hall": offer.hall_code, "score": checks.score(found),
                "problems": [_said(one) for one in found],
            }
        )  # fmt: skip
    return told


def _said(problem: Problem) -> dict[str, Any]:
    place = problem.place
    where = {"part": place.part, "key": place.key, "element": place.element, "child": place.child}
    return {
        "id": problem.id, "level": problem.level, "place": {name: one for name, one in where.items() if one},
        "text": problem.text, "fix": problem.advice, "parameters": plain(problem),
    }  # fmt: skip


def _tell(one: dict[str, Any]) -> None:
    whose = one.get("hall") or (f"v{one['edition']}" if one.get("edition") else one.get("state", ""))
    click.echo(f"{one['item']}\t{whose}\t{one['name']}\t{one['score']}")
    for problem in one["problems"]:
        level = "ticked" if problem.get("ticked") else problem["level"]
        click.echo(f"  {problem['id']}\t{level}\t{problem['text']}\t{problem['fix']}")
