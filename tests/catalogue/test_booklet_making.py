"""How booklets are made: apart from everything else, with words where it fails, of what was in force, and not kept for ever."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from appcore import apart, clock, settings, work
from appcore.access.files import store
from appcore.access.principal import System, acting_as
from appcore.catalogue.booklets import choosing, faults, keeping, making, reading, volumes
from appcore.catalogue.booklets.choosing import Choice
from appcore.catalogue.booklets.making import NotMade, Wanted
from appcore.catalogue.booklets.model import Content
from appcore.change.impact_sheet import prints_of
from appcore.errors import Conflict, NotFound, Refused
from appcore.transaction import unit_of_work
from models.booklet import Booklet, BookletFile
from models.db import db, house_session
from models.file import PrintRun
from models.item import Item
from seeds import small
from tests.acting import Acting
from tests.catalogue.drafting import REVIEWER, bring, do
from views.booklets import printing, word

ONE = Wanted("times", "docx", Choice("items", lines=small.PROMISED), "code", copies=7)


def row_of(code: str) -> Any:
    db.session.expire_all()
    return db.session.scalars(select(Booklet).where(Booklet.code == code)).one()


def test_a_list_as_a_workbook_holds_no_formula_and_numbers_that_sort(app: Flask, acting: Acting) -> None:
    asked = replace(ONE, format="xlsx", choice=Choice("all"), title="=HYPERLINK(1)&表", order_by="department")
    with acting("county_editor"):
        code, size = making.ask(asked)
        making.make(code, printing.RENDERERS["xlsx"])
        held = reading.file_of(house_session(), row_of(code))
        with pytest.raises(Refused) as refusal:
            making.ask(replace(asked, kind="card"))
        book = openpyxl.load_workbook(io.BytesIO(store.path_of(held.sha256).read_bytes()))

    tables = book.worksheets[:-1]
    assert held.name.endswith(".xlsx")
    assert "format" in refusal.value.fields
    assert sum(one.max_row - 1 for one in tables) == size.items
    assert all(isinstance(one["A2"].value, int) and one.print_title_rows == "$1:$1" for one in tables)
    assert all(one.column_dimensions["B"].width > one.column_dimensions["A"].width for one in tables)
    assert (book.worksheets[-1]["B2"].value, book.worksheets[-1]["B2"].data_type) == ("=HYPERLINK(1)&表", "s")


def job(app: Flask) -> int:
    found = next(one for one in work.jobs(app) if one.name == "booklets")
    with app.app_context(), acting_as(System("booklets")):
        made = found.run()
        db.session.remove()
    return int(str(made))


def entries(*departments: str) -> list[dict[str, Any]]:
    return [{"item": number, "department": one} for number, one in enumerate(departments)]


def test_a_thick_booklet_is_split_at_chapters_and_a_thick_chapter_within() -> None:
    """Two pages an item and two before them: four items are ten pages."""
    given = entries(*"甲甲甲乙乙丙丙丙丙丙丙")

    found = volumes.split("compendium", given, 10, "department")

    assert ["".join(one["department"] for one in volume) for volume in found] == ["甲甲甲", "乙乙", "丙丙丙丙", "丙丙"]
    assert [one for volume in found for one in volume] == given
    assert volumes.named("书" * 119, 2, 3, 120).endswith("（第2册，共3册）")
    assert len(volumes.named("书" * 119, 2, 3, 120)) == 120


def test_the_address_of_the_public_site_is_read_whole_or_refused() -> None:
    assert settings.site_address("https://banshi.example/county/") == "https://banshi.example/county"
    for wrong in (
        "banshi.example",
        "ftp://banshi.example",
        "https://u:p@banshi.example",
        "https://banshi.example/?a=1",
    ):
        with pytest.raises(ValueError, match="b"):
            settings.site_address(wrong)


@pytest.mark.parametrize("address", ["", "https://banshi.example"])
def test_codes_lead_to_the_public_site_and_never_to_the_console(
    app: Flask, sign_in: Callable[[str], FlaskClient], acting: Acting, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], public_address=address))
    client = sign_in("county_editor")
    form = {
        "kind": "card",
        "scope": "items",
        "lines": small.PROMISED,
        "order_by": "code",
        "format": "docx",
        "copies": "1",
    }
    seen: list[str] = []

    def render(content: Content, path: Path, progress: making.Progress) -> making.Made:
        seen.append(content.address)
        return word.render(content, path, progress)

    monkeypatch.setitem(printing.RENDERERS, "docx", render)
    page = client.get("/console/catalogue/booklets/new").get_data(as_text=True)
    client.post("/console/catalogue/booklets/new", data=form | {"act": "make"})

    assert seen == [address]
    assert ("不带二维码" in page) is (not address)


def test_a_failure_says_why_in_words_and_can_be_repeated_and_counts_once(app: Flask, acting: Acting) -> None:
    def full(_content: Content, path: Path, progress: making.Progress) -> making.Made:
        path.write_bytes(b"half")
        progress(1)
        raise OSError(errno.ENOSPC, "No space left: 13800001234")

    with acting("county_editor"):
        code, _size = making.ask(ONE)
        with pytest.raises(NotMade):
            making.make(code, full)
        failed = (row_of(code).state, row_of(code).fault, db.session.scalar(select(func.count(PrintRun.id))))
        left = list((store.root() / "incoming").iterdir())
        making.ask_again(code)
        making.make(code, word.render)
        done = (row_of(code).state, row_of(code).fault, db.session.scalar(select(func.sum(PrintRun.copies))))
        with pytest.raises(Conflict):
            making.ask_again(code)

    assert failed == ("failed", faults.NO_ROOM, 0)
    assert left == []
    assert done == ("done", None, 7)


def test_a_large_one_is_made_by_a_process_of_its_own_in_a_lane_of_its_own(
    app: Flask, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "AT_ONCE", 0)
    with acting("county_editor"):
        code, size = making.ask(ONE)

    ran = []
    monkeypatch.setitem(
        app.extensions, "jobs", {name: one for name, one in app.extensions["jobs"].items() if "booklet" in name}
    )
    with work._alone(app, "booklets"):
        ran.append(work.run_due(app, "booklets"))
        ran.append(work.run_due(app))
    ran.append(work.run_due(app, "booklets"))

    assert not size.at_once
    assert ran == [{}, {"booklet files": "done"}, {"booklets": "done"}]
    with acting("county_editor"):
        assert (row_of(code).state, row_of(code).fault) == ("done", None)
        assert reading.file_of(house_session(), row_of(code)).sha256 == row_of(code).sha256


KILLED = """
import os, signal, sys
sys.path.insert(0, {house!r})
from app import create_app
from views.booklets import printing

