"""what is typed into a part of a draft and not saved

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('draft_part',
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=40), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.Column('base_version', sa.String(length=64), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('kept_at', UtcInstant(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    *(sa.CheckConstraint(f'length("{name}") <= {most}', name=op.f(f'ck_draft_part_{name}_length'))
      for name, most in (('part', 40), ('person', 80), ('base_version', 64))),
    sa.ForeignKeyConstraint(['account_id'], ['ab_user.id'], name=op.f('fk_draft_part_account_id')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_draft_part_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_part')),
    sa.UniqueConstraint('edition_id', 'part', 'account_id', name=op.f('uq_draft_part_edition_id_part_account_id'))
    )
    for name in ('account_id', 'edition_id'):
        op.create_index(f'ix_draft_part_{name}', 'draft_part', [name])


def downgrade() -> None:
    op.drop_table('draft_part')
