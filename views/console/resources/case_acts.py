"""Which acts a case's or slip's page offers now."""

from __future__ import annotations

from typing import Any

from flask import url_for

from appcore.access import permissions
from appcore.access.principal import Person, current
from appcore.casework import keeping
from models.db import house_session
from views.console.resource import Button
from views.words import _, bytes_words


def case_buttons(case: Any) -> list[Button]:
    who = current()
    roles = who.roles if isinstance(who, Person) else frozenset()
    buttons = [Button(_("办件详情"), url_for("CaseDesk.case", number=case.number), "get", "primary")]
    may_finish = case.state == "accepted" and permissions.may(roles, "console:case", "finish")
    if may_finish and keeping.holds(house_session(), case):
        buttons.append(Button(_("办结"), url_for("CaseDesk.finish", number=case.number), "get"))
    return buttons


def case_page(case: Any) -> str:
    """A case is read on its own page, with its clock and papers."""
    return url_for("CaseDesk.case", number=case.number)


def slip_buttons(slip: Any) -> list[Button]:
    return [Button(_("打开打印页"), url_for("CaseDesk.slip", number=slip.number), "get", "primary")]


def attachment_page(attachment: Any) -> str:
    """A file is found on the page of its case."""
    return f"{url_for('CaseDesk.case', number=attachment.case.number)}#files"


def file_kind(row: Any) -> str:
    """The kind of a file: its name, which may be a person's, stands on the page of its case."""
    return str(row.name).rpartition(".")[2].upper()


def size_words(row: Any) -> str:
    """The size of a file as people say it."""
    return bytes_words(row.size)
