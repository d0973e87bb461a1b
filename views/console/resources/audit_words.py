"""The audit trail in words: it keeps the program's own names for acts, tables and results; the auditor reads sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from appcore.definition.verdict import N_
from models.db import Base
from models.vocabulary import (
    ANSWER,
    BOOKLET_KIND,
    CASE_OUTCOME,
    EXPORT_FORMAT,
    FILE_STATE,
    READ_REASON,
    ROLE,
    Vocabulary,
)
from views.console.listing import shown
from views.console.resource import Resource, all_resources
from views.console.resources import audit_names
from views.console.resources.audit_names import Names, table_of, targets_of, whole
from views.days import local
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
    "phone_invited": N_("发手机登记码"),
    "phone_enrolled": N_("登记手机"),
    "phone_enrol_failed": N_("手机登记失败"),
    "phone_signed_in": N_("用手机登录"),
    "phone_failed": N_("手机数字密码错误"),
    "phone_ended": N_("停用手机登记"),
    "entrusted": N_("交代办员跟办"),
    "untrusted": N_("收回跟办"),
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
    "ticked": N_("确认问题"),
    "tick_taken_back": N_("收回确认"),
    "tasks_opened": N_("下达整改任务"),
    "confirmed": N_("复核确认"),
    "package_applied": N_("导入数据包"),
    "package_undone": N_("撤销导入数据包"),
    "package_asked": N_("提交大批导入"),
    "miss_answered": N_("把搜索词设为别名"),
    "miss_dismissed": N_("排除搜索词"),
    "package_taken_over": N_("接管导入的事项"),
    "cancelled": N_("撤销"),
    "withdrawn": N_("停用"),
    "papers_merged": N_("合并标准材料"),
    "merge_undone": N_("撤销材料合并"),
    "power_matched": N_("匹配权责"),
    "power_parted": N_("解除权责匹配"),
    "item_paused": N_("暂停事项"),
    "item_resumed": N_("恢复办理"),
    "item_cancelled": N_("取消事项"),
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
    "kept_example": N_("保存试填样例"),
    "dropped_example": N_("删除试填样例"),
    "prefilled": N_("沿用以前办件的内容"),
    "staged": N_("暂存表单文件"),
    "expired": N_("清除过期的暂存文件"),
    "voided": N_("作废"),
    "downloaded": N_("下载"),
    "exported": N_("导出"),
    "scanned": N_("查毒"),
    "export_asked": N_("申请导出"),
    "conditions_wiped": N_("清除过期申请的导出条件"),
    "trail_broken": N_("报警：封存过的审计记录不见了"),
    "seals_missing": N_("报警：封存文件不见了"),
    "seal_place_silent": N_("报警：一处封存已停"),
    "seal_resumed": N_("查明后继续封存"),
    "export_approved": N_("批准导出"),
    "export_refused": N_("不批准导出"),
    "secret_renewed": N_("更换签名密钥"),
    "corrected": N_("更正"),
    "imported": N_("从表格导入"),
    "import_undone": N_("撤销导入"),
    "own_fields_kept": N_("填写自定义字段"),
    "discarded": N_("丢弃草稿"),
    "sent_again": N_("重新推送"),
    "stopped": N_("停止推送"),
    "bettered": N_("从优适用于在办办件"),
    "repealed": N_("废止"),
    "reinstated": N_("恢复有效"),
    "issued": N_("下达"),
    "handover_checked": N_("核对交接"),
    "adopted": N_("承接"),
    "adoption_recalled": N_("收回承接"),
    "booklet_asked": N_("申请制作资料"),
    "booklet_made": N_("制作资料"),
    "booklet_cleared": N_("清理到期资料"),
}
PAGES = {
    "LocalDesk": N_("本地值"),
    "DriftDesk": N_("标准变化待答复"),
    "DifferDesk": N_("各地差异"),
    "DelegationDesk": N_("承接批次"),
    "AdoptionDesk": N_("承接情况"),
    "VillageDesk": N_("村级服务清单"),
    "AccountDesk": N_("账号"),
    "AuditProof": N_("校验与封存"),
    "DocumentDesk": N_("文件库"),
    "ImpactDesk": N_("影响单"),
    "EditionDesign": N_("设计表单"),
    "Workbench": N_("事项工作台"),
    "RegisterDesign": N_("台账设计"),
    "FieldLibrary": N_("字段库"),
    "BookDesk": N_("台账"),
    "BookExports": N_("台账"),
    "BookImport": N_("台账"),
    "EntryDesk": N_("台账登记"),
    "OwnDesk": N_("自定义字段"),
    "CaseDesk": N_("办件"),
    "CompareDesk": N_("版本对比"),
    "CaseFiles": N_("附件"),
    "Counter": N_("收件"),
    "DestructionDesk": N_("销毁清单"),
    "EditionActs": N_("事项版本"),
    "ExportDesk": N_("导出申请"),
    "HallAccess": N_("谁能看到本中心"),
    "HandingDesk": N_("移交与退回"),
    "Home": N_("待办"),
    "Login": N_("登录"),
    "MaterialFiles": N_("材料的样表与空白表"),
    "Me": N_("我的账号"),
    "Packages": N_("数据包"),
    "BookletDesk": N_("汇编与手册"),
    "Misses": N_("无结果搜索"),
    "PaperFiles": N_("标准材料的样表与空白表"),
    "Permissions": N_("谁能做什么"),
    "PersonRequests": N_("个人信息请求"),
    "PersonSearch": N_("按证件号查办件"),
    "Readers": N_("谁看过某人的信息"),
    "ReviewDesk": N_("审核意见"),
    "StateBoard": N_("状态看板"),
    "Search": N_("搜索"),
    "Why": N_("能否看到"),
    "BlankForm": N_("空白申请表"),
    "PaperDesk": N_("材料库"),
    "CodeProposals": N_("推算实施编码"),
    "ItemCodes": N_("事项编码和状态"),
    "ItemLists": N_("事项清单"),
    "ItemTree": N_("事项目录"),
    "PowerDesk": N_("权责清单匹配"),
    "BundleDesk": N_("一件事"),
    "EntrustDesk": N_("交代办员跟办"),
    "FlowDesk": N_("流程和环节"),
    "HookDesk": N_("推送地址"),
    "HookQueue": N_("推送记录"),
    "PhoneDesk": N_("代办员手机"),
    "PhoneDoor": N_("用登记的手机登录"),
    "SlipTemplates": N_("文书模板"),
    "TrialDesk": N_("试填"),
    "Quality": N_("质量总览"),
    "TaskDesk": N_("整改任务"),
    "ConfirmDesk": N_("半年复核"),
    "VisitReport": N_("实际跑动次数"),
}
"""Hand-made pages, which a denial names; what was wanted there stands behind it where a page has several acts."""
VERBS = {
    "list": N_("列表"),
    "new": N_("登记"),
    "correct": N_("更正"),
    "design": N_("设计"),
    "follow": N_("起草新版本"),
    "upload": N_("从表格导入"),
    "apply": N_("从表格导入"),
    "undo": N_("撤销导入"),
    "printed": N_("打印"),
    "figures": N_("统计"),
    "show": N_("查看"),
    "add": N_("新增"),
    "edit": N_("修改"),
    "delete": N_("删除"),
    "lookup": N_("查找"),
    "xlsx": N_("导出"),
    "csv": N_("导出"),
    "case": N_("查看"),
    "reveal": N_("查看完整个人信息"),
    "finish": N_("办结"),
    "slip": N_("打开文书"),
    "fetch": N_("下载"),
    "files": N_("查看"),
    "void": N_("作废"),
    "decide": N_("批准导出"),
    "handed": N_("查看"),
    "hand": N_("移交"),
    "take": N_("接收移交"),
    "send_back": N_("退回移交"),
    "recall": N_("收回移交"),
    "draft": N_("起草"),
    "preview": N_("预览与检查"),
    "trial": N_("试填"),
    "act": N_("办理事项版本"),
    "due": N_("到期可销毁的办件"),
    "sign": N_("签字"),
    "carry_out": N_("执行销毁"),
    "withdraw": N_("撤回"),
    "register": N_("登记"),
    "answer": N_("登记答复"),
    "export": N_("导出"),
    "add_grant": N_("授予范围"),
    "end_grant": N_("结束范围"),
    "deactivate": N_("停用账号"),
    "activate": N_("启用账号"),
    "reset": N_("重置密码"),
    "reset_second": N_("重置动态口令"),
    "end_sessions": N_("结束登录"),
    "check": N_("校验审计记录"),
    "seal": N_("封存审计记录"),
    "print": N_("打开封存凭证"),
    "password": N_("修改密码"),
    "pin": N_("设置解锁码"),
    "end": N_("结束登录"),
    "end_others": N_("结束其他登录"),
    "second": N_("动态口令"),
    "complete": N_("补齐受理"),
    "enrol": N_("登记手机"),
    "revoke": N_("停用手机登记"),
    "entrust": N_("交代办员跟办"),
    "take_back": N_("收回跟办"),
    "enter": N_("登录"),
    "duplicate": N_("复制"),
    "move": N_("调整顺序"),
    "steps": N_("查看"),
    "renew": N_("更换签名密钥"),
    "switch_on": N_("启用"),
    "switch_off": N_("停用"),
    "send": N_("重新推送"),
    "merge": N_("合并标准材料"),
    "propose": N_("推算实施编码"),
    "state": N_("暂停、恢复、取消"),
    "match": N_("指定对应的事项"),
    "part": N_("解除匹配"),
    "paste": N_("导入权责清单"),
    "sheet": N_("查看"),
    "cases": N_("受影响的在办办件"),
    "better": N_("从优适用于在办办件"),
    "overview": N_("查看"),
    "recheck": N_("重新检查"),
    "edition": N_("查看"),
    "tick": N_("勾选"),
    "bulk": N_("批量确认"),
    "booklets": N_("列表"),
    "again": N_("重新制作"),
    "order": N_("制作资料"),
    "reassign": N_("改派"),
    "confirm": N_("确认"),
    "page": N_("查看"),
    "repeal": N_("废止"),
    "reinstate": N_("恢复有效"),
    "file": N_("文件原件"),
    "local": N_("查看"),
    "save": N_("修改"),
    "restore": N_("恢复"),
    "inbox": N_("查看"),
    "listed": N_("查看"),
    "batch": N_("查看"),
    "duties": N_("修改"),
    "handover": N_("修改"),
    "remove": N_("移出"),
    "issue": N_("下达"),
    "adoption": N_("查看"),
    "train": N_("登记培训"),
    "accept": N_("承接"),
    "villages": N_("查看"),
    "draw_up": N_("起草"),
    "discard": N_("丢弃草稿"),
    "publish": N_("发布"),
    "read": N_("查看"),
    "note": N_("提意见"),
    "judge": N_("核对意见"),
    "board": N_("查看"),
    "editions": N_("查看"),
    "remarks": N_("查看"),
}
REASONS = {
    "accounts": N_("账号命令"),
    "booklets": N_("制作资料"),
    "booklet files": N_("清理到期资料"),
    "checks": N_("检查事项"),
    "clocks of cases": N_("到期计算"),
    "corrections of a line in sight": N_("更正记录"),
    "custody": N_("移交办理"),
    "denied": N_("拒绝访问"),
    "due": N_("到期计算"),
    "duplicate": N_("重复检查"),
    "export": N_("导出"),
    "facts of a slip": N_("文书内容"),
    "init": N_("初始化"),
    "item use": N_("统计使用频度"),
    "keys": N_("密钥管理"),
    "opening hours": N_("开放时间"),
    "large imports": N_("大批导入"),
    "packages": N_("数据包"),
    "paper files": N_("样表与空白表"),
    "password": N_("修改密码"),
    "own fields go with their row": N_("自定义字段随记录移动"),
    "personal data of a book": N_("台账的个人信息"),
    "phone": N_("代办员手机"),
    "quota": N_("空间检查"),
    "readers": N_("查看记录"),
    "scan": N_("文件查毒"),
    "seal": N_("封存审计记录"),
    "search": N_("搜索"),
    "search misses": N_("无结果搜索"),
    "second factor": N_("动态口令"),
    "seed": N_("载入初始数据"),
    "session": N_("登录管理"),
    "sign-in": N_("登录"),
    "sign-out": N_("退出"),
    "staged files": N_("清除暂存文件"),
    "standard of a case": N_("办件依据的版本"),
    "sweep": N_("清理文件"),
    "unlock": N_("解锁页面"),
    "verify": N_("校验审计记录"),
    "webhooks": N_("事件推送"),
    "why": N_("能否看到"),
    "undo": N_("撤销导入"),
}
"""For what the system acted by itself: the reasons that the program gives."""
NOUNS = {
    "register": N_("台账"),
    "register_entry": N_("台账登记"),
    "register_version": N_("台账版本"),
    "register_book": N_("台账"),
    "account": N_("账号"),
    "ab_user": N_("账号"),
    "case": N_("办件"),
    "slip": N_("文书"),
    "edition": N_("事项版本"),
    "edition_remark": N_("审核意见"),
    "key": N_("密钥"),
    "read_log": N_("查看记录"),
    "intake": N_("收件"),
    "home": N_("待办"),
    "audit": N_("审计记录"),
    "phone": N_("代办员手机"),
    "stored_file": N_("样表与空白表"),
    "slip_template": N_("文书模板"),
    "package": N_("数据包"),
    "booklet": N_("汇编与手册"),
    "search_miss": N_("无结果搜索"),
    "blank_form": N_("空白申请表"),
    "paper_merge": N_("材料合并"),
    "paper_merge_line": N_("材料合并"),
    "power_match": N_("权责匹配"),
    "bundle_edition": N_("一件事的版本"),
    "paper_report": N_("不该再要的材料"),
    "item_list": N_("事项清单"),
    "power_list": N_("权责清单匹配"),
    "staged_file": N_("表单里的文件"),
    "offer_revision": N_("本地值"),
    "local_difference": N_("各地差异"),
    "drift": N_("标准变化待答复"),
    "adoption_training": N_("培训记录"),
    "village_list": N_("村级服务清单"),
}
PRINCIPALS = {"system": N_("系统"), "public": N_("公众"), "phone": N_("代办员手机")}
FACTS: dict[str, tuple[str, Vocabulary | None]] = {
    "ticked": (N_("规则"), None),
    "count": (N_("条数"), None),
    "due_on": (N_("期限"), None),
    "rows": ("行数", None),
    "register": (N_("台账"), None),
    "left_out": (N_("没有导入的行"), None),
    "still_valid": (N_("更正过、没有作废的行"), None),
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
    "term": ("搜索词", None),
    "sha256": ("摘要", None),
    "hash": ("摘要", None),
    "objects": (N_("项数"), None),
    "duties": (N_("双方责任"), None),
    "local_values": (N_("本地值"), None),
    "lines": (N_("交接清单"), None),
    "is_public": ("可公开", None),
    "file_state": ("文件状态", FILE_STATE),
    "which": ("种类", None),
    "format": ("文件格式", EXPORT_FORMAT),
    "agent": (N_("代办员"), None),
    "query": ("条件", None),
    "request": ("导出申请", None),
    "number": ("编号", None),
    "rights_given": (N_("增加的权限"), None),
    "rights_taken": (N_("取消的权限"), None),
    "into": (N_("保留的材料"), None),
    "from_on": (N_("起始日期"), None),
    "fields_added": (N_("新增字段"), None),
    "fields_removed": (N_("删去字段"), None),
    "fields_order": (N_("字段顺序"), None),
    "items": (N_("引用它的事项"), None),
    "rules": (N_("更有利的规定"), None),
    "part": (N_("部分"), None),
    "changes": (N_("改动"), None),
    "booklet": (N_("书名"), None),
    "kind": (N_("种类"), BOOKLET_KIND),
    "printed": (N_("份数"), None),
    "pages": (N_("页数"), None),
}
"""What acts keep beside columns, with the label and the code list of the value."""
LISTS = frozenset({"papers", "items", "rules", "duties", "lines", "local_values"})
"""Those that are lists, also with two in them: not a value before and one after."""
DIGEST = re.compile(r"(?:[a-z0-9]+:)?[0-9a-f]{32,}")
SHORT = 12
BY_ITSELF = re.compile(r"系统\((?P<reason>.*)\)")
RESULTS = {"done": N_("完成"), "denied": N_("拒绝"), "failed": N_("失败")}


def act(entry: Any) -> str:
    """An act, or for a denial the page that was asked for."""
    if entry.act in ACTS:
        return _(ACTS[entry.act])
    page, _dot, verb = entry.act.partition(".")
    title = next((one.title for one in all_resources() if one.endpoint == page), "") or PAGES.get(page, "")
    if not title:
        return _("其他操作")
    return f"{_(title)} · {_(VERBS[verb])}" if verb in VERBS else _(title)


def actor(entry: Any) -> str:
    """Who: a person by name, the system with what it was about."""
    found = BY_ITSELF.fullmatch(entry.actor)
    if found is None:
        return str(entry.actor)
    reason = found["reason"]
    return f"{_('系统')}（{_(REASONS[reason]) if reason in REASONS else reason}）"


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
    return _(title or NOUNS.get(entry.noun, N_("其他")))


def result(entry: Any) -> str:
    return _(RESULTS.get(entry.result, entry.result))


def roles(entry: Any) -> str:
    """Those of a person; a program and a visitor have none."""
    return "、".join(_(PRINCIPALS.get(slug) or ROLE.label_of(slug)) for slug in entry.roles.split(","))


def changes(entry: Any) -> str:
    """What changed, column by column in their own words: the old value and the new one, or the one there is."""
    return "；".join(sentences(entry, audit_names.of([entry])))


def sentences(entry: Any, names: Names) -> list[str]:
    """The same, a sentence each; what only a machine compares is left to `evidence`."""
    return [
        _change(entry, name, value, names)
        for name, value in whole(entry).items()
        if name != "id" and not is_evidence(value)
    ]


def evidence(entry: Any) -> list[str]:
    """The marks and digests of an entry, shortened: whole they stand on the entry's own page."""
    said = [
        _change(entry, name, [_short(one) for one in _listed(value)], {})
        for name, value in whole(entry).items()
        if is_evidence(value)
    ]
    return [*([f"{_('标记')}：{_short(entry.row_key)}"] if is_evidence(entry.row_key) else []), *said]


