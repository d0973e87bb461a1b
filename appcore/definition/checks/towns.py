"""Contradictions between towns that offer the same item: another paper for the same power, a phone that is elsewhere's."""

from __future__ import annotations

from collections.abc import Iterator

from appcore.definition.checks.context import OfferFace
from appcore.definition.checks.problem import Place, Problem
from appcore.definition.checks.registry import offer_rule
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import N_


@offer_rule("O21", "warning", N_("各乡镇对同一事项的说法一致"))
def towns_do_not_contradict(definition: ItemDefinition, face: OfferFace, area_code: str) -> Iterator[Problem]:
    if face.paper and face.papers_elsewhere and face.paper not in face.papers_elsewhere:
        yield Problem(
            Place("offer", element="paper"),
            "承接依据“%(own)s”与多数乡镇的“%(other)s”不同",
            "核对下放或委托的文件，写同一份",
            {"own": face.paper, "other": face.papers_elsewhere[0]},
        )
    for phone, hall in sorted(face.shared_phones.items()):
        yield Problem(
            Place("offer", element="consult_phones"),
            "咨询电话%(phone)s也是“%(hall)s”的电话",
            "填写本中心的咨询电话",
            {"phone": phone, "hall": hall},
        )
    for material in definition.materials:
        spared_at = face.exempt_elsewhere.get(material.key)
        if spared_at and not material.exempt:
            yield Problem(
                Place("materials", material.key, "exempt"),
                "“%(hall)s”已不收材料“%(name)s”，这里仍要提交",
                "核对能否同样免提交；都能免的，报县级写进标准",
                {"hall": spared_at, "name": material.name},
            )
