"""The tables of the checks: problems, scores, ticks, tasks and confirmations to read; levels and words to keep."""

from __future__ import annotations

from typing import Any

from flask import url_for

from appcore import clock
from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.catalogue import tasks
from appcore.catalogue.check_levels import LevelWriter
from appcore.catalogue.findings import place_of, problem_of
from appcore.definition.checks import RULES
from models.check import (
    CheckFinding,
    CheckLevel,
    CheckRun,
    CheckTick,
    CheckWord,
    ItemConfirmation,
    ItemTask,
    OfferFinding,
    OfferRun,
)
from views.console.quality.places import fix_url
from views.console.resource import Button, Resource, register
from views.days import day_words
from views.words import _, finding, remedy

RULE_CHOICES = tuple((one.id, f"{one.id} {one.title}") for one in RULES.values())


def level_rule(row: CheckLevel) -> str:
    """The rule's id with what it demands."""
    rule = RULES.get(row.rule_id)
    return f"{row.rule_id} {_(rule.title)}" if rule else row.rule_id


def bare_rule(row: Any) -> str:
    """The rule's id alone: the sentence beside it says the rest."""
    return str(row.rule_id)


def problem_words(row: Any) -> str:
    return finding(problem_of(row))


def remedy_words(row: Any) -> str:
    return remedy(problem_of(row))


def best_words(run: CheckRun) -> str:
    """The fix that wins most, with its points."""
    if not run.best:
        return ""
    fix = _(run.best["fix"], **run.best["parameters"])
    return _("%(rule)s：%(fix)s（+%(points)s分）", rule=run.best["rule"], fix=fix, points=run.best["points"])


def light_words(task: ItemTask) -> str:
    """The due date with its light in a word."""
    day = day_words(task.due_on)
    if task.state == "closed":
        return day
    words = {"red": _("已超期"), "yellow": _("快到期"), "green": _("未到期")}
    return f"{day} {words[tasks.light(task.due_on, clock.local_today())]}"


def finding_buttons(row: CheckFinding) -> list[Button]:
    return [
        Button(_("去改这一处"), fix_url(row.edition, place_of(row)), "get", "primary"),
        Button(_("这个版本的全部问题"), url_for("Quality.edition", pk=row.edition_id), "get"),
    ]


def run_buttons(row: CheckRun) -> list[Button]:
    return [Button(_("全部问题"), url_for("Quality.edition", pk=row.edition_id), "get", "primary")]


def task_buttons(row: ItemTask) -> list[Button]:
    buttons = [Button(_("去改这一处"), fix_url(row.edition, place_of(row)), "get", "primary")]
    if row.state == "open" and permissions.may(signed_in().roles, "console:item_task", "assign"):
        buttons += [
            Button(_("改派"), url_for("TaskDesk.reassign", pk=row.id), "get"),
            Button(_("改期"), url_for("TaskDesk.move", pk=row.id), "get"),
        ]
    return buttons


def tick_buttons(row: CheckTick) -> list[Button]:
    if not permissions.may(signed_in().roles, "console:check_finding", "tick"):
        return []
    return [Button(_("收回确认"), url_for("Quality.take_back", pk=row.id), "get", "danger")]


FOUND: dict[str, Any] = {"rule_id": bare_rule, "text": problem_words, "fix": remedy_words}
WHERE = ("part", "key", "element")

