"""slip templates with numbered versions, the version a slip is worded by, and cases that were first taken on paper

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import triggers
from models.base import UtcInstant


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

KINDS = (
    "'receipt', 'acceptance', 'correction', 'restart', 'refusal', 'return', 'rectify', 'gap', 'pledge', 'extension', "
    "'special_procedure', 'grant', 'denial', 'delivery', 'handling_sheet', 'custody', 'mandate', 'payment'"
)
OPEN = "state IN ('draft','submitted','returned')"
# No batch: it would make the tables anew, without their triggers and checks. Both stores take a column with its own checks.
PAPER = {
    'paper_reason': 'VARCHAR(300) CONSTRAINT ck_svc_case_paper_reason_length CHECK (length("paper_reason") <= 300)',
    'paper_leader': 'VARCHAR(80) CONSTRAINT ck_svc_case_paper_leader_length CHECK (length("paper_leader") <= 80)',
}


def upgrade() -> None:
    op.create_table('slip_template',
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=True),
    sa.Column('stopped_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint(f'"kind" IN ({KINDS})', name=op.f('ck_slip_template_kind_known')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_slip_template_kind_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_slip_template_item_code_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_slip_template_owner_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_slip_template_created_by_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_slip_template_changed_by_length')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_slip_template_item_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slip_template'))
    )
    for name in ('item_code', 'owner_code'):
        op.create_index(f'ix_slip_template_{name}', 'slip_template', [name])
    only = sa.text('item_code IS NULL')
    op.create_index(
        'uq_slip_template_general', 'slip_template', ['owner_code', 'kind'], unique=True, sqlite_where=only,
        postgresql_where=only,
    )
    op.create_index('uq_slip_template_item', 'slip_template', ['owner_code', 'kind', 'item_code'], unique=True)
    op.create_table('slip_template_version',
    sa.Column('template_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=True),
    sa.Column('remark', sa.String(length=300), nullable=True),
    sa.Column('authors', sa.JSON(), nullable=False),
    sa.Column('published_by', sa.String(length=80), nullable=True),
    sa.Column('effective_from', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("\"state\" IN ('draft', 'submitted', 'returned', 'published')", name=op.f('ck_slip_template_version_state_known')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_slip_template_version_state_length')),
    sa.CheckConstraint('length("note") <= 300', name=op.f('ck_slip_template_version_note_length')),
    sa.CheckConstraint('length("remark") <= 300', name=op.f('ck_slip_template_version_remark_length')),
    sa.CheckConstraint('length("published_by") <= 80', name=op.f('ck_slip_template_version_published_by_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_slip_template_version_owner_code_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_slip_template_version_created_by_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_slip_template_version_changed_by_length')),
    sa.ForeignKeyConstraint(['template_id'], ['slip_template.id'], name=op.f('fk_slip_template_version_template_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slip_template_version')),
    sa.UniqueConstraint('template_id', 'number', name=op.f('uq_slip_template_version_template_id_number'))
    )
    for name in ('template_id', 'owner_code'):
        op.create_index(f'ix_slip_template_version_{name}', 'slip_template_version', [name])
    op.create_index(
        'uq_slip_template_version_open', 'slip_template_version', ['template_id'], unique=True, sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    for statement in triggers.template_stays(op.get_bind().dialect.name):
        op.execute(statement)
    op.execute(
        'ALTER TABLE slip ADD COLUMN template_version_id INTEGER '
        'CONSTRAINT fk_slip_template_version_id REFERENCES slip_template_version (id)'
    )
    op.add_column('svc_case', sa.Column('paper_received_at', sa.DateTime(), nullable=True))
    for name, kind in PAPER.items():
        op.execute(f'ALTER TABLE svc_case ADD COLUMN "{name}" {kind}')


def downgrade() -> None:
    for name in reversed(PAPER):
        op.execute(f'ALTER TABLE svc_case DROP COLUMN "{name}"')
    op.execute('ALTER TABLE svc_case DROP COLUMN paper_received_at')
    op.execute('ALTER TABLE slip DROP COLUMN template_version_id')
    op.drop_table('slip_template_version')
    op.drop_table('slip_template')
