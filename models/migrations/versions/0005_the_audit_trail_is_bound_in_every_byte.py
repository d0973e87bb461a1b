"""the audit trail is bound in every byte, searched by index, and its head only grows

Entries written before keep form 1, in which they were hashed; new ones have form 2.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import triggers

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

SEARCHED = ("account", "actor", "act", "row_key", "address", "request_id")
BEFORE = ("account", "act", "row_key")


def upgrade() -> None:
    # No batch: it would make the table anew, without its triggers.
    op.add_column("audit_entry", sa.Column("form", sa.Integer(), server_default=sa.text("1"), nullable=False))
    for name in BEFORE:
        op.drop_index(f"ix_audit_entry_{name}", table_name="audit_entry")
    for name in SEARCHED:
        op.create_index(f"ix_audit_entry_{name}", "audit_entry", [name, "sequence"])
    not_done = sa.text("result <> 'done'")
    op.create_index(
        "ix_audit_entry_not_done", "audit_entry", ["result", "sequence"], sqlite_where=not_done, postgresql_where=not_done
    )
    for statement in triggers.growing(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for trigger, table in triggers.growing_names(dialect):
        op.execute(f"DROP TRIGGER {trigger}" + (f" ON {table}" if dialect == "postgresql" else ""))
    op.drop_index("ix_audit_entry_not_done", table_name="audit_entry")
    for name in SEARCHED:
        op.drop_index(f"ix_audit_entry_{name}", table_name="audit_entry")
    for name in BEFORE:
        op.create_index(f"ix_audit_entry_{name}", "audit_entry", [name])
    op.execute("ALTER TABLE audit_entry DROP COLUMN form")
