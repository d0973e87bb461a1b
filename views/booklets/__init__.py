"""Booklets on paper: the same content set as PDF and as a Word file."""
