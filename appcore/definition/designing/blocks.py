"""Fields from a block of the field library: put into a form, and brought up to a newer version of the block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from appcore.definition.designing import keys
from appcore.definition.item import Field


def source(code: str, number: int) -> str:
    """What a field says of the block it came from: applicant@3."""
    return f"{code}@{number}"


def source_of(one: Field) -> tuple[str, int] | None:
    """The block's code and version; None for a field of the form's own."""
    code, at, number = one.shared.partition("@")
    return (code, int(number)) if at and number.isascii() and number.isdigit() else None


def copied(block: Sequence[Field], code: str, number: int, taken: Iterable[str]) -> tuple[Field, ...]:
    """The block's fields as a form takes them: with where they come from, under keys that the form has not yet."""
    names = _names(block, {}, taken)
    return tuple(replace(keys.renamed(one, names), shared=source(code, number)) for one in block)


def followed(
    fields: Sequence[Field], code: str, before: Mapping[int, Sequence[Field]], number: int, block: Sequence[Field],
    taken: Iterable[str],
) -> tuple[Field, ...]:  # fmt: skip
    """A form with the fields of one block replaced by those of its new version; all others stay as they are.

    A field keeps the key under which the form has it. `before`: the block's earlier versions by number. What the new
    version adds stands behind the block's last field; what it has not any more is left out.
    """
    own = [one for one in fields if (found := source_of(one)) and found[0] == code]
    if not own:
        return tuple(fields)
    held = _held(own, before)
    others = {one.key for one in fields} | set(taken)
    names = _names(block, held, others)
    fresh = {one.key: replace(keys.renamed(one, names), shared=source(code, number)) for one in block}
    by_key = {names.get(key, key): one for key, one in fresh.items()}
    # The block's own order stands at the place of its first field there.
    made: list[Field] = []
    for one in fields:
        if one is own[0]:
            made += by_key.values()
        if one not in own:
            made.append(one)
    return tuple(made)


def _held(own: Sequence[Field], before: Mapping[int, Sequence[Field]]) -> dict[str, str]:
    """The form's key for each of the block's: the same, or where the form had it already that of the field called alike."""
    held: dict[str, str] = {}
    for one in own:
        found = source_of(one)
        old = before.get(found[1], ()) if found else ()
        same = next((each for each in old if each.key == one.key), None)
        if same is None:
            same = next((each for each in old if one.key.startswith(f"{each.key}_")), None)
        if same is None:
            same = next((each for each in old if each.label == one.label), None)
        held.setdefault(same.key if same else one.key, one.key)
    return held


def _names(block: Sequence[Field], held: Mapping[str, str], taken: Iterable[str]) -> dict[str, str]:
    used = set(taken)
    names: dict[str, str] = {}
    for one in block:
        key = held.get(one.key) or keys.free(one.key, used)
        used.add(key)
        if key != one.key:
            names[one.key] = key
    return names
