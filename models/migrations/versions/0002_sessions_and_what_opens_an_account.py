"""sessions and what opens an account

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('credential',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('wrong_tries', sa.Integer(), nullable=False),
    sa.Column('refused_until', UtcInstant(), nullable=True),
    sa.Column('must_change', sa.Boolean(), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=True),
    sa.Column('pin_hash', sa.String(length=256), nullable=True),
    sa.Column('second_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('second_since', UtcInstant(), nullable=True),
    sa.Column('second_step', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('row_uid', sa.String(length=32), nullable=False),
    sa.CheckConstraint('length("pin_hash") <= 256', name=op.f('ck_credential_pin_hash_length')),
    sa.CheckConstraint('length("row_uid") <= 32', name=op.f('ck_credential_row_uid_length')),
    sa.ForeignKeyConstraint(['account_id'], ['ab_user.id'], name=op.f('fk_credential_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credential')),
    sa.UniqueConstraint('account_id', name=op.f('uq_credential_account_id')),
    sa.UniqueConstraint('row_uid', name=op.f('uq_credential_row_uid'))
    )
    op.create_table('login_session',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('begun_at', UtcInstant(), nullable=False),
    sa.Column('seen_at', UtcInstant(), nullable=False),
    sa.Column('address', sa.String(length=45), nullable=False),
    sa.Column('device', sa.String(length=40), nullable=False),
    sa.Column('awaits_second', sa.Boolean(), nullable=False),
    sa.Column('locked_at', UtcInstant(), nullable=True),
    sa.Column('wrong_pins', sa.Integer(), nullable=False),
    sa.Column('ended_at', UtcInstant(), nullable=True),
    sa.Column('ended_why', sa.String(length=32), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('"ended_why" IN (\'signed_out\', \'other_device\', \'renewed\', \'password\', \'reset\', \'deactivated\', \'rights\', \'wrong_pins\', \'second_factor\', \'administrator\')', name=op.f('ck_login_session_ended_why_known')),
    sa.CheckConstraint('length("address") <= 45', name=op.f('ck_login_session_address_length')),
    sa.CheckConstraint('length("device") <= 40', name=op.f('ck_login_session_device_length')),
    sa.CheckConstraint('length("ended_why") <= 32', name=op.f('ck_login_session_ended_why_length')),
    sa.CheckConstraint('length("token_hash") <= 64', name=op.f('ck_login_session_token_hash_length')),
    sa.ForeignKeyConstraint(['account_id'], ['ab_user.id'], name=op.f('fk_login_session_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_login_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_login_session_token_hash'))
    )
    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_session_account_id'), ['account_id'], unique=False)

    op.create_table('old_password',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('password_hash', sa.String(length=256), nullable=False),
    sa.Column('replaced_at', UtcInstant(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("password_hash") <= 256', name=op.f('ck_old_password_password_hash_length')),
    sa.ForeignKeyConstraint(['account_id'], ['ab_user.id'], name=op.f('fk_old_password_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_old_password'))
    )
    with op.batch_alter_table('old_password', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_old_password_account_id'), ['account_id'], unique=False)

    op.create_table('recovery_code',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('used_at', UtcInstant(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("code_hash") <= 64', name=op.f('ck_recovery_code_code_hash_length')),
    sa.ForeignKeyConstraint(['account_id'], ['ab_user.id'], name=op.f('fk_recovery_code_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('account_id', 'code_hash', name=op.f('uq_recovery_code_account_id_code_hash'))
    )


def downgrade() -> None:
    op.drop_table('recovery_code')
    with op.batch_alter_table('old_password', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_old_password_account_id'))

    op.drop_table('old_password')
    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_login_session_account_id'))

    op.drop_table('login_session')
    op.drop_table('credential')
