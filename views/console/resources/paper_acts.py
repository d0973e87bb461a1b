"""What the page of a paper or material offers of its files: to fetch those that are there, to bring others."""

from __future__ import annotations

from typing import Any

from flask import url_for

from appcore.access import permissions
from appcore.access.principal import Person, current
from appcore.catalogue.editions import EDITABLE
from appcore.catalogue.paper_files import WHICH
from views.console.resource import Button
from views.words import _


def paper_buttons(paper: Any) -> list[Button]:
    used = Button(_("谁要求这份材料"), url_for("PaperDesk.paper", code=paper.code), "get")
    return [used, *_buttons(paper, "PaperFiles", {"code": paper.code}, "console:standard_material", is_open=True)]


def material_buttons(material: Any) -> list[Button]:
    is_open = material.edition.state in EDITABLE
    return _buttons(material, "MaterialFiles", {"pk": material.id}, "console:material", is_open=is_open)


def _buttons(row: Any, view: str, key: dict[str, Any], noun: str, *, is_open: bool) -> list[Button]:
    who = current()
    may = isinstance(who, Person) and permissions.may(who.roles, noun, "upload")
    found = [
        Button(_("下载%(what)s", what=_(label)), url_for(f"{view}.fetch", which=which, **key), "get")
        for which, label in WHICH.items()
        if getattr(row, which)
    ]
    if may and is_open:
        found.append(Button(_("样表与空白表"), url_for(f"{view}.files", **key), "get"))
    return found
