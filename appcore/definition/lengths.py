"""Lengths of time compared across their units: a week of five working days is seven days, a month thirty; a rough measure."""

from __future__ import annotations

from fractions import Fraction

LENGTHS = {
    "working_days": Fraction(7, 5), "natural_days": Fraction(1), "months": Fraction(30), "hours": Fraction(1, 24),
    "minutes": Fraction(1, 1440),
}  # fmt: skip


def calendar_days(number: int, unit: str | None) -> Fraction:
    """A length of time in natural days, a week of five working days being seven; only for comparing across units."""
    return number * LENGTHS.get(unit or "working_days", Fraction(7, 5))
