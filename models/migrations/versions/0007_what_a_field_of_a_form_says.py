"""what a field of a form says: decimals, unit, code list, table, sum, formula, prefill, width, print

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

# No batch: it would make the table anew, without its triggers. Both stores take a column with its own checks.
COLUMNS = {
    "places": ("INTEGER", {"range": '"places" BETWEEN 0 AND 6'}),
    "unit": ("VARCHAR(20)", {"length": 'length("unit") <= 20'}),
    "code_list": ("VARCHAR(60)", {"length": 'length("code_list") <= 60'}),
    "within": ("VARCHAR(40)", {"length": 'length("within") <= 40'}),
    "summed": ("BOOLEAN", {}),
    "formula": ("VARCHAR(1000)", {"length": 'length("formula") <= 1000'}),
    "prefill": (
        "VARCHAR(32)",
        {
            "length": 'length("prefill") <= 32',
            "known": "\"prefill\" IN ('earlier', 'today', 'applicant_name', 'applicant_id', 'applicant_phone', 'applicant_address')",
        },
    ),
    "width": ("VARCHAR(32)", {"length": 'length("width") <= 32', "known": "\"width\" IN ('full', 'half', 'third')"}),
    "printed": (
        "VARCHAR(32)",
        {"length": 'length("printed") <= 32', "known": "\"printed\" IN ('body', 'attached', 'none')"},
    ),
    "shared": ("VARCHAR(60)", {"length": 'length("shared") <= 60'}),
}


def upgrade() -> None:
    for name, (kind, checks) in COLUMNS.items():
        checked = "".join(f" CONSTRAINT ck_field_{name}_{rule} CHECK ({check})" for rule, check in checks.items())
        op.execute(f'ALTER TABLE field ADD COLUMN "{name}" {kind}{checked}')


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.execute(f'ALTER TABLE field DROP COLUMN "{name}"')
