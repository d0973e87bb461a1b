"""What came of the attacks on the stock app, run once a store in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import House
from tests.world import county, enter  # noqa: F401 - fixtures

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def robbed(store: str, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What came of every attack against the stock app, on a database of its own on the same kind of store."""
    name = f"stock_{os.getpid()}"
    url = (
        house.server.create_database(name)
        if house.server
        else f"sqlite:///{tmp_path_factory.mktemp('stock') / 'stock.db'}"
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.attacks.stock", url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    yield json.loads(done.stdout)
    if house.server:
        house.server.drop_database(name)
