"""Keys proposed from what people call things: pinyin, unique, and the same key when a field is called something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from appcore.definition.conditions import Condition, Test
from appcore.definition.item import Field
from appcore.folding import fold, spell

LONGEST, READABLE = 40, 24
_NOT_IN_KEYS = re.compile(r"[^a-z0-9]")
_WORD = re.compile(r"(?<![A-Za-z0-9_])[a-z][a-z0-9_]*(?![A-Za-z0-9_])", re.ASCII)


def proposed(label: str, taken: Iterable[str], otherwise: str) -> str:
    """A key that nothing has yet: the label's pinyin, its initials when that is long; `otherwise` for a label without letters."""
    spelling = spell(fold(label))
    full = _NOT_IN_KEYS.sub("", spelling.full)
    base = full if len(full) <= READABLE else _NOT_IN_KEYS.sub("", spelling.initials)
    if not base or not base[0].isalpha():
        base = f"{otherwise}_{base}".rstrip("_")
    return free(base[: LONGEST - 4], taken)


def free(base: str, taken: Iterable[str]) -> str:
    """The key itself, or with the first number behind it that makes it new."""
    used = set(taken)
    if base not in used:
        return base
    number = 2
    while f"{base[: LONGEST - 5]}_{number}" in used:
        number += 1
    return f"{base[: LONGEST - 5]}_{number}"


def renamed(one: Field, names: Mapping[str, str]) -> Field:
    """A field with the keys that it names replaced: its own, its table's, those of its condition and of its formula."""
    return replace(
        one,
        key=names.get(one.key, one.key),
        within=names.get(one.within, one.within),
        condition=in_condition(one.condition, names) if one.condition else None,
        formula=in_formula(one.formula, names),
    )


def in_formula(formula: str, names: Mapping[str, str]) -> str:
    """A formula over the same fields under their new keys; labels stand as they are."""
    return _WORD.sub(lambda hit: names.get(hit[0], hit[0]), formula)


def in_condition(condition: Condition, names: Mapping[str, str]) -> Condition:
    """A condition over the same fields under their new keys."""
    return Condition(
        condition.mode,
        tuple(
            in_condition(part, names)
            if isinstance(part, Condition)
            else Test(names.get(part.of, part.of), part.comparison, part.value)
            for part in condition.parts
        ),
    )
