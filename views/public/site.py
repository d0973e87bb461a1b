"""The public surface: read-only pages without session or cookie."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register the public pages."""
