"""enrolled phones of village agents, and the phone by which a session came

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

# No batch: it would make the table of sessions anew, without its checks. Both stores take a column with its own key.
PHONE = 'ALTER TABLE login_session ADD COLUMN phone_id INTEGER CONSTRAINT fk_login_session_phone_id REFERENCES enrolled_phone (id)'


def upgrade() -> None:
    op.create_table('enrolled_phone',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('invited_at', UtcInstant(), nullable=False),
    sa.Column('invited_by', sa.String(length=80), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=True),
    sa.Column('code_until', UtcInstant(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('pin_hash', sa.String(length=256), nullable=True),
    sa.Column('device', sa.String(length=40), nullable=True),
    sa.Column('enrolled_at', UtcInstant(), nullable=True),
    sa.Column('valid_until', UtcInstant(), nullable=True),
    sa.Column('used_at', UtcInstant(), nullable=True),
    sa.Column('wrong_pins', sa.Integer(), nullable=False),
    sa.Column('refused_until', UtcInstant(), nullable=True),
    sa.Column('ended_at', UtcInstant(), nullable=True),
    sa.Column('ended_why', sa.String(length=32), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint("\"ended_why\" IN ('own', 'administrator', 'password', 'deactivated', 'rights', 'wrong_pins', 'replaced')", name=op.f('ck_enrolled_phone_ended_why_known')),
    sa.CheckConstraint('length("code_hash") <= 64', name=op.f('ck_enrolled_phone_code_hash_length')),
    sa.CheckConstraint('length("device") <= 40', name=op.f('ck_enrolled_phone_device_length')),
    sa.CheckConstraint('length("ended_why") <= 32', name=op.f('ck_enrolled_phone_ended_why_length')),
    sa.CheckConstraint('length("invited_by") <= 80', name=op.f('ck_enrolled_phone_invited_by_length')),
    sa.CheckConstraint('length("pin_hash") <= 256', name=op.f('ck_enrolled_phone_pin_hash_length')),
    sa.CheckConstraint('length("token_hash") <= 64', name=op.f('ck_enrolled_phone_token_hash_length')),
    sa.ForeignKeyConstraint(['account_id'], ['ab_user.id'], name=op.f('fk_enrolled_phone_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolled_phone')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_enrolled_phone_code_hash')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_enrolled_phone_token_hash'))
    )
    op.create_index('ix_enrolled_phone_account_id', 'enrolled_phone', ['account_id'])
    op.execute(PHONE)


def downgrade() -> None:
    op.execute("DELETE FROM login_session WHERE phone_id IS NOT NULL")  # without its phone it would be an ordinary session
    op.execute("ALTER TABLE login_session DROP COLUMN phone_id")
    op.drop_index('ix_enrolled_phone_account_id', table_name='enrolled_phone')
    op.drop_table('enrolled_phone')
