"""The placeholders that a slip's text may use: name, help, example, for which kinds, and how each is read from the slip's facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from appcore.definition.templates.parser import Known
from appcore.definition.templates.writing import Value, Values
from appcore.definition.verdict import N_

Facts = Mapping[str, Any]
"""What a slip keeps, with the numbers of slip and case beside it."""
TEXT, FLAG, LIST = "text", "flag", "list"
KIND_WORDS = {TEXT: N_("文字"), FLAG: N_("是或否"), LIST: N_("多行")}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`kinds`: the kinds of slip that have it, empty for all. `columns`: of a list, the names to use inside 逐项."""

    name: str
    kind: str
    help: str
    example: str
    read: Callable[[Facts], Value]
    kinds: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """What is put into the text for it."""
        if self.kind == FLAG:
            return "{#如果 " + self.name + "}{#否则}{#结束}"
        if self.kind == LIST:
            inner = "：".join("{" + one + "}" for one in self.columns)
            return "{#逐项 " + self.name + "}\n- {序号}. " + inner + "\n{#结束}"
        return "{" + self.name + "}"


def _text(key: str) -> Callable[[Facts], Value]:
    return lambda facts: str(facts.get(key) or "")


def _flag(key: str) -> Callable[[Facts], Value]:
    return lambda facts: bool(facts.get(key))


def day_words(value: Any) -> str:
    """A date or time in ISO form as a Chinese paper writes it: 2026年12月1日."""
    try:
        day = datetime.fromisoformat(str(value or ""))
    except ValueError:
        return ""
    return f"{day.year}年{day.month}月{day.day}日"


def _day(key: str) -> Callable[[Facts], Value]:
    return lambda facts: day_words(facts.get(key))


def _fee(facts: Facts) -> Value:
    if facts.get("is_free"):
        return "不收费"
    fen = facts.get("fee_fen")
    return yuan(fen) if isinstance(fen, int) else "按审核结果确定"


def yuan(fen: int) -> str:
    return f"{fen / 100:.2f} 元"


def _rows(key: str, *columns: str) -> Callable[[Facts], Value]:
    def read(facts: Facts) -> Value:
        return tuple(
            dict(zip(columns, (str(one) for one in row), strict=False)) for row in facts.get(key) or () if len(row)
        )

    return read


def _fees(facts: Facts) -> Value:
    return tuple(
        {"收费名称": str(name), "数量": str(quantity), "金额": yuan(fen) if isinstance(fen, int) else "待定"}
        for name, quantity, fen in facts.get("fees") or ()
    )


def _results(facts: Facts) -> Value:
    return tuple({"结果名称": str(name)} for name in facts.get("results") or ())


