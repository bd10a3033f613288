"""When a question was closed: one that is closed without an answer was open at the end of an earlier quarter."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the day, and take it from the journal where that tells of the closing; else it stays unknown.

    The journal knows the moment in UTC, so a closing just after midnight gets the day before. Images of rows that are
    not closed get the column too, empty as it was then: an undo of an earlier closing leaves no day behind.
    """
    op.execute(
        """ALTER TABLE question ADD COLUMN closed_on VARCHAR CONSTRAINT ck_question_closed_on
            CHECK (closed_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')"""
    )
    for columns in ("closed_on", "hub_id, closed_on"):
        name = columns.replace(", ", "_")
        op.execute(f"CREATE INDEX ix_question_{name} ON question ({columns}) WHERE closed_on IS NOT NULL")
    op.execute(
        """UPDATE question SET closed_on = (
            SELECT CASE WHEN r.before IS NOT NULL THEN substr(c.at, 1, 10) END
              FROM change_row r JOIN "change" c ON c.id = r.change_id
             WHERE r.thing = 'question' AND r.thing_id = question.id AND r.table_name = 'question'
               AND c.kind = 'change' AND c.undone_by_id IS NULL
               AND json_extract(r.after, '$.status') = 'closed'
               AND coalesce(json_extract(r.before, '$.status'), '') <> 'closed'
             ORDER BY r.id DESC LIMIT 1)
           WHERE status = 'closed'"""
    )
    for image in ("before", "after"):
        op.execute(
            f"""UPDATE change_row SET {image} = json_set({image}, '$.closed_on', NULL)
                 WHERE table_name = 'question' AND json_extract({image}, '$.status') <> 'closed'"""
        )
