"""packages that were brought in, and what each of their objects became

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = '0015'
down_revision = '0014'
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
    op.create_table('package_import',
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=False),
    sa.Column('file_name', sa.String(length=120), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('made_by', sa.String(length=80), nullable=True),
    sa.Column('expires_at', UtcInstant(), nullable=False),
    sa.Column('applied_at', UtcInstant(), nullable=True),
    sa.Column('undone_at', UtcInstant(), nullable=True),
    sa.Column('undone_by', sa.String(length=80), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    _known('package_import', 'state', 'previewed', 'applied', 'undone'),
    *_short('package_import', code=16, state=32, account=80, file_name=120, content_hash=64, made_by=80, undone_by=80,
            owner_code=12, created_by=80, changed_by=80),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_package_import')),
    sa.UniqueConstraint('code', name=op.f('uq_package_import_code'))
    )
    for name in ('account', 'owner_code'):
        op.create_index(f'ix_package_import_{name}', 'package_import', [name])
    op.create_table('package_line',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('act', sa.String(length=32), nullable=False),
    sa.Column('target', sa.Integer(), nullable=False),
    sa.Column('before', sa.LargeBinary(), nullable=True),
    sa.Column('after_hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    _known('package_line', 'kind', 'block', 'register', 'item', 'slip_template'),
    _known('package_line', 'act', 'created', 'revived', 'begun', 'replaced'),
    *_short('package_line', kind=32, key=60, name=200, act=32, after_hash=64, owner_code=12),
    sa.ForeignKeyConstraint(['import_id'], ['package_import.id'], name=op.f('fk_package_line_import_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_package_line')),
    sa.UniqueConstraint('import_id', 'position', name=op.f('uq_package_line_import_id_position'))
    )
    for name in ('import_id', 'owner_code'):
        op.create_index(f'ix_package_line_{name}', 'package_line', [name])


def downgrade() -> None:
    op.drop_table('package_line')
    op.drop_table('package_import')
