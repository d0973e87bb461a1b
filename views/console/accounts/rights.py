"""谁能做什么, drawn from the table of permissions itself; and for a hall admin, who has access to his hall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from appcore.access import account_reading, permissions
from appcore.access.permissions import RULES, Rule
from appcore.access.principal import signed_in
from appcore.definition.verdict import N_
from models.db import house_session
from models.vocabulary import ROLE
from views.console.resource import all_resources
from views.words import _

NOUNS = {
    "home": N_("待办"), "intake": N_("收件"), "account": N_("账号"), "permission": N_("谁能做什么"), "why": N_("能否看到"),
    "hall_access": N_("谁能看到本中心"), "me": N_("我的账号"), "person": N_("当事人"), "phone": N_("代办员手机"),
    "register": N_("台账和字段库"),
    "slip_template": N_("文书模板"), "state_board": N_("状态看板"), "package": N_("数据包"), "blank_form": N_("空白申请表"),
    "visit_report": N_("实际跑动次数"), "search_miss": N_("无结果搜索"),
    "booklet": N_("汇编与手册"), "drift": N_("标准变化待答复"), "local_difference": N_("各地差异"),
}  # fmt: skip
VERBS = {
    "list": N_("列表"), "show": N_("查看"), "add": N_("新增"), "edit": N_("修改"), "delete": N_("删除"), "draft": N_("起草"),
    "submit": N_("送审"), "return": N_("退回"), "approve": N_("审定"), "publish": N_("发布"), "cancel": N_("撤销"), "restore": N_("恢复为草稿"),
    "withdraw": N_("停用"), "impact": N_("查看影响单"), "repeal": N_("废止"), "accept": N_("受理"), "finish": N_("办结"), "deny": N_("不予"), "print": N_("打印"), "hand": N_("移交"),
    "take": N_("接收"), "grant": N_("授予范围"), "deactivate": N_("停用"), "reset": N_("重置密码"), "activate": N_("启用"),
    "ask": N_("查询"), "export": N_("导出列表"), "give_copy": N_("导出本人信息"), "handle": N_("看到姓名全称"),
    "reveal": N_("查看完整号码"), "find": N_("按号码查办件"), "draw_up": N_("编制清单"), "carry_out": N_("执行销毁"), "sign": N_("签字"),
    "witness": N_("监销"), "register": N_("登记"), "answer": N_("答复"), "upload": N_("上传"), "void": N_("作废"),
    "enrol": N_("登记"), "revoke": N_("停用"), "entrust": N_("交代办员跟办"), "design": N_("设计"),
    "fetch": N_("下载"), "decide": N_("批准"), "verify": N_("校验"), "send": N_("重新推送"), "stop": N_("停止推送"),
    "merge": N_("合并"), "match": N_("确认匹配"), "state": N_("暂停、恢复、取消"),
    "import": N_("从表格导入"), "bring_in": N_("导入"), "take_over": N_("接管为现行"), "undo": N_("撤销导入"),
    "tick": N_("确认问题"), "recheck": N_("重新检查"), "assign": N_("改派和改期"), "confirm": N_("复核确认"),
    "refine": N_("设本地值"), "issue": N_("下达"), "recall": N_("收回"), "take_on": N_("承接"), "make": N_("制作"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One rule of the table in words, with the roles that it names."""

    sentence: str
    nouns: str
    verbs: str
    roles: tuple[str, ...]


def lines(role: str = "") -> list[Line]:
    """The rules in the order of the table; with a role, those that name it."""
    return [_line(rule) for rule in RULES if not role or role in rule.roles]


def _line(rule: Rule) -> Line:
    titles = {one.noun: one.title for one in all_resources()}
    nouns = "、".join(_(titles.get(noun) or NOUNS.get(noun, noun)) for noun in rule.nouns)
    verbs = "、".join(dict.fromkeys(_(VERBS.get(verb, verb)) for verb in rule.verbs))
    return Line(_(rule.sentence), nouns, verbs, tuple(slug for slug in ROLE.slugs if slug in rule.roles))


class Permissions(BaseView):
    """Administrators and the auditor see every role; everybody else his own."""

    route_base = "/access/permissions"
    class_permission_name = "console:permission"
    default_view = "show"
    method_permission_name = {"show": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("")
    @has_access
    @permission_name("show")
    def show(self) -> Any:
        who = signed_in()
        sees_all = permissions.may(who.roles, "console:permission", "list")
        offered = [slug for slug in ROLE.slugs if sees_all or slug in who.roles]
        role = request.args.get("role", "")
        if role and role not in offered:
            abort(404)
        chosen = [role] if role else offered
        table = [line for line in lines() if set(line.roles) & set(chosen)]
        return render_template(
            "console/access/permissions.html", title=_("谁能做什么"), lines=table, everybody=len(ROLE.slugs), shown=[(one, _(ROLE.label_of(one))) for one in chosen],
            roles=[("", _("全部角色"), not role), *((one, _(ROLE.label_of(one)), one == role) for one in offered)],
        )  # fmt: skip


class HallAccess(BaseView):
    """The accounts that see a hall's rows: to read, for its admin; changes are the security administrator's."""

    route_base = "/access/hall-access"
    class_permission_name = "console:hall_access"
    default_view = "accounts"
    method_permission_name = {"accounts": "list"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("")
    @has_access
    @permission_name("list")
    def accounts(self) -> Any:
        if request.args:
            abort(400, _("地址中有不能识别的筛选条件：%(name)s", name=next(iter(request.args))[:40]))
        found = account_reading.who_sees(house_session(), signed_in())
        return render_template("console/access/hall_access.html", title=_("谁能看到本中心"), found=found)
