"""The audit trail asked from tests: is it whole?"""

from __future__ import annotations

from appcore.access import audit_check


def first_bad_row() -> tuple[int, str] | None:
    """(sequence, what is wrong) of the first bad row, or None when every chain is whole."""
    found = next(audit_check.findings(), None)
    return (found.sequence, found.sentence) if found else None
