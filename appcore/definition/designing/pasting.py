"""Many fields at once from a spreadsheet: label, kind in words, required, help, choices — a line each, cells apart by tabs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from appcore.definition.designing.rows import MOST_CHOICES, MOST_ROWS, Row
from appcore.definition.kinds import KINDS
from appcore.definition.verdict import Rejected, Verdict
from appcore.folding import fold

OTHER_WORDS: Mapping[str, str] = {
    "文本": "text", "文字": "text", "单行": "text", "字符": "text", "字符串": "text", "填空": "text", "多行": "long_text", "长文本": "long_text",
    "大段文字": "long_text", "数字": "decimal", "数量": "integer", "人数": "integer", "年月日": "date", "时刻": "time", "是否": "yes_no",
    "判断": "yes_no", "下拉": "choice", "下拉框": "choice", "下拉选择": "choice", "选择": "choice", "单选框": "choice", "勾选": "choices",
    "复选": "choices", "复选框": "choices", "身份证": "id_number", "身份证号码": "id_number", "公民身份号码": "id_number", "信用代码": "credit_code",
    "社会信用代码": "credit_code", "手机": "phone", "手机号": "phone", "手机号码": "phone", "电话": "phone", "联系方式": "phone", "电子邮箱": "email",
    "邮件": "email", "银行卡号": "bank_account", "账号": "bank_account", "住址": "address", "详细地址": "address", "区划": "region", "乡镇": "region",
    "村社区": "region", "车牌": "plate", "附件": "files", "上传": "files", "签名": "signature", "签字": "signature", "计算": "computed",
    "公式": "computed", "标题": "heading", "说明": "note",
}  # fmt: skip
HEADINGS = frozenset({"字段名称", "字段", "名称", "项目", "label", "field"})
YES = frozenset({"是", "必填", "必须", "y", "yes", "true", "1", "√", "✓", "☑"})
NO = frozenset({"", "否", "选填", "可选", "n", "no", "false", "0", "×"})
_BETWEEN = re.compile(r"[、;；|/\n]+")


@dataclass(frozen=True, slots=True)
class Pasted:
    """The rows that could be read, without numbers yet; of the others the line as it was, and why, by its number from 1."""

    rows: tuple[Row, ...]
    left: tuple[tuple[int, str, Verdict], ...]


def read(text: str, room: int = MOST_ROWS) -> Pasted:
    """What was pasted. A first line of headings is passed over; `room`: how many rows there may still be."""
    rows: list[Row] = []
    left: list[tuple[int, str, Verdict]] = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        cells = [cell.strip().strip('"').strip() for cell in line.split("\t")]
        if not any(cells) or (not rows and not left and fold(cells[0]) in HEADINGS):
            continue
        try:
            if len(rows) >= room:
                raise Rejected("一张表单最多%(most)s个字段。", most=MOST_ROWS)
            rows.append(_row(cells))
        except Rejected as problem:
            left.append((number, line, problem.verdict))
    return Pasted(tuple(rows), tuple(left))


def _row(cells: list[str]) -> Row:
    """Raises: Rejected."""
    label, kind, required, help_text, choices, *more = [*cells, "", "", "", ""][: max(5, len(cells))]
    if any(more):
        raise Rejected("这一行多于五列，请只保留字段名称、类型、必填、填写说明、选项。")
    if not label:
        raise Rejected("第一列是字段名称，不能空着。")
    slug = kind_of_words(kind) if kind else ("choice" if choices else "text")
    if slug is None:
        raise Rejected(
            "没有“%(kind)s”这种字段类型，可以写：%(some)s等。",
            kind=kind[:20],
            some="单行文本、整数、日期、单选、联系电话",
        )
    must = "".join(required.lower().split())
    if must not in YES | NO:
        raise Rejected("第三列写“是”或“否”，现在是“%(text)s”。", text=required[:20])
    labels = [one.strip() for one in _BETWEEN.split(choices) if one.strip()]
    takes_choices = "choices" in KINDS[slug].settings
    if labels and not takes_choices:
        raise Rejected("只有单选和多选才有选项，请删去第五列或改类型。")
    if takes_choices and len(labels) < 2:
        raise Rejected("单选和多选至少要有两个选项，写在第五列，用顿号隔开。")
    if len(labels) > MOST_CHOICES:
        raise Rejected("选项最多%(most)s个。", most=MOST_CHOICES)
    return Row(
        -1,
        {"label": label, "kind": slug, **({"help": help_text} if help_text else {})},
        frozenset({"required"}) if must in YES else frozenset(),
        tuple(("", one) for one in dict.fromkeys(labels)),
    )


def kind_of_words(words: str) -> str | None:
    """The kind that somebody means by a word."""
    return _words().get(fold(words))


@cache
def _words() -> Mapping[str, str]:
    own = {fold(kind.label): kind.slug for kind in KINDS.values()} | {slug: slug for slug in KINDS}
    return {fold(words): slug for words, slug in OTHER_WORDS.items()} | own