def is_evidence(value: Any) -> bool:
    """Whether a value is a digest, or was or is one: for a machine to compare."""
    return any(isinstance(one, str) and DIGEST.fullmatch(one) for one in _listed(value))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _short(value: Any) -> Any:
    return f"{value[:SHORT]}…" if is_evidence(value) else value


def at(entry: Any) -> str:
    """The civil time of an entry to the second, with its distance from UTC (R50)."""
    return f"{local(entry.at):%Y-%m-%d %H:%M:%S} +08:00"


@cache
def _columns() -> dict[str, Any]:
    """The columns of every table by its name; many have no page of their own."""
    return {mapper.class_.__tablename__: mapper.local_table.columns for mapper in Base.registry.mappers}


def _info(entry: Any, table: Resource | None, name: str) -> Mapping[str, Any]:
    """What the column of a kept value says of itself; nothing where an act kept more than columns."""
    if table is not None:
        return table.info(name)
    columns = _columns().get(entry.noun)
    return columns[name].info if columns is not None and name in columns else {}


def _change(entry: Any, name: str, value: Any, names: Names) -> str:
    table = table_of(entry)
    info = _info(entry, table, name)
    own = (info.get("label", name), info.get("vocabulary"))
    label, vocabulary = own if info.get("vocabulary") else FACTS.get(name, own)
    was_and_is = value if isinstance(value, list) and len(value) == 2 else [value]
    if name in LISTS:
        was_and_is = ["、".join(map(str, _listed(value)))]
    if name == "seen":
        was_and_is = [columns_seen(",".join(value))] if isinstance(value, list) else was_and_is
    offered = dict(table.choices.get(name, ())) if table is not None else {}
    targets = targets_of(table, name)
    said = [
        _(offered[one])
        if isinstance(one, str) and one in offered
        else next((names[one_of, str(one)] for one_of in targets if (one_of, str(one)) in names), "")
        or shown(one, {**info, "vocabulary": vocabulary})
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


CELLS = {"at": at, "actor": actor, "act": act, "noun": noun, "result": result, "roles": roles, "changes": changes}
