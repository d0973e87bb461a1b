"""The form of a case as its page shows it keeps the order in which it was filled in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from appcore.casework import case_form
from appcore.definition.item import Field
from appcore.definition.lookup import CommonLookup

FIELDS = (
    Field(key="first", label="面积", kind="integer", unit="平方米"),
    Field(key="lines", label="明细", kind="table"),
    Field(key="count", label="数量", kind="integer", unit="株", within="lines", summed=True),
    Field(key="last", label="备注", kind="text"),
)


def test_a_table_stands_between_the_fields_around_it_with_the_unit_in_each_cell() -> None:
    asks: Any = SimpleNamespace(fields=FIELDS, questions=())
    values: Any = {"first": 3, "lines": ({"count": 4}, {"count": 5}), "last": "无"}
    lookup: Any = CommonLookup()

    first, last = case_form.sections(asks, values, lookup, whole=True, outside=False)

    assert (first.facts, last.facts) == ((("面积", "3平方米"),), (("备注", "无"),))
    assert (first.grids[0].rows, first.grids[0].sums) == ((("4株",), ("5株",)), ("9株",))
    assert (last.title, last.grids) == ("", ())
