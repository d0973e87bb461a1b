"""Words of code lists as other systems and older papers write them, by list. Pure.

Only words that mean one value everywhere stand here: a bare 天 may be a working day or a natural one, so it is asked back.
"""

from __future__ import annotations

from collections.abc import Mapping

OTHER_WORDS: Mapping[str, Mapping[str, str]] = {
    "task_type": {"许可": "permit", "处罚": "penalty", "强制": "coercion", "征收": "levy", "给付": "benefit", "检查": "inspection", "确认": "confirmation", "奖励": "reward", "裁决": "adjudication", "公共服务事项": "public_service"},
    "case_type": {"即办": "instant", "当场办理": "instant", "即时办结": "instant", "承诺": "promised", "承诺办理": "promised"},
    "review_type": {"即审即办件": "on_the_spot"},
    "use_level": {"县": "county", "县(市、区)级": "county", "乡级": "town", "乡镇级": "town", "镇级": "town", "村级": "village"},
    "service_object": {"个人": "person", "企业": "company", "事业单位": "institution", "社会组织": "association", "社会团体": "association"},
    "necessity": {"必须": "required", "必需": "required", "必备": "required", "是": "required", "非必须": "optional", "非必需": "optional", "否": "optional", "容缺": "deferrable", "可容缺": "deferrable"},
    "material_type": {"复印件或原件": "either", "原件/复印件": "either", "原件和复印件各一份": "both", "原件及复印件": "both"},
    "material_form": {"电子": "electronic", "纸质或电子": "either", "纸质/电子": "either", "纸质和电子": "either", "纸质电子": "either"},
    "material_kind": {"证照": "licence", "证件": "licence", "证明": "licence", "申请表": "form", "表格": "form"},
    "source_type": {"申请人": "applicant", "自备": "applicant", "政府部门": "government", "政府核发": "government", "中介": "intermediary"},
    "time_unit": {"工作日": "working_days", "自然日": "natural_days", "日历日": "natural_days", "时": "hours", "分": "minutes", "月": "months"},
    "handle_form": {"窗口": "window", "现场办理": "window", "网上办理": "web", "网上申请": "web", "手机办理": "mobile", "掌上办理": "mobile", "邮寄": "express", "快递": "express"},
    "result_type": {"证书": "licence", "批复": "document", "文书": "document"},
    "result_form": {"出证": "licence", "出文": "document", "审批": "approval"},
    "delivery": {"窗口": "window", "自取": "window", "快递": "express", "邮寄": "express", "网上": "online", "网上送达": "online"},
    "body_kind": {"法定行政机关": "statutory", "受委托机关": "entrusted", "法律法规授权组织": "authorised"},
    "power_source": {"本级": "own_level", "法定": "own_level", "下放": "handed_down"},
    "handle_area": {"全省": "province", "全市": "city", "全镇": "town", "跨村": "villages"},
    "agent_allowed": {"不可代办": "no", "村": "village", "镇": "town", "村镇均可": "all"},
    "item_state": {"有效": "in_use", "使用": "in_use", "在用中": "in_use", "挂起": "paused", "暂停使用": "paused", "已取消": "cancelled", "废止": "cancelled", "注销": "cancelled"},
    "item_tier": {"主项事项": "main", "子项事项": "sub", "业务项": "handling", "办理项": "handling"},
    "retention": {"十年": "years10", "三十年": "years30"},
    "basis_level": {"法规": "regulation", "规章": "rule"},
    "reduction_kind": {"免征": "free", "减收": "percent", "定额": "fixed"},
}  # fmt: skip
ONLY_BY_NAME = frozenset({"task_type", "use_level"})
"""Lists whose numbers differ from province to province: read by name alone, save under a heading of the national exchange."""
