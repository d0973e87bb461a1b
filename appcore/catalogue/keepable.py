"""Which search terms may be kept: words about services, nothing that could be somebody's number or name (R79, decisions 32)."""

from __future__ import annotations

import re
from collections.abc import Callable

from appcore.catalogue.name_index import folded
from appcore.folding import has_han

SHORTEST, LONGEST = 2, 30
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊"
    "秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温缪章连项池倪包伍施庄柯尤卓阮翁涂华鲍柳颜季涂洪管苗甘祝梅凌单谷瞿滕殷费岑樊詹欧骆"
)
_TWO = "欧阳|上官|司马|诸葛|司徒|令狐|皇甫|尉迟|公孙|慕容|长孙|宇文|东方|夏侯"
_NAME = re.compile(f"(?:[{_SURNAMES}]|{_TWO})[\\u4e00-\\u9fff]{{1,2}}")
_WORDS = re.compile(
    "许可|付款|付费|任何|任职|任命|方法|方便|方式|万元|高中|高等|高校|高速|白色|马路|马上|江边|程序|程度|石头|石油|金额|金融|田地|林地|林木|林业|黄金|施工|"
    "施肥|温室|顾客|毛坯|何时|于是|向谁|余额|余热|严重|项目|贺卡|连锁|包装|包间|伍员|雷电|雷达|龙虾|史料|唐装|孔雀|汤圆|梅花|甘蔗|苗木|苗圃|管理|管道|管线|"
    "单位|单独|谷物|柳树|陆地|陆上|范围|谭家|夏天|夏令"
)
"""Everyday words that begin like a surname."""
_BEGINS_A_NAME = re.compile(f"(?=(?:[{_SURNAMES}][\\u4e00-\\u9fff]|{_TWO})(?:[\\u4e00-\\u9fff]|$))")
_CALLED = re.compile(
    f"(?:我叫|名叫|叫做|姓名)|(?:[{_SURNAMES}]|{_TWO})[\\u4e00-\\u9fff]{{1,2}}(?:的|同志|先生|女士|老师)"
)
_NUMBER = re.compile(r"[0-9]{4}|[0-9a-z]{8}|[0-9零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{5}")


def keepable(query: str, is_known: Callable[[str], bool]) -> str:
    """The folded term, or "" for one that is not kept: too short, of letters only, a number, or like a person's name.

    `is_known` says of two neighbouring characters whether the catalogue has them: 高龄补 is no name although 高 is one.
    """
    term = folded(query)
    if not SHORTEST <= len(term) <= LONGEST or not has_han(term) or _NUMBER.search(term) or _CALLED.search(query):
        return ""
    if _NAME.fullmatch(term) and not any(is_known(term[at : at + 2]) for at in range(len(term) - 1)):
        return ""
    return "" if _names_somebody(term, is_known) else term


def _names_somebody(term: str, is_known: Callable[[str], bool]) -> bool:
    """王小明离婚, 低保李雷: a surname, and no word of the catalogue in what follows it. Rather a term too few than a name kept."""
    return any(
        not any(
            _WORDS.fullmatch(term, at, at + 2) or is_known(term[at : at + 2])
            for at in (one.start(), one.start() + 1)
            if at + 2 <= len(term)
        )
        for one in _BEGINS_A_NAME.finditer(term)
    )
