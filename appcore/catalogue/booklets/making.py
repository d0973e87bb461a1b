"""汇编与手册: a booklet is asked for, made at once or by the job, kept as a file, and leaves a print run for each edition in it.

How its pages are set is the renderer's matter; it is handed in, so that this room knows no paper.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import undefer

from appcore import clock, records
from appcore.access import audit, placing
from appcore.access.files import store
from appcore.access.files.kinds import KINDS as FILE_KINDS
from appcore.access.principal import signed_in
from appcore.access.scope import as_system
from appcore.catalogue.booklets import choosing, faults, planning, volumes
from appcore.catalogue.booklets.choosing import Choice
from appcore.catalogue.booklets.content import KINDS, Order, content, estimated_pages, fits
from appcore.catalogue.booklets.model import Content, Entry
from appcore.catalogue.guides import Definitions
from appcore.definition.verdict import N_, Verdict
from appcore.errors import Conflict, NotFound, Refused, place
from appcore.transaction import short_write, unit_of_work
from models.booklet import Booklet, BookletFile
from models.db import HouseSession, house_session
from models.file import PrintRun
from models.place import Hall
from models.vocabulary import BOOKLET_KIND

log = logging.getLogger("banshitai.booklets")
AT_ONCE, VOLUME_PAGES, MOST_PAGES, MOST_COPIES, LONGEST_TITLE = 20, 600, 15_000, 10_000, 120
"""A volume is what can still be bound, and what is set in the memory of a small machine; MOST_PAGES are those of all volumes."""


class NotMade(RuntimeError):
    """A booklet could not be made; the row says why, in these words."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for. `address` is the public site's, for the codes on the paper."""

    kind: str
    format: str
    choice: Choice
    order_by: str
    title: str = ""
    copies: int = 1
    address: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """How much it comes to: items that go in, about how many pages, and whether that is made at once."""

    of: str
    items: int
    pages: int
    volumes: int = 1

    @property
    def at_once(self) -> bool:
        return self.pages <= AT_ONCE


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file where it was written, and its pages; None where only the reader's program counts them."""

    path: Path
    pages: int | None


Progress = Callable[[int], None]
Renderer = Callable[[Content, Path, Progress], Made]


def size(session: HouseSession, wanted: Wanted) -> Size:
    """What an order comes to, before anything is written.

    Raises: Refused.
    """
    _sound(wanted)
    of, kept, _hall = _planned(session, wanted)
    return _size(wanted, of, kept, _parts(wanted, kept))


def _size(wanted: Wanted, of: str, kept: Mapping[str, Any], parts: list[volumes.Entries]) -> Size:
    count = len(kept["entries"])
    return Size(of, count, estimated_pages(wanted.kind, count), len(parts))


def _parts(wanted: Wanted, kept: Mapping[str, Any]) -> list[volumes.Entries]:
    by = {"department": "department", "window": "window_kind"}.get(wanted.order_by, "")
    return volumes.split(wanted.kind, kept["entries"], VOLUME_PAGES, by)


def ask(wanted: Wanted) -> tuple[str, Size]:
    """Put a booklet in the list, with all that goes into it fixed now; one that is too thick to be bound in volumes.

    Returns: its code (that of the first volume), and what it comes to. Raises: Refused.
    """
    _sound(wanted)
    of, kept, hall_code = _planned(house_session(), wanted)
    parts = _parts(wanted, kept)
    found = _size(wanted, of, kept, parts)
    if found.pages > MOST_PAGES:
        raise Refused(N_("约%(pages)s页，超过%(most)s页，请按部门或窗口分册制作"), field="scope", pages=found.pages, most=MOST_PAGES)  # fmt: skip
    who = signed_in()
    title = (wanted.title.strip() or proposed_title(wanted.kind, of, wanted.choice.scope))[:LONGEST_TITLE]
    codes = []
    with unit_of_work() as session:
        region = session.scalar(select(Hall.region_code).where(Hall.code == who.hall_code)) if who.hall_code else None
        for number, entries in enumerate(parts, start=1):
            plan = kept | {"entries": entries, "address": wanted.address, "hall_code": hall_code}
            row = Booklet(
                code=secrets.token_hex(16), kind=wanted.kind, format=wanted.format, scope=wanted.choice.scope, scope_name=of,
                order_by=wanted.order_by, title=volumes.named(title, number, len(parts), LONGEST_TITLE), copies=wanted.copies,
                state="waiting", items=len(entries), made=0, plan=plan, asked_by=who.username,
                hall_code=who.hall_code, region_code=region or placing.owner(), department_code=_line_of(who),
            )  # fmt: skip
            records.stamp(row, new=True)
            session.add(row)
            session.flush()
            told = {"booklet": row.title, "kind": row.kind, "count": row.items, "printed": row.copies}
            audit.record(session, "booklet_asked", "booklet", row.code, told)
            codes.append(row.code)
    return codes[0], found


