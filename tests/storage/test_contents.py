"""One digest, one content: any row of any table counts, and how the file came to hold it does not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from circo_cli.storage.contents import content_digest, count_rows
from circo_cli.storage.database import open_change
from circo_cli.storage.tables import metadata
from tests.conftest import Circo


def digest(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return content_digest(connection)


def test_every_row_of_every_table_counts(full: Circo) -> None:
    whole = digest(full.database)
    seen = {whole}
    with closing(sqlite3.connect(full.database, isolation_level=None)) as connection:
        counted = count_rows(connection)
        for table in metadata.tables:
            connection.execute("BEGIN")
            gone = connection.execute(
                f'DELETE FROM "{table}" WHERE rowid = (SELECT max(rowid) FROM "{table}")'
            ).rowcount
            assert gone == min(counted[table], 1)
            seen.add(content_digest(connection))
            connection.execute("ROLLBACK")
        filled = [table for table in metadata.tables if counted[table]]
        assert len(filled) > 25
        assert len(seen) == 1 + len(filled)
        assert connection.execute("SELECT count(*) FROM theme WHERE key = 'bouw'").fetchone() == (1,)
    assert digest(full.database) == whole


def test_a_value_of_another_type_is_another_content(circo: Circo) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE t (v)")
        seen = set()
        for value in (None, 1, 1.5, "1", "", "é", b"\xff", 2**40):
            connection.execute("DELETE FROM t")
            connection.execute("INSERT INTO t VALUES (?)", (value,))
            seen.add(content_digest(connection))
        assert len(seen) == 8


def test_how_pages_lie_and_what_the_search_index_holds_does_not_count(full: Circo) -> None:
    before = digest(full.database)
    with closing(sqlite3.connect(full.database, isolation_level=None)) as connection:
        connection.execute("VACUUM")
        connection.execute("DELETE FROM search_word")
        assert content_digest(connection) == before


@pytest.mark.parametrize("rows", [999, 1000, 1001, 2000])
def test_portions_leave_nothing_out(rows: int) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE t (v)")
        connection.executemany("INSERT INTO t VALUES (?)", [(number,) for number in range(rows)])
        before = content_digest(connection)
        connection.execute("UPDATE t SET v = -1 WHERE rowid = (SELECT max(rowid) FROM t)")
        assert content_digest(connection) != before


def test_the_factory_of_texts_stays(circo: Circo) -> None:
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="c") as change:
        content_digest(change.connection)
        assert change.connection.execute("SELECT key FROM theme ORDER BY id").fetchone() == ("bouw",)
