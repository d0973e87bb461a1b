"""What the parts of each kind of slip say: per kind and part the words, the law they follow, and whether that is unchecked."""

from __future__ import annotations

Text = tuple[str, str, bool]
"""Words, source, unverified."""

OPENING: Text = ("{申请人}：", "", False)
NUMBERS: Text = ("办件编号：{办件编号}　查询码：{查询码}", "", False)
CONTACT: Text = (
    "经办：{经办人}{#如果 窗口}　窗口：{窗口}{#结束}{#如果 咨询电话}　咨询：{咨询电话}{#结束}{#如果 监督电话}　监督：{监督电话}{#结束}",
    "",
    False,
)
ARTICLE_32 = "行政许可法第三十二条"
SEAL: Text = ("【盖章：{服务中心}】\n【盖章：{出具日期}】", ARTICLE_32, False)
BY_BOTH: Text = (
    "本人保证所提交的材料真实、有效。\n【签名：申请人签名】\n【签名：日期】\n【盖章：{服务中心}】\n【盖章：{出具日期}】",
    "行政许可法第三十一条、第三十二条",
    False,
)
DECIDED: Text = ("【盖章：{实施机关}】\n【盖章：{出具日期}】", "行政许可法第三十八条", False)
REMEDIES: Text = (
    "{#如果 复议机关}\n如不服本决定，可以自收到之日起六十日内向{复议机关}申请行政复议{#如果 诉讼法院}，也可以自收到之日起六个月内向{诉讼法院}提起行政诉讼{#结束}。\n{#结束}",
    "行政许可法第三十八条，行政复议法第二十条，行政诉讼法第四十六条",
    False,
)
PAPERS: Text = ("【材料表】", "", False)
LIST_OPEN: Text = (
    "{#逐项 缺少材料}\n- {序号}. {材料名称}：{收取情况}{#如果 原因}，{原因}{#结束}\n{#结束}",
    ARTICLE_32,
    False,
)
NOTHING: Text = ("", "", False)


def _kind(who: str = "", **parts: Text) -> dict[str, Text]:
    """The parts of a kind; `who` is what the applicant is called where the slip is not addressed to him."""
    opening = (f"{who}：{{申请人}}", "", False) if who else OPENING
    return {"opening": opening, **parts, "numbers": NUMBERS, "contact": CONTACT}


