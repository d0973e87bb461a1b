"""the library, the tree and what hangs on it: merged papers, states of items by date, powers, bundles, exchange columns, systems

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.base import UtcInstant

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

# No batch: it would make the table anew. Both stores take a column with its own checks.
MERGED_INTO = (
    'VARCHAR(40) CONSTRAINT ck_standard_material_merged_into_length CHECK (length("merged_into") <= 40) '
    'CONSTRAINT fk_standard_material_merged_into REFERENCES standard_material (code)'
)
STATE_DAYS = ('state_from', 'state_until')
TABLES = (
    'exchange_column',
    'work_system',
    'bundle',
    'paper_merge',
    'power_entry',
    'bundle_edition',
    'bundle_question',
    'item_event',
    'power_match',
    'bundle_item',
    'paper_merge_line',
)


def _short(table: str, **lengths: int) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f'length("{name}") <= {most}', name=op.f(f'ck_{table}_{name}_length'))
        for name, most in lengths.items()
    ]


def _known(table: str, column: str, *slugs: str) -> sa.CheckConstraint:
    words = ', '.join(f"'{one}'" for one in slugs)
    return sa.CheckConstraint(f'"{column}" IN ({words})', name=op.f(f'ck_{table}_{column}_known'))


def upgrade() -> None:
    op.execute(f'ALTER TABLE standard_material ADD COLUMN "merged_into" {MERGED_INTO}')
    for name in STATE_DAYS:
        op.add_column('item', sa.Column(name, sa.Date(), nullable=True))
    op.create_table('exchange_column',
    sa.Column('scheme', sa.String(length=40), nullable=False),
    sa.Column('element', sa.String(length=60), nullable=False),
    sa.Column('value', sa.String(length=60), nullable=True),
    sa.Column('target', sa.String(length=60), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    *_short('exchange_column', changed_by=80, created_by=80, element=60, owner_code=12, scheme=40, target=60,
            value=60),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exchange_column')),
    sa.UniqueConstraint('scheme', 'element', 'value', name=op.f('uq_exchange_column_scheme_element_value'))
    )
    op.create_index('ix_exchange_column_owner_code', 'exchange_column', ['owner_code'])
    op.create_table('work_system',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('numbered', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    *_short('work_system', changed_by=80, code=40, created_by=80, name=50, note=300, owner_code=12),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_system')),
    sa.UniqueConstraint('code', name=op.f('uq_work_system_code')),
    sa.UniqueConstraint('name', name=op.f('uq_work_system_name'))
    )
    op.create_index('ix_work_system_owner_code', 'work_system', ['owner_code'])
    op.create_table('bundle',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('summary', sa.String(length=300), nullable=True),
    sa.Column('guide', sa.String(length=4000), nullable=True),
    sa.Column('lead_department_code', sa.String(length=20), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    _known('bundle', 'state', 'draft', 'published', 'withdrawn'),
    *_short('bundle', changed_by=80, code=40, created_by=80, guide=4000, lead_department_code=20, name=100,
            owner_code=12, state=32, summary=300),
    sa.ForeignKeyConstraint(['lead_department_code'], ['department.code'], name=op.f('fk_bundle_lead_department_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bundle')),
    sa.UniqueConstraint('code', name=op.f('uq_bundle_code'))
    )
    for name in ('lead_department_code', 'owner_code'):
        op.create_index(f'ix_bundle_{name}', 'bundle', [name])
    op.create_table('paper_merge',
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('from_code', sa.String(length=40), nullable=False),
    sa.Column('into_code', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('undone_at', UtcInstant(), nullable=True),
    sa.Column('undone_by', sa.String(length=80), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    _known('paper_merge', 'state', 'done', 'undone'),
    *_short('paper_merge', changed_by=80, code=12, created_by=80, from_code=40, into_code=40, owner_code=12,
            reason=300, state=32, undone_by=80),
    sa.ForeignKeyConstraint(['from_code'], ['standard_material.code'], name=op.f('fk_paper_merge_from_code')),
    sa.ForeignKeyConstraint(['into_code'], ['standard_material.code'], name=op.f('fk_paper_merge_into_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_merge')),
    sa.UniqueConstraint('code', name=op.f('uq_paper_merge_code'))
    )
    for name in ('from_code', 'into_code', 'owner_code'):
        op.create_index(f'ix_paper_merge_{name}', 'paper_merge', [name])
    op.create_table('power_entry',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('task_type', sa.String(length=32), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('body', sa.String(length=120), nullable=True),
    sa.Column('basis', sa.String(length=2000), nullable=True),
    sa.Column('duty', sa.String(length=2000), nullable=True),
    sa.Column('no_item', sa.String(length=300), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    _known('power_entry', 'task_type', 'permit', 'penalty', 'coercion', 'levy', 'benefit', 'inspection', 'confirmation', 'reward', 'adjudication', 'other_power', 'public_service'),
    *_short('power_entry', basis=2000, body=120, changed_by=80, code=60, created_by=80, department_code=20,
            duty=2000, name=300, no_item=300, owner_code=12, task_type=32),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_power_entry_department_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_power_entry')),
    sa.UniqueConstraint('code', name=op.f('uq_power_entry_code'))
    )
    for name in ('department_code', 'owner_code'):
        op.create_index(f'ix_power_entry_{name}', 'power_entry', [name])
    op.create_table('bundle_edition',
    sa.Column('bundle_code', sa.String(length=40), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('at', UtcInstant(), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    *_short('bundle_edition', actor=80, bundle_code=40, content_hash=64, owner_code=12),
    sa.ForeignKeyConstraint(['bundle_code'], ['bundle.code'], name=op.f('fk_bundle_edition_bundle_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bundle_edition')),
    sa.UniqueConstraint('bundle_code', 'number', name=op.f('uq_bundle_edition_bundle_code_number'))
    )
    for name in ('bundle_code', 'owner_code'):
        op.create_index(f'ix_bundle_edition_{name}', 'bundle_edition', [name])
    op.create_table('bundle_question',
    sa.Column('bundle_code', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('help', sa.String(length=300), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('choices', sa.String(length=1000), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    _known('bundle_question', 'kind', 'yes_no', 'choice'),
    *_short('bundle_question', bundle_code=40, changed_by=80, choices=1000, created_by=80, help=300, key=40,
            kind=32, owner_code=12, text=200),
    sa.ForeignKeyConstraint(['bundle_code'], ['bundle.code'], name=op.f('fk_bundle_question_bundle_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bundle_question')),
    sa.UniqueConstraint('bundle_code', 'key', name=op.f('uq_bundle_question_bundle_code_key'))
    )
    for name in ('bundle_code', 'owner_code'):
        op.create_index(f'ix_bundle_question_{name}', 'bundle_question', [name])
    op.create_table('item_event',
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('act', sa.String(length=32), nullable=False),
    sa.Column('at', UtcInstant(), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('replaced_by_code', sa.String(length=12), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    _known('item_event', 'act', 'paused', 'resumed', 'cancelled'),
    *_short('item_event', act=32, actor=80, item_code=12, owner_code=12, reason=300, replaced_by_code=12),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_item_event_item_code')),
    sa.ForeignKeyConstraint(['replaced_by_code'], ['item.code'], name=op.f('fk_item_event_replaced_by_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item_event'))
    )
    for name in ('item_code', 'owner_code'):
        op.create_index(f'ix_item_event_{name}', 'item_event', [name])
    op.create_table('power_match',
    sa.Column('entry_code', sa.String(length=60), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('how', sa.String(length=32), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    _known('power_match', 'how', 'code', 'name', 'near', 'hand'),
    *_short('power_match', changed_by=80, created_by=80, entry_code=60, how=32, item_code=12, owner_code=12),
    sa.ForeignKeyConstraint(['entry_code'], ['power_entry.code'], name=op.f('fk_power_match_entry_code')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_power_match_item_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_power_match')),
    sa.UniqueConstraint('entry_code', 'item_code', name=op.f('uq_power_match_entry_code_item_code'))
    )
    for name in ('entry_code', 'item_code', 'owner_code'):
        op.create_index(f'ix_power_match_{name}', 'power_match', [name])
    op.create_table('bundle_item',
    sa.Column('bundle_code', sa.String(length=40), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('answer', sa.String(length=60), nullable=True),
    sa.Column('note', sa.String(length=300), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    *_short('bundle_item', answer=60, bundle_code=40, changed_by=80, created_by=80, item_code=12, note=300,
            owner_code=12),
    sa.ForeignKeyConstraint(['bundle_code'], ['bundle.code'], name=op.f('fk_bundle_item_bundle_code')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_bundle_item_item_code')),
    sa.ForeignKeyConstraint(['question_id'], ['bundle_question.id'], name=op.f('fk_bundle_item_question_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bundle_item')),
    sa.UniqueConstraint('bundle_code', 'item_code', name=op.f('uq_bundle_item_bundle_code_item_code'))
    )
    for name in ('bundle_code', 'item_code', 'owner_code'):
        op.create_index(f'ix_bundle_item_{name}', 'bundle_item', [name])
    op.create_table('paper_merge_line',
    sa.Column('merge_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('item_code', sa.String(length=12), nullable=False),
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=32), nullable=False),
    sa.Column('before', sa.LargeBinary(), nullable=True),
    sa.Column('after_hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    _known('paper_merge_line', 'act', 'begun', 'replaced'),
    *_short('paper_merge_line', act=32, after_hash=64, item_code=12, owner_code=12),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_paper_merge_line_edition_id')),
    sa.ForeignKeyConstraint(['item_code'], ['item.code'], name=op.f('fk_paper_merge_line_item_code')),
    sa.ForeignKeyConstraint(['merge_id'], ['paper_merge.id'], name=op.f('fk_paper_merge_line_merge_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_merge_line')),
    sa.UniqueConstraint('merge_id', 'position', name=op.f('uq_paper_merge_line_merge_id_position'))
    )
    for name in ('merge_id', 'owner_code'):
        op.create_index(f'ix_paper_merge_line_{name}', 'paper_merge_line', [name])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    for name in reversed(STATE_DAYS):
        op.drop_column('item', name)
    op.execute('ALTER TABLE standard_material DROP COLUMN "merged_into"')
