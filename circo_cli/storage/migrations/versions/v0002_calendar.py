"""What calendar programs need to follow a Track: a lasting name for each session, and what became of removed ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Name every session there is, and make the table of cancelled ones."""
    op.add_column("track_session", sa.Column("uid", sa.String(), nullable=True))
    op.add_column("track_session", sa.Column("sequence", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_index(op.f("ix_track_session_uid"), "track_session", ["uid"], unique=True)
    op.create_table(
        "cancelled_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("ends_at", sa.String(), nullable=False),
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=True),
        sa.CheckConstraint("quarter GLOB '[0-9][0-9][0-9][0-9]Q[1-4]'", name=op.f("ck_cancelled_session_quarter")),
        sa.CheckConstraint("location <> ''", name=op.f("ck_cancelled_session_location_filled")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_cancelled_session_track_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cancelled_session")),
        sa.UniqueConstraint("uid", name=op.f("uq_cancelled_session_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_cancelled_session_track_id"), "cancelled_session", ["track_id"], unique=False)
    op.execute(
        """UPDATE track_session SET uid = (SELECT t."key" FROM track t WHERE t.id = track_session.track_id)
            || '-s' || (SELECT count(*) FROM track_session o
                         WHERE o.track_id = track_session.track_id AND o.starts_at <= track_session.starts_at)"""
    )
