"""Packages in the console: out, in, and taken back."""
