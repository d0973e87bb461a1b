"""What rests on a paper, as sections of its page: places of items, batches of delegation, and days of the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import Person, current
from appcore.catalogue import documents
from appcore.catalogue.documents import Days, Resting
from appcore.catalogue.editions_in_force import stage
from appcore.definition.verdict import N_
from models.db import house_session
from models.document import Document
from models.elements import PART_BY_NAME
from views.console.resource import Button, by_noun
from views.days import day_words
from views.words import _

Section = tuple[str, list[tuple[str, str]], list[tuple[Any, list[Any], dict[str, str]]], str | None]
"""Title, columns, rows with their addresses, and where one more is added, as the generated pages draw them."""
ITEMS = N_("引用它的事项")
BATCHES = N_("引用它的承接批次")
DAYS = N_("引用它的工作日历")


def sections(document: Document) -> list[Section]:
    """The items, and the batches and days where there are any; a paper that nothing names says so in the section of items."""
    session = house_session()
    found = [items_section(documents.resting_on(session, document.code))]
    if batches := documents.batches_resting_on(session, document.code):
        found.append(_batches(batches))
    days = documents.days_resting_on(session, document.code)
    return [*found, _days(days)] if days else found


def items_section(found: Sequence[Resting]) -> Section:
    columns = [("item", _("事项")), ("number", _("版本")), ("kind", _("位置")), ("called", _("名称"))]
    rows = [(one.part_id, [one.item, edition_words(one), place_words(one), one.called], _urls(one)) for one in found]
    return _(ITEMS), columns, rows, None


def edition_words(one: Resting) -> str:
    """现行 第3版, or the state of one that is still written."""
    said = _(stage(one.state, one.effective_from, one.in_force))
    return _("%(stage)s 第%(number)d版", stage=said, number=one.number) if one.number else said


def place_words(one: Resting) -> str:
    return _("下放文件") if one.kind == "edition" else _(PART_BY_NAME[one.kind].label)


def state_words(document: Document) -> str:
    """有效, 废止, or from when it is repealed."""
    if document.state != "repealed":
        return _("有效")
    if document.is_repealed(clock.local_today()) or document.repealed_from is None:
        return _("废止")
    return _("有效，%(day)s起废止", day=day_words(document.repealed_from))


def buttons(document: Document) -> list[Button]:
    """Its file, and the acts on it for whoever may."""
    found = [Button(_("下载原件"), url_for("DocumentDesk.fetch", pk=document.id), "get")] if document.file else []
    if _may("document", "edit"):
        found.append(Button(_("上传原件"), url_for("DocumentDesk.file", pk=document.id), "get"))
    if _may("document", "repeal"):
        if document.state == "repealed":
            found.append(Button(_("恢复有效"), url_for("DocumentDesk.reinstate", pk=document.id), "get"))
        else:
            found.append(Button(_("废止"), url_for("DocumentDesk.repeal", pk=document.id), "get", "danger"))
    return found


def _batches(found: Sequence[tuple[int, str, date]]) -> Section:
    columns = [("name", _("批次名称")), ("starts_on", _("起始日期"))]
    opens = _may("delegation", "show")
    rows: list[Any] = [
        (row_id, [name, day_words(starts_on)], {"show": url_for("DelegationDesk.batch", pk=row_id)} if opens else {})
        for row_id, name, starts_on in found
    ]
    return _(BATCHES), columns, rows, None


def _days(found: Sequence[Days]) -> Section:
    columns = [("year", _("年份")), ("count", _("天数")), ("span", _("起止日期"))]
    rows: list[Any] = [
        (one.year, [_("%(year)d年", year=one.year), one.count, f"{one.first:%Y-%m-%d} — {one.last:%Y-%m-%d}"], {})
        for one in found
    ]
    return _(DAYS), columns, rows, None


def _urls(one: Resting) -> dict[str, str]:
    """The place itself for whoever reads editions."""
    if not _may(one.kind, "show"):
        return {}
    return {"show": url_for(f"{by_noun(one.kind).endpoint}.show", pk=one.part_id)}


def _may(noun: str, verb: str) -> bool:
    who = current()
    return isinstance(who, Person) and permissions.may(who.roles, f"console:{noun}", verb)
