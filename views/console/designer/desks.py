"""The designer's doors: the form of a draft, the books and their content, the blocks of the field library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import func, select
from wtforms import SelectField, StringField, validators

from appcore.catalogue.editions import EDITABLE
from appcore.change import library
from appcore.change.library import Use
from appcore.definition.designing import keys
from appcore.definition.register import RegisterDefinition
from appcore.definition.schema import CODE_PATTERN, KEY_PATTERN
from appcore.errors import Problem
from appcore.registers import books
from models.db import db, house_session
from models.item import Edition
from models.register import Register, RegisterVersion
from models.vocabulary import REGISTER_SUBJECT
from views.console.designer import page, sheet
from views.console.fields import PlainText
from views.console.finding import row_by_id_or_404, row_or_404
from views.console.saving import refused, told
from views.words import _, finding

BLOCK = "block"


class EditionDesign(BaseView):
    """表单设计: the form of an edition that is still being written."""

    route_base = "/catalogue/editions"
    class_permission_name = "console:edition"
    default_view = "form"
    method_permission_name = {"form": "edit"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<pk>/form", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def form(self, pk: str) -> Any:
        edition: Edition = row_by_id_or_404(Edition, "edition", pk)
        if edition.state not in EDITABLE:
            abort(404)
        return page.answer(sheet.of_edition(edition))


class NewBook(FlaskForm):
    name = StringField(
        lazy_gettext("名称"),
        [validators.InputRequired(message=lazy_gettext("请填写名称")), validators.Length(max=60), PlainText()],
    )
    subject = SelectField(lazy_gettext("登记对象"))
    copied = SelectField(lazy_gettext("内容取自"), description=lazy_gettext("照着已有的一本开始，再改成自己的"))


class RegisterDesign(BaseView):
    """台账设计: every book of the county, its draft and its content."""

    route_base = "/registers"
    class_permission_name = "console:register"
    default_view = "designs"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "designs": "design", "begin": "design", "design": "design", "switch_off": "design", "switch_on": "design",
    }  # fmt: skip

    @expose("/designs")
    @has_access
    @permission_name("design")
    def designs(self) -> Any:
        rows = _books(Register.subject != BLOCK)
        return render_template("console/designer/books.html", title=_("台账设计"), rows=rows, subjects=REGISTER_SUBJECT)

    @expose("/new", methods=["GET", "POST"])
    @has_access
    @permission_name("design")
    def begin(self) -> Any:
        there = set(db.session.scalars(select(Register.subject)))
        subjects = [(slug, words) for slug, words in REGISTER_SUBJECT.choices if slug == "book" or slug not in there]
        return _begun([(slug, words) for slug, words in subjects if slug != BLOCK], url_for("RegisterDesign.designs"))

    @expose("/<code>/design", methods=["GET", "POST"])
    @has_access
    @permission_name("design")
    def design(self, code: str) -> Any:
        return page.answer(sheet.of_book(_book_or_404(code)))

    @expose("/<code>/end", methods=["POST"])
    @has_access
    @permission_name("design")
    def switch_off(self, code: str) -> Any:
        book = _book_or_404(code)
        return _done(lambda: books.end(code), _list_of(book), _("已停用，已有的内容仍可查看"))

    @expose("/<code>/reopen", methods=["POST"])
    @has_access
    @permission_name("design")
    def switch_on(self, code: str) -> Any:
        book = _book_or_404(code)
        return _done(lambda: books.reopen(code), _list_of(book), _("已重新启用"))


class FieldLibrary(BaseView):
    """字段库: blocks of fields that many forms take, and which forms have which version."""

    route_base = "/catalogue/blocks"
    class_permission_name = "console:register"
    default_view = "blocks"
    method_permission_name = {  # noqa: RUF012 - read by Flask-AppBuilder
        "blocks": "design", "begin": "design", "show": "design", "follow": "design",
    }  # fmt: skip

    @expose("/")
    @has_access
    @permission_name("design")
    def blocks(self) -> Any:
        return render_template(
            "console/designer/blocks.html", title=_("字段库"), rows=_books(Register.subject == BLOCK)
        )

    @expose("/new", methods=["GET", "POST"])
    @has_access
    @permission_name("design")
    def begin(self) -> Any:
        return _begun([(BLOCK, REGISTER_SUBJECT.label_of(BLOCK))], url_for("FieldLibrary.blocks"))

    @expose("/<code>")
    @has_access
    @permission_name("design")
    def show(self, code: str) -> Any:
        return self._shown(_block_or_404(code), {})

    @expose("/<code>/follow", methods=["POST"])
    @has_access
    @permission_name("design")
    def follow(self, code: str) -> Any:
        """Drafts with the new version for what was ticked, each by itself: one that cannot be does not stop the others."""
        book = _block_or_404(code)
        found: dict[str, tuple[bool, str]] = {}
        items = [one for one in dict.fromkeys(request.form.getlist("item")) if CODE_PATTERN.fullmatch(one)]
        ledgers = [one for one in dict.fromkeys(request.form.getlist("register")) if KEY_PATTERN.fullmatch(one)]
        for one in items:
            found[one] = _followed(lambda one=one: _in_item(one, code))  # type: ignore[misc]
        for one in ledgers:
            found[one] = _followed(lambda one=one: _in_register(one, code))  # type: ignore[misc]
        if not found:
            flash(_("请先勾选要起草的事项或台账"), "warning")
            return redirect(url_for("FieldLibrary.show", code=code))
        return self._shown(book, found)

    @staticmethod
    def _shown(book: Register, found: dict[str, tuple[bool, str]]) -> Any:
        session = house_session()
        versions = books.versions(session, book.code)
        newest = max(versions, default=0)
        items = _by_code(library.uses_in_items(session, book.code))
        registers = _by_code(library.uses_in_registers(session, book.code))
        return render_template(
            "console/designer/block.html", title=_("字段库：%(name)s", name=book.name), book=book, versions=versions, newest=newest,
            items=items, registers=registers, found=found, content=versions.get(newest),
        )  # fmt: skip


def _by_code(uses: list[Use]) -> list[tuple[str, str, list[Use]]]:
    """One line for each item or book: what is in force first, then its draft."""
    found: dict[str, list[Use]] = {}
    for one in sorted(uses, key=lambda use: (use.code, use.state != "published")):
        found.setdefault(one.code, []).append(one)
    return [(code, held[0].name, held) for code, held in found.items()]


def _followed(write: Callable[[], str]) -> tuple[bool, str]:
    try:
        return True, write()
    except Problem as problem:
        return False, told(problem)


def _in_item(item: str, block: str) -> str:
    _edition_id, faults = library.follow_in_item(item, block)
    if not faults:
        return _("已写入草稿")
    said = "；".join(finding(one) for one in faults[:5])
    return _("已写入草稿，还有要改的：%(faults)s", faults=said)


def _in_register(code: str, block: str) -> str:
    library.follow_in_register(code, block)
    return _("已写入草稿")


def _books(which: Any) -> list[dict[str, Any]]:
    """Books with the number of the version in use and whether a draft is open."""
    session = house_session()
    version = RegisterVersion
    numbers = {
        row.register_code: row.number
        for row in session.execute(
            select(version.register_code, func.max(version.number).label("number"))
            .where(version.state == "published")
            .group_by(version.register_code)
        )
    }
    drafts = set(session.scalars(select(version.register_code).where(version.state == "draft")))
    found = session.scalars(select(Register).where(which).order_by(Register.subject != "book", Register.id))
    return [
        {"book": one, "number": numbers.get(one.code), "is_draft": one.code in drafts, "is_open": books.is_open(one)}
        for one in found
    ]


def _begun(subjects: list[tuple[str, str]], back: str) -> Any:
    form = NewBook()
    is_block = subjects[0][0] == BLOCK
    if is_block:
        del form.subject
    else:
        form.subject.choices = [(slug, _(words)) for slug, words in subjects]
    same = Register.subject == BLOCK if is_block else Register.subject != BLOCK
    others = db.session.execute(select(Register.code, Register.name).where(same).order_by(Register.id)).all()
    form.copied.choices = [("", _("空白")), *((row.code, row.name) for row in others)]
    made: dict[str, str] = {}
    status = None
    if form.validate_on_submit():
        status = refused(form, lambda: made.update(code=_begin(form)))
        if status is None:
            flash(_("已建立草稿，设计好以后点“启用”"), "success")
            return redirect(url_for("RegisterDesign.design", code=made["code"]))
    title = _("新建字段块") if is_block else _("新建台账")
    names = ["name", "copied"] if is_block else ["name", "subject", "copied"]
    drawn = render_template(
        "console/form.html", form=form, groups=[(title, names)], lock=None, action_url=request.path, cancel_url=back, title=title,
        save_label=_("开始设计"), conflict=None,
    )  # fmt: skip
    return drawn, status or (422 if form.errors else 200)


def _begin(form: NewBook) -> str:
    """Raises: Refused."""
    session = house_session()
    taken = set(session.scalars(select(Register.code)))
    name = (form.name.data or "").strip()
    subject = str(form.subject.data) if "subject" in form else BLOCK
    code = keys.proposed(name, taken | books.ADDRESSES, "book")
    content = RegisterDefinition(code=code, subject=subject, name=name)
    if form.copied.data:
        source, _digest, _is_draft = books.opened(session, str(form.copied.data))
        content = books.renamed(source, code, name)
    books.begin(replace(content, subject=subject))
    return code


def _book_or_404(code: str) -> Register:
    if not KEY_PATTERN.fullmatch(code):
        abort(404)
    row: Register = row_or_404(Register, "register", code, Register.code == code)
    return row


def _block_or_404(code: str) -> Register:
    book = _book_or_404(code)
    if book.subject != BLOCK:
        abort(404)
    return book


def _list_of(book: Register) -> str:
    return url_for("FieldLibrary.blocks" if book.subject == BLOCK else "RegisterDesign.designs")


def _done(act: Callable[[], None], back: str, words: str) -> Any:
    try:
        act()
    except Problem as problem:
        flash(told(problem), "danger")
    else:
        flash(words, "success")
    return redirect(back)
