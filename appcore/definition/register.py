"""What a register (台账) is: its fields and how it is numbered, listed, printed, kept, and by which roles read and written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from typing import Any

from marshmallow import RAISE, Schema, post_load, validate
from marshmallow import fields as mf

from appcore.definition import canonical, checks
from appcore.definition.checks import Context, Problem
from appcore.definition.checks.problem import Place
from appcore.definition.faults import KEY_WANTED
from appcore.definition.item import Field, ItemDefinition, Question
from appcore.definition.kinds import is_sensitive, kind_of
from appcore.definition.nesting import is_sealed
from appcore.definition.schema import KEY_PATTERN, field_schema, plain, storable
from appcore.definition.sealing import marked
from appcore.definition.verdict import N_
from models.vocabulary import REGISTER_SUBJECT, RETENTION, ROLE

FORMAT = 1
MOST_LISTED = 8
ABOUT_FIELDS = frozenset({"fields"})
NOTHING_HELD = frozenset({"heading", "note"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDefinition:
    """One version of a book, of the own fields of a kind of row, or of a block of the field library. `fields` are those of the form engine; `questions` is there because a form may have some.

    `prefix`: what stands before year and number on paper (延服 → 延服〔2026〕0001号); `listed`: the fields that the list shows,
    () for the first ones; `order_by`: the field that the list is ordered by, "" for the day, newest first; `kept`: how long
    entries are kept (档案保管期限); `blank_rows`: how many rows a print leaves blank for the pen.
    """

    format: int = FORMAT
    code: str
    subject: str = "book"
    name: str = ""
    purpose: str = ""
    basis: str = ""
    prefix: str = ""
    listed: tuple[str, ...] = ()
    order_by: str = ""
    readers: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    kept: str | None = None
    blank_rows: int | None = None
    fields: tuple[Field, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        return ()

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields that the list shows, in its order."""
        holding = {one.key: one for one in self.holding}
        if self.listed:
            return tuple(holding[key] for key in self.listed if key in holding)
        return self.holding[:MOST_LISTED]

    @property
    def holding(self) -> tuple[Field, ...]:
        """All fields that hold something, in the order of the form."""
        return tuple(one for one in marked(self.fields) if not one.within and one.kind not in NOTHING_HELD)

    @property
    def totals(self) -> tuple[Field, ...]:
        """The fields whose sum stands below the list: none that are sealed."""
        return tuple(one for one in self.columns if one.summed and not is_sealed(one) and kind_of(one.kind).sums_up)


class RegisterSchema(Schema):
    class Meta:
        unknown = RAISE

    format = mf.Integer(strict=True, validate=validate.OneOf([FORMAT]))
    code = mf.String(required=True, validate=validate.Regexp(rf"\A(?:{KEY_PATTERN.pattern})\Z", error=KEY_WANTED))
    subject = mf.String(validate=validate.OneOf(REGISTER_SUBJECT.slugs))
    name = mf.String(validate=[validate.Length(max=60), storable])
    purpose = mf.String(validate=[validate.Length(max=500), storable])
    basis = mf.String(validate=[validate.Length(max=500), storable])
    prefix = mf.String(validate=[validate.Length(max=8), storable])
    listed = mf.List(mf.String(validate=validate.Length(max=40)), validate=validate.Length(max=MOST_LISTED))
    order_by = mf.String(validate=validate.Length(max=40))
    readers = mf.List(mf.String(validate=validate.OneOf(ROLE.slugs)))
    writers = mf.List(mf.String(validate=validate.OneOf(ROLE.slugs)))
    kept = mf.String(validate=validate.OneOf(RETENTION.slugs))
    blank_rows = mf.Integer(strict=True, validate=validate.Range(0, 60))
    fields_ = mf.List(mf.Nested(field_schema()), data_key="fields", attribute="fields")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> RegisterDefinition:
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
        }
        return RegisterDefinition(**values)