def ask_again(code: str) -> Size:
    """Put one that was not made back into the list, with what was fixed when it was asked for.

    Raises: NotFound, Conflict when it was made, or is being made.
    """
    with unit_of_work() as session:
        row = _row(session, code)
        if row.state != "failed":
            raise Conflict("这份资料已经在制作，或已经做好")
        row.state, row.fault, row.made, row.begun_at, row.finished_at = "waiting", None, 0, None, None
        records.stamp(row)
        audit.record(session, "booklet_asked", "booklet", row.code, {"booklet": row.title, "count": row.items})
        return Size(row.scope_name, row.items, estimated_pages(row.kind, row.items))


def _line_of(who: Any) -> str | None:
    """A department's editor makes booklets of its line; everybody else's are the place's."""
    return who.department_code if any(grant.kind == "department" for grant in who.grants) else None


def proposed_title(kind: str, of: str, scope: str) -> str:
    """灵溪镇便民服务中心办事指南…, or the county's where it is of everything."""
    name = BOOKLET_KIND.label_of(kind)
    county: str = current_app.extensions["settings"].county_name
    return f"{county if scope in ('all', 'items') else of}{name}"


def _sound(wanted: Wanted) -> None:
    faults: dict[str, Verdict] = {}
    if not 1 <= wanted.copies <= MOST_COPIES:
        faults["copies"] = Verdict("份数请填写1至%(most)s", {"most": MOST_COPIES})
    if len(wanted.title.strip()) > LONGEST_TITLE:
        faults["title"] = Verdict("不能超过%(most)s个字", {"most": LONGEST_TITLE})
    if wanted.format == "xlsx" and KINDS[wanted.kind].layout != "lists":
        faults["format"] = Verdict("Excel 只用于承诺服务时间表和代办事项表，这种资料请选 PDF 或 Word")
    if wanted.choice.scope == "items" and not wanted.choice.lines.strip():
        faults["lines"] = Verdict("请填写事项，每行一个")
    if faults:
        raise Refused(N_("请按提示修改后再提交"), fields=faults)


def _planned(session: HouseSession, wanted: Wanted) -> tuple[str, dict[str, Any], str]:
    """Of what, the plan with the items that belong into the kind, and the hall."""
    selection = choosing.choose(session, wanted.choice)
    items = choosing.ordered(selection.items, wanted.order_by)
    kept = planning.plan(session, selection, items, wanted.kind)
    if wanted.kind in ("flow", "agents", "handed_down"):
        read = Definitions(most=1)
        entries = kept["entries"]
        kept["entries"] = [one for one in entries if fits(wanted.kind, planning.entry(session, read, one))]
        kept["left_out"] = len(entries) - len(kept["entries"])
    if not kept["entries"]:
        raise Refused(N_("这个范围里没有适合这种资料的事项"), field="kind")
    return selection.of, kept, selection.hall_code


