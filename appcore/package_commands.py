"""`flask catalogue`: packages out and in, and an import undone. Exit codes: 0 done, 1 found something wrong, 2 wrong use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from appcore import apart, work
from appcore.access.files import tables_out
from appcore.access.principal import System, acting_as
from appcore.access.scope import as_system
from appcore.catalogue import unsaved
from appcore.change import background, exporting, imports, report, source
from appcore.change.kinds import ITEMS, KINDS
from appcore.change.report import OUTCOMES, Judged, Report
from appcore.definition.exchange_columns import NATIONAL
from appcore.errors import Problem
from models.db import house_session

FORGOTTEN_EVERY = timedelta(hours=6)
HEADINGS = ("种类", "编号", "名称", "结果", "说明")
ASKED_EVERY = timedelta(0)
"""At each look of the worker: whoever waits for an import waits for it alone."""
PATIENCE = timedelta(minutes=30)
"""After which a process that carries out one import is taken to hang."""
catalogue_group = AppGroup("catalogue", help="The catalogue: packages out and in.")
File = click.Path(dir_okay=False, path_type=Path)


def install(app: Flask) -> None:
    app.cli.add_command(catalogue_group)
    work.register(app, work.Job("packages", FORGOTTEN_EVERY, imports.forget_lapsed))
    work.register(app, work.Job("large imports", ASKED_EVERY, run_asked, lane=background.LANE))
    work.register(app, work.Job("typing", FORGOTTEN_EVERY, unsaved.forget_stale))


def run_asked() -> int:
    """Carry out the large imports that were asked for. Returns: how many were done."""
    return background.work(lambda task: apart.run("catalogue", "carry-out", str(task), patience=PATIENCE))


@catalogue_group.command("carry-out")
@click.argument("task", type=int)
def carry_out(task: int) -> None:
    """Carry out one large import or undoing that was asked for on its page, and end. Exit 1 when it was not; the page says why."""
    require_worker = apart.as_child()
    try:
        with acting_as(System("packages")):
            done = background.carry_out(task, require_worker)
    except Problem as problem:
        raise click.ClickException(str(problem)) from problem
    if not done:
        raise SystemExit(1)


@catalogue_group.command("export")
@click.argument("file", type=File)
@click.option(
    "--kind", "slugs", multiple=True, type=click.Choice(list(KINDS)), help="kinds to export; default: all of them"
)
@click.option("--only", "keys", multiple=True, help="codes to export; default: all of the kinds")
@click.option("--items-only", is_flag=True, help="the items alone, as banshitai-catalogue")
@click.option("--national", is_flag=True, help="a workbook under the names and numbers of the national exchange")
def export(file: Path, slugs: tuple[str, ...], keys: tuple[str, ...], items_only: bool, national: bool) -> None:
    """Write a package of what is in use, or else drafted; to a FILE.xlsx the items as the catalogue workbook."""
    is_book = file.suffix.lower() == ".xlsx"
    wanted = (ITEMS.slug,) if items_only or is_book else slugs or tuple(KINDS)
    try:
        with acting_as(System("packages")), as_system("packages") as session:
            offered = exporting.offered(session)
            chosen = {slug: [one.key for one in offered[slug] if not keys or one.key in keys] for slug in wanted}
            unknown = sorted(set(keys) - {key for found in chosen.values() for key in found})
            if unknown:
                raise click.ClickException(f"there is no {', '.join(unknown)} to export")
            if is_book:
                raw = exporting.workbook(session, chosen[ITEMS.slug], scheme=NATIONAL if national else "")
            elif items_only:
                raw = exporting.catalogue(session, chosen[ITEMS.slug])
            else:
                raw = exporting.package(session, chosen)
        file.write_bytes(raw)
        with acting_as(System("packages")):
            exporting.noted(raw)
    except Problem as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{sum(map(len, chosen.values()))} objects written to {file}")


@catalogue_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="say what would be done and write nothing")
@click.option("--replace-drafts", is_flag=True, help="also where a draft is open: its content is replaced")
@click.option("--take-over", "taking_over", is_flag=True, help="hand the items in as what is in force already")
@click.option(
    "--report", "out", type=File, help="write the report as an Excel workbook; of a workbook, it with its faults marked"
)
def bring_in(file: Path, dry_run: bool, replace_drafts: bool, taking_over: bool, out: Path | None) -> None:
    """Judge a package or workbook and write what is new or changed as drafts. Exit 1 when something in it cannot be taken."""
    try:
        with acting_as(System("packages")):
            raw = file.read_bytes()
            said = report.held_against(house_session(), source.read(house_session(), raw, file.name))
            _tell(said, None if said.is_workbook else out)
            if out is not None and said.is_workbook:
                with out.open("wb") as target:
                    source.marked(house_session(), target, raw, file.name)
            ticks = {one.tick for one in said.objects if one.is_preset or (replace_drafts and one.may_be_chosen)}
            if said.wrong:
                click.echo(f"{said.wrong} faults: nothing written")
            elif dry_run:
                click.echo(f"dry run: {len(ticks)} objects would be written")
            elif ticks:
                code = imports.preview(raw, file.name)
                count = imports.apply(code, ticks, taking_over=taking_over)
                click.echo(f"{count} objects written as drafts; undo: flask catalogue undo {code}")
            else:
                click.echo("nothing to write")
    except Problem as problem:
        raise click.ClickException(_whole(problem)) from problem
    if said.loose or any(one.outcome in ("wrong", "blocked") for one in said.objects):
        raise SystemExit(1)


@catalogue_group.command("template")
@click.argument("file", type=File)
def template(file: Path) -> None:
    """Write the catalogue workbook without a row, to be filled in."""
    file.write_bytes(exporting.template())
    click.echo(f"template written to {file}")


@catalogue_group.command("undo")
@click.argument("code")
def undo(code: str) -> None:
    """Take back all that an import wrote, or say why it cannot be."""
    try:
        with acting_as(System("packages")):
            row = imports.own_preview(house_session(), code)
            plan = imports.plan_of_undoing(house_session(), row) if row is not None and row.state == "applied" else []
            for one in plan:
                if one.obstacle is not None:
                    click.echo(f"{one.line.kind}\t{one.line.key}\t{one.line.name}\t{one.obstacle}")
            click.echo(f"{imports.undo(code)} objects taken back")
    except Problem as problem:
        raise click.ClickException(str(problem)) from problem


def _tell(said: Report, out: Path | None) -> None:
    left = [f"{one.title}: {one.why}" for one in said.sheets if one.why is not None]
    rows: list[tuple[str, ...]] = [("", "", "", "", str(one)) for one in (*said.loose, *left, *said.notices)]
    rows += [row for one in said.objects for row in _rows(one)]
    for row in rows:
        click.echo("\t".join(row))
    click.echo(", ".join(f"{said.count(outcome)} {outcome}" for outcome in OUTCOMES))
    if out is not None:
        with out.open("wb") as target:
            tables_out.xlsx(target, "导入核对", HEADINGS, rows)


def _rows(one: Judged) -> Iterator[tuple[str, ...]]:
    told = [
        str(it) for it in (*one.faults, *one.missing, *one.notices, *one.changes, *([one.remark] if one.remark else []))
    ]
    for sentence in told or [""]:
        yield one.kind.slug, one.key, one.name, OUTCOMES[one.outcome], sentence


def _whole(problem: Problem) -> str:
    """The sentence, with that of the field where there is one."""
    fields = getattr(problem, "fields", {})
    return "; ".join(str(one) for one in fields.values()) or str(problem)
