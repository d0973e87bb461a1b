"""What an item asks, by the words that people read: its questions and fields, and what may be answered. Pure.

A name stands for a key where one thing alone has it; else the key is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from appcore.definition.verdict import Rejected
from appcore.folding import fold

OPENS, CLOSES = "“", "”"
_UNSAYABLE = frozenset(OPENS + CLOSES + "\n\r\t")


def named(text: str) -> str:
    """A name as a condition holds it until the keys are known."""
    return f"{OPENS}{text}{CLOSES}"


def name_in(text: Any) -> str | None:
    """The name that `named` has put down; None for a key or a value."""
    is_one = isinstance(text, str) and len(text) > 1 and text[0] == OPENS and text[-1] == CLOSES
    return text[1:-1] if is_one else None


@dataclass(slots=True)
class Names:
    """Keys by their folded names, and names by their keys."""

    label: dict[str, str] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)

    def add(self, key: str, label: str) -> None:
        self.label[key] = label
        self.keys.setdefault(fold(label), []).append(key)

    def said(self, key: Any) -> str | None:
        """The name of a key, None where it would be taken for another thing or cannot stand in quotes."""
        label = self.label.get(key, "") if isinstance(key, str) else ""
        sound = label == label.strip() and not _UNSAYABLE & set(label) and fold(label) and label not in self.label
        return label if sound and self.keys[fold(label)] == [key] else None

    def key_of(self, name: str) -> str | None:
        folded = fold(name)
        found = (
            self.keys.get(folded, []) if folded else []
        )  # what is all dots and signs folds to nothing, as no name does
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions and fields of an item in one name space (decisions 11), the tables among them, and the answers of each."""

    names: Names = field(default_factory=Names)
    answers: Mapping[str, Names] = field(default_factory=dict)

    def key_of(self, name: str) -> str:
        """Raises: Rejected."""
        key = self.names.key_of(name)
        if key is None and name in self.names.label:
            return name
        if key is None:
            raise Rejected("这个事项没有叫“%(name)s”的情形问题或字段，或者有几个；请写它的标识。", name=name[:40])
        return key

    def answer_of(self, key: str, name: str) -> str:
        """Raises: Rejected."""
        known = self.answers.get(key, Names())
        found = name if name in known.label else known.key_of(name)
        if found is None:
            said = {"question": self.names.label.get(key, key)[:40], "name": name[:40]}
            raise Rejected("“%(question)s”没有“%(name)s”这个选项，或者有几个；请写它的标识。", **said)
        return found


NOBODY = Asked()


def of(document: Mapping[str, Any]) -> Asked:
    """What an item's document asks."""
    names, answers = Names(), {}
    for part, called in _asking(document):
        key = part.get("key")
        if not isinstance(key, str):
            continue
        names.add(key, str(part.get(called, "")))
        answers[key] = Names()
        for one in part.get("choices", ()):
            if isinstance(one.get("key"), str):
                answers[key].add(one["key"], str(one.get("label", "")))
    return Asked(names, answers)


def _asking(document: Mapping[str, Any]) -> Iterable[tuple[Mapping[str, Any], str]]:
    yield from ((one, "text") for one in document.get("questions", ()))
    yield from ((one, "label") for one in document.get("fields", ()))