def make(code: str, render: Renderer) -> None:
    """Make a booklet that waits: read, set its pages, keep the file, count the print run.

    Raises: NotFound, Conflict when somebody makes it already, NotMade with the reason that the row now says too.
    """
    _begin(code)
    try:
        with as_system("booklets") as session:
            row = session.scalars(select(Booklet).options(undefer(Booklet.plan)).where(Booklet.code == code)).one()
            made_of, ending = _content(session, row), row.format
        with store.incoming() as path:
            done = render(made_of, path, lambda items: _progress(code, items))
            sha256, size_ = store.keep(done.path)
        _finish(code, sha256, size_, done.pages, ending)
    except Exception as broken:
        fault = faults.said(broken)
        log.error("booklet %s was not made: %s", code, place(broken))
        fail(code, fault)
        raise NotMade(fault) from broken
    except BaseException:  # told to stop
        fail(code, faults.BROKEN_OFF)
        raise


def _content(session: Any, row: Booklet) -> Content:
    settings, kept = current_app.extensions["settings"], row.plan
    read = Definitions(most=1)
    entries: list[Entry] = [planning.entry(session, read, one) for one in kept["entries"]]
    left = kept.get("left_out", 0)
    order = Order(
        kind=row.kind, title=row.title, of=row.scope_name, by=row.order_by, county=settings.county_name, office=settings.office,
        made_on=clock.local_today(), address=kept["address"], hall=planning.hall_of(kept),
        note=LEFT_OUT[row.kind] % left if left and row.kind in LEFT_OUT else "",
    )  # fmt: skip
    return content(order, entries)


LEFT_OUT = {"agents": "另有%d项没有写明是否可以代办，没有列入", "flow": "另有%d项没有登记环节，没有列入"}


def _begin(code: str) -> None:
    with unit_of_work() as session:
        row = _row(session, code)
        if row.state != "waiting":
            raise Conflict("这份资料已经在制作，或已经做好")
        row.state, row.begun_at = "making", clock.now()
        records.stamp(row)


def _progress(code: str, items: int) -> None:
    with short_write() as session:
        row = _row(session, code)
        if row.state != "making":
            raise Conflict("这份资料已经不在制作")
        row.made = min(items, row.items)


def _finish(code: str, sha256: str, size_: int, pages: int | None, ending: str) -> None:
    with unit_of_work() as session:
        row = _row(session, code)
        if row.state != "making":
            raise Conflict("这份资料已经不在制作")  # given up meanwhile: its process was believed to be dead
        row.state, row.made, row.pages, row.finished_at, row.sha256 = "done", row.items, pages, clock.now(), sha256
        records.stamp(row)
        place = {"region_code": row.region_code, "hall_code": row.hall_code, "department_code": row.department_code}
        held = BookletFile(
            booklet_id=row.id, sha256=sha256, name=file_name(row), media_type=FILE_KINDS[ending].media_type, size=size_,
            account=row.asked_by, state="kept", **place,
        )  # fmt: skip
        runs = [
            PrintRun(
                print_code=row.code, kind=row.kind, item_code=one["item"], edition_number=one["number"],
                printed_on=clock.local_today(), copies=row.copies, **place,
            )
            for one in row.plan["entries"]
        ]  # fmt: skip
        for one in (held, *runs):
            records.stamp(one, new=True)
        session.add_all([held, *runs])
        session.flush()
        audit.record(session, "booklet_made", "booklet", row.code, {"booklet": row.title, "pages": pages, "sha256": sha256})  # fmt: skip


def fail(code: str, fault: str, *, waiting: bool = False) -> None:
    """Say why it was not made, unless it is; `waiting`: also of one that nobody has begun."""
    with unit_of_work() as session:
        row = _row(session, code)
        if row.state == "making" or (waiting and row.state == "waiting"):
            row.state, row.fault, row.finished_at = "failed", fault, clock.now()
            records.stamp(row)
            audit.record(session, "booklet_made", "booklet", row.code, {"booklet": row.title}, result="failed")


def file_name(row: Booklet) -> str:
    """As it is called when it is fetched: its title and the day."""
    plain = "".join(one for one in row.title if one.isprintable() and one not in '/\\:*?"<>|')[:80].strip(" .")
    return f"{plain or BOOKLET_KIND.label_of(row.kind)}_{clock.local_today():%Y-%m-%d}.{row.format}"


def _row(session: HouseSession, code: str) -> Booklet:
    row = session.scalar(select(Booklet).where(Booklet.code == code).with_for_update())
    if row is None:
        raise NotFound("没有这份资料")
    return row
