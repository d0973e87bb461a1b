"""Kinds that hold words: a line, several lines, an address."""

from __future__ import annotations

from typing import ClassVar

from wtforms import TextAreaField
from wtforms.fields.core import UnboundField

from appcore.definition import masks
from appcore.definition.characters import storable
from appcore.definition.item import Field
from appcore.definition.kinds.base import Kind, Lookup
from appcore.definition.verdict import N_, Rejected


class Text(Kind[str]):
    """单行文本. `low` and `high` count characters."""

    slug = "text"
    label = N_("单行文本")
    longest: ClassVar[int] = 200
    lines: ClassVar[bool] = False

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        kept = storable(text, lines=self.lines)
        high = self.longest if field.high is None else field.high
        if len(kept) > high:
            raise Rejected("最多%(high)s个字，现有%(found)s个字。", high=high, found=len(kept))
        if len(kept) < max(1, field.low or 0):
            raise Rejected("至少%(low)s个字。", low=max(1, field.low or 0))
        return kept

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"maxlength": str(self.longest if field.high is None else field.high)}


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
