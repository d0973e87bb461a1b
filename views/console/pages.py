"""The console's hand-made pages beside the generated tables."""

from __future__ import annotations

from collections.abc import Callable

from flask_appbuilder import AppBuilder, BaseView

from appcore.access import permissions
from appcore.access.principal import Person, current_or_none
from appcore.definition.verdict import N_
from views.console.accounts.desk import AccountDesk
from views.console.accounts.phones import PhoneDesk
from views.console.accounts.rights import HallAccess, Permissions
from views.console.accounts.why import Why
from views.console.audit_proof import AuditProof
from views.console.blank_form import BlankForm
from views.console.booklet_desk import BookletDesk
from views.console.case_desk import CaseDesk
from views.console.case_files import CaseFiles
from views.console.compare_desk import CompareDesk
from views.console.counter.desk import Counter
from views.console.designer.desks import EditionDesign, FieldLibrary, RegisterDesign
from views.console.documents.desk import DocumentDesk
from views.console.edition_acts import EditionActs
from views.console.entrust_desk import EntrustDesk
from views.console.export_desk import ExportDesk
from views.console.flow_desk import FlowDesk
from views.console.handing_desk import HandingDesk
from views.console.hook_desk import HookDesk, HookQueue
from views.console.impact.desk import ImpactDesk
from views.console.library.bundle_desk import BundleDesk
from views.console.library.codes_desk import CodeProposals, ItemCodes
from views.console.library.lists_desk import ItemLists, ItemTree
from views.console.library.paper_desk import PaperDesk
from views.console.library.power_desk import PowerDesk
from views.console.local.adoption_desk import AdoptionDesk
from views.console.local.delegation_desk import DelegationDesk
from views.console.local.differ_desk import DifferDesk
from views.console.local.drift_desk import DriftDesk
from views.console.local.offer_desk import LocalDesk
from views.console.local.village_desk import VillageDesk
from views.console.me import Me
from views.console.miss_desk import Misses
from views.console.packages.desk import Packages
from views.console.paper_files import MaterialFiles, PaperFiles
from views.console.people import PersonSearch, Readers
from views.console.phone_door import PhoneDoor
from views.console.privacy_desk import DestructionDesk, PersonRequests
from views.console.quality.confirm_desk import ConfirmDesk
from views.console.quality.desk import Quality
from views.console.quality.task_desk import TaskDesk
from views.console.quality.visit_desk import VisitReport
from views.console.registers.book_desk import BookDesk, BookExports
from views.console.registers.entry_desk import EntryDesk
from views.console.registers.import_desk import BookImport
from views.console.registers.own_desk import OwnDesk
from views.console.review_desk import ReviewDesk
from views.console.search import Search
from views.console.slip_templates.desk import SlipTemplates
from views.console.state_board import StateBoard
from views.console.trial_desk import TrialDesk
from views.console.workbench.desk import Workbench

WING_TITLES = {
    "catalogue": N_("事项库"),
    "hall": N_("窗口人员"),
    "casework": N_("办件"),
    "registers": N_("台账"),
    "access": N_("系统"),
}
Entry = tuple[str, type[BaseView], str, str, str, str]
IN_MENU: tuple[Entry, ...] = (
    ("casework", Counter, "intake_menu", N_("收件"), "intake", "show"),
    ("casework", HandingDesk, "handed_menu", N_("移交与退回"), "case", "take"),
    ("casework", PersonSearch, "person_menu", N_("按证件号查办件"), "person", "find"),
    ("casework", DestructionDesk, "due_menu", N_("到期可销毁的办件"), "destruction_list", "draw_up"),
    ("casework", PersonRequests, "request_menu", N_("登记个人信息请求"), "person_request", "register"),
    ("registers", BookDesk, "register_menu", N_("全部台账"), "register", "list"),
    ("registers", RegisterDesign, "design_menu", N_("台账设计"), "register", "design"),
    ("access", AccountDesk, "account_menu", N_("账号"), "account", "list"),
    ("access", PhoneDesk, "phone_menu", N_("代办员手机"), "phone", "list"),
    ("access", HallAccess, "hall_access_menu", N_("谁能看到本中心"), "hall_access", "list"),
    ("access", Why, "why_menu", N_("能否看到"), "why", "ask"),
    ("access", Permissions, "permission_menu", N_("谁能做什么"), "permission", "show"),
    ("access", Readers, "readers_menu", N_("谁看过某人的信息"), "read_log", "show"),
)
"""Wing, view, name and title of the entry, and the permission by which it is shown; the counter lane stands first."""
BEHIND: tuple[Entry, ...] = (
    ("catalogue", ItemTree, "tree_menu", N_("事项目录"), "item", "list"),
    ("catalogue", ItemLists, "item_list_menu", N_("事项清单"), "item", "list"),
    ("catalogue", PowerDesk, "power_menu", N_("权责清单匹配"), "power_entry", "list"),
    ("catalogue", PaperDesk, "paper_report_menu", N_("不该再要的材料"), "standard_material", "list"),
    ("catalogue", Quality, "quality_menu", N_("质量总览"), "check_finding", "list"),
    ("catalogue", ConfirmDesk, "confirm_menu", N_("半年复核"), "item_confirmation", "list"),
    ("hall", DriftDesk, "drift_menu", N_("标准变化待答复"), "drift", "show"),
    ("hall", DifferDesk, "local_difference_menu", N_("各地差异"), "local_difference", "show"),
    ("hall", VillageDesk, "village_menu", N_("村级服务清单"), "village_list", "list"),
    ("catalogue", StateBoard, "board_menu", N_("状态看板"), "state_board", "show"),
    ("catalogue", FieldLibrary, "block_menu", N_("字段库"), "register", "design"),
    ("catalogue", SlipTemplates, "slip_template_menu", N_("文书模板"), "slip_template", "show"),
    ("catalogue", BookletDesk, "booklet_menu", N_("汇编与手册"), "booklet", "list"),
    ("catalogue", Packages, "package_menu", N_("数据包"), "package", "show"),
    ("catalogue", Misses, "miss_menu", N_("无结果搜索"), "search_miss", "list"),
)
"""What stands behind the tables of its wing: the items come before the tools for them."""
OTHERS: tuple[type[BaseView], ...] = (
    BlankForm, CaseDesk, CaseFiles, EntrustDesk, EditionActs, ExportDesk, PaperFiles, MaterialFiles, Search, Me,
    PhoneDoor, AuditProof, TrialDesk, FlowDesk, HookDesk, HookQueue, BookExports, EntryDesk, BookImport, OwnDesk,
    EditionDesign, ItemCodes, CodeProposals, BundleDesk, DocumentDesk, ImpactDesk, TaskDesk, VisitReport, LocalDesk,
    DelegationDesk, AdoptionDesk, CompareDesk, ReviewDesk, Workbench,
)  # fmt: skip


def add(console: AppBuilder) -> None:
    """Register those that stand before the tables, and those without an entry."""
    _add(console, IN_MENU)
    for view in OTHERS:
        console.add_view_no_menu(view)


def add_behind(console: AppBuilder) -> None:
    """Register those that stand behind the tables."""
    _add(console, BEHIND)


def _add(console: AppBuilder, entries: tuple[Entry, ...]) -> None:
    for wing, view, name, title, noun, verb in entries:
        console.add_view(
            view, name, label=title, category=wing, category_label=WING_TITLES[wing], menu_cond=_may(noun, verb)
        )


def _may(noun: str, verb: str) -> Callable[[], bool]:
    def holds() -> bool:
        who = current_or_none()
        return isinstance(who, Person) and permissions.may(who.roles, f"console:{noun}", verb)

    return holds
