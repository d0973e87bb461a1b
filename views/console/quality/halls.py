"""The halls behind the overview: of one town or all, the worst first, a page at a time."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request

from appcore.catalogue import quality
from models.db import house_session
from models.vocabulary import FINDING_LEVEL
from views.console import listing
from views.console.listing import number_of
from views.words import _

MOST = 30
COUNT_OF = {"error": "errors", "warning": "warnings", "info": "infos"}


def page(list_url: Any) -> Any:
    """The page as the address asks for it: `town`, `level` (halls with problems of it), `page`."""
    session = house_session()
    towns = quality.towns(session)
    town, level, number = _known("town", {one.code for one in towns}), _known("level", COUNT_OF), number_of("page", 1)
    found = quality.halls(session, town)
    if level:
        found = [one for one in found if getattr(one, COUNT_OF[level])]
    first = (number - 1) * MOST
    rows = found[first : first + MOST]
    if number > 1 and not rows:
        abort(404)
    bar = listing.bar(number, MOST, len(rows), len(found))
    return render_template(
        "console/quality/halls.html", title=_("各中心的进驻事项"), rows=rows, bar=bar, chosen=town or level, list_url=list_url,
        towns=[("", _("全部"), not town), *((one.code, one.name, one.code == town) for one in towns)],
        levels=[("", _("全部"), not level), *((slug, _(FINDING_LEVEL.label_of(slug)), slug == level) for slug in COUNT_OF)],
    )  # fmt: skip


def _known(name: str, values: Any) -> str:
    given = request.args.get(name, "")
    if given and given not in values:
        abort(400, _("地址中有不能识别的筛选条件：%(name)s", name=given[:40]))
    return given
