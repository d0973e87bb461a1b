"""One furnished county for all sweeps of a module: each must leave it as it found it."""

from __future__ import annotations

from tests.world import county, enter  # noqa: F401 - fixtures
