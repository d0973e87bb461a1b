"""What the designer edits: the form of an edition, or a book with its own settings. Both are read, checked, saved alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from werkzeug.datastructures import MultiDict

from appcore.catalogue import compile as compiler
from appcore.catalogue import edition_fields, item_checks
from appcore.definition import checks
from appcore.definition.checks import Problem
from appcore.definition.item import Field, ItemDefinition
from appcore.definition.register import RegisterDefinition
from appcore.definition.schema import plain
from appcore.definition.verdict import Verdict
from appcore.registers import books
from models.db import house_session
from models.item import Edition
from models.register import Register
from models.vocabulary import REGISTER_SUBJECT
from views.console.designer import settings
from views.words import _

NO_ITEM = "000000-00000"


@dataclass
class Sheet:
    """One form that is being designed. `definition` is what conditions ask of and the preview draws.

    `fixed` are keys that were published with a field, `taken` those that no new field may have; `book` is a book's own
    content, None for an edition.
    """

    title: str
    back: str
    done: str
    definition: ItemDefinition
    digest: str
    fixed: frozenset[str]
    taken: frozenset[str]
    book: RegisterDefinition | None = None
    is_draft: bool = True
    code: str = ""
    edition_id: int = 0

    @property
    def is_block(self) -> bool:
        return self.book is not None and self.book.subject == "block"

    def having(self, fields: Sequence[Field]) -> ItemDefinition:
        return replace(self.definition, fields=tuple(fields))

    def problems(self, fields: Sequence[Field], book: RegisterDefinition | None) -> list[Problem]:
        """Those about the fields, and those elsewhere that only these fields bring."""
        if book is not None:
            return list(books.problems(replace(book, fields=tuple(fields))))
        session = house_session()
        known = item_checks.context(session, self.definition)
        before = {(one.id, one.place, one.text) for one in checks.problems(self.definition, known)}
        return [
            one
            for one in checks.problems(self.having(fields), known)
            if (one.place.part == "fields" and one.place.key) or (one.id, one.place, one.text) not in before
        ]

    def save(self, fields: Sequence[Field], book: RegisterDefinition | None, digest: str) -> None:
        """Raises: NotFound, NotAllowed, Conflict, Refused."""
        if book is not None:
            books.keep(self.code, replace(book, fields=tuple(fields)), digest)
        else:
            edition_fields.save_fields(self.edition_id, fields, digest)

    def publish(self, fields: Sequence[Field], book: RegisterDefinition, digest: str) -> int:
        """Raises: NotFound, NotAllowed, Conflict, Refused."""
        return books.keep_and_publish(self.code, replace(book, fields=tuple(fields)), digest)

    def read_book(self, form: MultiDict[str, str]) -> tuple[RegisterDefinition | None, dict[str, Verdict]]:
        return settings.read(form, self.book) if self.book is not None else (None, {})


def of_edition(edition: Edition) -> Sheet:
    session = house_session()
    definition = compiler.compile_edition(session, edition)
    fixed, given = edition_fields.given_keys(session, edition.item_code)
    here = url_for("EditionPage.show", pk=edition.id)
    return Sheet(
        _("设计表单：%(item)s", item=definition.name or edition.item_code), here, here, definition,
        edition_fields.digest_of(definition.fields), fixed, given | {one.key for one in definition.questions},
        edition_id=edition.id,
    )  # fmt: skip


def of_book(book: Register) -> Sheet:
    session = house_session()
    definition, digest, is_draft = books.opened(session, book.code)
    given = frozenset(one.key for each in books.versions(session, book.code).values() for one in each.fields)
    is_block = book.subject == "block"
    back = url_for("FieldLibrary.show", code=book.code) if is_block else url_for("RegisterDesign.designs")
    title = _(
        "设计%(kind)s：%(name)s", kind=_(REGISTER_SUBJECT.label_of(book.subject)), name=definition.name or book.name
    )
    return Sheet(
        title, back, back, ItemDefinition(code=NO_ITEM, fields=definition.fields), digest, given, given, definition,
        is_draft, book.code,
    )  # fmt: skip


def sound(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Those that can be drawn: with a key of their own."""
    found: dict[str, Field] = {}
    for one in fields:
        if one.key and one.label:
            found.setdefault(one.key, one)
    return tuple(found.values())


def compared(mine: Sequence[Field], theirs: Sequence[Field]) -> list[tuple[str, str, str]]:
    """The fields in which two people differ: name, what the one has, what the other has saved."""
    own, saved = ({one.key: one for one in fields} for fields in (mine, theirs))
    rows = [
        ((own.get(key) or saved[key]).label, *_sides(own.get(key), saved.get(key)))
        for key in {**saved, **own}
        if own.get(key) != saved.get(key)
    ]
    if not rows and list(own) != list(saved):
        rows.append((_("顺序"), "、".join(one.label for one in mine), "、".join(one.label for one in theirs)))
    return rows


def _sides(own: Field | None, saved: Field | None) -> tuple[str, str]:
    if own is None or saved is None:
        return (
            _("没有这个字段") if own is None else settings.said(own),
            _("没有这个字段") if saved is None else settings.said(saved),
        )
    names = {name for name, value in plain(own).items() if value != plain(saved)[name]}
    return settings.said(own, names), settings.said(saved, names)
