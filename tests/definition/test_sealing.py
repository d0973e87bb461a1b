"""What is worked out from sealed values is sealed with them, however it is reached."""

from __future__ import annotations

import pytest

from appcore.casework import case_form
from appcore.definition import entry_form
from appcore.definition.conditions import Answer
from appcore.definition.item import Field, ItemDefinition
from appcore.definition.masks import HIDDEN
from appcore.definition.nesting import nested
from appcore.definition.register import RegisterDefinition
from appcore.registers import listing
from tests.definition.samples import WORLD

PHONE = Field(key="phone", label="电话", kind="phone")
PEOPLE = (
    Field(key="people", label="人员", kind="table"),
    Field(key="who", label="证号", kind="id_number", within="people"),
    Field(key="pay", label="金额", kind="integer", within="people"),
    Field(key="half", label="尾数", kind="computed", formula="who", within="people"),
)


def worked_out(formula: str, key: str = "made") -> Field:
    return Field(key=key, label=key, kind="computed", formula=formula)


@pytest.mark.parametrize(
    ("formula", "is_sealed"),
    [
        ("phone", True),
        ('"电话" & [电话]', True),
        ('if(phone = "1", 1, 2)', True),
        ("copy & 1", True),
        ("count(people.who)", True),
        ("sum(people.pay)", False),
        ("1 + 1", False),
    ],
)
def test_a_formula_over_sealed_values_is_sealed_and_masked(formula: str, is_sealed: bool) -> None:
    asks = RegisterDefinition(code="book", fields=(PHONE, *PEOPLE, worked_out("phone", "copy"), worked_out(formula)))
    (made,) = (one for one in asks.columns if one.key == "made")

    clear, sealed = entry_form.split_sensitive(asks, {"made": "13800005678"})

    assert (("made" in sealed), ("made" in clear)) == (is_sealed, not is_sealed)
    assert (case_form.shown(made, "13800005678", whole=False) == HIDDEN) is is_sealed
    assert ("made" in listing.sortable(asks)) is not is_sealed


def test_sums_of_sealed_columns_and_fields_are_not_told() -> None:
    one = Field(key="birth", label="出生年", kind="computed", formula="who", summed=True, within="people")
    item = ItemDefinition(code="330327-00001", fields=(*PEOPLE, one))
    rows: Answer = ({"who": "999999199001010016", "birth": 1990},)
    (section,) = case_form.sections(item, {"people": rows}, WORLD, whole=False, outside=False)
    book = RegisterDefinition(
        code="book", fields=(PHONE, Field(key="n", kind="computed", formula="phone", summed=True))
    )

    assert "1990" not in str(section.grids)
    assert book.totals == ()


def test_a_table_whose_column_is_worked_out_from_a_sealed_field_is_sealed_whole() -> None:
    table = Field(key="visits", label="上门", kind="table")
    column = Field(key="told", label="告知", kind="computed", formula="phone", within="visits")

    _clear, sealed = entry_form.split_sensitive(
        ItemDefinition(code="330327-00001", fields=(PHONE, table, column)), {"visits": "x"}
    )

    assert set(sealed) == {"visits"}
    assert [one.key for one in nested((PHONE, table))] == ["phone", "visits"]
