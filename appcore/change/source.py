"""An uploaded file as what it says: a package of JSON, or a workbook of any make. Read outside of every transaction."""

from __future__ import annotations

from typing import IO

from flask import current_app
from sqlalchemy import select

from appcore import collecting
from appcore.access.files import scanner, store
from appcore.catalogue import exchange_map
from appcore.change import document, reading, report
from appcore.change.county import County
from appcore.change.kinds import ITEMS
from appcore.change.reading import Read
from appcore.change.report import OUTCOMES, Judged
from appcore.change.workbook import book, grids, marking
from appcore.change.workbook.book import Book
from appcore.change.workbook.grids import Grid
from appcore.change.workbook.naming import Catalogue
from appcore.definition import schema
from appcore.definition.item import ItemDefinition
from appcore.definition.verdict import Rejected, Verdict
from appcore.errors import Refused
from models.db import HouseSession
from models.item import Item

MOST_BYTES = 20 * 1024 * 1024
COUNTY_DIGITS = 6


def read(session: HouseSession, raw: bytes, name: str) -> Read:
    """What a file says, object by object. Raises: Refused with the sentence on the field `file`."""
    with collecting.put_off():
        return _read(session, raw, name)


def _read(session: HouseSession, raw: bytes, name: str) -> Read:
    try:
        if len(raw) > MOST_BYTES:
            raise Rejected("文件超过%(most)d MB，请分成几个文件。", most=MOST_BYTES // 1024**2)
        if not grids.is_workbook(raw, name):
            return reading.said_by(document.read(raw))
        found = workbook(session, raw, name)
    except Rejected as bad:
        raise Refused("请按提示修改后再提交", fields={"file": bad.verdict}) from bad
    return reading.said_in(found)


def sheets(raw: bytes, name: str) -> list[Grid]:
    """The sheets of a workbook. Raises: Rejected."""
    with store.incoming() as path:
        path.write_bytes(raw)
        settings = current_app.extensions["settings"]
        if scanner.scan(path, settings.scanner) == "infected":
            raise Rejected("查毒软件在文件里发现病毒，没有读取。请在您的电脑上查杀后再上传。")
        return grids.read(path, name)


def workbook(session: HouseSession, raw: bytes, name: str) -> Book:
    """The book of a file, its codes and keys given by what the county has. Raises: Rejected."""
    found = sheets(raw, name)
    county = County(session)
    names = {row.code: row.name for row in session.execute(select(Item.code, Item.name))}
    schemes = {one: exchange_map.table(session, one) for one in exchange_map.schemes(session)}

    def existing(code: str) -> ItemDefinition | None:
        held = ITEMS.document(session, code) if code in names else None
        return schema.load(held) if held else None

    made = book.read(found, county.bodies, Catalogue(county.code[:COUNTY_DIGITS], names), existing, schemes)
    if len(made.entries) > book.MOST_ITEMS:
        raise Rejected("一个文件最多%(most)d个事项，请分成几个文件。", most=book.MOST_ITEMS)
    return made


def marked(session: HouseSession, target: IO[bytes], raw: bytes, name: str) -> None:
    """A workbook as it came, with what an import would say of it now. Raises: Refused for what is no workbook."""
    try:
        if not grids.is_workbook(raw, name):
            raise Rejected("这个文件不是表格，没有标注。")
        found = workbook(session, raw, name)
    except Rejected as bad:
        raise Refused("请按提示修改后再提交", fields={"file": bad.verdict}) from bad
    said = report.held_against(session, reading.said_in(found))
    others = [("", "", "", one.key, one.name, text) for one in said.objects if not one.faults for text in _told(one)]
    notices = [("", "", "", "", "", str(one)) for one in said.notices]
    marking.marked(target, found.found.grids, found.found.heads, said.faults, [*notices, *others])


def _told(one: Judged) -> list[str]:
    """What the report says of an item without faults."""
    said = [OUTCOMES[one.outcome], *map(str, one.missing), *map(str, one.changes), *map(str, one.notices)]
    return [f"{said[0]}：{'；'.join(said[1:])}" if said[1:] else said[0]]


def nothing_in_it() -> Refused:
    return Refused("请按提示修改后再提交", fields={"file": Verdict("文件里没有任何内容。")})
