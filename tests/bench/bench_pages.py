"""CPU time and bytes of the pages that are opened most, and of taking a case, on the small county with SQLite."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from app import create_app
from appcore import schema_state
from appcore.access.principal import System, acting_as
from appcore.casework import intake
from appcore.settings import Settings
from models.db import db
from seeds import small
from tests.acting import PASSWORD
from tests.bench.figure import Figure
from tests.casework.counter_forms import INSTANT, PROMISED, form
from tests.conftest import SECRETS

ROUNDS, CASES = 30, 60
PAGES = (
    ("case list, first page", "/console/casework/case/list/"),
    ("home of a clerk", "/console/"),
    ("counter lane", f"/console/casework/intake/{PROMISED}"),
    ("guide with town", f"/items/{PROMISED}?town=330327100000"),
    ("search", "/items?q=sfz"),
)


def median_cpu(run: Callable[[], Any]) -> float:
    """Milliseconds of this process's CPU, the median of several rounds after one that warms up."""
    run()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        run()
        times.append((time.process_time() - start) * 1000)
    return round(statistics.median(times), 2)


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(**SECRETS, instance=str(Path(folder)), demo=True, secure_cookies=False))
        app.config["WTF_CSRF_ENABLED"] = False
        figures = []
        with app.app_context(), acting_as(System("bench")):
            schema_state.migrate()
            small.load(password=PASSWORD)
            numbers = iter(range(1, 10_000))
            taking = median_cpu(lambda: intake.accept(form(INSTANT, next(numbers))))
            figures.append(Figure("accept an instant case, with its form made", taking, "ms CPU"))
            for _ in range(CASES):
                intake.accept(form(PROMISED, next(numbers)))
            db.session.remove()
        client = app.test_client()
        client.post("/console/login", data={"username": "lingxi_clerk", "password": PASSWORD})
        for name, address in PAGES:
            figures.append(Figure(name, median_cpu(partial(client.get, address)), "ms CPU"))
            figures.append(Figure(f"{name}, size", round(len(client.get(address).data) / 1024, 1), "KB"))
        return figures
