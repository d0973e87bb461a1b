"""Editions on their way: drafted, waiting for review, sent back with remarks, approved, and published from a later day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from appcore.catalogue import check_store, editions, remarks, ticks
from appcore.catalogue.local.offers import standard_of
from appcore.definition.checks import Place
from appcore.definition.item import ItemDefinition
from models.item import Edition
from seeds.office.at_work import AtWork

Change = Callable[[ItemDefinition], ItemDefinition]
CIVIL, COUNTY, REVIEWER = "civil_editor", "county_editor", "county_reviewer"
SEEN = "样例：已核对，暂时保留"

HARDSHIP, DOGS, PENSIONERS, POWER_USER, ELSEWHERE, SEARCH = (
    "330327-00244", "330327-00205", "330327-00246", "330327-00309", "330327-00083", "330327-00045",
)  # fmt: skip
GRID, SPECIAL_AID = "330327-00284", "330327-00164"
"""Two items that nobody applies for: their rules change within the demo year, and no case was taken in under the old ones."""


def write(work: AtWork) -> int:
    """Returns: how many were begun."""
    shorter = sooner(GRID, work, days=20, step="handle", duration=14)
    published(GRID, shorter, work, days=-40)
    published(SPECIAL_AID, sooner(SPECIAL_AID, work, days=18, step="approve", duration=8), work, days=-5)
    _sent_back(work)
    _late(work)
    _waiting(work)
    _approved(work)
    _to_begin(work)
    with work.acting(CIVIL, -1):
        editions.draft(PENSIONERS, content=_but(work, PENSIONERS, quota_note="无，符合条件的按月发放。"))
    return 8


def published(code: str, content: ItemDefinition, work: AtWork, *, days: int) -> None:
    """A further edition, in force from that day."""
    with work.acting(COUNTY, days - 3):
        edition = editions.draft(code, content=content)
        editions.submit(edition)
    with work.acting(REVIEWER, days):
        _approve(work, edition)
        editions.publish(edition)


def _approve(work: AtWork, edition: int) -> None:
    """The reviewer ticks what he lets stand, and approves."""
    row = work.session.get_one(Edition, edition)
    found = check_store.judge(work.session, check_store.definition_of(work.session, row))
    marks = {one.mark for one in found if one.problem.level == "warning" and one.is_open}
    if marks:
        ticks.tick(edition, marks, SEEN)
    editions.approve(edition)


def sooner(code: str, work: AtWork, *, days: int, step: str, duration: int) -> ItemDefinition:
    """What an item says, with a shorter promise and one step that takes less."""
    now = _standing(work, code)
    steps = tuple(replace(one, duration=duration) if one.key == step else one for one in now.steps)
    return replace(now, promised_days=days, steps=steps)


def _standing(work: AtWork, code: str) -> ItemDefinition:
    standard = standard_of(work.session, code)
    if standard is None:
        raise LookupError(f"{code} has no edition in force")
    return standard.definition


def _but(work: AtWork, code: str, **values: object) -> ItemDefinition:
    return replace(_standing(work, code), **values)  # type: ignore[arg-type]  # elements by their names


def _sent_back(work: AtWork) -> None:
    """退回 with remarks: of two one is answered, and the time for it runs."""
    standing = _standing(work, HARDSHIP)
    first, step = standing.materials[0], standing.steps[0]
    with work.acting(CIVIL, -8):
        content = replace(standing, summary=f"{standing.summary}困难情况由村（社区）协助核实。")
        edition = editions.draft(HARDSHIP, content=content)
        editions.submit(edition)
    with work.acting(REVIEWER, -5):
        answered = remarks.note(edition, Place("materials", first.key, "fill_note"), "请写明由谁签字，代填的怎么写。")
        remarks.note(edition, Place("steps", step.key, "duration"), "这一步的天数与乡镇的做法不一致，请核对。")
        remarks.note(edition, Place(element="summary"), "“困难情况”说得太宽，请写明是哪几种情况。")
        editions.send_back(edition, "材料和环节各有一处要核对，简介请写具体", work.day(2))
    with work.acting(CIVIL, -2):
        remarks.answer(answered, "由申请人签字；不会写字的由村里代填，本人按手印。")


def _late(work: AtWork) -> None:
    """A second one, whose author let the day pass."""
    with work.acting(COUNTY, -24):
        edition = editions.draft(POWER_USER, content=_but(work, POWER_USER, quota_note="无"))
        editions.submit(edition)
    with work.acting(REVIEWER, -20):
        remarks.note(edition, Place(element="summary"), "请写明户号在哪里查。")
        editions.send_back(edition, "简介请补充户号的查法", work.day(-6))


def _waiting(work: AtWork) -> None:
    standing = _standing(work, DOGS)
    steps = tuple(replace(one, duration=2) if one.key == "examine" else one for one in standing.steps)
    with work.acting(COUNTY, -3):
        editions.submit(editions.draft(DOGS, content=replace(standing, promised_days=4, steps=steps)))


def _approved(work: AtWork) -> None:
    with work.acting(COUNTY, -6):
        edition = editions.draft(SEARCH, content=_but(work, SEARCH, quota_note="无，随到随查。"))
        editions.submit(edition)
    with work.acting(REVIEWER, -2):
        _approve(work, edition)


def _to_begin(work: AtWork) -> None:
    with work.acting(COUNTY, -7):
        edition = editions.draft(ELSEWHERE, content=_but(work, ELSEWHERE, quota_note="无，随时可以备案。"))
        editions.submit(edition)
    with work.acting(REVIEWER, -3):
        _approve(work, edition)
        editions.publish(edition, work.day(20))
