"""What a field kind is: it checks and normalises a value, draws, shows, prints, exports, imports and masks it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal as Number
from typing import Any, ClassVar, Generic, TypeVar

from marshmallow import ValidationError
from marshmallow import fields as mf
from wtforms import SelectChoice, StringField
from wtforms.fields.core import UnboundField

from appcore.definition.characters import refuse_unstorable
from appcore.definition.conditions import Answer
from appcore.definition.item import Field
from appcore.definition.lookup import Lookup
from appcore.definition.verdict import N_, Rejected

Value = Answer
V = TypeVar("V", str, int, bool, tuple[Any, ...])
Cell = str | int | Number | date | datetime | time | None
"""What a spreadsheet's cell holds. Numbers that people type come back from Excel as float, which `cell_text` reads too."""
FORMAT = "banshitai:"
"""The formats of JSON Schema that are ours begin with this; `formats` has their checkers."""
BLANKS = " \t\r\n\u3000"
LARGEST_EXACT = 10**15
"""From here on a spreadsheet has rounded a number that was typed as digits."""


class Kind(ABC, Generic[V]):
    """One kind of field. A value is what JSON can hold without floats: text, integer, yes/no, a tuple of keys or rows.

    `clean(typed(value)) == value` for each value that the kind admits; one kind, one class, one line in the registry.
    `holds` is the type of its values, `sensitive` seals and masks them; `open_in_hall`: whoever handles the case reads it
    whole, as names are. `is_data`: it holds a value at all; `is_typed`: people type it; `later`: it is handed in after
    receipt and so not required then; `in_table`: it may be a column. `settings` names the attributes of a Field that the
    kind reads, `bounds` says in words what its `low` and `high` are.
    """

    slug: ClassVar[str]
    label: ClassVar[str]
    sensitive: ClassVar[bool] = False
    open_in_hall: ClassVar[bool] = False
    holds: ClassVar[type] = str
    is_data: ClassVar[bool] = True
    is_typed: ClassVar[bool] = True
    later: ClassVar[bool] = False
    in_table: ClassVar[bool] = True
    sums_up: ClassVar[bool] = False
    settings: ClassVar[tuple[str, ...]] = ()
    bounds: ClassVar[tuple[str, str]] = ("", "")

    @abstractmethod
    def parse(self, text: str, field: Field, lookup: Lookup) -> V:
        """The value of one typed text that is not blank. Raises: Rejected."""

    def clean(self, raw: str | Sequence[str], field: Field, lookup: Lookup) -> V:
        """The value of what a form posted for the field: one text, or as many as were ticked.

        Raises: Rejected with the sentence to put on the field.
        """
        texts = [raw] if isinstance(raw, str) else list(raw)
        if len(texts) != 1:
            raise Rejected("这里只能填写一项。")
        return self.parse(texts[0], field, lookup)

    def typed(self, value: V, field: Field) -> list[str]:
        """The value as a person would type it, for a form that is opened again."""
        return [str(value)]

    def show(self, value: V, field: Field, lookup: Lookup | None = None) -> str:
        """The value as it reads on pages and slips."""
        return str(value)

    def printed(self, value: V, field: Field, lookup: Lookup | None = None) -> str:
        """The value as it stands on paper."""
        return self.show(value, field, lookup)

    def masked(self, value: V, field: Field) -> str:
        """The value where the task does not need the whole; the value itself unless the kind is sensitive."""
        return self.show(value, field)

    def derived(self, value: V) -> Mapping[str, str]:
        """What else the value tells, by name: an identity number its `birth_date` and `sex`."""
        return {}

    def search_terms(self, value: V, field: Field, lookup: Lookup | None = None) -> tuple[str, ...]:
        """The words under which a search finds the value; of a sensitive kind the whole value alone, for a keyed index."""
        return (str(value),) if self.sensitive else (self.show(value, field, lookup),)

    def form_field(self, field: Field) -> UnboundField:
        """The field for a WTForms class. It holds what was typed; `clean` does the checking."""
        return StringField(field.label, description=field.help, render_kw=self.attributes(field))

    def attributes(self, field: Field) -> dict[str, str]:
        """HTML attributes of the control."""
        return {"data-kind": self.slug, "autocomplete": "off"} | ({"aria-required": "true"} if field.required else {})

    def offered(self, field: Field, lookup: Lookup) -> Sequence[SelectChoice] | None:
        """The options of a control whose options come from a look-up; None when it has its own or none."""
        return None

    def schema_field(self, field: Field, lookup: Lookup) -> mf.Field[Any]:
        """The field of a marshmallow schema: JSON in and out. JSON carries values in their kept form only."""
        return KindField(self, field, lookup)

    def json_schema(self, field: Field) -> dict[str, Any]:
        """The JSON Schema of the kept form; what a schema cannot say is a format of ours."""
        return {"type": "string", "format": FORMAT + self.slug}

    def fits(self, instance: object, argument: str, lookup: Lookup) -> bool:
        """Whether a JSON value keeps to the kind's format, whatever the bounds of its field."""
        if type(instance) is not self.holds:
            return False
        value: Any = instance
        return self.keeps(value, Field(key="it", kind=self.slug, code_list=argument), lookup)

    def keeps(self, value: V, field: Field, lookup: Lookup) -> bool:
        """Whether a value is one that the kind keeps, in the very form in which it keeps it."""
        try:
            texts = self.typed(value, field)
            for text in texts:
                refuse_unstorable(text, lines=True)
            return all(text.strip(BLANKS) for text in texts) and self.same(self.clean(texts, field, lookup), value)
        except Rejected:
            return False

    def same(self, kept: V, given: V) -> bool:
        """Whether a value of a JSON document is the kept one."""
        return kept == given

    def to_cell(self, value: V, field: Field, lookup: Lookup | None = None) -> Cell:
        """The value as a cell of a spreadsheet."""
        return self.typed(value, field)[0]

    def from_cell(self, cell: Cell | float, field: Field) -> list[str]:
        """What a person would have typed to give this cell; nothing for an empty one. Raises: Rejected."""
        text = cell_text(cell).strip(BLANKS)
        return [text] if text else []

    def total(self, values: Sequence[V], field: Field) -> V | None:
        """The sum of a column; None for kinds that do not sum up."""
        return None


