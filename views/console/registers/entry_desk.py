"""A line of a book: written by a form that is generated from the book, shown, corrected, voided."""

from __future__ import annotations

import re
import secrets
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from appcore import clock
from appcore.access import read_log
from appcore.access.principal import signed_in
from appcore.access.read_log import Seen
from appcore.access.scope import as_system
from appcore.casework import case_form
from appcore.definition import entry_form
from appcore.definition.register import RegisterDefinition
from appcore.errors import Conflict, NotAllowed, Refused
from appcore.lookups import HouseLookup
from appcore.registers import books, entries
from models.audit import AuditEntry
from models.db import db, house_session
from models.register import RegisterEntry
from models.vocabulary import ENTRY_STATE
from views.console.counter.form import entered_in, only_redraws
from views.console.registers import entry_page
from views.console.registers.finding import (
    Book,
    book_or_404,
    hall_names,
    halls_to_write,
    is_here,
    line_or_404,
    may,
    writes_here,
)
from views.console.saving import not_saved, told_by_field
from views.days import day_words, moment
from views.errors import STATUS
from views.words import _

FORM_KEY = re.compile(r"[A-Za-z0-9_-]{16,32}", re.ASCII)
"""The key that makes a form count once; it becomes the line's own key."""
BESIDE = frozenset({"register", "number", "reason"})
"""What the trail keeps of a correction beside the fields that were changed, which stand there by their labels."""


