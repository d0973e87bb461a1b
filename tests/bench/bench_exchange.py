"""The catalogue workbook of 3,000 items with 10 materials each: read against openpyxl's own reading, judged, and written (R67)."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from sqlalchemy import Connection, Engine, event

from app import create_app
from appcore import schema_state
from appcore.access.principal import System, acting_as
from appcore.change import exporting, imports, report, source
from appcore.change.workbook import grids, writing
from appcore.definition import schema
from appcore.settings import Settings
from models.db import db, house_session
from seeds import documents, small
from seeds import source as seeds_source
from tests.acting import PASSWORD
from tests.bench.figure import Figure
from tests.change import books
from tests.conftest import SECRETS

ITEMS, MATERIALS = 3000, 10


def spent(run: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of this process's CPU, and what came of it."""
    start = time.process_time()
    made = run()
    return round(time.process_time() - start, 2), made


def by_openpyxl(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True)
    return sum(len(row) for sheet in book for row in sheet.iter_rows(values_only=True))


class Held:
    """How long the write lock was held, longest of all: seconds waited, and of this process's CPU."""

    def __init__(self, engine: Engine) -> None:
        self.waited = self.spent = 0.0
        self._begun = (0.0, 0.0)
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "commit", self._end)

    def _begin(self, connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            self._begun = (time.perf_counter(), time.process_time())

    def _end(self, connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            self.waited = max(self.waited, round(time.perf_counter() - self._begun[0], 2))
            self.spent = max(self.spent, round(time.process_time() - self._begun[1], 2))


def as_a_county_writes_it(folder: Path) -> list[Figure]:
    """The reading of a catalogue in the words of the seeds: 200 papers in each item's own numbers and with its own remarks."""
    named = f"catalogue of {ITEMS:,} items × {MATERIALS} materials in a county's words"
    samples = [schema.dump(documents.read(row).definition) for row in seeds_source.items()]
    target = io.BytesIO()
    writing.workbook(target, books.catalogue([one for one in samples if "materials" in one], ITEMS, MATERIALS))
    path = folder / "catalogue.xlsx"
    path.write_bytes(target.getvalue())
    peer, _ = spent(lambda: by_openpyxl(path))
    cells, _ = spent(lambda: grids.read(path, path.name))
    read, said = spent(lambda: source.read(house_session(), target.getvalue(), path.name))
    if faulty := [one.key for one in said.rows if one.faults]:
        raise RuntimeError(f"{len(faulty)} items are faulty, {faulty[0]} the first")
    return [
        Figure(f"{named}, cells read", cells, "s CPU", "openpyxl read-only", round(peer / cells, 1)),
        Figure(f"{named}, read, checked and loaded", read, "s CPU", "openpyxl reading alone", round(peer / read, 1)),
    ]


def measure() -> list[Figure]:
    named = f"workbook of {ITEMS:,} items × {MATERIALS} materials"
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(**SECRETS, instance=folder, demo=True, secure_cookies=False))
        with app.app_context(), acting_as(System("bench")):
            schema_state.migrate()
            small.load(password=PASSWORD)
            target = io.BytesIO()
            out, _ = spent(lambda: writing.workbook(target, books.package(ITEMS, MATERIALS)))
            raw, path = target.getvalue(), Path(folder) / "book.xlsx"
            path.write_bytes(raw)
            peer, _ = spent(lambda: by_openpyxl(path))
            cells, _ = spent(lambda: grids.read(path, path.name))
            read, said = spent(lambda: source.read(house_session(), raw, path.name))
            held, _ = spent(lambda: report.held_against(house_session(), said))
            code = imports.preview(raw, path.name)
            lock = Held(db.engine)
            applied, _ = spent(lambda: imports.apply(code, None))
            db.session.remove()
            codes = [one.key for one in exporting.offered(house_session())["item"]]
            again = exporting.workbook(house_session(), codes)
            same = report.held_against(house_session(), source.read(house_session(), again, path.name)).count("same")
            if same != len(codes):
                raise RuntimeError(f"{len(codes) - same} items came back changed")
            taking_back = Held(db.engine)
            undone, _ = spent(lambda: imports.undo(code))
            of_a_county = as_a_county_writes_it(Path(folder))
        return [
            *of_a_county,
            Figure(f"{named}, written", out, "s CPU"),
            Figure(f"{named}, cells read", cells, "s CPU", "openpyxl read-only", round(peer / cells, 1)),
            Figure(
                f"{named}, read, checked and loaded", read, "s CPU", "openpyxl reading alone", round(peer / read, 1)
            ),
            Figure(f"{named}, held against the county", held, "s CPU"),
            Figure(f"{named}, applied with all before it", applied, "s CPU"),
            Figure(f"{named}, applied, under the write lock", lock.spent, "s CPU"),
            Figure(f"{named}, applied, a writer waits at most", lock.waited, "s"),
            Figure(f"{named}, undone", undone, "s CPU"),
            Figure(f"{named}, undone, under the write lock", taking_back.spent, "s CPU"),
        ]
