"""The audit trail in words: it keeps the program's own names for acts, tables and results; the auditor reads sentences."""

from __future__ import annotations

from typing import Any

from models.vocabulary import ROLE
from views.console.resource import all_resources
from views.words import _

ACTS = {
    "signed_in": "登录",
    "sign_in_failed": "登录失败",
    "signed_out": "退出",
    "password_reset": "重置密码",
    "created": "新增",
    "changed": "修改",
    "deleted": "删除",
    "seeded": "批量载入",
    "drafted": "起草",
    "saved": "保存草稿",
    "submitted": "送审",
    "returned": "退回",
    "approved": "审定",
    "published": "发布",
    "cancelled": "撤销",
    "withdrawn": "停用",
    "received": "收件",
    "accepted": "受理",
    "finished": "办结",
    "opened_slip": "打开文书",
}
VERBS = {"list": "列表", "show": "查看", "add": "新增", "edit": "修改", "delete": "删除", "lookup": "查找"}
NOUNS = {"account": "账号", "ab_user": "账号", "case": "办件", "slip": "文书", "edition": "事项版本"}
PRINCIPALS = {"system": "系统", "public": "公众"}
RESULTS = {"done": "完成", "denied": "拒绝", "failed": "失败"}


def act(entry: Any) -> str:
    """An act, or for a denial the page that was asked for."""
    if entry.act in ACTS:
        return _(ACTS[entry.act])
    page, _dot, verb = entry.act.partition(".")
    title = next((one.title for one in all_resources() if one.endpoint == page), "")
    return f"{_(title)} · {_(VERBS.get(verb, verb))}" if title else str(entry.act)


def noun(entry: Any) -> str:
    """The table or thing, by the title of its page."""
    title = next((one.title for one in all_resources() if entry.noun in (one.noun, one.model.__tablename__)), "")
    return _(title or NOUNS.get(entry.noun, entry.noun))


def result(entry: Any) -> str:
    return _(RESULTS.get(entry.result, entry.result))


def roles(entry: Any) -> str:
    """Those of a person; a program and a visitor have none."""
    return "、".join(_(PRINCIPALS.get(slug) or ROLE.label_of(slug)) for slug in entry.roles.split(","))


CELLS = {"act": act, "noun": noun, "result": result, "roles": roles}
