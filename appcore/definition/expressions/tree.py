"""An expression as a tree, what can be wrong with its text, and the types of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from appcore.definition.item import Field
from appcore.definition.verdict import Verdict

Type = Literal["number", "text", "date", "flag"]


@dataclass(frozen=True, slots=True)
class Literally:
    """A number or text that is written out."""

    value: Fraction | str | bool
    at: int


@dataclass(frozen=True, slots=True)
class Named:
    """A field, or a table and its column, by key or label."""

    name: str
    column: str
    at: int


@dataclass(frozen=True, slots=True)
class Called:
    """An operator or function with what it is applied to."""

    name: str
    parts: tuple[Node, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Value:
    """A field whose name was found; with `column` that column of all rows of the table."""

    field: Field
    column: Field | None
    type: Type | Literal["table", "column"]
    at: int
    in_row: bool = False


Node = Literally | Named | Called | Value


class Faulty(ValueError):
    """An expression that cannot be worked out as it is written. `at`: the place of the fault in the text, from 0."""

    def __init__(self, at: int, msgid: str, /, **params: str | int | Verdict) -> None:
        self.at = at
        self.verdict = Verdict(msgid, params)
        super().__init__(str(self.verdict))


class Trouble(ValueError):
    """Why a sound expression has no value for these answers: a division by nought, a year that is not loaded."""

    def __init__(self, msgid: str, /, **params: str | int | Verdict) -> None:
        self.verdict = Verdict(msgid, params)
        super().__init__(str(self.verdict))
