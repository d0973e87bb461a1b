"""`flask privacy`: who saw a person, what is held about one, what is due to be destroyed. Exit codes as in `commands`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
from flask.cli import AppGroup

from appcore.access import audit, privacy, read_log
from appcore.access.principal import System, acting_as
from appcore.access.scope import as_system
from appcore.casework import destruction, person_data
from appcore.transaction import unit_of_work
from models.vocabulary import READ_REASON

privacy_group = AppGroup("privacy", help="Personal data: who saw it, what is held, what is due to go.")
NUMBER = click.option(
    "--number",
    prompt="number",
    hide_input=True,
    help="full id number, telephone or case number; asked for when left out",
)


@privacy_group.command("readers")
@NUMBER
def readers(number: str) -> None:
    """Everybody who saw a person's values, with times, newest first."""
    with acting_as(System("readers")):
        found = read_log.readers(number)
        audit.note("listed_readers", "read_log", privacy.mark_of(number), changes={"rows": len(found)})
    for one in found:
        reason = READ_REASON.label_of(one.reason)
        click.echo(
            "\t".join(
                (
                    one.at.isoformat(timespec="seconds"),
                    one.account,
                    one.actor,
                    one.place,
                    one.case_number,
                    one.seen,
                    reason,
                )
            )
        )
    click.echo(f"{len(found)} times")


@privacy_group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--reason", required=True, help="on what occasion, for the trail; names nobody")
@NUMBER
def export(file: Path, reason: str, number: str) -> None:
    """Everything that is held about one person in the whole county, as JSON, for this person alone (mode 0600)."""
    if file.exists():
        raise click.UsageError("the file exists already")
    with acting_as(System("export")), unit_of_work() as session:
        held = person_data.export(session, number, reason[:60])
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        json.dump(held, handle, ensure_ascii=False, indent=1)
    click.echo(f"{len(held['cases'])} cases")


@privacy_group.command("due")
@click.option("--hall", "hall_code", required=True, help="code of the hall")
def due(hall_code: str) -> None:
    """The dry run of destruction: cases of a hall whose term is over, with their rows. Changes nothing."""
    with as_system("due") as session:
        found = destruction.due(session, hall_code)
    for one in found:
        click.echo(f"{one.number}\t{one.item_code}\t{one.finished_on}\t{one.retention}\t{one.due_on}\t{one.rows}")
    click.echo(f"{len(found)} cases, {sum(one.rows for one in found)} rows")
