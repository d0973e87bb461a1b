"""Definitions, conditions and answers as hypothesis draws them, from the list of elements itself."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from hypothesis import strategies as st

from appcore.definition import item
from appcore.definition.conditions import Answer, Condition, Test
from appcore.definition.item import ItemDefinition, Ref
from appcore.definition.schema import PART_CLASSES
from models import elements as el
from models.elements import Element, PartKind

KEYS = ("a", "b", "c", "d")
keys = st.sampled_from(KEYS)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn"]), max_size=4).map(
    lambda text: unicodedata.normalize("NFC", text)[:4]
)
some_text = texts.filter(bool)
DAYS = ("2025-12-31", "2026-01-01", "2026-02-28")
DECIMALS = ("-1.5", "0", "0.50", "0.5", "12", "100.000001", "999999999999999.999999")
_bounds: st.SearchStrategy[int | str] = st.integers(-2, 4) | st.sampled_from(DAYS) | st.sampled_from(DECIMALS)
_several = st.lists(st.sampled_from("xyz"), min_size=1, max_size=2).map(tuple)
answers_given: st.SearchStrategy[dict[str, Answer | None]] = st.dictionaries(
    keys,
    st.one_of(
        st.sampled_from("xyz"), st.just(""), _bounds, st.booleans(), st.lists(st.sampled_from("xyz")).map(tuple), st.none()
    ),
)  # fmt: skip
_tests = st.one_of(
    st.builds(Test, keys, st.sampled_from(["is", "is_not"]), st.one_of(st.sampled_from("xyz"), _bounds, st.booleans())),
    st.builds(Test, keys, st.sampled_from(["one_of", "none_of"]), _several),
    st.builds(Test, keys, st.sampled_from(["at_least", "at_most"]), _bounds),
    st.builds(Test, keys, st.sampled_from(["filled", "empty"]), st.just(True)),
)


def _groups(parts: st.SearchStrategy[Test | Condition]) -> st.SearchStrategy[Condition]:
    return st.builds(Condition, st.sampled_from(["all", "any"]), st.lists(parts, min_size=1, max_size=3).map(tuple))


conditions: st.SearchStrategy[Condition] = _groups(
    st.recursive(_tests, lambda inner: st.one_of(inner, _groups(inner)), max_leaves=5)
)
refs = st.builds(Ref, some_text, texts)


def value_of(element: Element) -> st.SearchStrategy[Any]:
    """Values that the element may hold; None where it is absent."""
    slugs = st.sampled_from(element.vocabulary.slugs) if element.vocabulary else st.nothing()
    by_kind: dict[str, st.SearchStrategy[Any]] = {
        "text": texts,
        "long": texts,
        "integer": st.none() | st.integers(0, element.maximum),
        "fen": st.none() | st.integers(0, element.maximum),
        "flag": st.none() | st.booleans(),
        "code": st.none() | slugs,
        "codes": st.lists(slugs, max_size=2).map(tuple),
        "date": st.none() | st.dates(date(1949, 10, 1), date(2100, 1, 1)),
        "department": st.none() | refs,
        "paper": st.none() | refs,
        "document": st.none() | refs,
        "departments": st.lists(refs, max_size=2).map(tuple),
        "condition": st.none() | conditions,
        "file": st.none() | some_text,
    }
    return by_kind[element.kind]


def part_of(kind: PartKind) -> st.SearchStrategy[item.Part]:
    """Parts of a kind, with some of their elements and their children."""
    members: dict[str, st.SearchStrategy[Any]] = {element.name: value_of(element) for element in kind.elements}
    for child in el.PART_KINDS:
        if child.parent == kind.name:
            members[child.plural] = st.lists(part_of(child), max_size=2).map(tuple)
    return _some(PART_CLASSES[kind.name], {"key": keys}, members)


def _some(made: type[Any], required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(required, optional=optional).map(lambda members: made(**members))


def definitions() -> st.SearchStrategy[ItemDefinition]:
    """Definitions that the schema admits, with few elements or many."""
    optional: dict[str, Any] = {element.name: value_of(element) for element in el.EDITION_ELEMENTS}
    for kind in el.PART_KINDS:
        if not kind.parent:
            optional[kind.plural] = st.lists(part_of(kind), max_size=2).map(tuple)
    return _some(ItemDefinition, {"code": st.just("330327-00001")}, optional)
