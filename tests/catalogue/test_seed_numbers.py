"""No number in this repository may be a living person's (R84)."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from appcore.definition import identity
from appcore.definition.verdict import Rejected
from seeds import samples

ROOT = Path(__file__).parents[2]
FOLDERS = (".ci", "appcore", "deploy", "docs", "models", "seeds", "tests", "translations", "views")
NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])", re.ASCII)
NOWHERE = ("999999", "000000")
LISTED = {"33032719000101001X", "330327190001010028", "330327190001010036"}
"""The three vectors of elements.md: born on the first day of 1900 with the first order codes."""
PERMITS = ("8100001900", "8300001900", "9110331900")
"""Residence permits of people from Hong Kong, Taiwan and abroad: their first digits are fixed, so nobody alive has one of 1900."""
TODAY = date(2026, 11, 23)


def is_valid(number: str) -> bool:
    try:
        identity.check_id_number(number, TODAY)
    except Rejected:
        return False
    return True


def numbers_in(text: str) -> set[str]:
    """The valid identity numbers in a text that belong to a real area and are not listed."""
    found = {one.upper() for one in NUMBER.findall(text)} - LISTED
    return {one for one in found if one[:6] not in NOWHERE and one[:10] not in PERMITS and is_valid(one)}


def files() -> list[Path]:
    below = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file())
    return [path for path in (*ROOT.glob("*"), *below) if path.is_file() and path.suffix not in (".pyc", ".mo")]


def test_no_file_holds_an_identity_number_of_a_real_area() -> None:
    found = {}
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if numbers := numbers_in(text):
            found[str(path.relative_to(ROOT))] = numbers

    assert found == {}


def test_the_scan_sees_a_number_of_a_real_area() -> None:
    body = "110101" + "19000101" + "001"
    number = next(body + last for last in "0123456789X" if is_valid(body + last))

    assert numbers_in(f"id: {number}, …") == {number}


@pytest.mark.parametrize("person", range(1, 1000, 37))
def test_a_made_up_person_has_a_valid_number_in_an_area_that_does_not_exist(person: int) -> None:
    number = samples.id_number(date(1980, 2, 29), person)

    assert number.startswith(samples.AREA)
    assert is_valid(number)


@pytest.mark.parametrize("serial", range(1, 1000, 37))
def test_a_made_up_body_has_a_valid_credit_code_in_an_area_that_does_not_exist(serial: int) -> None:
    """GB 32100-2015, and GB 11714-1997 for the organisation code inside."""
    code = samples.credit_code("91", serial)

    assert code[2:8] == samples.AREA
    assert identity.check_credit_code(code) == code
    assert identity.organisation_code_agrees(code)


def test_sample_names_are_all_different() -> None:
    names = [samples.name(number) for number in range(1, 3000)]

    assert names[:2] == ["样例甲", "样例乙"]
    assert len(set(names)) == len(names)
