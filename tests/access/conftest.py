"""The furnished county for modules that test rules over all of its rows."""

from __future__ import annotations

from tests.world import county, enter  # noqa: F401 - fixtures
