"""Made-up answers: what a made-up applicant would say to an item's questions and enter in its form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from appcore.definition import entry_form
from appcore.definition.checklist import checklist
from appcore.definition.conditions import Answer
from appcore.definition.entry_form import cell_key, form_name
from appcore.definition.item import Field, ItemDefinition, Question
from appcore.definition.kinds import kind_of
from appcore.definition.lookup import CommonLookup
from appcore.definition.nesting import TableField
from appcore.definition.verdict import Rejected
from seeds import samples

LARGEST_COUNT = 4
FUTURE_WORDS = ("计划", "预计", "拟", "截止", "到期", "期限", "结束")


class SampleLookup(CommonLookup):
    """A `definition.kinds.Lookup` of the regions that a sample may name."""

    def __init__(self, today: date, regions: Sequence[str]) -> None:
        self.today = today
        self.regions = regions

    def region_name(self, code: str) -> str | None:
        return "样例" if code in self.regions else None


def answer_questions(draw: Random, definition: ItemDefinition) -> dict[str, Answer]:
    """An answer to each question that is asked, in the order in which the page would ask them."""
    answers: dict[str, Answer] = {}
    while True:
        # Questions stand before fields: what hangs on a field is asked again when the form is filled.
        asked = [one for one in checklist(definition, answers, form_done=True).questions if one.key not in answers]
        if not asked:
            return answers
        for question in asked:
            answers[question.key] = _answer(draw, question)


def _answer(draw: Random, question: Question) -> Answer:
    match question.kind:
        case "yes_no":
            return draw.random() < 0.5
        case "integer":
            return draw.randint(1, LARGEST_COUNT)
        case "choices":
            return (draw.choice(question.choices).key,)
    return draw.choice(question.choices).key


def fill_form(
    draw: Random, definition: ItemDefinition, answers: dict[str, Answer], lookup: SampleLookup, person: int
) -> dict[str, list[str]]:
    """Texts by the names of the form's controls, for every field that applies; and answers to what they bring up."""
    texts: dict[str, list[str]] = {}
    for _round in range(4):
        values = entry_form.validate(definition, texts, answers, lookup).values
        late = answer_late(draw, definition, answers, values)
        open_fields = [
            one.field
            for one in entry_form.form_fields(definition, {**answers, **values})
            if one.applies is not False and one.name not in texts
        ]
        if not open_fields and not late:
            break
        for field in open_fields:
            if isinstance(field, TableField):
                texts |= _rows(draw, field, lookup, person)
            elif _is_filled(draw, field):
                texts[form_name(field.key)] = _typed(draw, field, lookup, person)
            texts.setdefault(form_name(field.key), [])
    return in_order_of_time(definition, texts)


def in_order_of_time(definition: ItemDefinition, texts: dict[str, list[str]]) -> dict[str, list[str]]:
    """The times of a form put in the order of its fields: whatever begins has begun before it ends."""
    names = [form_name(one.key) for one in definition.fields if one.kind == "time" and not one.within]
    filled = [name for name in names if texts.get(name)]
    before, ordered = "", dict(texts)
    for name, (time,) in zip(filled, sorted(texts[name] for name in filled), strict=True):
        before = f"{before[:3]}{int(before[3:]) + 5:02d}" if time <= before else time
        ordered[name] = [before]
    return ordered


def _is_filled(draw: Random, field: Field) -> bool:
    """Whether a field is filled in: always when it must be, never when nobody types it at the counter."""
    kind = kind_of(field.kind)
    return kind.is_typed and not kind.later and bool(field.required or draw.random() < 0.7)


def _rows(draw: Random, table: TableField, lookup: SampleLookup, person: int) -> dict[str, list[str]]:
    """A row or two of a table, each of another person."""
    texts: dict[str, list[str]] = {}
    for number in range(max(table.low or 1, draw.randint(1, min(2, table.high or 2)))):
        for column in table.columns:
            name = form_name(cell_key(table.key, number, column.key))
            filled = kind_of(column.kind).is_typed and (column is table.columns[0] or _is_filled(draw, column))
            texts[name] = _typed(draw, column, lookup, person + number) if filled else []
    return texts


def answer_late(
    draw: Random, definition: ItemDefinition, answers: dict[str, Answer], values: dict[str, Answer]
) -> bool:
    """Answer what the form has brought up; whether there was anything."""
    asked = [
        one for one in checklist(definition, {**answers, **values}, form_done=True).questions if one.key not in answers
    ]
    for question in asked:
        answers[question.key] = _answer(draw, question)
    return bool(asked)


def _typed(draw: Random, field: Field, lookup: SampleLookup, person: int) -> list[str]:
    """What would be typed into a field. Raises: AssertionError when the field's own check refuses it."""
    text = _text(draw, field, lookup, person)
    try:
        kind_of(field.kind).clean([text], field, lookup)
    except Rejected as wrong:
        raise AssertionError(f"no sample for field {field.key} ({field.kind}): {wrong}") from wrong
    return [text]


def _text(draw: Random, field: Field, lookup: SampleLookup, person: int) -> str:
    made: dict[str, Callable[[], str]] = {
        "integer": lambda: _count(draw, field),
        "money": lambda: str(max(field.low or 0, min(1000 * draw.randint(1, 30), field.high or 10**8))),
        "date": lambda: _day(draw, field, lookup.today),
        "yes_no": lambda: draw.choice(("yes", "no")),
        "choice": lambda: draw.choice(field.choices).key,
        "choices": lambda: draw.choice(field.choices).key,
        "id_number": lambda: samples.id_number(date(1960 + person % 45, 1 + person % 12, 1), 1 + person % 999),
        "credit_code": lambda: samples.credit_code("91", person),
        "phone": lambda: samples.mobile(person),
        "region": lambda: draw.choice(lookup.regions),
        "decimal": lambda: _count(draw, field),
        "time": lambda: f"{draw.randint(9, 16):02d}:30",
        "datetime": lambda: f"{_day(draw, field, lookup.today)} {draw.randint(9, 16):02d}:30",
        "code": lambda: draw.choice(lookup.code_list(field.code_list) or [("", "")])[0],
        "person_name": lambda: samples.name(person),
        "document": lambda: f"E{person % 10**8:08d}",
        "email": lambda: f"sample{person}@example.cn",
        "bank_account": lambda: f"90{person:010d}",
        "plate": lambda: f"浙C{person % 10**5:05d}",
        "address": lambda: f"苍南县样例路{1 + person % 200}号",
    }
    return made.get(field.kind, lambda: _words(field, person))()


def _count(draw: Random, field: Field) -> str:
    low = max(field.low or 0, 1)
    return str(min(draw.randint(low, low + 4), field.high if field.high is not None else low + 4))


def _day(draw: Random, field: Field, today: date) -> str:
    """A day that a label speaks of as to come lies ahead, any other behind."""
    ahead = any(word in field.label for word in FUTURE_WORDS)
    return (today + timedelta(days=draw.randint(1, 60) * (1 if ahead else -1))).isoformat()


def _words(field: Field, person: int) -> str:
    is_name = "姓名" in field.label or field.label.endswith(("人", "人员"))
    words = samples.name(person) if is_name else samples.phrase(field.label, person)
    return words.ljust(field.low or 0, "样")[: field.high or 200]