TEXTS: dict[str, dict[str, Text]] = {
    "receipt": _kind(
        law=(
            "您于{收件日期}提交的“{事项名称}”申请材料，本中心已经收下。{#如果 行政许可}自收到之日起五个工作日内将受理、不予受理或一次告知需要补正的全部内容；逾期不告知的，自收到材料之日起即为受理。{#结束}",
            ARTICLE_32, False,
        ),
        papers=PAPERS, body=("收费：{收费金额}", "", False), notice=NOTHING, signs=BY_BOTH,
    ),
    "acceptance": _kind(
        law=(
            "您于{收件日期}提出的“{事项名称}”申请，材料齐全、符合法定形式，现予受理。{#如果 当场办结}本事项当场办结，结果已交您。{#否则}承诺办结时限为{承诺时限}{#如果 应办结日期}，应于{应办结日期}（含当日）前办结{#结束}。{#如果 期限说明}{期限说明}{#结束}{#结束}",
            "行政许可法第三十二条、第四十二条", False,
        ),
        papers=PAPERS, body=("收费：{收费金额}", "", False), notice=NOTHING, signs=BY_BOTH,
    ),
    "correction": _kind(
        law=("您于{收件日期}提出的“{事项名称}”申请，材料不齐全或者不符合法定形式。现一次告知需要补正的全部内容：", ARTICLE_32, False),
        papers=LIST_OPEN,
        body=("请于{补正期限}前补齐。补齐后，本中心即按规定受理。", "", False),
        notice=("补正前有不清楚的，请拨打咨询电话。", "", False), signs=SEAL,
    ),
    "restart": _kind(
        law=("您于{收件日期}提出的“{事项名称}”申请，已于{补正日期}补齐材料，现重新启动办理{#如果 应办结日期}，应于{应办结日期}（含当日）前办结{#结束}。", "", True),
        body=NOTHING, notice=NOTHING, signs=SEAL,
    ),
    "refusal": _kind(
        law=(
            "您于{收件日期}提出的“{事项名称}”申请，经审查，决定不予受理。\n理由：{理由}\n{#如果 应当受理的机关}这项申请请向{应当受理的机关}提出。{#结束}",
            ARTICLE_32, False,
        ),
        body=NOTHING, notice=NOTHING, remedies=REMEDIES, signs=SEAL,
    ),
    "return": _kind(
        law=("您于{收件日期}提出的“{事项名称}”申请，依照规定不能办理，现将材料退回。\n理由：{理由}\n{#如果 应当受理的机关}这项申请请向{应当受理的机关}提出。{#结束}", "", True),
        papers=PAPERS, body=NOTHING, notice=NOTHING, remedies=REMEDIES, signs=SEAL,
    ),
    "rectify": _kind(
        law=("您申请的“{事项名称}”，经检查有以下问题需要整改：{理由}\n请于{补正期限}前完成整改。", "", True),
        body=NOTHING, notice=NOTHING, signs=SEAL,
    ),
    "gap": _kind(
        law=("您于{收件日期}提出的“{事项名称}”申请，主要材料齐全、符合法定形式，以下材料容缺后补。本中心先予受理，审查同时进行；材料补齐后发放结果：", "", True),
        papers=LIST_OPEN,
        body=("请于{补正期限}前补齐。逾期不补的，按规定终止办理。本通知书一式两份，申请人和本中心各执一份。", "", False),
        notice=NOTHING, signs=BY_BOTH,
    ),
    "pledge": _kind(
        "承诺人", law=("本人申请办理“{事项名称}”，已知晓应当具备的条件、承诺的内容和不实承诺的后果，自愿作出承诺，并对承诺的真实性负责。承诺后补的材料：", "", True),
        papers=LIST_OPEN, body=("本人承诺于{补正期限}前补齐上述材料。", "", False), notice=NOTHING,
        signs=("【签名：承诺人】\n【签名：日期】", "", False),
    ),
    "extension": _kind(
        law=(
            "您申请的“{事项名称}”，在规定的期限内不能作出决定。{#如果 行政许可}经本机关负责人批准，{#结束}延长{延长天数}。\n理由：{理由}{#如果 应办结日期}\n延长后应于{应办结日期}（含当日）前办结。{#结束}",
            "行政许可法第四十二条", False,
        ),
        body=NOTHING, notice=NOTHING, signs=DECIDED,
    ),
    "special_procedure": _kind(
        law=("您申请的“{事项名称}”，依法需要进行{特别程序}，所需时间为{所需时间}。{#如果 行政许可}这段时间不计算在办理期限内。{#结束}\n理由：{理由}", "行政许可法第四十五条", False),
        body=NOTHING, notice=NOTHING, signs=DECIDED,
    ),
    "grant": _kind(
        law=(
            "您于{收件日期}提出的“{事项名称}”申请，经审查符合规定，决定准予。{#如果 行政许可}许可证件自作出决定之日起十个工作日内颁发、送达。{#结束}\n{#如果 法律依据}依据：{法律依据}{#结束}",
            "行政许可法第三十八条、第四十四条", False,
        ),
        body=("{#逐项 办理结果}\n- {序号}. {结果名称}\n{#结束}", "", False), notice=NOTHING, signs=DECIDED,
    ),
    "denial": _kind(
        law=(
            "您于{收件日期}提出的“{事项名称}”申请，经审查不符合规定的条件，决定不予。\n理由：{理由}\n{#如果 法律依据}依据：{法律依据}{#结束}",
            "行政许可法第三十八条", False,
        ),
        body=NOTHING, notice=NOTHING, remedies=REMEDIES, signs=DECIDED,
    ),
    "delivery": _kind(
        "受送达人", law=("事项名称：{事项名称}\n送达内容：＿＿＿＿＿＿\n送达地点：＿＿＿＿＿＿\n送达方式：□直接　□留置　□邮寄　□委托　□公告", "", True),
        body=NOTHING, notice=NOTHING,
        signs=("【签名：受送达人】\n【签名：代收人及代收原因】\n【签名：收到时间】\n【签名：送达人】\n【盖章：{服务中心}】", "", True),
    ),
    "handling_sheet": _kind(
        "申请人", law=("事项名称：{事项名称}\n实施机关：{实施机关}\n收件日期：{收件日期}\n承诺时限：{承诺时限}", "", True),
        papers=PAPERS, body=NOTHING, notice=NOTHING,
        signs=("【签名：受理人意见】\n【签名：审查人意见】\n【签名：决定人意见】", "", True),
    ),
    "custody": _kind(
        "申请人", law=("“{事项名称}”办件的下列材料已当面点清、办理交接：", "", True),
        papers=PAPERS, body=NOTHING, notice=NOTHING,
        signs=("【签名：移交人】\n【签名：接收人】\n【签名：交接时间】", "", True),
    ),
    "mandate": _kind(
        "委托人", law=("兹委托＿＿＿＿＿＿代为办理“{事项名称}”，包括提交材料、领取文书和结果。", "", True),
        body=NOTHING, notice=NOTHING, signs=("【签名：委托人】\n【签名：受托人】\n【签名：日期】", "", True),
    ),
    "payment": _kind(
        law=("办理“{事项名称}”应缴费用：{收费金额}。本单不作为缴款凭据。", "", True),
        body=("{#逐项 收费项目}\n- {收费名称}，数量{数量}，{金额}\n{#结束}", "", False), notice=NOTHING, signs=SEAL,
    ),
}  # fmt: skip
