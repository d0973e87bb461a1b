"""The formats of our JSON Schemas: what a schema cannot say, check digits above all, checked by the field kinds."""

from __future__ import annotations

from typing import Any

from jsonschema import FormatChecker  # type: ignore[import-untyped]  # it ships no type information
from jsonschema.exceptions import FormatError  # type: ignore[import-untyped]

from appcore.definition.kinds import KINDS
from appcore.definition.kinds.base import FORMAT
from appcore.definition.lookup import Lookup


class Formats(FormatChecker):
    """A checker that knows `banshitai:<kind>` and `banshitai:<kind>:<argument>` beside the usual formats."""

    def __init__(self, lookup: Lookup) -> None:
        super().__init__()
        self.lookup = lookup

    def check(self, instance: object, format: str) -> None:
        if not format.startswith(FORMAT):
            super().check(instance, format)
            return
        slug, _, argument = format.removeprefix(FORMAT).partition(":")
        kind: Any = KINDS.get(slug)
        if kind is None or not kind.fits(instance, argument, self.lookup):
            raise FormatError(f"{instance!r} is not a {format!r}")


def formats(lookup: Lookup) -> Formats:
    """The format checker to hand to a validator: `Draft202012Validator(schema, format_checker=formats(lookup))`."""
    return Formats(lookup)
