"""Home 待办: what waits for me, by role, each with its number and one click to the work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask_appbuilder import IndexView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import func, or_, select

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import Person, signed_in
from appcore.access.same_person import usernames_of
from appcore.casework import custody_reading, open_cases
from appcore.casework.custody_reading import HandedLists
from appcore.casework.open_cases import Due
from appcore.catalogue import confirming, state_board, tasks
from appcore.catalogue.local import adoptions, drift
from appcore.catalogue.state_board import Entry
from appcore.definition.verdict import N_
from models.check import ItemTask
from models.db import db, house_session
from models.export import ExportRequest
from views.console.state_board import board_url
from views.days import day_words
from views.words import _

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that waits: how many, in words, where to go."""

    title: str
    count: int
    hint: str
    href: str
    tone: str = "grey"


class Home(IndexView):
    route_base = "/"
    class_permission_name = "console:home"

    @expose("/")
    @has_access
    @permission_name("show")
    def index(self) -> Any:
        who = signed_in()
        handles = who if _may(who, "case", "hand") else None
        handed = custody_reading.handed(house_session(), who) if _may(who, "case", "take") else HandedLists()
        due = open_cases.due_first(house_session(), handles) if _may(who, "case", "list") else []
        today = clock.local_today()
        if who.at_phone:  # a small screen: the agent's own cases, all of them, and nothing above them
            return render_template(
                "console/home.html", title=_("我的办件"), today=day_words(today), links=[], cards=[], due=due, to_take=[],
                returned=[], may_list=bool(due),
            )  # fmt: skip
        return render_template(
            "console/home.html", title=_("今天要做的事"), today=day_words(today), links=_links(who),
            cards=[
                *_edition_cards(who), *_quality_cards(who), *_local_cards(who), *_case_cards(who, due, handed), *_export_cards(who),
            ],
            due=due[:SHOWN],
            to_take=handed.to_take[:SHOWN], returned=handed.returned[:SHOWN], may_list=_may(who, "case", "list"),
        )  # fmt: skip


def _may(who: Person, noun: str, verb: str) -> bool:
    return permissions.may(who.roles, f"console:{noun}", verb)


def _links(who: Person) -> list[tuple[str, str]]:
    """The pages that a person opens most, by role."""
    wanted = (
        ("intake", "accept", N_("收件"), "Counter.find"),
        ("item", "edit", N_("事项"), "ItemPage.list"),
        ("standard_material", "edit", N_("材料库"), "StandardMaterialPage.list"),
        ("window", "edit", N_("窗口"), "WindowPage.list"),
        ("staff", "edit", N_("工作人员"), "StaffPage.list"),
        ("audit", "list", N_("审计记录"), "AuditPage.list"),
    )
    return [(_(words), url_for(endpoint)) for noun, verb, words, endpoint in wanted if _may(who, noun, verb)]


def _edition_cards(who: Person) -> list[Card]:
    """Editions that wait for this person, who writes or reviews; every number opens its list on the board."""
    wanted: list[tuple[str, str, str, str]] = []
    if _may(who, "edition", "submit"):
        wanted.append(("returned", _("退回给我的版本"), _("按审核意见修改后重新送审"), "amber"))
        wanted.append(("draft", _("我在起草的版本"), _("写完后送审"), "grey"))
    if _may(who, "edition", "approve"):
        wanted.append(("submitted", _("等待我审定的版本"), _("逐条核对后审定或退回"), "amber"))
        wanted.append(("approved", _("已审定待发布"), _("选择今天或以后的日期发布"), "grey"))
    if not wanted:
        return []
    mine = [one for one in state_board.entries(house_session(), who) if one.mine]
    taking = [one for one in mine if one.taking_over]
    cards = [
        _edition_card(
            [one for one in mine if one.state == wants[0] and not one.taking_over], *wants, apart=bool(taking)
        )
        for wants in wanted
    ]
    if taking and _may(who, "package", "take_over"):
        hint = _("打开导入记录，看过检查结果后一次审定并发布")
        cards.append(Card(_("等待我接管的事项"), len(taking), hint, url_for("Packages.imports"), "amber"))
    return cards


def _edition_card(waiting: list[Entry], state: str, title: str, hint: str, tone: str, *, apart: bool) -> Card:
    """One state; what an import brought has a card of its own, and then is not on this list either."""
    late = sum(one.light == "red" for one in waiting)
    said = _("其中%(count)s件已超期", count=late) if late else hint
    asked = {"state": state, "who": "mine"} | ({"taking": "no"} if apart and state == "submitted" else {})
    return Card(title, len(waiting), said, board_url(**asked), "red" if late else tone if waiting else "grey")


