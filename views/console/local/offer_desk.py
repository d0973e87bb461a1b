"""本地值: what a hall may set of an item beside the standard, what it may not and why, and the numbered revisions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select

from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.catalogue.local import drift, offers
from appcore.catalogue.local.offers import InForce
from appcore.catalogue.local.wanted import Ground, Local, Settings
from appcore.definition.differing import differences
from appcore.definition.drift import effect_of, local_keys
from appcore.definition.item import ItemDefinition
from appcore.definition.refine import PROMISED_DAYS, exempt_key, refusal, told_unit
from appcore.definition.verdict import N_
from appcore.errors import Conflict, Problem
from models.db import house_session
from models.offer import Offer
from models.vocabulary import EXEMPT_WAY
from models.window import Window
from views.console.finding import row_by_id_or_404
from views.console.local import said
from views.console.saving import told, told_by_field
from views.errors import STATUS
from views.words import _, span, spoken

LOCKED = (
    ("legal_days", N_("法定办结时限")),
    ("visits", N_("到办事现场次数")),
    ("fees", N_("收费")),
    ("conditions", N_("受理条件")),
    ("materials", N_("材料的种类和份数")),
    ("steps", N_("办理环节")),
    ("fields", N_("表单")),
)
"""What people ask about first among the elements that a hall may not touch; the rule is asked for the sentence."""
MOST_TYPED = 2000


@dataclass(frozen=True, slots=True)
class Box:
    """A refinable element on the page: the standard's words, the value typed, its reason, and what is wrong with it."""

    key: str
    label: str
    standard: str
    typed: str
    reason: str
    hint: str = ""
    effect: str = ""
    free: bool = True


class LocalDesk(BaseView):
    route_base = "/hall/offers"
    class_permission_name = "console:offer"
    default_view = "local"
    method_permission_name = {"local": "show", "save": "refine", "restore": "refine"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<pk>/local")
    @has_access
    @permission_name("show")
    def local(self, pk: str) -> Any:
        offer: Offer = row_by_id_or_404(Offer, "offer", pk)
        return self._page(offer, offers.local_of(house_session(), offer), str(offer.version), {})

    @expose("/<pk>/local", methods=["POST"])
    @has_access
    @permission_name("refine")
    def save(self, pk: str) -> Any:
        offer: Offer = row_by_id_or_404(Offer, "offer", pk)
        lock = request.form.get("_lock", "")
        if not (lock.isascii() and lock.isdigit() and len(lock) < 10):
            abort(400, _("表单不完整，请重新打开后再填写"))
        standard, offer_id = offers.standard_of(house_session(), offer.item_code), offer.id
        wanted = _typed(standard.definition if standard is not None else None)
        try:
            number = offers.save(offer_id, wanted, version=int(lock))
        except Problem as problem:
            faults = told_by_field(problem)
            offer = row_by_id_or_404(Offer, "offer", pk)
            theirs = str(offer.version) if isinstance(problem, Conflict) else lock
            return self._page(offer, wanted, theirs, faults), STATUS[type(problem)]
        flash(_("已保存，本地值为第%(number)s次修订", number=number) if number else _("没有改动"), "success")
        return redirect(url_for("LocalDesk.local", pk=offer_id))

    @expose("/<pk>/local/restore", methods=["POST"])
    @has_access
    @permission_name("refine")
    def restore(self, pk: str) -> Any:
        offer: Offer = row_by_id_or_404(Offer, "offer", pk)
        offer_id, number, lock = offer.id, request.form.get("number", ""), request.form.get("_lock", "")
        if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in (number, lock)):
            abort(400, _("表单不完整，请重新打开后再填写"))
        try:
            offers.restore(offer_id, int(number), version=int(lock))
        except Problem as problem:
            flash(told(problem), "danger")
        else:
            flash(_("已恢复第%(number)s次修订的内容", number=number), "success")
        return redirect(url_for("LocalDesk.local", pk=offer_id))

    @staticmethod
    def _page(offer: Offer, shown: Local, lock: str, faults: dict[str, str]) -> Any:
        session = house_session()
        standard = offers.standard_of(session, offer.item_code)
        windows = session.execute(
            select(Window.id, Window.number, Window.position).where(Window.hall_code == offer.hall_code).order_by(Window.number)
        ).all()  # fmt: skip
        return render_template(
            "console/local/offer.html", title=_("本地值"), offer=offer, item=offer.item.name, hall=offer.hall.name, standard=standard,
            promise=_unless_wrong(_promise(standard, shown), faults), papers=[(_unless_wrong(box, faults), way) for box, way in _papers(standard, shown)], locked=_locked(standard), settings=shown.settings,
            windows=[(one.id, f"{one.number} {one.position or ''}".strip()) for one in windows], ways=EXEMPT_WAY,
            faults=faults, lock=lock, kept=_kept(session, offer, standard), may=permissions.may(signed_in().roles, "console:offer", "refine"),
            asked=len(drift.waiting(session, [offer.id])), allowed=said.allowed(standard.definition) if standard else "",
        )  # fmt: skip


