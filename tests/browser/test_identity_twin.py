"""The browser judges identity numbers as the server does: both are run over the same table of examples."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from playwright.sync_api import Page

from tests.definition import id_number_examples as examples

MODULE = Path(__file__).parents[2] / "views/static/js/identity.js"
TODAY = date(2026, 11, 23)


def test_the_browser_finds_the_same_fault_in_every_example(browser_page: Page) -> None:
    browser_page.set_content("<!doctype html><title>identity</title>")
    text = MODULE.read_text(encoding="utf-8") + "\nwindow.twin = { faultOfIdNumber };\n"
    browser_page.add_script_tag(content=text, type="module")
    browser_page.wait_for_function("window.twin")
    rows = examples.read(TODAY)

    found = browser_page.evaluate(
        "([rows, today]) => rows.map(row => window.twin.faultOfIdNumber(row.typed, today))", [rows, f"{TODAY:%Y%m%d}"]
    )

    assert [(row["says"], one) for row, one in zip(rows, found, strict=True)] == [
        (row["says"], row["expected"]) for row in rows
    ]
