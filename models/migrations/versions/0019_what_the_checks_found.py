"""levels and words of the checks, what they found, ticks, tasks, confirmations

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('check_level',
    sa.Column('rule_id', sa.String(length=8), nullable=False),
    sa.Column('level', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"level" IN (\'error\', \'warning\', \'info\', \'off\')', name=op.f('ck_check_level_level_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_check_level_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_check_level_created_by_length')),
    sa.CheckConstraint('length("level") <= 32', name=op.f('ck_check_level_level_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_check_level_owner_code_length')),
    sa.CheckConstraint('length("reason") <= 300', name=op.f('ck_check_level_reason_length')),
    sa.CheckConstraint('length("rule_id") <= 8', name=op.f('ck_check_level_rule_id_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_level')),
    sa.UniqueConstraint('owner_code', 'rule_id', name=op.f('uq_check_level_owner_code_rule_id'))
    )
    op.create_index(op.f('ix_check_level_owner_code'), 'check_level', ['owner_code'], unique=False)
    op.create_table('check_word',
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('text', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"kind" IN (\'material\', \'text\', \'proof\', \'allowed\')', name=op.f('ck_check_word_kind_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_check_word_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_check_word_created_by_length')),
    sa.CheckConstraint('length("kind") <= 32', name=op.f('ck_check_word_kind_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_check_word_owner_code_length')),
    sa.CheckConstraint('length("reason") <= 300', name=op.f('ck_check_word_reason_length')),
    sa.CheckConstraint('length("text") <= 60', name=op.f('ck_check_word_text_length')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_word')),
    sa.UniqueConstraint('owner_code', 'kind', 'text', name=op.f('uq_check_word_owner_code_kind_text'))
    )
    op.create_index(op.f('ix_check_word_owner_code'), 'check_word', ['owner_code'], unique=False)
    op.create_table('item_confirmation',
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('confirmed_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_item_confirmation_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_item_confirmation_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_item_confirmation_department_code_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_item_confirmation_item_code_length')),
    sa.CheckConstraint('length("note") <= 300', name=op.f('ck_item_confirmation_note_length')),
    sa.CheckConstraint('length("owner_code") <= 12', name=op.f('ck_item_confirmation_owner_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_item_confirmation_department_code')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_item_confirmation_item_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item_confirmation'))
    )
    op.create_index(op.f('ix_item_confirmation_department_code'), 'item_confirmation', ['department_code'], unique=False)
    op.create_index(op.f('ix_item_confirmation_item_code'), 'item_confirmation', ['item_code'], unique=False)
    op.create_index(op.f('ix_item_confirmation_owner_code'), 'item_confirmation', ['owner_code'], unique=False)
    op.create_table('check_finding',
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=False),
    sa.Column('level', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rule_id', sa.String(length=8), nullable=False),
    sa.Column('group', sa.String(length=32), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('element', sa.String(length=40), nullable=False),
    sa.Column('child', sa.String(length=40), nullable=False),
    sa.Column('message', sa.String(length=200), nullable=False),
    sa.Column('fix', sa.String(length=200), nullable=False),
    sa.Column('parameters', sa.JSON(), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.CheckConstraint('"group" IN (\'elements\', \'codes\', \'time\', \'papers\', \'money\', \'flow\', \'form\', \'visits\', \'results\', \'bases\', \'wording\', \'doubles\', \'offers\')', name=op.f('ck_check_finding_group_known')),
    sa.CheckConstraint('"level" IN (\'error\', \'warning\', \'info\')', name=op.f('ck_check_finding_level_known')),
    sa.CheckConstraint('"state" IN (\'open\', \'ticked\')', name=op.f('ck_check_finding_state_known')),
    sa.CheckConstraint('length("child") <= 40', name=op.f('ck_check_finding_child_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_check_finding_department_code_length')),
    sa.CheckConstraint('length("element") <= 40', name=op.f('ck_check_finding_element_length')),
    sa.CheckConstraint('length("fingerprint") <= 64', name=op.f('ck_check_finding_fingerprint_length')),
    sa.CheckConstraint('length("fix") <= 200', name=op.f('ck_check_finding_fix_length')),
    sa.CheckConstraint('length("group") <= 32', name=op.f('ck_check_finding_group_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_check_finding_item_code_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_check_finding_key_length')),
    sa.CheckConstraint('length("level") <= 32', name=op.f('ck_check_finding_level_length')),
    sa.CheckConstraint('length("message") <= 200', name=op.f('ck_check_finding_message_length')),
    sa.CheckConstraint('length("part") <= 32', name=op.f('ck_check_finding_part_length')),
    sa.CheckConstraint('length("rule_id") <= 8', name=op.f('ck_check_finding_rule_id_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_check_finding_state_length')),
    sa.CheckConstraint('length("text") <= 500', name=op.f('ck_check_finding_text_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_check_finding_department_code')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_check_finding_edition_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_check_finding_item_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_finding'))
    )
    op.create_index(op.f('ix_check_finding_department_code'), 'check_finding', ['department_code'], unique=False)
    op.create_index(op.f('ix_check_finding_edition_id'), 'check_finding', ['edition_id'], unique=False)
    op.create_index(op.f('ix_check_finding_item_code'), 'check_finding', ['item_code'], unique=False)
    op.create_index(op.f('ix_check_finding_rule_id'), 'check_finding', ['rule_id'], unique=False)
    op.create_table('check_run',
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=False),
    sa.Column('beside', sa.String(length=64), nullable=False),
    sa.Column('beside_at', sa.String(length=64), nullable=False),
    sa.Column('ticked', sa.Integer(), nullable=False),
    sa.Column('best', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('content_stamp', sa.String(length=80), nullable=False),
    sa.Column('context_stamp', sa.String(length=64), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('errors', sa.Integer(), nullable=False),
    sa.Column('warnings', sa.Integer(), nullable=False),
    sa.Column('infos', sa.Integer(), nullable=False),
    sa.Column('checked_at', UtcInstant(), nullable=False),
    sa.CheckConstraint('length("beside") <= 64', name=op.f('ck_check_run_beside_length')),
    sa.CheckConstraint('length("beside_at") <= 64', name=op.f('ck_check_run_beside_at_length')),
    sa.CheckConstraint('length("content_stamp") <= 80', name=op.f('ck_check_run_content_stamp_length')),
    sa.CheckConstraint('length("context_stamp") <= 64', name=op.f('ck_check_run_context_stamp_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_check_run_department_code_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_check_run_item_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_check_run_department_code')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_check_run_edition_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_check_run_item_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_run')),
    sa.UniqueConstraint('edition_id', name=op.f('uq_check_run_edition_id'))
    )
    op.create_index(op.f('ix_check_run_department_code'), 'check_run', ['department_code'], unique=False)
    op.create_index(op.f('ix_check_run_item_code'), 'check_run', ['item_code'], unique=False)
    op.create_index(op.f('ix_check_run_score'), 'check_run', ['score'], unique=False)
    op.create_table('check_tick',
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('rule_id', sa.String(length=8), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_check_tick_changed_by_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_check_tick_created_by_length')),
    sa.CheckConstraint('length("fingerprint") <= 64', name=op.f('ck_check_tick_fingerprint_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_check_tick_item_code_length')),
    sa.CheckConstraint('length("reason") <= 300', name=op.f('ck_check_tick_reason_length')),
    sa.CheckConstraint('length("rule_id") <= 8', name=op.f('ck_check_tick_rule_id_length')),
    sa.CheckConstraint('length("text") <= 500', name=op.f('ck_check_tick_text_length')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_check_tick_edition_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_check_tick_item_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_tick')),
    sa.UniqueConstraint('item_code', 'fingerprint', name=op.f('uq_check_tick_item_code_fingerprint'))
    )
    op.create_index(op.f('ix_check_tick_edition_id'), 'check_tick', ['edition_id'], unique=False)
    op.create_index(op.f('ix_check_tick_item_code'), 'check_tick', ['item_code'], unique=False)
    op.create_index(op.f('ix_check_tick_rule_id'), 'check_tick', ['rule_id'], unique=False)
    op.create_table('item_task',
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('owner', sa.String(length=80), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=True),
    sa.Column('opened_at', UtcInstant(), nullable=False),
    sa.Column('closed_at', UtcInstant(), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rule_id', sa.String(length=8), nullable=False),
    sa.Column('group', sa.String(length=32), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('element', sa.String(length=40), nullable=False),
    sa.Column('child', sa.String(length=40), nullable=False),
    sa.Column('message', sa.String(length=200), nullable=False),
    sa.Column('fix', sa.String(length=200), nullable=False),
    sa.Column('parameters', sa.JSON(), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('"group" IN (\'elements\', \'codes\', \'time\', \'papers\', \'money\', \'flow\', \'form\', \'visits\', \'results\', \'bases\', \'wording\', \'doubles\', \'offers\')', name=op.f('ck_item_task_group_known')),
    sa.CheckConstraint('"state" IN (\'open\', \'closed\')', name=op.f('ck_item_task_state_known')),
    sa.CheckConstraint('length("changed_by") <= 80', name=op.f('ck_item_task_changed_by_length')),
    sa.CheckConstraint('length("child") <= 40', name=op.f('ck_item_task_child_length')),
    sa.CheckConstraint('length("created_by") <= 80', name=op.f('ck_item_task_created_by_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_item_task_department_code_length')),
    sa.CheckConstraint('length("element") <= 40', name=op.f('ck_item_task_element_length')),
    sa.CheckConstraint('length("fingerprint") <= 64', name=op.f('ck_item_task_fingerprint_length')),
    sa.CheckConstraint('length("fix") <= 200', name=op.f('ck_item_task_fix_length')),
    sa.CheckConstraint('length("group") <= 32', name=op.f('ck_item_task_group_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_item_task_item_code_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_item_task_key_length')),
    sa.CheckConstraint('length("message") <= 200', name=op.f('ck_item_task_message_length')),
    sa.CheckConstraint('length("owner") <= 80', name=op.f('ck_item_task_owner_length')),
    sa.CheckConstraint('length("part") <= 32', name=op.f('ck_item_task_part_length')),
    sa.CheckConstraint('length("reason") <= 300', name=op.f('ck_item_task_reason_length')),
    sa.CheckConstraint('length("rule_id") <= 8', name=op.f('ck_item_task_rule_id_length')),
    sa.CheckConstraint('length("state") <= 32', name=op.f('ck_item_task_state_length')),
    sa.CheckConstraint('length("text") <= 500', name=op.f('ck_item_task_text_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_item_task_department_code')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_item_task_edition_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_item_task_item_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item_task'))
    )
    op.create_index(op.f('ix_item_task_department_code'), 'item_task', ['department_code'], unique=False)
    op.create_index(op.f('ix_item_task_edition_id'), 'item_task', ['edition_id'], unique=False)
    op.create_index(op.f('ix_item_task_item_code'), 'item_task', ['item_code'], unique=False)
    op.create_index(op.f('ix_item_task_owner'), 'item_task', ['owner'], unique=False)
    op.create_index(op.f('ix_item_task_rule_id'), 'item_task', ['rule_id'], unique=False)
    op.create_index('ix_item_task_state_due', 'item_task', ['state', 'due_on'], unique=False)
    op.create_table('offer_finding',
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=32), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('rule_id', sa.String(length=8), nullable=False),
    sa.Column('group', sa.String(length=32), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('element', sa.String(length=40), nullable=False),
    sa.Column('child', sa.String(length=40), nullable=False),
    sa.Column('message', sa.String(length=200), nullable=False),
    sa.Column('fix', sa.String(length=200), nullable=False),
    sa.Column('parameters', sa.JSON(), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.CheckConstraint('"group" IN (\'elements\', \'codes\', \'time\', \'papers\', \'money\', \'flow\', \'form\', \'visits\', \'results\', \'bases\', \'wording\', \'doubles\', \'offers\')', name=op.f('ck_offer_finding_group_known')),
    sa.CheckConstraint('"level" IN (\'error\', \'warning\', \'info\')', name=op.f('ck_offer_finding_level_known')),
    sa.CheckConstraint('length("child") <= 40', name=op.f('ck_offer_finding_child_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_offer_finding_department_code_length')),
    sa.CheckConstraint('length("element") <= 40', name=op.f('ck_offer_finding_element_length')),
    sa.CheckConstraint('length("fingerprint") <= 64', name=op.f('ck_offer_finding_fingerprint_length')),
    sa.CheckConstraint('length("fix") <= 200', name=op.f('ck_offer_finding_fix_length')),
    sa.CheckConstraint('length("group") <= 32', name=op.f('ck_offer_finding_group_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_offer_finding_hall_code_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_offer_finding_item_code_length')),
    sa.CheckConstraint('length("key") <= 40', name=op.f('ck_offer_finding_key_length')),
    sa.CheckConstraint('length("level") <= 32', name=op.f('ck_offer_finding_level_length')),
    sa.CheckConstraint('length("message") <= 200', name=op.f('ck_offer_finding_message_length')),
    sa.CheckConstraint('length("part") <= 32', name=op.f('ck_offer_finding_part_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_offer_finding_region_code_length')),
    sa.CheckConstraint('length("rule_id") <= 8', name=op.f('ck_offer_finding_rule_id_length')),
    sa.CheckConstraint('length("text") <= 500', name=op.f('ck_offer_finding_text_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_offer_finding_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_offer_finding_hall_code')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_offer_finding_item_code')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_finding_offer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_offer_finding_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer_finding'))
    )
    op.create_index(op.f('ix_offer_finding_department_code'), 'offer_finding', ['department_code'], unique=False)
    op.create_index(op.f('ix_offer_finding_hall_code'), 'offer_finding', ['hall_code'], unique=False)
    op.create_index(op.f('ix_offer_finding_item_code'), 'offer_finding', ['item_code'], unique=False)
    op.create_index(op.f('ix_offer_finding_offer_id'), 'offer_finding', ['offer_id'], unique=False)
    op.create_index(op.f('ix_offer_finding_region_code'), 'offer_finding', ['region_code'], unique=False)
    op.create_index(op.f('ix_offer_finding_rule_id'), 'offer_finding', ['rule_id'], unique=False)
    op.create_table('offer_run',
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    sa.Column('content_stamp', sa.String(length=80), nullable=False),
    sa.Column('context_stamp', sa.String(length=64), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('errors', sa.Integer(), nullable=False),
    sa.Column('warnings', sa.Integer(), nullable=False),
    sa.Column('infos', sa.Integer(), nullable=False),
    sa.Column('checked_at', UtcInstant(), nullable=False),
    sa.CheckConstraint('length("content_stamp") <= 80', name=op.f('ck_offer_run_content_stamp_length')),
    sa.CheckConstraint('length("context_stamp") <= 64', name=op.f('ck_offer_run_context_stamp_length')),
    sa.CheckConstraint('length("department_code") <= 20', name=op.f('ck_offer_run_department_code_length')),
    sa.CheckConstraint('length("hall_code") <= 15', name=op.f('ck_offer_run_hall_code_length')),
    sa.CheckConstraint('length("item_code") <= 12', name=op.f('ck_offer_run_item_code_length')),
    sa.CheckConstraint('length("region_code") <= 12', name=op.f('ck_offer_run_region_code_length')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_offer_run_department_code')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_offer_run_hall_code')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_offer_run_item_code')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_offer_run_offer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_offer_run_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer_run')),
    sa.UniqueConstraint('offer_id', name=op.f('uq_offer_run_offer_id'))
    )
    op.create_index(op.f('ix_offer_run_department_code'), 'offer_run', ['department_code'], unique=False)
    op.create_index(op.f('ix_offer_run_hall_code'), 'offer_run', ['hall_code'], unique=False)
    op.create_index(op.f('ix_offer_run_item_code'), 'offer_run', ['item_code'], unique=False)
    op.create_index(op.f('ix_offer_run_region_code'), 'offer_run', ['region_code'], unique=False)
    op.create_index(op.f('ix_offer_run_score'), 'offer_run', ['score'], unique=False)


def downgrade() -> None:
    op.drop_table('offer_run')
    op.drop_table('offer_finding')
    op.drop_table('item_task')
    op.drop_table('check_tick')
    op.drop_table('check_run')
    op.drop_table('check_finding')
    op.drop_table('item_confirmation')
    op.drop_table('check_word')
    op.drop_table('check_level')
