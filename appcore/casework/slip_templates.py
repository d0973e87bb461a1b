"""The life of a slip's wording: drafted and submitted by the county's editor, published by somebody else, never changed after.

Which version words a slip is a comparison of times when the slip is issued; the slip remembers it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from sqlalchemy import func, select

from appcore import clock, records
from appcore.access import audit
from appcore.access.principal import Person, current
from appcore.access.same_person import is_among
from appcore.definition.characters import one_line_end
from appcore.definition.templates import whole
from appcore.definition.templates.skeletons import SKELETONS, part_keys
from appcore.definition.templates.tokens import LONGEST, storable
from appcore.definition.verdict import Verdict
from appcore.errors import Conflict, NotAllowed, NotFound, Refused
from appcore.transaction import CHANGED, unit_of_work
from models.db import HouseSession
from models.item import Item
from models.slip_template import SlipTemplate, SlipTemplateVersion

EDITABLE = ("draft", "returned")
OPEN = (*EDITABLE, "submitted")
GONE = "该版本的状态已经变化，不能执行这个操作"


def in_force(session: HouseSession, kind: str, item_code: str, county: str, at: datetime | None = None) -> int | None:
    """The version that words a slip at a local time: of the item's own template, else of the county's, else none (None)."""
    moment = at or clock.local_now()
    template, version = SlipTemplate, SlipTemplateVersion
    query = (
        select(version.id)
        .join(template, template.id == version.template_id)
        .where(
            template.owner_code == county,
            template.kind == kind,
            template.item_code.is_(None) | (template.item_code == item_code),
            version.state == "published",
            version.effective_from <= moment,
            template.stopped_at.is_(None) | (version.effective_from > template.stopped_at),
        )
        .order_by(template.item_code.is_(None), version.number.desc())
        .limit(1)
    )
    found: int | None = session.scalar(query)
    return found


def draft(kind: str, county: str, item_code: str = "", *, like: int | None = None) -> int:
    """Begin the next version: worded as version `like` ("go back to"), else as the newest one, else as the kind says at first.

    Returns: the version's id. Raises: NotFound, Conflict when one is being written.
    """
    if kind not in SKELETONS:
        raise NotFound("没有这种文书")
    with unit_of_work() as session:
        template = _template(session, kind, county, item_code)
        if session.scalar(
            select(SlipTemplateVersion.id).where(
                SlipTemplateVersion.template_id == template.id, SlipTemplateVersion.state.in_(OPEN)
            )
        ):
            raise Conflict("这个模板已有一个正在编写的版本")
        source = _source(session, template, like)
        texts = whole.first_texts(kind) | (whole.free_texts(source.content) if source else {})
        made = SlipTemplateVersion(
            owner_code=county,
            template_id=template.id,
            state="draft",
            content=whole.content(kind, texts),
            note=f"以第{source.number}版为底" if source is not None and like is not None else None,
            authors=[current().username],
        )
        records.stamp(made, new=True)
        session.add(made)
        session.flush()
        audit.record(session, "drafted", "slip_template", _key(made, template))
        return int(made.id)


def save(version_id: int, texts: Mapping[str, str], note: str, *, version: int) -> None:
    """Keep what was written, faults and all; what is not a free part of the kind is dropped.

    Raises: NotFound, Conflict (no draft any more, or saved by another), Refused for what no row can hold.
    """
    with unit_of_work() as session:
        made, template = _in_state(session, version_id, EDITABLE)
        if made.version != version:
            raise Conflict(CHANGED)
        _refuse_unstorable(template.kind, texts, note)
        made.content = whole.content(template.kind, whole.free_texts(made.content) | dict(texts))
        made.note = note.strip() or None
        made.authors = sorted({*made.authors, current().username})
        _act(session, made, template, "saved")


def submit(version_id: int) -> None:
    """送审: only without a fault; frozen until it is published or returned.

    Raises: NotFound, Conflict, Refused.
    """
    with unit_of_work() as session:
        made, template = _in_state(session, version_id, EDITABLE)
        _refuse_faults(template.kind, made)
        made.state, made.remark = "submitted", None
        made.authors = sorted({*made.authors, current().username})
        _act(session, made, template, "submitted")


def send_back(version_id: int, reason: str) -> None:
    """退回, with what is to be mended. Raises: NotFound, Conflict, Refused without a reason."""
    if not reason.strip():
        raise Refused("请写明退回的原因", field="reason")
    with unit_of_work() as session:
        made, template = _in_state(session, version_id, ("submitted",))
        made.state, made.remark = "returned", reason.strip()
        _act(session, made, template, "returned", reason)


def publish(version_id: int, effective_on: date | None = None) -> int:
    """发布 by somebody who did not write it: from this moment, or from 00:00 local of a later day.

    Locked parts are taken as the code has them now. Returns: the number. Raises: NotFound, Conflict, NotAllowed, Refused.
    """
    now = clock.local_now()
    with unit_of_work() as session:
        made, template = _in_state(session, version_id, ("submitted",))
        who = current()
        if isinstance(who, Person) and is_among(session, who, usernames=made.authors):
            raise NotAllowed("本人起草或送审的模板须由他人发布")
        if effective_on is not None and effective_on <= now.date():
            raise Refused("生效日期应晚于今天；要今天生效，请选“现在”", field="effective_on")
        starts = now if effective_on is None else datetime.combine(effective_on, time())
        if any(one is not None and one > starts for one in _starts(session, template)):
            raise Conflict("已有一个更晚生效的版本，请选择在它之后生效")
        _refuse_faults(template.kind, made)
        made.content = whole.content(template.kind, whole.free_texts(made.content))
        made.number = 1 + (
            session.scalar(
                select(func.max(SlipTemplateVersion.number)).where(SlipTemplateVersion.template_id == template.id)
            )
            or 0
        )
        made.state, made.effective_from, made.published_by = "published", starts, current().username[:80]
        _act(session, made, template, "published", starts.isoformat())
        return int(made.number)


def discard(version_id: int) -> None:
    """删除草稿. Raises: NotFound, Conflict."""
    with unit_of_work() as session:
        made, template = _in_state(session, version_id, EDITABLE)
        key = _key(made, template)
        session.delete(made)
        session.flush()
        audit.record(session, "deleted", "slip_template", key)


def stop(template_id: int, reason: str) -> None:
    """停用: from now on slips are worded by the next wider template. Raises: NotFound, Conflict, Refused without a reason."""
    if not reason.strip():
        raise Refused("请写明停用的原因", field="reason")
    now = clock.local_now()
    with unit_of_work() as session:
        template = session.get(SlipTemplate, template_id)
        if template is None:
            raise NotFound("没有这个模板")
        starts = [one for one in _starts(session, template) if one is not None]
        if any(one > now for one in starts):
            raise Conflict("有一个版本尚未生效，请等它生效后再停用")
        if not any(template.stopped_at is None or one > template.stopped_at for one in starts):
            raise Conflict("这个模板没有正在使用的版本")
        template.stopped_at = now
        records.stamp(template)
        session.flush()
        audit.record(session, "withdrawn", "slip_template", _name(template), {"reason": reason})


def _template(session: HouseSession, kind: str, county: str, item_code: str) -> SlipTemplate:
    """The template of a kind, made when it is first written."""
    if item_code and session.scalar(select(Item.id).where(Item.code == item_code, Item.owner_code == county)) is None:
        raise Refused("没有这个事项，请从列表里选择", field="item_code")
    owned = select(SlipTemplate).where(SlipTemplate.owner_code == county, SlipTemplate.kind == kind)
    code = SlipTemplate.item_code
    found = session.scalar(owned.where(code == item_code if item_code else code.is_(None)))
    if found is None:
        found = SlipTemplate(owner_code=county, kind=kind, item_code=item_code or None)
        records.stamp(found, new=True)
        session.add(found)
        session.flush()
    return found


def _source(session: HouseSession, template: SlipTemplate, like: int | None) -> SlipTemplateVersion | None:
    query = select(SlipTemplateVersion).where(
        SlipTemplateVersion.template_id == template.id, SlipTemplateVersion.state == "published"
    )
    if like is None:
        return session.scalar(query.order_by(SlipTemplateVersion.number.desc()).limit(1))
    found = session.scalar(query.where(SlipTemplateVersion.id == like))
    if found is None:
        raise NotFound("没有这个版本")
    return found


def _in_state(
    session: HouseSession, version_id: int, states: tuple[str, ...]
) -> tuple[SlipTemplateVersion, SlipTemplate]:
    made = session.get(SlipTemplateVersion, version_id)
    if made is None:
        raise NotFound("没有这个版本")
    if made.state not in states:
        raise Conflict(GONE)
    return made, made.template


def _starts(session: HouseSession, template: SlipTemplate) -> list[datetime | None]:
    query = select(SlipTemplateVersion.effective_from).where(SlipTemplateVersion.template_id == template.id)
    return list(session.scalars(query.where(SlipTemplateVersion.state == "published")))


def _refuse_unstorable(kind: str, texts: Mapping[str, str], note: str) -> None:
    faults = {
        key: Verdict("不能超过%(longest)d个字，也不能含有看不见的字符", {"longest": LONGEST})
        for key in part_keys(kind)
        if len(texts.get(key, "")) > LONGEST or not storable(one_line_end(texts.get(key, "")))
    }
    if len(note) > 300 or not storable(note):
        faults["note"] = Verdict("不能超过%(longest)d个字，也不能含有看不见的字符", {"longest": 300})
    if faults:
        raise Refused("请按提示修改后再提交", fields=faults)


def _refuse_faults(kind: str, made: SlipTemplateVersion) -> None:
    found = whole.faults(kind, whole.free_texts(made.content))
    if found:
        count = sum(len(one) for one in found.values())
        raise Refused("还有 %(count)d 处写法有问题，请按提示改好再送审", count=count)


def _act(session: HouseSession, made: SlipTemplateVersion, template: SlipTemplate, act: str, reason: str = "") -> None:
    records.stamp(made)
    session.flush()
    audit.record(session, act, "slip_template", _key(made, template), {"reason": reason} if reason else None)


def _name(template: SlipTemplate) -> str:
    return f"{template.kind}/{template.item_code}" if template.item_code else template.kind


def _key(made: SlipTemplateVersion, template: SlipTemplate) -> str:
    return f"{_name(template)}#{made.id}"
