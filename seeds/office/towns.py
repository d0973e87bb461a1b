"""Towns and county: values of their own and what a new standard asks of them, batches handed over, lists of villages."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from appcore import clock
from appcore.catalogue.local import adoptions, delegations, offers
from appcore.catalogue.local.adoptions import Training
from appcore.catalogue.local.delegations import Facts
from appcore.catalogue.local.wanted import Ground, Local
from appcore.hall import village_lists
from appcore.hall.village_lists import Entry
from models.delegation import Adoption, Delegation, HandoverLine
from models.offer import Offer
from models.place import Hall
from models.village_list import VillageList
from models.window import Window
from seeds.office.at_work import AtWork
from seeds.office.editions import COUNTY, DOGS, GRID, SPECIAL_AID

LINGXI, QIANKU, JINXIANG = "330327100000-01", "330327104000-01", "330327107000-01"
ADMINS = {LINGXI: "lingxi_admin", QIANKU: "qianku_admin"}
RUBBLE, TRACTORS, MARRIAGE, SUBSIDY = "330327-00203", "330327-00107", "330327-00303", "330327-00105"
HANDED_OVER = ("办理依据和办事指南", "申请表、文书样本", "办理系统账号和权限", "近一年的办件台账")
DUTIES = {
    "county": ("培训乡镇经办人员，解答业务问题", "开通系统权限，提供文书样本", "每季度抽查办件质量"),
    "town": ("明确A、B岗，按标准受理和办结", "办件资料按时归档", "发现标准有问题及时报县里"),
}


def local_values(work: AtWork) -> dict[str, int]:
    """Before the standards change: shorter promises and a spared paper, each with its reason."""
    days = "promised_days"
    _keep(work, LINGXI, GRID, -70, days, 20, Ground("网格员都在镇上，处置可以更快"))
    _keep(work, QIANKU, GRID, -65, days, 22, Ground("镇里有专职处置队伍"))
    _keep(work, LINGXI, SPECIAL_AID, -60, days, 16, Ground("镇初审和上门合并进行"))
    _keep(work, QIANKU, DOGS, -30, days, 4, Ground("窗口当天受理、当天转办"))
    _keep(work, LINGXI, SUBSIDY, -50, "materials.confirmation.exempt", True, Ground("镇农办已存有核对表", "archive"))
    return {"local_values": 5}


def _keep(work: AtWork, hall: str, item: str, days: int, key: str, value: Any, ground: Ground) -> None:
    with work.acting(ADMINS[hall], days):
        offer = work.session.scalars(select(Offer).where(Offer.item_code == item, Offer.hall_code == hall)).one()
        now = offers.local_of(work.session, offer)
        offers.save(offer.id, Local({key: value}, {key: ground}, now.settings), version=offer.version, remark="样例")


def hand_over(work: AtWork) -> dict[str, int]:
    """A batch that was issued, at different stages in three towns, and one that is being drawn up."""
    with work.acting(COUNTY, -60):
        issued = delegations.begin(
            Facts("2026年第一批下放乡镇事项", "delegated", work.day(-45), paper="样例：关于下放第一批行政权力事项的通知（样例〔2026〕1号）")
        )  # fmt: skip
        _fill(work, issued, (RUBBLE, MARRIAGE), (LINGXI, QIANKU, JINXIANG))
        delegations.issue(issued, version=_version(work, issued))
    _taken_on(work, issued, LINGXI, RUBBLE)
    _taken_on(work, issued, JINXIANG, RUBBLE)
    for hall in (LINGXI, QIANKU):
        with work.acting(ADMINS[hall], -20):
            adoption = _adoption(work, issued, hall, MARRIAGE)
            _train(work, adoption, -21, "补领婚姻登记证的受理和查档")
            adoptions.tick(adoption.id, set(_lines(work, issued, MARRIAGE)[:2]))
    with work.acting(COUNTY, -4):
        adoption = _adoption(work, issued, JINXIANG, RUBBLE)
        adoptions.recall(
            adoption.id, since=work.day(12), reason="镇里没有处置场，改由县里统一受理", cases="finish_here"
        )
        drafted = delegations.begin(
            Facts("2026年第二批委托乡镇事项", "entrusted", work.day(40), paper="样例：关于委托办理农机登记的通知（样例〔2026〕8号）")
        )  # fmt: skip
        _fill(work, drafted, (TRACTORS,), (LINGXI, QIANKU))
    return {"batches": 2, "village_lists": _village_lists(work)}


def _fill(work: AtWork, batch: int, items: tuple[str, ...], halls: tuple[str, ...]) -> None:
    delegations.set_duties(batch, DUTIES, version=_version(work, batch))
    delegations.add(batch, items, halls, version=_version(work, batch))
    for item in items:
        delegations.set_handover(batch, item, HANDED_OVER, version=_version(work, batch))


def _version(work: AtWork, batch: int) -> int:
    return work.session.get_one(Delegation, batch).version


def _taken_on(work: AtWork, batch: int, hall: str, item: str) -> None:
    """Trained, the list seen to, taken on, and set up at a window."""
    with work.acting(ADMINS.get(hall, "county_hall_admin"), -40) if hall in ADMINS else work.acting(COUNTY, -40):
        adoption = _adoption(work, batch, hall, item)
        _train(work, adoption, -42, "受理、踏勘和核准文书")
        adoptions.tick(adoption.id, set(_lines(work, batch, item)))
        offer = work.session.get_one(Offer, adoptions.accept(adoption.id))
        window = select(Window.id).where(Window.hall_code == hall, Window.kind_code == "zonghe")
        now = offers.local_of(work.session, offer)
        settings = now.settings.__class__(window_id=work.session.scalar(window))
        offers.save(offer.id, Local(settings=settings), version=offer.version, remark="承接时设定窗口")


def _train(work: AtWork, adoption: Adoption, days: int, topic: str) -> None:
    adoptions.train(adoption.id, Training(work.day(days), topic, "样例业务科", "窗口A、B岗工作人员"))


def _adoption(work: AtWork, batch: int, hall: str, item: str) -> Adoption:
    same = (Adoption.delegation_id == batch, Adoption.hall_code == hall, Adoption.item_code == item)
    return work.session.scalars(select(Adoption).where(*same)).one()


def _lines(work: AtWork, batch: int, item: str) -> list[int]:
    query = select(HandoverLine.id).where(HandoverLine.delegation_id == batch, HandoverLine.item_code == item)
    return list(work.session.scalars(query.order_by(HandoverLine.position)))


def _village_lists(work: AtWork) -> int:
    """Two villages of each town: of one the list is published, the other's is a draft."""
    entries = [
        Entry(code, mode, note)
        for code, mode, note in (
            ("330327-00081", "agent", "每年9月至12月代办"), ("330327-00064", "handle", "手机刷脸，不会用的来村里"),
            ("330327-00241", "agent", "代为提交，乡镇上门核实"), (GRID, "handle", ""), ("330327-00161", "guide", ""),
        )
    ]  # fmt: skip
    for hall, admin in ADMINS.items():
        rooms = select(Hall.code).where(Hall.kind == "village_room", Hall.code.startswith(hall[:9], autoescape=True))
        first, second = work.session.scalars(rooms.order_by(Hall.code).limit(2))
        with work.acting(admin, -30):
            village_lists.draw_up([first, second], entries)
            draft = work.session.scalars(select(VillageList).where(VillageList.hall_code == first)).one()
            village_lists.publish(
                draft.id, signed_by="样例签发人", signed_as="中心主任", signed_on=clock.local_today(), version=draft.version
            )  # fmt: skip
    return 4
