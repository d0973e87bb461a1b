"""An imported sheet between preview and writing: sealed for who brought it, written in one transaction, undone in one act."""

from __future__ import annotations

import base64
import json
import secrets
import zlib
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from flask import current_app

from appcore import counters
from appcore.access import audit, privacy
from appcore.access.files import kinds, names, receiving, scanner, store
from appcore.access.principal import signed_in
from appcore.definition.register import RegisterDefinition
from appcore.definition.verdict import Rejected
from appcore.errors import Conflict, Refused
from appcore.lookups import HouseLookup
from appcore.registers import books, entries, sheet_in
from appcore.registers.sheet_in import Sheet
from appcore.transaction import unit_of_work
from models.db import HouseSession, house_session


@dataclass(frozen=True, slots=True)
class Waiting:
    """A previewed sheet: its id, the hall it is written for, its sound lines, and how many lines are faulty."""

    id: str
    hall_code: str
    lines: tuple[tuple[date, dict[str, list[str]]], ...]
    faulty: int


def receive(stream: IO[bytes], raw_name: str, definition: RegisterDefinition) -> Sheet:
    """Read an uploaded workbook; nothing of it is kept.

    Raises: Refused with the sentence on the field `file`.
    """
    settings = current_app.extensions["settings"]
    session = house_session()
    session.rollback()  # nothing stays open in the database while files are read
    try:
        kind = kinds.kind_of_name(names.safe_name(raw_name))
        if kind.ending != "xlsx":
            raise Rejected("请上传 Excel 文件（XLSX），可以先下载模板。")
        with store.incoming() as path:
            store.write(stream, path, settings.max_upload_mb)
            receiving.check(path, kind, settings)
            if scanner.scan(path, settings.scanner) == "infected":
                raise Rejected("查毒软件在文件里发现病毒，没有保存。请在您的电脑上查杀后再上传。")
            return sheet_in.read(path, definition, HouseLookup(session))
    except store.NotTaken as large:
        raise Refused("请按提示修改后再提交", fields={"file": large.verdict}) from large
    except Rejected as bad:
        raise Refused("请按提示修改后再提交", fields={"file": bad.verdict}) from bad


def hold(code: str, hall_code: str, sheet: Sheet) -> str:
    """The sound lines of a preview, sealed for this person and book, as a page carries them to the next step."""
    lines = [[one.day.isoformat(), dict(one.raw)] for one in sheet.sound if one.day is not None]
    content = {
        "id": secrets.token_hex(16), "hall": hall_code, "lines": lines, "faulty": len(sheet.lines) - len(lines) + len(sheet.faults),
    }  # fmt: skip
    packed = base64.b85encode(zlib.compress(json.dumps(content, ensure_ascii=False).encode())).decode()
    return base64.b64encode(privacy.seal(packed, _bound_to(code))).decode()


def held(code: str, text: str) -> Waiting:
    """What `hold` sealed. Raises: Conflict when it is not of this person and book."""
    try:
        packed = privacy.unseal(base64.b64decode(text, validate=True), _bound_to(code))
        content: dict[str, Any] = json.loads(zlib.decompress(base64.b85decode(packed)))
    except ValueError as broken:
        raise Conflict("预览已经失效，请重新上传表格") from broken
    lines = tuple((date.fromisoformat(day), raw) for day, raw in content["lines"])
    return Waiting(content["id"], content["hall"], lines, content["faulty"])


def write(code: str, waiting: Waiting) -> int:
    """Write the sound lines of a preview into a book, all or none of them. Returns: how many.

    Raises: NotAllowed, Conflict (also when this preview was written before), Refused with the first line that is at fault now.
    """
    if not waiting.lines:
        raise Refused("没有可以导入的行")
    with unit_of_work() as session:
        _claim(session, waiting.id)
        for day, raw in waiting.lines:
            entries.write(code, hall_code=waiting.hall_code, day=day, raw=raw, import_id=waiting.id)
        facts = {"register": books.by_code(session, code).name, "rows": len(waiting.lines), "left_out": waiting.faulty}
        audit.record(session, "imported", "register_entry", waiting.id, facts)
    return len(waiting.lines)


def _claim(session: HouseSession, import_id: str) -> None:
    """A second writer of the same preview waits here for the first."""
    if counters.draw(session, f"register_import:{import_id}") > 1:
        raise Conflict("这份表格已经导入过，不用再次提交")


def _bound_to(code: str) -> bytes:
    return f"register_import:{code}:{signed_in().username}".encode()
