"""custody of cases: who handed a case to whom

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import triggers
from models.base import UtcInstant


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('custody_event',
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=32), nullable=False),
    sa.Column('from_hall_code', sa.String(length=15), nullable=True),
    sa.Column('from_department_code', sa.String(length=20), nullable=True),
    sa.Column('to_hall_code', sa.String(length=15), nullable=True),
    sa.Column('to_department_code', sa.String(length=20), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=True),
    sa.Column('papers', sa.JSON(), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('form_key', sa.String(length=64), nullable=True),
    sa.Column('recorded_at', UtcInstant(), nullable=False),
    sa.Column('county_code', sa.String(length=12), nullable=False),
    sa.Column('opened_year', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.CheckConstraint('"step" IN (\'handed\', \'taken\', \'sent_back\', \'recalled\')', name=op.f('ck_custody_event_step_known')),
    sa.CheckConstraint('length("actor") <= 80', name=op.f('ck_custody_event_actor_length')),
    sa.CheckConstraint('length("county_code") <= 12', name=op.f('ck_custody_event_county_code_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_custody_event_department_code_length')),
    sa.CheckConstraint('length("form_key") <= 64', name=op.f('ck_custody_event_form_key_length')),
    sa.CheckConstraint('length("from_department_code") <= 20', name=op.f('ck_custody_event_from_department_code_length')),
    sa.CheckConstraint('length("from_hall_code") <= 15', name=op.f('ck_custody_event_from_hall_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_custody_event_hall_code_length')),
    sa.CheckConstraint('length("reason") <= 300', name=op.f('ck_custody_event_reason_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_custody_event_region_code_length')),
    sa.CheckConstraint('length("step") <= 32', name=op.f('ck_custody_event_step_length')),
    sa.CheckConstraint('length("to_department_code") <= 20', name=op.f('ck_custody_event_to_department_code_length')),
    sa.CheckConstraint('length("to_hall_code") <= 15', name=op.f('ck_custody_event_to_hall_code_length')),
    sa.ForeignKeyConstraint(['account_id'], ['ab_user.id'], name=op.f('fk_custody_event_account_id')),
    sa.ForeignKeyConstraint(['county_code', 'opened_year', 'case_id'], ['svc_case.county_code', 'svc_case.opened_year', 'svc_case.id'], name=op.f('fk_custody_event_county_code_opened_year_case_id')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_custody_event_department_code')),
    sa.ForeignKeyConstraint(['from_department_code'], ['department.code'], name=op.f('fk_custody_event_from_department_code')),
    sa.ForeignKeyConstraint(['from_hall_code'], ['hall.code'], name=op.f('fk_custody_event_from_hall_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_custody_event_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_custody_event_region_code')),
    sa.ForeignKeyConstraint(['to_department_code'], ['department.code'], name=op.f('fk_custody_event_to_department_code')),
    sa.ForeignKeyConstraint(['to_hall_code'], ['hall.code'], name=op.f('fk_custody_event_to_hall_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_custody_event')),
    sa.UniqueConstraint('county_code', 'opened_year', 'case_id', 'serial', name=op.f('uq_custody_event_county_code_opened_year_case_id_serial')),
    sa.UniqueConstraint('county_code', 'opened_year', 'form_key', name=op.f('uq_custody_event_county_code_opened_year_form_key'))
    )
    with op.batch_alter_table('custody_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_custody_event_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_custody_event_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_custody_event_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_custody_event_region_code'), ['region_code'], unique=False)
    for statement in triggers.append_only('custody_event', op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table('custody_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_custody_event_region_code'))
        batch_op.drop_index(batch_op.f('ix_custody_event_hall_code'))
        batch_op.drop_index(batch_op.f('ix_custody_event_department_code'))
        batch_op.drop_index(batch_op.f('ix_custody_event_case_id'))

    op.drop_table('custody_event')
