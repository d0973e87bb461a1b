"""What searching needs from the shell and by itself: the public log read in, use counted, old terms forgotten."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask

from appcore import work
from appcore.access.principal import System, acting_as
from appcore.catalogue import item_use, miss_counts, search_misses
from appcore.package_commands import catalogue_group

COUNTED_EVERY, FORGOTTEN_EVERY = timedelta(hours=6), timedelta(days=1)
LINE = re.compile(r"\bmiss (\S{1,60})$")


def install(app: Flask) -> None:
    work.register(
        app,
        work.Job("item use", COUNTED_EVERY, item_use.recount),
        work.Job("search misses", FORGOTTEN_EVERY, search_misses.forget),
    )


@catalogue_group.command("misses")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--keep", is_flag=True, help="leave the file where it is; reading it again counts it again")
def misses(file: Path, keep: bool) -> None:
    """Read the public site's log of searches without an answer; the file read is renamed to FILE.read."""
    taken = file if keep else file.rename(file.with_name(f"{file.name}.read"))
    try:
        with taken.open(encoding="utf-8", errors="replace") as handle:
            terms = Counter(found[1] for line in handle if (found := LINE.search(line.rstrip())))
        with acting_as(System("search misses")):
            kept = miss_counts.read_in(terms.items(), "public")
    except BaseException:
        if taken != file:
            taken.rename(file)
        raise
    click.echo(f"{sum(terms.values())} searches read, {kept} terms counted")


@catalogue_group.command("count-use")
def count_use() -> None:
    """Count how often each item was asked for lately; the program does so by itself every six hours."""
    with acting_as(System("item use")):
        click.echo(f"{item_use.recount()} weights changed")
