"""A definition put together of pieces that were taken and written before: a paper that 500 items ask for is judged once. Pure.

A piece is a value beside its canonical JSON. What is assembled is to the byte what the whole document would have come to; what
is not plainly sound has no piece and goes the long way (`schema.load`, `schema.write`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from appcore.definition import canonical, quick_load, schema
from appcore.definition.item import FORMAT, ItemDefinition
from models import elements as el
from models.elements import PartKind

_FORMAT = f'"format":{FORMAT}'
_UNDER = tuple(kind.plural for kind in el.PART_KINDS if kind.parent)


class Piece(NamedTuple):
    """One element by its name, or one part by its key.

    `text`: `"name":JSON` of an element, the JSON of a part; "" for what the canonical form leaves out.
    """

    name: str
    loaded: Any
    text: str


class Whole(NamedTuple):
    """A definition and the hash of its canonical bytes."""

    content: ItemDefinition
    digest: str


class Assembling:
    """Keeps the pieces of elements, each by where it stands and what it says: a text by itself, anything else by how it is written
    (True is not 1).

    Raises, wherever something is not plainly sound: quick_load.Unsure.
    """

    def __init__(self) -> None:
        self._of_item: dict[str, dict[Any, Piece]] = {}
        self._of_parts: dict[str, dict[str, dict[Any, Piece]]] = {}

    def whole(self, values: Mapping[str, Any], parts: Mapping[str, Sequence[Piece]]) -> Whole:
        """The definition of its elements, its code among them, and of its parts by the names of their lists."""
        made, texts = self._loaded(schema.quick_readers(), self._of_item, values)
        if "format" not in made:
            texts.append(_FORMAT)
        for plural, rows in parts.items():
            if len({one.name for one in rows}) < len(rows):
                raise quick_load.Unsure
            made[plural] = tuple([one.loaded for one in rows])
            if rows:  # the canonical form leaves an empty list out
                texts.append(f'"{plural}":[{",".join([one.text for one in rows])}]')
        if "code" not in made:
            raise quick_load.Unsure
        return Whole(ItemDefinition(**made), canonical.digest(_object(texts).encode()))

    def part(self, kind: PartKind, values: Mapping[str, Any]) -> Piece:
        """A part with its key and those under it."""
        if any(one in values for one in _UNDER):
            return _part_with_others(kind, values)
        made, texts = self._loaded(
            schema.quick_part_readers(kind.name), self._of_parts.setdefault(kind.name, {}), values
        )
        if "key" not in made:
            raise quick_load.Unsure
        return Piece(made["key"], schema.PART_CLASSES[kind.name](**made), _object(texts))

    def _loaded(
        self, readers: Mapping[str, quick_load.Reader], known: dict[str, dict[Any, Piece]], values: Mapping[str, Any]
    ) -> tuple[dict[str, Any], list[str]]:
        made: dict[str, Any] = {}
        texts: list[str] = []
        for name, value in values.items():
            pieces = known.get(name)
            if pieces is None:
                pieces = known[name] = {}
            said = value if type(value) is str else (repr(value),)
            piece = pieces.get(said)
            if piece is None:
                piece = pieces[said] = _element(readers, name, value)
            _, made[name], text = piece
            if text:
                texts.append(text)
        return made, texts


def _object(texts: list[str]) -> str:
    """The texts of an object by their names: the quote after a name comes before any letter of a longer one."""
    texts.sort()
    return f"{{{','.join(texts)}}}"


def _element(readers: Mapping[str, quick_load.Reader], name: str, value: Any) -> Piece:
    if name not in readers:
        raise quick_load.Unsure
    loaded = readers[name](value)
    kept = schema.pruned(loaded)
    return Piece(name, loaded, "" if kept in (None, "", [], {}) else f'"{name}":{canonical.text_of(kept)}')


def _part_with_others(kind: PartKind, values: Mapping[str, Any]) -> Piece:
    loaded = schema.quick_part(kind.name)(values)
    for plural in _UNDER:
        under = values.get(plural, ())
        if len({one["key"] for one in under}) < len(under):
            raise quick_load.Unsure
    return Piece(loaded.key, loaded, canonical.text_of(schema.pruned(loaded)))
