"""Fixtures of the sweeps: a furnished county, and people signed in once for a whole test."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.world import World, furnish


@pytest.fixture
def world(app: Flask, acting: Any) -> World:
    """A row in every table of the console, in both towns."""
    return furnish(app, acting)
