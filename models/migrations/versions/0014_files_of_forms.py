"""files of forms, staged until there is a case, then attachments that know their field; examples of trial runs

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

LENGTHS = {'token': 32, 'form_key': 64, 'field_key': 40, 'sha256': 64, 'name': 200, 'media_type': 80, 'account': 80, 'state': 32,
           'created_by': 80, 'changed_by': 80}
EXAMPLE = {'item_code': 12, 'department_code': 20, 'name': 60, 'owner_code': 12, 'created_by': 80, 'changed_by': 80}


def upgrade() -> None:
    op.create_table('staged_file',
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('form_key', sa.String(length=64), nullable=False),
    sa.Column('field_key', sa.String(length=40), nullable=False),
    sa.Column('expires_at', UtcInstant(), nullable=False),
    sa.Column('used_at', UtcInstant(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.CheckConstraint('"state" IN (\'kept\', \'quarantined\', \'infected\')', name=op.f('ck_staged_file_state_known')),
    *(sa.CheckConstraint(f'length("{name}") <= {longest}', name=op.f(f'ck_staged_file_{name}_length')) for name, longest in LENGTHS.items()),
    sa.ForeignKeyConstraint(['account_id'], ['ab_user.id'], name=op.f('fk_staged_file_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staged_file')),
    sa.UniqueConstraint('token', name=op.f('uq_staged_file_token'))
    )
    for column in ('account', 'account_id', 'expires_at', 'sha256'):
        op.create_index(op.f(f'ix_staged_file_{column}'), 'staged_file', [column], unique=False)
    op.create_table('trial_example',
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('typed', sa.JSON(), nullable=False),
    sa.Column('outcome', sa.JSON(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    *(sa.CheckConstraint(f'length("{name}") <= {longest}', name=op.f(f'ck_trial_example_{name}_length')) for name, longest in EXAMPLE.items()),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_trial_example_item_code')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_trial_example_department_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trial_example')),
    sa.UniqueConstraint('item_code', 'name', name=op.f('uq_trial_example_item_code_name'))
    )
    for column in ('item_code', 'owner_code'):
        op.create_index(op.f(f'ix_trial_example_{column}'), 'trial_example', [column], unique=False)
    # No batch: it would make the table anew, without its triggers. Both stores take a column with its own check.
    op.execute(
        'ALTER TABLE attachment ADD COLUMN "field_key" VARCHAR(40) '
        'CONSTRAINT ck_attachment_field_key_length CHECK (length("field_key") <= 40)'
    )


def downgrade() -> None:
    op.execute('ALTER TABLE attachment DROP COLUMN "field_key"')
    op.drop_table('trial_example')
    op.drop_table('staged_file')
