"""One furnished county for all sweeps of a module, which must leave it as they found it; and one anew for tests that write."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.world import World, county, enter, furnish  # noqa: F401 - fixtures


@pytest.fixture
def world(app: Flask, acting: Any) -> World:
    """A furnished county of the test's own."""
    return furnish(app, acting)
