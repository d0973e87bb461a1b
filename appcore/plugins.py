"""Plug-ins: installed packages that bring a field kind or a placeholder of their own, by entry points, where the settings allow them.

`BANSHITAI_PLUGINS` names the packages; nothing else that happens to be installed is loaded. One that is missing or broken
stops the start with a sentence that names it. How to write one: docs/hooks.md.
"""

from __future__ import annotations

import inspect
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, distributions
from typing import Any

from flask import Flask

from appcore.definition.kinds import register_kind
from appcore.definition.kinds.base import Kind
from appcore.definition.templates.placeholders import FLAG, TEXT, Facts, Placeholder, register_placeholder
from appcore.definition.templates.writing import Value
from appcore.settings import PREFIX, SettingsError

log = logging.getLogger("banshitai.start")
KINDS, PLACEHOLDERS = "banshitai.kinds", "banshitai.placeholders"
NAME = re.compile(r"[\u4e00-\u9fff]{2,20}")
SLUG = re.compile(r"[a-z][a-z0-9_]{1,31}", re.ASCII)


class Broken(ValueError):
    """What a plug-in brings cannot be used; the words say why."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point of an allowed package, loaded."""

    package: str
    version: str
    group: str
    name: str
    brought: Any

    def __str__(self) -> str:
        return f"{self.package} {self.version}: {self.group} {self.name}"


def install(app: Flask) -> None:
    """Load what the settings allow, once an app, before anything reads the registries.

    Raises: SettingsError that names each package that is missing, brings nothing, or is broken.
    """
    loaded: list[Plugin] = []
    problems: list[str] = []
    for package in app.extensions["settings"].plugin_list:
        try:
            loaded += _brought_by(package)
        except Broken as broken:
            problems.append(f"{PREFIX}PLUGINS: {package} {broken}")
    if problems:
        raise SettingsError("; ".join(problems))
    for one in loaded:
        log.info("plug-in %s", one)
    app.extensions["plugins"] = tuple(loaded)


def load(app: Flask, group: str) -> Mapping[str, Any]:
    """What the allowed packages bring for a group of entry points, by name; empty where there is none."""
    return {one.name: one.brought for one in app.extensions.get("plugins", ()) if one.group == group}


def _brought_by(package: str) -> Iterator[Plugin]:
    found = list(distributions(name=package))[:1]
    if not found:
        raise Broken("is not installed")
    points = [one for one in found[0].entry_points if one.group in CONTRACTS]
    if not points:
        raise Broken(f"brings nothing for {' or '.join(CONTRACTS)}")
    yield from (
        Plugin(package, found[0].version, point.group, point.name, CONTRACTS[point.group](point.name, _loaded(point)))
        for point in points
    )


def _loaded(point: EntryPoint) -> Any:
    try:
        return point.load()
    except Exception as broken:  # foreign code may raise anything, and the start must say whose it was
        raise Broken(f"cannot be loaded: {point.value} ended with {type(broken).__name__}: {broken}") from broken


def _kind(name: str, brought: Any) -> Kind[Any]:
    """A field kind: a class below `Kind`, made without arguments, under a slug that is its entry point's name."""
    if not (inspect.isclass(brought) and issubclass(brought, Kind)):
        raise Broken(f"brings {name}, which is no class of appcore.definition.kinds.base.Kind")
    missing = [one for one in ("slug", "label") if not isinstance(getattr(brought, one, None), str)]
    if missing:
        raise Broken(f"brings {name} without {' and '.join(missing)}")
    if brought.slug != name or not SLUG.fullmatch(name):
        raise Broken(
            f"brings {name} with the slug {brought.slug!r}: they must be the same, lower-case letters, digits and _"
        )
    try:
        made: Kind[Any] = brought()
        register_kind(made)
    except (TypeError, ValueError) as broken:
        raise Broken(f"brings {name}, which cannot be used: {broken}") from broken
    return made


def _placeholder(name: str, brought: Any) -> Placeholder:
    """A placeholder of slips. What it reads is printed; where it fails, a line is left for the pen and the log says so."""
    if not isinstance(brought, Placeholder):
        raise Broken(f"brings {name}, which is no appcore.definition.templates.placeholders.Placeholder")
    if not NAME.fullmatch(brought.name) or brought.kind not in (TEXT, FLAG):
        raise Broken(f"brings {name}, whose name must be Chinese characters and whose kind {TEXT} or {FLAG}")

    def read(facts: Facts) -> Value:
        try:
            found = brought.read(facts)
        except Exception as broken:  # noqa: BLE001 - foreign code; a slip is printed whatever becomes of it
            log.error("placeholder %s failed: %s", name, type(broken).__name__)
            return ""
        return found if isinstance(found, bool) else str(found or "")

    made = replace(brought, read=read)
    try:
        register_placeholder(made)
    except ValueError as broken:
        raise Broken(f"brings {name}, which cannot be used: {broken}") from broken
    return made


CONTRACTS: dict[str, Callable[[str, Any], Any]] = {KINDS: _kind, PLACEHOLDERS: _placeholder}


def described(loaded: Iterable[Plugin]) -> str:
    """The plug-ins in one line, for the settings as they are printed."""
    return "; ".join(map(str, loaded)) or "none"
