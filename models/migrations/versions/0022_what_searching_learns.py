"""everyday words, searches that found nothing, and how often each item is asked for

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = '0022'
down_revision = '0021'
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


def upgrade() -> None:
    op.create_table('synonym',
    sa.Column('said', sa.String(length=20), nullable=False),
    sa.Column('written', sa.String(length=20), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    *_short('synonym', said=20, written=20, owner_code=12, created_by=80, changed_by=80),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_synonym')),
    sa.UniqueConstraint('said', 'written', name=op.f('uq_synonym_said_written'))
    )
    op.create_index('ix_synonym_owner_code', 'synonym', ['owner_code'])
    op.create_table('search_miss',
    sa.Column('term', sa.String(length=30), nullable=False),
    sa.Column('surface', sa.String(length=32), nullable=False),
    sa.Column('hall', sa.String(length=15), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('first_at', UtcInstant(), nullable=False),
    sa.Column('last_at', UtcInstant(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=True),
    sa.Column('closed_by', sa.String(length=80), nullable=True),
    sa.Column('closed_at', UtcInstant(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    _known('search_miss', 'surface', 'console', 'counter', 'public'),
    _known('search_miss', 'state', 'open', 'answered', 'dismissed'),
    *_short('search_miss', term=30, surface=32, hall=15, state=32, item_code=12, reason=200, closed_by=80, owner_code=12),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_search_miss_item_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_miss')),
    sa.UniqueConstraint('surface', 'hall', 'term', name=op.f('uq_search_miss_surface_hall_term'))
    )
    op.create_index('ix_search_miss_state_times', 'search_miss', ['state', 'times'])
    for name in ('item_code', 'owner_code'):
        op.create_index(f'ix_search_miss_{name}', 'search_miss', [name])
    op.create_table('item_use',
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('counted_at', UtcInstant(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    *_short('item_use', item_code=12, owner_code=12),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_item_use_item_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item_use')),
    sa.UniqueConstraint('item_code', name=op.f('uq_item_use_item_code'))
    )
    for name in ('counted_at', 'owner_code'):
        op.create_index(f'ix_item_use_{name}', 'item_use', [name])


def downgrade() -> None:
    for table in ('item_use', 'search_miss', 'synonym'):
        op.drop_table(table)
