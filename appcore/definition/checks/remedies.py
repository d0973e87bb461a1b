"""Remedies: the body of review after the law of 2023, and terms that no longer hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from appcore.definition.checks.context import Context
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import rule
from appcore.definition.checks.walk import texts
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_

OUT_OF_DATE = re.compile(
    r"(?:三|3)个月[^。；;]*(?:诉讼|起诉|法院)|(?:诉讼|起诉|法院)[^。；;]*(?:三|3)个月"
    r"|(?:十五|15)(?:日|天)[^。；;]*复议|复议[^。；;]*(?:十五|15)(?:日|天)内[^。；;]*申请"
)
UPPER = re.compile(r"上一?级(?:行政)?(?:主管|业务|行政)?(?:部门|机关)|主管部门")
GOVERNMENT = re.compile(r"人民政府|县政府|市政府|区政府")


@rule("O5", "warning", N_("救济期限是现行规定"))
def terms_of_remedy_hold(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: 行政诉讼法 (2014) 第四十六条: six months, formerly three; 行政复议法 第二十条: 60 days."""
    for place, _, text in texts(definition):
        if hit := OUT_OF_DATE.search(text):
            yield Problem(
                place,
                "救济期限已过时：“%(words)s”",
                "行政复议为60日，行政诉讼为6个月",
                {"words": hit[0][:40]},
            )


@rule("O16", "error", N_("行政复议机关不写成上级主管部门"))
def review_body_is_the_government(definition: ItemDefinition, context: Context) -> Iterator[Problem]:
    """Source: 行政复议法 (2023) 第二十四条; 第二十七条 leaves 税务 and other vertical bodies to the next higher body."""
    named = definition.review_body
    body = definition.implementing_body.name if definition.implementing_body else ""
    if not named or any(word in body for word in context.vertical_bodies):
        return
    if UPPER.search(named) or not GOVERNMENT.search(named):
        yield Problem(
            Place(element="review_body"),
            "行政复议机关写成了“%(name)s”",
            "对县级部门和乡镇的行为，复议机关是县人民政府",
            {"name": named},
        )
