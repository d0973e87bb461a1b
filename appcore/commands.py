"""Commands of this floor: init, accounts, settings, and those of `audit_commands`. Exit codes: 0 done, 1 found something wrong, 2 wrong use."""

from __future__ import annotations

from dataclasses import fields

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from appcore import audit_commands, check_commands, package_commands, plugins, schema_state, search_commands
from appcore.access import accounts, second_factor, workers
from appcore.access.files import chores
from appcore.access.principal import Grant, System, acting_as
from appcore.access.scope import as_system
from appcore.errors import Problem
from appcore.key_commands import keys_group
from appcore.privacy_commands import privacy_group
from appcore.settings import PREFIX, Settings
from appcore.transaction import unit_of_work
from models.account import User
from models.vocabulary import ROLE

COUNTY_ROLES = ("county_editor", "county_reviewer", "supervisor", "system_admin", "security_admin", "auditor")
accounts_group = AppGroup("accounts", help="Accounts from the shell.")
files_group = AppGroup("files", help="Kept files: samples, blank forms, attachments.")


def install(app: Flask) -> None:
    app.cli.add_command(init)
    app.cli.add_command(show_settings)
    app.cli.add_command(accounts_group)
    app.cli.add_command(keys_group)
    app.cli.add_command(privacy_group)
    app.cli.add_command(files_group)
    audit_commands.install(app)
    package_commands.install(app)
    check_commands.install(app)
    search_commands.install(app)


@click.command("init")
@with_appcontext
def init() -> None:
    """Create or migrate the database and its roles; safe to run twice and from several machines."""
    schema_state.migrate(_make_roles)
    found, _wanted = schema_state.versions()
    click.echo(f"database at schema {found}")


def _make_roles() -> None:
    with acting_as(System("init")), unit_of_work() as session:
        for slug in ROLE.slugs:
            accounts.role_named(session, slug)


@click.command("settings")
@with_appcontext
def show_settings() -> None:
    """All settings with type, default and present value; secrets hidden."""
    present = current_app.extensions["settings"]
    for one in fields(Settings):
        value = "(hidden)" if one.metadata["hidden"] else getattr(present, one.name)
        click.echo(
            f"{PREFIX}{one.name.upper():16} {one.type!s:5} default={one.default!r} now={value!r}  {one.metadata['help']}"
        )
    click.echo(f"plug-ins loaded: {plugins.described(current_app.extensions['plugins'])}")


@accounts_group.command("list")
def list_accounts() -> None:
    """Names, roles and whether they may sign in."""
    with as_system("accounts") as session:
        for user in session.query(User).order_by(User.username):
            roles = ",".join(role.name for role in user.roles)
            click.echo(f"{user.username}\t{roles}\t{'active' if user.active else 'off'}\t{user.hall_code or ''}")


@accounts_group.command("add")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(ROLE.slugs))
@click.option("--hall", "hall_code", default=None, help="code of the hall, for roles that belong to one")
@click.option(
    "--staff", "number", default=None, help="number of the worker whose account it is, where names do not tell"
)
def add_account(name: str, role: str, hall_code: str | None, number: str | None) -> None:
    """Make an account and print its one-time password.

    A clerk, decider, leader or agent is the hall's worker of that number or name; one who is not entered yet is entered.
    """
    county = current_app.extensions["settings"].county
    if hall_code is None and role not in COUNTY_ROLES:
        raise click.UsageError("this role belongs to a hall: give --hall CODE")
    grant = Grant("region", region_code=county) if hall_code is None else Grant("hall", hall_code=hall_code)
    if role == "hall_admin" and hall_code is not None:
        grant = Grant("region", region_code=hall_code[:12])
    try:
        with acting_as(System("accounts")):
            with as_system("accounts") as session:
                staff_id = workers.numbered(session, number, hall_code or "") if number else None
            password = accounts.add(name, role=role, name=name, hall_code=hall_code, grants=(grant,), staff_id=staff_id)
    except Problem as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{name} {password}")


@accounts_group.command("reset")
@click.argument("name")
def reset_account(name: str) -> None:
    """Give an account a new one-time password and print it."""
    try:
        with acting_as(System("accounts")):
            click.echo(f"{name} {accounts.reset(name)}")
    except Problem as problem:
        raise click.ClickException(str(problem)) from problem


@accounts_group.command("reset-second")
@click.argument("name")
def reset_second(name: str) -> None:
    """Take the second factor from an account whose telephone and recovery codes are lost; its sessions end."""
    try:
        with acting_as(System("accounts")):
            second_factor.reset(name)
    except Problem as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{name} signs in without a second factor until a new one is set up")


@files_group.command("sweep")
def sweep_files() -> None:
    """Remove contents that no row names, save what is younger than an hour."""
    click.echo(f"{chores.sweep()} files removed")


@files_group.command("scan")
def scan_files() -> None:
    """Ask the virus scanner again about quarantined files; exit 1 while any is infected or still waits."""
    done = chores.rescan()
    click.echo(f"{done.clean} clean, {done.infected} infected, {done.waiting} waiting")
    if done.infected or done.waiting:
        raise SystemExit(1)