def load(document: Mapping[str, Any]) -> RegisterDefinition:
    """A definition from its JSON document.

    Raises: marshmallow.ValidationError with the messages by field.
    """
    loaded: RegisterDefinition = RegisterSchema().load(document)
    return loaded


def read(stored: bytes) -> RegisterDefinition:
    return load(json.loads(stored))


def write(definition: RegisterDefinition) -> bytes:
    """The canonical bytes; `read(write(d)) == d`."""
    document = {one.name: plain(getattr(definition, one.name)) for one in dataclass_fields(definition)}
    return canonical.to_bytes(document)


def problems(
    definition: RegisterDefinition, context: Context | None = None, published: Iterable[RegisterDefinition] = ()
) -> tuple[Problem, ...]:
    """What is wrong with a book: the rules of the form engine over its fields, and what only a book needs.

    `published`: its versions so far, under which lines may have been written.
    """
    # A book also sums up numbers outside tables: below its list.
    totals = {one.key for one in definition.fields if not one.within and kind_of(one.kind).sums_up}
    fields = tuple(replace(one, summed=None) if one.key in totals else one for one in definition.fields)
    carrier = ItemDefinition(code="000000-00000", fields=fields)
    found = [one for one in checks.problems(carrier, context) if one.place.part in ABOUT_FIELDS and one.place.key]
    return (*_own(definition), *_of_another_kind(definition, published), *found)


def _own(definition: RegisterDefinition) -> list[Problem]:
    found = []
    holding = {one.key for one in definition.fields if not one.within and one.kind not in NOTHING_HELD}
    if not definition.name.strip():
        found.append(Problem(Place(element="name"), N_("台账没有名称"), N_("填写台账名称"), id="R001"))
    if not holding:
        found.append(Problem(Place("fields"), N_("台账没有字段"), N_("至少添加一个字段"), id="R002"))
    if definition.subject != "block" and not definition.writers:
        found.append(Problem(Place(element="writers"), N_("没有人可以登记"), N_("选择由哪些岗位登记"), id="R003"))
    if definition.subject == "book" and not definition.kept:
        found.append(
            Problem(Place(element="kept"), N_("没有写明保管期限"), N_("选择保管期限"), id="R004", level="warning")
        )
    if definition.subject != "block":
        found += [
            Problem(
                Place("fields", one.key, "kind"), N_("“%(name)s”：台账里不存文件、照片和签名"), N_("改用别的类型，或删去这个字段"),
                {"name": one.label}, id="R006",
            )
            for one in definition.fields if kind_of(one.kind).later
        ]  # fmt: skip
    named = [("listed", key) for key in definition.listed] + [("order_by", definition.order_by)]
    return found + [
        Problem(
            Place(element=element),
            N_("列表引用的字段“%(key)s”不在表单里"),
            N_("重新选择列表显示的字段"),
            {"key": key},
            id="R005",
        )
        for element, key in named
        if key and key not in holding
    ]


def _of_another_kind(definition: RegisterDefinition, published: Iterable[RegisterDefinition]) -> list[Problem]:
    """Keys that were published with values of another type, or with sealed ones that would stand in clear now."""
    if definition.subject == "block":
        return []
    now = {(one.within, one.key): one for one in definition.fields}
    found: dict[str, Problem] = {}
    for was in (one for version in published for one in version.fields if kind_of(one.kind).is_data):
        field = now.get((was.within, was.key))
        if field is None or field.kind == was.kind:
            continue
        opened = is_sensitive(was.kind) and not is_sensitive(field.kind)
        if opened or kind_of(was.kind).holds is not kind_of(field.kind).holds:
            found[was.key] = Problem(
                Place("fields", was.key, "kind"),
                N_("字段“%(name)s”已启用过，不能由“%(was)s”改为“%(now)s”"),
                N_("改回原来的类型；要用新的类型，请新建一个字段"),
                {"name": field.label, "was": kind_of(was.kind).label, "now": kind_of(field.kind).label},
                id="R007",
            )
    return list(found.values())
