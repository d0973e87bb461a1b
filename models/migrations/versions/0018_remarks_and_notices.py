"""returns of a review with their remarks, and the notice with which an edition was withdrawn

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def _short(table: str, **lengths: int) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f'length("{name}") <= {most}', name=op.f(f'ck_{table}_{name}_length'))
        for name, most in lengths.items()
    ]


def upgrade() -> None:
    op.create_table('edition_return',
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('at', UtcInstant(), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    *_short('edition_return', actor=80),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_edition_return_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edition_return')),
    sa.UniqueConstraint('edition_id', 'round', name=op.f('uq_edition_return_edition_id_round'))
    )
    op.create_index('ix_edition_return_edition_id', 'edition_return', ['edition_id'])
    op.create_table('edition_remark',
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('return_id', sa.Integer(), nullable=True),
    sa.Column('part', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('element', sa.String(length=40), nullable=False),
    sa.Column('child', sa.String(length=40), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('answer', sa.String(length=500), nullable=True),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint(
        "\"state\" IN ('noted', 'open', 'answered', 'settled', 'unmet')", name=op.f('ck_edition_remark_state_known')
    ),
    *_short('edition_remark', part=40, key=40, element=40, child=40, text=500, state=32, answer=500, created_by=80,
            changed_by=80),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_edition_remark_edition_id')),
    sa.ForeignKeyConstraint(['return_id'], ['edition_return.id'], name=op.f('fk_edition_remark_return_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edition_remark'))
    )
    op.create_index('ix_edition_remark_edition_id', 'edition_remark', ['edition_id'])
    op.create_table('edition_notice',
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=1000), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    *_short('edition_notice', text=1000),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_edition_notice_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edition_notice')),
    sa.UniqueConstraint('edition_id', name=op.f('uq_edition_notice_edition_id'))
    )


def downgrade() -> None:
    op.drop_table('edition_notice')
    op.drop_table('edition_remark')
    op.drop_table('edition_return')
