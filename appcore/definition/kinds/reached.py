"""Kinds that hold where somebody is reached or paid: telephone, mail address, bank account."""

from __future__ import annotations

import re
from typing import Any

from stdnum import luhn

from appcore.definition import identity, masks
from appcore.definition.characters import half_width
from appcore.definition.item import Field
from appcore.definition.kinds.base import Kind
from appcore.definition.lookup import Lookup
from appcore.definition.verdict import N_, Rejected

_EMAIL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.ASCII)  # fmt: skip
_ACCOUNT = re.compile(r"\d{8,32}", re.ASCII)
_CARD = re.compile(r"62\d{14,17}", re.ASCII)
LONGEST_EMAIL = 100


class Phone(Kind[str]):
    """联系电话."""

    slug = "phone"
    label = N_("联系电话")
    sensitive = True

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        return identity.check_phone(text)

    def masked(self, value: str, field: Field) -> str:
        return masks.mask_phone(value)

    def search_terms(self, value: str, field: Field, lookup: Lookup | None = None) -> tuple[str, ...]:
        return identity.number_forms(value)

    def json_schema(self, field: Field) -> dict[str, Any]:
        return super().json_schema(field) | {"pattern": "^[0-9]+(-[0-9]+)*$"}

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "tel", "maxlength": "30"}


class Email(Kind[str]):
    """邮箱, in lower case."""

    slug = "email"
    label = N_("邮箱")
    sensitive = True

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        address = half_width(text).strip(" ").lower()
        if len(address) > LONGEST_EMAIL or not _EMAIL.fullmatch(address):
            raise Rejected("请填写完整的邮箱地址，例如 name@example.cn。")
        return address

    def masked(self, value: str, field: Field) -> str:
        return masks.mask_email(value)

    def json_schema(self, field: Field) -> dict[str, Any]:
        return super().json_schema(field) | {"maxLength": LONGEST_EMAIL}

    def attributes(self, field: Field) -> dict[str, str]:
        more = {"inputmode": "email", "maxlength": str(LONGEST_EMAIL), "spellcheck": "false"}
        return super().attributes(field) | more


class BankAccount(Kind[str]):
    """银行账号: a card of the union (62…) by its check digit, any other account as 8 to 32 digits."""

    slug = "bank_account"
    label = N_("银行账号")
    sensitive = True

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        number = re.sub(r"[ \-–—]", "", half_width(text))
        if not _ACCOUNT.fullmatch(number):
            raise Rejected("银行账号应为8至32位数字，请照存折或银行卡填写。")
        if _CARD.fullmatch(number) and not luhn.is_valid(number):
            raise Rejected("银行卡号的校验位不对，请逐位核对。")
        return number

    def show(self, value: str, field: Field, lookup: Lookup | None = None) -> str:
        """In fours, as it is printed on the card."""
        return " ".join(value[start : start + 4] for start in range(0, len(value), 4))

    def masked(self, value: str, field: Field) -> str:
        return masks.mask_account(value)

    def json_schema(self, field: Field) -> dict[str, Any]:
        return super().json_schema(field) | {"pattern": "^[0-9]{8,32}$"}

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "numeric", "maxlength": "45"}
