"""The invariants of the field, each as a query for what breaks it.

Not one of them: that nobody waits while a seat is free. Files say who waits and are taken at their word, and a Track
that has begun gives no seats of itself; `status` tells of both.
"""

from __future__ import annotations

from circo_cli.values.vocabulary import SEATED

_SEATED = ", ".join(f"'{status}'" for status in SEATED)

INVARIANTS: tuple[tuple[str, str, str], ...] = (
    (
        "track-hubs",
        "every Track has its own hub among its organisers",
        """SELECT t.key FROM track t WHERE NOT EXISTS
             (SELECT 1 FROM track_hub th WHERE th.track_id = t.id AND th.hub_id = t.hub_id)""",
    ),
    (
        "over-tracks",
        "no completed or cancelled Track has a waiting list",  # a seat it may have: by force
        """SELECT DISTINCT t.key FROM track t JOIN enrolment e ON e.track_id = t.id
            WHERE t.status IN ('completed', 'cancelled') AND e.status = 'waitlisted'""",
    ),
    (
        "attendance",
        "attendance belongs to a session of the enrolment's own Track",
        """SELECT a.enrolment_id FROM attendance a JOIN enrolment e ON e.id = a.enrolment_id
             JOIN track_session s ON s.id = a.session_id WHERE s.track_id <> e.track_id""",
    ),
    (
        "seats",
        "no Track gave more seats than it has, but to those whom a file says to have one",
        # A smaller capacity takes no seat away. Files are taken at their word, and leave a warning.
        f"""SELECT t.key FROM track t
             WHERE t.capacity < (SELECT count(*) FROM enrolment e WHERE e.track_id = t.id AND e.status IN ({_SEATED}))
               AND NOT EXISTS (SELECT 1 FROM change_row r
                     WHERE r.thing = 'track' AND r.thing_id = t.id AND r.table_name = 'track'
                       AND json_extract(r.before, '$.capacity') > json_extract(r.after, '$.capacity'))
               AND NOT EXISTS (SELECT 1 FROM enrolment e
                     WHERE e.track_id = t.id AND e.status IN ({_SEATED})
                       AND (NOT EXISTS (SELECT 1 FROM change_row r WHERE r.thing = 'enrolment' AND r.thing_id = e.id)
                            OR EXISTS (SELECT 1 FROM change_row r JOIN "change" c ON c.id = r.change_id
                                        WHERE r.thing = 'enrolment' AND r.thing_id = e.id
                                          AND c.command LIKE '%import')))""",
    ),
    (
        "enrolled-once",
        "no company is enrolled twice in a Track, but where it cancelled or declined",
        """SELECT DISTINCT t.key FROM track t JOIN enrolment e ON e.track_id = t.id
            WHERE e.status NOT IN ('cancelled', 'declined')
            GROUP BY t.key, e.track_id, e.company_id HAVING count(*) > 1""",
    ),
    (
        "queue",
        "everybody who waits has a place in line of one's own, and nobody else has one",
        """SELECT e.id FROM enrolment e
            WHERE e.status = 'waitlisted' AND (e.waitlist_rank IS NULL OR e.waitlisted_at IS NULL)
               OR e.status <> 'waitlisted' AND e.waitlist_rank IS NOT NULL
            UNION ALL
           SELECT max(id) FROM enrolment WHERE status = 'waitlisted' AND waitlist_rank IS NOT NULL
            GROUP BY track_id, waitlist_rank HAVING count(*) > 1""",
    ),
    (
        "answers",
        "no open question has an answer",  # an answered one may lack it: lists, which can be imported, print none
        """SELECT q.id FROM question q WHERE q.status = 'open'
              AND EXISTS (SELECT 1 FROM question_answer a WHERE a.question_id = q.id)""",
    ),
    (
        "merged",
        "every merged question leads to one that stands for itself, and left its answers there",
        """SELECT q.id FROM question q JOIN question o ON o.id = q.merged_into_id
            WHERE o.merged_into_id IS NOT NULL
               OR EXISTS (SELECT 1 FROM question_answer a WHERE a.question_id = q.id)""",
    ),
    (
        "closing",
        "only a closed question has a day on which it was closed",
        "SELECT id FROM question WHERE closed_on IS NOT NULL AND status <> 'closed'",
    ),
    (
        "versions",
        "every published insight has the version that it says",
        """SELECT i.id FROM insight i WHERE i.status <> 'draft' AND NOT EXISTS
             (SELECT 1 FROM insight_version v WHERE v.insight_id = i.id AND v.version = i.version)""",
    ),
    (
        "stages",
        "every hub is in the stage of its latest entry",
        """SELECT h.key FROM hub h WHERE h.stage <>
             (SELECT s.stage FROM hub_stage s WHERE s.hub_id = h.id ORDER BY s.id DESC LIMIT 1)""",
    ),
    (
        "keys",
        "every key is one thing's among its like, and can be typed",
        " UNION ALL ".join(
            f"""SELECT key FROM {noun} GROUP BY lower(key)
                HAVING count(*) > 1 OR key = '' OR key GLOB '*[^a-z0-9-]*'"""
            for noun in ("hub", "partner", "company", "trainer", "theme", "track")
        ),
    ),
    (
        "merged-companies",
        "every merged company leads to one that stands for itself",
        """SELECT c.key FROM company c JOIN company o ON o.id = c.merged_into_id
            WHERE o.merged_into_id IS NOT NULL""",
    ),
    (
        "changes",
        "the journal is in the order of its changes, and tells of every row what it was or became",
        """SELECT 'C' || change_id FROM
             (SELECT change_id, before, after, lag(change_id) OVER (ORDER BY id) AS previous FROM change_row)
            WHERE change_id < previous OR before IS NULL AND after IS NULL""",
    ),
    (
        "undone",
        "every change that is undone names one later undo, every undone undo a later redo, and every undo undid one",
        """SELECT 'C' || c.id FROM "change" c JOIN "change" u ON u.id = c.undone_by_id
            WHERE u.id <= c.id OR u.kind <> CASE c.kind WHEN 'undo' THEN 'redo' ELSE 'undo' END
            UNION ALL
           SELECT 'C' || undone_by_id FROM "change" WHERE undone_by_id IS NOT NULL
            GROUP BY undone_by_id HAVING count(*) > 1
            UNION ALL
           SELECT 'C' || id FROM "change" WHERE kind = 'undo' AND undone_by_id IS NULL
              AND id NOT IN (SELECT undone_by_id FROM "change" WHERE undone_by_id IS NOT NULL)""",
    ),
)
"""Name, meaning, and the query for the keys of what breaks it."""
