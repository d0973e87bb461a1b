"""the hash of a booklet stays when its file goes

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('booklet', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sha256', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('file_gone_at', UtcInstant(), nullable=True))
        batch_op.create_check_constraint(op.f('ck_booklet_sha256_length'), 'length("sha256") <= 64')
    op.execute('UPDATE booklet SET sha256 = (SELECT sha256 FROM booklet_file WHERE booklet_file.booklet_id = booklet.id)')


def downgrade() -> None:
    with op.batch_alter_table('booklet', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_booklet_sha256_length'), type_='check')
        batch_op.drop_column('file_gone_at')
        batch_op.drop_column('sha256')
