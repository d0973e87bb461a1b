"""The catalogue's tables: the county's standard data and the editions of its items."""

from __future__ import annotations

from appcore.catalogue.editions import EDITABLE
from appcore.definition import kinds
from appcore.definition.faults import one_of
from models import edition_parts as parts
from models import elements as el
from models.document import Document
from models.edition_parts import Material
from models.elements import PartKind
from models.item import Edition, EditionEvent, Item, ItemAlias
from models.material_library import StandardMaterial
from models.organisation import Department
from models.place import Region
from models.search import Synonym
from models.workday import WorkDay
from views.console.documents import resting
from views.console.registers.own_desk import groups_of
from views.console.resource import Button, Resource, register
from views.console.resources.conditions import condition_words, furnish_condition
from views.console.resources.edition_acts import (
    actor_name,
    edition_buttons,
    edition_remarks,
    edition_stage,
    item_addresses,
    item_buttons,
    returned_with,
    submitter,
)
from views.console.resources.field_form import code_list_choices, furnish_field
from views.console.resources.mending import edition_mending, part_mending
from views.console.resources.paper_acts import material_buttons, paper_buttons
from views.console.resources.part_problems import part_problems
from views.console.resources.worked_in import furnish_edition
from views.console.resources.writers import EditionWriter, PartWriter

CALLED_BY = ("name", "title", "label", "text", "question", "reason")
"""The element by which a part is called, in the order in which it is looked for."""
HIDDEN_IN_FORMS = ("departments", "file")

register(
    Resource(
        noun="item",
        wing="catalogue",
        title="事项",
        model=Item,
        columns=("code", "name", "department_code", "window_kind_code", "tier", "state"),
        groups=(
            ("事项", ("code", "name", "tier", "parent_code", "department_code", "window_kind_code", "catalog_code")),
        ),
        extra_show=("state", "state_from", "state_until", "state_reason", "replaced_by_code"),
        search=("name", "code"),
        spelt="name",
        filters=("state", "tier", "department_code", "window_kind_code"),
        sort=("code", "name"),
        order="code",
        display=("name",),
        related=(
            ("edition", "item_code"),
            ("item_alias", "item_code"),
            ("offer", "item_code"),
            ("item_event", "item_code"),
        ),
        hint="每个事项在全县只有一个编号；内容写在版本里",
        buttons=item_buttons,
        leads=("name", item_addresses),
        verbs=("add", "edit"),
    ),
    Resource(
        noun="item_alias",
        wing="catalogue",
        title="事项别名",
        model=ItemAlias,
        columns=("text", "item_code"),
        groups=(("别名", ("item_code", "text")),),
        search=("text",),
        spelt="text",
        sort=("text",),
        display=("text",),
        in_menu=False,
    ),
    Resource(
        noun="standard_material",
        wing="catalogue",
        title="材料库",
        model=StandardMaterial,
        columns=("name", "kind", "source_type", "issuer", "shared"),
        groups=(
            ("标准材料", ("code", "name", "kind", "source_type", "issuer", "how_to_get", "shared")),
            ("使用", ("valid_from", "valid_to")),
        ),
        search=("name", "code", "issuer"),
        spelt="name",
        filters=("kind", "source_type"),
        sort=("code", "name"),
        order="code",
        display=("name",),
        related=(("material", "paper"),),
        hint="同一份材料在全县只登记一次，各事项引用它",
        buttons=paper_buttons,
    ),
    Resource(
        noun="department",
        wing="catalogue",
        title="部门",
        model=Department,
        columns=("name", "full_name", "kind", "credit_code"),
        own_fields=lambda row: groups_of(row, "department"),
        groups=(("部门", ("code", "name", "full_name", "kind", "credit_code")), ("使用", ("valid_from", "valid_to"))),
        search=("name", "code", "full_name"),
        spelt="name",
        filters=("kind",),
        sort=("code", "name"),
        order="code",
    ),
    Resource(
        noun="region",
        wing="catalogue",
        title="行政区划",
        model=Region,
        columns=("code", "name", "level", "parent_code", "valid_to"),
        groups=(("区划", ("code", "name", "level", "parent_code")), ("使用", ("valid_from", "valid_to"))),
        search=("name", "code"),
        spelt="name",
        sort=("code", "name"),
        order="code",
        display=("name", "code"),
    ),
    Resource(
        noun="work_day",
        wing="catalogue",
        title="工作日历",
        model=WorkDay,
        columns=("day", "is_off", "name", "source"),
        groups=(("日期", ("day", "is_off", "name", "source", "document_code")),),
        search=("name", "source"),
        sort=("day",),
        order="-day",
        display=("day",),
        hint="只有载入整年日历后，期限才会推算到那一年",
    ),
    Resource(
        noun="document",
        wing="catalogue",
        title="文件库",
        one="文件",
        model=Document,
        columns=("code", "title", "number", "issuer", "signed_on", "state"),
        groups=(
            ("文件", ("code", "title", "number", "topic", "issuer", "disclosure")),
            ("日期", ("signed_on", "made_on", "effective_on")),
            ("正文", ("text",)),
        ),
        extra_show=("state", "repealed_from", "repealed_by_code", "repeal_reason"),
        search=("title", "code", "number", "topic", "issuer"),
        filters=("state", "disclosure"),
        sort=("code", "signed_on"),
        order="code",
        display=("title", "number"),
        buttons=resting.buttons,
        cells={"state": resting.state_words},
        listed=resting.sections,
        hint="依据、下放文件、收费依据和工作日历引用这里的文件；废止一份文件时会列出引用它的全部事项",
        nothing=("文件库里还没有文件", "登记后，事项的依据、下放文件和收费依据就能引用它"),
    ),
    Resource(
        noun="synonym",
        wing="catalogue",
        title="搜索同义词",
        model=Synonym,
        columns=("said", "written"),
        groups=(("同义词", ("said", "written")),),
        search=("said", "written"),
        spelt="said",
        sort=("said", "written"),
        order="said",
        display=("said", "written"),
        hint="群众的说法换成目录用词后再搜一次；只在原话搜不到时用",
    ),
    Resource(
        noun="edition",
        wing="catalogue",
        title="事项版本",
        model=Edition,
        columns=("item_code", "number", "state", "department_code", "effective_from", "submitted_by"),
        groups=tuple(
            (title, tuple(one.name for one in group if one.kind not in HIDDEN_IN_FORMS)) for title, group in el.GROUPS
        ),
        extra_show=("item_code", "number", "state", "effective_from", "withdrawn_from", "definition_hash"),
        search=("name", "item_code"),
        spelt="name",
        filters=("state", "department_code"),
        sort=("effective_from",),
        order="-id",
        display=("name", "number"),
        writer=EditionWriter(),
        choices={"worked_in": ()},
        furnish=furnish_edition,
        buttons=lambda edition: [*edition_mending(edition), *edition_buttons(edition)],
        cells={"state": edition_stage, "submitted_by": submitter},
        verbs=("edit",),
        is_open=lambda edition: edition.state in EDITABLE,
        related=(
            *((kind.name, "edition_id") for kind in el.PART_KINDS if not kind.parent),
            ("edition_event", "edition_id"),
        ),
        notice=returned_with,
        problems=edition_remarks,
    ),
)


