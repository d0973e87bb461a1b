"""Files of a form: each is received before anything is written; what is refused is said on the field, with the file's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import current_app
from flask_babel import LazyString
from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage

from appcore.access.files import kinds, receiving
from appcore.access.files.receiving import Received
from appcore.errors import Refused
from models.db import db
from views.words import _, spoken

LONGEST_SHOWN = 60


def _limits(many: bool) -> str:
    """What may be chosen and how large it may be, said before anything is chosen; the sizes are the installation's."""
    settings = current_app.extensions["settings"]
    size, pages = settings.max_upload_mb, settings.max_pdf_pages
    kinds_taken = _("可以选 PDF、照片或扫描图片（JPG、PNG）、文档（DOCX）、表格（XLSX）和 OFD 文件。")
    if many:
        how_large = _("可以一次选几个，合计不超过 %(size)s MB；PDF 不超过 %(pages)s 页。", size=size, pages=pages)
    else:
        how_large = _("不超过 %(size)s MB；PDF 不超过 %(pages)s 页。", size=size, pages=pages)
    return kinds_taken + how_large


def file_field(label: Any, *, many: bool = False, **more: Any) -> Any:
    """A field for one file or several, which offers the kinds that are taken."""
    attributes = {"accept": kinds.ACCEPT, **({"multiple": True} if many else {})}
    made = MultipleFileField if many else FileField
    return made(label, description=LazyString(_limits, many), render_kw=attributes, **more)


def chosen(field: Any) -> list[FileStorage]:
    """The files that came with a form; a browser sends an empty part where none was chosen."""
    given = field.data if isinstance(field.data, Sequence) and not isinstance(field.data, str) else [field.data]
    return [one for one in given if isinstance(one, FileStorage) and one.filename]


def received(field: Any, files: Iterable[FileStorage], *, sealed: bool = True) -> list[Received]:
    """Check and keep the files of a field, sealed unless they are of the standard. When one is refused, its field says so and the list is to be thrown away."""
    db.session.rollback()  # nothing stays open in the database while files are read
    kept = []
    for one in files:
        try:
            kept.append(receiving.receive(one.stream, one.filename or "", field=field.short_name, sealed=sealed))
        except Refused as problem:
            verdict = problem.fields[field.short_name]
            field.errors = [*field.errors, _("%(name)s：%(why)s", name=shown(one.filename or ""), why=spoken(verdict))]
    return kept


def shown(name: str) -> str:
    """A name as it can be shown before it was judged: on one line, without what cannot be seen."""
    plain = "".join(one if one.isprintable() else "□" for one in name)
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]}…"
