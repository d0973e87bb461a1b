"""A sentence put together of a msgid, words of the catalogue, and what people typed, so that only the first two are translated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Union

Words = Union[str, "Said", tuple[Union[str, "Said"], ...]]


@dataclass(frozen=True, slots=True)
class Said:
    """`terms` are msgids of their own (labels, words of code lists, whole sentences; several are listed); `typed` is shown as it stands."""

    msgid: str
    terms: Mapping[str, Words] = field(default_factory=dict)
    typed: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in Chinese."""
        return self.spoken(lambda msgid, **params: msgid % params if params else msgid)

    def spoken(self, translate: Callable[..., str]) -> str:
        """The sentence in the language of a gettext."""
        terms = {name: _spoken(words, translate) for name, words in self.terms.items()}
        params: dict[str, Any] = {**terms, **self.typed}
        return translate(self.msgid, **params)


def _spoken(words: Words, translate: Callable[..., str]) -> str:
    if isinstance(words, tuple):
        return "、".join(_spoken(one, translate) for one in words)
    return words.spoken(translate) if isinstance(words, Said) else translate(words)
