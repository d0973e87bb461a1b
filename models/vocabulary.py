"""The code lists of the national standards with slugs of our own, so that tables, forms and exchange share one list.

Pure data: this module imports nothing of ours and neither Flask nor SQLAlchemy (docs/decisions: the pure modules).
Source: GB/T 39046-2020 Annex A; the national exchange tables of the 基本目录 and 实施清单; GB/T 39554.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a code list: our slug, the Chinese word, and the national digit where there is one."""

    slug: str
    label: str
    national: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed code list; the order is the order in which people expect to read it."""

    name: str
    label: str
    terms: tuple[Term, ...]

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __contains__(self, slug: object) -> bool:
        return any(term.slug == slug for term in self.terms)

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(term.slug for term in self.terms)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Pairs of slug and Chinese label, as a select wants them."""
        return tuple((term.slug, term.label) for term in self.terms)

    def label_of(self, slug: str | None) -> str:
        """The Chinese word for a slug; an unknown slug is shown as it stands, None as nothing."""
        return next((term.label for term in self.terms if term.slug == slug), slug or "")

    def national_of(self, slug: str | None) -> str:
        """The national digit, or our own fixed number, of a slug; nothing where there is none."""
        return next((term.national for term in self.terms if term.slug == slug), "")

    def slug_of(self, label: str) -> str | None:
        """The slug for a Chinese word, or None when the list has no such word."""
        return next((term.slug for term in self.terms if term.label == label), None)


def _list(name: str, label: str, *rows: tuple[str, str] | tuple[str, str, str]) -> Vocabulary:
    return Vocabulary(name, label, tuple(Term(*row) for row in rows))


_PERSON_THEMES = (
    "生育收养 户籍办理 民族宗教 教育科研 入伍服役 就业创业 设立变更 准营准办 抵押质押 职业资格 行政缴费 婚姻登记 优待抚恤 规划建设 住房保障 "
    "社会保障 证件办理 交通出行 旅游观光 出境入境 消费维权 公共安全 司法公证 知识产权 环保绿化 文化体育 公用事业 医疗卫生 离职退休 死亡殡葬 其他"
)
_BODY_THEMES = (
    "设立变更 准营准办 资质认证 年检年审 税收财务 人力资源 社会保障 投资审批 融资信贷 抵押质押 商务贸易 招标拍卖 海关口岸 涉外服务 农林牧渔 "
    "国土和规划建设 交通运输 环保绿化 应急 科技创新 文体教育 知识产权 民族宗教 质量技术 检验检疫 安全生产 公安消防 司法公证 公用事业 法人注销 "
    "档案文物 其他"
)


