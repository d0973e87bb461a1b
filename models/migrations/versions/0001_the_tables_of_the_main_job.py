"""the tables of the main job

Revision ID: 0001
Revises: 
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import triggers
from models.base import UtcInstant


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('ab_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('label', sa.String(length=150), nullable=True),
    sa.Column('description', sa.String(length=512), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ab_group')),
    sa.UniqueConstraint('name', name=op.f('uq_ab_group_name'))
    )
    op.create_table('ab_permission',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ab_permission')),
    sa.UniqueConstraint('name', name=op.f('uq_ab_permission_name'))
    )
    op.create_table('ab_register_user',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('first_name', sa.String(length=64), nullable=False),
    sa.Column('last_name', sa.String(length=64), nullable=False),
    sa.Column('username', sa.String(length=128), nullable=False),
    sa.Column('password', sa.String(length=256), nullable=True),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('registration_date', sa.DateTime(), nullable=True),
    sa.Column('registration_hash', sa.String(length=256), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ab_register_user')),
    sa.UniqueConstraint('email', name=op.f('uq_ab_register_user_email')),
    sa.UniqueConstraint('username', name=op.f('uq_ab_register_user_username'))
    )
    op.create_table('ab_role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ab_role')),
    sa.UniqueConstraint('name', name=op.f('uq_ab_role_name'))
    )
    op.create_table('ab_view_menu',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=250), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ab_view_menu')),
    sa.UniqueConstraint('name', name=op.f('uq_ab_view_menu_name'))
    )
    op.create_table('audit_entry',
    sa.Column('county_code', sa.String(length=12), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('at', UtcInstant(), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('roles', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=45), nullable=False),
    sa.Column('request_id', sa.String(length=32), nullable=False),
    sa.Column('act', sa.String(length=60), nullable=False),
    sa.Column('noun', sa.String(length=60), nullable=False),
    sa.Column('row_key', sa.String(length=80), nullable=False),
    sa.Column('result', sa.String(length=20), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('entry_hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("account") <= 80', name=op.f('ck_audit_entry_account_length')),
    sa.CheckConstraint('length("act") <= 60', name=op.f('ck_audit_entry_act_length')),
    sa.CheckConstraint('length("actor") <= 80', name=op.f('ck_audit_entry_actor_length')),
    sa.CheckConstraint('length("address") <= 45', name=op.f('ck_audit_entry_address_length')),
    sa.CheckConstraint('length("county_code") <= 12', name=op.f('ck_audit_entry_county_code_length')),
    sa.CheckConstraint('length("entry_hash") <= 64', name=op.f('ck_audit_entry_entry_hash_length')),
    sa.CheckConstraint('length("noun") <= 60', name=op.f('ck_audit_entry_noun_length')),
    sa.CheckConstraint('length("previous_hash") <= 64', name=op.f('ck_audit_entry_previous_hash_length')),
    sa.CheckConstraint('length("request_id") <= 32', name=op.f('ck_audit_entry_request_id_length')),
    sa.CheckConstraint('length("result") <= 20', name=op.f('ck_audit_entry_result_length')),
    sa.CheckConstraint('length("roles") <= 200', name=op.f('ck_audit_entry_roles_length')),
    sa.CheckConstraint('length("row_key") <= 80', name=op.f('ck_audit_entry_row_key_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
    sa.UniqueConstraint('county_code', 'sequence', name=op.f('uq_audit_entry_county_code_sequence'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_account'), ['account'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_act'), ['act'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_row_key'), ['row_key'], unique=False)

    op.create_table('audit_head',
    sa.Column('county_code', sa.String(length=12), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('entry_hash', sa.String(length=64), nullable=False),
    sa.CheckConstraint('length("county_code") <= 12', name=op.f('ck_audit_head_county_code_length')),
    sa.CheckConstraint('length("entry_hash") <= 64', name=op.f('ck_audit_head_entry_hash_length')),
    sa.PrimaryKeyConstraint('county_code', name=op.f('pk_audit_head'))
    )
    op.create_table('counter',
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("key") <= 80', name=op.f('ck_counter_key_length')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_counter'))
    )
    op.create_table('department',
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('full_name', sa.String(length=120), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('credit_code', sa.String(length=18), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"kind" IN (\'government\', \'vertical\', \'dual\', \'party\', \'utility\', \'court\')', name=op.f('ck_department_kind_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_department_changed_by_length')),
    sa.CheckConstraint('length("code") <= 20', name=op.f('ck_department_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_department_created_by_length')),
    sa.CheckConstraint('length("credit_code") <= 18', name=op.f('ck_department_credit_code_length')),
    sa.CheckConstraint('length("full_name") <= 120', name=op.f('ck_department_full_name_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_department_kind_length')),
    sa.CheckConstraint('length("name") <= 80', name=op.f('ck_department_name_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_department_owner_code_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_department')),
    sa.UniqueConstraint('code', name=op.f('uq_department_code'))
    )
    with op.batch_alter_table('department', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_department_owner_code'), ['owner_code'], unique=False)

    op.create_table('idempotency_key',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('request_hash', sa.String(length=64), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('location', sa.String(length=300), nullable=False),
    sa.Column('at', UtcInstant(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("key") <= 64', name=op.f('ck_idempotency_key_key_length')),
    sa.CheckConstraint('length("location") <= 300', name=op.f('ck_idempotency_key_location_length')),
    sa.CheckConstraint('length("request_hash") <= 64', name=op.f('ck_idempotency_key_request_hash_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idempotency_key')),
    sa.UniqueConstraint('key', name=op.f('uq_idempotency_key_key'))
    )
    with op.batch_alter_table('idempotency_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idempotency_key_account_id'), ['account_id'], unique=False)

    op.create_table('region',
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('parent_code', sa.String(length=12), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_region_changed_by_length')),
    sa.CheckConstraint('length("code") <= 12', name=op.f('ck_region_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_region_created_by_length')),
    sa.CheckConstraint('length("name") <= 50', name=op.f('ck_region_name_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_region_owner_code_length')),
    sa.CheckConstraint('length("parent_code") <= 12', name=op.f('ck_region_parent_code_length')),
    sa.ForeignKeyConstraint(['parent_code'], ['region.code'], name=op.f('fk_region_parent_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_region')),
    sa.UniqueConstraint('code', name=op.f('uq_region_code'))
    )
    with op.batch_alter_table('region', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_region_owner_code'), ['owner_code'], unique=False)

    op.create_table('seed_mark',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.CheckConstraint('length("name") <= 40', name=op.f('ck_seed_mark_name_length')),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_seed_mark'))
    )
    op.create_table('standard_material',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('source_type', sa.String(length=32), nullable=False),
    sa.Column('issuer', sa.String(length=200), nullable=True),
    sa.Column('how_to_get', sa.String(length=300), nullable=True),
    sa.Column('shared', sa.Boolean(), nullable=True),
    sa.Column('blank_form', sa.String(length=64), nullable=True),
    sa.Column('sample', sa.String(length=64), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"kind" IN (\'licence\', \'form\', \'other\')', name=op.f('ck_standard_material_kind_known')),
    sa.CheckConstraint('"source_type" IN (\'applicant\', \'government\', \'intermediary\', \'other\')', name=op.f('ck_standard_material_source_type_known')),
    sa.CheckConstraint('length("blank_form") <= 64', name=op.f('ck_standard_material_blank_form_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_standard_material_changed_by_length')),
    sa.CheckConstraint('length("code") <= 40', name=op.f('ck_standard_material_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_standard_material_created_by_length')),
    sa.CheckConstraint('length("how_to_get") <= 300', name=op.f('ck_standard_material_how_to_get_length')),
    sa.CheckConstraint('length("issuer") <= 200', name=op.f('ck_standard_material_issuer_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_standard_material_kind_length')),
    sa.CheckConstraint('length("name") <= 200', name=op.f('ck_standard_material_name_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_standard_material_owner_code_length')),
    sa.CheckConstraint('length("sample") <= 64', name=op.f('ck_standard_material_sample_length')),
    sa.CheckConstraint('length("source_type") <= 32', name=op.f('ck_standard_material_source_type_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standard_material')),
    sa.UniqueConstraint('code', name=op.f('uq_standard_material_code'))
    )
    with op.batch_alter_table('standard_material', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_standard_material_owner_code'), ['owner_code'], unique=False)

    op.create_table('window_kind',
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=30), nullable=False),
    sa.Column('document_name', sa.String(length=30), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_window_kind_changed_by_length')),
    sa.CheckConstraint('length("code") <= 20', name=op.f('ck_window_kind_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_window_kind_created_by_length')),
    sa.CheckConstraint('length("document_name") <= 30', name=op.f('ck_window_kind_document_name_length')),
    sa.CheckConstraint('length("name") <= 30', name=op.f('ck_window_kind_name_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_window_kind_owner_code_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_window_kind')),
    sa.UniqueConstraint('code', name=op.f('uq_window_kind_code'))
    )
    with op.batch_alter_table('window_kind', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_window_kind_owner_code'), ['owner_code'], unique=False)

    op.create_table('work_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('is_off', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=True),
    sa.Column('source', sa.String(length=200), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_work_day_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_work_day_created_by_length')),
    sa.CheckConstraint('length("name") <= 40', name=op.f('ck_work_day_name_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_work_day_owner_code_length')),
    sa.CheckConstraint('length("source") <= 200', name=op.f('ck_work_day_source_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_day')),
    sa.UniqueConstraint('day', name=op.f('uq_work_day_day'))
    )
    with op.batch_alter_table('work_day', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_work_day_owner_code'), ['owner_code'], unique=False)

    op.create_table('ab_group_role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('role_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['group_id'], ['ab_group.id'], name=op.f('fk_ab_group_role_group_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['role_id'], ['ab_role.id'], name=op.f('fk_ab_group_role_role_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ab_group_role')),
    sa.UniqueConstraint('group_id', 'role_id', name=op.f('uq_ab_group_role_group_id_role_id'))
    )
    with op.batch_alter_table('ab_group_role', schema=None) as batch_op:
        batch_op.create_index('idx_group_id', ['group_id'], unique=False)
        batch_op.create_index('idx_group_role_id', ['role_id'], unique=False)

    op.create_table('ab_permission_view',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('permission_id', sa.Integer(), nullable=False),
    sa.Column('view_menu_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['permission_id'], ['ab_permission.id'], name=op.f('fk_ab_permission_view_permission_id')),
    sa.ForeignKeyConstraint(['view_menu_id'], ['ab_view_menu.id'], name=op.f('fk_ab_permission_view_view_menu_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ab_permission_view')),
    sa.UniqueConstraint('permission_id', 'view_menu_id', name=op.f('uq_ab_permission_view_permission_id_view_menu_id'))
    )
    with op.batch_alter_table('ab_permission_view', schema=None) as batch_op:
        batch_op.create_index('idx_permission_id', ['permission_id'], unique=False)
        batch_op.create_index('idx_view_menu_id', ['view_menu_id'], unique=False)

    op.create_table('hall',
    sa.Column('code', sa.String(length=15), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('hall_class', sa.String(length=32), nullable=True),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=True),
    sa.Column('required_area', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"hall_class" IN (\'class1\', \'class2\', \'class3\')', name=op.f('ck_hall_hall_class_known')),
    sa.CheckConstraint('"kind" IN (\'county_hall\', \'town_hall\', \'village_room\', \'agent_point\')', name=op.f('ck_hall_kind_known')),
    sa.CheckConstraint('length("address") <= 200', name=op.f('ck_hall_address_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_hall_changed_by_length')),
    sa.CheckConstraint('length("code") <= 15', name=op.f('ck_hall_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_hall_created_by_length')),
    sa.CheckConstraint('length("hall_class") <= 32', name=op.f('ck_hall_hall_class_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_hall_kind_length')),
    sa.CheckConstraint('length("name") <= 80', name=op.f('ck_hall_name_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_hall_owner_code_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_hall_region_code_length')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_hall_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hall')),
    sa.UniqueConstraint('code', name=op.f('uq_hall_code'))
    )
    with op.batch_alter_table('hall', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hall_owner_code'), ['owner_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_hall_region_code'), ['region_code'], unique=False)

    op.create_table('item',
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('tier', sa.String(length=32), nullable=False),
    sa.Column('parent_code', sa.String(length=12), nullable=True),
    sa.Column('department_code', sa.String(length=20), nullable=False),
    sa.Column('window_kind_code', sa.String(length=20), nullable=True),
    sa.Column('catalog_code', sa.String(length=12), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('state_reason', sa.String(length=300), nullable=True),
    sa.Column('replaced_by_code', sa.String(length=12), nullable=True),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"state" IN (\'in_use\', \'paused\', \'cancelled\')', name=op.f('ck_item_state_known')),
    sa.CheckConstraint('"tier" IN (\'main\', \'sub\', \'handling\')', name=op.f('ck_item_tier_known')),
    sa.CheckConstraint('length("catalog_code") <= 12', name=op.f('ck_item_catalog_code_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_item_changed_by_length')),
    sa.CheckConstraint('length("code") <= 12', name=op.f('ck_item_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_item_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_item_department_code_length')),
    sa.CheckConstraint('length("name") <= 200', name=op.f('ck_item_name_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_item_owner_code_length')),
    sa.CheckConstraint('length("parent_code") <= 12', name=op.f('ck_item_parent_code_length')),
    sa.CheckConstraint('length("replaced_by_code") <= 12', name=op.f('ck_item_replaced_by_code_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_item_state_length')),
    sa.CheckConstraint('length("state_reason") <= 300', name=op.f('ck_item_state_reason_length')),
    sa.CheckConstraint('length("tier") <= 32', name=op.f('ck_item_tier_length')),
    sa.CheckConstraint('length("window_kind_code") <= 20', name=op.f('ck_item_window_kind_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_item_department_code')),
    sa.ForeignKeyConstraint(['parent_code'], ['item.code'], name=op.f('fk_item_parent_code')),
    sa.ForeignKeyConstraint(['replaced_by_code'], ['item.code'], name=op.f('fk_item_replaced_by_code')),
    sa.ForeignKeyConstraint(['window_kind_code'], ['window_kind.code'], name=op.f('fk_item_window_kind_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item')),
    sa.UniqueConstraint('code', name=op.f('uq_item_code'))
    )
    with op.batch_alter_table('item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_item_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_item_owner_code'), ['owner_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_item_window_kind_code'), ['window_kind_code'], unique=False)

    op.create_table('ab_permission_view_role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('permission_view_id', sa.Integer(), nullable=True),
    sa.Column('role_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['permission_view_id'], ['ab_permission_view.id'], name=op.f('fk_ab_permission_view_role_permission_view_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['role_id'], ['ab_role.id'], name=op.f('fk_ab_permission_view_role_role_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ab_permission_view_role')),
    sa.UniqueConstraint('permission_view_id', 'role_id', name=op.f('uq_ab_permission_view_role_permission_view_id_role_id'))
    )
    with op.batch_alter_table('ab_permission_view_role', schema=None) as batch_op:
        batch_op.create_index('idx_permission_view_id', ['permission_view_id'], unique=False)
        batch_op.create_index('idx_role_id', ['role_id'], unique=False)

    op.create_table('edition',
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('effective_from', sa.DateTime(), nullable=True),
    sa.Column('withdrawn_from', sa.DateTime(), nullable=True),
    sa.Column('plan_cancel_on', sa.Date(), nullable=True),
    sa.Column('submitted_by', sa.String(length=80), nullable=True),
    sa.Column('definition', sa.LargeBinary(), nullable=True),
    sa.Column('definition_hash', sa.String(length=64), nullable=True),
    sa.Column('taken_over', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=True),
    sa.Column('task_type', sa.String(length=32), nullable=True),
    sa.Column('local_catalog_code', sa.String(length=50), nullable=True),
    sa.Column('use_levels', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('service_class', sa.String(length=32), nullable=True),
    sa.Column('service_domain', sa.String(length=50), nullable=True),
    sa.Column('service_objects', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('person_themes', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('body_themes', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('initiation', sa.String(length=32), nullable=True),
    sa.Column('summary', sa.String(length=500), nullable=True),
    sa.Column('implementing_body', sa.String(length=20), nullable=True),
    sa.Column('body_kind', sa.String(length=32), nullable=True),
    sa.Column('task_code', sa.String(length=31), nullable=True),
    sa.Column('local_task_code', sa.String(length=50), nullable=True),
    sa.Column('handle_item_code', sa.String(length=33), nullable=True),
    sa.Column('handle_item_name', sa.String(length=200), nullable=True),
    sa.Column('power_source', sa.String(length=32), nullable=True),
    sa.Column('entrusting_body', sa.String(length=100), nullable=True),
    sa.Column('delegation_paper', sa.String(length=200), nullable=True),
    sa.Column('joint_departments', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('lead_department', sa.String(length=20), nullable=True),
    sa.Column('accepting_department', sa.String(length=20), nullable=True),
    sa.Column('undertaking_department', sa.String(length=20), nullable=True),
    sa.Column('deciding_department', sa.String(length=20), nullable=True),
    sa.Column('worked_in', sa.String(length=50), nullable=True),
    sa.Column('use_content', sa.String(length=4000), nullable=True),
    sa.Column('power_division', sa.String(length=4000), nullable=True),
    sa.Column('case_type', sa.String(length=32), nullable=True),
    sa.Column('review_type', sa.String(length=32), nullable=True),
    sa.Column('legal_days', sa.Integer(), nullable=True),
    sa.Column('legal_unit', sa.String(length=32), nullable=True),
    sa.Column('legal_note', sa.String(length=500), nullable=True),
    sa.Column('promised_days', sa.Integer(), nullable=True),
    sa.Column('promised_unit', sa.String(length=32), nullable=True),
    sa.Column('promised_note', sa.String(length=500), nullable=True),
    sa.Column('opening_hours_only', sa.Boolean(), nullable=True),
    sa.Column('extension_limit', sa.Integer(), nullable=True),
    sa.Column('extension_unit', sa.String(length=32), nullable=True),
    sa.Column('visits', sa.Integer(), nullable=True),
    sa.Column('visits_reason', sa.String(length=1000), nullable=True),
    sa.Column('must_attend', sa.Boolean(), nullable=True),
    sa.Column('agent_allowed', sa.String(length=32), nullable=True),
    sa.Column('season_from', sa.String(length=5), nullable=True),
    sa.Column('season_until', sa.String(length=5), nullable=True),
    sa.Column('season_note', sa.String(length=300), nullable=True),
    sa.Column('quota_note', sa.String(length=500), nullable=True),
    sa.Column('handle_forms', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('offline_note', sa.String(length=4000), nullable=True),
    sa.Column('online_note', sa.String(length=4000), nullable=True),
    sa.Column('has_fee', sa.Boolean(), nullable=True),
    sa.Column('enters_center', sa.Boolean(), nullable=True),
    sa.Column('is_online', sa.Boolean(), nullable=True),
    sa.Column('online_depth', sa.String(length=32), nullable=True),
    sa.Column('online_grade', sa.String(length=32), nullable=True),
    sa.Column('online_url', sa.String(length=256), nullable=True),
    sa.Column('link_url', sa.String(length=256), nullable=True),
    sa.Column('mobile_url', sa.String(length=500), nullable=True),
    sa.Column('pays_online', sa.Boolean(), nullable=True),
    sa.Column('by_express', sa.Boolean(), nullable=True),
    sa.Column('mails_material', sa.Boolean(), nullable=True),
    sa.Column('mails_result', sa.Boolean(), nullable=True),
    sa.Column('by_appointment', sa.Boolean(), nullable=True),
    sa.Column('appointment_quota', sa.Integer(), nullable=True),
    sa.Column('appointment_rule', sa.String(length=300), nullable=True),
    sa.Column('self_service', sa.Boolean(), nullable=True),
    sa.Column('handle_area', sa.String(length=32), nullable=True),
    sa.Column('intermediary', sa.String(length=500), nullable=True),
    sa.Column('on_pledge', sa.Boolean(), nullable=True),
    sa.Column('tolerates_gaps', sa.Boolean(), nullable=True),
    sa.Column('result_form', sa.String(length=32), nullable=True),
    sa.Column('delivery_ways', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('delivery_days', sa.Integer(), nullable=True),
    sa.Column('publication_rule', sa.String(length=200), nullable=True),
    sa.Column('retention', sa.String(length=32), nullable=True),
    sa.Column('rights', sa.String(length=4000), nullable=True),
    sa.Column('duties', sa.String(length=4000), nullable=True),
    sa.Column('review_body', sa.String(length=200), nullable=True),
    sa.Column('review_address', sa.String(length=300), nullable=True),
    sa.Column('review_phone', sa.String(length=50), nullable=True),
    sa.Column('review_url', sa.String(length=256), nullable=True),
    sa.Column('litigation_court', sa.String(length=200), nullable=True),
    sa.Column('litigation_address', sa.String(length=300), nullable=True),
    sa.Column('litigation_phone', sa.String(length=50), nullable=True),
    sa.Column('litigation_url', sa.String(length=256), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"agent_allowed" IN (\'no\', \'village\', \'town\', \'all\')', name=op.f('ck_edition_agent_allowed_known')),
    sa.CheckConstraint('"appointment_quota" BETWEEN 0 AND 9999', name=op.f('ck_edition_appointment_quota_range')),
    sa.CheckConstraint('"body_kind" IN (\'statutory\', \'authorised\', \'entrusted\', \'other\')', name=op.f('ck_edition_body_kind_known')),
    sa.CheckConstraint('"case_type" IN (\'instant\', \'promised\')', name=op.f('ck_edition_case_type_known')),
    sa.CheckConstraint('"delivery_days" BETWEEN 0 AND 99', name=op.f('ck_edition_delivery_days_range')),
    sa.CheckConstraint('"extension_limit" BETWEEN 0 AND 99', name=op.f('ck_edition_extension_limit_range')),
    sa.CheckConstraint('"extension_unit" IN (\'working_days\', \'natural_days\', \'hours\', \'minutes\', \'months\')', name=op.f('ck_edition_extension_unit_known')),
    sa.CheckConstraint('"handle_area" IN (\'nation\', \'province\', \'city\', \'county\', \'town\', \'villages\')', name=op.f('ck_edition_handle_area_known')),
    sa.CheckConstraint('"initiation" IN (\'application\', \'unasked\', \'found\')', name=op.f('ck_edition_initiation_known')),
    sa.CheckConstraint('"legal_days" BETWEEN 0 AND 999', name=op.f('ck_edition_legal_days_range')),
    sa.CheckConstraint('"legal_unit" IN (\'working_days\', \'natural_days\', \'hours\', \'minutes\', \'months\')', name=op.f('ck_edition_legal_unit_known')),
    sa.CheckConstraint('"online_depth" IN (\'consult\', \'receive\', \'pre_review\', \'accept\', \'handle\', \'result\', \'licence\', \'other\')', name=op.f('ck_edition_online_depth_known')),
    sa.CheckConstraint('"online_grade" IN (\'grade1\', \'grade2\', \'grade3\', \'grade4\')', name=op.f('ck_edition_online_grade_known')),
    sa.CheckConstraint('"power_source" IN (\'own_level\', \'handed_down\', \'authorised_above\', \'authorised_peer\', \'entrusted_above\', \'entrusted_peer\')', name=op.f('ck_edition_power_source_known')),
    sa.CheckConstraint('"promised_days" BETWEEN 0 AND 999', name=op.f('ck_edition_promised_days_range')),
    sa.CheckConstraint('"promised_unit" IN (\'working_days\', \'natural_days\', \'hours\', \'minutes\', \'months\')', name=op.f('ck_edition_promised_unit_known')),
    sa.CheckConstraint('"result_form" IN (\'licence\', \'document\', \'approval\')', name=op.f('ck_edition_result_form_known')),
    sa.CheckConstraint('"retention" IN (\'years10\', \'years30\', \'permanent\')', name=op.f('ck_edition_retention_known')),
    sa.CheckConstraint('"review_type" IN (\'on_the_spot\', \'examined\')', name=op.f('ck_edition_review_type_known')),
    sa.CheckConstraint('"service_class" IN (\'administration\', \'convenience\', \'disclosure\', \'policy\')', name=op.f('ck_edition_service_class_known')),
    sa.CheckConstraint('"state" IN (\'draft\', \'submitted\', \'returned\', \'approved\', \'published\', \'cancelled\', \'withdrawn\')', name=op.f('ck_edition_state_known')),
    sa.CheckConstraint('"task_type" IN (\'permit\', \'penalty\', \'coercion\', \'levy\', \'benefit\', \'inspection\', \'confirmation\', \'reward\', \'adjudication\', \'other_power\', \'public_service\')', name=op.f('ck_edition_task_type_known')),
    sa.CheckConstraint('"visits" BETWEEN 0 AND 99', name=op.f('ck_edition_visits_range')),
    sa.CheckConstraint('length("accepting_department") <= 20', name=op.f('ck_edition_accepting_department_length')),
    sa.CheckConstraint('length("agent_allowed") <= 32', name=op.f('ck_edition_agent_allowed_length')),
    sa.CheckConstraint('length("appointment_rule") <= 300', name=op.f('ck_edition_appointment_rule_length')),
    sa.CheckConstraint('length("body_kind") <= 32', name=op.f('ck_edition_body_kind_length')),
    sa.CheckConstraint('length("case_type") <= 32', name=op.f('ck_edition_case_type_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_edition_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_edition_created_by_length')),
    sa.CheckConstraint('length("deciding_department") <= 20', name=op.f('ck_edition_deciding_department_length')),
    sa.CheckConstraint('length("definition_hash") <= 64', name=op.f('ck_edition_definition_hash_length')),
    sa.CheckConstraint('length("delegation_paper") <= 200', name=op.f('ck_edition_delegation_paper_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_edition_department_code_length')),
    sa.CheckConstraint('length("duties") <= 4000', name=op.f('ck_edition_duties_length')),
    sa.CheckConstraint('length("entrusting_body") <= 100', name=op.f('ck_edition_entrusting_body_length')),
    sa.CheckConstraint('length("extension_unit") <= 32', name=op.f('ck_edition_extension_unit_length')),
    sa.CheckConstraint('length("handle_area") <= 32', name=op.f('ck_edition_handle_area_length')),
    sa.CheckConstraint('length("handle_item_code") <= 33', name=op.f('ck_edition_handle_item_code_length')),
    sa.CheckConstraint('length("handle_item_name") <= 200', name=op.f('ck_edition_handle_item_name_length')),
    sa.CheckConstraint('length("implementing_body") <= 20', name=op.f('ck_edition_implementing_body_length')),
    sa.CheckConstraint('length("initiation") <= 32', name=op.f('ck_edition_initiation_length')),
    sa.CheckConstraint('length("intermediary") <= 500', name=op.f('ck_edition_intermediary_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_edition_item_code_length')),
    sa.CheckConstraint('length("lead_department") <= 20', name=op.f('ck_edition_lead_department_length')),
    sa.CheckConstraint('length("legal_note") <= 500', name=op.f('ck_edition_legal_note_length')),
    sa.CheckConstraint('length("legal_unit") <= 32', name=op.f('ck_edition_legal_unit_length')),
    sa.CheckConstraint('length("link_url") <= 256', name=op.f('ck_edition_link_url_length')),
    sa.CheckConstraint('length("litigation_address") <= 300', name=op.f('ck_edition_litigation_address_length')),
    sa.CheckConstraint('length("litigation_court") <= 200', name=op.f('ck_edition_litigation_court_length')),
    sa.CheckConstraint('length("litigation_phone") <= 50', name=op.f('ck_edition_litigation_phone_length')),
    sa.CheckConstraint('length("litigation_url") <= 256', name=op.f('ck_edition_litigation_url_length')),
    sa.CheckConstraint('length("local_catalog_code") <= 50', name=op.f('ck_edition_local_catalog_code_length')),
    sa.CheckConstraint('length("local_task_code") <= 50', name=op.f('ck_edition_local_task_code_length')),
    sa.CheckConstraint('length("mobile_url") <= 500', name=op.f('ck_edition_mobile_url_length')),
    sa.CheckConstraint('length("name") <= 200', name=op.f('ck_edition_name_length')),
    sa.CheckConstraint('length("offline_note") <= 4000', name=op.f('ck_edition_offline_note_length')),
    sa.CheckConstraint('length("online_depth") <= 32', name=op.f('ck_edition_online_depth_length')),
    sa.CheckConstraint('length("online_grade") <= 32', name=op.f('ck_edition_online_grade_length')),
    sa.CheckConstraint('length("online_note") <= 4000', name=op.f('ck_edition_online_note_length')),
    sa.CheckConstraint('length("online_url") <= 256', name=op.f('ck_edition_online_url_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_edition_owner_code_length')),
    sa.CheckConstraint('length("power_division") <= 4000', name=op.f('ck_edition_power_division_length')),
    sa.CheckConstraint('length("power_source") <= 32', name=op.f('ck_edition_power_source_length')),
    sa.CheckConstraint('length("promised_note") <= 500', name=op.f('ck_edition_promised_note_length')),
    sa.CheckConstraint('length("promised_unit") <= 32', name=op.f('ck_edition_promised_unit_length')),
    sa.CheckConstraint('length("publication_rule") <= 200', name=op.f('ck_edition_publication_rule_length')),
    sa.CheckConstraint('length("quota_note") <= 500', name=op.f('ck_edition_quota_note_length')),
    sa.CheckConstraint('length("result_form") <= 32', name=op.f('ck_edition_result_form_length')),
    sa.CheckConstraint('length("retention") <= 32', name=op.f('ck_edition_retention_length')),
    sa.CheckConstraint('length("review_address") <= 300', name=op.f('ck_edition_review_address_length')),
    sa.CheckConstraint('length("review_body") <= 200', name=op.f('ck_edition_review_body_length')),
    sa.CheckConstraint('length("review_phone") <= 50', name=op.f('ck_edition_review_phone_length')),
    sa.CheckConstraint('length("review_type") <= 32', name=op.f('ck_edition_review_type_length')),
    sa.CheckConstraint('length("review_url") <= 256', name=op.f('ck_edition_review_url_length')),
    sa.CheckConstraint('length("rights") <= 4000', name=op.f('ck_edition_rights_length')),
    sa.CheckConstraint('length("season_from") <= 5', name=op.f('ck_edition_season_from_length')),
    sa.CheckConstraint('length("season_note") <= 300', name=op.f('ck_edition_season_note_length')),
    sa.CheckConstraint('length("season_until") <= 5', name=op.f('ck_edition_season_until_length')),
    sa.CheckConstraint('length("service_class") <= 32', name=op.f('ck_edition_service_class_length')),
    sa.CheckConstraint('length("service_domain") <= 50', name=op.f('ck_edition_service_domain_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_edition_state_length')),
    sa.CheckConstraint('length("submitted_by") <= 80', name=op.f('ck_edition_submitted_by_length')),
    sa.CheckConstraint('length("summary") <= 500', name=op.f('ck_edition_summary_length')),
    sa.CheckConstraint('length("task_code") <= 31', name=op.f('ck_edition_task_code_length')),
    sa.CheckConstraint('length("task_type") <= 32', name=op.f('ck_edition_task_type_length')),
    sa.CheckConstraint('length("undertaking_department") <= 20', name=op.f('ck_edition_undertaking_department_length')),
    sa.CheckConstraint('length("use_content") <= 4000', name=op.f('ck_edition_use_content_length')),
    sa.CheckConstraint('length("visits_reason") <= 1000', name=op.f('ck_edition_visits_reason_length')),
    sa.CheckConstraint('length("worked_in") <= 50', name=op.f('ck_edition_worked_in_length')),
    sa.ForeignKeyConstraint(['accepting_department'], ['department.code'], name=op.f('fk_edition_accepting_department')),
    sa.ForeignKeyConstraint(['deciding_department'], ['department.code'], name=op.f('fk_edition_deciding_department')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_edition_department_code')),
    sa.ForeignKeyConstraint(['implementing_body'], ['department.code'], name=op.f('fk_edition_implementing_body')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_edition_item_code')),
    sa.ForeignKeyConstraint(['lead_department'], ['department.code'], name=op.f('fk_edition_lead_department')),
    sa.ForeignKeyConstraint(['undertaking_department'], ['department.code'], name=op.f('fk_edition_undertaking_department')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edition'))
    )
    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_edition_definition_hash'), ['definition_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_edition_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_edition_item_code'), ['item_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_edition_owner_code'), ['owner_code'], unique=False)
        batch_op.create_index('uq_edition_number', ['item_code', 'number'], unique=True)
        batch_op.create_index('uq_edition_open', ['item_code'], unique=True, sqlite_where=sa.text("state IN ('draft','submitted','returned','approved')"), postgresql_where=sa.text("state IN ('draft','submitted','returned','approved')"))

    op.create_table('hall_detail',
    sa.Column('morning_opens', sa.Time(), nullable=True),
    sa.Column('morning_closes', sa.Time(), nullable=True),
    sa.Column('afternoon_opens', sa.Time(), nullable=True),
    sa.Column('afternoon_closes', sa.Time(), nullable=True),
    sa.Column('hours_note', sa.String(length=300), nullable=True),
    sa.Column('market_days', sa.String(length=60), nullable=True),
    sa.Column('consult_phone', sa.String(length=30), nullable=True),
    sa.Column('complaint_phone', sa.String(length=30), nullable=True),
    sa.Column('transit', sa.String(length=200), nullable=True),
    sa.Column('floor_area', sa.Integer(), nullable=True),
    sa.Column('equipment', sa.String(length=300), nullable=True),
    sa.Column('opens_saturday', sa.Boolean(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_hall_detail_changed_by_length')),
    sa.CheckConstraint('length("complaint_phone") <= 30', name=op.f('ck_hall_detail_complaint_phone_length')),
    sa.CheckConstraint('length("consult_phone") <= 30', name=op.f('ck_hall_detail_consult_phone_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_hall_detail_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_hall_detail_department_code_length')),
    sa.CheckConstraint('length("equipment") <= 300', name=op.f('ck_hall_detail_equipment_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_hall_detail_hall_code_length')),
    sa.CheckConstraint('length("hours_note") <= 300', name=op.f('ck_hall_detail_hours_note_length')),
    sa.CheckConstraint('length("market_days") <= 60', name=op.f('ck_hall_detail_market_days_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_hall_detail_region_code_length')),
    sa.CheckConstraint('length("transit") <= 200', name=op.f('ck_hall_detail_transit_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_hall_detail_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_hall_detail_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_hall_detail_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hall_detail'))
    )
    with op.batch_alter_table('hall_detail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hall_detail_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_hall_detail_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_hall_detail_region_code'), ['region_code'], unique=False)

    op.create_table('item_alias',
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('text', sa.String(length=60), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_item_alias_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_item_alias_created_by_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_item_alias_item_code_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_item_alias_owner_code_length')),
    sa.CheckConstraint('length("text") <= 60', name=op.f('ck_item_alias_text_length')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_item_alias_item_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item_alias'))
    )
    with op.batch_alter_table('item_alias', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_item_alias_item_code'), ['item_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_item_alias_owner_code'), ['owner_code'], unique=False)

    op.create_table('print_run',
    sa.Column('print_code', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=True),
    sa.Column('edition_number', sa.Integer(), nullable=True),
    sa.Column('printed_on', sa.Date(), nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_print_run_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_print_run_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_print_run_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_print_run_hall_code_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_print_run_item_code_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_print_run_kind_length')),
    sa.CheckConstraint('length("print_code") <= 120', name=op.f('ck_print_run_print_code_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_print_run_region_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_print_run_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_print_run_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_print_run_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_print_run'))
    )
    with op.batch_alter_table('print_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_print_run_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_print_run_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_print_run_item_code'), ['item_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_print_run_print_code'), ['print_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_print_run_region_code'), ['region_code'], unique=False)

    op.create_table('staff',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('staff_number', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=40), nullable=True),
    sa.Column('duty', sa.String(length=60), nullable=True),
    sa.Column('work_phone', sa.String(length=30), nullable=True),
    sa.Column('mobile_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('mobile_index', sa.String(length=64), nullable=True),
    sa.Column('party_member', sa.Boolean(), nullable=True),
    sa.Column('pledge', sa.String(length=200), nullable=True),
    sa.Column('photo', sa.String(length=64), nullable=True),
    sa.Column('consents_wall', sa.Boolean(), nullable=True),
    sa.Column('consents_web', sa.Boolean(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('row_uid', sa.String(length=32), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_staff_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_staff_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_staff_department_code_length')),
    sa.CheckConstraint('length("duty") <= 60', name=op.f('ck_staff_duty_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_staff_hall_code_length')),
    sa.CheckConstraint('length("mobile_index") <= 64', name=op.f('ck_staff_mobile_index_length')),
    sa.CheckConstraint('length("name") <= 40', name=op.f('ck_staff_name_length')),
    sa.CheckConstraint('length("photo") <= 64', name=op.f('ck_staff_photo_length')),
    sa.CheckConstraint('length("pledge") <= 200', name=op.f('ck_staff_pledge_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_staff_region_code_length')),
    sa.CheckConstraint('length("row_uid") <= 32', name=op.f('ck_staff_row_uid_length')),
    sa.CheckConstraint('length("staff_number") <= 20', name=op.f('ck_staff_staff_number_length')),
    sa.CheckConstraint('length("title") <= 40', name=op.f('ck_staff_title_length')),
    sa.CheckConstraint('length("work_phone") <= 30', name=op.f('ck_staff_work_phone_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_staff_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_staff_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_staff_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff')),
    sa.UniqueConstraint('row_uid', name=op.f('uq_staff_row_uid')),
    sa.UniqueConstraint('staff_number', name=op.f('uq_staff_staff_number'))
    )
    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_staff_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_staff_mobile_index'), ['mobile_index'], unique=False)
        batch_op.create_index(batch_op.f('ix_staff_region_code'), ['region_code'], unique=False)

    op.create_table('stored_file',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_stored_file_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_stored_file_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_stored_file_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_stored_file_hall_code_length')),
    sa.CheckConstraint('length("media_type") <= 80', name=op.f('ck_stored_file_media_type_length')),
    sa.CheckConstraint('length("name") <= 200', name=op.f('ck_stored_file_name_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_stored_file_region_code_length')),
    sa.CheckConstraint('length("sha256") <= 64', name=op.f('ck_stored_file_sha256_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_stored_file_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_stored_file_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_stored_file_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stored_file'))
    )
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stored_file_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_stored_file_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_stored_file_region_code'), ['region_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_stored_file_sha256'), ['sha256'], unique=False)

    op.create_table('window',
    sa.Column('number', sa.String(length=4), nullable=False),
    sa.Column('kind_code', sa.String(length=20), nullable=False),
    sa.Column('position', sa.String(length=60), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_window_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_window_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_window_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_window_hall_code_length')),
    sa.CheckConstraint('length("kind_code") <= 20', name=op.f('ck_window_kind_code_length')),
    sa.CheckConstraint('length("number") <= 4', name=op.f('ck_window_number_length')),
    sa.CheckConstraint('length("position") <= 60', name=op.f('ck_window_position_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_window_region_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_window_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_window_hall_code')),
    sa.ForeignKeyConstraint(['kind_code'], ['window_kind.code'], name=op.f('fk_window_kind_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_window_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_window')),
    sa.UniqueConstraint('hall_code', 'number', name=op.f('uq_window_hall_code_number'))
    )
    with op.batch_alter_table('window', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_window_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_window_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_window_kind_code'), ['kind_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_window_region_code'), ['region_code'], unique=False)

    op.create_table('ab_user',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('first_name', sa.String(length=64), nullable=False),
    sa.Column('last_name', sa.String(length=64), nullable=False),
    sa.Column('username', sa.String(length=128), nullable=False),
    sa.Column('password', sa.String(length=256), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=True),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('last_login', sa.DateTime(), nullable=True),
    sa.Column('login_count', sa.Integer(), nullable=True),
    sa.Column('fail_login_count', sa.Integer(), nullable=True),
    sa.Column('created_on', sa.DateTime(), nullable=True),
    sa.Column('changed_on', sa.DateTime(), nullable=True),
    sa.Column('created_by_fk', sa.Integer(), nullable=True),
    sa.Column('changed_by_fk', sa.Integer(), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('is_demo', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['changed_by_fk'], ['ab_user.id'], name=op.f('fk_ab_user_changed_by_fk')),
    sa.ForeignKeyConstraint(['created_by_fk'], ['ab_user.id'], name=op.f('fk_ab_user_created_by_fk')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_ab_user_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_ab_user_hall_code')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_ab_user_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ab_user')),
    sa.UniqueConstraint('email', name=op.f('uq_ab_user_email')),
    sa.UniqueConstraint('username', name=op.f('uq_ab_user_username'))
    )
    op.create_table('acceptance_condition',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=1000), nullable=True),
    sa.Column('basis', sa.String(length=500), nullable=True),
    sa.Column('condition', sa.JSON(none_as_null=True), nullable=True),
    sa.CheckConstraint('length("basis") <= 500', name=op.f('ck_acceptance_condition_basis_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_acceptance_condition_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_acceptance_condition_created_by_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_acceptance_condition_key_length')),
    sa.CheckConstraint('length("text") <= 1000', name=op.f('ck_acceptance_condition_text_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_acceptance_condition_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_acceptance_condition')),
    sa.UniqueConstraint('edition_id', 'key', name=op.f('uq_acceptance_condition_edition_id_key'))
    )
    with op.batch_alter_table('acceptance_condition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_acceptance_condition_edition_id'), ['edition_id'], unique=False)

    op.create_table('edition_event',
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=32), nullable=False),
    sa.Column('at', UtcInstant(), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('"act" IN (\'saved\', \'submitted\', \'returned\', \'approved\', \'published\', \'cancelled\', \'withdrawn\')', name=op.f('ck_edition_event_act_known')),
    sa.CheckConstraint('length("act") <= 32', name=op.f('ck_edition_event_act_length')),
    sa.CheckConstraint('length("actor") <= 80', name=op.f('ck_edition_event_actor_length')),
    sa.CheckConstraint('length("reason") <= 500', name=op.f('ck_edition_event_reason_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_edition_event_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edition_event'))
    )
    with op.batch_alter_table('edition_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_edition_event_edition_id'), ['edition_id'], unique=False)

    op.create_table('faq',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(length=300), nullable=True),
    sa.Column('answer', sa.String(length=4000), nullable=True),
    sa.CheckConstraint('length("answer") <= 4000', name=op.f('ck_faq_answer_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_faq_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_faq_created_by_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_faq_key_length')),
    sa.CheckConstraint('length("question") <= 300', name=op.f('ck_faq_question_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_faq_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_faq')),
    sa.UniqueConstraint('edition_id', 'key', name=op.f('uq_faq_edition_id_key'))
    )
    with op.batch_alter_table('faq', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_faq_edition_id'), ['edition_id'], unique=False)

    op.create_table('fee',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=True),
    sa.Column('amount_fen', sa.Integer(), nullable=True),
    sa.Column('unit', sa.String(length=30), nullable=True),
    sa.Column('quantity', sa.String(length=40), nullable=True),
    sa.Column('basis', sa.String(length=500), nullable=True),
    sa.Column('unverified', sa.Boolean(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=True),
    sa.Column('condition', sa.JSON(none_as_null=True), nullable=True),
    sa.CheckConstraint('"amount_fen" BETWEEN 0 AND 1000000000', name=op.f('ck_fee_amount_fen_range')),
    sa.CheckConstraint('length("basis") <= 500', name=op.f('ck_fee_basis_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_fee_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_fee_created_by_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_fee_key_length')),
    sa.CheckConstraint('length("name") <= 200', name=op.f('ck_fee_name_length')),
    sa.CheckConstraint('length("note") <= 500', name=op.f('ck_fee_note_length')),
    sa.CheckConstraint('length("quantity") <= 40', name=op.f('ck_fee_quantity_length')),
    sa.CheckConstraint('length("unit") <= 30', name=op.f('ck_fee_unit_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_fee_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fee')),
    sa.UniqueConstraint('edition_id', 'key', name=op.f('uq_fee_edition_id_key'))
    )
    with op.batch_alter_table('fee', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fee_edition_id'), ['edition_id'], unique=False)

    op.create_table('field',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=100), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=True),
    sa.Column('group', sa.String(length=50), nullable=True),
    sa.Column('required', sa.Boolean(), nullable=True),
    sa.Column('help', sa.String(length=300), nullable=True),
    sa.Column('low', sa.Integer(), nullable=True),
    sa.Column('high', sa.Integer(), nullable=True),
    sa.Column('condition', sa.JSON(none_as_null=True), nullable=True),
    sa.CheckConstraint('"high" BETWEEN 0 AND 999999999', name=op.f('ck_field_high_range')),
    sa.CheckConstraint('"low" BETWEEN 0 AND 999999999', name=op.f('ck_field_low_range')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_field_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_field_created_by_length')),
    sa.CheckConstraint('length("group") <= 50', name=op.f('ck_field_group_length')),
    sa.CheckConstraint('length("help") <= 300', name=op.f('ck_field_help_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_field_key_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_field_kind_length')),
    sa.CheckConstraint('length("label") <= 100', name=op.f('ck_field_label_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_field_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_field')),
    sa.UniqueConstraint('edition_id', 'key', name=op.f('uq_field_edition_id_key'))
    )
    with op.batch_alter_table('field', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_field_edition_id'), ['edition_id'], unique=False)

    op.create_table('legal_basis',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=32), nullable=True),
    sa.Column('title', sa.String(length=300), nullable=True),
    sa.Column('document_number', sa.String(length=100), nullable=True),
    sa.Column('article', sa.String(length=100), nullable=True),
    sa.Column('text', sa.String(length=4000), nullable=True),
    sa.Column('issuer', sa.String(length=200), nullable=True),
    sa.Column('effective_on', sa.Date(), nullable=True),
    sa.Column('unverified', sa.Boolean(), nullable=True),
    sa.CheckConstraint('"level" IN (\'law\', \'regulation\', \'local_regulation\', \'rule\', \'local_rule\', \'document\')', name=op.f('ck_legal_basis_level_known')),
    sa.CheckConstraint('length("article") <= 100', name=op.f('ck_legal_basis_article_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_legal_basis_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_legal_basis_created_by_length')),
    sa.CheckConstraint('length("document_number") <= 100', name=op.f('ck_legal_basis_document_number_length')),
    sa.CheckConstraint('length("issuer") <= 200', name=op.f('ck_legal_basis_issuer_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_legal_basis_key_length')),
    sa.CheckConstraint('length("level") <= 32', name=op.f('ck_legal_basis_level_length')),
    sa.CheckConstraint('length("text") <= 4000', name=op.f('ck_legal_basis_text_length')),
    sa.CheckConstraint('length("title") <= 300', name=op.f('ck_legal_basis_title_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_legal_basis_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_legal_basis')),
    sa.UniqueConstraint('edition_id', 'key', name=op.f('uq_legal_basis_edition_id_key'))
    )
    with op.batch_alter_table('legal_basis', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_legal_basis_edition_id'), ['edition_id'], unique=False)

    op.create_table('material',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('paper', sa.String(length=40), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=True),
    sa.Column('necessity', sa.String(length=32), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=True),
    sa.Column('material_type', sa.String(length=32), nullable=True),
    sa.Column('form', sa.String(length=32), nullable=True),
    sa.Column('originals', sa.Integer(), nullable=True),
    sa.Column('copies', sa.Integer(), nullable=True),
    sa.Column('page_format', sa.String(length=50), nullable=True),
    sa.Column('source_type', sa.String(length=32), nullable=True),
    sa.Column('issuer', sa.String(length=200), nullable=True),
    sa.Column('issued_within', sa.String(length=100), nullable=True),
    sa.Column('blank_form', sa.String(length=64), nullable=True),
    sa.Column('sample', sa.String(length=64), nullable=True),
    sa.Column('fill_note', sa.String(length=500), nullable=True),
    sa.Column('accept_standard', sa.String(length=256), nullable=True),
    sa.Column('exempt', sa.Boolean(), nullable=True),
    sa.Column('pledge_allowed', sa.Boolean(), nullable=True),
    sa.Column('basis', sa.String(length=256), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=True),
    sa.Column('condition', sa.JSON(none_as_null=True), nullable=True),
    sa.CheckConstraint('"copies" BETWEEN 0 AND 99', name=op.f('ck_material_copies_range')),
    sa.CheckConstraint('"form" IN (\'paper\', \'electronic\', \'either\')', name=op.f('ck_material_form_known')),
    sa.CheckConstraint('"kind" IN (\'licence\', \'form\', \'other\')', name=op.f('ck_material_kind_known')),
    sa.CheckConstraint('"material_type" IN (\'original\', \'copy\', \'either\', \'both\')', name=op.f('ck_material_material_type_known')),
    sa.CheckConstraint('"necessity" IN (\'required\', \'optional\', \'deferrable\')', name=op.f('ck_material_necessity_known')),
    sa.CheckConstraint('"originals" BETWEEN 0 AND 99', name=op.f('ck_material_originals_range')),
    sa.CheckConstraint('"source_type" IN (\'applicant\', \'government\', \'intermediary\', \'other\')', name=op.f('ck_material_source_type_known')),
    sa.CheckConstraint('length("accept_standard") <= 256', name=op.f('ck_material_accept_standard_length')),
    sa.CheckConstraint('length("basis") <= 256', name=op.f('ck_material_basis_length')),
    sa.CheckConstraint('length("blank_form") <= 64', name=op.f('ck_material_blank_form_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_material_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_material_created_by_length')),
    sa.CheckConstraint('length("fill_note") <= 500', name=op.f('ck_material_fill_note_length')),
    sa.CheckConstraint('length("form") <= 32', name=op.f('ck_material_form_length')),
    sa.CheckConstraint('length("issued_within") <= 100', name=op.f('ck_material_issued_within_length')),
    sa.CheckConstraint('length("issuer") <= 200', name=op.f('ck_material_issuer_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_material_key_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_material_kind_length')),
    sa.CheckConstraint('length("material_type") <= 32', name=op.f('ck_material_material_type_length')),
    sa.CheckConstraint('length("name") <= 200', name=op.f('ck_material_name_length')),
    sa.CheckConstraint('length("necessity") <= 32', name=op.f('ck_material_necessity_length')),
    sa.CheckConstraint('length("note") <= 500', name=op.f('ck_material_note_length')),
    sa.CheckConstraint('length("page_format") <= 50', name=op.f('ck_material_page_format_length')),
    sa.CheckConstraint('length("paper") <= 40', name=op.f('ck_material_paper_length')),
    sa.CheckConstraint('length("sample") <= 64', name=op.f('ck_material_sample_length')),
    sa.CheckConstraint('length("source_type") <= 32', name=op.f('ck_material_source_type_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_material_edition_id')),
    sa.ForeignKeyConstraint(['paper'], ['standard_material.code'], name=op.f('fk_material_paper')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_material')),
    sa.UniqueConstraint('edition_id', 'key', name=op.f('uq_material_edition_id_key'))
    )
    with op.batch_alter_table('material', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_material_edition_id'), ['edition_id'], unique=False)

    op.create_table('offer',
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('window_id', sa.Integer(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('delegation_paper', sa.String(length=200), nullable=True),
    sa.Column('place_note', sa.String(length=200), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_offer_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_offer_created_by_length')),
    sa.CheckConstraint('length("delegation_paper") <= 200', name=op.f('ck_offer_delegation_paper_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_offer_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_offer_hall_code_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_offer_item_code_length')),
    sa.CheckConstraint('length("place_note") <= 200', name=op.f('ck_offer_place_note_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_offer_region_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_offer_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_offer_hall_code')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_offer_item_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_offer_region_code')),
    sa.ForeignKeyConstraint(['window_id'], ['window.id'], name=op.f('fk_offer_window_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer')),
    sa.UniqueConstraint('item_code', 'hall_code', name=op.f('uq_offer_item_code_hall_code'))
    )
    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offer_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_offer_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_offer_item_code'), ['item_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_offer_region_code'), ['region_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_offer_window_id'), ['window_id'], unique=False)

    op.create_table('outcome',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=True),
    sa.Column('result_type', sa.String(length=32), nullable=True),
    sa.Column('validity', sa.String(length=100), nullable=True),
    sa.Column('sample', sa.String(length=64), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=True),
    sa.CheckConstraint('"result_type" IN (\'licence\', \'document\', \'other\', \'none\')', name=op.f('ck_outcome_result_type_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_outcome_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_outcome_created_by_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_outcome_key_length')),
    sa.CheckConstraint('length("name") <= 200', name=op.f('ck_outcome_name_length')),
    sa.CheckConstraint('length("note") <= 500', name=op.f('ck_outcome_note_length')),
    sa.CheckConstraint('length("result_type") <= 32', name=op.f('ck_outcome_result_type_length')),
    sa.CheckConstraint('length("sample") <= 64', name=op.f('ck_outcome_sample_length')),
    sa.CheckConstraint('length("validity") <= 100', name=op.f('ck_outcome_validity_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_outcome_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome')),
    sa.UniqueConstraint('edition_id', 'key', name=op.f('uq_outcome_edition_id_key'))
    )
    with op.batch_alter_table('outcome', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outcome_edition_id'), ['edition_id'], unique=False)

    op.create_table('post',
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('window_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('weekdays', sa.String(length=7), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"kind" IN (\'a\', \'b\', \'chief\', \'head\')', name=op.f('ck_post_kind_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_post_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_post_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_post_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_post_hall_code_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_post_kind_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_post_region_code_length')),
    sa.CheckConstraint('length("weekdays") <= 7', name=op.f('ck_post_weekdays_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_post_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_post_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_post_region_code')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_post_staff_id')),
    sa.ForeignKeyConstraint(['window_id'], ['window.id'], name=op.f('fk_post_window_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post'))
    )
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_post_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_post_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_post_region_code'), ['region_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_post_staff_id'), ['staff_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_post_window_id'), ['window_id'], unique=False)

    op.create_table('question',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=True),
    sa.Column('help', sa.String(length=300), nullable=True),
    sa.Column('condition', sa.JSON(none_as_null=True), nullable=True),
    sa.CheckConstraint('"kind" IN (\'choice\', \'choices\', \'yes_no\', \'integer\')', name=op.f('ck_question_kind_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_question_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_question_created_by_length')),
    sa.CheckConstraint('length("help") <= 300', name=op.f('ck_question_help_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_question_key_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_question_kind_length')),
    sa.CheckConstraint('length("text") <= 200', name=op.f('ck_question_text_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_question_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('edition_id', 'key', name=op.f('uq_question_edition_id_key'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_edition_id'), ['edition_id'], unique=False)

    op.create_table('special_procedure',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=True),
    sa.Column('duration', sa.Integer(), nullable=True),
    sa.Column('unit', sa.String(length=32), nullable=True),
    sa.Column('basis', sa.String(length=500), nullable=True),
    sa.Column('charged', sa.Boolean(), nullable=True),
    sa.Column('counted', sa.Boolean(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=True),
    sa.CheckConstraint('"duration" BETWEEN 0 AND 999', name=op.f('ck_special_procedure_duration_range')),
    sa.CheckConstraint('"kind" IN (\'hearing\', \'tender\', \'auction\', \'inspection\', \'testing\', \'quarantine\', \'appraisal\', \'expert_review\', \'public_notice\', \'extension\', \'other\')', name=op.f('ck_special_procedure_kind_known')),
    sa.CheckConstraint('"unit" IN (\'working_days\', \'natural_days\', \'hours\', \'minutes\', \'months\')', name=op.f('ck_special_procedure_unit_known')),
    sa.CheckConstraint('length("basis") <= 500', name=op.f('ck_special_procedure_basis_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_special_procedure_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_special_procedure_created_by_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_special_procedure_key_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_special_procedure_kind_length')),
    sa.CheckConstraint('length("name") <= 100', name=op.f('ck_special_procedure_name_length')),
    sa.CheckConstraint('length("note") <= 500', name=op.f('ck_special_procedure_note_length')),
    sa.CheckConstraint('length("unit") <= 32', name=op.f('ck_special_procedure_unit_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_special_procedure_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_special_procedure')),
    sa.UniqueConstraint('edition_id', 'key', name=op.f('uq_special_procedure_edition_id_key'))
    )
    with op.batch_alter_table('special_procedure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_special_procedure_edition_id'), ['edition_id'], unique=False)

    op.create_table('step',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=True),
    sa.Column('level', sa.String(length=32), nullable=True),
    sa.Column('role', sa.String(length=32), nullable=True),
    sa.Column('department', sa.String(length=20), nullable=True),
    sa.Column('duration', sa.Integer(), nullable=True),
    sa.Column('unit', sa.String(length=32), nullable=True),
    sa.Column('counting', sa.String(length=32), nullable=True),
    sa.Column('standard', sa.String(length=500), nullable=True),
    sa.Column('result', sa.String(length=300), nullable=True),
    sa.Column('parallel', sa.String(length=40), nullable=True),
    sa.Column('basis', sa.String(length=500), nullable=True),
    sa.Column('condition', sa.JSON(none_as_null=True), nullable=True),
    sa.CheckConstraint('"counting" IN (\'counted\', \'not_counted\', \'instant\')', name=op.f('ck_step_counting_known')),
    sa.CheckConstraint('"duration" BETWEEN 0 AND 999', name=op.f('ck_step_duration_range')),
    sa.CheckConstraint('"kind" IN (\'accept\', \'handle\', \'pass_on\', \'report_back\', \'examine\', \'inspect\', \'publicise\', \'approve\', \'finish\', \'deliver\', \'register\', \'assign\', \'report_up\', \'reply\')', name=op.f('ck_step_kind_known')),
    sa.CheckConstraint('"level" IN (\'village\', \'town\', \'county\', \'city\', \'province\')', name=op.f('ck_step_level_known')),
    sa.CheckConstraint('"role" IN (\'clerk\', \'officer\', \'decider\', \'leader\', \'agent\', \'outside\')', name=op.f('ck_step_role_known')),
    sa.CheckConstraint('"unit" IN (\'working_days\', \'natural_days\', \'hours\', \'minutes\', \'months\')', name=op.f('ck_step_unit_known')),
    sa.CheckConstraint('length("basis") <= 500', name=op.f('ck_step_basis_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_step_changed_by_length')),
    sa.CheckConstraint('length("counting") <= 32', name=op.f('ck_step_counting_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_step_created_by_length')),
    sa.CheckConstraint('length("department") <= 20', name=op.f('ck_step_department_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_step_key_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_step_kind_length')),
    sa.CheckConstraint('length("level") <= 32', name=op.f('ck_step_level_length')),
    sa.CheckConstraint('length("name") <= 100', name=op.f('ck_step_name_length')),
    sa.CheckConstraint('length("parallel") <= 40', name=op.f('ck_step_parallel_length')),
    sa.CheckConstraint('length("result") <= 300', name=op.f('ck_step_result_length')),
    sa.CheckConstraint('length("role") <= 32', name=op.f('ck_step_role_length')),
    sa.CheckConstraint('length("standard") <= 500', name=op.f('ck_step_standard_length')),
    sa.CheckConstraint('length("unit") <= 32', name=op.f('ck_step_unit_length')),
    sa.ForeignKeyConstraint(['department'], ['department.code'], name=op.f('fk_step_department')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_step_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_step')),
    sa.UniqueConstraint('edition_id', 'key', name=op.f('uq_step_edition_id_key'))
    )
    with op.batch_alter_table('step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_step_edition_id'), ['edition_id'], unique=False)

    op.create_table('ab_api_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=256), nullable=False),
    sa.Column('key_hash', sa.String(length=256), nullable=False),
    sa.Column('lookup_hash', sa.String(length=256), nullable=True),
    sa.Column('key_prefix', sa.String(length=16), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('scopes', sa.Text(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_on', sa.DateTime(), nullable=True),
    sa.Column('expires_on', sa.DateTime(), nullable=True),
    sa.Column('revoked_on', sa.DateTime(), nullable=True),
    sa.Column('last_used_on', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], name=op.f('fk_ab_api_key_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ab_api_key')),
    sa.UniqueConstraint('lookup_hash', name=op.f('uq_ab_api_key_lookup_hash')),
    sa.UniqueConstraint('uuid', name=op.f('uq_ab_api_key_uuid'))
    )
    with op.batch_alter_table('ab_api_key', schema=None) as batch_op:
        batch_op.create_index('idx_api_key_lookup_hash', ['lookup_hash'], unique=True)
        batch_op.create_index('idx_api_key_prefix', ['key_prefix'], unique=False)
        batch_op.create_index('idx_api_key_user_id', ['user_id'], unique=False)

    op.create_table('ab_user_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['group_id'], ['ab_group.id'], name=op.f('fk_ab_user_group_group_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], name=op.f('fk_ab_user_group_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ab_user_group')),
    sa.UniqueConstraint('user_id', 'group_id', name=op.f('uq_ab_user_group_user_id_group_id'))
    )
    with op.batch_alter_table('ab_user_group', schema=None) as batch_op:
        batch_op.create_index('idx_user_group_id', ['group_id'], unique=False)
        batch_op.create_index('idx_user_id', ['user_id'], unique=False)

    op.create_table('ab_user_role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('role_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['role_id'], ['ab_role.id'], name=op.f('fk_ab_user_role_role_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], name=op.f('fk_ab_user_role_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ab_user_role')),
    sa.UniqueConstraint('user_id', 'role_id', name=op.f('uq_ab_user_role_user_id_role_id'))
    )
    op.create_table('authority',
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('power', sa.String(length=32), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"power" IN (\'accept\', \'decide\', \'advise\')', name=op.f('ck_authority_power_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_authority_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_authority_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_authority_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_authority_hall_code_length')),
    sa.CheckConstraint('length("power") <= 32', name=op.f('ck_authority_power_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_authority_region_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_authority_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_authority_hall_code')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_authority_offer_id')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_authority_post_id')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_authority_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_authority')),
    sa.UniqueConstraint('offer_id', 'post_id', 'power', 'valid_from', name=op.f('uq_authority_offer_id_post_id_power_valid_from'))
    )
    with op.batch_alter_table('authority', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_authority_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_authority_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_authority_offer_id'), ['offer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_authority_post_id'), ['post_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_authority_region_code'), ['region_code'], unique=False)

    op.create_table('field_choice',
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=True),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_field_choice_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_field_choice_created_by_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_field_choice_key_length')),
    sa.CheckConstraint('length("label") <= 200', name=op.f('ck_field_choice_label_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_field_choice_edition_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['field.id'], name=op.f('fk_field_choice_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_field_choice')),
    sa.UniqueConstraint('parent_id', 'key', name=op.f('uq_field_choice_parent_id_key'))
    )
    with op.batch_alter_table('field_choice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_field_choice_edition_id'), ['edition_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_field_choice_parent_id'), ['parent_id'], unique=False)

    op.create_table('offer_contact',
    sa.Column('offer_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('mode', sa.String(length=32), nullable=False),
    sa.Column('detail', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"kind" IN (\'consult\', \'complaint\')', name=op.f('ck_offer_contact_kind_known')),
    sa.CheckConstraint('"mode" IN (\'window\', \'web\', \'phone\', \'letter\', \'mail\')', name=op.f('ck_offer_contact_mode_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_offer_contact_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_offer_contact_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_offer_contact_department_code_length')),
    sa.CheckConstraint('length("detail") <= 200', name=op.f('ck_offer_contact_detail_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_offer_contact_hall_code_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_offer_contact_kind_length')),
    sa.CheckConstraint('length("mode") <= 32', name=op.f('ck_offer_contact_mode_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_offer_contact_region_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_offer_contact_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_offer_contact_hall_code')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_contact_offer_id')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_offer_contact_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer_contact'))
    )
    with op.batch_alter_table('offer_contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offer_contact_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_offer_contact_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_offer_contact_offer_id'), ['offer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_offer_contact_region_code'), ['region_code'], unique=False)

    op.create_table('offer_revision',
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('local_values', sa.JSON(), nullable=False),
    sa.Column('at', UtcInstant(), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.CheckConstraint('length("actor") <= 80', name=op.f('ck_offer_revision_actor_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_offer_revision_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_offer_revision_hall_code_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_offer_revision_region_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_offer_revision_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_offer_revision_hall_code')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_revision_offer_id')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_offer_revision_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer_revision')),
    sa.UniqueConstraint('offer_id', 'number', name=op.f('uq_offer_revision_offer_id_number'))
    )
    with op.batch_alter_table('offer_revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offer_revision_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_offer_revision_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_offer_revision_offer_id'), ['offer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_offer_revision_region_code'), ['region_code'], unique=False)

    op.create_table('question_choice',
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=True),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_question_choice_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_question_choice_created_by_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_question_choice_key_length')),
    sa.CheckConstraint('length("label") <= 200', name=op.f('ck_question_choice_label_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_question_choice_edition_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['question.id'], name=op.f('fk_question_choice_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_choice')),
    sa.UniqueConstraint('parent_id', 'key', name=op.f('uq_question_choice_parent_id_key'))
    )
    with op.batch_alter_table('question_choice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_choice_edition_id'), ['edition_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_choice_parent_id'), ['parent_id'], unique=False)

    op.create_table('reduction',
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=True),
    sa.Column('percent', sa.Integer(), nullable=True),
    sa.Column('amount_fen', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=True),
    sa.Column('basis', sa.String(length=500), nullable=True),
    sa.Column('condition', sa.JSON(none_as_null=True), nullable=True),
    sa.CheckConstraint('"amount_fen" BETWEEN 0 AND 1000000000', name=op.f('ck_reduction_amount_fen_range')),
    sa.CheckConstraint('"kind" IN (\'free\', \'percent\', \'fixed\')', name=op.f('ck_reduction_kind_known')),
    sa.CheckConstraint('"percent" BETWEEN 0 AND 100', name=op.f('ck_reduction_percent_range')),
    sa.CheckConstraint('length("basis") <= 500', name=op.f('ck_reduction_basis_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_reduction_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_reduction_created_by_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_reduction_key_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_reduction_kind_length')),
    sa.CheckConstraint('length("reason") <= 200', name=op.f('ck_reduction_reason_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_reduction_edition_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['fee.id'], name=op.f('fk_reduction_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reduction')),
    sa.UniqueConstraint('parent_id', 'key', name=op.f('uq_reduction_parent_id_key'))
    )
    with op.batch_alter_table('reduction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reduction_edition_id'), ['edition_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reduction_parent_id'), ['parent_id'], unique=False)

    op.create_table('scope_grant',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('region_code', sa.String(length=12), nullable=True),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('item_codes', sa.JSON(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.CheckConstraint('"kind" IN (\'hall\', \'region\', \'department\', \'items\')', name=op.f('ck_scope_grant_kind_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_scope_grant_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_scope_grant_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_scope_grant_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_scope_grant_hall_code_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_scope_grant_kind_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_scope_grant_region_code_length')),
    sa.ForeignKeyConstraint(['account_id'], ['ab_user.id'], name=op.f('fk_scope_grant_account_id')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_scope_grant_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_scope_grant_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_scope_grant_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scope_grant'))
    )
    with op.batch_alter_table('scope_grant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scope_grant_account_id'), ['account_id'], unique=False)

    op.create_table('svc_case',
    sa.Column('county_code', sa.String(length=12), nullable=False),
    sa.Column('opened_year', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=21), nullable=False),
    sa.Column('query_code', sa.String(length=8), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=True),
    sa.Column('offer_revision', sa.Integer(), nullable=False),
    sa.Column('definition_hash', sa.String(length=64), nullable=True),
    sa.Column('window_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('mode', sa.String(length=32), nullable=False),
    sa.Column('outcome', sa.String(length=32), nullable=True),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.Column('accepted_at', sa.DateTime(), nullable=True),
    sa.Column('finished_at', sa.DateTime(), nullable=True),
    sa.Column('applicant_name', sa.String(length=100), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('entered', sa.JSON(), nullable=False),
    sa.Column('entered_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('outside_number', sa.String(length=60), nullable=True),
    sa.Column('first_contact', sa.String(length=80), nullable=True),
    sa.Column('handler_id', sa.Integer(), nullable=True),
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
    sa.CheckConstraint('"kind" IN (\'instant\', \'promised\', \'joint\', \'reported\')', name=op.f('ck_svc_case_kind_known')),
    sa.CheckConstraint('"mode" IN (\'window\', \'agent\', \'home_visit\', \'appointment\', \'extended\', \'from_above\', \'from_below\', \'from_peer\')', name=op.f('ck_svc_case_mode_known')),
    sa.CheckConstraint('"outcome" IN (\'granted\', \'denied\', \'refused\', \'withdrawn\', \'lapsed\', \'terminated\', \'voided\')', name=op.f('ck_svc_case_outcome_known')),
    sa.CheckConstraint('"state" IN (\'received\', \'correction\', \'accepted\', \'under_way\', \'suspended\', \'decided\', \'finished\', \'delivered\')', name=op.f('ck_svc_case_state_known')),
    sa.CheckConstraint('length("applicant_name") <= 100', name=op.f('ck_svc_case_applicant_name_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_svc_case_changed_by_length')),
    sa.CheckConstraint('length("county_code") <= 12', name=op.f('ck_svc_case_county_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_svc_case_created_by_length')),
    sa.CheckConstraint('length("definition_hash") <= 64', name=op.f('ck_svc_case_definition_hash_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_svc_case_department_code_length')),
    sa.CheckConstraint('length("first_contact") <= 80', name=op.f('ck_svc_case_first_contact_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_svc_case_hall_code_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_svc_case_item_code_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_svc_case_kind_length')),
    sa.CheckConstraint('length("mode") <= 32', name=op.f('ck_svc_case_mode_length')),
    sa.CheckConstraint('length("number") <= 21', name=op.f('ck_svc_case_number_length')),
    sa.CheckConstraint('length("outcome") <= 32', name=op.f('ck_svc_case_outcome_length')),
    sa.CheckConstraint('length("outside_number") <= 60', name=op.f('ck_svc_case_outside_number_length')),
    sa.CheckConstraint('length("query_code") <= 8', name=op.f('ck_svc_case_query_code_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_svc_case_region_code_length')),
    sa.CheckConstraint('length("row_uid") <= 32', name=op.f('ck_svc_case_row_uid_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_svc_case_state_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_svc_case_department_code')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_svc_case_edition_id')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_svc_case_hall_code')),
    sa.ForeignKeyConstraint(['handler_id'], ['ab_user.id'], name=op.f('fk_svc_case_handler_id')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_svc_case_item_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_svc_case_region_code')),
    sa.ForeignKeyConstraint(['window_id'], ['window.id'], name=op.f('fk_svc_case_window_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_svc_case')),
    sa.UniqueConstraint('county_code', 'opened_year', 'id', name=op.f('uq_svc_case_county_code_opened_year_id')),
    sa.UniqueConstraint('county_code', 'opened_year', 'number', name=op.f('uq_svc_case_county_code_opened_year_number')),
    sa.UniqueConstraint('number', name=op.f('uq_svc_case_number')),
    sa.UniqueConstraint('row_uid', name=op.f('uq_svc_case_row_uid'))
    )
    with op.batch_alter_table('svc_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_svc_case_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_svc_case_edition_id'), ['edition_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_svc_case_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index('ix_svc_case_hall_state', ['hall_code', 'state', 'received_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_svc_case_handler_id'), ['handler_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_svc_case_item_code'), ['item_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_svc_case_received_at'), ['received_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_svc_case_region_code'), ['region_code'], unique=False)
        batch_op.create_index('ix_svc_case_region_received', ['region_code', 'received_at'], unique=False)

    op.create_table('case_grant',
    sa.Column('to_hall_code', sa.String(length=15), nullable=True),
    sa.Column('to_department_code', sa.String(length=20), nullable=True),
    sa.Column('case_right', sa.String(length=32), nullable=False),
    sa.Column('granted_from', sa.DateTime(), nullable=False),
    sa.Column('granted_until', sa.DateTime(), nullable=True),
    sa.Column('county_code', sa.String(length=12), nullable=False),
    sa.Column('opened_year', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.CheckConstraint('"case_right" IN (\'read\', \'handle\')', name=op.f('ck_case_grant_case_right_known')),
    sa.CheckConstraint('length("case_right") <= 32', name=op.f('ck_case_grant_case_right_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_case_grant_changed_by_length')),
    sa.CheckConstraint('length("county_code") <= 12', name=op.f('ck_case_grant_county_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_case_grant_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_case_grant_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_case_grant_hall_code_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_case_grant_region_code_length')),
    sa.CheckConstraint('length("to_department_code") <= 20', name=op.f('ck_case_grant_to_department_code_length')),
    sa.CheckConstraint('length("to_hall_code") <= 15', name=op.f('ck_case_grant_to_hall_code_length')),
    sa.ForeignKeyConstraint(['county_code', 'opened_year', 'case_id'], ['svc_case.county_code', 'svc_case.opened_year', 'svc_case.id'], name=op.f('fk_case_grant_county_code_opened_year_case_id')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_case_grant_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_case_grant_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_case_grant_region_code')),
    sa.ForeignKeyConstraint(['to_department_code'], ['department.code'], name=op.f('fk_case_grant_to_department_code')),
    sa.ForeignKeyConstraint(['to_hall_code'], ['hall.code'], name=op.f('fk_case_grant_to_hall_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_grant'))
    )
    with op.batch_alter_table('case_grant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_grant_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_grant_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_grant_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_grant_region_code'), ['region_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_grant_to_department_code'), ['to_department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_grant_to_hall_code'), ['to_hall_code'], unique=False)

    op.create_table('clock_event',
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=True),
    sa.Column('unit', sa.String(length=32), nullable=True),
    sa.Column('counted', sa.Boolean(), nullable=True),
    sa.Column('procedure_key', sa.String(length=40), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=True),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('recorded_at', UtcInstant(), nullable=False),
    sa.Column('county_code', sa.String(length=12), nullable=False),
    sa.Column('opened_year', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.CheckConstraint('"kind" IN (\'received\', \'correction_told\', \'corrected\', \'accepted\', \'refused\', \'suspended\', \'resumed\', \'extended\', \'handed_over\', \'decided\', \'finished\', \'delivered\', \'voided\', \'edition_moved\')', name=op.f('ck_clock_event_kind_known')),
    sa.CheckConstraint('"unit" IN (\'working_days\', \'natural_days\', \'hours\', \'minutes\', \'months\')', name=op.f('ck_clock_event_unit_known')),
    sa.CheckConstraint('length("actor") <= 80', name=op.f('ck_clock_event_actor_length')),
    sa.CheckConstraint('length("county_code") <= 12', name=op.f('ck_clock_event_county_code_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_clock_event_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_clock_event_hall_code_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_clock_event_kind_length')),
    sa.CheckConstraint('length("procedure_key") <= 40', name=op.f('ck_clock_event_procedure_key_length')),
    sa.CheckConstraint('length("reason") <= 300', name=op.f('ck_clock_event_reason_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_clock_event_region_code_length')),
    sa.CheckConstraint('length("unit") <= 32', name=op.f('ck_clock_event_unit_length')),
    sa.ForeignKeyConstraint(['county_code', 'opened_year', 'case_id'], ['svc_case.county_code', 'svc_case.opened_year', 'svc_case.id'], name=op.f('fk_clock_event_county_code_opened_year_case_id')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_clock_event_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_clock_event_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_clock_event_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock_event'))
    )
    with op.batch_alter_table('clock_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clock_event_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_clock_event_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_clock_event_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_clock_event_region_code'), ['region_code'], unique=False)

    op.create_table('material_check',
    sa.Column('material_key', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=True),
    sa.Column('county_code', sa.String(length=12), nullable=False),
    sa.Column('opened_year', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"state" IN (\'seen\', \'copy_kept\', \'original_kept\', \'shared\', \'pledged\', \'to_follow\', \'not_needed\', \'missing\', \'wrong\')', name=op.f('ck_material_check_state_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_material_check_changed_by_length')),
    sa.CheckConstraint('length("county_code") <= 12', name=op.f('ck_material_check_county_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_material_check_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_material_check_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_material_check_hall_code_length')),
    sa.CheckConstraint('length("material_key") <= 40', name=op.f('ck_material_check_material_key_length')),
    sa.CheckConstraint('length("name") <= 200', name=op.f('ck_material_check_name_length')),
    sa.CheckConstraint('length("note") <= 300', name=op.f('ck_material_check_note_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_material_check_region_code_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_material_check_state_length')),
    sa.ForeignKeyConstraint(['county_code', 'opened_year', 'case_id'], ['svc_case.county_code', 'svc_case.opened_year', 'svc_case.id'], name=op.f('fk_material_check_county_code_opened_year_case_id')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_material_check_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_material_check_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_material_check_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_material_check'))
    )
    with op.batch_alter_table('material_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_material_check_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_material_check_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_material_check_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_material_check_region_code'), ['region_code'], unique=False)

    op.create_table('party',
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('is_body', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('document_kind', sa.String(length=32), nullable=False),
    sa.Column('id_number_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('id_number_index', sa.String(length=64), nullable=True),
    sa.Column('unchecked_reason', sa.String(length=200), nullable=True),
    sa.Column('phone_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('phone_index', sa.String(length=64), nullable=True),
    sa.Column('address_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('county_code', sa.String(length=12), nullable=False),
    sa.Column('opened_year', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
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
    sa.CheckConstraint('"document_kind" IN (\'id_card\', \'officer\', \'passport\', \'hk_macao_pass\', \'taiwan_pass\', \'hmt_residence\', \'foreign_residence\', \'other_person\', \'business_licence\', \'agency_certificate\', \'non_profit\', \'association\', \'institution\', \'other_body\', \'none\')', name=op.f('ck_party_document_kind_known')),
    sa.CheckConstraint('"role" IN (\'applicant\', \'co_applicant\', \'household\', \'spouse\', \'seller\', \'buyer\', \'co_owner\', \'guardian\', \'agent\', \'contact\', \'opponent\')', name=op.f('ck_party_role_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_party_changed_by_length')),
    sa.CheckConstraint('length("county_code") <= 12', name=op.f('ck_party_county_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_party_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_party_department_code_length')),
    sa.CheckConstraint('length("document_kind") <= 32', name=op.f('ck_party_document_kind_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_party_hall_code_length')),
    sa.CheckConstraint('length("id_number_index") <= 64', name=op.f('ck_party_id_number_index_length')),
    sa.CheckConstraint('length("name") <= 100', name=op.f('ck_party_name_length')),
    sa.CheckConstraint('length("phone_index") <= 64', name=op.f('ck_party_phone_index_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_party_region_code_length')),
    sa.CheckConstraint('length("role") <= 32', name=op.f('ck_party_role_length')),
    sa.CheckConstraint('length("row_uid") <= 32', name=op.f('ck_party_row_uid_length')),
    sa.CheckConstraint('length("unchecked_reason") <= 200', name=op.f('ck_party_unchecked_reason_length')),
    sa.ForeignKeyConstraint(['county_code', 'opened_year', 'case_id'], ['svc_case.county_code', 'svc_case.opened_year', 'svc_case.id'], name=op.f('fk_party_county_code_opened_year_case_id')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_party_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_party_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_party_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party')),
    sa.UniqueConstraint('row_uid', name=op.f('uq_party_row_uid'))
    )
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_party_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_party_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_party_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_party_id_number_index'), ['id_number_index'], unique=False)
        batch_op.create_index(batch_op.f('ix_party_phone_index'), ['phone_index'], unique=False)
        batch_op.create_index(batch_op.f('ix_party_region_code'), ['region_code'], unique=False)

    op.create_table('slip',
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('issued_at', sa.DateTime(), nullable=False),
    sa.Column('void_reason', sa.String(length=200), nullable=True),
    sa.Column('county_code', sa.String(length=12), nullable=False),
    sa.Column('opened_year', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.CheckConstraint('"kind" IN (\'receipt\', \'acceptance\', \'correction\', \'restart\', \'refusal\', \'return\', \'rectify\', \'gap\', \'pledge\', \'extension\', \'special_procedure\', \'grant\', \'denial\', \'delivery\', \'handling_sheet\', \'custody\', \'mandate\', \'payment\')', name=op.f('ck_slip_kind_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_slip_changed_by_length')),
    sa.CheckConstraint('length("county_code") <= 12', name=op.f('ck_slip_county_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_slip_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_slip_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_slip_hall_code_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_slip_kind_length')),
    sa.CheckConstraint('length("number") <= 40', name=op.f('ck_slip_number_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_slip_region_code_length')),
    sa.CheckConstraint('length("void_reason") <= 200', name=op.f('ck_slip_void_reason_length')),
    sa.ForeignKeyConstraint(['county_code', 'opened_year', 'case_id'], ['svc_case.county_code', 'svc_case.opened_year', 'svc_case.id'], name=op.f('fk_slip_county_code_opened_year_case_id')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_slip_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_slip_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_slip_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slip')),
    sa.UniqueConstraint('number', name=op.f('uq_slip_number'))
    )
    with op.batch_alter_table('slip', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_slip_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_slip_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_slip_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_slip_region_code'), ['region_code'], unique=False)

    for statement in triggers.statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table('slip', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_slip_region_code'))
        batch_op.drop_index(batch_op.f('ix_slip_hall_code'))
        batch_op.drop_index(batch_op.f('ix_slip_department_code'))
        batch_op.drop_index(batch_op.f('ix_slip_case_id'))

    op.drop_table('slip')
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_party_region_code'))
        batch_op.drop_index(batch_op.f('ix_party_phone_index'))
        batch_op.drop_index(batch_op.f('ix_party_id_number_index'))
        batch_op.drop_index(batch_op.f('ix_party_hall_code'))
        batch_op.drop_index(batch_op.f('ix_party_department_code'))
        batch_op.drop_index(batch_op.f('ix_party_case_id'))

    op.drop_table('party')
    with op.batch_alter_table('material_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_material_check_region_code'))
        batch_op.drop_index(batch_op.f('ix_material_check_hall_code'))
        batch_op.drop_index(batch_op.f('ix_material_check_department_code'))
        batch_op.drop_index(batch_op.f('ix_material_check_case_id'))

    op.drop_table('material_check')
    with op.batch_alter_table('clock_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clock_event_region_code'))
        batch_op.drop_index(batch_op.f('ix_clock_event_hall_code'))
        batch_op.drop_index(batch_op.f('ix_clock_event_department_code'))
        batch_op.drop_index(batch_op.f('ix_clock_event_case_id'))

    op.drop_table('clock_event')
    with op.batch_alter_table('case_grant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_grant_to_hall_code'))
        batch_op.drop_index(batch_op.f('ix_case_grant_to_department_code'))
        batch_op.drop_index(batch_op.f('ix_case_grant_region_code'))
        batch_op.drop_index(batch_op.f('ix_case_grant_hall_code'))
        batch_op.drop_index(batch_op.f('ix_case_grant_department_code'))
        batch_op.drop_index(batch_op.f('ix_case_grant_case_id'))

    op.drop_table('case_grant')
    with op.batch_alter_table('svc_case', schema=None) as batch_op:
        batch_op.drop_index('ix_svc_case_region_received')
        batch_op.drop_index(batch_op.f('ix_svc_case_region_code'))
        batch_op.drop_index(batch_op.f('ix_svc_case_received_at'))
        batch_op.drop_index(batch_op.f('ix_svc_case_item_code'))
        batch_op.drop_index(batch_op.f('ix_svc_case_handler_id'))
        batch_op.drop_index('ix_svc_case_hall_state')
        batch_op.drop_index(batch_op.f('ix_svc_case_hall_code'))
        batch_op.drop_index(batch_op.f('ix_svc_case_edition_id'))
        batch_op.drop_index(batch_op.f('ix_svc_case_department_code'))

    op.drop_table('svc_case')
    with op.batch_alter_table('scope_grant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scope_grant_account_id'))

    op.drop_table('scope_grant')
    with op.batch_alter_table('reduction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reduction_parent_id'))
        batch_op.drop_index(batch_op.f('ix_reduction_edition_id'))

    op.drop_table('reduction')
    with op.batch_alter_table('question_choice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_choice_parent_id'))
        batch_op.drop_index(batch_op.f('ix_question_choice_edition_id'))

    op.drop_table('question_choice')
    with op.batch_alter_table('offer_revision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_offer_revision_region_code'))
        batch_op.drop_index(batch_op.f('ix_offer_revision_offer_id'))
        batch_op.drop_index(batch_op.f('ix_offer_revision_hall_code'))
        batch_op.drop_index(batch_op.f('ix_offer_revision_department_code'))

    op.drop_table('offer_revision')
    with op.batch_alter_table('offer_contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_offer_contact_region_code'))
        batch_op.drop_index(batch_op.f('ix_offer_contact_offer_id'))
        batch_op.drop_index(batch_op.f('ix_offer_contact_hall_code'))
        batch_op.drop_index(batch_op.f('ix_offer_contact_department_code'))

    op.drop_table('offer_contact')
    with op.batch_alter_table('field_choice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_field_choice_parent_id'))
        batch_op.drop_index(batch_op.f('ix_field_choice_edition_id'))

    op.drop_table('field_choice')
    with op.batch_alter_table('authority', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_authority_region_code'))
        batch_op.drop_index(batch_op.f('ix_authority_post_id'))
        batch_op.drop_index(batch_op.f('ix_authority_offer_id'))
        batch_op.drop_index(batch_op.f('ix_authority_hall_code'))
        batch_op.drop_index(batch_op.f('ix_authority_department_code'))

    op.drop_table('authority')
    op.drop_table('ab_user_role')
    with op.batch_alter_table('ab_user_group', schema=None) as batch_op:
        batch_op.drop_index('idx_user_id')
        batch_op.drop_index('idx_user_group_id')

    op.drop_table('ab_user_group')
    with op.batch_alter_table('ab_api_key', schema=None) as batch_op:
        batch_op.drop_index('idx_api_key_user_id')
        batch_op.drop_index('idx_api_key_prefix')
        batch_op.drop_index('idx_api_key_lookup_hash')

    op.drop_table('ab_api_key')
    with op.batch_alter_table('step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_step_edition_id'))

    op.drop_table('step')
    with op.batch_alter_table('special_procedure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_special_procedure_edition_id'))

    op.drop_table('special_procedure')
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_edition_id'))

    op.drop_table('question')
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_post_window_id'))
        batch_op.drop_index(batch_op.f('ix_post_staff_id'))
        batch_op.drop_index(batch_op.f('ix_post_region_code'))
        batch_op.drop_index(batch_op.f('ix_post_hall_code'))
        batch_op.drop_index(batch_op.f('ix_post_department_code'))

    op.drop_table('post')
    with op.batch_alter_table('outcome', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outcome_edition_id'))

    op.drop_table('outcome')
    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_offer_window_id'))
        batch_op.drop_index(batch_op.f('ix_offer_region_code'))
        batch_op.drop_index(batch_op.f('ix_offer_item_code'))
        batch_op.drop_index(batch_op.f('ix_offer_hall_code'))
        batch_op.drop_index(batch_op.f('ix_offer_department_code'))

    op.drop_table('offer')
    with op.batch_alter_table('material', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_material_edition_id'))

    op.drop_table('material')
    with op.batch_alter_table('legal_basis', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_legal_basis_edition_id'))

    op.drop_table('legal_basis')
    with op.batch_alter_table('field', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_field_edition_id'))

    op.drop_table('field')
    with op.batch_alter_table('fee', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fee_edition_id'))

    op.drop_table('fee')
    with op.batch_alter_table('faq', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_faq_edition_id'))

    op.drop_table('faq')
    with op.batch_alter_table('edition_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_edition_event_edition_id'))

    op.drop_table('edition_event')
    with op.batch_alter_table('acceptance_condition', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_acceptance_condition_edition_id'))

    op.drop_table('acceptance_condition')
    op.drop_table('ab_user')
    with op.batch_alter_table('window', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_window_region_code'))
        batch_op.drop_index(batch_op.f('ix_window_kind_code'))
        batch_op.drop_index(batch_op.f('ix_window_hall_code'))
        batch_op.drop_index(batch_op.f('ix_window_department_code'))

    op.drop_table('window')
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stored_file_sha256'))
        batch_op.drop_index(batch_op.f('ix_stored_file_region_code'))
        batch_op.drop_index(batch_op.f('ix_stored_file_hall_code'))
        batch_op.drop_index(batch_op.f('ix_stored_file_department_code'))

    op.drop_table('stored_file')
    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_staff_region_code'))
        batch_op.drop_index(batch_op.f('ix_staff_mobile_index'))
        batch_op.drop_index(batch_op.f('ix_staff_hall_code'))
        batch_op.drop_index(batch_op.f('ix_staff_department_code'))

    op.drop_table('staff')
    with op.batch_alter_table('print_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_print_run_region_code'))
        batch_op.drop_index(batch_op.f('ix_print_run_print_code'))
        batch_op.drop_index(batch_op.f('ix_print_run_item_code'))
        batch_op.drop_index(batch_op.f('ix_print_run_hall_code'))
        batch_op.drop_index(batch_op.f('ix_print_run_department_code'))

    op.drop_table('print_run')
    with op.batch_alter_table('item_alias', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_item_alias_owner_code'))
        batch_op.drop_index(batch_op.f('ix_item_alias_item_code'))

    op.drop_table('item_alias')
    with op.batch_alter_table('hall_detail', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hall_detail_region_code'))
        batch_op.drop_index(batch_op.f('ix_hall_detail_hall_code'))
        batch_op.drop_index(batch_op.f('ix_hall_detail_department_code'))

    op.drop_table('hall_detail')
    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.drop_index('uq_edition_open', sqlite_where=sa.text("state IN ('draft','submitted','returned','approved')"), postgresql_where=sa.text("state IN ('draft','submitted','returned','approved')"))
        batch_op.drop_index('uq_edition_number')
        batch_op.drop_index(batch_op.f('ix_edition_owner_code'))
        batch_op.drop_index(batch_op.f('ix_edition_item_code'))
        batch_op.drop_index(batch_op.f('ix_edition_department_code'))
        batch_op.drop_index(batch_op.f('ix_edition_definition_hash'))

    op.drop_table('edition')
    with op.batch_alter_table('ab_permission_view_role', schema=None) as batch_op:
        batch_op.drop_index('idx_role_id')
        batch_op.drop_index('idx_permission_view_id')

    op.drop_table('ab_permission_view_role')
    with op.batch_alter_table('item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_item_window_kind_code'))
        batch_op.drop_index(batch_op.f('ix_item_owner_code'))
        batch_op.drop_index(batch_op.f('ix_item_department_code'))

    op.drop_table('item')
    with op.batch_alter_table('hall', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hall_region_code'))
        batch_op.drop_index(batch_op.f('ix_hall_owner_code'))

    op.drop_table('hall')
    with op.batch_alter_table('ab_permission_view', schema=None) as batch_op:
        batch_op.drop_index('idx_view_menu_id')
        batch_op.drop_index('idx_permission_id')

    op.drop_table('ab_permission_view')
    with op.batch_alter_table('ab_group_role', schema=None) as batch_op:
        batch_op.drop_index('idx_group_role_id')
        batch_op.drop_index('idx_group_id')

    op.drop_table('ab_group_role')
    with op.batch_alter_table('work_day', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_work_day_owner_code'))

    op.drop_table('work_day')
    with op.batch_alter_table('window_kind', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_window_kind_owner_code'))

    op.drop_table('window_kind')
    with op.batch_alter_table('standard_material', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_standard_material_owner_code'))

    op.drop_table('standard_material')
    op.drop_table('seed_mark')
    with op.batch_alter_table('region', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_region_owner_code'))

    op.drop_table('region')
    with op.batch_alter_table('idempotency_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idempotency_key_account_id'))

    op.drop_table('idempotency_key')
    with op.batch_alter_table('department', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_department_owner_code'))

    op.drop_table('department')
    op.drop_table('counter')
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_row_key'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_at'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_act'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_account'))

    op.drop_table('audit_entry')
    op.drop_table('ab_view_menu')
    op.drop_table('ab_role')
    op.drop_table('ab_register_user')
    op.drop_table('ab_permission')
    op.drop_table('ab_group')
    for statement in triggers.leftovers(op.get_bind().dialect.name):
        op.execute(statement)
