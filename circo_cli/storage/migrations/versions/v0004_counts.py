"""Counting a hub's companies and unanswered questions from an index alone: a list of hubs reads no row of theirs."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the indexes; the one of companies takes the place of that of their hubs alone."""
    op.create_index(
        op.f("ix_question_status_hub_id_asked_on"), "question", ["status", "hub_id", "asked_on"], unique=False
    )
    op.create_index(op.f("ix_company_hub_id_merged_into_id"), "company", ["hub_id", "merged_into_id"], unique=False)
    op.drop_index(op.f("ix_company_hub_id"), "company")
