"""Reading and writing definitions as JSON documents, with marshmallow schemas drawn from the element list."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from marshmallow import RAISE, Schema, ValidationError, post_load, validate
from marshmallow import fields as mf

from appcore.definition import canonical, conditions, item, quick_load
from appcore.definition.characters import refuse_unstorable
from appcore.definition.faults import CATALOG_CODE_WANTED, CODE_WANTED, KEY_WANTED
from appcore.definition.item import ItemDefinition, Ref
from appcore.definition.verdict import Rejected
from models import elements as el
from models.elements import Element, PartKind

KEY_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
CODE_PATTERN = re.compile(r"[0-9]{6}-[0-9]{5}")
PART_CLASSES: dict[str, type[item.Part]] = {
    "legal_basis": item.LegalBasis,
    "acceptance_condition": item.AcceptanceCondition,
    "question": item.Question,
    "question_choice": item.Choice,
    "material": item.Material,
    "fee": item.Fee,
    "reduction": item.Reduction,
    "step": item.Step,
    "special_procedure": item.SpecialProcedure,
    "field": item.Field,
    "field_choice": item.Choice,
    "outcome": item.Outcome,
    "faq": item.Faq,
}


class RefField(mf.Field[Ref]):
    """{"code": …, "name": …} as a Ref."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Ref:
        if not isinstance(value, Mapping) or not {"code"} <= set(value) <= {"code", "name"}:
            raise ValidationError("应为 {code, name}")
        code, name = value["code"], value.get("name", "")
        if not isinstance(code, str) or not code or not isinstance(name, str):
            raise ValidationError("应为 {code, name}")
        storable(code + name)
        return Ref(code, name)


class ConditionField(mf.Field[conditions.Condition]):
    """The JSON form of a condition."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> conditions.Condition:
        try:
            return conditions.load(value)
        except (ValueError, TypeError, AttributeError) as problem:
            raise ValidationError(f"适用条件格式不正确：{problem}") from problem


class CountField(mf.Integer):
    """An integer and nothing that Python takes for one: JSON's true is not 1."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if type(value) is not int:
            raise self.make_error("invalid", input=value)
        return value


def storable(text: str) -> None:
    """Refuse what cannot be stored faithfully: NUL, lone surrogates, marks that turn the line round (R88)."""
    try:
        refuse_unstorable(text, lines=True)
    except Rejected as rejected:
        raise ValidationError(str(rejected.verdict)) from rejected


def field_for(element: Element) -> mf.Field[Any]:
    """The marshmallow field of an element, with its limits and code list."""
    common: dict[str, Any] = {"required": False, "metadata": {"label": element.label}}
    slugs = element.vocabulary.slugs if element.vocabulary else ()
    match element.kind:
        case "integer" | "fen":
            return CountField(validate=validate.Range(0, element.maximum), **common)
        case "flag":
            return mf.Boolean(truthy={True}, falsy={False}, **common)
        case "date":
            return mf.Date(**common)
        case "code" | "codes":
            one = mf.String(validate=validate.OneOf(slugs), **common)
            return one if element.kind == "code" else mf.List(one, **common)
        case "department" | "paper" | "document":
            return RefField(**common)
        case "departments":
            return mf.List(RefField(), **common)
        case "condition":
            return ConditionField(**common)
    return mf.String(validate=[validate.Length(max=element.maximum), storable], **common)


def _build(name: str, made: type[Any], elements: Sequence[Element], extra: dict[str, Any]) -> type[Schema]:
    def make(self: Schema, data: dict[str, Any], **_: Any) -> Any:
        return made(**{key: tuple(value) if isinstance(value, list) else value for key, value in data.items()})

    members: dict[str, Any] = {element.name: field_for(element) for element in elements} | extra
    members["make"] = post_load(make)
    members["Meta"] = type("Meta", (), {"unknown": RAISE})
    return type(name, (Schema,), members)


def _key() -> mf.String:
    return mf.String(required=True, validate=validate.Regexp(rf"\A(?:{KEY_PATTERN.pattern})\Z", error=KEY_WANTED))


def _part_schema(kind: PartKind) -> type[Schema]:
    children = {
        child.plural: mf.List(mf.Nested(_part_schema(child))) for child in el.PART_KINDS if child.parent == kind.name
    }
    return _build(f"{kind.name}_schema", PART_CLASSES[kind.name], kind.elements, {"key": _key(), **children})


