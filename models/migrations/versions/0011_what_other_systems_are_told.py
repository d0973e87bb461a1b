"""what other systems are told: subscriptions to events and the queue of deliveries

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None
STATES = "'waiting', 'sent', 'given_up', 'stopped'"
FAULTS = (
    "'not_listed', 'refused_address', 'unknown_host', 'no_connection', 'timeout', 'tls', 'redirect', 'status', 'garbled', "
    "'no_secret'"
)


def _short(table: str, **most: int) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f'length("{name}") <= {length}', name=op.f(f'ck_{table}_{name}_length'))
        for name, length in most.items()
    ]


def upgrade() -> None:
    op.create_table('hook_subscription',
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('events', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('secret_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('row_uid', sa.String(length=32), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    *_short('hook_subscription', code=16, name=60, address=300, owner_code=12, row_uid=32, created_by=80, changed_by=80),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hook_subscription')),
    sa.UniqueConstraint('code', name=op.f('uq_hook_subscription_code')),
    sa.UniqueConstraint('row_uid', name=op.f('uq_hook_subscription_row_uid'))
    )
    with op.batch_alter_table('hook_subscription', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hook_subscription_owner_code'), ['owner_code'], unique=False)

    op.create_table('hook_delivery',
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('subscription_code', sa.String(length=16), nullable=False),
    sa.Column('event', sa.String(length=40), nullable=False),
    sa.Column('event_id', sa.String(length=32), nullable=False),
    sa.Column('at', UtcInstant(), nullable=False),
    sa.Column('payload', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('since', UtcInstant(), nullable=False),
    sa.Column('next_try', UtcInstant(), nullable=True),
    sa.Column('last_try', UtcInstant(), nullable=True),
    sa.Column('last_status', sa.Integer(), nullable=True),
    sa.Column('fault', sa.String(length=32), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    *_short('hook_delivery', code=32, subscription_code=16, event=40, event_id=32, state=32, fault=32),
    sa.CheckConstraint(f'"state" IN ({STATES})', name=op.f('ck_hook_delivery_state_known')),
    sa.CheckConstraint(f'"fault" IN ({FAULTS})', name=op.f('ck_hook_delivery_fault_known')),
    sa.ForeignKeyConstraint(['subscription_code'], ['hook_subscription.code'], name=op.f('fk_hook_delivery_subscription_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hook_delivery')),
    sa.UniqueConstraint('code', name=op.f('uq_hook_delivery_code'))
    )
    with op.batch_alter_table('hook_delivery', schema=None) as batch_op:
        batch_op.create_index('ix_hook_delivery_due', ['state', 'next_try'], unique=False)
        batch_op.create_index(batch_op.f('ix_hook_delivery_subscription_code'), ['subscription_code'], unique=False)


def downgrade() -> None:
    op.drop_table('hook_delivery')
    op.drop_table('hook_subscription')
