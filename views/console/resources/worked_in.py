"""Where an item is worked is chosen from the county's list of systems (decisions 61)."""

from __future__ import annotations

from typing import Any

from appcore.catalogue import work_systems
from models.db import house_session
from views.words import _


def furnish_edition(form: Any, edition: Any) -> None:
    """Where an item is worked is chosen from the county's list; what stands there already stays and can be seen."""
    kept = edition.worked_in if edition is not None else None
    form["worked_in"].choices = [("", _("请选择")), *worked_in_choices(kept)]


def worked_in_choices(*kept: str | None) -> list[tuple[str, str]]:
    """The systems of the list, and what stands in a draft without being on it."""
    names = work_systems.names(house_session())
    others = [(one, _("%(value)s（不在清单里）", value=one)) for one in dict.fromkeys(kept) if one and one not in names]
    return [*((one, one) for one in names), *others]
