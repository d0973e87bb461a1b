"""The furnished county for the registers' tests."""

from __future__ import annotations

from tests.world import county, enter  # noqa: F401 - pytest takes fixtures from here
