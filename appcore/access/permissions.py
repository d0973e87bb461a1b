"""Who may do what: one table of permissions by role, from which console, tests and the page "who may do what" are drawn.

A permission is `surface:noun:verb`. Flask-AppBuilder sees the noun as a view name (`console:case`) and the verb as a
permission (`can_show`); its builtin-role mechanism matches the anchored patterns of `builtin_roles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.vocabulary import ROLE

READ = ("list", "show")
KEEP = (*READ, "add", "edit", "delete")
ALL_ROLES = ROLE.slugs
READERS = (
    "county_editor",
    "county_reviewer",
    "department_editor",
    "hall_admin",
    "clerk",
    "decider",
    "leader",
    "supervisor",
)
COUNTY_BOOKS = (
    "region", "department", "hall", "window_kind", "item", "item_alias", "synonym", "standard_material", "work_day", "document",
    "power_entry", "bundle", "bundle_item", "bundle_question", "exchange_column", "work_system", "item_event",
)  # fmt: skip
WITH_A_LIFE = ("item", "item_event", "bundle")
"""Books of the county whose rows change by acts of their own, or are never removed."""
EDITION_CONTENT = (
    "legal_basis", "acceptance_condition", "question", "question_choice", "material", "fee", "reduction", "step",
    "special_procedure", "field", "field_choice", "outcome", "faq",
)  # fmt: skip
EDITION_PARTS = ("edition", "edition_event", *EDITION_CONTENT)
CHECK_BOOKS = ("check_finding", "check_run", "check_tick", "item_task", "item_confirmation")
EDITION_READERS = ("county_editor", "county_reviewer", "department_editor", "hall_admin", "supervisor")
HALL_BOOKS = ("hall_detail", "window", "staff", "post", "offer", "offer_contact", "authority")
HANDED_DOWN = ("delegation", "adoption", "village_list")
AT_PHONE = "phone"
"""A village agent at an enrolled phone (decisions 67): no role that an account is given, but what its session has there."""
HANDLERS = ("clerk", "decider", "leader", "hall_admin", "agent")
DESTRUCTION = ("destruction_list", "destruction_line")
CASE_BOOKS = ("case", "party", "material_check", "clock_event", "slip", "attachment")
BOOK_PEOPLE = (*READERS, "agent")
"""Who may be named as reader or writer of a book; the book says which of them (`RegisterRight`)."""
EXPORTERS = (
    "county_editor", "county_reviewer", "department_editor", "hall_admin", "leader", "supervisor",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """These roles may do these verbs on these nouns; `sentence` says so to people."""

    surface: str
    nouns: tuple[str, ...]
    verbs: tuple[str, ...]
    roles: tuple[str, ...]
    sentence: str


def _rule(nouns: Iterable[str], verbs: Iterable[str], roles: Iterable[str], sentence: str) -> Rule:
    return Rule("console", tuple(nouns), tuple(verbs), tuple(roles), sentence)


RULES: tuple[Rule, ...] = (
    _rule(("home",), ("show",), ALL_ROLES, "登录后都能看到自己的待办"),
    _rule(("me",), ("show",), ALL_ROLES, "每个人管理自己的密码、解锁码、动态口令和登录设备"),
    _rule(COUNTY_BOOKS, READ, READERS, "标准数据由本县各级共同查阅"),
    _rule(EDITION_PARTS, READ, ("county_editor", "county_reviewer", "department_editor", "hall_admin", "supervisor"), "查阅事项版本"),
    _rule([book for book in COUNTY_BOOKS if book not in WITH_A_LIFE], KEEP, ("county_editor",), "县级编辑维护全县标准数据"),
    _rule(("bundle",), ("add", "edit"), ("county_editor",), "县级编辑编写一件事；停用后不再公开，不能删除"),
    _rule(("bundle",), ("publish",), ("county_reviewer",), "发布和停用一件事，本人编写的由他人发布"),
    _rule(("standard_material",), ("merge",), ("county_editor",), "县级编辑把登记了两次的标准材料合并成一份，可以撤销"),
    _rule(("power_entry",), ("match",), ("county_editor",), "县级编辑确认权责清单和事项的对应关系"),
    _rule(("item",), ("state",), ("county_reviewer",), "县级审核暂停、恢复、取消事项，写明原因和日期"),
    _rule(("standard_material",), ("upload",), ("county_editor",), "县级编辑上传标准材料的空白表格和示例样表"),
    _rule(("material",), ("upload",), ("county_editor", "department_editor"), "在草稿里上传材料的空白表格和示例样表"),
    _rule(("edition",), ("impact",), ("county_editor", "county_reviewer", "department_editor", "hall_admin", "supervisor"), "查看版本的影响单；在办办件只列编号、中心和状态，不列姓名"),
    _rule(("document",), ("repeal",), ("county_editor",), "县级编辑废止文件库中的文件，先看哪些事项引用了它；废止错的可以恢复"),
    _rule(("item",), ("add", "edit"), ("county_editor",), "县级编辑建立事项；事项只能停用，不能删除"),
    _rule(("item", "item_alias"), ("add", "edit"), ("department_editor",), "部门编辑维护本部门事项"),
    _rule(("edition",), ("draft", "edit", "submit", "restore"), ("county_editor", "department_editor"), "起草、修改并送审，把以前的版本恢复为草稿"),
    _rule(EDITION_CONTENT, ("add", "edit", "delete"), ("county_editor", "department_editor"), "修改草稿的各部分"),
    _rule(("edition",), ("return", "approve", "publish", "cancel", "withdraw"), ("county_reviewer",), "审核并发布，本人送审的不能自己审定"),
    _rule(CHECK_BOOKS, (*READ, "export"), EDITION_READERS, "查看检查找到的问题、得分、确认、整改任务和复核记录"),
    _rule(("check_finding",), ("tick", "recheck"), ("county_editor", "county_reviewer", "department_editor"), "确认问题并写明理由，重新检查"),
    _rule(("item_task",), ("assign",), ("county_editor", "county_reviewer"), "改派整改任务，调整整改期限"),
    _rule(("item_confirmation",), ("confirm",), ("county_editor", "department_editor"), "每半年复核本部门的事项，确认没有变化"),
    _rule(("check_level",), KEEP, ("county_reviewer",), "县级审核调整检查规则的级别，写明理由；四类问题不能降级"),
    _rule(("check_word",), KEEP, ("county_editor",), "县级编辑维护检查用语"),
    _rule(("check_level", "check_word"), (*READ, "export"), ("county_editor", "county_reviewer", "department_editor", "supervisor"), "查看检查规则的级别和用语"),
    _rule(("offer_finding", "offer_run"), (*READ, "export"), ("county_editor", "county_reviewer", "hall_admin", "leader", "supervisor"), "查看本范围进驻事项的问题和得分"),
    _rule(("visit_report",), ("show", "export"), ("hall_admin", "leader", "supervisor"), "查看和导出本范围办件的实际跑动次数"),
    _rule(("state_board",), ("show",), ("county_editor", "county_reviewer", "department_editor", "supervisor"), "查看起草和审核的进度"),
    _rule(HALL_BOOKS, READ, ("county_editor", "county_reviewer", "hall_admin", "clerk", "decider", "leader", "supervisor"), "查阅大厅、窗口和人员"),
    _rule(HALL_BOOKS, KEEP, ("hall_admin",), "中心管理员维护本中心的窗口、人员和进驻事项"),
    _rule(("offer",), ("refine",), ("hall_admin",), "中心管理员给本中心设本地值，只能比标准更优惠"),
    _rule(("drift",), ("show",), ("county_editor", "county_reviewer", "hall_admin"), "查看标准变化后还没有答复的本地值"),
    _rule(("drift",), ("answer",), ("hall_admin",), "中心管理员答复标准变化：用标准、保留或改为新值"),
    _rule(("local_difference",), ("show", "export"), ("county_editor", "county_reviewer", "hall_admin", "leader", "supervisor"), "查看和导出各地与标准的差异和理由"),
    _rule(HANDED_DOWN, READ, ("county_editor", "county_reviewer", "hall_admin", "leader", "supervisor"), "查看承接批次、承接情况和村级服务清单"),
    _rule(("delegation",), ("add", "edit"), ("county_editor",), "县级编辑起草承接批次"),
    _rule(("delegation",), ("issue",), ("county_reviewer",), "县级审核下达承接批次"),
    _rule(("adoption",), ("take_on",), ("hall_admin",), "中心管理员核对交接、登记培训、承接事项"),
    _rule(("adoption",), ("recall",), ("county_reviewer",), "县级审核从某一天起收回已下放的事项"),
    _rule(("village_list",), ("edit", "publish"), ("hall_admin",), "乡镇中心管理员起草、签发并公布各村的服务清单"),
    _rule(CASE_BOOKS, READ, ("clerk", "decider", "leader", "hall_admin", "supervisor"), "在管辖范围内查看办件"),
    _rule(("case",), READ, ("agent",), "代办员查看本代办点的办件"),
    _rule(("case",), ("handle",), HANDLERS, "在办理这件事的中心和部门里看到姓名全称，别处只看到姓"),
    _rule(("home",), ("show",), (AT_PHONE,), "代办员在登记的手机上看到自己的待办"),
    _rule(("case",), (*READ, "handle"), (AT_PHONE,), "在登记的手机上只看得到本人正在办的办件，不能导出，也不能管理"),
    _rule(("case",), ("entrust",), ("clerk", "decider"), "持有办件的窗口人员和审批人把办件交给代办员跟办，也可以收回"),
    _rule(("phone",), ("list", "enrol", "revoke"), ("hall_admin", "security_admin"), "中心管理员和安全管理员给代办员登记手机，查看和停用登记"),
    _rule(("case",), ("reveal",), ("clerk", "decider", "leader", "hall_admin"), "选一个原因后查看完整号码，留下查看记录"),
    _rule(("person",), ("find",), ("clerk", "decider", "leader", "hall_admin"), "按证件号、手机号或姓名查本范围的办件"),
    _rule(DESTRUCTION, READ, ("hall_admin", "leader", "supervisor"), "查看销毁清单"),
    _rule(("destruction_list",), ("draw_up", "carry_out", "withdraw"), ("hall_admin",), "中心管理员编制销毁清单，两人签字后执行"),
    _rule(("destruction_list",), ("sign",), ("leader", "supervisor"), "在销毁清单上签字，编制人和两位签字人是三个人"),
    _rule(("destruction_list",), ("approve",), ("leader",), "分管领导在销毁清单上审批签字"),
    _rule(("destruction_list",), ("witness",), ("supervisor",), "督查人员在销毁清单上监销签字"),
    _rule(("person_request",), READ, ("hall_admin", "leader"), "查看个人信息请求"),
    _rule(("person_request",), ("register", "answer", "give_copy"), ("hall_admin",), "登记个人信息请求，导出本人信息，登记答复"),
    _rule(("read_log",), READ, ("auditor",), "审计员查看谁看过哪些个人信息"),
    _rule(("intake",), ("show", "accept"), ("clerk",), "窗口人员收件、受理"),
    _rule(("attachment",), ("add", "void"), ("clerk", "decider"), "上传办件附件；传错的可以作废，不能删除"),
    _rule(("case",), ("finish",), ("clerk", "decider", "leader"), "持有办件的窗口人员、审批人和分管领导办结"),
    _rule(("case",), ("deny",), ("decider", "leader"), "不予由审批人或分管领导作出，窗口不能单独否决"),
    _rule(("case",), ("hand", "take"), ("clerk", "decider"), "持有办件的窗口人员和审批人移交办件，接收方接收或退回"),
    _rule(("slip",), ("print",), ("clerk", "decider", "leader"), "持有办件的窗口人员、审批人和分管领导打印文书"),
    _rule(("slip_template",), ("show",), ("county_editor", "county_reviewer"), "查看文书模板和各个版本"),
    _rule(("slip_template",), ("edit",), ("county_editor",), "县级编辑起草文书模板并送审，法定内容锁定不能改"),
    _rule(("slip_template",), ("publish",), ("county_reviewer",), "审核、发布和停用文书模板，本人起草的不能自己发布"),
    _rule(("package",), ("show", "export"), ("county_editor", "county_reviewer"), "查看导入记录，把事项、台账、字段库和文书模板导出为数据包"),
    _rule(("package",), ("bring_in", "undo"), ("county_editor",), "县级编辑把数据包导入为草稿，没有人接着改之前可以撤销"),
    _rule(("booklet",), ("list", "show", "make"), ("county_editor", "county_reviewer", "department_editor", "hall_admin"), "把现行事项做成汇编、指南、规范表和手册，下载印刷"),
    _rule(("search_miss",), ("list",), ("county_editor", "county_reviewer", "department_editor"), "查看没有搜到结果的词"),
    _rule(("search_miss",), ("answer",), ("county_editor",), "县级编辑把没有搜到的词设为事项别名，或者注明没有这个事项"),
    _rule(("package",), ("take_over",), ("county_reviewer",), "县级审核把别人导入的事项一次接管为现行版本，没有人接着办之前可以撤销接管"),
    _rule(("blank_form",), ("show",), READERS, "打印事项的空白申请表"),
    _rule((*COUNTY_BOOKS, *EDITION_PARTS), ("export",), ("county_editor", "county_reviewer", "department_editor", "hall_admin", "supervisor"), "导出标准数据和事项版本的列表"),
    _rule((*HALL_BOOKS, *HANDED_DOWN, *CASE_BOOKS, *DESTRUCTION), ("export",), ("hall_admin", "leader", "supervisor"), "导出大厅和办件的列表；行数多的须另一人批准"),
    _rule(("person_request",), ("export",), ("hall_admin", "leader"), "导出个人信息请求的列表"),
    _rule(("export_request",), (*READ, "fetch"), EXPORTERS, "查看导出申请；批准后由申请人本人下载"),
    _rule(("export_request",), ("decide",), ("leader", "supervisor"), "批准大批量导出；自己申请的须由另一人批准"),
    _rule(("export_request",), ("export",), ("supervisor",), "督查人员导出导出申请的记录"),
    _rule(("audit",), READ, ("auditor",), "审计员查阅审计记录"),
    _rule(("account",), READ, ("security_admin", "system_admin"), "安全管理员和系统管理员查看账号"),
    _rule(("account",), ("add", "edit", "grant", "deactivate", "reset"), ("security_admin",), "安全管理员建立账号、分配角色和范围；不能动自己的账号"),
    _rule(("account",), ("activate",), ("security_admin", "system_admin"), "安全管理员启用业务账号；系统、安全、审计三类账号由系统管理员确认启用"),
    _rule(("hall_access",), ("list",), ("hall_admin",), "中心管理员查看哪些账号能看到本中心"),
    _rule(("permission",), ("show",), ALL_ROLES, "每个人都能查看自己的角色能做什么"),
    _rule(("permission",), ("list",), ("system_admin", "security_admin", "auditor"), "管理员和审计员查看全部角色能做什么"),
    _rule(("why",), ("ask",), ("security_admin",), "安全管理员查明某人为什么看得到或看不到某条记录，不显示记录内容"),
    _rule(("hook_subscription", "hook_delivery"), READ, ("system_admin",), "系统管理员查看推送地址和推送记录"),
    _rule(("hook_subscription",), ("add", "edit"), ("system_admin",), "系统管理员维护推送地址、更换签名密钥；网址只能指向允许名单内的主机"),
    _rule(("hook_delivery",), ("send", "stop"), ("system_admin",), "系统管理员重新推送或停止一条推送"),
    _rule(("register",), READ, BOOK_PEOPLE, "查看台账；看得到哪一本、由台账自己写明的岗位决定"),
    _rule(("register",), ("design",), ("county_editor",), "县级编辑设计台账、自定义字段和字段库，启用新版本、停用台账"),
    _rule(("register_entry",), (*READ, "add", "edit", "void", "import"), BOOK_PEOPLE, "在台账写明的岗位和本人管辖范围内登记、更正、作废、从表格导入"),
    _rule(("register_entry",), ("export",), EXPORTERS, "导出看得到的台账；行数多的须另一人批准"),
    _rule(("audit",), ("verify",), ("auditor",), "审计员校验并封存审计记录"),
)  # fmt: skip

_granted: dict[tuple[str, str], frozenset[str]] = {}
for _one in RULES:
    for _noun in _one.nouns:
        for _verb in _one.verbs:
            _name = (f"{_one.surface}:{_noun}", _verb)
            _granted[_name] = _granted.get(_name, frozenset()) | frozenset(_one.roles)


def roles_that_may(view: str, verb: str) -> frozenset[str]:
    """The roles that hold a permission, e.g. ("console:case", "show"); an unknown permission is nobody's."""
    return _granted.get((view, verb), frozenset())


def may(roles: Iterable[str], view: str, verb: str) -> bool:
    """Whether any of these roles holds the permission."""
    return not roles_that_may(view, verb).isdisjoint(roles)


def known() -> frozenset[tuple[str, str]]:
    """Every permission that the table names."""
    return frozenset(_granted)


def builtin_roles() -> dict[str, list[list[str]]]:
    """The table in Flask-AppBuilder's form: anchored, because it matches by prefix."""
    table: dict[str, list[list[str]]] = {slug: [] for slug in (*ALL_ROLES, AT_PHONE)}
    for (view, verb), roles in sorted(_granted.items()):
        for role in roles:
            table[role].append([f"{re.escape(view)}$", f"can_{verb}$"])
    return table
