"""the document store, what rests on its papers, and better rules applied to open cases

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import triggers
from models.base import UtcInstant

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

LINKS = {
    'edition': 'delegation_document',
    'legal_basis': 'document',
    'fee': 'document',
    'reduction': 'document',
    'work_day': 'document_code',
}
"""The column of each table that names a paper of the store."""
BEFORE = (
    "'received', 'correction_told', 'corrected', 'accepted', 'refused', 'suspended', 'resumed', 'extended', 'handed_over', "
    "'decided', 'finished', 'delivered', 'voided', 'edition_moved'"
)
EVENTS = {'0015': f'"kind" IN ({BEFORE})', '0016': f'"kind" IN ({BEFORE}, \'bettered\')'}
"""What the ledger of a case may hold, after each migration."""


def _short(table: str, **lengths: int) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f'length("{name}") <= {most}', name=op.f(f'ck_{table}_{name}_length'))
        for name, most in lengths.items()
    ]


def _known(table: str, column: str, *slugs: str) -> sa.CheckConstraint:
    words = ', '.join(f"'{one}'" for one in slugs)
    return sa.CheckConstraint(f'"{column}" IN ({words})', name=op.f(f'ck_{table}_{column}_known'))


def _store() -> None:
    op.create_table('document',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('number', sa.String(length=100), nullable=True),
    sa.Column('topic', sa.String(length=100), nullable=True),
    sa.Column('issuer', sa.String(length=200), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('made_on', sa.Date(), nullable=True),
    sa.Column('effective_on', sa.Date(), nullable=True),
    sa.Column('disclosure', sa.String(length=32), nullable=False),
    sa.Column('text', sa.String(length=20000), nullable=True),
    sa.Column('file', sa.String(length=64), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('repealed_from', sa.Date(), nullable=True),
    sa.Column('repealed_by_code', sa.String(length=40), nullable=True),
    sa.Column('repeal_reason', sa.String(length=300), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_code', sa.String(length=12), nullable=False),
    sa.Column('created_at', UtcInstant(), nullable=False),
    sa.Column('created_by', sa.String(length=80), nullable=False),
    sa.Column('changed_at', UtcInstant(), nullable=False),
    sa.Column('changed_by', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    _known('document', 'disclosure', 'active', 'on_request', 'none'),
    _known('document', 'state', 'in_force', 'repealed'),
    *_short('document', code=40, title=300, number=100, topic=100, issuer=200, disclosure=32, text=20000, file=64, state=32,
            repealed_by_code=40, repeal_reason=300, owner_code=12, created_by=80, changed_by=80),
    sa.ForeignKeyConstraint(['repealed_by_code'], ['document.code'], name=op.f('fk_document_repealed_by_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document')),
    sa.UniqueConstraint('code', name=op.f('uq_document_code'))
    )
    for name in ('disclosure', 'owner_code', 'repealed_by_code', 'state'):
        op.create_index(f'ix_document_{name}', 'document', [name])


def _better_rules() -> None:
    op.create_table('better_rule',
    sa.Column('edition_id', sa.Integer(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('definition_hash', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('county_code', sa.String(length=12), nullable=False),
    sa.Column('opened_year', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('region_code', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=20), nullable=True),
    sa.Column('hall_code', sa.String(length=15), nullable=True),
    *_short('better_rule', definition_hash=64, actor=80, county_code=12, region_code=12, department_code=20, hall_code=15),
    sa.ForeignKeyConstraint(['county_code', 'opened_year', 'case_id'], ['svc_case.county_code', 'svc_case.opened_year', 'svc_case.id'], name=op.f('fk_better_rule_county_code_opened_year_case_id')),
    sa.ForeignKeyConstraint(['department_code'], ['department.code'], name=op.f('fk_better_rule_department_code')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_better_rule_edition_id')),
    sa.ForeignKeyConstraint(['hall_code'], ['hall.code'], name=op.f('fk_better_rule_hall_code')),
    sa.ForeignKeyConstraint(['region_code'], ['region.code'], name=op.f('fk_better_rule_region_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_better_rule'))
    )
    for name in ('case_id', 'department_code', 'edition_id', 'hall_code', 'region_code'):
        op.create_index(f'ix_better_rule_{name}', 'better_rule', [name])


def _events(now: str, then: str, only_new_rows: str = '') -> None:
    """Let the ledger hold these kinds of events from here on; on the way back what stands in it stays.

    The table keeps its triggers: SQLite's check is rewritten in place, without a batch that would make the table anew.
    """
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('ALTER TABLE clock_event DROP CONSTRAINT ck_clock_event_kind_known')
        op.execute(f'ALTER TABLE clock_event ADD CONSTRAINT ck_clock_event_kind_known CHECK ({then}){only_new_rows}')
        return
    version = op.get_bind().execute(sa.text('PRAGMA schema_version')).scalar_one()
    op.execute('PRAGMA writable_schema = ON')
    op.get_bind().execute(
        sa.text("UPDATE sqlite_schema SET sql = replace(sql, :now, :then) WHERE type = 'table' AND name = 'clock_event'"),
        {'now': now, 'then': then},
    )
    op.execute(f'PRAGMA schema_version = {version + 1}')
    op.execute('PRAGMA writable_schema = RESET')


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    _store()
    # No batch: it would make the tables anew, without their triggers and checks. Both stores take a column with its own checks.
    for table, column in LINKS.items():
        op.execute(
            f'ALTER TABLE {table} ADD COLUMN "{column}" VARCHAR(40) '
            f'CONSTRAINT ck_{table}_{column}_length CHECK (length("{column}") <= 40) '
            f'CONSTRAINT fk_{table}_{column} REFERENCES document (code)'
        )
        op.create_index(f'ix_{table}_{column}', table, [column])
    for statement in triggers.edition_stays(dialect, '0016'):
        op.execute(statement)
    _better_rules()
    _events(EVENTS['0015'], EVENTS['0016'])


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    _events(EVENTS['0016'], EVENTS['0015'], ' NOT VALID')
    op.drop_table('better_rule')
    for statement in triggers.edition_stays(dialect, '0015'):
        op.execute(statement)
    for table, column in LINKS.items():
        op.drop_index(f'ix_{table}_{column}', table_name=table)
        op.execute(f'ALTER TABLE {table} DROP COLUMN "{column}"')
    op.drop_table('document')
