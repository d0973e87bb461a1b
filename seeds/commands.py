"""`flask seed`: master data and a made-up year. Exit codes: 0 done, 1 found something wrong, 2 wrong use."""

from __future__ import annotations

import time

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from appcore.errors import Problem
from seeds import load
from seeds.documents import BadSeed

seed_group = AppGroup("seed", help="Master data of the county, and made-up people and cases.")
MOST_CASES = 100_000


def install(app: Flask) -> None:
    app.cli.add_command(seed_group)


@seed_group.command("cangnan")
def seed_cangnan() -> None:
    """Regions, departments, halls, papers, work days and sample items; twice changes nothing."""
    began = time.monotonic()
    try:
        loaded = load.cangnan(click.echo)
    except (BadSeed, Problem) as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"cangnan: loaded in {time.monotonic() - began:.1f} s" if loaded else "cangnan: there already")


@seed_group.command("demo")
@click.option("--cases", default=2000, show_default=True, type=click.IntRange(0, MOST_CASES), help="how many cases")
@click.option("--seed", default=1, show_default=True, type=int, help="what the made-up cases are drawn from")
def seed_demo(cases: int, seed: int) -> None:
    """Made-up staff, accounts and cases; twice changes nothing."""
    if not current_app.extensions["settings"].demo:
        raise click.UsageError("demo data only goes where BANSHITAI_DEMO=1")
    if load.mark(load.CANGNAN) is None:
        raise click.ClickException("first run: flask seed cangnan")
    began = time.monotonic()
    try:
        loaded = load.demo(cases, seed, click.echo)
    except (load.AlreadySeeded, Problem) as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"demo: loaded in {time.monotonic() - began:.1f} s" if loaded else "demo: there already")
