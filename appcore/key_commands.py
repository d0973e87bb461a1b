"""`flask keys`: which keys are in use, a new one, everything under the newest, an old one away. Exit codes as in `commands`."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from appcore.access import audit, ciphers, keys, privacy, rekey
from appcore.access.files import chores, store, vault
from appcore.access.keys import KeyFault
from appcore.access.principal import System, acting_as
from appcore.errors import Problem
from appcore.transaction import unit_of_work
from models.db import HouseSession, house_session

keys_group = AppGroup("keys", help="The keys of personal columns.")
TOLD_EVERY = 200
"""Files between two lines of progress."""
NAMES = {number: name for name, number in ciphers.NUMBERS.items()}


@keys_group.command("status")
def status() -> None:
    """The keys that are known, newest first, and how many values each has sealed."""
    with acting_as(System("keys")):
        _print_status(house_session())


def _print_status(session: HouseSession) -> None:
    counted = rekey.by_key(session) + vault.by_key(store.root())
    known = keys.ring().all()
    for number, one in enumerate(known):
        sealed = ", ".join(
            f"{count} by {NAMES.get(head[0], 'an unknown algorithm')}"
            for head, count in sorted(counted.items())
            if ciphers.key_id_of(head) == one.id
        )
        said = "newest" if number == 0 else "old" if sealed else "old, not needed any more"
        click.echo(f"key {one.id.hex()} ({said}): {sealed or 'no values'}")
    strangers = sum(
        count for head, count in counted.items() if ciphers.key_id_of(head) not in {one.id for one in known}
    )
    if in_clear := len(chores.unsealed()):
        click.echo(f"{in_clear} files are not sealed yet: flask keys rotate")
    if strangers:
        click.echo(f"{strangers} values are sealed with a key that is not known here")
        raise SystemExit(1)


@keys_group.command("new")
def new() -> None:
    """Make a new key. On several machines: copy the key file to the others, then run `flask keys rotate`."""
    click.echo(f"key {_made().id.hex()} is the newest now")


def _made() -> keys.Generation:
    try:
        with acting_as(System("keys")):
            fresh = keys.ring().make()
            with unit_of_work() as session:
                audit.record(session, "key_made", "key", fresh.id.hex())
    except (Problem, KeyFault, OSError) as fault:
        raise click.ClickException(str(fault)) from fault
    return fresh


@keys_group.command("rotate")
@click.option(
    "--batch", default=rekey.BATCH, show_default=True, type=click.IntRange(1, 5000), help="rows a transaction"
)
def rotate(batch: int) -> None:
    """Make a new key and bring every value under it; run again after an interruption, it goes on where it stopped.

    While values under another key than the newest are left, no new key is made: also after a new key came by hand.
    """
    with acting_as(System("keys")):
        session = house_session()
        left = _left(session)
    if left:
        click.echo(f"going on: {left} values are not under the newest key")
    else:
        click.echo(f"key {_made().id.hex()} is the newest now")
    with acting_as(System("keys")):
        resealed, unreadable = _reseal(session, batch)
        remaining = _left(session)
        with unit_of_work(session):
            facts = {"resealed": resealed, "unreadable": unreadable, "left": remaining}
            audit.record(session, "keys_rotated", "key", keys.ring().newest().id.hex(), facts)
        click.echo(f"{resealed} values sealed anew, {unreadable} do not open, {remaining} left")
        _print_status(session)
    if unreadable or remaining:
        click.echo("the old keys must stay until all values are under the newest")
        raise SystemExit(1)
    click.echo(
        "the old keys may be removed (flask keys drop ID, or from the environment) once no older backup is needed"
    )


def _left(session: HouseSession) -> int:
    wanted = privacy.current_header()
    counted = rekey.by_key(session) + vault.by_key(store.root())
    return sum(count for head, count in counted.items() if head != wanted) + len(chores.unsealed())


def _reseal(session: HouseSession, batch: int) -> tuple[int, int]:
    resealed = unreadable = 0
    for done in rekey.reseal(session, batch):
        resealed, unreadable = resealed + done.resealed, unreadable + done.unreadable
        click.echo(f"{done.table}: {resealed} done")
    for number, done in enumerate(chores.reseal(), start=1):
        resealed, unreadable = resealed + done.resealed, unreadable + done.unreadable
        if number % TOLD_EVERY == 0:
            click.echo(f"{done.table}: {resealed} done")
    return resealed, unreadable


@keys_group.command("drop")
@click.argument("key_id")
def drop(key_id: str) -> None:
    """Forget an old key that no value needs. Backups made before the change cannot be read without it."""
    with acting_as(System("keys")):
        session = house_session()
        named = [one for one in keys.ring().all() if one.id.hex() == key_id]
        if not named or named[0] == keys.ring().newest():
            raise click.UsageError("no such old key")
        counted = rekey.by_key(session) + vault.by_key(store.root())
        needed = sum(count for head, count in counted.items() if ciphers.key_id_of(head) == named[0].id)
        if needed:
            raise click.ClickException(f"{needed} values still need this key: flask keys rotate")
        try:
            keys.ring().drop(named[0].id)
        except (Problem, OSError) as fault:
            raise click.ClickException(str(fault)) from fault
        with unit_of_work(session):
            audit.record(session, "key_dropped", "key", key_id)
    click.echo(f"key {key_id} is gone")
