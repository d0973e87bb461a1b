"""培训手册: how a clerk accepts an item: what to ask, what to look at in each paper, what goes wrong."""

from __future__ import annotations

from appcore.catalogue.booklets import guide, words
from appcore.catalogue.booklets.model import Block, Entry, Hall, Heading, Lines, Table
from appcore.definition.checklist import Checklist, checklist
from appcore.definition.describe import describe
from appcore.definition.item import ItemDefinition, Material
from appcore.definition.questions import names_of
from models import vocabulary as v


def blocks(entry: Entry, hall: Hall | None) -> tuple[Block, ...]:
    """In the order of the counter: conditions, questions, papers, steps, then what people ask and get wrong."""
    d, found = entry.definition, checklist(entry.definition, {})
    return (
        *guide.opening(entry, hall),
        *_conditions(d, found),
        *_questions(d),
        *_papers(found),
        *_steps(found),
        *_stops(d),
        *guide.fees(d),
        *guide.faqs(d),
        *_mistakes(entry),
        *guide.bases(d),
    )


def _conditions(d: ItemDefinition, found: Checklist) -> list[Block]:
    if not d.conditions:
        return []
    rows = tuple(
        (str(number), words.sentences(one.part.text, words.when(one)), one.part.basis or words.UNSAID)
        for number, one in enumerate(found.conditions, start=1)
    )
    return [Heading("受理条件"), Table(("序号", "条件", "依据"), rows, (7, 63, 30))]


def _questions(d: ItemDefinition) -> list[Block]:
    """What to ask, with the answers there are, and when it is asked at all."""
    names = names_of(d)
    rows = tuple(
        (
            str(number),
            words.sentences(one.text) if one.text.endswith("。") else one.text,
            words.together(choice.label for choice in one.choices) or v.QUESTION_KIND.label_of(one.kind),
            describe(one.condition, names) if one.condition else "都要问",
        )
        for number, one in enumerate(d.questions, start=1)
    )
    head = ("序号", "问什么", "回答", "什么时候问")
    return [Heading("受理时要问清"), Table(head, rows, (7, 37, 28, 28))] if rows else []


def _papers(found: Checklist) -> list[Block]:
    """Each paper with its points to check; the last column is left for the trainee's own notes."""
    if not found.materials:
        return []
    rows = tuple(
        (
            str(number),
            one.part.name,
            words.together((words.copies(one.part), guide.needed(one)), "；"),
            words.sentences(one.part.accept_standard, one.part.issued_within, one.part.fill_note, one.part.note)
            or ("在系统里核验。" if one.part.exempt else "核对名称、份数和有效期。"),
            _if_missing(one.part),
        )
        for number, one in enumerate(found.materials, start=1)
    )
    head = ("序号", "材料名称", "份数和情形", "审核要点", "没有带怎么办")
    return [Heading("材料和审核要点"), Table(head, rows, (7, 24, 22, 29, 18))]


def _if_missing(material: Material) -> str:
    if material.exempt:
        return "窗口自己查，不向申请人要"
    if material.pledge_allowed:
        return "可用告知承诺代替"
    return "可以容缺后补" if material.necessity == "deferrable" else "一次告知，补齐再受理"


def _steps(found: Checklist) -> list[Block]:
    rows = tuple(
        (
            str(number),
            one.part.name,
            words.together((words.who(one.part), words.time(one.part)), "，"),
            words.together(v.STEP_ACT.label_of(act) for act in one.part.acts) or words.UNSAID,
            words.sentences(one.part.standard, one.part.result, words.when(one)) or words.UNSAID,
        )
        for number, one in enumerate(found.steps, start=1)
    )
    head = ("序号", "环节", "谁办、多久", "可以做什么", "审查标准和结果")
    return [Heading("办理步骤"), Table(head, rows, (7, 18, 25, 20, 30))] if rows else []


def _stops(d: ItemDefinition) -> list[Block]:
    """What stops or lengthens the clock. Source: 行政许可法 第四十五条."""
    rows = tuple(
        (
            one.name,
            words.span(one.duration, one.unit) or words.UNSAID,
            "计入" if one.counted else "不计入",
            one.basis or words.UNSAID,
        )
        for one in d.procedures
    )
    head = ("特别程序", "时间", "是否计入时限", "依据")
    return [Heading("特别程序"), Table(head, rows, (30, 16, 16, 38))] if rows else []


def _mistakes(entry: Entry) -> list[Block]:
    """What was missing or wrong most often in the last year, in the halls that whoever prints this may see."""
    lines = tuple(f"{name}：{what} {count}次" for name, what, count in entry.mistakes)
    return [Heading("近一年常见差错"), Lines(lines, numbered=len(lines) > 1)] if lines else []
