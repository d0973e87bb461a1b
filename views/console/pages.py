"""The console's hand-made pages beside the generated tables."""

from __future__ import annotations

from flask_appbuilder import AppBuilder

from appcore.access import permissions
from appcore.access.principal import Person, current_or_none
from appcore.definition.verdict import N_
from views.console.case_desk import CaseDesk
from views.console.case_files import CaseFiles
from views.console.counter.desk import Counter
from views.console.edition_acts import EditionActs
from views.console.export_desk import ExportDesk
from views.console.paper_files import MaterialFiles, PaperFiles
from views.console.search import Search


def add(console: AppBuilder) -> None:
    """Register them; the counter lane stands first in its wing."""
    console.add_view(
        Counter,
        "intake_menu",
        label=N_("收件"),
        category="casework",
        category_label=N_("办件"),
        menu_cond=_may_take_cases,
    )
    console.add_view_no_menu(CaseDesk)
    console.add_view_no_menu(CaseFiles)
    console.add_view_no_menu(EditionActs)
    console.add_view_no_menu(ExportDesk)
    console.add_view_no_menu(PaperFiles)
    console.add_view_no_menu(MaterialFiles)
    console.add_view_no_menu(Search)


def _may_take_cases() -> bool:
    who = current_or_none()
    return isinstance(who, Person) and permissions.may(who.roles, "console:intake", "show")
