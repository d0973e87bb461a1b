"""Which sheets and columns the catalogue workbook has, and by which other names they are known. Pure.

A column is an element; what is no element of the standard (the item's code, a part's key, what stands above it) is declared
here in the same way, so that one rule reads and writes every cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from appcore.definition import kinds as field_kinds
from appcore.definition.exchange_columns import NOT_EXCHANGED
from appcore.definition.exchange_columns import Table as Names
from appcore.definition.verdict import N_
from appcore.folding import fold
from models import elements as el
from models import vocabulary as v
from models.elements import Element, PartKind
from models.vocabulary import VOCABULARIES, Term, Vocabulary

CODE, KEY, ABOVE, ITEM_NAME = "code", "key", "above", "item_name"
NOTES, LISTS = N_("说明"), N_("代码表")
REMARKS, FOUND = N_("核对意见"), N_("导入核对")
"""The sheets and the column that are written for people and never read."""
ITEMS, ALIASES = N_("事项"), N_("别名")
LABEL_OF_ABOVE = {"question": N_("所属情形"), "fee": N_("所属收费项目"), "field": N_("所属字段")}

_FIELD_KINDS = Vocabulary(
    "field_kind", N_("字段类型"), tuple(Term(slug, label) for slug, label in field_kinds.choices())
)
_CODE_LISTS = Vocabulary("code_list", N_("代码表"), tuple(Term(one.name, one.label) for one in VOCABULARIES.values()))
IN_WORDS = {("field", "kind"): _FIELD_KINDS, ("field", "code_list"): _CODE_LISTS}
"""Texts of parts that name something with a word of its own: what is no such thing stays the text that it is."""
_CODE = Element(CODE, N_("事项编号"), maximum=12, help=N_("县内永久编号；新事项留空，导入时给号"))
_KEY = Element(KEY, N_("标识"), maximum=40, help=N_("版本之间不变；新增的行留空，导入时给出"))
IDENTITY: tuple[Element, ...] = (
    Element("tier", N_("事项层级"), "code", vocabulary=v.ITEM_TIER),
    Element("parent", N_("上级事项"), maximum=200, help=N_("上级事项的编号或名称")),
    Element("department", N_("主管部门"), "department", maximum=20),
    Element("window_kind", N_("标准窗口"), maximum=20),
    Element("state", N_("事项状态"), "code", exchange="task_state", vocabulary=v.ITEM_STATE),
)
_CATALOG_CODE = Element("catalog_code", N_("基本编码"), maximum=12, exchange="catalog_code")
_ALIAS = Element("text", ALIASES, maximum=60)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. `kind`: the part that a row is; None for the items and their aliases."""

    title: str
    kind: PartKind | None
    columns: tuple[Element, ...]

    @property
    def wanted(self) -> str:
        """The element without which a sheet of another name is not taken for this one."""
        return called_by(self.kind).name if self.kind else self.columns[-1].name if self.title == ALIASES else "name"


def called_by(kind: PartKind) -> Element:
    """The element by which people call a part."""
    names = ("name", "label", "title", "question", "text", "reason")
    by_name = {one.name: one for one in kind.elements}
    return next(by_name[name] for name in names if name in by_name)


def _table(kind: PartKind) -> Table:
    above = (
        (Element(ABOVE, LABEL_OF_ABOVE[kind.parent], maximum=300, help=N_("它的标识，或者它的名称")),)
        if kind.parent
        else ()
    )
    own = (replace(one, vocabulary=IN_WORDS.get((kind.name, one.name), one.vocabulary)) for one in kind.elements)
    return Table(kind.label, kind, (_CODE, *above, _KEY, *own))


MAIN = Table(ITEMS, None, (_CODE, _CATALOG_CODE, *IDENTITY, *el.EDITION_ELEMENTS))
TABLES: tuple[Table, ...] = (
    MAIN, Table(ALIASES, None, (_CODE, _ALIAS)), *(_table(kind) for kind in el.PART_KINDS),
)  # fmt: skip
BY_KIND: dict[str, Table] = {one.kind.name: one for one in TABLES if one.kind}

