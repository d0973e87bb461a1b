"""The page model of the editor: parts locked and free with their faults, placeholders to put in, and the preview of a made-up slip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appcore.casework import slip_template_reading
from appcore.definition.templates import trial, whole
from appcore.definition.templates.placeholders import KIND_WORDS, Placeholder, of_kind
from appcore.definition.templates.skeletons import SKELETONS, Part
from appcore.definition.templates.tokens import Fault
from appcore.definition.verdict import N_
from models.db import HouseSession
from models.slip_template import SlipTemplateVersion

MARKS = (
    ("# ", N_("小标题")),
    ("- ", N_("列表的一行")),
    ("【材料表】", N_("材料清单的表格")),
    ("【签名：申请人】", N_("签名线")),
    ("【盖章：{服务中心}】", N_("盖章处")),
)


@dataclass(frozen=True, slots=True)
class Editor:
    """`texts`: what stands in each free part now, saved or not. `preview` is None while a fault stands in the way."""

    version: SlipTemplateVersion
    parts: tuple[Part, ...]
    texts: Mapping[str, str]
    faults: Mapping[str, tuple[Fault, ...]]
    placeholders: tuple[Placeholder, ...]
    preview: tuple[whole.Section, ...] | None
    facts: Mapping[str, Any]
    state: str

    states = trial.STATES
    kind_words = KIND_WORDS
    marks = MARKS


def build(session: HouseSession, version: SlipTemplateVersion, texts: Mapping[str, str], state: str) -> Editor:
    """The editor at what was typed or stored; `state` is that of the made-up case, an unknown one reads as complete."""
    kind = version.template.kind
    state = state if state in dict(trial.STATES) else trial.STATES[0][0]
    shown = {**whole.free_texts(version.content), **texts}
    faults = whole.faults(kind, shown)
    facts = slip_template_reading.trial_facts(session, version.template, state)
    preview = None if faults else whole.printed(kind, whole.content(kind, shown), facts)
    return Editor(version, SKELETONS[kind], shown, faults, of_kind(kind), preview, facts, state)
