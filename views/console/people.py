"""Pages about people: cases by full number or name, and, for those who guard, who saw a person's values.

What is asked for is posted and stands in no address (R79).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select

from appcore import clock
from appcore.access import audit, privacy, read_log
from appcore.casework import person_search
from appcore.definition import identity
from appcore.definition.verdict import N_
from models.db import db, house_session
from models.place import Hall
from models.vocabulary import READ_REASON
from views.console.listing import shown
from views.console.resources.audit_words import columns_seen
from views.console.search import cases_of, searchable
from views.words import _, spoken


class PersonSearch(BaseView):
    """按证件号、手机号或姓名查办件."""

    route_base = "/casework/find-person"
    class_permission_name = "console:person"
    default_view = "find"
    method_permission_name = {"find": "find"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("", methods=["GET", "POST"])
    @has_access
    @permission_name("find")
    def find(self) -> Any:
        q = searchable(request.form) if request.method == "POST" else ""
        found = cases_of(person_search.find(house_session(), q)) if q else []
        fault = _fault(q, found)
        page = render_template(
            "console/casework/person.html",
            title=_("按证件号查办件"),
            q=q,
            found=found,
            most=person_search.MOST,
            fault=fault,
        )
        return page, 422 if fault else 200


class Readers(BaseView):
    """谁看过: everybody who saw a person's values, with times."""

    route_base = "/access/readers"
    class_permission_name = "console:read_log"
    default_view = "readers"
    method_permission_name = {"readers": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("", methods=["GET", "POST"])
    @has_access
    @permission_name("show")
    def readers(self) -> Any:
        q = searchable(request.form) if request.method == "POST" else ""
        found = read_log.readers(q) if q else []
        if q:
            audit.note("listed_readers", "read_log", privacy.mark_of(q), changes={"rows": len(found)})
        halls = _hall_names({one.place for one in found})
        columns = [(name, _(words)) for name, words in HEADINGS]
        rows: list[tuple[int, list[str], dict[str, str]]] = [
            (
                number,
                [
                    shown(one.at, {}),
                    one.actor,
                    halls.get(one.place, one.place),
                    one.case_number,
                    columns_seen(one.seen),
                    _(READ_REASON.label_of(one.reason)),
                ],
                {},
            )
            for number, one in enumerate(found)
        ]
        fault = _fault(q, found)
        page = render_template(
            "console/access/readers.html", title=_("谁看过某人的信息"), asked=bool(q), rows=rows, columns=columns,
            log_url=url_for("ReadLogPage.list"), fault=fault, typed=q if fault else "",
        )  # fmt: skip
        return page, 422 if fault else 200


def _fault(q: str, found: Sequence[Any]) -> str:
    """What is wrong with a number under which nothing was found: "nobody" would be no answer to a slip of the finger.

    Asked after the search: a number that fails its check may stand in a case as it is printed (decisions 57).
    """
    fault = identity.fault_of_sought_number(q, clock.local_today()) if q and not found else None
    return spoken(fault) if fault else ""


def _hall_names(codes: set[str]) -> dict[str, str]:
    query = select(Hall.code, Hall.name).where(Hall.code.in_(codes))
    return {row[0]: row[1] for row in db.session.execute(query)}


HEADINGS = (
    ("at", N_("时间")), ("actor", N_("姓名")), ("place", N_("所在中心")), ("case_number", N_("办件编号")), ("seen", N_("看到的内容")), ("reason", N_("查看原因")),
)  # fmt: skip
