"""files and exports: attachments of cases, contents with account and state, exports that want approval

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None
NEW = {'account': '', 'state': 'kept'}


def upgrade() -> None:
    op.create_table('export_request',
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('noun', sa.String(length=40), nullable=False),
    sa.Column('query', sa.String(length=1000), nullable=False),
    sa.Column('format', sa.String(length=32), nullable=False),
    sa.Column('row_count', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('asked_by', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('decided_by', sa.String(length=80), nullable=True),
    sa.Column('remark', sa.String(length=300), nullable=True),
    sa.Column('expires_at', UtcInstant(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"format" IN (\'xlsx\', \'csv\')', name=op.f('ck_export_request_format_known')),
    sa.CheckConstraint('"state" IN (\'asked\', \'approved\', \'refused\', \'fetched\')', name=op.f('ck_export_request_state_known')),
    sa.CheckConstraint('length("asked_by") <= 80', name=op.f('ck_export_request_asked_by_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_export_request_changed_by_length')),
    sa.CheckConstraint('length("code") <= 32', name=op.f('ck_export_request_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_export_request_created_by_length')),
    sa.CheckConstraint('length("decided_by") <= 80', name=op.f('ck_export_request_decided_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_export_request_department_code_length')),
    sa.CheckConstraint('length("format") <= 32', name=op.f('ck_export_request_format_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_export_request_hall_code_length')),
    sa.CheckConstraint('length("noun") <= 40', name=op.f('ck_export_request_noun_length')),
    sa.CheckConstraint('length("query") <= 1000', name=op.f('ck_export_request_query_length')),
    sa.CheckConstraint('length("reason") <= 300', name=op.f('ck_export_request_reason_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_export_request_region_code_length')),
    sa.CheckConstraint('length("remark") <= 300', name=op.f('ck_export_request_remark_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_export_request_state_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_export_request_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_export_request_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_export_request_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_export_request')),
    sa.UniqueConstraint('code', name=op.f('uq_export_request_code'))
    )
    with op.batch_alter_table('export_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_export_request_asked_by'), ['asked_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_export_request_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_export_request_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_export_request_region_code'), ['region_code'], unique=False)

    op.create_table('attachment',
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('material_key', sa.String(length=40), nullable=True),
    sa.Column('note', sa.String(length=200), nullable=True),
    sa.Column('void_reason', sa.String(length=200), nullable=True),
    sa.Column('county_code', sa.String(length=12), nullable=False),
    sa.Column('opened_year', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
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
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"state" IN (\'kept\', \'quarantined\', \'infected\')', name=op.f('ck_attachment_state_known')),
    sa.CheckConstraint('length("account") <= 80', name=op.f('ck_attachment_account_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_attachment_changed_by_length')),
    sa.CheckConstraint('length("code") <= 32', name=op.f('ck_attachment_code_length')),
    sa.CheckConstraint('length("county_code") <= 12', name=op.f('ck_attachment_county_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_attachment_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_attachment_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_attachment_hall_code_length')),
    sa.CheckConstraint('length("material_key") <= 40', name=op.f('ck_attachment_material_key_length')),
    sa.CheckConstraint('length("media_type") <= 80', name=op.f('ck_attachment_media_type_length')),
    sa.CheckConstraint('length("name") <= 200', name=op.f('ck_attachment_name_length')),
    sa.CheckConstraint('length("note") <= 200', name=op.f('ck_attachment_note_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_attachment_region_code_length')),
    sa.CheckConstraint('length("sha256") <= 64', name=op.f('ck_attachment_sha256_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_attachment_state_length')),
    sa.CheckConstraint('length("void_reason") <= 200', name=op.f('ck_attachment_void_reason_length')),
    sa.ForeignKeyConstraint(['county_code', 'opened_year', 'case_id'], ['svc_case.county_code', 'svc_case.opened_year', 'svc_case.id'], name=op.f('fk_attachment_county_code_opened_year_case_id')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_attachment_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_attachment_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_attachment_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('code', name=op.f('uq_attachment_code'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_account'), ['account'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachment_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachment_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachment_hall_code'), ['hall_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachment_region_code'), ['region_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachment_sha256'), ['sha256'], unique=False)

    # Made anew: SQLite cannot add a column that may not be empty, and a batch would lose the table's checks.
    rows = take_out()
    create_stored_file()
    put_back([row | NEW for row in rows])


def downgrade() -> None:
    rows = take_out()
    create_old_stored_file()
    put_back([{name: value for name, value in row.items() if name not in NEW} for row in rows])
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_sha256'))
        batch_op.drop_index(batch_op.f('ix_attachment_region_code'))
        batch_op.drop_index(batch_op.f('ix_attachment_hall_code'))
        batch_op.drop_index(batch_op.f('ix_attachment_department_code'))
        batch_op.drop_index(batch_op.f('ix_attachment_case_id'))
        batch_op.drop_index(batch_op.f('ix_attachment_account'))

    op.drop_table('attachment')
    with op.batch_alter_table('export_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_export_request_region_code'))
        batch_op.drop_index(batch_op.f('ix_export_request_hall_code'))
        batch_op.drop_index(batch_op.f('ix_export_request_department_code'))
        batch_op.drop_index(batch_op.f('ix_export_request_asked_by'))

    op.drop_table('export_request')


def take_out() -> list[dict]:
    """The rows of stored_file, and the table gone."""
    table = stored_file()
    rows = [dict(row._mapping) for row in op.get_bind().execute(sa.select(table))]
    op.drop_table('stored_file')
    return rows


def put_back(rows: list[dict]) -> None:
    if rows:
        op.bulk_insert(stored_file(), rows)
        if op.get_bind().dialect.name == 'postgresql':
            op.execute("SELECT setval(pg_get_serial_sequence('stored_file', 'id'), max(id)) FROM stored_file")


def stored_file() -> sa.Table:
    return sa.Table('stored_file', sa.MetaData(), autoload_with=op.get_bind())


def create_stored_file() -> None:
    op.create_table('stored_file',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.CheckConstraint('"state" IN (\'kept\', \'quarantined\', \'infected\')', name=op.f('ck_stored_file_state_known')),
    sa.CheckConstraint('length("account") <= 80', name=op.f('ck_stored_file_account_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_stored_file_state_length')),
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
        batch_op.create_index(batch_op.f('ix_stored_file_account'), ['account'], unique=False)


def create_old_stored_file() -> None:
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
