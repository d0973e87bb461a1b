"""Formulas that name a field by its label follow when it is called something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from appcore.definition.designing.rows import Row
from appcore.definition.expressions.reading import OPERATORS, WORDS, Token, tokens
from appcore.definition.expressions.tree import Faulty

_PLAIN = re.compile(r"[^\W\d]\w*")
_WIDE = re.compile(r"[０-９]")
_NO_NAMES = frozenset({*WORDS, *OPERATORS, "true", "false"})


def followed(rows: Sequence[Row], before: Mapping[int, str], retyped: Collection[int] = ()) -> list[Row]:
    """The rows, whose formulas name by its new label what they named by the old one.

    `before`: labels as they were, by number of row. `retyped`: rows whose formula was typed anew in the same moment; in
    those a name that some field has now is meant so.
    """
    new = {row.number: row.get("label") for row in rows}
    if not any(before.get(number) and label and before[number] != label for number, label in new.items()):
        return list(rows)
    found = []
    for row in rows:
        formula = row.get("formula")
        kept = set(new.values()) if row.number in retyped else set()
        changed = _followed(formula, row, rows, before, kept) if formula else formula
        found.append(row.having(formula=changed) if changed != formula else row)
    return found


def _followed(formula: str, own: Row, rows: Sequence[Row], before: Mapping[int, str], kept: Collection[str]) -> str:
    try:
        read = tokens(formula)
    except Faulty:
        return formula

    def meant(name: str, within: str) -> Row | None:
        inside = [row for row in rows if row.within == within]
        found = [row for row in inside if row.get("key") == name]
        found = found or [row for row in inside if before.get(row.number, row.get("label")) == name]
        return found[0] if len(found) == 1 else None

    made, end = "", 0
    for place, token in enumerate(read):
        row = _named(read, place, own, meant)
        if row is None or before.get(row.number) != token.text or token.text in kept:
            continue
        if token.text == row.get("key") or not row.get("label") or row.get("label") == token.text:
            continue
        made += formula[end : token.at] + spelled(row, rows)
        end = token.at + len(token.text) + 2 * (token.kind == "label")
    return made + formula[end:]


def _named(read: Sequence[Token], place: int, own: Row, meant: Callable[[str, str], Row | None]) -> Row | None:
    token, following = read[place], read[place + 1].text if place + 1 < len(read) else ""
    if token.kind not in ("name", "label") or (token.kind == "name" and (following == "(" or token.text in _NO_NAMES)):
        return None
    if place > 1 and read[place - 1].text == "." and read[place - 2].kind in ("name", "label"):
        table = meant(read[place - 2].text, "")
        return meant(token.text, table.get("key")) if table else None
    return (meant(token.text, own.within) if own.within else None) or meant(token.text, "")


def spelled(row: Row, rows: Sequence[Row]) -> str:
    """How a formula names a field: by its label, in brackets where that is no plain word; by its key where others have it too."""
    label = row.get("label")
    shared = sum(label in (one.get("label"), one.get("key")) for one in rows if one.within in ("", row.within)) > 1
    if shared or "[" in label or "]" in label:
        return row.get("key")
    is_plain = _PLAIN.fullmatch(label) and label not in _NO_NAMES and not _WIDE.search(label)
    return label if is_plain else f"[{label}]"