def _themes(prefix: str, words: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{prefix}{number:02d}", word) for number, word in enumerate(words.split(), 1))


TASK_TYPE = _list(
    "task_type", "事项类型",
    ("permit", "行政许可", "01"), ("penalty", "行政处罚", "02"), ("coercion", "行政强制", "03"), ("levy", "行政征收", "04"),
    ("benefit", "行政给付", "05"), ("inspection", "行政检查", "06"), ("confirmation", "行政确认", "07"), ("reward", "行政奖励", "08"),
    ("adjudication", "行政裁决", "09"), ("other_power", "其他行政权力", "10"), ("public_service", "公共服务", "20"),
)  # fmt: skip
USE_LEVEL = _list(
    "use_level", "行使层级",
    ("national", "国家级", "1"), ("province", "省级", "2"), ("city", "市级", "3"), ("county", "县级", "4"),
    ("town", "镇(乡、街道)级", "5"), ("village", "村(社区)级", "6"), ("graded", "分级管理", "7"),
)  # fmt: skip
ITEM_STATE = _list(
    "item_state", "事项状态", ("in_use", "在用", "1"), ("paused", "暂停", "2"), ("cancelled", "取消", "3")
)
ITEM_TIER = _list("item_tier", "事项层级", ("main", "主项"), ("sub", "子项"), ("handling", "业务办理项"))
BODY_KIND = _list(
    "body_kind", "实施主体性质",
    ("statutory", "法定机关", "1"), ("authorised", "授权组织", "2"), ("entrusted", "受委托组织", "3"), ("other", "其他", "9"),
)  # fmt: skip
POWER_SOURCE = _list(
    "power_source", "权力来源",
    ("own_level", "法定本级行使", "1"), ("handed_down", "上级下放", "2"), ("authorised_above", "上级授权", "3"),
    ("authorised_peer", "同级授权", "4"), ("entrusted_above", "上级委托", "5"), ("entrusted_peer", "同级委托", "6"),
)  # fmt: skip
SERVICE_OBJECT = _list(
    "service_object", "服务对象",
    ("person", "自然人", "1"), ("company", "企业法人", "2"), ("institution", "事业法人", "3"), ("association", "社会组织法人", "4"),
    ("unincorporated", "非法人企业", "5"), ("agency", "行政机关", "6"), ("other", "其他组织", "9"),
)  # fmt: skip
CASE_TYPE = _list("case_type", "办件类型", ("instant", "即办件", "1"), ("promised", "承诺件", "2"))
CASE_KIND = _list(
    "case_kind",
    "办件种类",
    ("instant", "即办件", "1"),
    ("promised", "承诺件", "2"),
    ("joint", "联办件", "3"),
    ("reported", "上报件", "4"),
)
CASE_MODE = _list(
    "case_mode", "办理方式",
    ("window", "窗口"), ("agent", "代办"), ("home_visit", "上门"), ("appointment", "预约"), ("extended", "延时"),
    ("from_above", "上级交办"), ("from_below", "下级报送"), ("from_peer", "同级转办"),
)  # fmt: skip
CASE_STATE = _list(
    "case_state", "办件状态",
    ("received", "收件", "02"), ("correction", "补正", "06"), ("accepted", "受理", "05"), ("under_way", "在办", "12"),
    ("suspended", "中止", "11"), ("decided", "已决定"), ("finished", "办结", "10"), ("delivered", "已送达"),
)  # fmt: skip
OPEN_CASE = ("received", "accepted", "under_way", "suspended")
"""The states in which somebody works on a case: it is his task, takes files and has a light."""
CASE_OUTCOME = _list(
    "case_outcome", "办件结果",
    ("granted", "准予"), ("denied", "不予"), ("refused", "不予受理", "07"), ("withdrawn", "撤回申请"), ("lapsed", "逾期未补正"),
    ("terminated", "终止"), ("voided", "作废"),
)  # fmt: skip
TIME_UNIT = _list(
    "time_unit", "时限单位",
    ("working_days", "个工作日", "1"), ("natural_days", "个自然日", "2"), ("hours", "小时", "3"), ("minutes", "分钟", "4"), ("months", "个月", "5"),
)  # fmt: skip
HANDLE_FORM = _list(
    "handle_form", "办理形式",
    ("window", "窗口办理", "1"), ("web", "电脑端网上办理", "2"), ("mobile", "移动端网上申请", "3"), ("express", "快递申请", "4"), ("other", "其他", "9"),
)  # fmt: skip
HANDLE_AREA = _list(
    "handle_area", "通办范围",
    ("nation", "全国", "1"), ("province", "全省(跨市)", "2"), ("city", "全市(跨县)", "3"), ("county", "全县", "4"),
    ("town", "全镇(乡、街道)", "5"), ("villages", "跨村(社区)", "6"),
)  # fmt: skip
RESULT_TYPE = _list(
    "result_type",
    "审批结果类型",
    ("licence", "证照", "1"),
    ("document", "批文", "2"),
    ("other", "其他", "3"),
    ("none", "无", "4"),
)
RESULT_FORM = _list(
    "result_form", "办结方式", ("licence", "出证办结"), ("document", "出文办结"), ("approval", "审批办结")
)
NECESSITY = _list(
    "necessity", "材料必要性", ("required", "必要", "1"), ("optional", "非必要", "2"), ("deferrable", "容缺后补", "3")
)
MATERIAL_KIND = _list(
    "material_kind", "材料种类", ("licence", "证件证书证明", "1"), ("form", "申请表格文书", "2"), ("other", "其他", "3")
)
MATERIAL_TYPE = _list(
    "material_type", "材料类型",
    ("original", "原件", "1"), ("copy", "复印件", "2"), ("either", "原件或复印件", "3"), ("both", "原件和复印件", "4"),
)  # fmt: skip
MATERIAL_FORM = _list(
    "material_form", "材料形式", ("paper", "纸质", "1"), ("electronic", "电子化", "2"), ("either", "纸质/电子化", "3")
)
SOURCE_TYPE = _list(
    "source_type", "来源渠道",
    ("applicant", "申请人自备", "10"), ("government", "政府部门核发", "20"), ("intermediary", "中介机构出具", "30"), ("other", "其他", "99"),
)  # fmt: skip
ONLINE_DEPTH = _list(
    "online_depth", "网上办理深度",
    ("consult", "互联网咨询", "1"), ("receive", "互联网收件", "2"), ("pre_review", "互联网预审", "3"), ("accept", "互联网受理", "4"),
    ("handle", "互联网办理", "5"), ("result", "互联网办理结果信息反馈", "6"), ("licence", "互联网电子证照反馈", "7"), ("other", "其他", "9"),
)  # fmt: skip
ONLINE_GRADE = _list(
    "online_grade", "网办深度等级",
    ("grade1", "信息服务(Ⅰ级)"), ("grade2", "单向互动(Ⅱ级)"), ("grade3", "双向互动(Ⅲ级)"), ("grade4", "全程网办(Ⅳ级)"),
)  # fmt: skip
REVIEW_TYPE = _list("review_type", "审查类型", ("on_the_spot", "即审即办"), ("examined", "前审后批"))
AGENT_ALLOWED = _list(
    "agent_allowed", "可代办", ("no", "否"), ("village", "村级代办"), ("town", "镇级代办"), ("all", "均可")
)
SERVICE_CLASS = _list(
    "service_class", "服务类别",
    ("administration", "行政管理服务"), ("convenience", "便民服务"), ("disclosure", "政府信息公开"), ("policy", "政策信息咨询服务"),
)  # fmt: skip
RETENTION = _list("retention", "档案保管期限", ("years10", "10年"), ("years30", "30年"), ("permanent", "永久"))
INITIATION = _list("initiation", "启动方式", ("application", "依申请"), ("unasked", "免申即享"), ("found", "主动发现"))
DELIVERY = _list("delivery", "结果送达方式", ("window", "窗口领取"), ("express", "快递送达"), ("online", "网上获取"))
BASIS_LEVEL = _list(
    "basis_level", "依据层级",
    ("law", "法律"), ("regulation", "行政法规"), ("local_regulation", "地方性法规"), ("rule", "部门规章"), ("local_rule", "政府规章"),
    ("document", "规范性文件"),
)  # fmt: skip
STEP_KIND = _list(
    "step_kind", "环节类别",
    ("accept", "受理"), ("handle", "承办"), ("pass_on", "传递"), ("report_back", "反馈"), ("examine", "审查"), ("inspect", "现场勘查"),
    ("publicise", "公示公告"), ("approve", "决定"), ("finish", "办结"), ("deliver", "送达"), ("register", "登记"), ("assign", "转办"),
    ("report_up", "上报"), ("reply", "答复"),
)  # fmt: skip
STEP_LEVEL = _list(
    "step_level",
    "办理层级",
    ("village", "村(社区)"),
    ("town", "乡镇"),
    ("county", "县"),
    ("city", "市"),
    ("province", "省"),
)
STEP_ROLE = _list(
    "step_role", "办理角色",
    ("clerk", "窗口人员"), ("officer", "承办人"), ("decider", "审批人"), ("leader", "分管领导"), ("agent", "代办员"), ("outside", "外部机构"),
)  # fmt: skip
STEP_ACT = _list(
    "step_act", "环节可以做的事",
    ("pass", "通过"), ("return", "退回"), ("correct", "补正"), ("suspend", "中止"), ("extend", "延长"), ("hand_over", "移交"),
)  # fmt: skip
STEP_COUNTING = _list("step_counting", "时限计算", ("counted", "计入"), ("not_counted", "不计入"), ("instant", "即办"))
PROCEDURE_KIND = _list(
    "procedure_kind", "特别程序种类",
    ("hearing", "听证"), ("tender", "招标"), ("auction", "拍卖"), ("inspection", "检验"), ("testing", "检测"), ("quarantine", "检疫"),
    ("appraisal", "鉴定"), ("expert_review", "专家评审"), ("public_notice", "公示"), ("extension", "延长审批"), ("other", "其他法定事由"),
)  # fmt: skip
REDUCTION_KIND = _list(
    "reduction_kind", "减免方式", ("free", "免收"), ("percent", "按比例减收"), ("fixed", "按定额收取")
)
QUESTION_KIND = _list(
    "question_kind", "问题类型", ("choice", "单选"), ("choices", "多选"), ("yes_no", "是/否"), ("integer", "整数")
)
REGISTER_SUBJECT = _list(
    "register_subject", "登记对象",
    ("book", "台账"), ("hall", "服务中心的自定义字段"), ("window", "窗口的自定义字段"), ("staff", "工作人员的自定义字段"),
    ("department", "部门的自定义字段"), ("block", "字段库"),
)  # fmt: skip
REGISTER_VERSION_STATE = _list("register_version_state", "台账版本状态", ("draft", "草稿"), ("published", "启用"))
REGISTER_POWER = _list("register_power", "台账权限", ("read", "查看"), ("write", "登记"))
ENTRY_STATE = _list("entry_state", "登记状态", ("kept", "有效"), ("voided", "已作废"))
PREFILL = _list(
    "prefill", "预填来源",
    ("earlier", "同一申请人上次填写的内容"), ("today", "当天日期"), ("applicant_name", "申请人姓名或名称"),
    ("applicant_id", "申请人证件号码"), ("applicant_phone", "申请人联系电话"), ("applicant_address", "申请人地址"),
)  # fmt: skip
FIELD_WIDTH = _list("field_width", "字段宽度", ("full", "整行"), ("half", "半行"), ("third", "三分之一行"))
PRINT_PLACE = _list("print_place", "打印位置", ("body", "正文"), ("attached", "附页"), ("none", "不打印"))
ID_DOCUMENT = _list(
    "id_document", "证件类型",
    ("id_card", "身份证", "31"), ("officer", "军官证", "32"), ("passport", "护照", "33"), ("hk_macao_pass", "港澳居民来往内地通行证", "35"),
    ("taiwan_pass", "台湾居民来往大陆通行证", "36"), ("hmt_residence", "港澳台居民居住证", "37"), ("foreign_residence", "外国人永久居留身份证", "38"),
    ("other_person", "其他个人证件", "49"), ("business_licence", "营业执照", "51"), ("agency_certificate", "机关群团统一社会信用代码证书", "53"),
    ("non_profit", "民办非企业单位登记证书", "56"), ("association", "社会团体法人登记证书", "57"), ("institution", "事业单位法人证书", "59"),
    ("other_body", "其他法人证件", "79"), ("none", "暂无证件"),
)  # fmt: skip
MATERIAL_STATE = _list(
    "material_state", "收件情况",
    ("seen", "核验原件后退回"), ("copy_kept", "收复印件/扫描件"), ("original_kept", "收原件"), ("shared", "免提交(数据共享/电子证照)"),
    ("pledged", "承诺代替证明"), ("to_follow", "容缺后补"), ("not_needed", "本次不需要"), ("missing", "缺少"), ("wrong", "不符合要求"),
)  # fmt: skip
CLOCK_EVENT = _list(
    "clock_event", "期限事件",
    ("received", "收件"), ("correction_told", "告知补正"), ("corrected", "补正完成"), ("accepted", "受理"), ("refused", "不予受理"),
    ("suspended", "中止"), ("resumed", "恢复"), ("extended", "延长"), ("handed_over", "移交"), ("decided", "决定"), ("finished", "办结"),
    ("delivered", "送达"), ("voided", "作废"), ("edition_moved", "改用现行版本"), ("bettered", "适用更有利的规定"),
)  # fmt: skip
# The number of a kind stands in each slip number: it is given once and never moved.
SLIP_KIND = _list(
    "slip_kind", "文书种类",
    ("receipt", "收件凭证", "01"), ("acceptance", "受理通知书", "02"), ("correction", "补正一次告知单", "03"), ("restart", "补办件重新启动通知单", "04"),
    ("refusal", "不予受理通知书", "05"), ("return", "退件通知单", "06"), ("rectify", "整改通知单", "07"), ("gap", "容缺受理通知书", "08"), ("pledge", "承诺书", "09"),
    ("extension", "延期通知", "10"), ("special_procedure", "特别程序告知书", "11"), ("grant", "准予决定书", "12"), ("denial", "不予决定书", "13"),
    ("delivery", "送达回证", "14"), ("handling_sheet", "承办单", "15"), ("custody", "物料交接单", "16"), ("mandate", "代办委托书", "17"), ("payment", "缴款通知单", "18"),
)  # fmt: skip
SLIP_TEMPLATE_STATE = _list(
    "slip_template_state", "模板版本状态",
    ("draft", "草稿"), ("submitted", "送审"), ("returned", "退回"), ("published", "发布"),
)  # fmt: skip
PARTY_ROLE = _list(
    "party_role", "当事人角色",
    ("applicant", "申请人"), ("co_applicant", "共同申请人"), ("household", "家庭成员"), ("spouse", "配偶"), ("seller", "转让方"),
    ("buyer", "受让方"), ("co_owner", "共有人"), ("guardian", "监护人"), ("agent", "代理人"), ("contact", "联系人"), ("opponent", "对方当事人"),
)  # fmt: skip
HALL_KIND = _list(
    "hall_kind", "服务场所类型",
    ("county_hall", "县行政服务中心"), ("town_hall", "乡镇行政(便民)服务中心"), ("village_room", "村(社区)便民服务中心"), ("agent_point", "代办点"),
)  # fmt: skip
HALL_CLASS = _list("hall_class", "建设类别", ("class1", "一类"), ("class2", "二类"), ("class3", "三类"))
POST_KIND = _list("post_kind", "岗位", ("a", "A岗"), ("b", "B岗"), ("chief", "首席代表"), ("head", "窗口负责人"))
AUTHORITY_POWER = _list("authority_power", "权限", ("accept", "受理"), ("decide", "决定"), ("advise", "咨询"))
GRANT_KIND = _list(
    "grant_kind",
    "范围种类",
    ("hall", "仅本中心"),
    ("region", "本地及以下"),
    ("department", "部门条线"),
    ("items", "指定事项"),
)
EDITION_STATE = _list(
    "edition_state", "版本状态",
    ("draft", "草稿"), ("submitted", "送审"), ("returned", "退回"), ("approved", "审定"), ("published", "发布"), ("cancelled", "撤销待生效"),
    ("withdrawn", "停用"),
)  # fmt: skip
EDITION_ACT = _list(
    "edition_act", "版本动作",
    ("saved", "保存"), ("submitted", "送审"), ("returned", "退回"), ("approved", "审定"), ("published", "发布"), ("cancelled", "撤销"),
    ("withdrawn", "停用"),
)  # fmt: skip
DISCLOSURE = _list("disclosure", "公开方式", ("active", "主动公开"), ("on_request", "依申请公开"), ("none", "不予公开"))
DOCUMENT_STATE = _list("document_state", "效力", ("in_force", "有效"), ("repealed", "废止"))
REMARK_STATE = _list(
    "remark_state", "意见状态",
    ("noted", "还没有发出"), ("open", "待修改"), ("answered", "待核对"), ("settled", "已落实"), ("unmet", "没有落实"),
)  # fmt: skip
DEPARTMENT_KIND = _list(
    "department_kind", "部门性质",
    ("government", "政府部门"), ("vertical", "垂直管理部门"), ("dual", "双重管理部门"), ("party", "党委部门"), ("utility", "公用企事业单位"),
    ("court", "司法机关"),
)  # fmt: skip
CASE_RIGHT = _list("case_right", "办件权限", ("read", "查看"), ("handle", "办理"))
ANSWER = _list("answer", "能否看到", ("seen", "看得到"), ("unseen", "看不到"))
CUSTODY_STEP = _list(
    "custody_step",
    "移交动作",
    ("handed", "移交"),
    ("taken", "接收"),
    ("sent_back", "退回"),
    ("recalled", "收回"),
)
READ_REASON = _list(
    "read_reason", "查看原因",
    ("own_task", "承办本件"), ("taken_in", "收件录入"), ("verify", "核对身份"), ("contact", "联系当事人"), ("stand_in", "代同事办理"),
    ("answer", "答复咨询投诉"), ("lawful", "依法调取"), ("request", "本人查阅复制"),
)  # fmt: skip
REASONS_ASKED = READ_REASON.slugs[2:7]
"""The five from which whoever does not hold the open task chooses one (decisions 66)."""
PERSON_REQUEST = _list(
    "person_request", "请求种类", ("copy", "查阅、复制"), ("correct", "更正、补充"), ("erase", "删除")
)
REQUEST_STATE = _list(
    "request_state", "处理结果", ("open", "待处理"), ("done", "已办理"), ("partly", "部分办理"), ("refused", "不予办理")
)
DESTRUCTION_STATE = _list(
    "destruction_state", "清单状态",
    ("drawn_up", "待签字"), ("signed_once", "已有一人签字"), ("signed", "两人已签字"), ("carried_out", "已销毁"), ("withdrawn", "已撤回"),
)  # fmt: skip
ROLE = _list(
    "role", "角色",
    ("system_admin", "系统管理员"), ("security_admin", "安全管理员"), ("auditor", "审计员"), ("county_editor", "县级编辑"),
    ("county_reviewer", "县级审核"), ("department_editor", "部门编辑"), ("hall_admin", "中心管理员"), ("clerk", "窗口人员"),
    ("decider", "审批人"), ("leader", "分管领导"), ("agent", "代办员"), ("supervisor", "督查人员"),
)  # fmt: skip
SESSION_END = _list(
    "session_end", "登录结束的原因",
    ("signed_out", "本人退出"), ("other_device", "本人在别处结束"), ("renewed", "换发登录凭证"), ("password", "修改密码"),
    ("reset", "密码被重置"), ("deactivated", "账号停用"), ("rights", "权限变更"), ("wrong_pins", "解锁码连续输错"),
    ("second_factor", "动态口令变更"), ("administrator", "管理员结束"),
)  # fmt: skip
PHONE_END = _list(
    "phone_end", "登记停用的原因",
    ("own", "本人停用"), ("administrator", "管理员停用"), ("password", "密码已修改或重置"), ("deactivated", "账号停用"),
    ("rights", "权限变更"), ("wrong_pins", "数字密码连续输错"), ("replaced", "重新登记"),
)  # fmt: skip
FILE_STATE = _list(
    "file_state", "文件状态", ("kept", "可以使用"), ("quarantined", "待查毒"), ("infected", "查出病毒，已拦截")
)  # fmt: skip
EXPORT_STATE = _list(
    "export_state", "导出申请状态",
    ("asked", "待批准"), ("approved", "已批准"), ("refused", "未批准"), ("fetched", "已下载"),
)  # fmt: skip
EXPORT_FORMAT = _list("export_format", "文件格式", ("xlsx", "Excel 表格"), ("csv", "CSV 文本"))
HOOK_STATE = _list(
    "hook_state", "推送状态", ("waiting", "待推送"), ("sent", "已送达"), ("given_up", "已放弃"), ("stopped", "已停止")
)
HOOK_FAULT = _list(
    "hook_fault", "未送达的原因",
    ("not_listed", "主机不在允许名单内"), ("refused_address", "主机指向不允许访问的地址"), ("unknown_host", "找不到这台主机"),
    ("no_connection", "连接不上"), ("timeout", "超时没有应答"), ("tls", "证书不可信"), ("redirect", "对方要求转到别处，没有跟随"),
    ("status", "对方没有收下"), ("garbled", "对方的应答不完整"), ("no_secret", "签名密钥打不开"),
)  # fmt: skip
PACKAGE_STATE = _list(
    "package_state", "导入状态", ("previewed", "待确认"), ("applied", "已导入"), ("undone", "已撤销"),
)  # fmt: skip
PACKAGE_KIND = _list(
    "package_kind", "内容种类", ("block", "字段库"), ("register", "台账"), ("item", "事项"), ("slip_template", "文书模板"),
)  # fmt: skip
PACKAGE_ACT = _list(
    "package_act", "导入方式",
    ("created", "新建"), ("revived", "重新启用"), ("begun", "新起草稿"), ("replaced", "替换草稿内容"),
)  # fmt: skip
PACKAGE_TASK = _list("package_task", "导入操作", ("apply", "导入"), ("undo", "撤销"))
PACKAGE_TASK_STATE = _list(
    "package_task_state", "办理状态", ("waiting", "等待处理"), ("working", "正在处理"), ("done", "已完成"), ("failed", "没有完成"),
)  # fmt: skip
PACKAGE_PHASE = _list(
    "package_phase", "办理步骤", ("reading", "读取文件"), ("judging", "逐项核对"), ("writing", "一次写入"),
)  # fmt: skip
CHECK_GROUP = _list(
    "check_group", "规则类别",
    ("elements", "要素齐全"), ("codes", "编码"), ("time", "时限"), ("papers", "材料"), ("money", "收费"), ("flow", "流程"), ("form", "情形和表单"),
    ("visits", "到场和渠道"), ("results", "结果"), ("bases", "依据和救济"), ("wording", "表述"), ("doubles", "重复"), ("offers", "进驻窗口"),
)  # fmt: skip
"""What a rule is about: the columns of the heat map."""
CHECK_LEVEL = _list(
    "check_level", "级别", ("error", "必须解决"), ("warning", "需要确认"), ("info", "仅提示"), ("off", "不检查")
)
FINDING_LEVEL = _list("finding_level", "级别", ("error", "必须解决"), ("warning", "需要确认"), ("info", "仅提示"))
FINDING_STATE = _list("finding_state", "状态", ("open", "待处理"), ("ticked", "已确认"))
CHECK_WORD = _list(
    "check_word", "用语种类",
    ("material", "材料中的兜底说法"), ("text", "含糊用语"), ("proof", "村（社区）不应出具的证明"), ("allowed", "允许的说法"),
)  # fmt: skip
TASK_STATE = _list("task_state", "整改状态", ("open", "待整改"), ("closed", "已整改"))
SEARCH_SURFACE = _list(
    "search_surface", "搜索入口", ("console", "管理端"), ("counter", "窗口收件"), ("public", "公众网站"),
)  # fmt: skip
MISS_STATE = _list(
    "miss_state", "处理状态", ("open", "待处理"), ("answered", "已设别名"), ("dismissed", "没有这个事项"),
)  # fmt: skip
MERGE_STATE = _list("merge_state", "合并状态", ("done", "已合并"), ("undone", "已撤销"))
MERGE_ACT = _list("merge_act", "合并方式", ("begun", "新起草稿"), ("replaced", "改写草稿"))
ITEM_ACT = _list("item_act", "变更", ("paused", "暂停"), ("resumed", "恢复办理"), ("cancelled", "取消"))
POWER_HOW = _list(
    "power_how", "匹配方式", ("code", "编码相同"), ("name", "名称相同"), ("near", "名称相近"), ("hand", "人工指定")
)
BUNDLE_STATE = _list(
    "bundle_state", "一件事状态", ("draft", "未发布"), ("published", "已发布"), ("withdrawn", "已停用")
)
BUNDLE_QUESTION = _list("bundle_question", "问题类型", ("yes_no", "是/否"), ("choice", "单选"))
CONTACT_KIND = _list("contact_kind", "联系方式用途", ("consult", "咨询"), ("complaint", "监督投诉"))
CONTACT_MODE = _list(
    "contact_mode",
    "联系方式",
    ("window", "窗口", "1"),
    ("web", "网络", "2"),
    ("phone", "电话", "3"),
    ("letter", "信件", "4"),
    ("mail", "邮件", "5"),
)
EXEMPT_WAY = _list(
    "exempt_way", "免提交方式",
    ("shared", "部门共享数据"), ("archive", "本单位已有存档"), ("pledge", "告知承诺代替证明"),
)  # fmt: skip
DELEGATION_FORM = _list(
    "delegation_form", "法律形式", ("delegated", "下放"), ("entrusted", "委托"), ("authorised", "授权"),
)  # fmt: skip
DELEGATION_STATE = _list("delegation_state", "批次状态", ("draft", "起草"), ("issued", "已下达"))
DUTY_SIDE = _list("duty_side", "责任方", ("county", "下放部门"), ("town", "承接乡镇"))
ADOPTION_STATE = _list(
    "adoption_state", "承接状态",
    ("waiting", "待承接"), ("training", "培训中"), ("accepted", "已承接"), ("recalled", "已收回"),
)  # fmt: skip
RECALL_CASES = _list(
    "recall_cases", "在办件去向", ("finish_here", "由本中心继续办结"), ("hand_up", "移交收回机关办理"),
)  # fmt: skip
BOOKLET_KIND = _list(
    "booklet_kind", "种类",
    ("compendium", "事项汇编"), ("card", "办事指南一页纸"), ("form", "事项规范表"), ("flow", "办理流程图"), ("times", "承诺服务时间表"),
    ("agents", "代办事项表"), ("training", "培训手册"), ("handed_down", "下放事项工作手册"),
)  # fmt: skip
BOOKLET_FORMAT = _list("booklet_format", "格式", ("pdf", "PDF"), ("docx", "Word 文档"), ("xlsx", "Excel 表格"))
BOOKLET_SCOPE = _list(
    "booklet_scope", "范围",
    ("all", "全部事项"), ("department", "一个部门"), ("window", "一类窗口"), ("hall", "一个服务中心"), ("theme", "一个主题"), ("items", "指定事项"),
)  # fmt: skip
BOOKLET_ORDER = _list("booklet_order", "排列", ("department", "按部门"), ("window", "按窗口"), ("code", "按事项编号"))
BOOKLET_STATE = _list(
    "booklet_state", "状态", ("waiting", "排队中"), ("making", "制作中"), ("done", "已做好"), ("failed", "没有做成")
)
VILLAGE_LIST_STATE = _list("village_list_state", "清单状态", ("draft", "起草"), ("published", "已公布"))
VILLAGE_MODE = _list(
    "village_mode", "村级办理方式", ("handle", "村里直接办"), ("agent", "村里代办"), ("guide", "咨询引导"),
)  # fmt: skip
PERSON_THEME = _list("person_theme", "面向自然人主题", *_themes("p", _PERSON_THEMES))
BODY_THEME = _list("body_theme", "面向法人主题", *_themes("b", _BODY_THEMES))

VOCABULARIES: dict[str, Vocabulary] = {
    value.name: value for value in list(globals().values()) if isinstance(value, Vocabulary)
}