def half(content, path, progress):
    path.write_bytes(b"half")
    progress(1)
    os.kill(os.getpid(), signal.SIGKILL)

printing.RENDERERS["docx"] = half
"""


def test_a_process_that_is_killed_in_mid_run_leaves_a_sentence_and_a_free_lane(
    app: Flask, acting: Acting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(making, "AT_ONCE", 0)
    roof = tmp_path / "roof.py"
    roof.write_text(KILLED.format(house=str(apart.ROOF.parent)), encoding="utf-8")
    with acting("county_editor"):
        code, _size = making.ask(ONE)
    with monkeypatch.context() as killed:
        killed.setattr(apart, "ROOF", roof)
        count = job(app)
    with acting("county_editor"):
        row = row_of(code)
        seen = (row.state, row.made, row.fault)
        making.ask_again(code)

    assert (count, *seen) == (0, "failed", 1, faults.BROKEN_OFF)
    assert job(app) == 1


@pytest.mark.parametrize("dies", ["with its process", "before it begins"])
def test_what_was_broken_off_leaves_nothing_half_and_says_so(
    app: Flask, acting: Acting, monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    monkeypatch.setattr(making, "AT_ONCE", 0)
    monkeypatch.setattr(apart, "ROOF", Path("/nonexistent/nothing.py"))
    with acting("county_editor"):
        code, _size = making.ask(ONE)
        if dies == "with its process":
            making._begin(code)

    assert job(app) == 0

    with acting("county_editor"):
        assert (row_of(code).state, row_of(code).fault) == ("failed", faults.BROKEN_OFF)
        with suppress(NotFound), pytest.raises(Conflict):
            making._finish(code, "0" * 64, 1, 1, "docx")  # of a process that was believed dead
        assert db.session.scalar(select(func.count(BookletFile.id))) == 0


def test_a_worker_that_is_told_to_stop_leaves_the_rest_waiting(
    app: Flask, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "AT_ONCE", 0)
    worker = work.Worker(app)
    worker.stopping.set()
    with acting("county_editor"):
        codes = [making.ask(ONE)[0] for _ in range(2)]

    job(app)
    worker.stopping.clear()

    with acting("county_editor"):
        assert [row_of(code).state for code in codes] == ["waiting", "waiting"]


def test_it_prints_what_was_in_force_when_it_was_asked_for(app: Flask, acting: Acting) -> None:
    second = bring(app, "approved")
    seen: list[Content] = []

    def render(content: Content, path: Path, progress: making.Progress) -> making.Made:
        seen.append(content)
        return word.render(content, path, progress)

    with acting("county_editor"):
        code, _size = making.ask(replace(ONE, kind="card"))
    do(app, REVIEWER, "publish", second)
    with acting("county_editor"):
        making.make(code, render)
        runs = db.session.execute(select(PrintRun.edition_number, PrintRun.copies)).all()

    assert "第1版" in seen[0].sections[0].mark
    assert [tuple(row) for row in runs] == [(1, 7)]


def test_the_impact_sheet_counts_the_copies_also_when_their_file_has_gone(app: Flask, acting: Acting) -> None:
    moments = [clock.now() - timedelta(days=days) for days in (200, 100, 1)]
    codes = []
    with acting("county_editor"):
        for moment in moments:
            with clock.fixed(moment):
                codes.append(making.ask(ONE)[0])
                making.make(codes[-1], word.render)
        sealed = row_of(codes[0]).sha256
    with app.app_context(), acting_as(System("booklet files")):
        gone = (keeping.clear(), keeping.clear())
        db.session.remove()
    with acting("county_editor"):
        counted = prints_of(house_session(), small.PROMISED)
        cleared = [row_of(code).file_gone_at is not None for code in codes]
        with pytest.raises(NotFound):
            reading.file_of(house_session(), row_of(codes[0]))
        kept = row_of(codes[0]).sha256

    assert gone == (2, 0)
    assert cleared == [True, True, False]
    assert kept == sealed
    assert [(one.kind, one.edition_number, one.copies) for one in counted] == [("times", 1, 21)]


def test_the_newest_file_of_a_kind_stays_however_old(app: Flask, acting: Acting) -> None:
    with acting("county_editor"), clock.fixed(clock.now() - timedelta(days=400)):
        code, _size = making.ask(ONE)
        making.make(code, word.render)
    with app.app_context(), acting_as(System("booklet files")):
        assert keeping.clear() == 0
        db.session.remove()


def test_a_pause_that_is_over_or_still_to_come_leaves_an_item_in(app: Flask, acting: Acting) -> None:
    today = clock.local_today()
    with acting(), unit_of_work() as session:
        item = session.scalars(select(Item).where(Item.code == small.PROMISED)).one()
        item.state, item.state_from, item.state_reason = "cancelled", today + timedelta(days=9), "样例原因"

    with acting("county_editor"):
        found = choosing.choose(house_session(), Choice("all"))

    assert small.PROMISED in [one.code for one in found.items]


def test_a_town_prints_what_its_halls_offer_and_a_department_its_own(acting: Acting) -> None:
    with acting("lingxi_admin"):
        halls = dict(choosing.options(house_session())["hall"])
        town = {one.code for one in choosing.choose(house_session(), Choice("all")).items}
    with acting("county_editor"):
        county = {one.code: one.department_code for one in choosing.choose(house_session(), Choice("all")).items}
    with acting("civil_editor"):
        offered = choosing.options(house_session())
        foreign = next(code for code, department in county.items() if department != "mzj")
        with pytest.raises(Refused):
            making.ask(replace(ONE, choice=Choice("items", lines=foreign)))

    assert halls
    assert all(one.startswith("330327100") for one in halls)
    assert town <= set(county)
    assert {code for code, _name in offered["department"]} <= {"mzj"}


def test_names_that_are_paths_and_other_peoples_booklets_open_nothing(
    sign_in: Callable[[str], FlaskClient], acting: Acting
) -> None:
    hostile = '../../etc/passwd\\..\\C:|"=cmd()<b>&'
    with acting("county_editor"):
        code, _size = making.ask(replace(ONE, title=hostile))
        making.make(code, word.render)
        name = reading.file_of(house_session(), row_of(code)).name

    foreign = sign_in("qianku_admin")
    answers = [
        foreign.get(f"/console/catalogue/booklets/{code}/file").status_code,
        foreign.post(f"/console/catalogue/booklets/{code}/again").status_code,
        foreign.get("/console/catalogue/booklets/..%2F..%2Fetc/file").status_code,
    ]
    own = sign_in("county_editor").get(f"/console/catalogue/booklets/{code}/file")

    assert not set(name) & set('/\\:*?"<>|')
    assert not name.startswith(".")
    assert answers == [404, 404, 404]
    assert own.data.startswith(b"PK")
    assert own.headers["Content-Disposition"].startswith("attachment")
