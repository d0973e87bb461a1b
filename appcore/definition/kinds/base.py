"""What a field kind is: it checks and normalises a value, draws its field, shows and masks it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from marshmallow import ValidationError
from marshmallow import fields as mf
from wtforms import StringField
from wtforms.fields.core import UnboundField

from appcore.definition.conditions import Answer
from appcore.definition.item import Field
from appcore.definition.verdict import Rejected

Value = Answer
V = TypeVar("V", str, int, bool, tuple[str, ...])


class Lookup(Protocol):
    """What a kind may ask of the world: the local date, and the places there are."""

    @property
    def today(self) -> date:
        """The local date."""

    def region_name(self, code: str) -> str | None:
        """The full name of the region with this 12-digit code; None when there is no such region."""


class Kind(ABC, Generic[V]):
    """One kind of field. A value is what JSON can hold: text, integer, yes/no, or a tuple of keys.

    `clean(typed(value)) == value` for each value that the kind admits; one kind, one class, one line in the registry.
    `holds` is the type of its values, `sensitive` seals and masks them.
    """

    slug: ClassVar[str]
    label: ClassVar[str]
    sensitive: ClassVar[bool] = False
    holds: ClassVar[type] = str

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

    def masked(self, value: V, field: Field) -> str:
        """The value where the task does not need the whole; the value itself unless the kind is sensitive."""
        return self.show(value, field)

    def form_field(self, field: Field) -> UnboundField:
        """The field for a WTForms class. It holds what was typed; `clean` does the checking."""
        return StringField(field.label, description=field.help, render_kw=self.attributes(field))

    def attributes(self, field: Field) -> dict[str, str]:
        """HTML attributes of the control."""
        return {"data-kind": self.slug, "autocomplete": "off"} | ({"aria-required": "true"} if field.required else {})

    def schema_field(self, field: Field, lookup: Lookup) -> mf.Field[Any]:
        """The field of a marshmallow schema: JSON in and out, under the same checks as the form."""
        return KindField(self, field, lookup)


class KindField(mf.Field[Value]):
    """A value of a kind in a JSON document."""

    def __init__(self, kind: Kind[Any], field: Field, lookup: Lookup) -> None:
        super().__init__(required=False, metadata={"label": field.label, "kind": kind.slug})
        self.kind, self.field, self.lookup = kind, field, lookup

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Value:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            value = tuple(value)
        if type(value) is not self.kind.holds:
            raise ValidationError("值的类型不对。")
        try:
            kept: Value = self.kind.clean(self.kind.typed(value, self.field), self.field, self.lookup)
        except Rejected as problem:
            raise ValidationError(str(problem.verdict)) from problem
        return kept

    def _serialize(self, value: Value | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return list(value) if isinstance(value, tuple) else value
