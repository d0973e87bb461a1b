"""The elements of a service item and of each of its parts, declared once for tables, forms, exchange and definition.

Pure data: imports nothing but the code lists. A table builds its columns from these declarations, the definition its
schema, the workbook its headings, a form its labels, so that one word is used everywhere.
Source: GB/T 39046-2020; national exchange tables of the 实施清单; the rules of Wenzhou's checks need those without M/P.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models import vocabulary as v
from models.vocabulary import Vocabulary

ElementKind = Literal[
    "text",
    "long",
    "integer",
    "flag",
    "code",
    "codes",
    "date",
    "department",
    "departments",
    "condition",
    "file",
    "fen",
    "paper",
    "document",
]
Need = Literal["M", "MP", "c", "o"]


@dataclass(frozen=True, slots=True)
class Element:
    """One element: what people call it, how it is stored, what it may hold.

    `need`: "M" obligatory, "MP" obligatory for 公共服务 too, "c" by another element, "o" optional. It is a check of the
    compiled definition, never a NOT NULL of the draft. `maximum` is characters for text and the value for integers.
    `refinable` elements may be made kinder by a hall; all others are locked. `check` names the rule that a value must pass
    before it is saved, in a draft too.
    """

    name: str
    label: str
    kind: ElementKind = "text"
    need: Need = "o"
    exchange: str = ""
    vocabulary: Vocabulary | None = None
    maximum: int = 500
    help: str = ""
    refinable: bool = False
    check: str = ""


def _text(name: str, label: str, maximum: int = 200, need: Need = "o", exchange: str = "", help: str = "") -> Element:
    return Element(name, label, "text", need, exchange, None, maximum, help)


def _long(
    name: str, label: str, need: Need = "o", exchange: str = "", help: str = "", maximum: int = 4000, check: str = ""
) -> Element:
    return Element(name, label, "long", need, exchange, None, maximum, help, check=check)


def _int(
    name: str,
    label: str,
    maximum: int = 9999,
    need: Need = "o",
    exchange: str = "",
    help: str = "",
    refinable: bool = False,
) -> Element:
    return Element(name, label, "integer", need, exchange, None, maximum, help, refinable)


def _flag(
    name: str, label: str, need: Need = "o", exchange: str = "", help: str = "", refinable: bool = False
) -> Element:
    return Element(name, label, "flag", need, exchange, None, 1, help, refinable)


def _code(
    name: str, label: str, vocabulary: Vocabulary, need: Need = "o", exchange: str = "", help: str = ""
) -> Element:
    return Element(name, label, "code", need, exchange, vocabulary, 32, help)


def _codes(
    name: str, label: str, vocabulary: Vocabulary, need: Need = "o", exchange: str = "", help: str = ""
) -> Element:
    return Element(name, label, "codes", need, exchange, vocabulary, 60, help)


def _department(name: str, label: str, need: Need = "o", exchange: str = "", help: str = "") -> Element:
    return Element(name, label, "department", need, exchange, None, 20, help)


CONDITION = Element("condition", "适用条件", "condition", help="不填表示始终适用；填写时按申请人对情形问题的回答判断")
BASIS_NOTE = _text("basis", "依据", 500, help="写明文件名称和条款，如“《居民身份证法》第十条”")
DOCUMENT = Element(
    "document", "文件库文件", "document", "o", maximum=40, help="文件库中的文件；它被废止时，这一处会列入清单"
)
UNVERIFIED = _flag("unverified", "待核对", help="尚未与官方文本核对的内容会在指南上标注“待核对”")
NOTE = _text("note", "备注", 500)

BASIC: tuple[Element, ...] = (
    _text("name", "事项名称", 200, "MP", "task_name", "按县级标准名称填写"),
    _code("task_type", "事项类型", v.TASK_TYPE, "MP", "task_type"),
    _text("local_catalog_code", "地方基本编码", 50, exchange="local_catalog_code"),
    _codes("use_levels", "行使层级", v.USE_LEVEL, "MP", "use_level"),
    _code("service_class", "服务类别", v.SERVICE_CLASS),
    _text("service_domain", "领域", 50),
    _codes("service_objects", "服务对象", v.SERVICE_OBJECT, "MP", "server_type"),
    _codes("person_themes", "面向自然人主题分类", v.PERSON_THEME, "c", "user_topic_type"),
    _codes("body_themes", "面向法人主题分类", v.BODY_THEME, "c", "corp_topic_type"),
    _code("initiation", "启动方式", v.INITIATION, help="免申即享和主动发现的事项不需要群众提出申请"),
    _long("summary", "一句话说明", help="用群众听得懂的话说明这件事是什么、什么时候需要办", maximum=500),
)
BODIES: tuple[Element, ...] = (
    _department("implementing_body", "实施主体", "MP", "dept_name"),
    _code("body_kind", "实施主体性质", v.BODY_KIND, "MP", "dept_type"),
    _text("task_code", "实施编码", 31, exchange="task_code"),
    _text("local_task_code", "地方实施编码", 50, exchange="local_task_code"),
    _text("handle_item_code", "业务办理项编码", 33, exchange="task_handle_item"),
    _text("handle_item_name", "业务办理项名称", 200, exchange="handle_item_name"),
    _code("power_source", "权力来源", v.POWER_SOURCE, "M", "power_source"),
    _text("entrusting_body", "委托部门", 100, "c", "entrust_name"),
    _text("delegation_paper", "下放文件", 200, "c", help="权力来源为“上级下放”时填写文件名称和文号"),
    Element("delegation_document", "文件库下放文件", "document", "o", maximum=40, help="下放文件在文件库中的那一份"),
    Element("joint_departments", "共同实施部门", "departments", "c", "other_dept", None, 200),
    _department("lead_department", "牵头部门", "c"),
    _department("accepting_department", "受理机构", "M", "accept"),
    _department("undertaking_department", "承办机构", exchange="undertake"),
    _department("deciding_department", "决定机构", exchange="decision_dept"),
    _text("worked_in", "实际办理系统", 50, help="本系统、公安、社保、医保、不动产、市场监管、浙江政务服务网等"),
    _long("use_content", "行使内容", exchange="use_content"),
    _long("power_division", "权限划分", exchange="limit_divide"),
)
LIMITS: tuple[Element, ...] = (
    _code("case_type", "办件类型", v.CASE_TYPE, "MP", "project_type"),
    _code("review_type", "审查类型", v.REVIEW_TYPE),
    _int("legal_days", "法定办结时限", 999, "M", "anticipate_day", "公共服务无法定时限时不填"),
    _code("legal_unit", "法定时限单位", v.TIME_UNIT, "M", "anticipate_type"),
    _text("legal_note", "法定时限说明", 500, exchange="anticipate_explain"),
    _int("promised_days", "承诺办结时限", 999, "M", "promise_day", "0 表示当场办结", refinable=True),
    _code("promised_unit", "承诺时限单位", v.TIME_UNIT, "M", "promise_type"),
    _text("promised_note", "承诺时限说明", 500, exchange="promise_explain"),
    _flag("opening_hours_only", "小时只计开放时间"),
    _int("extension_limit", "可延长期限", 99),
    _code("extension_unit", "延长期限单位", v.TIME_UNIT),
    _int("visits", "到办事现场次数", 99, "MP", "limit_scene_num"),
    _text("visits_reason", "必须现场办理原因", 1000, "c", "limit_scene_explain"),
    _flag("must_attend", "须本人到场"),
    _code("agent_allowed", "可代办", v.AGENT_ALLOWED),
    _text("season_from", "每年受理开始日", 5, help="月-日，如 09-01;全年受理时不填"),
    _text("season_until", "每年受理截止日", 5, help="月-日，如 12-25"),
    _text("season_note", "受理时段说明", 300),
    _text("quota_note", "数量限制", 500, exchange="limit_explain"),
)
CHANNELS: tuple[Element, ...] = (
    _codes("handle_forms", "办理形式", v.HANDLE_FORM, exchange="handle_type"),
    _long("offline_note", "线下办理流程说明", exchange="offline_explain"),
    _long("online_note", "网上办理流程说明", exchange="online_explain"),
    _flag("has_fee", "是否收费", "MP", "is_fee"),
    _flag("enters_center", "是否进驻政务大厅", "MP", "is_entry_center"),
    _flag("is_online", "是否网办", "MP", "is_online"),
    _code("online_depth", "网上办理深度", v.ONLINE_DEPTH, exchange="online_handle_depth"),
    _code("online_grade", "网办深度等级", v.ONLINE_GRADE),
    _text("online_url", "网办地址", 256, exchange="online_handle_url"),
    _text("link_url", "网办跳转地址", 256, exchange="link_addr"),
    _text("mobile_url", "移动端地址", 500, exchange="mobile_terminal_url"),
    _flag("pays_online", "是否支持网上支付", "MP", "is_pay_online"),
    _flag("by_express", "是否支持物流快递", "MP", "is_express"),
    _flag("mails_material", "材料可邮寄", exchange="is_mail_material"),
    _flag("mails_result", "结果可邮寄", exchange="is_mail_result"),
    _flag("by_appointment", "是否支持预约办理", exchange="is_schedule"),
    _int("appointment_quota", "每日预约量", 9999, exchange="schedule_num"),
    _text("appointment_rule", "预约规则", 300, exchange="schedule_rule"),
    _flag("self_service", "是否支持自助终端", exchange="is_service_terminals"),
    _code("handle_area", "通办范围", v.HANDLE_AREA, exchange="handle_area"),
    _text("intermediary", "中介服务", 500, exchange="service_type", help="名称、依据和费用；没有时填“无”"),
    _flag("on_pledge", "是否告知承诺制", exchange="is_promise"),
    _flag("tolerates_gaps", "是否容缺受理", exchange="is_tolerance"),
)
RESULTS: tuple[Element, ...] = (
    _code("result_form", "办结方式", v.RESULT_FORM),
    _codes("delivery_ways", "结果送达方式", v.DELIVERY, exchange="delivery_type"),
    _int("delivery_days", "送达时限(工作日)", 99, exchange="delivery_days"),
    _text("publication_rule", "结果公开方式", 200),
    _code("retention", "档案保管期限", v.RETENTION),
)
RIGHTS: tuple[Element, ...] = (
    _long("rights", "依法享有的权利", exchange="right_by_law"),
    _long("duties", "依法履行的义务", exchange="duty_by_law"),
    _text("review_body", "行政复议机关", 200, exchange="review_dept"),
    _text("review_address", "行政复议地址", 300, exchange="review_addr"),
    _text("review_phone", "行政复议电话", 50, exchange="review_phone"),
    _text("review_url", "行政复议网址", 256, exchange="review_url"),
    _text("litigation_court", "行政诉讼法院", 200, exchange="litigation_dept"),
    _text("litigation_address", "行政诉讼地址", 300, exchange="litigation_addr"),
    _text("litigation_phone", "行政诉讼电话", 50, exchange="litigation_phone"),
    _text("litigation_url", "行政诉讼网址", 256, exchange="litigation_url"),
)

GROUPS: tuple[tuple[str, tuple[Element, ...]], ...] = (
    ("基本信息", BASIC),
    ("实施机构", BODIES),
    ("时限与到场", LIMITS),
    ("办理渠道", CHANNELS),
    ("结果与送达", RESULTS),
    ("权利与救济", RIGHTS),
)
EDITION_ELEMENTS: tuple[Element, ...] = tuple(element for _, group in GROUPS for element in group)


@dataclass(frozen=True, slots=True)
class PartKind:
    """A kind of part of an edition: its rows' elements, the workbook sheet, and the list's name in the definition."""

    name: str
    plural: str
    label: str
    elements: tuple[Element, ...]
    parent: str = ""


BASES = PartKind("legal_basis", "bases", "依据", (
    _code("level", "依据层级", v.BASIS_LEVEL),
    _text("title", "法律名称", 300, "MP"),
    _text("document_number", "文号", 100),
    _text("article", "条款号", 100, help="如“第十二条第一款”；没有见到原文时不填"),
    _long("text", "条款内容"),
    _text("issuer", "颁布机关", 200),
    Element("effective_on", "实施日期", "date"),
    DOCUMENT,
    UNVERIFIED,
))  # fmt: skip
CONDITIONS = PartKind("acceptance_condition", "conditions", "条件", (
    _long("text", "受理条件", "MP", "accept_condition", maximum=1000),
    BASIS_NOTE,
    CONDITION,
))  # fmt: skip
QUESTIONS = PartKind("question", "questions", "情形", (
    _text("text", "问题", 200, "MP", help="面向申请人的一句问话"),
    _code("kind", "问题类型", v.QUESTION_KIND, "MP"),
    _text("help", "说明", 300),
    CONDITION,
))  # fmt: skip
ANSWERS = PartKind("question_choice", "choices", "情形选项", (_text("label", "选项", 200, "MP"),), "question")
MATERIALS = PartKind("material", "materials", "材料", (
    Element("paper", "标准材料", "paper", "o", maximum=40, help="材料库中的标准材料"),
    _text("name", "材料名称", 200, "MP", "material_name"),
    _code("necessity", "材料必要性", v.NECESSITY, "MP", "is_need"),
    _code("kind", "材料种类", v.MATERIAL_KIND),
    _code("material_type", "材料类型", v.MATERIAL_TYPE, exchange="material_type"),
    _code("form", "材料形式", v.MATERIAL_FORM, exchange="material_format"),
    _int("originals", "原件份数", 99, exchange="original_num"),
    _int("copies", "复印件份数", 99, exchange="copy_num"),
    _text("page_format", "规格", 50, exchange="page_format"),
    _code("source_type", "来源渠道", v.SOURCE_TYPE, exchange="source_type"),
    _text("issuer", "出具机构", 200, exchange="source_explain"),
    _text("issued_within", "出具时间要求", 100),
    Element("blank_form", "空白表格", "file", "o", "form_guid", None, 64),
    Element("sample", "示例样表", "file", "o", "example_guid", None, 64),
    _text("fill_note", "填报须知", 500, exchange="fill_explain"),
    _text("accept_standard", "受理标准", 256, exchange="accept_stand"),
    _flag("exempt", "免提交", help="通过数据共享或电子证照核验，申请人不必提交", refinable=True),
    _flag("pledge_allowed", "可用告知承诺代替"),
    _text("basis", "要求提供材料的依据", 256, exchange="by_law"),
    NOTE,
    CONDITION,
))  # fmt: skip
FEES = PartKind("fee", "fees", "收费", (
    _text("name", "收费项目名称", 200, "MP"),
    Element("amount_fen", "收费标准(元)", "fen", "MP", maximum=10_000_000_00),
    _text("unit", "计费单位", 30, help="如“元/证”“元/平方米·天”"),
    _text("quantity", "数量", 40, help="留空为1份；按数量计费时填整数问题或字段的标识"),
    _text("basis", "收费依据", 500, "c", "fee_basis"),
    DOCUMENT,
    UNVERIFIED,
    NOTE,
    CONDITION,
))  # fmt: skip
REDUCTIONS = PartKind("reduction", "reductions", "减免", (
    _code("kind", "减免方式", v.REDUCTION_KIND, "MP"),
    _int("percent", "减收百分比", 100),
    Element("amount_fen", "减后标准(元)", "fen", maximum=10_000_000_00),
    _text("reason", "减免对象", 200),
    _text("basis", "减免依据", 500),
    DOCUMENT,
    CONDITION,
), "fee")  # fmt: skip
STEPS = PartKind("step", "steps", "流程", (
    _text("name", "环节", 100, "MP"),
    _code("kind", "环节类别", v.STEP_KIND),
    _code("level", "办理层级", v.STEP_LEVEL),
    _code("role", "办理角色", v.STEP_ROLE, "MP"),
    _department("department", "办理单位"),
    _int("duration", "环节时限", 999),
    _code("unit", "时限单位", v.TIME_UNIT),
    _code("counting", "时限计算", v.STEP_COUNTING),
    _text("standard", "审查标准", 500),
    _text("result", "办理结果", 300),
    _text("parallel", "并行组", 40, help="同一组的环节同时办理，全部完成后进入下一环节"),
    _codes("acts", "可以做", v.STEP_ACT, help="在这个环节办理的人可以做什么；“通过”或“移交”才能往下走"),
    BASIS_NOTE,
    CONDITION,
))  # fmt: skip
PROCEDURES = PartKind("special_procedure", "procedures", "特别程序", (
    _text("name", "名称", 100, "MP"),
    _code("kind", "种类", v.PROCEDURE_KIND),
    _int("duration", "时限", 999),
    _code("unit", "时限单位", v.TIME_UNIT),
    _text("basis", "依据", 500),
    _flag("charged", "是否收费"),
    _flag("counted", "是否计入法定时限"),
    NOTE,
))  # fmt: skip
FIELDS = PartKind("field", "fields", "表单", (
    _text("label", "字段名称", 100, "MP"),
    _text("kind", "字段类型", 32, "MP"),
    _text("group", "分组", 50),
    _flag("required", "必填"),
    _text("help", "填写说明", 300),
    _int("low", "最小值", 999_999_999),
    _int("high", "最大值或最多字数", 999_999_999),
    _int("places", "小数位数", 6),
    _text("unit", "计量单位", 20, help="显示在数字后面，如“平方米”“人”"),
    _text("code_list", "代码表", 60, help="“代码表”类型的字段从哪一张代码表中选择"),
    _text("within", "所在表格", 40, help="作为某个表格的一列时，选那个表格"),
    _flag("summed", "合计", help="表格下方给出这一列的合计"),
    _long("formula", "计算公式", help="“自动计算”类型的字段按它算出，如“面积 * 单价”", maximum=1000, check="formula"),
    _code("prefill", "预填", v.PREFILL),
    _code("width", "宽度", v.FIELD_WIDTH),
    _code("printed", "打印位置", v.PRINT_PLACE),
    _text("shared", "字段库来源", 60, help="取自字段库时的名称和版本"),
    CONDITION,
))  # fmt: skip
FIELD_CHOICES = PartKind("field_choice", "choices", "表单选项", (_text("label", "选项", 200, "MP"),), "field")
OUTCOMES = PartKind("outcome", "outcomes", "结果", (
    _text("name", "审批结果名称", 200, "MP", "result_name"),
    _code("result_type", "审批结果类型", v.RESULT_TYPE, "M", "result_type"),
    _text("validity", "有效期限", 100),
    Element("sample", "结果样本", "file", "o", "result_guid", None, 64),
    NOTE,
))  # fmt: skip
FAQS = PartKind("faq", "faqs", "常见问题", (_text("question", "问题", 300, "MP"), _long("answer", "答案", "MP")))

PART_KINDS: tuple[PartKind, ...] = (
    BASES, CONDITIONS, QUESTIONS, ANSWERS, MATERIALS, FEES, REDUCTIONS, STEPS, PROCEDURES, FIELDS, FIELD_CHOICES, OUTCOMES, FAQS
)  # fmt: skip
PART_BY_NAME: dict[str, PartKind] = {part.name: part for part in PART_KINDS}
