"""下放事项工作手册: what a town takes over, on which paper, with both sides' duties, and how it works the item."""

from __future__ import annotations

from appcore.catalogue.booklets import guide, words
from appcore.catalogue.booklets.model import Block, Entry, Facts, Hall, Handed, Heading, Lines
from appcore.definition.checklist import checklist
from models import vocabulary as v

FROM_ABOVE = ("handed_down", "authorised_above", "entrusted_above")


def is_handed_down(entry: Entry) -> bool:
    """Whether a town has the item from above: by a batch, by the paper of its hall, or as the edition says."""
    d = entry.definition
    return bool(entry.handed or (entry.local and entry.local.paper) or d.delegation_paper or d.power_source in FROM_ABOVE)  # fmt: skip


def blocks(entry: Entry, hall: Hall | None) -> tuple[Block, ...]:
    """The paper and the duties first, then the work."""
    d, found = entry.definition, checklist(entry.definition, {})
    by = tuple(block for one in entry.handed for block in _batch(one))
    return (
        *_paper(entry),
        *by,
        *guide.bases(d),
        *guide.opening(entry, hall),
        *guide.conditions(found),
        *guide.papers(found),
        *guide.steps(found),
        *guide.fees(d),
        *guide.results(d),
        *guide.remedies(d),
    )


def _paper(entry: Entry) -> list[Block]:
    d, local = entry.definition, entry.local
    document = d.delegation_document.name if d.delegation_document else ""
    rows = (
        ("权力来源", v.POWER_SOURCE.label_of(d.power_source)),
        ("委托部门", d.entrusting_body),
        ("下放文件", d.delegation_paper or document),
        ("承接依据", local.paper if local else ""),
        ("权限划分", d.power_division),
        ("行使内容", d.use_content),
    )
    said = tuple((label, text) for label, text in rows if words.told(text))
    return [Heading("承接依据"), Facts(said, frozenset(label for label, _text in said))] if said else []


def _batch(one: Handed) -> list[Block]:
    facts = Facts(
        (("批次", one.batch), ("法律形式", one.form), ("文件", one.paper), ("起始日期", one.starts_on)),
        frozenset(("批次", "文件")),
    )
    made: list[Block] = [Heading("承接批次"), facts]
    for title, lines in (("下放部门的责任", one.county), ("承接乡镇的责任", one.town), ("交接内容", one.handover)):
        made += [Heading(title), Lines(lines, numbered=True)] if lines else []
    return made
