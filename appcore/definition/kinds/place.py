"""The kind that holds a place of the administrative division."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import SelectChoice, SelectField
from wtforms.fields.core import UnboundField

from appcore.definition.characters import half_width
from appcore.definition.item import Field
from appcore.definition.kinds.base import Cell, Kind, cell_text
from appcore.definition.kinds.chosen import NOTHING
from appcore.definition.lookup import Lookup
from appcore.definition.verdict import N_, Rejected

_CODE = re.compile(r"\d{12}|\d{9}", re.ASCII)
_LEADING = re.compile(r"\s*(\d{12})\s.*", re.ASCII)
TOWN, VILLAGE = 9, 12


class Region(Kind[str]):
    """行政区划: the 12-digit code; the nine digits of a town are filled up.

    `low` and `high` are levels, as digits that count: from 9 on it must be a town at least, with 12 a village.
    """

    slug = "region"
    label = N_("行政区划")
    settings = ("low", "high")
    bounds = (N_("至少选到哪一级（9 乡镇，12 村社区）"), N_("最多选到哪一级（9 乡镇，12 村社区）"))

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        found = _CODE.fullmatch(half_width(text).strip(" "))
        if found is None:
            raise Rejected("请填写12位行政区划代码。")
        code = found[0].ljust(12, "0")
        if lookup.region_name(code) is None:
            raise Rejected("没有代码为%(code)s的乡镇或村(社区)。", code=code)
        if (field.low or 0) >= VILLAGE and code.endswith("000"):
            raise Rejected("请选到具体的村(社区)。")
        if (field.low or 0) >= TOWN and code.endswith("000000"):
            raise Rejected("请选到具体的乡镇。")
        if field.high == TOWN and not code.endswith("000"):
            raise Rejected("这里只选到乡镇，请改选所在的乡镇。")
        return code

    def show(self, value: str, field: Field, lookup: Lookup | None = None) -> str:
        return (lookup.region_name(value) if lookup else None) or value

    def search_terms(self, value: str, field: Field, lookup: Lookup | None = None) -> tuple[str, ...]:
        return tuple(dict.fromkeys((value, self.show(value, field, lookup))))

    def to_cell(self, value: str, field: Field, lookup: Lookup | None = None) -> Cell:
        """Code and name: the code alone tells a reader nothing, the name alone may be that of several places."""
        name = lookup.region_name(value) if lookup else None
        return f"{value} {name}" if name else value

    def from_cell(self, cell: Cell | float, field: Field) -> list[str]:
        found = _LEADING.fullmatch(cell_text(cell))
        return [found[1]] if found else super().from_cell(cell, field)

    def json_schema(self, field: Field) -> dict[str, Any]:
        least = {VILLAGE: "(?!.{9}000)", TOWN: "(?!.{6}000000)"}
        wanted = next((part for level, part in least.items() if (field.low or 0) >= level), "")
        digits = "[0-9]{9}000" if field.high == TOWN else "[0-9]{12}"
        return super().json_schema(field) | {"pattern": f"^{wanted}{digits}$"}

    def offered(self, field: Field, lookup: Lookup) -> Sequence[SelectChoice]:
        """Each town with its villages under its name; a page with scripts makes two choices of it, one after the other."""
        offered = [NOTHING]
        for code, name in lookup.regions_under(""):
            if field.high == TOWN:
                offered.append(SelectChoice(code, name))
                continue
            own = [] if (field.low or 0) >= VILLAGE else [SelectChoice(code, name, optgroup=name)]
            offered += own
            offered += [SelectChoice(one, below, optgroup=name) for one, below in lookup.regions_under(code)]
        return offered

    def form_field(self, field: Field) -> UnboundField:
        return SelectField(
            field.label,
            description=field.help,
            choices=[NOTHING],
            validate_choice=False,
            render_kw=self.attributes(field),
        )
