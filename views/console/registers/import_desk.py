"""Excel in: a template to fill, a preview with every fault at its row and column, then all sound lines in one act, or none."""

from __future__ import annotations

import re
import tempfile
from typing import IO, Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from markupsafe import Markup
from werkzeug.datastructures import FileStorage

from appcore.access.files import tables_out
from appcore.access.principal import signed_in
from appcore.definition.entry_form import form_name
from appcore.definition.item import Field
from appcore.definition.kinds import kind_of
from appcore.errors import Conflict, NotAllowed
from appcore.registers import books, entries, importing, sheet_in
from appcore.registers.sheet_in import Sheet
from models.db import db, house_session
from models.register import RegisterEntry
from views import serving
from views.console import finding
from views.console.exporting import MEDIA
from views.console.registers.entry_desk import tried
from views.console.registers.finding import Book, book_or_404, hall_names, halls_to_write
from views.console.registers.lines import Words
from views.words import _, spoken

MOST_SHOWN, MOST_COLUMNS = 200, 8
IMPORT = re.compile(r"[0-9a-f]{32}", re.ASCII)


class BookImport(BaseView):
    route_base = "/registers"
    class_permission_name = "console:register_entry"
    default_view = "upload"
    method_permission_name = {"upload": "import", "template": "import", "apply": "import", "undo": "import"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<code>/template.xlsx")
    @has_access
    @permission_name("import")
    def template(self, code: str) -> Response:
        book = _book_to_write(code)
        target: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
        tables_out.workbook(target, _template(book))
        return serving.download(target, name=f"{book.definition.name}_{_('模板')}.xlsx", media_type=MEDIA["xlsx"])

    @expose("/<code>/import", methods=["GET", "POST"])
    @has_access
    @permission_name("import")
    def upload(self, code: str) -> Any:
        book = _book_to_write(code)
        halls = halls_to_write(signed_in())
        hall = request.form.get("hall_code", "") if request.method == "POST" else (halls[0][0] if halls else "")
        if request.method != "POST":
            return self._upload_page(book, halls, hall, {})
        file = request.files.get("file")
        if not isinstance(file, FileStorage) or not file.filename:
            return self._upload_page(book, halls, hall, {"file": _("请选择要导入的 Excel 文件")}, 422)
        if hall not in dict(halls):
            return self._upload_page(book, halls, hall, {"hall_code": _("请选择登记的服务中心")}, 422)
        found: list[Sheet] = []
        stream, name = file.stream, file.filename
        faults, status = tried(lambda: found.append(importing.receive(stream, name, book.definition)))
        if not found:
            return self._upload_page(book, halls, hall, faults, status)
        return self._preview(book, hall, found[0])

    @expose("/<code>/import/apply", methods=["POST"])
    @has_access
    @permission_name("import")
    def apply(self, code: str) -> Any:
        book = _book_to_write(code)
        waiting = importing.held(code, request.form.get("held", ""))
        written: list[int] = []
        faults, status = tried(lambda: written.append(importing.write(code, waiting)))
        if not written:
            halls = halls_to_write(signed_in())
            return self._upload_page(book, halls, waiting.hall_code, {"": next(iter(faults.values()))}, status)
        undo = url_for("BookImport.undo", code=code, import_id=waiting.id)
        said, link = _("已导入%(rows)s条", rows=written[0]), _("撤销这次导入")
        flash(Markup('{} <a href="{}">{}</a>').format(said, undo, link), "success")
        return redirect(url_for("BookDesk.book", code=code))

    @expose("/<code>/imports/<import_id>/undo", methods=["GET", "POST"])
    @has_access
    @permission_name("import")
    def undo(self, code: str, import_id: str) -> Any:
        book = _book_to_write(code)
        if not IMPORT.fullmatch(import_id):
            abort(404)
        fits = (RegisterEntry.import_id == import_id) & (RegisterEntry.register_code == code)
        finding.row_or_404(RegisterEntry, "register_entry", import_id, fits)
        faults: dict[str, str] = {}
        status = 200
        if request.method == "POST":
            done: list[int] = []
            reason = request.form.get("reason", "")
            faults, status = tried(lambda: done.append(entries.undo_import(code, import_id, reason=reason)))
            if done:
                flash(_("已作废这次导入的%(rows)s条登记", rows=done[0]), "success")
                return redirect(url_for("BookDesk.book", code=book.code))
        _rows, corrected = entries.of_import(house_session(), code, import_id)
        notice = _("这次导入、现在还有效的登记会全部作废：编号保留、内容仍可查看，不再计入统计。")
        if corrected:
            numbers = "、".join(one.number or "" for one in corrected)
            notice += _("导入后更正过的登记不在其内，仍然有效：%(numbers)s。", numbers=numbers)
        page = render_template(
            "console/registers/void.html", title=_("撤销导入"), faults=faults, lock=None, save_label=_("撤销这次导入"),
            notice=notice, back=url_for("BookDesk.book", code=book.code),
        )  # fmt: skip
        return page, status

    @staticmethod
    def _upload_page(book: Book, halls: Any, hall: str, faults: dict[str, str], status: int = 200) -> Any:
        db.session.rollback()
        page = render_template(
            "console/registers/import.html", title=_("从 Excel 导入：%(book)s", book=book.definition.name), book=book, halls=halls, hall=hall,
            faults=faults, most=sheet_in.MOST_ROWS,
        )  # fmt: skip
        return page, status

    @staticmethod
    def _preview(book: Book, hall: str, sheet: Sheet) -> Any:
        words = Words(book)
        told = {fault.heading for fault in sheet.all_faults}
        every = sheet_in.columns_of(book.definition)
        # Those at fault first, so that what is told stands on the page; then in the book's own order.
        chosen = sorted(every, key=lambda one: one.label not in told)[:MOST_COLUMNS]
        fields = [one for one in every if one in chosen]
        rows = [
            (
                line.row, line.day.isoformat() if line.day else "",
                [
                    words.say(one, line.values[one.key], outside=False) if one.key in line.values
                    else "、".join(line.raw.get(form_name(one.key), []))
                    for one in fields
                ],
                not line.faults,
            )
            for line in sheet.lines[:MOST_SHOWN]
        ]  # fmt: skip
        faults = [(one.sheet, one.row, _(one.heading), spoken(one.verdict)) for one in sheet.all_faults]
        return render_template(
            "console/registers/preview.html", title=_("导入预览：%(book)s", book=book.definition.name), book=book, headings=[one.label for one in fields], rows=rows,
            faults=faults, sound=len(sheet.sound), total=len(sheet.lines), hall=hall_names([hall]).get(hall, ""),
            held=importing.hold(book.code, hall, sheet) if sheet.sound and not sheet.faults else "", hidden=max(0, len(sheet.lines) - MOST_SHOWN), broken=bool(sheet.faults),
        )  # fmt: skip


def _book_to_write(code: str) -> Book:
    book = book_or_404(code)
    if not books.may(house_session(), code, "write"):
        raise NotAllowed("您的岗位不登记这本台账")
    if not book.may_write:
        raise Conflict(entries.ENDED)
    return book


def _template(book: Book) -> list[tables_out.Sheet]:
    """The sheets of a template: the lines, one sheet for each table, and what stands in each column."""
    definition = book.definition
    tables = sheet_in.tables_of(definition)
    fields = sheet_in.columns_of(definition)
    number = [_(sheet_in.NUMBER)] if tables else []
    first = [*number, _(sheet_in.DAY), *(one.label for one in fields)]
    names = sheet_in.names_of(definition)
    sheets: list[tables_out.Sheet] = [(names[""], first, [])]
    sheets += [
        (
            names[table.key],
            [_(sheet_in.NUMBER), *(one.label for one in table.columns if kind_of(one.kind).is_typed)],
            [],
        )
        for table in tables
    ]
    notes = [["", _(sheet_in.DAY), _("日期"), _("必填"), ""]]
    notes += [["", *_note(one)] for one in fields]
    notes += [[names[table.key], *_note(one)] for table in tables for one in table.columns]
    return [*sheets, (sheet_in.NOTES, [_("工作表"), _("列"), _("类型"), _("是否必填"), _("怎么填")], notes)]


def _note(field: Field) -> list[str]:
    choices = "、".join(one.label for one in field.choices)
    how = _("从中选择：%(choices)s", choices=choices) if choices else field.help
    return [field.label, _(kind_of(field.kind).label), _("必填") if field.required else "", how]
