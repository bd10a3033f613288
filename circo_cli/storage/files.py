"""What lies beside a database file."""

from __future__ import annotations

from pathlib import Path


def forget_journal(database: Path) -> None:
    """Remove the rollback journal of a file that stood at `database` before.

    SQLite would take it for the new file's own and write the old one's pages into it.
    """
    database.with_name(f"{database.name}-journal").unlink(missing_ok=True)
