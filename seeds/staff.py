"""Made-up staff with plainly sample names: an A and a B post at each window, a chief and a head of each hall (AB岗)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from models.db import HouseSession
from models.offer import Authority, Offer
from models.place import Hall
from models.staff import Post, Staff
from models.window import Window, WindowKind
from seeds import samples
from seeds.batch import add_all
from seeds.offers import ANY_BUSINESS
from seeds.plan import Plan

FIRST_WORK_PHONE = 1001
HEAD, CHIEF, CLERK, AGENT = "中心主任", "首席代表", "窗口工作人员", "村级代办员"


class Payroll:
    """Staff to be, numbered through the county for their names and phones, and through their town for their numbers."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.people: list[Staff] = []
        self._of_town: dict[str, int] = {}

    def hire(self, hall_code: str, region_code: str, title: str, duty: str) -> Staff:
        town = hall_code[6:9]
        self._of_town[town] = self._of_town.get(town, 0) + 1
        person = Staff(
            name=samples.name(len(self.people) + 1),
            staff_number=f"CN{town}{self._of_town[town]:03d}",
            title=title,
            duty=duty,
            work_phone=samples.office_phone(FIRST_WORK_PHONE + len(self.people)),
            hall_code=hall_code,
            region_code=region_code,
            valid_from=self.plan.starts.date(),
        )
        self.people.append(person)
        return person


def load_staff(session: HouseSession, plan: Plan) -> dict[str, Any]:
    """Staff, posts and authorities of the county hall and the town halls, and one village agent in each town's first room."""
    payroll = Payroll(plan)
    manned: list[tuple[list[Window], list[Staff], Staff]] = []
    rooms: set[str] = set()
    for hall in session.scalars(select(Hall).order_by(Hall.kind, Hall.code)):
        if hall.kind in ("county_hall", "town_hall"):
            windows = list(session.scalars(select(Window).where(Window.hall_code == hall.code).order_by(Window.number)))
            manned.append((windows, _clerks(session, payroll, windows), _chief(payroll, hall)))
            payroll.hire(hall.code, hall.region_code, HEAD, "主持中心工作审批延期")
        elif hall.kind == "village_room" and hall.region_code[:9] not in rooms:
            rooms.add(hall.region_code[:9])
            payroll.hire(hall.code, hall.region_code, AGENT, "为村民全程代办各类事项")
    add_all(session, payroll.people)
    posts = [post for windows, clerks, chief in manned for post in _posts(plan, windows, clerks, chief)]
    add_all(session, posts)
    authorities = list(_authorities(session, plan, posts))
    add_all(session, authorities)
    return {"staff": len(payroll.people), "posts": len(posts), "authorities": len(authorities)}


def _clerks(session: HouseSession, payroll: Payroll, windows: Sequence[Window]) -> list[Staff]:
    names = dict(session.execute(select(WindowKind.code, WindowKind.name)).all())
    return [
        payroll.hire(
            one.hall_code or "", one.region_code, CLERK, f"{names[one.kind_code].removesuffix('窗口')}业务咨询和受理"
        )
        for one in windows
    ]


def _chief(payroll: Payroll, hall: Hall) -> Staff:
    return payroll.hire(hall.code, hall.region_code, CHIEF, "对窗口事项审核和决定")


def _posts(plan: Plan, windows: Sequence[Window], clerks: Sequence[Staff], chief: Staff) -> Iterable[Post]:
    """Each clerk is A at one window and B at the next, so that nobody stands in for two; the chief sits at 综合窗口."""
    for number, window in enumerate(windows):
        stand_in = clerks[(number + 1) % len(clerks)]
        for kind, person in (("a", clerks[number]), ("b", stand_in)):
            yield _post(plan, window, person, kind)
        if window.kind_code == ANY_BUSINESS:
            yield _post(plan, window, chief, "chief")


def _post(plan: Plan, window: Window, person: Staff, kind: str) -> Post:
    return Post(
        staff_id=person.id, window_id=window.id, kind=kind, hall_code=window.hall_code, region_code=window.region_code,
        valid_from=plan.starts.date(),
    )  # fmt: skip


def _authorities(session: HouseSession, plan: Plan, posts: Iterable[Post]) -> Iterable[Authority]:
    """A and B accept what their window offers, 综合窗口 whatever the hall offers; the chief decides on all of it."""
    kinds = dict(session.execute(select(Window.id, Window.kind_code)).all())
    offers: dict[str, list[Any]] = {}
    for offer in session.execute(select(Offer.id, Offer.hall_code, Offer.window_id, Offer.department_code)):
        offers.setdefault(offer.hall_code or "", []).append(offer)
    for post in posts:
        everything = kinds[post.window_id] == ANY_BUSINESS
        for offer in offers.get(post.hall_code or "", ()):
            if everything or offer.window_id == post.window_id:
                yield Authority(
                    offer_id=offer.id, post_id=post.id, power="decide" if post.kind == "chief" else "accept",
                    hall_code=post.hall_code, region_code=post.region_code, department_code=offer.department_code,
                    valid_from=plan.starts.date(),
                )  # fmt: skip


def staff_of(session: HouseSession, hall_code: str, role: str) -> int | None:
    """The worker of a hall behind the account of a role: the A post of 综合窗口, the chief, the head or the agent."""
    title = {"decider": CHIEF, "leader": HEAD, "agent": AGENT}.get(role)
    if title is not None:
        return session.scalar(select(Staff.id).where(Staff.hall_code == hall_code, Staff.title == title))
    if role != "clerk":
        return None
    return session.scalar(
        select(Post.staff_id)
        .join(Window, Window.id == Post.window_id)
        .where(Post.hall_code == hall_code, Post.kind == "a", Window.kind_code == ANY_BUSINESS)
    )
