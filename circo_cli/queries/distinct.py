"""What a column holds, each once: from one to the next along its index, however many rows have it."""

from __future__ import annotations

from circo_cli.storage.reader import Reader


def different(reader: Reader, table: str, column: str) -> list[str]:
    """Return the values in the `column` of `table` that are there at all, in order; the column has an index."""
    rows = reader.rows(
        f"""WITH RECURSIVE found (value) AS (
                SELECT min({column}) FROM {table}
                 UNION ALL
                SELECT (SELECT min(n.{column}) FROM {table} n WHERE n.{column} > found.value)
                  FROM found WHERE found.value IS NOT NULL)
            SELECT value FROM found WHERE value IS NOT NULL"""
    )
    return [value for (value,) in rows]
