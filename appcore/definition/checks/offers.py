"""What a hall shows of an item it offers: the six open things, phones, hours and addresses, and who holds the steps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from appcore.definition.checks.context import OfferFace
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import offer_rule
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_

SHORT_NUMBER = r"12\d{3}|9\d{4}"
ALL_DAYS = re.compile(r"工作日|全天|24 ?小时|节假日")
AT_A_DOOR = re.compile(r"窗口|柜台|服务台|\d ?[室号]|[一二三四五六七八九十] ?[室号]")


@offer_rule("W13", "error", N_("咨询电话与监督投诉电话不同，并带区号"))
def phones_are_two_and_whole(definition: ItemDefinition, face: OfferFace, area_code: str) -> Iterator[Problem]:
    """A phone has the county's area code or is a short number (`decisions.md` 50). An empty 咨询电话 is O11's."""
    whole = re.compile(rf"(?:\({area_code}\)|{area_code}-?)\d{{7,8}}(?:-\d{{1,6}})?|{SHORT_NUMBER}", re.ASCII)
    consult = [plain(phone) for phone in face.consult_phones]
    complaint = [plain(phone) for phone in face.complaint_phones]
    for element, phones in (("consult_phones", consult), ("complaint_phones", complaint)):
        for phone in phones:
            if not whole.fullmatch(phone):
                yield Problem(
                    Place("offer", element=element),
                    "电话“%(phone)s”没有区号%(area)s，也不是12345这样的短号",
                    "写成 %(area)s-8位号码",
                    {"phone": phone, "area": area_code},
                )
    if not complaint:
        yield Problem(Place("offer", element="complaint_phones"), "没有监督投诉电话", "填写监督投诉电话，如12345")
    for phone in sorted({digits(one) for one in consult} & {digits(one) for one in complaint}):
        yield Problem(
            Place("offer", element="complaint_phones"),
            "咨询电话与监督投诉电话都是%(phone)s",
            "监督投诉电话填写另一个号码",
            {"phone": phone},
        )


def plain(phone: str) -> str:
    """A phone without width and spaces, with one kind of dash."""
    return re.sub(r"[‐-―−－]", "-", re.sub(r"\s", "", unicodedata.normalize("NFKC", phone)))


def digits(phone: str) -> str:
    """Only what is dialled."""
    return re.sub(r"\D", "", phone)


@offer_rule("W14", "warning", N_("办理时间写明工作日"))
def hours_say_which_days(definition: ItemDefinition, face: OfferFace, area_code: str) -> Iterator[Problem]:
    if not ALL_DAYS.search(face.hours):
        yield Problem(
            Place("offer", element="hours"),
            "办理时间“%(hours)s”没有写明是否只在工作日",
            "写明“工作日”及上下午时段；夏季、冬季不同的分别写",
            {"hours": face.hours},
        )


@offer_rule("W15", "warning", N_("办理地点写到窗口、房间或门牌"))
def place_leads_to_the_door(definition: ItemDefinition, face: OfferFace, area_code: str) -> Iterator[Problem]:
    if not AT_A_DOOR.search(unicodedata.normalize("NFKC", face.place)):
        yield Problem(
            Place("offer", element="place"),
            "办理地点“%(place)s”没有写到窗口、房间或门牌号",
            "写明窗口号、房间号或门牌号",
            {"place": face.place},
        )


@offer_rule("O26", "warning", N_("有窗口的中心写明在哪个窗口办"))
def item_stands_at_a_window(definition: ItemDefinition, face: OfferFace, area_code: str) -> Iterator[Problem]:
    """W15 is content with the number of the house; in a hall with windows people must know to which one to go."""
    if face.lacks_window:
        yield Problem(
            Place("offer", element="place"),
            "没有写明在哪个窗口办",
            "在本地值中选定窗口；不在窗口办的，在办理地点补充中写明",
        )


@offer_rule("W16", "warning", N_("咨询和投诉地址已填写"))
def addresses_are_filled(definition: ItemDefinition, face: OfferFace, area_code: str) -> Iterator[Problem]:
    if not face.consult_address:
        yield Problem(Place("offer", element="consult_address"), "没有咨询地址", "填写咨询窗口的地址")
    if not face.complaint_address:
        yield Problem(Place("offer", element="complaint_address"), "没有监督投诉地址", "填写受理投诉的地址")


@offer_rule("O11", "error", N_("六公开没有空缺"))
def six_things_are_open(definition: ItemDefinition, face: OfferFace, area_code: str) -> Iterator[Problem]:
    """服务内容、办事程序、收费标准、政策依据、服务电话、工作人员情况 (source-checklist.csv 26)."""
    fees_said = definition.has_fee is False or (definition.has_fee is True and bool(definition.fees))
    six = {
        N_("服务内容"): bool(definition.name and (definition.summary or definition.conditions)),
        N_("办事程序"): bool(definition.steps),
        N_("收费标准"): fees_said,
        N_("政策依据"): bool(definition.bases),
        N_("服务电话"): bool(face.consult_phones),
        N_("工作人员情况"): face.staff_shown,
    }
    for label, is_open in six.items():
        if not is_open:
            yield Problem(Place("offer"), "六公开中的“%(label)s”空缺", "补上“%(label)s”", {"label": label})


@offer_rule("O13", "warning", N_("每个环节的岗位都有人"))
def every_step_is_held(definition: ItemDefinition, face: OfferFace, area_code: str) -> Iterator[Problem]:
    for step in definition.steps:
        if step.key in face.unheld_steps:
            yield Problem(
                Place("steps", step.key, "role"),
                "环节“%(name)s”的岗位没有人",
                "给这个岗位安排A岗和B岗",
                {"name": step.name},
            )