class EntryDesk(BaseView):
    route_base = "/registers"
    class_permission_name = "console:register_entry"
    default_view = "entry"
    method_permission_name = {"new": "add", "entry": "show", "correct": "edit", "void": "void"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<code>/new", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    def new(self, code: str) -> Any:
        book = book_or_404(code)
        if not book.may_write:
            raise NotAllowed("您的岗位不登记这本台账") if books.is_open(book.row) else Conflict(entries.ENDED)
        texts = entered_in(request.form, book.definition)
        if request.method != "POST" or only_redraws(request.form):
            return self._form(book, texts, {})
        key = request.form.get("key", "")
        if not FORM_KEY.fullmatch(key):
            abort(400, _("表单不完整，请重新打开后再填写"))
        day, hall = entry_page.typed_day(request.form.get("day", "")), request.form.get("hall_code", "")[:15]
        made: list[entries.Written] = []
        faults, status = tried(lambda: made.append(entries.write(code, hall_code=hall, day=day, raw=texts, key=key)))
        if not made:
            return self._form(book, texts, faults, status)
        flash(_("已登记，编号 %(number)s", number=made[0].number), "success")
        if request.form.get("act") == "again":
            return redirect(url_for("EntryDesk.new", code=code, hall=hall, day=day.isoformat() if day else None))
        return redirect(url_for("EntryDesk.entry", pk=made[0].id))

    @staticmethod
    def _form(book: Book, texts: Any, faults: dict[str, str], status: int = 200) -> Any:
        db.session.rollback()
        halls = halls_to_write(signed_in())
        given = request.form if request.method == "POST" else request.args
        page = render_template(
            "console/registers/entry_form.html", title=_("登记：%(book)s", book=book.definition.name), book=book, page=entry_page.build(book.definition, texts, faults), conflict=(),
            day=given.get("day", "") if "day" in given else clock.local_today().isoformat(), halls=halls,
            hall=given.get("hall_code" if request.method == "POST" else "hall", "") or (halls[0][0] if halls else ""),
            key=request.form.get("key", "") or secrets.token_urlsafe(24), lock=None, back=url_for("BookDesk.book", code=book.code),
            reason="", number="",
        )  # fmt: skip
        return page, status

    @expose("/entries/<int:pk>")
    @has_access
    @permission_name("show")
    def entry(self, pk: int) -> Any:
        row = line_or_404(str(pk))
        book, definition = book_or_404(row.register_code), entries.definition_of(house_session(), row)
        sections = case_form.sections(
            definition,
            entries.read(row),
            HouseLookup(house_session()),
            whole=False,
            outside=not is_here(row),
            texts=True,
        )
        writes = row.state == "kept" and writes_here(row)
        return render_template(
            "console/registers/entry.html", title=row.number, book=book, row=row, sections=sections, state=_(ENTRY_STATE.label_of(row.state)),
            hall=hall_names([row.hall_code]).get(row.hall_code or "", ""), day=day_words(row.day), written=moment(row.created_at),
            corrections=_corrections(row), may_correct=writes and may("edit"), may_void=writes and may("void"),
            may_undo=bool(row.import_id) and writes and may("import"),
        )  # fmt: skip

    @expose("/entries/<int:pk>/correct", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def correct(self, pk: int) -> Any:
        """Whole values to who writes the book in that hall alone, after the read log says so."""
        row = _open_line(pk)
        definition, lock = entries.definition_of(house_session(), row), lock_of(row.version)
        posted = request.method == "POST"
        texts = (
            entered_in(request.form, definition) if posted else entry_form.typed_values(definition, entries.read(row))
        )
        faults: dict[str, str] = {}
        status = 200
        if posted and not only_redraws(request.form):
            day, reason = entry_page.typed_day(request.form.get("day", "")), request.form.get("reason", "")
            faults, status = tried(lambda: entries.correct(pk, raw=texts, day=day, reason=reason, version=lock))
            if not faults:
                flash(_("已更正，改前改后的内容留在更正记录里"), "success")
                return redirect(url_for("EntryDesk.entry", pk=pk))
        row = _open_line(pk)
        note_whole(row, definition)
        found = entry_page.overtaken(definition, texts, row, lock, faults)
        book = book_or_404(row.register_code)
        page = render_template(
            "console/registers/entry_form.html", title=_("更正 %(number)s", number=row.number), book=book, page=entry_page.build(definition, texts, faults), day=request.form.get("day", row.day.isoformat()),
            halls=[], hall=row.hall_code, key="", lock=found.lock, conflict=found.conflict, back=url_for("EntryDesk.entry", pk=pk), number=row.number,
            reason=request.form.get("reason", ""),
        )  # fmt: skip
        return page, status

    @expose("/entries/<int:pk>/void", methods=["GET", "POST"])
    @has_access
    @permission_name("void")
    def void(self, pk: int) -> Any:
        row = _open_line(pk)
        lock, faults, status = lock_of(row.version), {}, 200  # type: tuple[int, dict[str, str], int]
        if request.method == "POST":
            reason = request.form.get("reason", "")
            faults, status = tried(lambda: entries.void(pk, reason=reason, version=lock))
            if not faults:
                flash(_("已作废，编号保留，不再计入统计"), "success")
                return redirect(url_for("EntryDesk.entry", pk=pk))
            row = _open_line(pk)
        page = render_template(
            "console/registers/void.html", title=_("作废 %(number)s", number=row.number), faults=faults, lock=lock, save_label=_("作废"),
            notice=_("作废后编号保留、内容仍可查看，但不再计入统计，也不能恢复。"), back=url_for("EntryDesk.entry", pk=pk),
        )  # fmt: skip
        return page, status


def tried(act: Any) -> tuple[dict[str, str], int]:
    """Run a service: the sentences by control and the status of what it refused."""
    try:
        act()
    except (Refused, Conflict, NotAllowed) as problem:
        return told_by_field(problem), STATUS[type(problem)]
    except SQLAlchemyError as broken:
        db.session.rollback()
        return {"": not_saved(broken)}, 503
    return {}, 200


def _open_line(pk: int) -> RegisterEntry:
    """A line that the person may correct now: kept, in an open book, within his writing."""
    row = line_or_404(str(pk))
    book_or_404(row.register_code)
    if not writes_here(row):
        raise NotAllowed("只有在这个中心登记这本台账的岗位可以更正和作废")
    if row.state != "kept":
        raise Conflict("这条登记已经作废")
    return row


def lock_of(version: int) -> int:
    """The version that a form was opened at."""
    text = request.form.get("_lock", "") if request.method == "POST" else str(version)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        abort(400, _("表单不完整，请重新打开后再填写"))
    return int(text)


def note_whole(row: RegisterEntry, definition: RegisterDefinition) -> None:
    """No log, no sight: what stands whole on the page is logged first, once a day."""
    _clear, sealed = entry_form.split_sensitive(definition, entries.read(row))
    if not sealed:
        return
    by_kind = {one.kind: str(sealed[one.key]) for one in definition.fields if one.key in sealed}
    seen = Seen((read_log.ANSWERS,), id_number=by_kind.get("id_number", ""), phone=by_kind.get("phone", ""))
    read_log.note_once_a_day(f"TZ{row.id}", [seen], "register_entry")


def _corrections(row: RegisterEntry) -> list[tuple[str, str, str, list[tuple[str, str, str]]]]:
    """When, who, why, and each field before and after, from the trail; sensitive values read as stars there."""
    with as_system("corrections of a line in sight") as session:
        found = session.execute(
            select(AuditEntry.at, AuditEntry.actor, AuditEntry.changes)
            .where(
                AuditEntry.noun == "register_entry", AuditEntry.row_key == str(row.id), AuditEntry.act == "corrected"
            )
            .order_by(AuditEntry.id.desc())
        ).all()
    return [
        (
            moment(one.at), one.actor, str(one.changes.get("reason", "")),
            [(label, pair[0] or "", pair[1] or "") for label, pair in one.changes.items() if label not in BESIDE],
        )
        for one in found
    ]  # fmt: skip
