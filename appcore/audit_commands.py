"""`flask audit` and `flask work`: prove the trail, seal it, and run what is due. Exit codes as in `commands`."""

from __future__ import annotations

import itertools
import signal
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from appcore import work
from appcore.access import audit_check, audit_digest, exports, seal_marks, sealing, seals
from appcore.access.files import chores
from appcore.access.principal import System, acting_as
from appcore.casework import staging
from appcore.hooks import delivering
from appcore.settings import Settings

NAMED = 20
SWEPT_EVERY = timedelta(hours=1)
SCANNED_EVERY = timedelta(minutes=5)
WIPED_EVERY = timedelta(days=1)
audit_group = AppGroup("audit", help="The audit trail.")


def install(app: Flask) -> None:
    app.cli.add_command(audit_group)
    app.cli.add_command(work_command)
    sealing.install(app)
    delivering.install(app)
    work.register(
        app, work.Job("sweep", SWEPT_EVERY, chores.sweep), work.Job("scan", SCANNED_EVERY, chores.rescan),
        work.Job("wipe", WIPED_EVERY, exports.wipe_conditions),
        work.Job("staged files", SWEPT_EVERY, staging.expire),
    )  # fmt: skip


@audit_group.command("verify")
@click.option(
    "--seals",
    "copy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="a copy of the seals kept elsewhere",
)
@click.option(
    "--printed", nargs=2, type=(int, str), help="number and hash (its first 16 digits do) from a printed seal"
)
def verify(copy: Path | None, printed: tuple[int, str] | None) -> None:
    """Walk the chain and compare it with its seals; name the bad rows; exit 1 if there are any, or the seals are gone."""
    settings: Settings = current_app.extensions["settings"]
    kept, faults = seals.read(copy or settings.seal_path, audit_digest.Keyed(settings.audit_key))
    told = [f"seal line {one.line}: {one.sentence}" for one in faults]
    with acting_as(System("verify")):
        gone = seal_marks.without_any(kept) if copy else seal_marks.missing(settings.seal_path, kept)
        told += [f"audit row {one.sequence}: {one.sentence}" for one in gone]
        told += [
            f"audit row {one.sequence}: it is gone, and {one.place} sealed it, {one.at}"
            for one in seal_marks.beyond_the_trail(settings.seal_path)
        ]
        for one in seal_marks.silent(settings.seal_path):
            click.echo(
                f"{one.place} has not sealed since {one.at}, row {one.sequence}: is it in use, and where is its seal file?"
            )
        found = itertools.islice(audit_check.findings(kept), NAMED + 1)
        told += [
            f"audit row {one.sequence}: {one.sentence}" + (f" (id {one.row_id})" if one.row_id is not None else "")
            for one in found
        ]
        if printed and not audit_check.holds(settings.county, *printed):
            told.append(f"audit row {printed[0]}: it is not the row of the printed seal")
        if not told:
            click.echo(f"the audit trail is whole: {audit_check.length()} entries, {_against(kept)}")
            return
    for line in told[:NAMED]:
        click.echo(line)
    if len(told) > NAMED:
        click.echo(f"and more: the first {NAMED} are named")
    raise SystemExit(1)


def _against(kept: list[seals.Seal]) -> str:
    if not kept:
        return "no seal to compare with"
    return f"{len(kept)} seals, the last of {kept[-1].at} at row {kept[-1].sequence}"


@audit_group.command("seal")
@click.option("--in-spite", default="", help="go on although a sealed row or the seal file is gone: why, for the trail")
def seal(in_spite: str) -> None:
    """Seal the trail now and print the seals, e.g. to keep them on paper."""
    with acting_as(System("seal")):
        try:
            for made in sealing.seal(in_spite=in_spite.strip()):
                click.echo(made.line)
        except work.Stopped as stopped:
            raise click.ClickException(str(stopped)) from stopped


@click.command("work")
@click.option("--once", is_flag=True, help="run what is due and end")
@with_appcontext
def work_command(once: bool) -> None:
    """Run what is due: seals and whatever else has an interval. Without --once until it is told to stop."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if once:
        told = {name: result for lane in work.lanes(app) for name, result in work.run_due(app, lane).items()}
        for name, result in told.items():
            click.echo(f"{name}: {result}")
        if "failed" in told.values():
            raise SystemExit(1)
        return
    worker = work.Worker(app)
    signal.signal(signal.SIGTERM, lambda *_: worker.tell_to_stop())
    signal.signal(signal.SIGINT, lambda *_: worker.tell_to_stop())
    work.run_due(app)
    worker.run()
    worker.stop()
