"""Kinds that nobody types into: a value that is worked out, a heading, a note."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal as Number
from typing import Any

from markupsafe import Markup
from marshmallow import fields as mf
from wtforms import Field as Control
from wtforms.fields.core import UnboundField

from appcore.definition.item import Field
from appcore.definition.kinds.base import Cell, Kind
from appcore.definition.lookup import Lookup
from appcore.definition.verdict import N_, Rejected


class NoControl(Control):
    """Stands in a form for what is read and not typed; the page draws words in its place."""

    def __call__(self, **attributes: Any) -> Markup:
        return Markup("")


class _Unfilled(Kind[str]):
    is_typed = False

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        raise Rejected("这里不用填写，请删除。")

    def form_field(self, field: Field) -> UnboundField:
        return NoControl(field.label, description=field.help)

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"not": {}}


class Computed(_Unfilled):
    """自动计算: a number or text worked out from other fields by `formula`; what is posted for it is never looked at."""

    slug = "computed"
    label = N_("自动计算")
    sums_up = True
    settings = ("formula", "places", "unit", "summed")

    def show(self, value: str | int, field: Field, lookup: Lookup | None = None) -> str:
        return f"{value}{field.unit}"

    def to_cell(self, value: str | int, field: Field, lookup: Lookup | None = None) -> Cell:
        return value if isinstance(value, int) else str(value)

    def total(self, values: Sequence[str], field: Field) -> str | None:
        try:
            return f"{sum((Number(one) for one in values), Number(0)):f}"
        except ArithmeticError:
            return None

    def schema_field(self, field: Field, lookup: Lookup) -> mf.Field[Any]:
        return mf.Raw(dump_only=True, metadata={"label": field.label, "kind": self.slug})


class Heading(_Unfilled):
    """小标题: begins a group of fields; holds nothing."""

    slug = "heading"
    label = N_("小标题")
    is_data = False
    in_table = False


class Note(_Unfilled):
    """说明文字: its help is shown to whoever fills the form; holds nothing."""

    slug = "note"
    label = N_("说明文字")
    is_data = False
    in_table = False
