"""imports that take over what is in force

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: both stores take a column with its own check.
    op.add_column('package_import', sa.Column('taking_over', sa.Boolean(), nullable=True))
    op.add_column('package_import', sa.Column('taken_over_at', UtcInstant(), nullable=True))
    op.execute(
        'ALTER TABLE package_import ADD COLUMN "taken_over_by" VARCHAR(80) '
        'CONSTRAINT ck_package_import_taken_over_by_length CHECK (length("taken_over_by") <= 80)'
    )


def downgrade() -> None:
    for name in ('taken_over_by', 'taken_over_at', 'taking_over'):
        op.execute(f'ALTER TABLE package_import DROP COLUMN "{name}"')
