"""Slip templates as their pages show them: each kind with what words it now, and the versions of one kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from appcore import clock
from appcore.casework import standard
from appcore.definition.templates import trial
from appcore.definition.verdict import N_
from models.account import User
from models.db import HouseSession
from models.item import Item
from models.slip_template import SlipTemplate, SlipTemplateVersion
from models.vocabulary import SLIP_KIND, SLIP_TEMPLATE_STATE


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in a list. `stage`: 草稿 送审 退回 待生效 现行 已替代 已停用; `by`: names, not accounts."""

    id: int
    number: int | None
    state: str
    stage: str
    note: str
    by: str
    published_by: str
    effective_from: datetime | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One template with its versions, the newest first. `item_name` is empty for that of all items."""

    id: int
    item_code: str
    item_name: str
    versions: tuple[VersionRow, ...]

    @property
    def in_force(self) -> VersionRow | None:
        return next((one for one in self.versions if one.stage == "现行"), None)

    @property
    def open(self) -> VersionRow | None:
        return next((one for one in self.versions if one.state != "published"), None)


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of slip: the templates that a county has of it."""

    kind: str
    label: str
    templates: tuple[TemplateRow, ...]

    @property
    def general(self) -> TemplateRow | None:
        return next((one for one in self.templates if not one.item_code), None)

    @property
    def special(self) -> tuple[TemplateRow, ...]:
        return tuple(one for one in self.templates if one.item_code)


def kinds(session: HouseSession, county: str, only: str = "") -> list[KindRow]:
    """Every kind of slip, or one, with the county's templates."""
    query = select(SlipTemplate, Item.name).outerjoin(Item, Item.code == SlipTemplate.item_code)
    query = query.where(SlipTemplate.owner_code == county).order_by(SlipTemplate.item_code)
    if only:
        query = query.where(SlipTemplate.kind == only)
    held = session.execute(query).all()
    versions: dict[int, list[SlipTemplateVersion]] = {}
    ids = [template.id for template, _name in held]
    for one in session.scalars(
        select(SlipTemplateVersion)
        .where(SlipTemplateVersion.template_id.in_(ids))
        .order_by(SlipTemplateVersion.id.desc())
    ):
        versions.setdefault(one.template_id, []).append(one)
    names = _names(session)
    found: dict[str, list[TemplateRow]] = {}
    for template, item_name in held:
        rows = _rows(template, versions.get(template.id, []), names)
        found.setdefault(template.kind, []).append(
            TemplateRow(template.id, template.item_code or "", item_name or "", rows)
        )
    wanted = (only,) if only else SLIP_KIND.slugs
    return [KindRow(kind, SLIP_KIND.label_of(kind), tuple(found.get(kind, ()))) for kind in wanted]


def _rows(template: SlipTemplate, versions: list[SlipTemplateVersion], names: dict[str, str]) -> tuple[VersionRow, ...]:
    now = clock.local_now()
    started = [
        one.number or 0
        for one in versions
        if one.effective_from is not None
        and one.effective_from <= now
        and (template.stopped_at is None or one.effective_from > template.stopped_at)
    ]
    newest = max(started, default=0)
    return tuple(
        VersionRow(
            one.id,
            one.number,
            one.state,
            _stage(one, template, now, newest),
            one.note or "",
            "、".join(names.get(who, who) for who in one.authors),
            names.get(one.published_by or "", one.published_by or ""),
            one.effective_from,
            one.changed_at,
        )
        for one in versions
    )


def _stage(one: SlipTemplateVersion, template: SlipTemplate, now: datetime, newest: int) -> str:
    if one.state != "published" or one.effective_from is None:
        return SLIP_TEMPLATE_STATE.label_of(one.state)
    if one.effective_from > now:
        return N_("待生效")
    if template.stopped_at is not None and one.effective_from <= template.stopped_at:
        return N_("已停用")
    return N_("现行") if one.number == newest else N_("已替代")


def _names(session: HouseSession) -> dict[str, str]:
    """The name of each account, and what the program itself is called."""
    rows = session.execute(select(User.username, User.last_name, User.first_name))
    return {row.username: f"{row.last_name}{row.first_name}" or row.username for row in rows} | {"system": "系统"}


def items(session: HouseSession, county: str) -> list[tuple[str, str]]:
    """Code and name of the items that may have a template of their own."""
    query = select(Item.code, Item.name).where(Item.owner_code == county, Item.tier == "handling").order_by(Item.code)
    return [(code, name) for code, name in session.execute(query)]


def trial_facts(session: HouseSession, template: SlipTemplate, state: str) -> dict[str, object]:
    """The facts of a made-up slip: of the template's own item where it has one."""
    definition = standard.as_published(session, template.item_code) if template.item_code else None
    if definition is None:
        return trial.facts(state)
    body = definition.implementing_body.name if definition.implementing_body else ""
    papers = [one.name for one in definition.materials if one.name]
    return trial.facts(state, item=definition.name, papers=papers, body=body)
