"""registers: books that the county defines without code, their versions, rights and entries

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

PUBLISHED = "OLD.state = 'published'"


def upgrade() -> None:
    op.create_table('register',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=32), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"subject" IN (\'book\', \'hall\', \'window\', \'staff\', \'department\', \'block\')', name=op.f('ck_register_subject_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_register_changed_by_length')),
    sa.CheckConstraint('length("code") <= 40', name=op.f('ck_register_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_register_created_by_length')),
    sa.CheckConstraint('length("name") <= 60', name=op.f('ck_register_name_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_register_owner_code_length')),
    sa.CheckConstraint('length("subject") <= 32', name=op.f('ck_register_subject_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register')),
    sa.UniqueConstraint('code', name=op.f('uq_register_code'))
    )
    with op.batch_alter_table('register', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_owner_code'), ['owner_code'], unique=False)

    op.create_table('register_right',
    sa.Column('register_code', sa.String(length=40), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('power', sa.String(length=32), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.CheckConstraint('"power" IN (\'read\', \'write\')', name=op.f('ck_register_right_power_known')),
    sa.CheckConstraint('"role" IN (\'system_admin\', \'security_admin\', \'auditor\', \'county_editor\', \'county_reviewer\', \'department_editor\', \'hall_admin\', \'clerk\', \'decider\', \'leader\', \'agent\', \'supervisor\')', name=op.f('ck_register_right_role_known')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_register_right_owner_code_length')),
    sa.CheckConstraint('length("power") <= 32', name=op.f('ck_register_right_power_length')),
    sa.CheckConstraint('length("register_code") <= 40', name=op.f('ck_register_right_register_code_length')),
    sa.CheckConstraint('length("role") <= 32', name=op.f('ck_register_right_role_length')),
    sa.ForeignKeyConstraint(['register_code'], ['register.code'], name=op.f('fk_register_right_register_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_right')),
    sa.UniqueConstraint('register_code', 'role', 'power', name=op.f('uq_register_right_register_code_role_power'))
    )
    with op.batch_alter_table('register_right', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_right_owner_code'), ['owner_code'], unique=False)

    op.create_table('register_version',
    sa.Column('register_code', sa.String(length=40), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('definition', sa.LargeBinary(), nullable=False),
    sa.Column('definition_hash', sa.String(length=64), nullable=False),
    sa.Column('published_at', UtcInstant(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"state" IN (\'draft\', \'published\')', name=op.f('ck_register_version_state_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_register_version_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_register_version_created_by_length')),
    sa.CheckConstraint('length("definition_hash") <= 64', name=op.f('ck_register_version_definition_hash_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_register_version_owner_code_length')),
    sa.CheckConstraint('length("register_code") <= 40', name=op.f('ck_register_version_register_code_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_register_version_state_length')),
    sa.ForeignKeyConstraint(['register_code'], ['register.code'], name=op.f('fk_register_version_register_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_version')),
    sa.UniqueConstraint('register_code', 'number', name=op.f('uq_register_version_register_code_number'))
    )
    with op.batch_alter_table('register_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_version_owner_code'), ['owner_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_version_register_code'), ['register_code'], unique=False)
        batch_op.create_index('uq_register_version_draft', ['register_code'], unique=True, sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))

    op.create_table('register_entry',
    sa.Column('register_code', sa.String(length=40), nullable=False),
    sa.Column('version_number', sa.Integer(), nullable=False),
    sa.Column('subject_key', sa.String(length=40), nullable=True),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(length=60), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('void_reason', sa.String(length=300), nullable=True),
    sa.Column('entered', sa.JSON(), nullable=False),
    sa.Column('entered_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('import_id', sa.String(length=32), nullable=True),
    sa.Column('found_by', sa.String(length=2000), nullable=False),
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
    sa.CheckConstraint('"state" IN (\'kept\', \'voided\')', name=op.f('ck_register_entry_state_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_register_entry_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_register_entry_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_register_entry_department_code_length')),
    sa.CheckConstraint('length("found_by") <= 2000', name=op.f('ck_register_entry_found_by_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_register_entry_hall_code_length')),
    sa.CheckConstraint('length("import_id") <= 32', name=op.f('ck_register_entry_import_id_length')),
    sa.CheckConstraint('length("number") <= 60', name=op.f('ck_register_entry_number_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_register_entry_region_code_length')),
    sa.CheckConstraint('length("register_code") <= 40', name=op.f('ck_register_entry_register_code_length')),
    sa.CheckConstraint('length("row_uid") <= 32', name=op.f('ck_register_entry_row_uid_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_register_entry_state_length')),
    sa.CheckConstraint('length("subject_key") <= 40', name=op.f('ck_register_entry_subject_key_length')),
    sa.CheckConstraint('length("void_reason") <= 300', name=op.f('ck_register_entry_void_reason_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_register_entry_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_register_entry_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_register_entry_region_code')),
    sa.ForeignKeyConstraint(['register_code'], ['register.code'], name=op.f('fk_register_entry_register_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_entry')),
    sa.UniqueConstraint('register_code', 'hall_code', 'year', 'serial', name=op.f('uq_register_entry_register_code_hall_code_year_serial')),
    sa.UniqueConstraint('register_code', 'subject_key', name=op.f('uq_register_entry_register_code_subject_key')),
    sa.UniqueConstraint('row_uid', name=op.f('uq_register_entry_row_uid'))
    )
    with op.batch_alter_table('register_entry', schema=None) as batch_op:
        batch_op.create_index('ix_register_entry_book_day', ['register_code', 'day', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_entry_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_entry_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_entry_region_code'), ['region_code'], unique=False)

    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER register_version_no_{act.lower()} BEFORE {act} ON register_version WHEN {PUBLISHED} "
                "BEGIN SELECT RAISE(ABORT, 'a published register version is never rewritten'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER register_version_published BEFORE UPDATE OR DELETE ON register_version FOR EACH ROW "
            f"WHEN ({PUBLISHED}) EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    with op.batch_alter_table('register_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_entry_region_code'))
        batch_op.drop_index(batch_op.f('ix_register_entry_hall_code'))
        batch_op.drop_index(batch_op.f('ix_register_entry_department_code'))
        batch_op.drop_index('ix_register_entry_book_day')

    op.drop_table('register_entry')
    with op.batch_alter_table('register_version', schema=None) as batch_op:
        batch_op.drop_index('uq_register_version_draft', sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))
        batch_op.drop_index(batch_op.f('ix_register_version_register_code'))
        batch_op.drop_index(batch_op.f('ix_register_version_owner_code'))

    op.drop_table('register_version')
    with op.batch_alter_table('register_right', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_right_owner_code'))

    op.drop_table('register_right')
    with op.batch_alter_table('register', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_owner_code'))

    op.drop_table('register')
