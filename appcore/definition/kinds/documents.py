"""Kinds that hold a number of a person or body: identity number, credit code, and the other documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appcore.definition import id_documents, identity, masks
from appcore.definition.item import Field
from appcore.definition.kinds.base import FORMAT, Kind
from appcore.definition.lookup import Lookup
from appcore.definition.verdict import N_
from models.vocabulary import ID_DOCUMENT


class IdNumber(Kind[str]):
    """公民身份号码."""

    slug = "id_number"
    label = N_("身份证号")
    sensitive = True

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        return identity.check_id_number(text, lookup.today)

    def masked(self, value: str, field: Field) -> str:
        return masks.mask_id_number(value)

    def derived(self, value: str) -> Mapping[str, str]:
        return {"birth_date": identity.birth_date_of(value).isoformat(), "sex": identity.sex_of(value)}

    def search_terms(self, value: str, field: Field, lookup: Lookup | None = None) -> tuple[str, ...]:
        return identity.number_forms(value)

    def json_schema(self, field: Field) -> dict[str, Any]:
        return super().json_schema(field) | {"pattern": "^[0-9]{17}[0-9X]$"}

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"inputmode": "text", "maxlength": "30", "spellcheck": "false"}


class CreditCode(Kind[str]):
    """统一社会信用代码, public by law."""

    slug = "credit_code"
    label = N_("统一社会信用代码")

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        return identity.check_credit_code(text)

    def json_schema(self, field: Field) -> dict[str, Any]:
        return super().json_schema(field) | {"pattern": "^[0-9A-Z]{18}$"}

    def attributes(self, field: Field) -> dict[str, str]:
        return super().attributes(field) | {"maxlength": "30", "spellcheck": "false"}


class Document(Kind[str]):
    """其他证件: the number of a document of the kind that `code_list` names, checked as that kind is."""

    slug = "document"
    label = N_("其他证件号码")
    sensitive = True
    settings = ("code_list",)

    def parse(self, text: str, field: Field, lookup: Lookup) -> str:
        return id_documents.check(text, field.code_list, lookup.today)

    def masked(self, value: str, field: Field) -> str:
        return masks.mask_document(value)

    def json_schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "format": f"{FORMAT}{self.slug}:{field.code_list}"}

    def attributes(self, field: Field) -> dict[str, str]:
        told = ID_DOCUMENT.label_of(field.code_list)
        return super().attributes(field) | {"maxlength": "60", "spellcheck": "false", "placeholder": told}
