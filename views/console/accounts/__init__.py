"""Accounts and rights in the console: who may sign in, as what, seeing what, and why somebody sees a row or not."""
