"""The tables beside the items: the power list, one matter's rows, mappings for exchange, the systems where items are worked."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import select

from appcore.access import permissions
from appcore.access.principal import Person, current
from appcore.definition.verdict import N_
from models.bundle import Bundle, BundleItem, BundleQuestion
from models.db import db
from models.elements import EDITION_ELEMENTS
from models.exchange import ExchangeColumn, WorkSystem
from models.item import Item, ItemEvent
from models.power import PowerEntry, PowerMatch
from views.console.resource import Button, Resource, register
from views.console.resources.edition_acts import actor_name
from views.words import _

ELEMENT_CHOICES = (("catalog_code", N_("基本编码")), *((one.name, one.label) for one in EDITION_ELEMENTS))


def _may(noun: str, verb: str) -> bool:
    who = current()
    return isinstance(who, Person) and permissions.may(who.roles, f"console:{noun}", verb)


def _items_of(entry: Any) -> list[tuple[str, str]]:
    query = (
        select(Item.code, Item.name)
        .join(PowerMatch, PowerMatch.item_code == Item.code)
        .where(PowerMatch.entry_code == entry.code)
        .order_by(Item.code)
    )
    return [(row.code, row.name) for row in db.session.execute(query)]


def matched_with(entry: Any) -> str:
    """Which items carry out an entry."""
    found = _items_of(entry)
    if not found:
        return _("这项权责还没有对应的事项。") if not entry.no_item else ""
    return _("对应的事项：%(names)s", names="、".join(f"{name}（{code}）" for code, name in found))


def power_buttons(entry: Any) -> list[Button]:
    if not _may("power_entry", "match"):
        return []
    return [
        Button(_("指定对应的事项"), url_for("PowerDesk.match", pk=entry.id), "get", "primary"),
        *(
            Button(_("解除“%(name)s”", name=name), url_for("PowerDesk.part", pk=entry.id, code=code), "post", "danger")
            for code, name in _items_of(entry)
        ),
    ]


def bundle_buttons(bundle: Any) -> list[Button]:
    return [Button(_("预览和发布"), url_for("BundleDesk.preview", code=bundle.code), "get", "primary")]


register(
    Resource(
        noun="bundle", wing="catalogue", title="一件事", model=Bundle, columns=("name", "code", "state", "lead_department_code"),
        groups=(("一件事", ("code", "name", "summary", "guide", "lead_department_code")),), extra_show=("state",),
        search=("name", "code", "summary"), filters=("state",), sort=("code", "name"), order="code", display=("name",), verbs=("add", "edit"), spelt="name",
        related=(("bundle_item", "bundle_code"), ("bundle_question", "bundle_code")), buttons=bundle_buttons,
        hint="把群众一次要办的几个事项合成一件事：一份指南、一次提问、一张材料清单",
    ),
    Resource(
        noun="bundle_item", wing="catalogue", title="一件事的事项", one="一件事的事项", model=BundleItem, in_menu=False,
        columns=("item_code", "position", "question_id", "answer", "bundle_code"),
        groups=(("事项", ("bundle_code", "item_code", "position", "note")), ("什么时候要办", ("question_id", "answer"))),
        search=("note",), sort=("position",), order="position", display=("item_code",), above=("bundle_code",),
    ),
    Resource(
        noun="bundle_question", wing="catalogue", title="一件事的问题", one="一件事的问题", model=BundleQuestion, in_menu=False,
        columns=("text", "kind", "position", "bundle_code"),
        groups=(("问题", ("bundle_code", "key", "text", "help", "kind", "choices", "position")),),
        search=("text",), sort=("position",), order="position", display=("text",), above=("bundle_code",),
    ),
    Resource(
        noun="power_entry", wing="catalogue", title="权责清单", one="权责事项", model=PowerEntry, in_menu=False,
        columns=("name", "code", "task_type", "department_code", "body"),
        groups=(
            ("权责事项", ("code", "name", "task_type", "department_code", "body", "basis", "duty", "no_item")),
            ("使用", ("valid_from", "valid_to")),
        ),
        search=("name", "code", "body"), spelt="name", filters=("task_type", "department_code"), sort=("code", "name"), order="code", display=("name",),
        buttons=power_buttons, notice=matched_with,
        hint="县里公布的权力和责任清单，和事项互相核对",
    ),
    Resource(
        noun="exchange_column", wing="catalogue", title="交换对照表", model=ExchangeColumn, columns=("scheme", "element", "value", "target"),
        groups=(("对照", ("scheme", "element", "value", "target")),), search=("scheme", "value", "target"), sort=("scheme", "element"),
        order="scheme", display=("target",), choices={"element": ELEMENT_CHOICES},
        hint="国家交换表的列名和代码已经内置，这里只写和它不同的；其他平台的方案逐列写明",
    ),
    Resource(
        noun="work_system", wing="catalogue", title="实际办理系统", model=WorkSystem, columns=("name", "code", "numbered", "note"),
        groups=(("系统", ("code", "name", "numbered", "note")), ("使用", ("valid_from", "valid_to"))), search=("name", "code"), spelt="name",
        sort=("code", "name"), order="code", display=("name",), hint="事项实际在哪里办；版本里的“实际办理系统”从这里选",
    ),
    Resource(
        noun="item_event", wing="catalogue", title="事项变更", model=ItemEvent, verbs=(), in_menu=False,
        columns=("act", "from_on", "until_on", "reason", "actor", "item_code"),
        groups=(("变更", ("item_code", "act", "from_on", "until_on", "reason", "replaced_by_code", "at", "actor")),),
        order="-id", display=("act",), cells={"actor": actor_name},
    ),
)  # fmt: skip
