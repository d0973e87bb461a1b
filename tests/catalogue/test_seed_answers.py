"""Made-up forms hang together."""

from __future__ import annotations

from appcore.definition.item import Field, ItemDefinition
from seeds.answers import in_order_of_time

HOURS = ItemDefinition(
    code="000000-00000",
    fields=(Field(key="began", kind="time"), Field(key="what", kind="text"), Field(key="ended", kind="time")),
)


def test_what_begins_in_a_made_up_form_has_begun_before_it_ends() -> None:
    turned = {"f_began": ["16:30"], "f_what": ["证明"], "f_ended": ["09:30"]}
    at_once = turned | {"f_ended": ["16:30"]}

    assert in_order_of_time(HOURS, turned) == turned | {"f_began": ["09:30"], "f_ended": ["16:30"]}
    assert in_order_of_time(HOURS, at_once) == turned | {"f_began": ["16:30"], "f_ended": ["16:35"]}
    assert in_order_of_time(HOURS, turned | {"f_ended": []}) == turned | {"f_ended": []}
