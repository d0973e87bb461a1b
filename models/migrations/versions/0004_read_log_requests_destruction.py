"""read log, requests of persons, destruction lists

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import triggers
from models.base import UtcInstant


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('read_log',
    sa.Column('at', UtcInstant(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('place', sa.String(length=15), nullable=True),
    sa.Column('address', sa.String(length=45), nullable=False),
    sa.Column('request_id', sa.String(length=32), nullable=False),
    sa.Column('case_number', sa.String(length=21), nullable=False),
    sa.Column('seen', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.String(length=32), nullable=False),
    sa.Column('person_mark', sa.String(length=64), nullable=True),
    sa.Column('number_mark', sa.String(length=64), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('"reason" IN (\'own_task\', \'taken_in\', \'verify\', \'contact\', \'stand_in\', \'answer\', \'lawful\', \'request\')', name=op.f('ck_read_log_reason_known')),
    sa.CheckConstraint('length("account") <= 80', name=op.f('ck_read_log_account_length')),
    sa.CheckConstraint('length("actor") <= 80', name=op.f('ck_read_log_actor_length')),
    sa.CheckConstraint('length("address") <= 45', name=op.f('ck_read_log_address_length')),
    sa.CheckConstraint('length("case_number") <= 21', name=op.f('ck_read_log_case_number_length')),
    sa.CheckConstraint('length("number_mark") <= 64', name=op.f('ck_read_log_number_mark_length')),
    sa.CheckConstraint('length("person_mark") <= 64', name=op.f('ck_read_log_person_mark_length')),
    sa.CheckConstraint('length("place") <= 15', name=op.f('ck_read_log_place_length')),
    sa.CheckConstraint('length("reason") <= 32', name=op.f('ck_read_log_reason_length')),
    sa.CheckConstraint('length("request_id") <= 32', name=op.f('ck_read_log_request_id_length')),
    sa.CheckConstraint('length("seen") <= 120', name=op.f('ck_read_log_seen_length')),
    sa.ForeignKeyConstraint(['place'], ['hall.code'], name=op.f('fk_read_log_place')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_read_log'))
    )
    with op.batch_alter_table('read_log', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_read_log_account'), ['account'], unique=False)
        batch_op.create_index(batch_op.f('ix_read_log_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_read_log_case_number'), ['case_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_read_log_number_mark'), ['number_mark'], unique=False)
        batch_op.create_index(batch_op.f('ix_read_log_person_mark'), ['person_mark'], unique=False)

    op.create_table('destruction_list',
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('case_count', sa.Integer(), nullable=False),
    sa.Column('row_count', sa.Integer(), nullable=False),
    sa.Column('drawn_up_by', sa.String(length=80), nullable=False),
    sa.Column('drawn_up_account', sa.Integer(), nullable=False),
    sa.Column('first_by', sa.String(length=80), nullable=True),
    sa.Column('first_account', sa.Integer(), nullable=True),
    sa.Column('first_at', UtcInstant(), nullable=True),
    sa.Column('second_by', sa.String(length=80), nullable=True),
    sa.Column('second_account', sa.Integer(), nullable=True),
    sa.Column('second_at', UtcInstant(), nullable=True),
    sa.Column('carried_out_by', sa.String(length=80), nullable=True),
    sa.Column('carried_out_at', UtcInstant(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"state" IN (\'drawn_up\', \'signed_once\', \'signed\', \'carried_out\', \'withdrawn\')', name=op.f('ck_destruction_list_state_known')),
    sa.CheckConstraint('length("carried_out_by") <= 80', name=op.f('ck_destruction_list_carried_out_by_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_destruction_list_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_destruction_list_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_destruction_list_department_code_length')),
    sa.CheckConstraint('length("drawn_up_by") <= 80', name=op.f('ck_destruction_list_drawn_up_by_length')),
    sa.CheckConstraint('length("first_by") <= 80', name=op.f('ck_destruction_list_first_by_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_destruction_list_hall_code_length')),
    sa.CheckConstraint('length("number") <= 40', name=op.f('ck_destruction_list_number_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_destruction_list_region_code_length')),
    sa.CheckConstraint('length("second_by") <= 80', name=op.f('ck_destruction_list_second_by_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_destruction_list_state_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_destruction_list_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_destruction_list_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_destruction_list_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_destruction_list')),
    sa.UniqueConstraint('number', name=op.f('uq_destruction_list_number'))
    )
    with op.batch_alter_table('destruction_list', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_destruction_list_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_destruction_list_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_destruction_list_region_code'), ['region_code'], unique=False)

    op.create_table('person_request',
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('id_number_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('id_number_index', sa.String(length=64), nullable=True),
    sa.Column('wanted', sa.String(length=300), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('answer', sa.String(length=300), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('row_uid', sa.String(length=32), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"kind" IN (\'copy\', \'correct\', \'erase\')', name=op.f('ck_person_request_kind_known')),
    sa.CheckConstraint('"state" IN (\'open\', \'done\', \'partly\', \'refused\')', name=op.f('ck_person_request_state_known')),
    sa.CheckConstraint('length("answer") <= 300', name=op.f('ck_person_request_answer_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_person_request_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_person_request_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_person_request_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_person_request_hall_code_length')),
    sa.CheckConstraint('length("id_number_index") <= 64', name=op.f('ck_person_request_id_number_index_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_person_request_kind_length')),
    sa.CheckConstraint('length("name") <= 100', name=op.f('ck_person_request_name_length')),
    sa.CheckConstraint('length("number") <= 40', name=op.f('ck_person_request_number_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_person_request_region_code_length')),
    sa.CheckConstraint('length("row_uid") <= 32', name=op.f('ck_person_request_row_uid_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_person_request_state_length')),
    sa.CheckConstraint('length("wanted") <= 300', name=op.f('ck_person_request_wanted_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_person_request_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_person_request_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_person_request_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_request')),
    sa.UniqueConstraint('number', name=op.f('uq_person_request_number')),
    sa.UniqueConstraint('row_uid', name=op.f('uq_person_request_row_uid'))
    )
    with op.batch_alter_table('person_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_request_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_request_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_request_id_number_index'), ['id_number_index'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_request_region_code'), ['region_code'], unique=False)

    op.create_table('destruction_line',
    sa.Column('list_id', sa.Integer(), nullable=False),
    sa.Column('case_row', sa.Integer(), nullable=False),
    sa.Column('case_number', sa.String(length=21), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('finished_on', sa.Date(), nullable=False),
    sa.Column('retention', sa.String(length=32), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('row_count', sa.Integer(), nullable=False),
    sa.Column('destroyed', sa.Boolean(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.CheckConstraint('"retention" IN (\'years10\', \'years30\', \'permanent\')', name=op.f('ck_destruction_line_retention_known')),
    sa.CheckConstraint('length("case_number") <= 21', name=op.f('ck_destruction_line_case_number_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_destruction_line_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_destruction_line_hall_code_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_destruction_line_item_code_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_destruction_line_region_code_length')),
    sa.CheckConstraint('length("retention") <= 32', name=op.f('ck_destruction_line_retention_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_destruction_line_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_destruction_line_hall_code')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_destruction_line_item_code')),
    sa.ForeignKeyConstraint(['list_id'], ['destruction_list.id'], name=op.f('fk_destruction_line_list_id')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_destruction_line_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_destruction_line'))
    )
    with op.batch_alter_table('destruction_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_destruction_line_case_number'), ['case_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_destruction_line_case_row'), ['case_row'], unique=False)
        batch_op.create_index(batch_op.f('ix_destruction_line_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_destruction_line_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_destruction_line_list_id'), ['list_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_destruction_line_region_code'), ['region_code'], unique=False)

    dialect = op.get_bind().dialect.name
    for statement in (*triggers.append_only('read_log', dialect), *triggers.destroyed_by_list(dialect)):
        op.execute(statement)


def downgrade() -> None:
    for statement in triggers.never_destroyed(op.get_bind().dialect.name):
        op.execute(statement)
    with op.batch_alter_table('destruction_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_destruction_line_region_code'))
        batch_op.drop_index(batch_op.f('ix_destruction_line_list_id'))
        batch_op.drop_index(batch_op.f('ix_destruction_line_hall_code'))
        batch_op.drop_index(batch_op.f('ix_destruction_line_department_code'))
        batch_op.drop_index(batch_op.f('ix_destruction_line_case_row'))
        batch_op.drop_index(batch_op.f('ix_destruction_line_case_number'))

    op.drop_table('destruction_line')
    with op.batch_alter_table('person_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_request_region_code'))
        batch_op.drop_index(batch_op.f('ix_person_request_id_number_index'))
        batch_op.drop_index(batch_op.f('ix_person_request_hall_code'))
        batch_op.drop_index(batch_op.f('ix_person_request_department_code'))

    op.drop_table('person_request')
    with op.batch_alter_table('destruction_list', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_destruction_list_region_code'))
        batch_op.drop_index(batch_op.f('ix_destruction_list_hall_code'))
        batch_op.drop_index(batch_op.f('ix_destruction_list_department_code'))

    op.drop_table('destruction_list')
    with op.batch_alter_table('read_log', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_read_log_person_mark'))
        batch_op.drop_index(batch_op.f('ix_read_log_number_mark'))
        batch_op.drop_index(batch_op.f('ix_read_log_case_number'))
        batch_op.drop_index(batch_op.f('ix_read_log_at'))
        batch_op.drop_index(batch_op.f('ix_read_log_account'))

    op.drop_table('read_log')