STATES, OPEN = ("材料名称", "收取情况"), ("材料名称", "收取情况", "原因")
REASONED = ("refusal", "return", "rectify", "extension", "special_procedure", "denial", "grant", "restart")
APPEALED = ("refusal", "return", "denial")
TABLE: tuple[Placeholder, ...] = (
    Placeholder("申请人", TEXT, N_("申请人姓名或单位名称，几个人用顿号隔开"), "张样例", _text("applicant")),
    Placeholder("事项名称", TEXT, N_("所办事项的名称"), "生育登记", _text("item")),
    Placeholder("实施机关", TEXT, N_("行使这项职权的机关"), "样例县卫生健康局", _text("body")),
    Placeholder("服务中心", TEXT, N_("收件的服务中心"), "样例镇便民服务中心", _text("hall")),
    Placeholder("窗口", TEXT, N_("收件窗口的编号"), "3号", _text("window")),
    Placeholder("经办人", TEXT, N_("出具文书的工作人员"), "李样例", _text("clerk")),
    Placeholder("咨询电话", TEXT, N_("服务中心的咨询电话"), "0577-00000001", _text("consult_phone")),
    Placeholder("监督电话", TEXT, N_("服务中心的监督投诉电话"), "0577-00000002", _text("complaint_phone")),
    Placeholder("办件编号", TEXT, N_("办件的编号"), "330327100202603020001", _text("case_number")),
    Placeholder("查询码", TEXT, N_("申请人在网上查进度用的八位码"), "7K2M9Q4A", _text("query_code")),
    Placeholder("文书编号", TEXT, N_("这张文书自己的编号"), "330327100000-01-02-2026-00001", _text("slip_number")),
    Placeholder("出具日期", TEXT, N_("出具这张文书的日期"), "2026年3月2日", _day("issued_at")),
    Placeholder("收件日期", TEXT, N_("收到申请材料的日期；补录的是收到纸质材料的那一天"), "2026年3月2日", _day("received_at")),
    Placeholder("承诺时限", TEXT, N_("对外承诺的办结时限"), "5个工作日", _text("promise")),
    Placeholder("法定时限", TEXT, N_("法律规定的办结时限"), "20个工作日", _text("legal")),
    Placeholder("应办结日期", TEXT, N_("按承诺时限算出的最后一天"), "2026年3月9日", _day("due")),
    Placeholder("期限说明", TEXT, N_("期限暂时算不出确切日期时的说明，平时为空"), "2027年工作日历尚未载入，不早于1月4日", _text("provisional")),
    Placeholder("收费金额", TEXT, N_("合计金额；不收费的事项印“不收费”"), "20.00 元", _fee),
    Placeholder("行政许可", FLAG, N_("这个事项是不是行政许可"), "是", _flag("is_permit")),
    Placeholder("不收费", FLAG, N_("这个办件是不是不收费"), "否", _flag("is_free")),
    Placeholder("当场办结", FLAG, N_("是不是已经当场办结"), "否", _flag("finished")),
    Placeholder("有缺件", FLAG, N_("有没有缺少、不符合要求或待补的材料"), "是", _flag("open")),
    Placeholder("已收材料", LIST, N_("已经收到的材料，一份一行"), "户口簿，核验原件后退回", _rows("received", *STATES), (), STATES),
    Placeholder("缺少材料", LIST, N_("缺少、不符合要求或待补的材料，一份一行"), "租赁合同，缺少，没有带来", _rows("open", *OPEN), (), OPEN),
    Placeholder("收费项目", LIST, N_("每一项收费"), "工本费，1，20.00 元", _fees, (), ("收费名称", "数量", "金额")),
    Placeholder("办理结果", LIST, N_("这个事项发给申请人的结果"), "居住证", _results, (), ("结果名称",)),
    Placeholder("理由", TEXT, N_("作出这个决定的理由；没有登记时留空待填"), "申请的事项依法不需要取得许可", _text("reason"), REASONED),
    Placeholder("法律依据", TEXT, N_("事项的设定依据"), "《样例条例》第一条", _text("basis")),
    Placeholder("补正期限", TEXT, N_("材料应当补齐的最后一天；没有登记时留空待填"), "2026年3月16日", _day("supply_by"), ("correction", "gap", "pledge", "rectify")),
    Placeholder("补正日期", TEXT, N_("材料补齐的日期；没有登记时留空待填"), "2026年3月10日", _day("supplied_at"), ("restart",)),
    Placeholder("延长天数", TEXT, N_("延长的时间；没有登记时留空待填"), "10个工作日", _text("extended_by"), ("extension",)),
    Placeholder("所需时间", TEXT, N_("特别程序所需的时间；没有登记时留空待填"), "15个工作日", _text("procedure_time"), ("special_procedure",)),
    Placeholder("特别程序", TEXT, N_("听证、检测、鉴定等程序的名称；没有登记时留空待填"), "专家评审", _text("procedure"), ("special_procedure",)),
    Placeholder("应当受理的机关", TEXT, N_("申请不属于本机关职权时，应当去的机关；没有登记时留空待填"), "样例县公安局", _text("right_body"), ("refusal", "return")),
    Placeholder("复议机关", TEXT, N_("可以申请行政复议的机关；公共服务事项为空"), "样例县人民政府", _text("review_body"), APPEALED),
    Placeholder("诉讼法院", TEXT, N_("可以提起行政诉讼的法院；公共服务事项为空"), "样例县人民法院", _text("court"), APPEALED),
)  # fmt: skip
"""Every placeholder of the product; one more is one line."""
_added: dict[str, Placeholder] = {}
"""Those that plug-ins bring, by name."""


def register_placeholder(one: Placeholder) -> None:
    """Add a placeholder that a plug-in brings; the same one again changes nothing. Raises: ValueError when the name is taken."""
    there = {other.name: other for other in TABLE} | _added
    if one.name in there and replace(one, read=there[one.name].read) != _added.get(one.name):
        raise ValueError(f"the name {one.name!r} is taken")
    _added[one.name] = one


def of_kind(kind: str) -> tuple[Placeholder, ...]:
    """The placeholders that a kind of slip has."""
    return tuple(one for one in (*TABLE, *_added.values()) if not one.kinds or kind in one.kinds)


def known(kind: str) -> Known:
    """The same as the parser asks for them."""
    return {one.name: one.columns if one.kind == LIST else None for one in of_kind(kind)}


def values(kind: str, facts: Facts) -> Values:
    """The value of each placeholder of a kind at a slip's facts."""
    return {one.name: one.read(facts) for one in of_kind(kind)}
