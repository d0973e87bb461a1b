"""The files that are seeded from: YAML and CSV beside this module, as plain values."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is ten times as fast, where the wheel has it


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Only plain values: the safe loader makes no objects."""
    with path.open(encoding="utf-8") as handle:
        return yaml.load(handle, Loader=Loader)  # noqa: S506 - either of the two is a safe loader


@lru_cache(maxsize=1)
def regions() -> tuple[dict[str, str], ...]:
    """code, name, level, parent_code; widest first."""
    with (HERE / "cangnan" / "regions.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@lru_cache(maxsize=1)
def synonyms() -> tuple[dict[str, str], ...]:
    """said, written: everyday words of the county's people, and the words that the catalogue has for them."""
    with (HERE / "synonyms.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@lru_cache(maxsize=1)
def departments() -> tuple[dict[str, str], ...]:
    return tuple(read_yaml(HERE / "cangnan" / "departments.yaml"))


@lru_cache(maxsize=1)
def systems() -> tuple[dict[str, Any], ...]:
    """Where the sample items are really worked."""
    return tuple(read_yaml(HERE / "cangnan" / "systems.yaml"))


@lru_cache(maxsize=1)
def bundles() -> tuple[dict[str, Any], ...]:
    """The sample bundles, each with its questions and items."""
    return tuple(read_yaml(HERE / "bundles.yaml"))


@lru_cache(maxsize=1)
def papers() -> tuple[dict[str, Any], ...]:
    """All papers of the material library, in the order of their files."""
    return tuple(row for path in sorted((HERE / "papers").glob("*.yaml")) for row in read_yaml(path) or ())


@lru_cache(maxsize=1)
def documents() -> tuple[dict[str, Any], ...]:
    """The papers of the document store, those that others name first."""
    return tuple(read_yaml(HERE / "cangnan" / "documents.yaml"))


@lru_cache(maxsize=3)
def names(kind: str) -> dict[str, str]:
    """What the bodies, papers of the library or documents of the store are called, by code."""
    if kind == "document":
        return {row["code"]: row["title"] for row in documents()}
    return {row["code"]: row["name"] for row in (departments() if kind == "department" else papers())}


@lru_cache(maxsize=1)
def halls() -> dict[str, Any]:
    """Classes, windows, hours and window kinds."""
    found: dict[str, Any] = read_yaml(HERE / "cangnan" / "halls.yaml")
    return found


def items(files: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The sample items as written (`item` and `definition`), of these files or of all."""
    paths = sorted((HERE / "items").glob("*.yaml"))
    return [row for path in paths if not files or path.stem in files for row in read_yaml(path) or ()]


def unfinished() -> list[dict[str, Any]]:
    """Items as they came from elsewhere, each with errors; written as the sample items are."""
    found: list[dict[str, Any]] = read_yaml(HERE / "office" / "unfinished.yaml")
    return found
