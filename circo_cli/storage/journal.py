"""The journal: temporary triggers on the write connection record every row before and after.

Triggers and not events of the ORM, because they also see association tables and bulk statements. They are
temporary so that other tools which open the file meet none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from functools import cache

from circo_cli.storage.row_changes import Image, RowChange, read_row
from circo_cli.storage.tables import metadata

PART_OF: Mapping[str, tuple[str, str]] = {
    "hub_stage": ("hub", "{row}.hub_id"),
    "hub_step": ("hub", "{row}.hub_id"),
    "hub_region": ("hub", "{row}.hub_id"),
    "hub_sector": ("hub", "{row}.hub_id"),
    "hub_partner": ("hub", "{row}.hub_id"),
    "hub_partner_journey": (
        "hub",
        # an undo may take the partner away first: the same change then remembers whose it was
        """coalesce((SELECT hub_id FROM main.hub_partner WHERE id = {row}.hub_partner_id),
                    (SELECT thing_id FROM main.change_row WHERE change_id = (SELECT id FROM current_change)
                        AND table_name = 'hub_partner' AND json_extract(before, '$.id') = {row}.hub_partner_id))""",
    ),
    "track_hub": ("track", "{row}.track_id"),
    "track_trainer": ("track", "{row}.track_id"),
    "track_session": ("track", "{row}.track_id"),
    "cancelled_session": ("track", "{row}.track_id"),
    "company_contact": ("company", "{row}.company_id"),
    "company_note": ("company", "{row}.company_id"),
    "enrolment_contact": ("enrolment", "{row}.enrolment_id"),
    "attendance": ("enrolment", "{row}.enrolment_id"),
    "question_answer": ("question", "{row}.question_id"),
    "question_topic": ("question", "{row}.question_id"),
    "insight_version": ("insight", "{row}.insight_id"),
    "insight_topic": ("insight", "{row}.insight_id"),
    "insight_question": ("insight", "{row}.insight_id"),
    "insight_comment": ("insight", "{row}.insight_id"),
    "digest_file": ("digest", "{row}.digest_id"),
    "digest_item": ("digest", "{row}.digest_id"),
}
"""Tables whose rows belong to the history of another thing, and where its id is found."""

_OWNER_BEFORE = " ".join(
    f"WHEN '{table}' THEN '$.{owner.removeprefix('{row}.')}'"
    for table, (_, owner) in PART_OF.items()
    if owner.startswith("{row}.")
)
"""Cases of SQL: where the image of a row says which thing it belongs to."""

_OWN = ("change", "change_row")


def start(connection: sqlite3.Connection, *, at: str, actor: str, command: str, kind: str = "change") -> int:
    """Open a change on `connection`, inside its transaction, and return its number."""
    cursor = connection.execute(
        'INSERT INTO "change" (at, actor, command, summary, kind) VALUES (?, ?, ?, ?, ?)',
        (at, actor, command, command, kind),
    )
    change_id = cursor.lastrowid
    if change_id is None:
        raise AssertionError("an inserted row has an id")
    connection.execute("CREATE TEMP TABLE current_change (id INTEGER NOT NULL)")
    connection.execute("INSERT INTO current_change VALUES (?)", (change_id,))
    for statement in trigger_statements():
        connection.execute(statement)
    return change_id


@cache
def trigger_statements() -> tuple[str, ...]:
    """Return the statements that create the temporary triggers, three for every table."""
    return tuple(
        statement for table in metadata.tables.values() if table.name not in _OWN for statement in _triggers(table.name)
    )


def image(table: str, row: str) -> str:
    """Return the SQL for what the journal remembers of `row`, which is a row of `table`."""
    columns = metadata.tables[table].columns
    return "json_object(" + ", ".join(f"'{column.name}', {row}.\"{column.name}\"" for column in columns) + ")"


def owner_of(connection: sqlite3.Connection, table: str, row: Image) -> tuple[str, int]:
    """Return the thing to whose history `row` of `table` belongs, and its id."""
    thing, owner = PART_OF.get(table, (table, "{row}.id"))
    columns = ", ".join(f':{name} AS "{name}"' for name in row)
    return thing, connection.execute(f"SELECT {owner.format(row='r')} FROM (SELECT {columns}) r", row).fetchone()[0]


def _triggers(table: str) -> Iterator[str]:
    thing, owner = PART_OF.get(table, (table, "{row}.id"))
    for operation, before, after, row in (
        ("INSERT", "NULL", image(table, "NEW"), "NEW"),
        ("UPDATE", image(table, "OLD"), image(table, "NEW"), "NEW"),
        ("DELETE", image(table, "OLD"), "NULL", "OLD"),
    ):
        same = f" WHEN {before} <> {after}" if operation == "UPDATE" else ""
        yield (
            f'CREATE TEMP TRIGGER journal_{table}_{operation.lower()} AFTER {operation} ON main."{table}"{same} BEGIN '
            f"INSERT INTO change_row (change_id, table_name, thing, thing_id, before, after) "
            f"VALUES ((SELECT id FROM current_change), '{table}', '{thing}', {owner.format(row=row)}, "
            f"{before}, {after}); END"
        )


def row_changes(connection: sqlite3.Connection, change_id: int, *, most: int = -1) -> list[RowChange]:
    """Return what change `change_id` has done so far, in order; the first `most` rows of it, or all."""
    rows = connection.execute(
        """SELECT table_name, thing, thing_id, before, after FROM change_row WHERE change_id = ? ORDER BY id LIMIT ?""",
        (change_id, most),
    ).fetchall()
    return [read_row(*row) for row in rows]


def count_rows(connection: sqlite3.Connection, change_id: int) -> int:
    """Return how many changes of rows the change `change_id` took so far."""
    found: int = connection.execute("SELECT count(*) FROM change_row WHERE change_id = ?", (change_id,)).fetchone()[0]
    return found


def touched(connection: sqlite3.Connection, change_id: int) -> set[tuple[str, int]]:
    """Return noun and id of every thing that a change touched.

    What a question was merged into before is among them, and the thing that a row belonged to before it was moved.
    """
    return set(
        connection.execute(
            f"""SELECT thing, thing_id FROM change_row WHERE change_id = :change
                UNION SELECT thing, json_extract(before, '$.merged_into_id') FROM change_row
                       WHERE change_id = :change AND table_name = 'question' AND before IS NOT NULL
                         AND json_extract(before, '$.merged_into_id') IS NOT NULL
                UNION SELECT thing, json_extract(before, CASE table_name {_OWNER_BEFORE} END) FROM change_row
                       WHERE change_id = :change AND table_name <> thing AND before IS NOT NULL AND after IS NOT NULL
                         AND json_extract(before, CASE table_name {_OWNER_BEFORE} END) IS NOT NULL""",
            {"change": change_id},
        )
    )


def finish(connection: sqlite3.Connection, change_id: int, *, summary: str) -> None:
    """Keep the words that say what the change did."""
    connection.execute('UPDATE "change" SET summary = ? WHERE id = ?', (summary, change_id))