FIELD_CHOICES = {"kind": kinds.choices(), "code_list": code_list_choices(), "within": ()}
"""`within` offers the tables of the edition (`furnish_field`)."""


def _material_buttons(material: Material) -> list[Button]:
    return [*part_mending(material), *material_buttons(material)]


def part_resource(kind: PartKind) -> Resource:
    """The table of one kind of part; its rows change only while their edition is a draft."""
    model = parts.PARTS[kind.name]
    parent = ("parent_id",) if kind.parent else ()
    content = tuple(one.name for one in kind.elements if one.kind not in HIDDEN_IN_FORMS)
    called = next(name for name in CALLED_BY if name in content)
    shown = (called, *(name for name in content[:4] if name not in (called, "condition")))
    conditional = "condition" in content
    return Resource(
        noun=kind.name, wing="catalogue", title=kind.label, one=one_of(kind), model=model, must=(called,), proposed=("key",),
        columns=(*shown, "key", "edition_id"),
        groups=((kind.label, ("edition_id", *parent, "key", *content)),), extra_show=("position",),
        search=(called,), spelt=called if called == "name" else "", sort=(), order="-id", display=(called,), in_menu=kind.name == "material",
        writer=PartWriter(kind.name), is_open=lambda part: part.edition.state in EDITABLE,
        choices=FIELD_CHOICES if kind is el.FIELDS else {}, related=tuple((child.name, "parent_id") for child in el.PART_KINDS if child.parent == kind.name),
        buttons=_material_buttons if kind is el.MATERIALS else part_mending,
        furnish=furnish_field if kind is el.FIELDS else furnish_condition if conditional else None, problems=part_problems, above=(*parent, "edition_id"), cells={"condition": condition_words} if conditional else {},
    )  # fmt: skip


register(
    Resource(
        noun="edition_event", wing="catalogue", title="经过", model=EditionEvent, verbs=(), in_menu=False,
        columns=("act", "at", "actor", "reason", "edition_id"),
        groups=(("经过", ("edition_id", "act", "at", "actor", "reason")),),
        order="-id", display=("act",), cells={"actor": actor_name},
    )
)  # fmt: skip
register(*(part_resource(kind) for kind in el.PART_KINDS))