def _quality_cards(who: Person) -> list[Card]:
    """What the owners of items owe: errors of taken-over editions to mend, items to confirm; no card while there is none."""
    cards, today = [], clock.local_today()
    if _may(who, "edition", "edit"):
        mine = select(ItemTask.due_on).where(
            ItemTask.state == "open", or_(ItemTask.owner.is_(None), ItemTask.owner == who.username)
        )
        lights = [tasks.light(one, today) for one in db.session.scalars(mine)]
        tone = "red" if "red" in lights else "amber"
        url = f"{url_for('ItemTaskPage.list')}?f.state=open"
        cards += (
            [Card(_("待整改的问题"), len(lights), _("现行（待完善）的事项，按期改好"), url, tone)] if lights else []
        )
    if _may(who, "item_confirmation", "confirm"):
        due = sum(one.due_on < today for one in confirming.due(house_session(), who.department_code or ""))
        url = url_for("ConfirmDesk.due", department=who.department_code or None)
        cards += (
            [Card(_("到期要复核的事项"), due, _("没有变化就确认，有变化就起草新版本"), url, "amber")] if due else []
        )
    return cards


def _case_cards(who: Person, due: list[Due], handed: HandedLists) -> list[Card]:
    """Open cases by light and state; every number opens its list or stands in the table below."""
    if not _may(who, "case", "list"):
        return []
    here = url_for("Home.index")
    red, yellow = (sum(one.light == tone for one in due) for tone in ("red", "yellow"))
    received = sum(one.state == "received" for one in due)
    return [
        Card(_("已超期"), red, _("先办这些"), f"{here}#due", "red" if red else "grey"),
        Card(_("快到期"), yellow, _("今明两天要办"), f"{here}#due", "amber" if yellow else "grey"),
        _card(_("已收件待受理"), received, _("五个工作日内受理、告知或不予受理"), "CasePage", "received", "amber"),
        *_handed_cards(who, handed),
        _card(_("办理中"), sum(one.state == "accepted" for one in due), _("按到期先后处理"), "CasePage", "accepted"),
    ]


def _local_cards(who: Person) -> list[Card]:
    """Local values that a new standard asks about, and items that wait to be taken on; no card while there is none."""
    cards = []
    if _may(who, "drift", "answer") and drift.has_values(house_session()):
        rows = drift.waiting(house_session())
        late = any(one.late for one in rows)
        hint = _("有逾期的，先答复") if late else _("用标准、保留或改为新值")
        cards.append(Card(_("标准变化待答复"), len(rows), hint, url_for("DriftDesk.inbox"), "red" if late else "amber"))
    if _may(who, "adoption", "take_on"):
        count = adoptions.expected(house_session(), clock.local_today())
        cards.append(
            Card(_("待承接的事项"), count, _("核对交接清单、培训后承接"), url_for("AdoptionPage.list"), "amber")
        )
    return [one for one in cards if one.count]


def _handed_cards(who: Person, handed: HandedLists) -> list[Card]:
    """What other desks have handed here and nobody has taken over yet; and what came back, while there is any."""
    if not _may(who, "case", "take"):
        return []
    waiting, back = len(handed.to_take), len(handed.returned)
    here = url_for("HandingDesk.handed")
    taking = Card(_("等待您这里接收"), waiting, _("清点材料后接收或退回"), here, "amber" if waiting else "grey")
    returned = Card(_("对方退回的办件"), back, _("看退回原因，继续办理或改交"), here, "amber")
    return [taking, returned] if back else [taking]


def _card(title: str, count: int, hint: str, endpoint: str, state: str, tone: str = "grey") -> Card:
    return Card(title, count, hint, f"{url_for(f'{endpoint}.list')}?f.state={state}", tone if count else "grey")


def _export_cards(who: Person) -> list[Card]:
    """Large exports that wait for this person's decision; no card while there is none."""
    if not _may(who, "export_request", "decide"):
        return []
    waiting = select(func.count(ExportRequest.id)).where(
        ExportRequest.state == "asked", ExportRequest.asked_by.not_in(usernames_of(house_session(), who)),
        ExportRequest.expires_at > clock.now(),
    )  # fmt: skip
    count = db.session.scalar(waiting) or 0
    card = _card(_("待批准的导出"), count, _("有人申请导出大批数据，请核对用途"), "ExportRequestPage", "asked", "amber")
    return [card] if count else []
