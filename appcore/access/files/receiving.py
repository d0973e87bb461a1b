"""A file comes in: name, kind, size and content are checked, pictures drawn anew, the scanner asked; then it is kept.

All of it happens before the unit of work that writes the row: no lock is held while a file is read (R38).
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import IO, Any

from flask import current_app
from sqlalchemy import func, select

from appcore import clock
from appcore.access.files import archives, images, names, pdfs, quota, scanner, sniffing, store
from appcore.access.files.kinds import FileKind, kind_of_name
from appcore.access.principal import current
from appcore.access.scope import as_system
from appcore.definition.verdict import Rejected, Verdict
from appcore.errors import Refused
from appcore.settings import Settings
from models.db import Base
from models.file import FileContent


@dataclass(frozen=True, slots=True)
class Received:
    """A content that is kept, ready for its row."""

    sha256: str
    name: str
    media_type: str
    size: int
    state: str

    def columns(self) -> dict[str, object]:
        """The values of a row's `FileContent`, with the account that brought it."""
        return {
            "sha256": self.sha256, "name": self.name, "media_type": self.media_type, "size": self.size,
            "state": self.state, "account": current().username,
        }  # fmt: skip


def receive(stream: IO[bytes], raw_name: str, *, field: str, sealed: bool = True) -> Received:
    """Check and keep one file; `sealed` unless it is of the standard, which the public site gives out without a key.

    Raises: Refused with the sentence on its field; nothing is left behind then.
    """
    try:
        return _receive(stream, raw_name, sealed=sealed)
    except store.NotTaken as large:
        raise Refused("请按提示修改后再提交", fields={field: large.verdict}) from large
    except Rejected as bad:
        raise Refused("请按提示修改后再提交", fields={field: bad.verdict}) from bad


def _receive(stream: IO[bytes], raw_name: str, *, sealed: bool) -> Received:
    settings: Settings = current_app.extensions["settings"]
    name = names.safe_name(raw_name)
    kind = kind_of_name(name)
    _require_room(settings)
    with ExitStack() as stack:
        path = stack.enter_context(store.incoming())
        size = store.write(stream, path, settings.max_upload_mb)
        _require(quota.too_much_today(_brought_today(), size, settings.upload_mb_a_day))
        check(path, kind, settings)
        found = scanner.scan(path, settings.scanner)
        if found == "infected":
            raise Rejected("查毒软件在文件里发现病毒，没有保存。请在您的电脑上查杀后再上传。")
        if kind.family == "image":
            drawn = stack.enter_context(store.incoming())
            images.redraw(path, drawn, kind, settings.max_megapixels)
            path = drawn
        sha256, size = store.keep(path, sealed=sealed)
    return Received(sha256, name, kind.media_type, size, "quarantined" if found == "unknown" else "kept")


def check(path: Path, kind: FileKind, settings: Settings) -> None:
    """Whether the content is of its kind and harmless; pictures show it when they are drawn anew.

    Raises: Rejected.
    """
    sniffing.check_content(kind, *sniffing.ends(path))
    if kind.family == "package":
        archives.check(path, kind)
    elif kind.family == "pdf":
        pdfs.check(path, settings.max_pdf_pages)


def _require_room(settings: Settings) -> None:
    usage = shutil.disk_usage(settings.instance_dir)
    _require(quota.disk_full(usage.free, usage.total))


def _require(refusal: Verdict | None) -> None:
    if refusal is not None:
        raise store.NotTaken(refusal)


def holders() -> list[Any]:
    """Every table whose rows hold contents."""
    return [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, FileContent)]


def _brought_today() -> int:
    """The bytes that this account brought since midnight, over all tables and places."""
    who, midnight = current().username, datetime.combine(clock.local_today(), time(), clock.LOCAL)
    with as_system("quota") as session:
        return sum(
            int(session.scalar(_sum_of(model).where(model.account == who, model.created_at >= midnight)) or 0)
            for model in holders()
        )


def _sum_of(model: Any) -> Any:
    return select(func.coalesce(func.sum(model.size), 0)).where(model.brought())
