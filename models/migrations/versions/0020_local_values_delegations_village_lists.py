"""local values with their reasons; powers handed to towns in batches; service lists of the villages

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

# No batch: it would make the tables anew, without their triggers and checks. Both stores take a column with its own checks.
COLUMNS = {
    'offer': {
        'hours_note': 'VARCHAR(200) CONSTRAINT ck_offer_hours_note_length CHECK (length("hours_note") <= 200)',
    },
    'offer_revision': {
        'grounds': 'JSON',
        'settings': 'JSON',
        'remark': 'VARCHAR(300) CONSTRAINT ck_offer_revision_remark_length CHECK (length("remark") <= 300)',
    },
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            op.execute(f'ALTER TABLE {table} ADD COLUMN "{name}" {kind}')
    op.create_table('delegation',
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('document_code', sa.String(length=40), nullable=True),
    sa.Column('paper', sa.String(length=200), nullable=True),
    sa.Column('form', sa.String(length=32), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=True),
    sa.Column('issued_at', UtcInstant(), nullable=True),
    sa.Column('issued_by', sa.String(length=80), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"form" IN (\'delegated\', \'entrusted\', \'authorised\')', name=op.f('ck_delegation_form_known')),
    sa.CheckConstraint('"state" IN (\'draft\', \'issued\')', name=op.f('ck_delegation_state_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_delegation_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_delegation_created_by_length')),
    sa.CheckConstraint('length("document_code") <= 40', name=op.f('ck_delegation_document_code_length')),
    sa.CheckConstraint('length("form") <= 32', name=op.f('ck_delegation_form_length')),
    sa.CheckConstraint('length("issued_by") <= 80', name=op.f('ck_delegation_issued_by_length')),
    sa.CheckConstraint('length("name") <= 120', name=op.f('ck_delegation_name_length')),
    sa.CheckConstraint('length("note") <= 500', name=op.f('ck_delegation_note_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_delegation_owner_code_length')),
    sa.CheckConstraint('length("paper") <= 200', name=op.f('ck_delegation_paper_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_delegation_state_length')),
    sa.ForeignKeyConstraint(['document_code'], ['document.code'], name=op.f('fk_delegation_document_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation'))
    )
    op.create_index(op.f('ix_delegation_document_code'), 'delegation', ['document_code'], unique=False)
    op.create_index(op.f('ix_delegation_owner_code'), 'delegation', ['owner_code'], unique=False)
    op.create_table('delegation_duty',
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.CheckConstraint('"side" IN (\'county\', \'town\')', name=op.f('ck_delegation_duty_side_known')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_delegation_duty_owner_code_length')),
    sa.CheckConstraint('length("side") <= 32', name=op.f('ck_delegation_duty_side_length')),
    sa.CheckConstraint('length("text") <= 300', name=op.f('ck_delegation_duty_text_length')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_delegation_duty_delegation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation_duty'))
    )
    op.create_index(op.f('ix_delegation_duty_delegation_id'), 'delegation_duty', ['delegation_id'], unique=False)
    op.create_index(op.f('ix_delegation_duty_owner_code'), 'delegation_duty', ['owner_code'], unique=False)
    op.create_table('handover_line',
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_handover_line_item_code_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_handover_line_owner_code_length')),
    sa.CheckConstraint('length("text") <= 200', name=op.f('ck_handover_line_text_length')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_handover_line_delegation_id')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_handover_line_item_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover_line'))
    )
    op.create_index(op.f('ix_handover_line_delegation_id'), 'handover_line', ['delegation_id'], unique=False)
    op.create_index(op.f('ix_handover_line_item_code'), 'handover_line', ['item_code'], unique=False)
    op.create_index(op.f('ix_handover_line_owner_code'), 'handover_line', ['owner_code'], unique=False)
    op.create_table('village_list',
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('signed_by', sa.String(length=80), nullable=True),
    sa.Column('signed_as', sa.String(length=80), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('published_at', UtcInstant(), nullable=True),
    sa.Column('published_by', sa.String(length=80), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"state" IN (\'draft\', \'published\')', name=op.f('ck_village_list_state_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_village_list_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_village_list_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_village_list_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_village_list_hall_code_length')),
    sa.CheckConstraint('length("published_by") <= 80', name=op.f('ck_village_list_published_by_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_village_list_region_code_length')),
    sa.CheckConstraint('length("signed_as") <= 80', name=op.f('ck_village_list_signed_as_length')),
    sa.CheckConstraint('length("signed_by") <= 80', name=op.f('ck_village_list_signed_by_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_village_list_state_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_village_list_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_village_list_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_village_list_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_village_list'))
    )
    op.create_index(op.f('ix_village_list_department_code'), 'village_list', ['department_code'], unique=False)
    op.create_index(op.f('ix_village_list_hall_code'), 'village_list', ['hall_code'], unique=False)
    op.create_index(op.f('ix_village_list_region_code'), 'village_list', ['region_code'], unique=False)
    op.create_index('uq_village_list_draft', 'village_list', ['hall_code'], unique=True, sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))
    op.create_index('uq_village_list_number', 'village_list', ['hall_code', 'number'], unique=True)
    op.create_table('village_list_line',
    sa.Column('list_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('mode', sa.String(length=32), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.CheckConstraint('"mode" IN (\'handle\', \'agent\', \'guide\')', name=op.f('ck_village_list_line_mode_known')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_village_list_line_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_village_list_line_hall_code_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_village_list_line_item_code_length')),
    sa.CheckConstraint('length("mode") <= 32', name=op.f('ck_village_list_line_mode_length')),
    sa.CheckConstraint('length("note") <= 200', name=op.f('ck_village_list_line_note_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_village_list_line_region_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_village_list_line_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_village_list_line_hall_code')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_village_list_line_item_code')),
    sa.ForeignKeyConstraint(['list_id'], ['village_list.id'], name=op.f('fk_village_list_line_list_id')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_village_list_line_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_village_list_line'))
    )
    op.create_index(op.f('ix_village_list_line_department_code'), 'village_list_line', ['department_code'], unique=False)
    op.create_index(op.f('ix_village_list_line_hall_code'), 'village_list_line', ['hall_code'], unique=False)
    op.create_index(op.f('ix_village_list_line_item_code'), 'village_list_line', ['item_code'], unique=False)
    op.create_index(op.f('ix_village_list_line_list_id'), 'village_list_line', ['list_id'], unique=False)
    op.create_index(op.f('ix_village_list_line_region_code'), 'village_list_line', ['region_code'], unique=False)
    op.create_table('adoption',
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=True),
    sa.Column('accepted_on', sa.Date(), nullable=True),
    sa.Column('accepted_by', sa.String(length=80), nullable=True),
    sa.Column('recalled_from', sa.Date(), nullable=True),
    sa.Column('recall_reason', sa.String(length=300), nullable=True),
    sa.Column('recall_cases', sa.String(length=32), nullable=True),
    sa.Column('recalled_by', sa.String(length=80), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"recall_cases" IN (\'finish_here\', \'hand_up\')', name=op.f('ck_adoption_recall_cases_known')),
    sa.CheckConstraint('"state" IN (\'waiting\', \'training\', \'accepted\', \'recalled\')', name=op.f('ck_adoption_state_known')),
    sa.CheckConstraint('length("accepted_by") <= 80', name=op.f('ck_adoption_accepted_by_length')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_adoption_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_adoption_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_adoption_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_adoption_hall_code_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_adoption_item_code_length')),
    sa.CheckConstraint('length("recall_cases") <= 32', name=op.f('ck_adoption_recall_cases_length')),
    sa.CheckConstraint('length("recall_reason") <= 300', name=op.f('ck_adoption_recall_reason_length')),
    sa.CheckConstraint('length("recalled_by") <= 80', name=op.f('ck_adoption_recalled_by_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_adoption_region_code_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_adoption_state_length')),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegation.id'], name=op.f('fk_adoption_delegation_id')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_adoption_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_adoption_hall_code')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_adoption_item_code')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_adoption_offer_id')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_adoption_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adoption')),
    sa.UniqueConstraint('delegation_id', 'item_code', 'hall_code', name=op.f('uq_adoption_delegation_id_item_code_hall_code'))
    )
    op.create_index(op.f('ix_adoption_delegation_id'), 'adoption', ['delegation_id'], unique=False)
    op.create_index(op.f('ix_adoption_department_code'), 'adoption', ['department_code'], unique=False)
    op.create_index(op.f('ix_adoption_hall_code'), 'adoption', ['hall_code'], unique=False)
    op.create_index(op.f('ix_adoption_item_code'), 'adoption', ['item_code'], unique=False)
    op.create_index(op.f('ix_adoption_offer_id'), 'adoption', ['offer_id'], unique=False)
    op.create_index(op.f('ix_adoption_region_code'), 'adoption', ['region_code'], unique=False)
    op.create_table('adoption_training',
    sa.Column('adoption_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('topic', sa.String(length=200), nullable=False),
    sa.Column('trainer', sa.String(length=80), nullable=False),
    sa.Column('people', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_adoption_training_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_adoption_training_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_adoption_training_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_adoption_training_hall_code_length')),
    sa.CheckConstraint('length("people") <= 300', name=op.f('ck_adoption_training_people_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_adoption_training_region_code_length')),
    sa.CheckConstraint('length("topic") <= 200', name=op.f('ck_adoption_training_topic_length')),
    sa.CheckConstraint('length("trainer") <= 80', name=op.f('ck_adoption_training_trainer_length')),
    sa.ForeignKeyConstraint(['adoption_id'], ['adoption.id'], name=op.f('fk_adoption_training_adoption_id')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_adoption_training_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_adoption_training_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_adoption_training_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adoption_training'))
    )
    op.create_index(op.f('ix_adoption_training_adoption_id'), 'adoption_training', ['adoption_id'], unique=False)
    op.create_index(op.f('ix_adoption_training_department_code'), 'adoption_training', ['department_code'], unique=False)
    op.create_index(op.f('ix_adoption_training_hall_code'), 'adoption_training', ['hall_code'], unique=False)
    op.create_index(op.f('ix_adoption_training_region_code'), 'adoption_training', ['region_code'], unique=False)
    op.create_table('handover_check',
    sa.Column('adoption_id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcInstant(), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.CheckConstraint('length("actor") <= 80', name=op.f('ck_handover_check_actor_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_handover_check_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_handover_check_hall_code_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_handover_check_region_code_length')),
    sa.ForeignKeyConstraint(['adoption_id'], ['adoption.id'], name=op.f('fk_handover_check_adoption_id')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_handover_check_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_handover_check_hall_code')),
    sa.ForeignKeyConstraint(['line_id'], ['handover_line.id'], name=op.f('fk_handover_check_line_id')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_handover_check_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover_check')),
    sa.UniqueConstraint('adoption_id', 'line_id', name=op.f('uq_handover_check_adoption_id_line_id'))
    )
    op.create_index(op.f('ix_handover_check_adoption_id'), 'handover_check', ['adoption_id'], unique=False)
    op.create_index(op.f('ix_handover_check_department_code'), 'handover_check', ['department_code'], unique=False)
    op.create_index(op.f('ix_handover_check_hall_code'), 'handover_check', ['hall_code'], unique=False)
    op.create_index(op.f('ix_handover_check_line_id'), 'handover_check', ['line_id'], unique=False)
    op.create_index(op.f('ix_handover_check_region_code'), 'handover_check', ['region_code'], unique=False)


def downgrade() -> None:
    op.drop_table('handover_check')
    op.drop_table('adoption_training')
    op.drop_table('adoption')
    op.drop_table('village_list_line')
    op.drop_table('village_list')
    op.drop_table('handover_line')
    op.drop_table('delegation_duty')
    op.drop_table('delegation')
    for table, columns in COLUMNS.items():
        for name in reversed(columns):
            op.execute(f'ALTER TABLE {table} DROP COLUMN "{name}"')
