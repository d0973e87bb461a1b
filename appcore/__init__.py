"""Definitions, rules and services: what is understood and decided. Imports nothing above it."""
