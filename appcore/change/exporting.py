"""A package of chosen objects: what is in use, or else the draft, with what a new county must know of each item."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from flask import current_app

from appcore import clock
from appcore.access import audit
from appcore.catalogue import exchange_map
from appcore.change import document
from appcore.change.county import County
from appcore.change.kinds import ITEMS, KINDS
from appcore.change.kinds.base import Document, Offered
from appcore.change.workbook import writing
from appcore.definition import canonical
from appcore.errors import NotFound, Refused
from models.db import HouseSession

Chosen = Mapping[str, Iterable[str]]
"""Keys by the slug of their kind."""


def offered(session: HouseSession) -> dict[str, list[Offered]]:
    """What may be exported, by kind."""
    return {slug: kind.offered(session) for slug, kind in KINDS.items()}


def package(session: HouseSession, chosen: Chosen) -> bytes:
    """The canonical bytes of a package.

    Raises: NotFound for what is not there, Refused when nothing is chosen.
    """
    made = _gathered(session, chosen)
    settings = current_app.extensions["settings"]
    made["made_at"] = clock.now().isoformat(timespec="seconds")
    made["from"] = {"code": settings.county, "name": settings.county_name}
    return document.write(made)


def catalogue(session: HouseSession, codes: Iterable[str]) -> bytes:
    """The items alone, in the form in which other systems read them. Raises: NotFound, Refused."""
    return document.to_catalogue(_gathered(session, {ITEMS.slug: codes}))


def workbook(session: HouseSession, codes: Iterable[str], *, scheme: str = "") -> bytes:
    """The items as the catalogue workbook; `scheme`: under the names of an exchange scheme (`exchange_map.schemes`).

    Raises: NotFound, Refused.
    """
    if scheme and scheme not in exchange_map.schemes(session):
        raise NotFound("没有交换方案“%(name)s”", name=scheme[:40])
    made = _gathered(session, {ITEMS.slug: codes})
    target, bodies = io.BytesIO(), County(session).bodies
    if scheme:
        writing.exchange(target, made, exchange_map.table(session, scheme), scheme, bodies)
    else:
        writing.workbook(target, made, bodies)
    return target.getvalue()


def template() -> bytes:
    """The catalogue workbook without a row."""
    target = io.BytesIO()
    writing.workbook(target, {})
    return target.getvalue()


def noted(raw: bytes) -> None:
    """The trail says which package went out."""
    audit.note("exported", "package", canonical.digest(raw)[:16], changes={"hash": canonical.digest(raw)})


def _gathered(session: HouseSession, chosen: Chosen) -> Document:
    made: Document = {kind.plural: [] for kind in KINDS.values()} | {"identities": []}
    for slug, kind in KINDS.items():
        for key in dict.fromkeys(chosen.get(slug, ())):
            row = kind.document(session, key)
            if row is None:
                raise NotFound("没有要导出的内容“%(key)s”", key=key[:60])
            made[kind.plural].append(row)
            if kind is ITEMS:
                made["identities"].append(ITEMS.identity(session, key))
    made["branches"] = ITEMS.branches(session, made["identities"])
    if not any(made[kind.plural] for kind in KINDS.values()):
        raise Refused("请至少选择一项", field="chosen")
    made["code_lists"] = sorted(
        {
            one["code_list"]
            for name in ("items", "registers", "blocks")
            for row in made[name]
            for one in row.get("fields", ())
            if one.get("code_list")
        }
    )
    return made
