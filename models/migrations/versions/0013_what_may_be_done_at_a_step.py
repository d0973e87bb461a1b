"""what may be done at a step of a flow: pass, return, correct, suspend, extend, hand over

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: it would make the table anew, without its triggers.
    op.execute('ALTER TABLE step ADD COLUMN "acts" JSON')


def downgrade() -> None:
    op.execute('ALTER TABLE step DROP COLUMN "acts"')
