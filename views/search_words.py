"""Why an item was found, in words: by which of its names, papers or sounds."""

from __future__ import annotations

from appcore.catalogue.published import Found
from appcore.definition.verdict import N_
from views.words import _

SAID = {
    "code": ("", N_("编号相符")),
    "alias": (N_("也叫“%(what)s”"), ""),
    "pinyin": (N_("拼音相符，也叫“%(what)s”"), N_("拼音相符")),
    "initials": (N_("拼音首字母相符，也叫“%(what)s”"), N_("拼音首字母相符")),
    "words": (N_("也叫“%(what)s”"), ""),
    "other": (N_("意思相近：“%(what)s”"), N_("意思相近")),
    "short": (N_("简称，也叫“%(what)s”"), N_("简称")),
    "material": (N_("要用到“%(what)s”"), ""),
    "outcome": (N_("办好后得到“%(what)s”"), ""),
    "place": (N_("由%(what)s办理"), ""),
    "summary": ("", N_("说明里提到")),
    "near": (N_("意思相近：“%(what)s”"), N_("意思相近")),
    "sound": (N_("读音相同：“%(what)s”"), N_("读音相同")),
    "loose": (N_("可能相关：“%(what)s”"), N_("可能相关")),
}
"""For each way of finding: the words with the text that was hit, and those without."""


def why(found: Found) -> str:
    """What a reader cannot see in the name itself; "" where the name says it."""
    with_text, without = SAID.get(found.how, ("", ""))
    if found.what and with_text:
        return _(with_text, what=found.what)
    return _(without) if without else ""
