"""What the condition of a part hangs on: the questions and fields of its edition."""

from __future__ import annotations

from typing import Any

from appcore.catalogue import compile as compiler
from appcore.definition import conditions
from appcore.definition.describe import describe
from appcore.definition.questions import names_of
from models.db import house_session
from views.words import _

ASKING = ("question", "field")


def furnish_condition(form: Any, part: Any) -> None:
    """The editor of a part's condition learns what can be asked in its edition; of a new part, the chosen one."""
    edition = part.edition if part is not None else form["edition_id"].row()
    definition = compiler.compile_edition(house_session(), edition) if edition is not None else None
    own_key = part.key if part is not None and part.part_kind.name in ASKING else ""
    form["condition"].furnish(definition, part.condition if part is not None else None, own_key)


def condition_words(part: Any) -> str:
    """A part's condition as its page says it."""
    if not part.condition:
        return _("始终适用")
    definition = compiler.compile_edition(house_session(), part.edition)
    return describe(conditions.load(part.condition), names_of(definition))
