"""large imports go on by themselves, and their report is kept while it is read

Revision ID: 0027
Revises: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

OPEN = "state IN ('waiting','working')"


def _known(column: str, *slugs: str) -> sa.CheckConstraint:
    words = ', '.join(f"'{one}'" for one in slugs)
    return sa.CheckConstraint(f'"{column}" IN ({words})', name=op.f(f'ck_package_task_{column}_known'))


def _short(**lengths: int) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f'length("{name}") <= {most}', name=op.f(f'ck_package_task_{name}_length'))
        for name, most in lengths.items()
    ]


def upgrade() -> None:
    # No batch: both stores take a column without a rule of its own.
    op.add_column('package_import', sa.Column('report', sa.LargeBinary(), nullable=True))
    op.add_column('package_import', sa.Column('choice', sa.JSON(), nullable=True))
    op.create_table('package_task',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('phase', sa.String(length=32), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=False),
    sa.Column('wanted', sa.JSON(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('begun_at', UtcInstant(), nullable=True),
    sa.Column('finished_at', UtcInstant(), nullable=True),
    sa.Column('fault', sa.JSON(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    _known('act', 'apply', 'undo'),
    _known('state', 'waiting', 'working', 'done', 'failed'),
    _known('phase', 'reading', 'judging', 'writing'),
    *_short(act=32, state=32, phase=32, account=80, owner_code=12, created_by=80, changed_by=80),
    sa.ForeignKeyConstraint(['import_id'], ['package_import.id'], name=op.f('fk_package_task_import_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_package_task'))
    )
    op.create_index('ix_package_task_import_id', 'package_task', ['import_id'])
    op.create_index('ix_package_task_owner_code', 'package_task', ['owner_code'])
    op.create_index('uq_package_task_open', 'package_task', ['import_id'], unique=True, sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN))


def downgrade() -> None:
    op.drop_table('package_task')
    for name in ('choice', 'report'):
        op.execute(f'ALTER TABLE package_import DROP COLUMN "{name}"')
