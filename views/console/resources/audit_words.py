"""The audit trail in words: it keeps the program's own names for acts, tables and results; the auditor reads sentences."""

from __future__ import annotations

from typing import Any

from appcore.definition.verdict import N_
from models.vocabulary import CASE_OUTCOME, EXPORT_FORMAT, FILE_STATE, ROLE, Vocabulary
from views.console.listing import shown
from views.console.resource import Resource, all_resources
from views.words import _

ACTS = {
    "signed_in": N_("登录"),
    "sign_in_failed": N_("登录失败"),
    "signed_out": N_("退出"),
    "password_reset": N_("重置密码"),
    "created": N_("新增"),
    "changed": N_("修改"),
    "deleted": N_("删除"),
    "seeded": N_("批量载入"),
    "drafted": N_("起草"),
    "saved": N_("保存草稿"),
    "submitted": N_("送审"),
    "returned": N_("退回"),
    "approved": N_("审定"),
    "published": N_("发布"),
    "cancelled": N_("撤销"),
    "withdrawn": N_("停用"),
    "received": N_("收件"),
    "accepted": N_("受理"),
    "finished": N_("办结"),
    "opened_slip": N_("打开文书"),
    "attached": N_("上传附件"),
    "voided": N_("作废"),
    "downloaded": N_("下载"),
    "exported": N_("导出"),
    "scanned": N_("查毒"),
    "export_asked": N_("申请导出"),
    "export_approved": N_("批准导出"),
    "export_refused": N_("不批准导出"),
}
VERBS = {
    "list": N_("列表"),
    "show": N_("查看"),
    "add": N_("新增"),
    "edit": N_("修改"),
    "delete": N_("删除"),
    "lookup": N_("查找"),
    "xlsx": N_("导出"),
    "csv": N_("导出"),
}
NOUNS = {
    "account": N_("账号"),
    "ab_user": N_("账号"),
    "case": N_("办件"),
    "slip": N_("文书"),
    "edition": N_("事项版本"),
    "stored_file": N_("样表与空白表"),
}
PRINCIPALS = {"system": N_("系统"), "public": N_("公众")}
FACTS: dict[str, tuple[str, Vocabulary | None]] = {
    "rows": ("行数", None),
    "item": ("事项", None),
    "role": ("角色", ROLE),
    "reason": ("原因", None),
    "outcome": ("办理结果", CASE_OUTCOME),
    "sha256": ("摘要", None),
    "is_public": ("可公开", None),
    "file_state": ("文件状态", FILE_STATE),
    "which": ("种类", None),
    "format": ("文件格式", EXPORT_FORMAT),
    "query": ("条件", None),
}
"""What acts keep beside columns, with the label and the code list of the value."""
RESULTS = {"done": N_("完成"), "denied": N_("拒绝"), "failed": N_("失败")}


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


def changes(entry: Any) -> str:
    """What changed, column by column in their own words: the old value and the new one, or the one there is."""
    table = next((one for one in all_resources() if entry.noun in (one.noun, one.model.__tablename__)), None)
    found = entry.changes or {}
    for whole in ("after", "before"):
        if isinstance(found.get(whole), dict):
            found = found[whole]
    return "；".join(_change(table, name, value) for name, value in found.items())


def _change(table: Resource | None, name: str, value: Any) -> str:
    info = table.info(name) if table is not None else {}
    label, vocabulary = FACTS.get(name, (info.get("label", name), info.get("vocabulary")))
    was_and_is = value if isinstance(value, list) and len(value) == 2 else [value]
    words = " → ".join(shown(one, info | {"vocabulary": vocabulary}) or _("未填写") for one in was_and_is)
    return f"{_(label)}：{words}"


CELLS = {"act": act, "noun": noun, "result": result, "roles": roles, "changes": changes}
