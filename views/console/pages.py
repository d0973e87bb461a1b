"""The console's hand-made pages beside the generated tables."""

from __future__ import annotations

from collections.abc import Callable

from flask_appbuilder import AppBuilder

from appcore.access import permissions
from appcore.access.principal import Person, current_or_none
from appcore.definition.verdict import N_
from views.console.accounts.desk import AccountDesk
from views.console.accounts.rights import HallAccess, Permissions
from views.console.accounts.why import Why
from views.console.audit_proof import AuditProof
from views.console.case_desk import CaseDesk
from views.console.case_files import CaseFiles
from views.console.counter.desk import Counter
from views.console.edition_acts import EditionActs
from views.console.export_desk import ExportDesk
from views.console.handing_desk import HandingDesk
from views.console.me import Me
from views.console.paper_files import MaterialFiles, PaperFiles
from views.console.people import PersonSearch, Readers
from views.console.privacy_desk import DestructionDesk, PersonRequests
from views.console.search import Search


def add(console: AppBuilder) -> None:
    """Register them; the counter lane stands first in its wing."""
    console.add_view(
        Counter,
        "intake_menu",
        label=N_("收件"),
        category="casework",
        category_label=N_("办件"),
        menu_cond=_may("intake", "show"),
    )
    console.add_view(
        HandingDesk,
        "handed_menu",
        label=N_("移交给我的"),
        category="casework",
        category_label=N_("办件"),
        menu_cond=_may("case", "take"),
    )
    console.add_view(
        PersonSearch,
        "person_menu",
        label=N_("按证件号查办件"),
        category="casework",
        category_label=N_("办件"),
        menu_cond=_may("person", "find"),
    )
    console.add_view(
        Readers,
        "readers_menu",
        label=N_("谁看过某人的信息"),
        category="access",
        category_label=N_("系统"),
        menu_cond=_may("read_log", "show"),
    )
    console.add_view(
        DestructionDesk,
        "due_menu",
        label=N_("到期可销毁的办件"),
        category="casework",
        category_label=N_("办件"),
        menu_cond=_may("destruction_list", "draw_up"),
    )
    console.add_view(
        PersonRequests,
        "request_menu",
        label=N_("登记个人信息请求"),
        category="casework",
        category_label=N_("办件"),
        menu_cond=_may("person_request", "register"),
    )
    console.add_view_no_menu(CaseDesk)
    console.add_view_no_menu(CaseFiles)
    for view, name, title, noun, verb in (
        (AccountDesk, "account_menu", N_("账号"), "account", "list"),
        (HallAccess, "hall_access_menu", N_("谁能看到本中心"), "hall_access", "list"),
        (Why, "why_menu", N_("能否看到"), "why", "ask"),
        (Permissions, "permission_menu", N_("谁能做什么"), "permission", "show"),
    ):
        console.add_view(
            view, name, label=title, category="access", category_label=N_("系统"), menu_cond=_may(noun, verb)
        )
    console.add_view_no_menu(EditionActs)
    console.add_view_no_menu(ExportDesk)
    console.add_view_no_menu(PaperFiles)
    console.add_view_no_menu(MaterialFiles)
    console.add_view_no_menu(Search)
    console.add_view_no_menu(Me)
    console.add_view_no_menu(AuditProof)


def _may(noun: str, verb: str) -> Callable[[], bool]:
    def holds() -> bool:
        who = current_or_none()
        return isinstance(who, Person) and permissions.may(who.roles, f"console:{noun}", verb)

    return holds
