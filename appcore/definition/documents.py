"""The values of a form as a JSON document: its JSON Schema and its marshmallow schema, under the checks of the form.

A document holds values in their kept form. Neither schema knows answers: a field that hangs on a condition is required by
`entry_form.validate` alone, once the condition holds.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema

from appcore.definition.item import Asks, Field
from appcore.definition.kinds import Lookup, kind_of
from appcore.definition.nesting import nested

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(asks: Asks) -> dict[str, Any]:
    """The JSON Schema of the values of a form; `formats.formats` checks what begins with our prefix."""
    typed = [one for one in nested(asks.fields) if kind_of(one.kind).is_typed]
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": {one.key: _described(one) for one in typed},
        "required": [one.key for one in typed if is_always_required(one)],
        "additionalProperties": False,
    }


def _described(field: Field) -> dict[str, Any]:
    words = {"title": field.label} | ({"description": field.help} if field.help else {})
    return kind_of(field.kind).json_schema(field) | words


def document_schema(asks: Asks, lookup: Lookup) -> Schema:
    """The marshmallow schema of the values of a form; computed values are written and not read."""
    members = {}
    for one in nested(asks.fields):
        if kind_of(one.kind).is_data:
            members[one.key] = kind_of(one.kind).schema_field(one, lookup)
            members[one.key].required = is_always_required(one)
    return Schema.from_dict(members)()


def is_always_required(field: Field) -> bool:
    """Whether a field must be there whatever is answered."""
    kind = kind_of(field.kind)
    return bool(field.required) and field.condition is None and kind.is_typed and not kind.later
