"""a booklet that is a list can be a workbook

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

NAME = 'ck_booklet_format_known'


def _formats(*slugs: str) -> None:
    words = ', '.join(f"'{one}'" for one in slugs)
    with op.batch_alter_table('booklet', schema=None) as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_='check')
        batch_op.create_check_constraint(op.f(NAME), f'"format" IN ({words})')


def upgrade() -> None:
    _formats('pdf', 'docx', 'xlsx')


def downgrade() -> None:
    op.execute("DELETE FROM booklet_file WHERE booklet_id IN (SELECT id FROM booklet WHERE format = 'xlsx')")
    op.execute("DELETE FROM booklet WHERE format = 'xlsx'")
    _formats('pdf', 'docx')