register(
    Resource(
        noun="check_finding", wing="catalogue", title="问题清单", one="问题", model=CheckFinding, verbs=(),
        columns=("text", "item_code", "rule_id", "level", "state", "fix"),
        groups=(("问题", ("text", "fix", "rule_id", "group", "level", "state")), ("位置", ("item_code", "edition_id", "department_code"))),
        search=("text", "rule_id", "item_code"), filters=("level", "state", "group", "rule_id", "department_code"), sort=("rule_id", "item_code"),
        order="item_code", display=("text",), cells=FOUND, choices={"rule_id": RULE_CHOICES}, buttons=finding_buttons,
        hint="检查规则在现行版本和草稿里找到的问题", nothing=("没有找到问题", "每隔几分钟自动检查一次；也可以在“质量总览”里马上重新检查。"),
    ),
    Resource(
        noun="check_run", wing="catalogue", title="事项得分", one="得分", model=CheckRun, verbs=(),
        columns=("item_code", "score", "errors", "warnings", "infos", "ticked", "best"),
        groups=(("得分", ("item_code", "edition_id", "department_code", "score", "errors", "warnings", "infos", "ticked", "best", "checked_at")),),
        filters=("department_code",), sort=("score", "errors"), order="score", display=("item_code",),
        cells={"best": best_words}, buttons=run_buttons, in_menu=True,
        hint="100分减去未处理问题的分值：必须解决的10分，需要确认的3分，仅提示的1分",
    ),
    Resource(
        noun="item_task", wing="catalogue", title="整改任务", one="任务", model=ItemTask, verbs=(),
        columns=("text", "item_code", "department_code", "owner", "due_on", "state"),
        groups=(
            ("任务", ("text", "fix", "rule_id", "item_code", "edition_id")),
            ("整改", ("state", "department_code", "owner", "due_on", "reason", "opened_at", "closed_at", "closed_by")),
        ),
        search=("text", "rule_id", "item_code"), filters=("state", "department_code", "group"), sort=("due_on",), order="due_on",
        display=("text",), cells=FOUND | {"due_on": light_words}, buttons=task_buttons, above=("edition_id",),
        hint="现行（待完善）的事项还有哪些要改、由谁改、什么时候改好",
        nothing=("没有整改任务", "接入现行事项时，每个必须解决的问题会自动成为一项任务。"),
    ),
    Resource(
        noun="item_confirmation", wing="catalogue", title="复核记录", one="复核", model=ItemConfirmation, verbs=(), in_menu=False,
        columns=("item_code", "number", "confirmed_on", "created_by", "note"),
        groups=(("复核", ("item_code", "department_code", "number", "confirmed_on", "note")),),
        search=("item_code",), filters=("department_code",), sort=("confirmed_on",), order="-confirmed_on", display=("item_code",),
    ),
    Resource(
        noun="check_tick", wing="catalogue", title="已确认的问题", one="确认", model=CheckTick, verbs=(), in_menu=False,
        columns=("text", "item_code", "rule_id", "reason", "created_by", "created_at"),
        groups=(("确认", ("text", "rule_id", "item_code", "edition_id", "reason")),), extra_show=("created_by", "created_at"),
        search=("text", "item_code", "rule_id"), sort=(), order="-id", display=("text",), cells={"rule_id": bare_rule}, buttons=tick_buttons,
    ),
    Resource(
        noun="check_level", wing="catalogue", title="检查级别", one="检查级别", model=CheckLevel, writer=LevelWriter(),
        columns=("rule_id", "level", "reason", "changed_by"), groups=(("级别", ("rule_id", "level", "reason")),),
        search=("rule_id", "reason"), filters=("level",), sort=("rule_id",), order="rule_id", display=("rule_id",),
        cells={"rule_id": level_rule}, choices={"rule_id": RULE_CHOICES},
        hint="没有列在这里的规则按原来的级别检查", nothing=("还没有调整过级别", "所有规则都按原来的级别检查。"),
    ),
    Resource(
        noun="check_word", wing="catalogue", title="检查用语", one="检查用语", model=CheckWord,
        columns=("text", "kind", "reason"), groups=(("用语", ("kind", "text", "reason")),),
        search=("text",), filters=("kind",), sort=("text",), order="kind", display=("text",),
        hint="县里自己增加的含糊用语、不应出具的证明，以及允许的说法", nothing=("还没有增加用语", "常见的兜底说法和含糊用语已经在检查规则里。"),
    ),
    Resource(
        noun="offer_finding", wing="hall", title="进驻事项的问题", one="问题", model=OfferFinding, verbs=(),
        columns=("text", "item_code", "hall_code", "rule_id", "level", "fix"),
        groups=(("问题", ("text", "fix", "rule_id", "level")), ("位置", ("item_code", "hall_code", "offer_id"))),
        search=("text", "rule_id", "item_code", "hall_code"), named=("item_code", "hall_code"), filters=("level", "rule_id"), sort=("rule_id",), order="item_code", display=("text",),
        cells=FOUND, choices={"rule_id": RULE_CHOICES}, above=("offer_id",),
        nothing=("没有找到问题", "每隔几分钟自动检查一次。"),
    ),
    Resource(
        noun="offer_run", wing="hall", title="进驻事项得分", one="得分", model=OfferRun, verbs=(), in_menu=False,
        columns=("item_code", "hall_code", "score", "errors", "warnings"),
        groups=(("得分", ("item_code", "hall_code", "offer_id", "score", "errors", "warnings", "infos", "checked_at")),),
        search=("item_code", "hall_code"), named=("item_code", "hall_code"), sort=("score",), order="score", display=("item_code",),
    ),
)  # fmt: skip
