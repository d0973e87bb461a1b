"""Kinds that hold words: a line, several lines, an address, a person's name."""

from __future__ import annotations

from typing import Any, ClassVar

from wtforms import TextAreaField
from wtforms.fields.core import UnboundField

from appcore.definition import masks, person_name
from appcore.definition.characters import storable
from appcore.definition.item import Field
from appcore.definition.kinds.base import FORMAT, Kind
from appcore.definition.lookup import Lookup
from appcore.definition.verdict import N_, Rejected


class Text(Kind[str]):
    """单行文本. `low` and `high` count characters."""

    slug = "text"
    label = N_("单行文本")
    longest: ClassVar[int] = 200
    lines: ClassVar[bool] = False
    settings = ("low", "high")
    bounds = (N_("最少字数"), N_("最多字数"))

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        kept = storable(text, lines=self.lines)
        high = self.most(field)
        if len(kept) > high:
            raise Rejected("最多%(high)s个字，现有%(found)s个字。", high=high, found=len(kept))
        if len(kept) < max(1, field.low or 0):
            raise Rejected("至少%(low)s个字。", low=max(1, field.low or 0))
        return kept

    def most(self, field: Field) -> int:
        return self.longest if field.high is None else field.high

    def fits(self, instance: object, argument: str, lookup: Lookup) -> bool:
        """Lengths are said in the schema itself."""
        length = len(instance) if isinstance(instance, str) else 0
        unbound = Field(key="it", kind=self.slug, high=length)
        return isinstance(instance, str) and self.keeps(instance, unbound, lookup)

    def json_schema(self, field: Field) -> dict[str, Any]:
        lengths = {"minLength": max(1, field.low or 0), "maxLength": self.most(field)}
        return {"type": "string", "format": FORMAT + self.slug} | lengths

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"maxlength": str(self.most(field))}


class LongText(Text):
    """多行文本."""

    slug = "long_text"
    label = N_("多行文本")
    longest = 2000
    lines = True

    def form_field(self, field: Field) -> UnboundField:
        return TextAreaField(field.label, description=field.help, render_kw=self.attributes(field) | {"rows": "4"})


class Address(Text):
    """地址."""

    slug = "address"
    label = N_("地址")
    sensitive = True

    def masked(self, value: str, field: Field) -> str:
        return masks.mask_address(value)


class PersonName(Kind[str]):
    """姓名, in its one form."""

    slug = "person_name"
    label = N_("姓名")
    sensitive = True
    open_in_hall = True

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        return person_name.clean_person_name(text)

    def masked(self, value: str, field: Field) -> str:
        return masks.mask_name(value)

    def json_schema(self, field: Field) -> dict[str, Any]:
        return super().json_schema(field) | {"maxLength": person_name.LONGEST}

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"maxlength": str(person_name.LONGEST), "spellcheck": "false"}