@cache
def part_schema(kind: PartKind) -> type[Schema]:
    """The schema of one part with those under it."""
    return _part_schema(kind)


def field_schema() -> type[Schema]:
    """The schema of one field of a form with its choices, for whatever else has fields."""
    return _part_schema(el.FIELDS)


DefinitionSchema: type[Schema] = _build(
    "DefinitionSchema",
    ItemDefinition,
    el.EDITION_ELEMENTS,
    {
        "format": mf.Integer(strict=True, validate=validate.OneOf([item.FORMAT])),
        "code": mf.String(
            required=True, validate=validate.Regexp(rf"\A(?:{CODE_PATTERN.pattern})\Z", error=CODE_WANTED)
        ),
        "catalog_code": mf.String(validate=validate.Regexp(r"\A[0-9]{12}\Z", error=CATALOG_CODE_WANTED)),
        **{kind.plural: mf.List(mf.Nested(_part_schema(kind))) for kind in el.PART_KINDS if not kind.parent},
    },
)


def load(document: Mapping[str, Any]) -> ItemDefinition:
    """A definition from its JSON document.

    Raises: marshmallow.ValidationError with the messages by field.
    """
    loaded: ItemDefinition
    try:
        loaded = _quickly()(document)
    except quick_load.Unsure:
        loaded = _schema().load(document)
    return loaded


@cache
def _quickly() -> quick_load.Reader:
    """The short way of what is sound, drawn from the same elements."""
    return quick_load.object_of(ItemDefinition, quick_readers(), ("code",))


@cache
def quick_readers() -> dict[str, quick_load.Reader]:
    """The short way of each element of an item and of each list of its parts, by name."""
    readers = {one.name: quick_load.reader_of(one) for one in el.EDITION_ELEMENTS}
    readers |= {kind.plural: quick_load.many(quick_part(kind.name)) for kind in el.PART_KINDS if not kind.parent}
    readers["code"] = quick_load.matching(CODE_PATTERN.pattern)
    readers["catalog_code"] = quick_load.matching("[0-9]{12}")
    readers["format"] = quick_load.exactly(item.FORMAT)
    return readers


@cache
def quick_part(name: str) -> quick_load.Reader:
    """The short way of one part, by the name of its kind."""
    return quick_load.object_of(PART_CLASSES[name], quick_part_readers(name), ("key",))


@cache
def quick_part_readers(name: str) -> dict[str, quick_load.Reader]:
    """The short way of each element of a part and of each list of those under it."""
    kind = el.PART_BY_NAME[name]
    readers = {one.name: quick_load.reader_of(one) for one in kind.elements}
    readers |= {one.plural: quick_load.many(quick_part(one.name)) for one in el.PART_KINDS if one.parent == kind.name}
    readers["key"] = quick_load.matching(KEY_PATTERN.pattern)
    return readers


@cache
def _schema() -> Schema:
    """One for all: to make it takes longer than to load an item with it."""
    return DefinitionSchema()


def read(stored: bytes) -> ItemDefinition:
    """A definition from its stored canonical bytes."""
    return load(json.loads(stored))


def dump(definition: ItemDefinition) -> dict[str, Any]:
    """The JSON document of a definition, pruned; `load(dump(d)) == d`."""
    document: dict[str, Any] = pruned(definition)
    return document


def write(definition: ItemDefinition) -> bytes:
    """The canonical bytes of a definition."""
    return canonical.of_pruned(dump(definition))


def pruned(value: Any) -> Any:
    """`canonical.prune(plain(value))` in one go: what is absent, which is most of a definition, is never built."""
    names = _field_names(cast(Hashable, type(value)))
    if names is None:
        if isinstance(value, tuple | list):
            return [pruned(one) for one in value]
        return canonical.prune(value if isinstance(value, str) else plain(value))
    made = {}
    for name in names:
        held = getattr(value, name)
        if held is None or held in ("", ()):
            continue
        one = pruned(held)
        if one not in (None, "", [], {}):
            made[name] = one
    return made


@cache
def _field_names(kind: Any) -> tuple[str, ...] | None:
    """The fields of a part of a definition; a condition has a form of its own, and other values have none."""
    if not is_dataclass(kind) or kind is conditions.Condition:
        return None
    return tuple(one.name for one in dataclass_fields(kind))


def plain(value: Any) -> Any:
    """A part of a definition as JSON holds it."""
    if isinstance(value, conditions.Condition):
        return conditions.dump(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in dataclass_fields(value)}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
