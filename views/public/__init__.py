"""The public read-only site."""