OTHER_TITLES: Mapping[str, tuple[str, ...]] = {
    ITEMS: ("事项清单", "事项目录", "实施清单", "事项基本信息", "基本信息"),
    "依据": ("设定依据", "法律依据"),
    "条件": ("受理条件", "申请条件"),
    "情形": ("情形问题", "办理情形"),
    "材料": ("申请材料", "申报材料", "材料清单", "材料目录"),
    "收费": ("收费项目", "收费标准", "收费信息"),
    "减免": ("收费减免", "减免政策"),
    "流程": ("办理流程", "办理环节", "流程环节"),
    "表单": ("表单字段", "申请表", "申请表字段"),
    "结果": ("审批结果", "办理结果"),
    "常见问题": ("常见问题解答", "问答"),
    ALIASES: ("俗称", "事项别名"),
}
OTHER_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "事项编号": ("编号", "县内编号", "事项编码"),
    "事项名称": ("名称", "项目名称", "服务事项名称", "服务事项", "办事项目"),
    "基本编码": ("基本目录编码", "事项基本编码"),
    "主管部门": ("责任部门", "牵头单位", "部门", "部门名称"),
    "上级事项": ("主项", "主项名称", "上级事项编号", "所属主项"),
    "事项状态": ("状态",),
    "事项类型": ("事项类别", "权力类型", "职权类型"),
    "服务对象": ("办理对象", "申请对象", "面向对象"),
    "一句话说明": ("事项简介", "简介"),
    "实施主体": ("实施机关", "行使主体", "实施机构", "实施单位", "实施主体名称"),
    "受理机构": ("受理部门", "受理单位"),
    "承办机构": ("承办部门", "承办单位"),
    "决定机构": ("决定部门", "决定单位"),
    "共同实施部门": ("联办机构", "联办部门", "协办部门"),
    "委托部门": ("委托机关",),
    "法定办结时限": ("法定时限", "法定期限", "法定办理时限"),
    "法定时限单位": ("法定办结时限单位",),
    "承诺办结时限": ("承诺时限", "承诺期限", "承诺办理时限"),
    "承诺时限单位": ("承诺办结时限单位",),
    "到办事现场次数": ("跑动次数", "最多跑次数", "到现场次数"),
    "必须现场办理原因": ("必须现场办理原因说明", "到现场原因"),
    "办理形式": ("办理方式",),
    "是否收费": ("收费与否", "收费情况"),
    "数量限制": ("有无数量限制",),
    "行政复议机关": ("复议机关", "行政复议部门"),
    "行政诉讼法院": ("诉讼法院", "行政诉讼部门"),
    "档案保管期限": ("保管期限",),
    "别名": ("俗称", "口头叫法", "旧称"),
    "法律名称": ("法律法规名称", "依据名称", "设定依据"),
    "文号": ("发文字号",),
    "条款号": ("条款",),
    "条款内容": ("依据内容",),
    "颁布机关": ("发布机关", "制定机关"),
    "实施日期": ("生效日期", "施行日期"),
    "受理条件": ("申请条件", "办理条件"),
    "适用条件": ("适用情形",),
    "材料名称": ("申请材料", "申请材料名称", "申报材料", "申报材料名称", "材料"),
    "材料必要性": ("必要性", "是否必要", "是否必备材料"),
    "材料类型": ("原件或复印件",),
    "原件份数": ("原件数量", "原件(份)"),
    "复印件份数": ("复印件数量", "复印件(份)"),
    "来源渠道": ("材料来源", "来源"),
    "出具机构": ("出具单位", "材料出具机构"),
    "收费项目名称": ("收费项目",),
    "收费标准(元)": ("收费标准", "收费金额", "金额(元)", "金额"),
    "环节": ("环节名称", "步骤", "步骤名称", "流程环节"),
    "环节时限": ("办理时限", "时限"),
    "办理角色": ("经办角色",),
    "审批结果名称": ("结果名称", "证照名称"),
    "审批结果类型": ("结果类型",),
    "字段名称": ("字段", "填写项"),
    "问题": ("常见问题", "提问"),
    "答案": ("解答", "回答", "答复"),
    "备注": ("注",),
}
"""What other sheets, and ours of older days, call the same columns; a name counts only where its column is of that sheet."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as a sheet names it; `national`: by the name of an exchange, where the national numbers hold.

    `own`: what the scheme that names it calls the terms of its code list, folded, by what they mean.
    """

    element: Element
    national: bool = False
    own: Mapping[str, str] = field(default_factory=dict)


@cache
def headings(table: Table) -> dict[str, Heading]:
    """The columns of a table by every name, folded; today's label of one column is never another's old one."""
    columns = table.columns if table is MAIN else (*table.columns, Element(ITEM_NAME, N_("事项名称"), maximum=200))
    found = {fold(one.exchange): Heading(one, national=True) for one in columns if one.exchange}
    for one in columns:
        for other in _other_names(table, one):
            found.setdefault(fold(other), Heading(one))
    own = [Heading(one) for one in columns]
    return found | {fold(one.element.label): one for one in reversed(own)}


def headings_of(table: Table, names: Names) -> dict[str, Heading]:
    """The same, and before them what the county's table calls them under an exchange scheme; only items are mapped."""
    known = headings(table)
    if table is not MAIN or not names:
        return known
    said = {
        fold(names[one.name, ""]): Heading(one, national=True, own=_terms(one, names))
        for one in reversed(table.columns)
        if names.get((one.name, ""), NOT_EXCHANGED) != NOT_EXCHANGED
    }
    for text, heading in known.items():
        if heading.national and (own := _terms(heading.element, names)):
            said.setdefault(text, replace(heading, own=own))
    labels = {fold(one.label) for one in table.columns}
    return known | {text: heading for text, heading in said.items() if text and text not in labels}


def _terms(element: Element, names: Names) -> dict[str, str]:
    if element.vocabulary is None:
        return {}
    found = {
        fold(said): element.vocabulary.slug_of(value)
        for (name, value), said in names.items()
        if name == element.name and value
    }
    return {text: slug for text, slug in found.items() if text and slug}


def _other_names(table: Table, column: Element) -> tuple[str, ...]:
    """In a sheet of parts, 编号 and 名称 are the part's, not the item's."""
    if table is not MAIN and column.name in (CODE, ITEM_NAME):
        return ("事项编码",) if column.name == CODE else ()
    return OTHER_HEADINGS.get(column.label, ())


@cache
def titles() -> dict[str, Table]:
    """The tables by every name of their sheet, folded."""
    found = {fold(other): table for table in TABLES for other in OTHER_TITLES.get(table.title, ())}
    return found | {fold(table.title): table for table in TABLES}