def _typed(standard: ItemDefinition | None) -> Local:
    """What was typed; a promise that is no number is kept as text, for the rule to refuse."""
    values: dict[str, Any] = {}
    grounds: dict[str, Ground] = {}
    days = _text("promised_days")
    if days:
        values[PROMISED_DAYS] = int(days) if days.isascii() and days.isdigit() and len(days) < 6 else days
        grounds[PROMISED_DAYS] = Ground(_text(f"reason.{PROMISED_DAYS}"))
    for material in standard.materials if standard is not None else ():
        key = exempt_key(material.key)
        way = _text(f"way.{key}")
        if way:
            values[key], grounds[key] = True, Ground(_text(f"reason.{key}"), way)
    window = _text("window_id")
    settings = Settings(
        int(window) if window.isascii() and window.isdigit() and len(window) < 10 else None, _text("place_note"), _text("hours_note"),
        _phones("consult"), _phones("complaint"),
    )  # fmt: skip
    return Local(values, grounds, settings)


def _text(name: str) -> str:
    return request.form.get(name, "")[:MOST_TYPED].replace("\0", "").strip()


def _phones(name: str) -> tuple[str, ...]:
    typed = _text(name).replace("，", "、").replace(",", "、").replace("；", "、")
    return tuple(one.strip() for one in typed.split("、") if one.strip())


def _promise(standard: InForce | None, shown: Local) -> Box | None:
    if standard is None:
        return None
    definition, ground = standard.definition, shown.grounds.get(PROMISED_DAYS, Ground())
    typed = str(shown.values.get(PROMISED_DAYS, ""))
    unit = told_unit(definition, shown.values)
    words = span(definition.promised_days, definition.promised_unit) or _("没有承诺时限")
    free = refusal(definition, PROMISED_DAYS, (definition.promised_days or 0) - 1) is None
    return Box(
        PROMISED_DAYS, _("承诺办结时限"), words, typed, ground.reason, term_of(unit), _effect(standard, shown, PROMISED_DAYS), free or bool(typed)
    )  # fmt: skip


def term_of(unit: str | None) -> str:
    """The unit behind the box."""
    return span(0, unit).removeprefix("0").strip()


def _papers(standard: InForce | None, shown: Local) -> list[tuple[Box, str]]:
    """The papers of the standard, each with the way that is chosen; those that nobody hands in anyway are not asked about."""
    found = []
    for material in standard.definition.materials if standard is not None else ():
        key = exempt_key(material.key)
        if standard is None or (material.exempt and key not in shown.values):
            continue
        ground = shown.grounds.get(key, Ground())
        box = Box(
            key,
            material.name,
            "",
            "yes" if key in shown.values else "",
            ground.reason,
            "",
            _effect(standard, shown, key),
        )
        found.append((box, ground.way))
    return found


def _unless_wrong(box: Any, faults: dict[str, str]) -> Any:
    """What a value does is said of values that hold; of a refused one the fault says enough."""
    return replace(box, effect="") if box is not None and box.key in faults else box


def _effect(standard: InForce, shown: Local, key: str) -> str:
    if key not in shown.values:
        return ""
    effect = effect_of(standard.definition, shown.values, key)
    return "" if effect == "kinder" else _(said.EFFECTS[effect][0])


def _locked(standard: InForce | None) -> list[tuple[str, str]]:
    """The elements that a hall may not touch, each with the sentence of the rule."""
    found = []
    for name, label in LOCKED if standard is not None else ():
        refused = refusal(standard.definition, name, None) if standard is not None else None
        if refused is not None:
            found.append((_(label), spoken(refused)))
    return found


def _kept(session: Any, offer: Offer, standard: InForce | None) -> list[dict[str, Any]]:
    """The revisions, each in sentences under the standard of today."""
    names = dict(session.execute(select(Window.id, Window.number).where(Window.hall_code == offer.hall_code)).all())
    rows = []
    for one in offers.history(session, offer):
        ways = {key: ground.way for key, ground in one.local.grounds.items()}
        words = []
        if standard is not None:
            held = differences(standard.definition, one.local.values, ways)
            words = [
                said.spoken(held[key]) if key in held else _without_effect(standard, one.local, key)
                for key in local_keys(one.local.values)
            ]
        rows.append({"row": one, "said": words, "settings": _settings_words(one.local.settings, names)})
    return rows


def _without_effect(standard: InForce, kept: Local, key: str) -> str:
    words = said.value(standard.definition, dict(kept.values), key)
    return _("%(what)s：%(value)s（现在不起作用）", what=said.element(key, standard.definition), value=words)


def _settings_words(settings: Settings, windows: dict[int, str]) -> list[str]:
    shown = replace(settings)
    return [
        *([_("窗口 %(number)s", number=windows[shown.window_id])] if shown.window_id in windows else []),
        *([shown.place_note] if shown.place_note else []),
        *([shown.hours_note] if shown.hours_note else []),
        *([_("咨询 %(phones)s", phones="、".join(shown.consult))] if shown.consult else []),
        *([_("投诉 %(phones)s", phones="、".join(shown.complaint))] if shown.complaint else []),
    ]
