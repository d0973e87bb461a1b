"""The kind that holds the plate of a vehicle."""

from __future__ import annotations

import re
from typing import Any

from appcore.definition.characters import half_width
from appcore.definition.item import Field
from appcore.definition.kinds.base import Kind
from appcore.definition.lookup import Lookup
from appcore.definition.verdict import N_, Rejected

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_ORDINARY = re.compile(rf"[{_PROVINCES}][A-Z](?=.*\d)[A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9挂学警港澳领试超]", re.ASCII)
# GA 36-2018: small vehicles carry the letter first, large ones last; D, A, B, C, E electric, F, G, H, J, K other.
_NEW_ENERGY = re.compile(rf"[{_PROVINCES}][A-Z](?:[A-HJK][A-HJ-NP-Z0-9]\d{{4}}|\d{{5}}[A-HJK])", re.ASCII)
_EMBASSY = re.compile(r"使\d{6}", re.ASCII)
NEW_ENERGY_LENGTH = 8


class Plate(Kind[str]):
    """车牌号, also of new-energy vehicles; upper case without dots and spaces."""

    slug = "plate"
    label = N_("车牌号")

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        number = re.sub(r"[ ·•・.\-]", "", half_width(text)).upper()
        if not any(form.fullmatch(number) for form in (_ORDINARY, _NEW_ENERGY, _EMBASSY)):
            raise Rejected("请填写完整的车牌号：省份简称、字母，再加5位（新能源6位），例如 浙C12345。")
        return number

    def show(self, value: str, field: Field, lookup: Lookup | None = None) -> str:
        return value if value.startswith("使") else f"{value[:2]}·{value[2:]}"

    def search_terms(self, value: str, field: Field, lookup: Lookup | None = None) -> tuple[str, ...]:
        return (value, self.show(value, field))

    def json_schema(self, field: Field) -> dict[str, Any]:
        return super().json_schema(field) | {"minLength": 7, "maxLength": NEW_ENERGY_LENGTH}

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"maxlength": "12", "spellcheck": "false"}
