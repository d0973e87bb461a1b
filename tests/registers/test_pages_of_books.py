"""The pages of a book as people use them: write, look, correct, void, find, print, count and give out."""

from __future__ import annotations

BASE = "/console/registers"
