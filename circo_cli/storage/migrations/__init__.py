"""Numbered versions of the schema, run by Alembic at `db init` and upgrade only."""
