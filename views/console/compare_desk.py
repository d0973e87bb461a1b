"""对比: two editions of an item side by side, or the county's standard and what a hall makes of it; it prints on A4."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from appcore.access import permissions
from appcore.access.principal import signed_in
from appcore.catalogue import faces
from appcore.catalogue.editions_in_force import stage
from appcore.catalogue.faces import Face
from appcore.catalogue.remarks import IN_REVIEW
from appcore.definition import places
from appcore.definition.checks import Place
from appcore.definition.comparison import compare
from appcore.definition.item import ItemDefinition
from appcore.definition.refine import refine
from models.db import house_session
from models.item import Item
from views.console.finding import item_or_404
from views.console.places import coded
from views.days import day_words
from views.words import _, said

Choice = tuple[str, str, bool]


class CompareDesk(BaseView):
    """Both pages take what to compare from the address, so that a comparison can be sent."""

    route_base = "/catalogue/compare"
    class_permission_name = "console:edition"
    default_view = "editions"
    method_permission_name = {"editions": "show", "local": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<code>")
    @has_access
    @permission_name("show")
    def editions(self, code: str) -> Any:
        """Any two editions; without being told, the draft and what is in force, or the last two."""
        item, session = item_or_404(code), house_session()
        known = {str(one.id): one for one in faces.editions_of(session, code)}
        new = _chosen(known, "new") or next((one for one in known.values() if one.is_open), None)
        new = new or next((one for one in known.values() if one.in_force), None) or next(iter(known.values()), None)
        old = _chosen(known, "old") or _before(list(known.values()), new)
        model: dict[str, Any] = {"heads": ("", "")}
        if old is not None and new is not None:
            after = faces.content(session, new.id)
            model = self._compared(faces.content(session, old.id), after, (_name(old), _name(new)))
            model["ask"] = _asking(new, after)
        return self._page(
            item, model, "old", [(one, _name(face), face is old) for one, face in known.items()],
            [(one, _name(face), face is new) for one, face in known.items()],
        )  # fmt: skip

    @expose("/<code>/local")
    @has_access
    @permission_name("show")
    def local(self, code: str) -> Any:
        """The standard in force, and its face in a hall that the person sees."""
        item, session = item_or_404(code), house_session()
        halls = faces.local_faces(session, code)
        asked = request.args.get("hall", "")
        if asked and asked not in halls:
            abort(404)
        hall = asked or next((one for one, (_called, values) in halls.items() if values), "") or next(iter(halls), "")
        standard = next((one for one in faces.editions_of(session, code) if one.in_force), None)
        model: dict[str, Any] = {"heads": ("", "")}
        if hall and standard is not None:
            county, (name, values) = faces.content(session, standard.id), halls[hall]
            model = self._compared(county, refine(county, values), (_("县级标准"), name))
        choices = [(one, name, one == hall) for one, (name, _values) in halls.items()]
        return self._page(item, model, "hall", choices, [], local=True)

    @staticmethod
    def _compared(old: ItemDefinition, new: ItemDefinition, heads: tuple[str, str]) -> dict[str, Any]:
        return {"found": compare(old, new, faces.block_names(house_session())), "heads": heads}

    @staticmethod
    def _page(
        item: Item, model: dict[str, Any], first: str, choices: list[Choice], more: list[Choice], *, local: bool = False
    ) -> str:
        return render_template(
            "console/catalogue/compare.html", title=_("与乡镇对比") if local else _("版本对比"), item=item, first=first,
            choices=choices, more=more, local=local, said=said, lines=lambda shown: shown.lines(_),
            other_url=url_for("CompareDesk.editions" if local else "CompareDesk.local", code=item.code),
            back=url_for("ItemPage.show", pk=item.id), **{"found": None, "ask": None} | model,
        )  # fmt: skip


def _chosen(known: dict[str, Face], name: str) -> Face | None:
    """The edition that the address names; 404 for one that is not of this item, or not in sight."""
    asked = request.args.get(name, "")
    if asked and asked not in known:
        abort(404)
    return known.get(asked)


def _before(known: list[Face], new: Face | None) -> Face | None:
    """What an edition is compared with unless told otherwise: what is in force, else the one before it."""
    if new is None:
        return None
    earlier = [one for one in known if one.id < new.id and one.number is not None]
    return next((one for one in known if one.in_force and one is not new), None) or next(iter(earlier), None)


def _name(face: Face) -> str:
    word = _(stage(face.state, face.effective_from, face.in_force))
    if face.number is None:
        return _("没有发布的版本（%(stage)s）", stage=word)
    named = _("第%(number)s版（%(stage)s）", number=face.number, stage=word)
    return named if face.effective_from is None else f"{named} {day_words(face.effective_from.date())}"


def _asking(new: Face, definition: ItemDefinition) -> Callable[[Place], str] | None:
    """Where a reviewer remarks upon a place of the draft that he reads; nowhere for who does not review it now."""
    if new.state not in IN_REVIEW or not permissions.may(signed_in().roles, "console:edition", "return"):
        return None

    def address(place: Place) -> str:
        there = places.at(definition, place) is not places.GONE
        at = place if there else Place(place.part)
        return url_for("ReviewDesk.remarks", pk=new.id, at=coded(at))

    return address
