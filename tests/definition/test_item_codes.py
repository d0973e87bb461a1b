"""National codes of items: taken apart, proposed, and in the columns of an exchange scheme."""

from __future__ import annotations

import pytest

from appcore.definition.item_codes import pieces, proposed_task_code
from appcore.definition.verdict import Rejected

BODY = "11330327000000019W"
"""A synthetic credit code (elements.md 5.2)."""


def test_a_code_is_taken_apart_as_it_is_built() -> None:
    """Source: elements.md 1.3, a county civil-affairs bureau's 33 characters."""
    said = pieces("1132090201436063XK400051100200001")

    assert [text for _label, text, _meaning in said] == [
        "1132090201436063XK",
        "4",
        "00",
        "05",
        "11",
        "002",
        "000",
        "01",
    ]
    assert [meaning for _label, _text, meaning in said if meaning] == ["县级", "国家目录", "行政给付"]


@pytest.mark.parametrize(
    "code", ["许可-00001-001", "62052400MZ-XK-0001", "00051100200", "", "511A0138000000-511602000000-000"]
)
def test_a_provincial_code_is_left_alone(code: str) -> None:
    assert pieces(code) == ()


def test_the_31_characters_are_proposed_from_body_level_and_catalogue_code() -> None:
    assert proposed_task_code(BODY, ["county"], "000511002000") == f"{BODY}4000511002000"
    assert proposed_task_code(BODY, ["city", "county"], "000511002000")[18] == "4"
    assert proposed_task_code(BODY, ["town"], "000511002000")[18] == "5"


@pytest.mark.parametrize(
    ("body", "levels", "catalogue", "why"),
    [
        (BODY, ["county"], "", "基本编码"),
        ("", ["county"], "000511002000", "统一社会信用代码"),
        ("113303270000000190", ["county"], "000511002000", "校验码"),
        (BODY, [], "000511002000", "行使层级"),
        (BODY, ["city", "province"], "000511002000", "行使层级"),
    ],
)
def test_without_a_sound_piece_nothing_is_proposed_and_it_is_said_why(
    body: str, levels: list[str], catalogue: str, why: str
) -> None:
    with pytest.raises(Rejected, match=why):
        proposed_task_code(body, levels, catalogue)
