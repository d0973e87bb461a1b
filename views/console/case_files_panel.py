"""The panel of files on a case's page: under each paper its files, then the others, each with what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from appcore.access import permissions
from appcore.access.handling import Names
from appcore.access.principal import signed_in
from appcore.casework import attachments, case_reading, keeping, standard
from appcore.casework.attachments import Shown
from appcore.definition import masks
from models.case import Case
from models.db import house_session
from models.vocabulary import FILE_STATE
from views.words import _, bytes_words


@dataclass(frozen=True, slots=True)
class PaperFiles:
    """The files of one paper; an empty key holds those of none."""

    key: str
    name: str
    files: tuple[Shown, ...]


def _of_fields(case: Case, listed: Sequence[Shown]) -> list[PaperFiles]:
    """The files that were handed in with the form, under their fields; more are added to papers, not to fields."""
    keys = dict.fromkeys(one.field_key for one in listed if one.field_key)
    if not keys:
        return []
    labels = {one.key: one.label for one in standard.of_case(house_session(), case).fields}
    return [PaperFiles("", labels.get(key, key), tuple(one for one in listed if one.field_key == key)) for key in keys]


def _kind_alone(name: str) -> str:
    return f"{masks.HIDDEN}.{name.rpartition('.')[2]}"


def panel(case: Case) -> dict[str, Any]:
    """What the template of the panel wants."""
    masked = Names(house_session(), [case]).are_masked(case)
    listed = [
        replace(one, name=_kind_alone(one.name)) if masked else one for one in attachments.listed(house_session(), case)
    ]
    papers = [(one.material_key, one.name) for one in case_reading.papers_of(house_session(), case)]
    known = {key for key, _name in papers}
    groups = [PaperFiles(key, name, tuple(one for one in listed if one.material_key == key)) for key, name in papers]
    groups += _of_fields(case, listed)
    others = tuple(one for one in listed if one.material_key not in known and not one.field_key)
    roles = signed_in().roles
    return {
        "paper_files": [*groups, *([PaperFiles("", _("其他材料"), others)] if others else [])],
        "may_attach": attachments.is_open(case)
        and permissions.may(roles, "console:attachment", "add")
        and keeping.holds(house_session(), case),
        "may_open": permissions.may(roles, "console:attachment", "show") and not masked,
        "file_states": FILE_STATE,
        "bytes_words": bytes_words,
    }
