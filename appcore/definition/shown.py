"""What a definition says, in words that a sentence or a table can show: names of parts, values of elements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from appcore.definition import conditions
from appcore.definition.describe import Names, describe
from appcore.definition.item import Material, Ref
from appcore.definition.kinds import KINDS
from appcore.definition.money import yuan
from appcore.definition.said import Said, Words
from appcore.definition.verdict import N_
from models.elements import Element, PartKind

LONGEST = 60
CALLED_BY = {"legal_basis": "title", "material": "name", "reduction": "reason"}
"""The element by which people call a part; of other kinds it is the first."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as people read it: words of the catalogue, or text as it stands. Whole here; a sentence takes it clipped."""

    words: Words = ""
    text: str = ""

    def into(self, name: str, said: dict[str, Any], typed: dict[str, Any]) -> None:
        if self.words:
            said[name] = self.words
        else:
            typed[name] = _clipped(self.text)

    def lines(self, translate: Callable[..., str]) -> list[str]:
        """The same in the language of a gettext, a line for each of several; none for what is absent."""
        if not self.words:
            return [self.text] if self.text.strip() else []
        several = self.words if isinstance(self.words, tuple) else (self.words,)
        return [one.spoken(translate) if isinstance(one, Said) else translate(one) for one in several]


def called(kind: PartKind, part: Any, above: str = "") -> str:
    """What people call a part: its name, with that of the part it stands under; its key where it has none."""
    name = _clipped(str(getattr(part, CALLED_BY.get(kind.name, kind.elements[0].name)) or part.key))
    return f"{above}·{name}" if above else name


def wanted(material: Material) -> Said:
    """How many of a paper are wanted: 收原件1份、复印件2份."""
    originals, copies = material.originals, material.copies
    if originals and copies:
        return Said(N_("收原件%(originals)s份、复印件%(copies)s份"), {}, {"originals": originals, "copies": copies})
    if originals:
        return Said(N_("收原件%(originals)s份"), {}, {"originals": originals})
    if copies:
        return Said(N_("收复印件%(copies)s份"), {}, {"copies": copies})
    return Said(N_("不收原件和复印件") if 0 in (originals, copies) else N_("没有写明份数"))


def shown(element: Element, value: Any, names: Names) -> Shown:
    """The value of an element in words; an empty `Shown` for what is absent."""
    if value is None or value in ("", ()):
        return Shown()
    if isinstance(value, bool):
        return Shown(N_("是") if value else N_("否"))
    if element.vocabulary is not None:
        label_of = element.vocabulary.label_of
        return Shown(label_of(value) if isinstance(value, str) else tuple(label_of(one) for one in value))
    if element.name == "kind" and value in KINDS:
        return Shown(KINDS[value].label)
    text = _text(element, value, names)
    return Shown(text=text) if text.strip() else Shown()


def _text(element: Element, value: Any, names: Names) -> str:
    if isinstance(value, conditions.Condition):
        return describe(value, names)
    if element.name == "shared" and value in names:
        return names[value].label
    if isinstance(value, Ref):
        return value.name or value.code
    if isinstance(value, tuple):
        return "、".join(one.name or one.code if isinstance(one, Ref) else str(one) for one in value)
    if isinstance(value, date):
        return value.isoformat()
    if element.kind == "fen":
        return f"{yuan(value)}元"
    return f"{value[:8]}…" if element.kind == "file" and len(value) > 8 else str(value)


def _clipped(text: str) -> str:
    """A text on one line and not too long for a sentence."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"
