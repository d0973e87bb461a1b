"""Where on the workbench a problem is mended: the address of the very box that it is about."""

from __future__ import annotations

from typing import Any

from flask import url_for

from appcore.definition.checks import Place
from appcore.definition.workbench.parts import anchor_of, part_of


def workbench_url(edition_id: int, place: Place) -> str:
    """The address of a place in a draft: its part, with the row opened, at the box."""
    row: dict[str, Any] = {"row": place.key} if place.key else {}
    return url_for("Workbench.part", pk=edition_id, part=part_of(place), **row, _anchor=anchor_of(place))
