"""A refusal in words, so that pure rules can say why without knowing the reader's language.

The words are a Chinese msgid with named parameters, translated where they are shown. `pybabel extract` finds them with
the keywords `Verdict` and `Rejected`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:  # noqa: N802 - the name by which gettext marks a sentence that is translated later
    """Mark a Chinese word or sentence for the catalogue."""
    return text


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why something is refused and, where there is one, the law or rule behind it.

    `str()` gives the Chinese sentence; a view translates `msgid` and fills in `params` itself, translated too where one
    of them is a verdict: a word or a sentence within the sentence.
    """

    msgid: str
    params: Mapping[str, str | int | Verdict] = field(default_factory=dict)
    source: str = ""

    def __str__(self) -> str:
        return self.msgid % self.params


class Rejected(ValueError):
    """A typed or imported value that cannot be kept as it is; `verdict` says why and what to write instead."""

    def __init__(self, msgid: str, /, *, source: str = "", **params: str | int | Verdict) -> None:
        self.verdict = Verdict(msgid, params, source)
        super().__init__(str(self.verdict))
