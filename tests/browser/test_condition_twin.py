"""The browser judges conditions as the server does: both are run over the same tables of examples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings

from appcore.definition import conditions
from appcore.definition.conditions import Answer, Condition, evaluate
from tests.definition import strategies

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
MODULE = ROOT / "views/static/js/conditions.js"
CONDITIONS = ROOT / "tests/definition/condition_examples.json"
SETTLED = ROOT / "tests/definition/settle_examples.json"


@pytest.fixture
def twin(browser_page: Page) -> Page:
    browser_page.set_content("<!doctype html><title>conditions</title>")
    text = MODULE.read_text(encoding="utf-8") + "\nwindow.twin = { evaluate, settle };\n"
    browser_page.add_script_tag(content=text, type="module")
    browser_page.wait_for_function("window.twin")
    return browser_page


def examples(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def disagreements(rows: list[dict[str, Any]], found: list[Any]) -> list[tuple[str, Any, Any]]:
    """Sentence, expected and found. Compared as JSON, for in Python `True == 1`."""
    return [
        (row["says"], row["expected"], one)
        for row, one in zip(rows, found, strict=True)
        if json.dumps(one, sort_keys=True) != json.dumps(row["expected"], sort_keys=True)
    ]


def test_the_browser_judges_every_example_as_the_server_does(twin: Page) -> None:
    rows = examples(CONDITIONS)

    found = twin.evaluate("rows => rows.map(row => window.twin.evaluate(row.condition, row.answers))", rows)

    assert disagreements(rows, found) == []


def test_the_browser_sets_the_same_answers_aside(twin: Page) -> None:
    rows = examples(SETTLED)

    found = twin.evaluate("rows => rows.map(row => window.twin.settle(row.asked, row.answers, row.form_done))", rows)

    assert disagreements(rows, found) == []


def test_the_browser_judges_random_conditions_as_the_server_does(twin: Page) -> None:
    rows: list[dict[str, Any]] = []

    @settings(max_examples=3_000, database=None, deadline=None, phases=[Phase.generate])
    @given(strategies.conditions, strategies.answers_given)
    def draw(condition: Condition, answers: dict[str, Answer | None]) -> None:
        document = conditions.dump(condition)
        known = evaluate(condition, answers)
        rows.append({"says": str(document), "condition": document, "answers": answers, "expected": known})

    draw()
    found = twin.evaluate("rows => rows.map(row => window.twin.evaluate(row.condition, row.answers))", rows)

    assert len(rows) >= 2_000
    assert {row["expected"] for row in rows} == {True, False, None}
    assert disagreements(rows, found) == []
