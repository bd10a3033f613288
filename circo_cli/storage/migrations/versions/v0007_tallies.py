"""Counts that are kept beside the rows, and when a company last asked by an index alone."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables, which are filled when the migration is done, and two indexes in the place of narrower ones."""
    op.execute(
        """CREATE TABLE tally_asked (hub_id INTEGER NOT NULL, theme_id INTEGER NOT NULL, questions INTEGER NOT NULL,
  askers INTEGER NOT NULL, PRIMARY KEY (hub_id, theme_id)) WITHOUT ROWID"""
    )
    op.execute(
        """CREATE TABLE tally_answered (hub_id INTEGER NOT NULL, theme_id INTEGER NOT NULL, quarter TEXT NOT NULL,
  questions INTEGER NOT NULL, PRIMARY KEY (hub_id, theme_id, quarter)) WITHOUT ROWID"""
    )
    op.execute("DROP INDEX ix_question_company_id")
    op.execute("CREATE INDEX ix_question_company_id_asked_on ON question (company_id, asked_on)")
    op.execute("DROP INDEX ix_question_merged_into_id")
    op.execute(
        """CREATE INDEX ix_question_merged_into_id_company_id ON question (merged_into_id, company_id)
            WHERE merged_into_id IS NOT NULL"""
    )
