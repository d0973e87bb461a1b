"""booklets that were asked for, and the files that were made of them

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def _short(table: str, **lengths: int) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f'length("{name}") <= {most}', name=op.f(f'ck_{table}_{name}_length'))
        for name, most in lengths.items()
    ]


def _known(table: str, column: str, *slugs: str) -> sa.CheckConstraint:
    words = ', '.join(f"'{one}'" for one in slugs)
    return sa.CheckConstraint(f'"{column}" IN ({words})', name=op.f(f'ck_{table}_{column}_known'))


def _placed(table: str) -> list[sa.SchemaItem]:
    """Where a row belongs, and who made and changed it."""
    return [
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('region_code', sa.String(length=12), nullable=False),
        sa.Column('department_code', sa.String(length=20), nullable=True),
        sa.Column('hall_code', sa.String(length=15), nullable=True),
        sa.Column('created_at', UtcInstant(), nullable=False),
        sa.Column('created_by', sa.String(length=80), nullable=False),
        sa.Column('changed_at', UtcInstant(), nullable=False),
        sa.Column('changed_by', sa.String(length=80), nullable=False),
        *_short(table, region_code=12, department_code=20, hall_code=15, created_by=80, changed_by=80),
        sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f(f'fk_{table}_region_code')),
        sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f(f'fk_{table}_department_code')),
        sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f(f'fk_{table}_hall_code')),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    ]


def upgrade() -> None:
    op.create_table('booklet',
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('format', sa.String(length=32), nullable=False),
    sa.Column('scope', sa.String(length=32), nullable=False),
    sa.Column('scope_name', sa.String(length=120), nullable=False),
    sa.Column('order_by', sa.String(length=32), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('items', sa.Integer(), nullable=False),
    sa.Column('made', sa.Integer(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('plan', sa.JSON(), nullable=False),
    sa.Column('asked_by', sa.String(length=80), nullable=False),
    sa.Column('begun_at', UtcInstant(), nullable=True),
    sa.Column('finished_at', UtcInstant(), nullable=True),
    sa.Column('fault', sa.String(length=200), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    _known('booklet', 'kind', 'compendium', 'card', 'form', 'flow', 'times', 'agents', 'training', 'handed_down'),
    _known('booklet', 'format', 'pdf', 'docx'),
    _known('booklet', 'scope', 'all', 'department', 'window', 'hall', 'theme', 'items'),
    _known('booklet', 'order_by', 'department', 'window', 'code'),
    _known('booklet', 'state', 'waiting', 'making', 'done', 'failed'),
    *_short('booklet', code=32, kind=32, format=32, scope=32, scope_name=120, order_by=32, title=120, state=32, asked_by=80, fault=200),
    *_placed('booklet'),
    sa.UniqueConstraint('code', name=op.f('uq_booklet_code'))
    )
    op.create_table('booklet_file',
    sa.Column('booklet_id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    _known('booklet_file', 'state', 'kept', 'quarantined', 'infected'),
    *_short('booklet_file', sha256=64, name=200, media_type=80, account=80, state=32),
    *_placed('booklet_file'),
    sa.ForeignKeyConstraint(['booklet_id'], ['booklet.id'], name=op.f('fk_booklet_file_booklet_id')),
    sa.UniqueConstraint('booklet_id', name=op.f('uq_booklet_file_booklet_id'))
    )
    for name in ('region_code', 'department_code', 'hall_code'):
        op.create_index(f'ix_booklet_{name}', 'booklet', [name])
        op.create_index(f'ix_booklet_file_{name}', 'booklet_file', [name])
    op.create_index('ix_booklet_asked_by', 'booklet', ['asked_by'])
    for name in ('sha256', 'account'):
        op.create_index(f'ix_booklet_file_{name}', 'booklet_file', [name])


def downgrade() -> None:
    op.drop_table('booklet_file')
    op.drop_table('booklet')
