"""Kinds that hold a number of a person or body: identity number, credit code, telephone."""

from __future__ import annotations

from appcore.definition import identity, masks
from appcore.definition.item import Field
from appcore.definition.kinds.base import Kind, Lookup
from appcore.definition.verdict import N_


class IdNumber(Kind[str]):
    """公民身份号码."""

    slug = "id_number"
    label = N_("身份证号")
    sensitive = True

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        return identity.check_id_number(text, lookup.today)

    def masked(self, value: str, field: Field) -> str:
        return masks.mask_id_number(value)

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "text", "maxlength": "30", "spellcheck": "false"}


class CreditCode(Kind[str]):
    """统一社会信用代码, public by law."""

    slug = "credit_code"
    label = N_("统一社会信用代码")

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        return identity.check_credit_code(text)

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"maxlength": "30", "spellcheck": "false"}


class Phone(Kind[str]):
    """联系电话."""

    slug = "phone"
    label = N_("联系电话")
    sensitive = True

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        return identity.check_phone(text)

    def masked(self, value: str, field: Field) -> str:
        return masks.mask_phone(value)

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "tel", "maxlength": "30"}
