"""A form with kinds of every sort, a table among them, published as the next edition of a sample item."""

from __future__ import annotations

from typing import Any

from flask import Flask

from appcore.catalogue import editions
from seeds import small
from tests.catalogue.drafting import EDITOR, ITEM, REVIEWER, do
from tests.people import acts

assert ITEM == small.PROMISED
ROWS: tuple[dict[str, Any], ...] = (
    {"key": "h_head", "label": "家庭情况", "kind": "heading"},
    {"key": "h_note", "label": "填写提示", "kind": "note", "help": "同住的家庭成员都要填写，包括未成年人。"},
    {"key": "h_place", "label": "现住地", "kind": "region", "required": True, "low": 12},
    {"key": "h_visit", "label": "方便上门的时间", "kind": "time"},
    {"key": "h_account", "label": "收款账号", "kind": "bank_account", "required": True, "help": "本人名下的一类账户。"},
    {"key": "h_area", "label": "住房面积", "kind": "decimal", "unit": "平方米", "places": 2},
    {"key": "h_way", "label": "结果送达方式", "kind": "code", "code_list": "delivery"},
    {"key": "h_scan", "label": "房产证扫描件", "kind": "files", "required": True},
    {
        "key": "h_people",
        "label": "家庭成员",
        "kind": "table",
        "required": True,
        "low": 1,
        "high": 8,
        "help": "一人一行。",
    },
    {"key": "h_name", "label": "姓名", "kind": "person_name", "required": True, "within": "h_people"},
    {"key": "h_id", "label": "身份证号", "kind": "id_number", "within": "h_people"},
    {"key": "h_poor", "label": "低保对象", "kind": "yes_no", "within": "h_people"},
    {"key": "h_income", "label": "月收入", "kind": "money", "within": "h_people", "summed": True},
    {"key": "h_total", "label": "合计收入", "kind": "computed", "formula": "合计(h_people.h_income)"},
)
ID_NUMBER = "33032719000101001X"
TYPED = {
    "f_h_place": ["330327100001"], "f_h_visit": ["下午2点半"], "f_h_account": ["6222 0212 3456 7890 128"], "f_h_area": ["１２０．５０"], "f_h_way": ["express"],
    "f_h_people.0.h_name": ["样例 甲"], "f_h_people.0.h_id": [ID_NUMBER], "f_h_people.0.h_income": ["3,000"], "f_h_people.0.h_poor": ["no"],
    "f_h_people.3.h_name": ["样例乙"], "f_h_people.3.h_id": [""], "f_h_people.3.h_income": ["0.50"],
}  # fmt: skip


def publish(app: Flask) -> None:
    """Publish the item with these fields after its own, by the two people of the county office."""
    edition = int(str(do(app, EDITOR, "draft", ITEM)))
    with acts(app, EDITOR):
        for row in ROWS:
            editions.add_part("field", edition, row)
    for who, act in ((EDITOR, "submit"), (REVIEWER, "approve"), (REVIEWER, "publish")):
        do(app, who, act, edition)
