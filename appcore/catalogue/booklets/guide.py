"""办事指南 for paper: the whole guide for a booklet, and the one sheet that is handed over the counter."""

from __future__ import annotations

from appcore.catalogue.booklets import words
from appcore.catalogue.booklets.model import Block, Drawing, Entry, Facts, Hall, Heading, Lines, Table, Text
from appcore.definition.checklist import Checklist, Row, checklist
from appcore.definition.item import ItemDefinition, Material
from models import vocabulary as v

INCOMPLETE = "本事项正在完善，没有列出的内容请向窗口或电话咨询。"


def whole(entry: Entry, hall: Hall | None) -> tuple[Block, ...]:
    """Everything that the guide says, in the order in which people ask."""
    d, found = entry.definition, checklist(entry.definition, {})
    return (
        *opening(entry, hall),
        *conditions(found),
        *papers(found),
        *steps(found),
        *fees(d),
        *results(d),
        *faqs(d),
        *bases(d),
        *remedies(d),
    )


def sheet(entry: Entry, hall: Hall | None) -> tuple[Block, ...]:
    """What fits on one sheet: what to know before coming, what to bring, what happens then."""
    d, found = entry.definition, checklist(entry.definition, {})
    way = "  →  ".join(
        f"{one.part.name}（{words.time(one.part)}）" if words.time(one.part) else one.part.name for one in found.steps
    )
    rest: list[Block] = [Heading("办理流程"), Text(way)] if way else []
    rest += results(d)
    by_law = words.together((words.basis(one) for one in d.bases), "；")
    if by_law:
        rest += [Heading("设定依据"), Text(by_law, "note")]
    return (*opening(entry, hall), *conditions(found), *papers(found), *rest)


def chart(entry: Entry) -> tuple[Block, ...]:
    """流程图: the chart, and below it what the times come to."""
    d = entry.definition
    note = words.together((f"承诺办结时限：{words.promise(d)}" if words.promise(d) else "", f"法定办结时限：{words.legal(d)}" if words.legal(d) else ""), "；")  # fmt: skip
    drawing = Drawing(d, words.flow(checklist(d, {})))
    return (drawing, Text(f"{note}。", "note")) if note else (drawing,)


def opening(entry: Entry, hall: Hall | None) -> list[Block]:
    """What it is, and the facts that people ask for first."""
    d = entry.definition
    blocks: list[Block] = [Text(d.summary, "lead")] if d.summary else []
    if entry.taken_over:
        blocks.append(Text(INCOMPLETE, "note"))
    legal = words.legal(d)
    facts = [
        ("办件类型", v.CASE_TYPE.label_of(d.case_type)),
        ("服务对象", words.together(v.SERVICE_OBJECT.label_of(one) for one in d.service_objects)),
        (
            "承诺时限",
            words.promise(d) + (f"（法定{legal}）" if legal and words.promise(d) and legal != words.promise(d) else ""),
        ),
        ("到现场次数", words.visits(d)),
        ("收费", words.price(d)),
        ("可代办", v.AGENT_ALLOWED.label_of(d.agent_allowed)),
        ("实施主体", d.implementing_body.name if d.implementing_body else ""),
        ("网上办理", d.online_url or d.link_url or d.mobile_url),
        *place(entry, hall),
    ]
    rows = tuple((label, said) for label, said in facts if words.told(said))
    wide = frozenset(("办理地点", "办理时间", "网上办理") + (("收费",) if len(words.price(d)) > 24 else ()))
    return [*blocks, Facts(rows, wide)]


def place(entry: Entry, hall: Hall | None) -> list[tuple[str, str]]:
    """Where and when in this hall; without one the kind of window."""
    if hall is None:
        return [("办理窗口", entry.window_kind)]
    local = entry.local
    where = words.together((hall.address, hall.name, local.window if local else "", local.place if local else ""), "，")
    return [
        ("办理地点", where),
        ("办理时间", (local.hours if local else "") or hall.hours),
        ("咨询电话", (local.consult if local else "") or hall.consult),
        ("监督投诉", (local.complaint if local else "") or hall.complaint),
    ]


def conditions(found: Checklist) -> list[Block]:
    lines = tuple(
        f"{one.part.text.rstrip('。；')}{f'（{words.when(one)}）' if words.when(one) else ''}"
        for one in found.conditions
    )
    return [Heading("受理条件"), Lines(lines, numbered=len(lines) > 1)] if lines else []


def papers(found: Checklist) -> list[Block]:
    """带什么: each paper with how many, when, where from and what to mind."""
    if not found.materials:
        return []
    rows = tuple(
        (str(number), one.part.name, words.copies(one.part), needed(one), notes(one.part))
        for number, one in enumerate(found.materials, start=1)
    )
    head = ("序号", "材料名称", "份数", "什么时候要", "来源和要求")
    return [Heading("申请材料"), Table(head, rows, (6, 25, 11, 28, 30))]


def needed(row: Row[Material]) -> str:
    return words.when(row) or v.NECESSITY.label_of(row.part.necessity)


def notes(material: Material) -> str:
    source = material.issuer or v.SOURCE_TYPE.label_of(material.source_type)
    pledge = "可用告知承诺代替" if material.pledge_allowed else ""
    asked = (material.issued_within, material.fill_note, material.accept_standard, material.note, pledge)
    return words.sentences(source, *asked)


def steps(found: Checklist) -> list[Block]:
    return [Heading("办理流程"), words.flow(found)] if found.steps else []


def fees(d: ItemDefinition) -> list[Block]:
    if d.has_fee is False or not d.fees:
        return []
    rows = tuple(
        (
            one.name,
            words.amount(words.rate(one), one.unit) if words.rate(one) else "0元",
            words.together((words.reduction(less, one) for less in one.reductions), "；") or words.UNSAID,
            one.basis or words.UNSAID,
        )
        for one in d.fees
    )
    return [Heading("收费"), Table(("项目", "标准", "减免", "依据"), rows, (22, 18, 28, 32))]


def results(d: ItemDefinition) -> list[Block]:
    lines = tuple(
        words.together((one.name, f"有效期：{one.validity}" if words.told(one.validity) else "", words.told(one.note)), "，")
        for one in d.outcomes
    )  # fmt: skip
    given = words.together(v.DELIVERY.label_of(one) for one in d.delivery_ways)
    if given:
        lines += (f"送达方式：{given}{f'，{d.delivery_days}个工作日内送达' if d.delivery_days else ''}",)
    return [Heading("办理结果"), Lines(lines)] if lines else []


def faqs(d: ItemDefinition) -> list[Block]:
    lines = tuple(line for one in d.faqs for line in (f"问：{one.question}", f"答：{one.answer}"))
    return [Heading("常见问题"), Lines(lines)] if lines else []


def bases(d: ItemDefinition) -> list[Block]:
    lines = tuple(words.basis(one) for one in d.bases)
    return [Heading("设定依据"), Lines(lines, numbered=len(lines) > 1)] if lines else []


def remedies(d: ItemDefinition) -> list[Block]:
    """Whom to ask for review. Source: 行政复议法."""
    review = words.together((d.review_body, d.review_address, d.review_phone), "，")
    court = words.together((d.litigation_court, d.litigation_address, d.litigation_phone), "，")
    lines = tuple(
        one for one in (f"行政复议：{review}" if review else "", f"行政诉讼：{court}" if court else "") if one
    )
    return [Heading("权利救济"), Lines(lines)] if lines else []
