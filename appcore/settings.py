"""One frozen `Settings` read from the environment: name, type, unit and default; all that is missing is named at once."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import limits

from appcore.hooks import hosts as webhook_hosts

PREFIX = "BANSHITAI_"
CIPHERS = ("sm4-gcm", "aes-256-gcm")
Network = IPv4Network | IPv6Network
WEAK = {"", "secret", "dev", "changeme", "0" * 64, "f" * 64}


class SettingsError(SystemExit):
    """The environment lacks or spoils a setting: the program does not start, and its last words name each."""


def _setting(
    default: Any, help: str, *, secret: bool = False, needs_console: bool = False, in_key_file: bool = False,
    hidden: bool = False,
) -> Any:  # fmt: skip
    """`in_key_file`: may be left out where a key file or provider holds it; `hidden`: not shown, but not asked for either."""
    metadata = {"help": help, "secret": secret, "needs_console": needs_console, "in_key_file": in_key_file}
    return field(default=default, metadata=metadata | {"hidden": secret or hidden})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation may set. Secrets are 32 random bytes as 64 hex digits and have no default."""

    secret_key: str = _setting("", "signs cookies and form tokens", secret=True)
    field_key: str = _setting("", "seals personal columns", secret=True, needs_console=True, in_key_file=True)
    index_key: str = _setting("", "keys the blind indexes", secret=True, needs_console=True, in_key_file=True)
    audit_key: str = _setting("", "chains the audit trail", secret=True, needs_console=True)
    old_keys: str = _setting("", "former keys that still open values: field:index pairs, by commas", hidden=True)
    key_file: str = _setting("", "file of keys, mode 0600; default: keys.json in the instance folder")
    key_provider: str = _setting("", "package.module:name of a key provider of one's own (KMS, cipher machine)")
    cipher: str = _setting("sm4-gcm", "algorithm that seals personal columns: sm4-gcm or aes-256-gcm")
    database_url: str = _setting("", "SQLAlchemy address; default: SQLite in the instance folder")
    replica_url: str = _setting("", "address that public reads go to; default: the database")
    instance: str = _setting("instance", "folder of the database, files and secrets")
    surfaces: str = _setting("console,public", "which surfaces this process serves: console, public")
    demo: bool = _setting(False, "demo accounts and sample notice")
    secure_cookies: bool = _setting(True, "cookies only over TLS; off for the demo on plain http")
    hosts: str = _setting("127.0.0.1,localhost", "host names that are answered, by commas")
    county: str = _setting("330327000000", "region code of the county")
    county_name: str = _setting("苍南县", "name of the county")
    office: str = _setting("县审管办", "name of the leading office")
    area_code: str = _setting("0577", "telephone area code of the county")
    max_upload_mb: int = _setting(20, "largest uploaded file and, with half an MB for the form, largest request, in MB")
    max_pdf_pages: int = _setting(500, "most pages of an uploaded PDF")
    max_megapixels: int = _setting(40, "most pixels of an uploaded picture, in millions")
    files_a_case: int = _setting(200, "most files of one case")
    upload_mb_a_day: int = _setting(2000, "what one account may upload in a day, in MB")
    scanner: str = _setting("", "virus scanner: clamd:/path/of/socket, clamd:host:port or a command; default: none")
    export_rows: int = _setting(10_000, "rows that one person may export without a second one's approval")
    public_address: str = _setting(
        "",
        "address of the public site as readers type it, e.g. https://banshi.example.gov.cn; the codes on paper lead there",
    )
    booklet_days: int = _setting(
        90, "days for which the file of a booklet is kept; the newest of its kind stays longer; 0: all stay"
    )
    proxies: str = _setting(
        "", "addresses or networks of the proxies in front, by commas; only theirs X-Forwarded-For is believed"
    )
    redis_url: str = _setting("", "Redis that shares the rate limits; default: a file in the instance folder")
    sign_in_limit: str = _setting("100 per 5 minutes", "failed sign-ins of one address; empty: no limit")
    search_limit: str = _setting("300 per minute", "public searches and suggestions of one address; empty: no limit")
    lookup_limit: str = _setting("600 per minute", "console searches and look-ups of one account; empty: no limit")
    misses_log: str = _setting(
        "misses.log", "file of public searches without an answer, in the instance folder or a whole path; empty: none"
    )
    seal_file: str = _setting("", "file of the audit seals; default: seals/audit.seals in the instance folder")
    seal_command: str = _setting(
        "", "command that takes each seal on standard input to another machine, e.g. ssh vault 'cat >>seals'"
    )
    webhook_hosts: str = _setting(
        "", "hosts that webhooks may be sent to, by commas: names, *.names or addresses; empty: webhooks are off"
    )
    plugins: str = _setting("", "installed packages whose plug-ins are loaded, by commas; empty: none")
    drift_days: int = _setting(15, "days within which a hall answers when a new standard touches its local values")
    return_days: int = _setting(10, "days within which a returned draft is due again where the reviewer names none")
    review_days: int = _setting(5, "days within which a submitted or approved draft is looked at")
    page_size: int = _setting(25, "rows a page")
    idle_minutes: int = _setting(30, "minutes without a touch after which the page locks itself")
    session_hours: int = _setting(12, "hours after which one signs in again")
    phone_days: int = _setting(180, "days for which a village agent's phone stays enrolled")
    first_password_days: int = _setting(14, "days within which a first password must be changed")
    password_kinds: int = _setting(0, "kinds of characters a password must mix (0-4); length counts by default")
    password_days: int = _setting(0, "days after which a password must be changed; 0: never")
    task_days: int = _setting(90, "days within which an error of a taken-over edition is to be mended")
    confirm_days: int = _setting(
        182, "days after which the owner of an item confirms again that its edition still holds"
    )

    @property
    def instance_dir(self) -> Path:
        return Path(self.instance).resolve()

    @property
    def key_path(self) -> Path:
        return Path(self.key_file).resolve() if self.key_file else self.instance_dir / "keys.json"

    @property
    def seal_path(self) -> Path:
        return Path(self.seal_file).resolve() if self.seal_file else self.instance_dir / "seals" / "audit.seals"

    @property
    def misses_path(self) -> Path | None:
        return self.instance_dir / self.misses_log if self.misses_log else None

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.instance_dir / 'banshitai.db'}"

    @property
    def surface_set(self) -> frozenset[str]:
        return frozenset(part.strip() for part in self.surfaces.split(",") if part.strip())

    @property
    def plugin_list(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.plugins.split(",") if part.strip())

    @property
    def public_site(self) -> str:
        return site_address(self.public_address)

    @property
    def host_list(self) -> list[str]:
        return [part.strip() for part in self.hosts.split(",") if part.strip()]


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from `BANSHITAI_…` variables.

    Raises: SettingsError that names all missing secrets and unreadable values at once.
    """
    source = _with_secrets_file(os.environ) if environment is None else environment
    values: dict[str, Any] = {}
    problems: list[str] = []
    for one in fields(Settings):
        raw = source.get(PREFIX + one.name.upper())
        if raw is None:
            continue
        try:
            values[one.name] = _parse(raw, one.default)
        except ValueError:
            problems.append(f"{PREFIX}{one.name.upper()} cannot be read: {type(one.default).__name__} is wanted")
    made = Settings(**values)
    return checked(made, problems)


def _with_secrets_file(environment: Mapping[str, str]) -> Mapping[str, str]:
    """The environment, filled up from `secrets.env` of the instance folder where set-up wrote one."""
    path = Path(environment.get(f"{PREFIX}INSTANCE", "instance")) / "secrets.env"
    if not path.is_file():
        return environment
    lines = (line.partition("=") for line in path.read_text().splitlines() if "=" in line and not line.startswith("#"))
    return {name.removeprefix("export ").strip(): value.strip().strip("'\"") for name, _, value in lines} | dict(
        environment
    )


def checked(made: Settings, problems: list[str] | None = None) -> Settings:
    """The same settings when they are fit to start with.

    Raises: SettingsError.
    """
    found = list(problems or [])
    console = "console" in made.surface_set
    keys_elsewhere = bool(made.key_provider) or made.key_path.is_file()
    for one in fields(Settings):
        if one.metadata["secret"] and (console or not one.metadata["needs_console"]):
            value = getattr(made, one.name)
            if not value and one.metadata["in_key_file"] and keys_elsewhere:
                continue
            if value in WEAK or not re.fullmatch(r"[0-9a-f]{64}", value, re.ASCII) or len(set(value)) < 8:
                found.append(f"{PREFIX}{one.name.upper()} must be 32 random bytes as 64 hex digits")
    if made.cipher not in CIPHERS:
        found.append(f"{PREFIX}CIPHER must be one of: {', '.join(CIPHERS)}")
    if unknown := made.surface_set - {"console", "public"}:
        found.append(f"{PREFIX}SURFACES has unknown surfaces: {', '.join(sorted(unknown))}")
    found += _unreadable(made)
    if found:
        raise SettingsError("; ".join(found))
    return made


def _unreadable(made: Settings) -> list[str]:
    """Values that are texts of a form: networks, limits, a command."""
    found = []
    for name, parse in READ_AS.items():
        try:
            parse(getattr(made, name))
        except ValueError:
            found.append(f"{PREFIX}{name.upper()} cannot be read")
    if made.redis_url and find_spec("redis") is None:
        found.append(f"{PREFIX}REDIS_URL is set, but the package redis is not installed")
    return found


def networks(text: str) -> tuple[Network, ...]:
    """The networks of a list by commas; a bare address is a network of one."""
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def site_address(text: str) -> str:
    """The address of a site without the last slash; "" where none is named.

    Raises: ValueError when it is no http(s) address, or one with a query.
    """
    if not text:
        return ""
    said = urlsplit(text)
    if (
        said.scheme not in ("http", "https")
        or not said.hostname
        or said.query
        or said.fragment
        or said.username is not None
    ):
        raise ValueError(text)
    return text.rstrip("/")


READ_AS: dict[str, Callable[[str], object]] = {
    "public_address": site_address,
    "proxies": networks,
    "seal_command": shlex.split,
    "webhook_hosts": webhook_hosts.parsed,
    **{name: lambda text: text and limits.parse(text) for name in ("sign_in_limit", "search_limit", "lookup_limit")},
}


def _parse(raw: str, default: Any) -> Any:
    if isinstance(default, bool):
        if raw.lower() in ("1", "true", "yes", "on"):
            return True
        if raw.lower() in ("0", "false", "no", "off", ""):
            return False
        raise ValueError(raw)
    return int(raw) if isinstance(default, int) else raw
