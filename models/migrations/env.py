"""Alembic's entry: the product's metadata, online only, one transaction a migration."""

from __future__ import annotations

from alembic import context

from models import tables
from models.db import db

with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=tables.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
