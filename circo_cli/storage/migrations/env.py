"""Alembic's entry: runs the migrations on the connection that `circo_cli.storage.migrations.run` passes in."""

from __future__ import annotations

from alembic import context

from circo_cli.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
