"""One furnished county for all attacks of a store: each must leave it as it found it."""

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
from tests.world import World, acting_in, enter_by, furnish

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def county(house: House) -> Iterator[World]:
    house.restore()
    yield furnish(house.app, acting_in(house.app))
    house.restore()


@pytest.fixture(scope="module")
def enter(county: World) -> Any:
    return enter_by(county.app)


@pytest.fixture(scope="module")
def robbed(store: str, house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What came of every attack against the stock app, on a database of its own on the same kind of store."""
    name = f"stock_{os.getpid()}"
    url = house.server.create_database(name) if house.server else f"sqlite:///{tmp_path_factory.mktemp('stock') / 'stock.db'}"
    done = subprocess.run(
        [sys.executable, "-m", "tests.attacks.stock", url], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    yield json.loads(done.stdout)
    if house.server:
        house.server.drop_database(name)
