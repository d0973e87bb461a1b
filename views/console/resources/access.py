"""The tables of access: accounts and the audit trail, to read only."""

from __future__ import annotations

from models.audit import AuditEntry
from models.privacy import ReadLog
from views.console import audit_list
from views.console.resource import Resource, register
from views.console.resources import audit_words

register(
    Resource(
        noun="audit", wing="access", title="审计记录", model=AuditEntry, verbs=(),
        columns=("sequence", "at", "actor", "act", "noun", "row_key", "result", "address"),
        groups=(
            ("记录", ("sequence", "at", "account", "actor", "roles", "act", "noun", "row_key", "result", "changes")),
            ("来源与校验", ("address", "request_id", "form", "previous_hash", "entry_hash")),
        ),
        search=("account", "actor", "act", "row_key"), sort=("sequence", "at"), order="-id", display=("sequence",),
        cells=audit_words.CELLS, own_list=audit_list.page,
    ),
    Resource(
        noun="read_log", wing="access", title="查看记录", model=ReadLog, verbs=(),
        columns=("at", "actor", "place", "case_number", "seen", "reason"),
        groups=(
            ("记录", ("at", "account", "actor", "place", "case_number", "seen", "reason")), ("来源", ("address", "request_id")),
        ),
        search=("account", "actor", "case_number"), filters=("reason",), sort=("at",), order="-id", display=("case_number",),
        cells={"seen": lambda row: audit_words.columns_seen(row.seen)},
    ),
)  # fmt: skip