def cell_text(cell: Cell | float) -> str:
    """A cell as text: days as 2026-01-31, whole numbers without a point, long ones only while Excel kept them exactly.

    Raises: Rejected.
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        if abs(cell) >= LARGEST_EXACT:
            raise Rejected("单元格中的长数字已被表格软件改动，请把这一列设为文本格式后重新填写。")
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime):
        midnight = cell.time() == time(0, 0)
        return cell.date().isoformat() if midnight else cell.isoformat(timespec="minutes")
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes" if cell.second == 0 else "seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


WRONG_TYPE = N_("值的类型不对，请按接口说明填写。")
NOT_KEPT_FORM = N_("请按系统保存的写法填写：不带空格，半角字符，字母大写。")


class KindField(mf.Field[Value]):
    """A value of a kind in a JSON document."""

    def __init__(self, kind: Kind[Any], field: Field, lookup: Lookup) -> None:
        super().__init__(
            required=bool(field.required and (lookup.takes_files or not kind.later)),
            metadata={"label": field.label, "kind": kind.slug},
        )
        self.kind, self.field, self.lookup = kind, field, lookup

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Value:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            value = tuple(value)
        if type(value) is not self.kind.holds or value in ((), ""):
            raise ValidationError(WRONG_TYPE)
        try:
            texts = self.kind.typed(value, self.field)
            for text in texts:
                refuse_unstorable(text, lines=True)
            kept: Value = self.kind.clean(texts, self.field, self.lookup)
        except Rejected as problem:
            raise ValidationError(str(problem.verdict)) from problem
        if not self.kind.same(kept, value):
            raise ValidationError(NOT_KEPT_FORM)
        return kept

    def _serialize(self, value: Value | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return list(value) if isinstance(value, tuple) else value
