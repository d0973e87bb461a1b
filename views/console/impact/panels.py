"""The panels of an impact sheet: each a number, what it counts, and the rows behind it with their addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from appcore.access import permissions
from appcore.access.principal import Person, current
from appcore.change.impact import Lack, LocalValue, Loss, Offered
from appcore.change.impact_cases import CaseCount, FieldCount
from appcore.change.impact_sheet import ImpactSheet
from appcore.definition.item import ItemDefinition
from appcore.definition.kinds import KINDS
from appcore.definition.refine import PROMISED_DAYS
from appcore.definition.verdict import N_
from models.vocabulary import AUTHORITY_POWER, BOOKLET_KIND, CASE_STATE, SLIP_KIND
from views.console.documents.resting import state_words
from views.console.trial_again import Again
from views.words import _, span

Columns = list[tuple[str, str]]
Rows = list[tuple[Any, list[Any], dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Panel:
    """`count` stands above, `unit` after it; `note` says what is counted; `nothing` stands in an empty panel.

    `terms` are words with their addresses, for what needs no table.
    """

    key: str
    title: str
    count: int
    unit: str
    note: str
    columns: Columns
    rows: Rows
    nothing: str
    terms: tuple[tuple[str, str], ...] = ()


PRINTS = {
    "guide": N_("办事指南"), "sheet": N_("一次性告知单"), "wall": N_("上墙公示"), "board": N_("公示牌"), "blank_form": N_("空白申请表"),
    **dict(BOOKLET_KIND.choices),
}  # fmt: skip


def panels(edition_id: int, sheet: ImpactSheet, examples: list[Again]) -> list[Panel]:
    """All panels in the order in which they matter."""
    differing = [one for one in examples if one.sentences]
    return [
        _cases(edition_id, sheet),
        _better(edition_id, sheet),
        _fields(edition_id, sheet.fields),
        _lacks(sheet.lacks),
        _losses(sheet.losses),
        _local(sheet, sheet.local_values),
        _slips(sheet.slips),
        _prints(sheet),
        _documents(sheet),
        _examples(edition_id, examples, len(differing)),
    ]


def cases_url(edition_id: int, **more: str) -> str:
    wanted: dict[str, Any] = {name: value for name, value in more.items() if value}
    return url_for("ImpactDesk.cases", pk=edition_id, **wanted)


def link(count: int, url: str) -> Any:
    """A number that leads to its list; a nought leads nowhere."""
    return Markup('<a href="{}">{}</a>').format(url, count) if count and url else count


def _cases(edition_id: int, sheet: ImpactSheet) -> Panel:
    states = [one for one in CASE_STATE.slugs if any(row.by_state.get(one) for row in sheet.cases)]
    columns = [("hall", _("服务中心")), *((one, _(CASE_STATE.label_of(one))) for one in states), ("total", _("合计"))]

    def row(one: CaseCount) -> Any:
        counts = [
            link(one.by_state.get(state, 0), cases_url(edition_id, hall=one.hall_code, state=state)) for state in states
        ]
        return one.hall_code, [one.hall, *counts, link(one.total, cases_url(edition_id, hall=one.hall_code))], {}

    return Panel(
        "cases", _("在办办件"), sheet.open_cases, _("件"), _("按收件的服务中心计。已受理的继续按原来的版本办理，只收件的在受理时改用新版本。"),
        columns, [row(one) for one in sheet.cases], _("这个事项现在没有在办办件。"),
    )  # fmt: skip


def _better(edition_id: int, sheet: ImpactSheet) -> Panel:
    rows: Rows = [
        (
            one.change.key,
            [one.change.sentence.spoken(_), link(one.cases, cases_url(edition_id, better=one.change.key))],
            {},
        )
        for one in sheet.better
    ]
    return Panel(
        "better", _("对在办办件更有利的规定"), len(sheet.better), _("条"), _("发布时可以选择让这些规定也适用于已经受理的在办办件，其余规定不变。"),
        [("rule", _("规定")), ("cases", _("涉及的在办办件"))], rows, _("新版本没有对在办办件更有利的规定。"),
    )  # fmt: skip


def _fields(edition_id: int, fields: Iterable[FieldCount]) -> Panel:
    rows: Rows = []
    for one in fields:
        field = one.field
        said = _("删去") if field.is_gone else _moved(field.was, field.now)
        url = cases_url(edition_id, field=field.key, within=field.within, was=field.was)
        rows.append((field.key, [field.label, said, link(one.cases, url)], {}))
    return Panel(
        "fields", _("删去或改变类型的字段"), len(rows), _("个"), _("后面是在这一栏填了内容的在办办件；这些办件的内容不会丢，仍按原来的版本显示。"),
        [("field", _("字段")), ("change", _("变化")), ("cases", _("填了内容的在办办件"))], rows, _("表单的字段都保留原来的类型。"),
    )  # fmt: skip


def _moved(was: str, now: str) -> str:
    if was == now:
        return _("移到另一个表格")
    return _("由“%(old)s”改为“%(new)s”", old=_kind(was), new=_kind(now))


def _kind(slug: str) -> str:
    return _(KINDS[slug].label) if slug in KINDS else slug


def _lacks(lacks: Iterable[Lack]) -> Panel:
    rows: Rows = [
        (
            f"{one.at.offer_id}{one.power}",
            [one.at.hall, one.at.window, _(AUTHORITY_POWER.label_of(one.power)), _("现在就缺") if one.before else _("新版本才需要")],
            _offer(one.at),
        )
        for one in lacks
    ]  # fmt: skip
    return Panel(
        "lacks", _("没有人有权办理的大厅"), len(rows), _("处"), _("新版本要求在这里办理，但今天没有一个在岗人员有这项权限。"),
        [("hall", _("服务中心")), ("window", _("窗口")), ("power", _("缺少的权限")), ("since", _("从何时起"))], rows,
        _("需要的权限各大厅都有人。"),
    )  # fmt: skip


def _losses(losses: Iterable[Loss]) -> Panel:
    rows: Rows = [
        (f"{one.at.offer_id}{one.power}", [one.at.hall, one.at.window, _(AUTHORITY_POWER.label_of(one.power)), one.posts, one.people], _offer(one.at))
        for one in losses
    ]  # fmt: skip
    return Panel(
        "losses", _("不再用得上的授权"), len(rows), _("处"), _("原来的环节在这里办理，新版本不再在这里办理。"),
        [("hall", _("服务中心")), ("window", _("窗口")), ("power", _("权限")), ("posts", _("岗位数")), ("people", _("人数"))], rows,
        _("没有岗位失去权限。"),
    )  # fmt: skip


def _local(sheet: ImpactSheet, values: Iterable[LocalValue]) -> Panel:
    rows: Rows = [
        (
            f"{one.at.offer_id}{one.key}",
            [one.at.hall, value_words(sheet.old or sheet.new, one), _("新标准更优或不再适用，本地值失效") if one.overtaken else _("仍比标准更优，继续有效")],
            _offer(one.at),
        )
        for one in values
    ]  # fmt: skip
    note = (
        _("其中%(count)d项被新标准超过。", count=len(sheet.overtaken))
        if sheet.overtaken
        else _("新标准没有超过任何一项。")
    )
    return Panel(
        "local", _("有本地值的地方"), sheet.towns, _("个"), note if rows else "",
        [("hall", _("服务中心")), ("value", _("本地值")), ("after", _("发布以后"))], rows, _("没有一个地方设了本地值。"),
    )  # fmt: skip


def value_words(definition: ItemDefinition, one: LocalValue) -> str:
    """A local value as people say it: 承诺3个工作日, “户口簿”免提交."""
    if one.key == PROMISED_DAYS:
        return _("承诺%(span)s", span=span(one.value, definition.promised_unit))
    name = {f"materials.{paper.key}.exempt": paper.name for paper in definition.materials}.get(one.key, one.key)
    return _("“%(name)s”免提交", name=name)


def _slips(slips: tuple[str, ...]) -> Panel:
    shows = _may("slip_template", "show")
    terms = [(_(SLIP_KIND.label_of(one)), url_for("SlipTemplates.kind", kind=one) if shows else "") for one in slips]
    return Panel(
        "slips", _("措辞有变化的文书"), len(slips), _("种"), _("同一份样例内容按现行版本和新版本各写一遍，文字不同的列在这里。"),
        [], [], _("各种文书的文字不变。"), tuple(terms),
    )  # fmt: skip


def _prints(sheet: ImpactSheet) -> Panel:
    rows: Rows = [
        (number, [_(PRINTS.get(one.kind, N_("其他"))), _("第%(number)d版", number=one.edition_number) if one.edition_number else "", one.copies], {})
        for number, one in enumerate(sheet.prints)
    ]  # fmt: skip
    return Panel(
        "prints", _("要更换的印刷品"), sheet.copies, _("份"), _("按打印记录计：从后台打印并留有记录的份数；读者自己打印的不在其中。"),
        [("kind", _("种类")), ("edition", _("版本")), ("copies", _("份数"))], rows, _("没有打印记录。"),
    )  # fmt: skip


def _documents(sheet: ImpactSheet) -> Panel:
    shows = _may("document", "show")
    rows: Rows = [
        (one.id, [one.title, one.number or "", state_words(one)], {"show": url_for("DocumentPage.show", pk=one.id)} if shows else {})
        for one in sheet.repealed
    ]  # fmt: skip
    return Panel(
        "documents", _("引用的已废止文件"), len(rows), _("份"), _("新版本的依据、收费或下放文件引用了文件库中已经废止的文件。"),
        [("title", _("文件名称")), ("number", _("发文字号")), ("state", _("效力"))], rows, _("引用的文件都有效。"),
    )  # fmt: skip


def _examples(edition_id: int, examples: list[Again], differing: int) -> Panel:
    url = {"show": url_for("TrialDesk.trial", pk=edition_id)} if _may("edition", "edit") else {}
    rows: Rows = [(one.id, [one.name, "；".join(one.sentences)], url) for one in examples if one.sentences]
    note = _("共试填%(count)d个样例。", count=len(examples)) if examples else ""
    return Panel(
        "examples", _("结果不同的试填样例"), differing, _("个"), note, [("name", _("样例")), ("change", _("变化"))], rows,
        _("试填结果没有变化。") if examples else _("这个事项还没有保存试填样例。"),
    )  # fmt: skip


def _offer(at: Offered) -> dict[str, str]:
    return {"show": url_for("OfferPage.show", pk=at.offer_id)} if _may("offer", "show") else {}


def _may(noun: str, verb: str) -> bool:
    who = current()
    return isinstance(who, Person) and permissions.may(who.roles, f"console:{noun}", verb)
