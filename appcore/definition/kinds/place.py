"""The kind that holds a place of the administrative division."""

from __future__ import annotations

import re

from appcore.definition.characters import half_width
from appcore.definition.item import Field
from appcore.definition.kinds.base import Kind, Lookup
from appcore.definition.verdict import N_, Rejected

_CODE = re.compile(r"\d{12}|\d{9}", re.ASCII)


class Region(Kind[str]):
    """行政区划: the 12-digit code; the nine digits of a town are filled up."""

    slug = "region"
    label = N_("行政区划")

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        found = _CODE.fullmatch(half_width(text).strip(" "))
        if found is None:
            raise Rejected("请填写12位行政区划代码。")
        code = found[0].ljust(12, "0")
        if lookup.region_name(code) is None:
            raise Rejected("没有代码为%(code)s的乡镇或村(社区)。", code=code)
        return code

    def show(self, value: str, field: Field, lookup: Lookup | None = None) -> str:
        return (lookup.region_name(value) if lookup else None) or value

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "numeric", "maxlength": "12"}
