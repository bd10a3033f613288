"""The search index, which is filled when the migration is done."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables of the index."""
    op.execute(
        """CREATE TABLE search_document (id INTEGER NOT NULL PRIMARY KEY, size INTEGER NOT NULL, title TEXT NOT NULL,
  body TEXT NOT NULL, own TEXT NOT NULL, more TEXT NOT NULL, who TEXT NOT NULL)"""
    )
    op.execute(
        """CREATE VIRTUAL TABLE search_index USING fts5(title, body, own, more, who, content='search_document',
  content_rowid='id', tokenize='ascii', detail='column', columnsize=0)"""
    )
    op.execute("CREATE TABLE search_word (word TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID")
