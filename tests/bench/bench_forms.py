"""A large form: 200 fields, 40 conditions and 3 tables, opened for entry and checked. Pure; the goal is 150 ms on the server."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from wtforms import Form

from appcore.definition.conditions import Condition, Test
from appcore.definition.entry_form import form_fields, opened, validate
from appcore.definition.item import Choice, Field, Question
from tests.bench.figure import Figure
from tests.definition.kinds.examples import GOOD, field_of
from tests.definition.kinds.forms import Sheet
from tests.definition.samples import WORLD

FIELDS, CONDITIONS, TABLES, COLUMNS, ROWS, ROUNDS = 200, 40, 3, 6, 10, 20
TAKEN = (
    "text",
    "integer",
    "money",
    "date",
    "yes_no",
    "choice",
    "choices",
    "id_number",
    "phone",
    "address",
    "decimal",
    "region",
    "code",
)


def sheet() -> tuple[Sheet, dict[str, list[str]]]:
    """The form, and everything typed into it."""
    fields: list[Field] = []
    raw: dict[str, list[str]] = {}

    def typed(field: Field, name: str) -> None:
        given = GOOD[field.kind][0][0]
        raw[name] = list(given) if isinstance(given, list) else [given]

    for number in range(FIELDS):
        slug = TAKEN[number % len(TAKEN)]
        hangs = (
            Condition("all", (Test(f"q{number % 4}", "is", True), Test(f"f{number % 3}", "is_not", "x")))
            if 40 <= number < 40 + CONDITIONS
            else None
        )
        fields.append(field_of(slug, key=f"f{number}", label=f"第{number}项", required=True, condition=hangs))
        typed(fields[-1], f"f_f{number}")
    for table in range(TABLES):
        fields.append(Field(key=f"t{table}", label="表", kind="table", choices=(Choice(key="a", label="甲"),)))
        for column in range(COLUMNS):
            fields.append(field_of(TAKEN[column], key=f"t{table}c{column}", within=f"t{table}"))
            for row in range(ROWS):
                typed(fields[-1], f"f_t{table}.{row}.t{table}c{column}")
    return Sheet(tuple(fields), tuple(Question(key=f"q{one}", text="问", kind="yes_no") for one in range(4))), raw


def median(run: Callable[[], Any]) -> float:
    run()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        run()
        times.append((time.process_time() - start) * 1000)
    return round(statistics.median(times), 2)


def draw(asks: Sheet, raw: dict[str, list[str]]) -> str:
    """The controls of the whole form as HTML."""
    form = opened(asks, Form, raw, WORLD)
    drawn = []
    for one in form_fields(asks, {f"q{number}": True for number in range(4)}):
        control = form[one.name]
        drawn += [cell() for _, row in control for cell in row] if one.field.kind == "table" else [control()]
    return "".join(drawn)


def measure() -> list[Figure]:
    asks, raw = sheet()
    answers = {f"q{number}": True for number in range(4)}
    assert validate(asks, raw, answers, WORLD).errors == {}
    return [
        Figure(
            "large form (200 fields, 40 conditions, 3 tables), checked",
            median(lambda: validate(asks, raw, answers, WORLD)),
            "ms CPU",
        ),
        Figure("large form, controls made and drawn", median(lambda: draw(asks, raw)), "ms CPU"),
    ]
