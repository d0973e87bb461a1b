"""Names and numbers that are plainly made up: 样例甲, area 999999, 1380000xxxx, 0577-0000xxxx (decisions 30, 45)."""

from __future__ import annotations

from datetime import date

from stdnum.cn import ric, uscc

AREA = "999999"
STEMS = "甲乙丙丁戊己庚辛壬癸"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def name(number: int) -> str:
    """The n-th sample name, 1 first: 样例甲 … 样例癸, 样例甲甲 …"""
    stems = ""
    while number > 0:
        number, rest = divmod(number - 1, len(STEMS))
        stems = STEMS[rest] + stems
    return f"样例{stems}"


def id_number(born: date, order: int) -> str:
    """A number valid by GB 11643 in an area that does not exist; `order` 1–999, odd is male."""
    body = f"{AREA}{born:%Y%m%d}{order:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def credit_code(kind: str, serial: int) -> str:
    """A code valid by GB 32100 in an area that does not exist. `kind`: its first two characters, as 11 (机关) or 91 (企业)."""
    organisation = f"{serial:08d}"
    total = sum(_ALPHABET.index(one) * weight for one, weight in zip(organisation, _WEIGHTS, strict=True))
    body = f"{kind}{AREA}{organisation}{'0123456789X'[(11 - total % 11) % 11]}"
    return body + str(uscc.calc_check_digit(body + "0"))


def office_phone(number: int) -> str:
    """0577-00000001 …, a line that does not exist."""
    return f"0577-{number:08d}"


def mobile(number: int) -> str:
    """13800000001 …"""
    return f"1380000{number % 10000:04d}"


PHRASES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("事项", "业务"): (
        "社保卡补领",
        "老年人优待证办理",
        "居住证签注",
        "医保参保登记",
        "残疾人证换领",
        "个体户变更登记",
        "生育登记",
    ),
    ("建议", "意见"): ("希望增加午间值班窗口", "建议在等候区放一次性告知单", "希望打印机旁有人指导"),
    ("问题", "发现"): ("取号机缺纸，已补", "公示牌一处电话已过期，已通知更换", "秩序正常"),
    ("结果", "答复", "处理", "措施"): (
        "已当场办好",
        "已电话答复，本人表示清楚",
        "已转有关部门，三日内回复",
        "已改正并告知本人",
    ),
    ("内容", "情况", "说明", "主题", "议题"): (
        "办理所需材料和时限",
        "能不能让家属代办",
        "证件遗失怎样补领",
        "办件进度查询",
        "窗口服务规范",
    ),
    ("备注",): ("无", "已登记在册", "本人签字确认"),
    ("地点",): ("二楼会议室", "一楼大厅", "多功能室"),
}
"""What may be written into a field whose name has one of these words: nobody's own words, and nobody's data."""


def phrase(label: str, number: int) -> str:
    """A made-up entry for a field of text by its label, always the same for the same number."""
    found = next((said for words, said in PHRASES.items() if any(one in label for one in words)), ())
    return found[number % len(found)] if found else f"样例{number}"
