"""The whole catalogue as the house searches it: also what is not in force. What of it a person may open, the page asks."""

from __future__ import annotations

from flask import current_app

from appcore.access.scope import as_system
from appcore.catalogue.published import Published, Shelf

SHELF = "whole_catalogue"


def whole_catalogue() -> Published:
    """All items with their names, papers and codes as they stand now; built anew when something changed."""
    shelf: Shelf = current_app.extensions.setdefault(SHELF, Shelf(everything=True))
    with as_system("search") as session:
        return shelf.current(session)
