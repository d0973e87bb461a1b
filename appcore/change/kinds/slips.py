"""Slip templates in a package: what an office wrote into the free parts of a kind of slip, for all items or for one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import RAISE, Schema, post_load, validate
from marshmallow import fields as mf
from sqlalchemy import select

from appcore.access import placing
from appcore.casework import slip_templates
from appcore.change.county import County
from appcore.change.kinds.base import Document, Findings, Offered, PackageKind, Standing, Written
from appcore.definition import canonical
from appcore.definition.characters import one_line_end
from appcore.definition.said import Said
from appcore.definition.schema import CODE_PATTERN
from appcore.definition.templates import whole
from appcore.definition.templates.skeletons import SKELETONS, TITLES, part_keys
from appcore.definition.templates.tokens import LONGEST, storable
from appcore.definition.verdict import N_
from models.db import HouseSession
from models.package import PackageLine
from models.slip_template import SlipTemplate, SlipTemplateVersion
from models.vocabulary import SLIP_KIND, SLIP_TEMPLATE_STATE

NOTE = "取自数据包"


@dataclass(frozen=True, slots=True)
class Wording:
    """The free texts of a kind of slip by their parts; `item` is "" for all items. `note` says why, and is not content."""

    kind: str
    item: str = ""
    texts: Mapping[str, str] = field(default_factory=dict, hash=False)
    note: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.item}" if self.item else self.kind


class WordingSchema(Schema):
    class Meta:
        unknown = RAISE

    kind = mf.String(required=True, validate=validate.OneOf(list(SKELETONS)))
    item = mf.String(validate=validate.Regexp(rf"\A(?:{CODE_PATTERN.pattern})\Z"))
    texts = mf.Dict(mf.String(), mf.String(validate=validate.Length(max=LONGEST)))
    note = mf.String(validate=validate.Length(max=300))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Wording:
        texts = {key: one_line_end(text) for key, text in data.get("texts", {}).items() if one_line_end(text)}
        return Wording(data["kind"], data.get("item", ""), texts, data.get("note", ""))


class SlipTemplates(PackageKind[Wording]):
    slug, plural = "slip_template", "slip_templates"
    labels = {"kind": N_("文书种类"), "item": N_("事项"), "texts": N_("文字"), "note": N_("修改说明")} | TITLES

    def offered(self, session: HouseSession) -> list[Offered]:
        query = select(SlipTemplate).where(SlipTemplate.owner_code == placing.owner())
        found = []
        for template in session.scalars(query.order_by(SlipTemplate.kind, SlipTemplate.item_code)):
            version = _shown(session, template)
            if version is not None:
                state = (
                    Said(N_("第%(number)s版"), {}, {"number": version.number})
                    if version.number
                    else Said(SLIP_TEMPLATE_STATE.label_of(version.state))
                )
                whose = template.item.name if template.item is not None else ""
                name = SLIP_KIND.label_of(template.kind) + (f"（{whose}）" if whose else "")
                found.append(Offered(_key(template), name, state))
        return found

    def document(self, session: HouseSession, key: str) -> Document | None:
        template = _template(session, key)
        version = _shown(session, template) if template is not None else None
        if template is None or version is None:
            return None
        texts = whole.free_texts(version.content)
        return {"kind": template.kind, "item": template.item_code, "texts": texts, "note": version.note}

    def load(self, document: Document) -> Wording:
        loaded: Wording = WordingSchema().load(document)
        return loaded

    def write_bytes(self, content: Wording) -> bytes:
        return canonical.to_bytes({"kind": content.kind, "item": content.item, "texts": dict(content.texts)})

    def read_bytes(self, stored: bytes) -> Wording:
        return self.load(json.loads(stored))

    def key_of(self, document: Mapping[str, Any]) -> str:
        kind, item = str(document.get("kind") or "")[:32], str(document.get("item") or "")[:12]
        return f"{kind}/{item}" if item else kind

    def name_of(self, document: Mapping[str, Any]) -> str:
        kind, item = document.get("kind"), document.get("item")
        label = SLIP_KIND.label_of(kind if isinstance(kind, str) else "")[:100]
        return f"{label}（{str(item)[:12]}）" if item else label

    def own_faults(self, content: Wording) -> list[Said]:
        known = part_keys(content.kind)
        found = [
            Said(N_("这种文书没有可以写的“%(name)s”一段"), {}, {"name": key[:40]})
            for key in content.texts if key not in known
        ]  # fmt: skip
        return found + [
            Said(N_("“%(part)s”一段有看不见的字符"), {"part": TITLES.get(key, key)})
            for key, text in (*content.texts.items(), ("note", content.note))
            if not storable(text)
        ]

    def findings(self, content: Wording, county: County) -> Findings:
        missing = []
        notices = [
            Said(N_("“%(part)s”一段有%(count)s处写法本系统不认识，改好后才能送审"), {"part": TITLES[key]}, {"count": len(found)})
            for key, found in whole.faults(content.kind, content.texts).items()
        ]  # fmt: skip
        if content.item and content.item not in county.own_items:
            said = Said(N_("本县没有事项“%(code)s”"), {}, {"code": content.item})
            if content.item not in county.items:
                missing.append(said)
            else:
                notices.append(Said(N_("要和事项“%(code)s”一起导入"), {}, {"code": content.item}))
        return Findings(tuple(missing), tuple(notices))

    def standing(self, county: County, content: Wording) -> Standing[Wording]:
        session = county.session
        template = _template(session, content.key)
        version = _shown(session, template, newest_written=True) if template is not None else None
        if version is None:
            return Standing("created")
        here = self._wording(content, version)
        if version.state == "published":
            return Standing("begun", here)
        if version.state in slip_templates.EDITABLE:
            return Standing("replaced", here, Said(N_("有一份正在编写的草稿，导入会替换它的内容；撤销时恢复")))
        return Standing("begun", here, obstacle=Said(N_("有一个版本正在送审，等它发布或退回后再导入")))

    def differences(self, old: Wording, new: Wording, county: County) -> tuple[Said, ...]:
        return tuple(
            Said(N_("“%(part)s”一段的文字有变化"), {"part": TITLES[key]})
            for key in part_keys(new.kind)
            if old.texts.get(key, "") != new.texts.get(key, "")
        )

    def write(
        self, session: HouseSession, content: Wording, standing: Standing[Wording], more: Mapping[str, Any]
    ) -> Written:  # fmt: skip
        before = None
        if standing.act == "replaced" and standing.content is not None:
            version = _open(session, content.key)
            before = canonical.to_bytes({**json.loads(self.write_bytes(standing.content)), "note": version.note})
            made = version.id
        else:
            made = slip_templates.draft(content.kind, placing.owner(), content.item)
        self._save(session, made, content, content.note or NOTE)
        kept = self._wording(content, session.get_one(SlipTemplateVersion, made))
        return Written(made, self.hash_of(kept), before)

    def content_of(self, session: HouseSession, line: PackageLine) -> Wording | None:
        version = session.get(SlipTemplateVersion, line.target)
        if version is None or version.state not in slip_templates.EDITABLE:
            return None
        return self._wording(Wording(version.template.kind, version.template.item_code or ""), version)

    def undo_obstacles(self, session: HouseSession, lines: Sequence[PackageLine]) -> dict[int, Said]:
        """Another note, or sent in and back: worked on, though the texts are the same."""
        if not lines or (applied := lines[0].package.applied_at) is None:
            return {}
        version, targets = SlipTemplateVersion, [line.target for line in lines]
        changed = set(session.scalars(select(version.id).where(version.id.in_(targets), version.changed_at > applied)))
        return {line.id: Said(N_("草稿在导入之后修改过")) for line in lines if line.target in changed}

    def undo(self, session: HouseSession, line: PackageLine, reason: str) -> None:
        if line.before is not None:
            before = self.read_bytes(line.before)
            self._save(session, line.target, before, before.note)
            return
        template = session.get_one(SlipTemplateVersion, line.target).template
        slip_templates.discard(line.target)
        if line.act == "created" and _shown(session, template) is None:
            session.delete(template)
            session.flush()

    @staticmethod
    def _save(session: HouseSession, version_id: int, content: Wording, note: str) -> None:
        texts = {key: content.texts.get(key, "") for key in part_keys(content.kind)}
        version = session.get_one(SlipTemplateVersion, version_id).version
        slip_templates.save(version_id, texts, note, version=version)

    @staticmethod
    def _wording(like: Wording, version: SlipTemplateVersion) -> Wording:
        texts = {key: text for key, text in whole.free_texts(version.content).items() if text}
        return Wording(like.kind, like.item, texts, version.note or "")


def _key(template: SlipTemplate) -> str:
    return f"{template.kind}/{template.item_code}" if template.item_code else template.kind


def _template(session: HouseSession, key: str) -> SlipTemplate | None:
    kind, _, item = key.partition("/")
    code = SlipTemplate.item_code
    found: SlipTemplate | None = session.scalar(
        select(SlipTemplate).where(
            SlipTemplate.owner_code == placing.owner(), SlipTemplate.kind == kind,
            code == item if item else code.is_(None),
        )
    )  # fmt: skip
    return found


def _shown(
    session: HouseSession, template: SlipTemplate, *, newest_written: bool = False
) -> SlipTemplateVersion | None:
    """The version that goes into a package: the newest published, else the one being written; or the other way round."""
    is_open = SlipTemplateVersion.state.in_(slip_templates.OPEN)
    order = is_open.desc() if newest_written else is_open
    query = select(SlipTemplateVersion).where(SlipTemplateVersion.template_id == template.id)
    found: SlipTemplateVersion | None = session.scalar(
        query.order_by(order, SlipTemplateVersion.number.desc()).limit(1)
    )
    return found


def _open(session: HouseSession, key: str) -> SlipTemplateVersion:
    template = _template(session, key)
    is_open = SlipTemplateVersion.state.in_(slip_templates.OPEN)
    return session.scalars(
        select(SlipTemplateVersion).where(SlipTemplateVersion.template_id == (template.id if template else 0), is_open)
    ).one()
