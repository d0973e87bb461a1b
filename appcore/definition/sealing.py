"""Which computed fields are sealed: those worked out from sealed values, straight or through other computed fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache

from appcore.definition.expressions.reading import parse
from appcore.definition.expressions.tree import Called, Faulty, Named, Node
from appcore.definition.item import Field
from appcore.definition.kinds import is_sensitive


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedField(Field):
    """A computed field whose result tells of sealed values: it is sealed and masked as they are."""


@lru_cache(maxsize=1024)
def marked(all_fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields of a form, in order; computed ones that must be sealed are each a `SealedField`.

    A formula that uses a name which a sealed field has, anywhere in the form, counts as using that field: that two
    fields share a name seals rather too much than too little.
    """
    formulas = {one.key: frozenset(_names_in(one.formula)) for one in all_fields if one.kind == "computed"}
    sealed = {one.key for one in all_fields if is_sensitive(one.kind)}
    while True:
        names = {name for one in all_fields if one.key in sealed for name in (one.key, one.label)}
        more = {key for key, used in formulas.items() if used & names} - sealed
        if not more:
            break
        sealed |= more
    return tuple(_sealed(one) if one.key in formulas and one.key in sealed else one for one in all_fields)


def _sealed(field: Field) -> SealedField:
    return SealedField(**{one.name: getattr(field, one.name) for one in fields(Field)})


def _names_in(formula: str) -> Iterator[str]:
    """The names that a formula uses; of one that cannot be read, which has no result either, none."""
    try:
        yield from _named(parse(formula))
    except Faulty:
        return


def _named(node: Node) -> Iterator[str]:
    if isinstance(node, Called):
        for part in node.parts:
            yield from _named(part)
    elif isinstance(node, Named):
        yield node.column or node.name
