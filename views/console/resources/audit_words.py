"""The audit trail in words: it keeps the program's own names for acts, tables and results; the auditor reads sentences."""

from __future__ import annotations

from typing import Any

from appcore.definition.verdict import N_
from models.vocabulary import ANSWER, CASE_OUTCOME, EXPORT_FORMAT, FILE_STATE, READ_REASON, ROLE, Vocabulary
from views.console.listing import local, shown
from views.console.resource import Resource, all_resources
from views.words import _

ACTS = {
    "signed_in": N_("登录"),
    "sign_in_failed": N_("登录失败"),
    "signed_out": N_("退出"),
    "password_reset": N_("重置密码"),
    "password_accepted": N_("密码正确，等待动态口令"),
    "password_changed": N_("修改密码"),
    "wrong_password": N_("输错当前密码"),
    "second_failed": N_("动态口令错误"),
    "second_begun": N_("开始设置动态口令"),
    "second_on": N_("启用动态口令"),
    "second_off": N_("停用动态口令"),
    "second_reset": N_("重置动态口令"),
    "recovery_codes_made": N_("重新生成备用码"),
    "pin_set": N_("设置解锁码"),
    "locked": N_("锁定页面"),
    "unlocked": N_("解锁页面"),
    "unlock_failed": N_("解锁失败"),
    "session_ended": N_("结束登录"),
    "sessions_ended": N_("结束其他登录"),
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
    "granted": N_("授予范围"),
    "grant_ended": N_("结束范围"),
    "deactivated": N_("停用账号"),
    "activated": N_("启用账号"),
    "asked_why": N_("查询能否看到"),
    "handed_over": N_("移交"),
    "taken_over": N_("接收移交"),
    "sent_back": N_("退回移交"),
    "recalled": N_("收回移交"),
    "opened_slip": N_("打开文书"),
    "drawn_up": N_("编制清单"),
    "signed": N_("签字"),
    "carried_out": N_("执行销毁"),
    "registered": N_("登记"),
    "answered": N_("登记答复"),
    "exported_person": N_("导出本人信息"),
    "saw_personal": N_("查看完整个人信息"),
    "searched_person": N_("按号码或姓名查办件"),
    "listed_readers": N_("查询谁看过某人的信息"),
    "unreadable": N_("报警：加密内容打不开"),
    "key_made": N_("启用新密钥"),
    "keys_rotated": N_("更换密钥"),
    "key_dropped": N_("删除旧密钥"),
    "verified": N_("校验审计记录"),
    "sealed": N_("封存审计记录"),
    "printed_seal": N_("打开封存凭证"),
    "attached": N_("上传附件"),
    "voided": N_("作废"),
    "downloaded": N_("下载"),
    "exported": N_("导出"),
    "scanned": N_("查毒"),
    "export_asked": N_("申请导出"),
    "export_approved": N_("批准导出"),
    "export_refused": N_("不批准导出"),
}
PAGES = {
    "CaseDesk.case": N_("查看办件"),
    "CaseDesk.finish": N_("办结"),
    "CaseDesk.slip": N_("打开文书"),
    "Counter.find": N_("收件"),
    "Counter.take": N_("收件"),
    "Counter.complete": N_("补齐受理"),
    "EditionActs.draft": N_("起草"),
    "EditionActs.preview": N_("预览与检查"),
    "EditionActs.act": N_("办理事项版本"),
    "Home.index": N_("待办"),
    "Search.everything": N_("搜索"),
    "AuditProof.proof": N_("校验与封存"),
    "AuditProof.print": N_("封存凭证"),
    "BlankForm.form": N_("空白申请表"),
    "SlipTemplates.read": N_("查看文书模板"),
    "SlipTemplates.edit": N_("编辑文书模板"),
    "SlipTemplates.publish": N_("发布文书模板"),
}
"""Hand-made pages, which a denial names."""
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
    "key": N_("密钥"),
    "read_log": N_("查看记录"),
    "intake": N_("收件"),
    "home": N_("待办"),
    "audit": N_("审计记录"),
    "stored_file": N_("样表与空白表"),
    "slip_template": N_("文书模板"),
    "blank_form": N_("空白申请表"),
}
PRINCIPALS = {"system": N_("系统"), "public": N_("公众")}
FACTS: dict[str, tuple[str, Vocabulary | None]] = {
    "rows": ("行数", None),
    "cases": (N_("办件数"), None),
    "kept": (N_("保留"), None),
    "read_reason": (N_("查看原因"), READ_REASON),
    "seen": (N_("看到的内容"), None),
    "by": (N_("查找方式"), None),
    "column": (N_("栏目"), None),
    "why": (N_("原因"), None),
    "resealed": (N_("重新加密"), None),
    "unreadable": (N_("打不开"), None),
    "left": (N_("剩余"), None),
    "item": ("事项", None),
    "role": ("角色", ROLE),
    "reason": ("原因", None),
    "outcome": ("办理结果", CASE_OUTCOME),
    "account": (N_("账号"), None),
    "answer": (N_("结论"), ANSWER),
    "grant": (N_("范围"), None),
    "name": (N_("姓名"), None),
    "hall_code": (N_("所在中心"), None),
    "department_code": (N_("所属部门"), None),
    "staff_id": (N_("工作人员"), None),
    "custody": (N_("移交双方"), None),
    "papers": (N_("随件材料"), None),
    "entries": ("记录数", None),
    "faults": ("问题数", None),
    "code": ("编号", None),
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
    if entry.act in PAGES:
        return _(PAGES[entry.act])
    page, _dot, verb = entry.act.partition(".")
    title = next((one.title for one in all_resources() if one.endpoint == page), "")
    return f"{_(title)} · {_(VERBS.get(verb, verb))}" if title else str(entry.act)


def nouns() -> dict[str, tuple[str, ...]]:
    """Things by the title of their page, each with the names the trail keeps of it."""
    found: dict[str, set[str]] = {}
    for one in all_resources():
        found.setdefault(one.title, set()).update((one.noun, one.model.__tablename__))
    for name, title in NOUNS.items():
        found.setdefault(title, set()).add(name)
    return {title: tuple(sorted(names)) for title, names in found.items()}


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
    return "；".join(_change(table, name, value) for name, value in found.items() if name != "id")


def sentences(entry: Any) -> list[str]:
    """The same, a sentence each."""
    return [one for one in changes(entry).split("；") if one]


def at(entry: Any) -> str:
    """The civil time of an entry to the second, with its distance from UTC (R50)."""
    return f"{local(entry.at):%Y-%m-%d %H:%M:%S} +08:00"


def _change(table: Resource | None, name: str, value: Any) -> str:
    info = table.info(name) if table is not None else {}
    own = (info.get("label", name), info.get("vocabulary"))
    label, vocabulary = own if info.get("vocabulary") else FACTS.get(name, own)
    was_and_is = value if isinstance(value, list) and len(value) == 2 else [value]
    if name == "seen":
        was_and_is = [columns_seen(",".join(value))] if isinstance(value, list) else was_and_is
    offered = dict(table.choices.get(name, ())) if table is not None else {}
    said = [
        _(offered[one]) if isinstance(one, str) and one in offered else shown(one, info | {"vocabulary": vocabulary})
        for one in was_and_is
    ]
    words = " → ".join(one or _("未填写") for one in said)
    return f"{_(label)}：{words}"


SEEN = {
    "id_number": N_("证件号码"),
    "phone": N_("联系电话"),
    "address": N_("通讯地址"),
    "answers": N_("表单敏感内容"),
}


def columns_seen(names: str) -> str:
    """What an entry of the read log says was seen, in words."""
    return "、".join(_(SEEN.get(name, name)) for name in names.split(","))


CELLS = {"at": at, "act": act, "noun": noun, "result": result, "roles": roles, "changes": changes}
