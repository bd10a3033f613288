"""What was kept for too long, of however many companies."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from circo_cli.queries.retention import list_kept
from circo_cli.storage.reader import open_reader
from tests.conftest import Circo
from tests.memory import peak_of


def add(circo: Circo, numbers: range) -> None:
    """Add companies, each with a contact and a question, straight into the tables."""
    with closing(sqlite3.connect(circo.database)) as database, database:
        database.executemany(
            "INSERT INTO company (id, key, name, kind, country) VALUES (:n, 'b-' || :n, 'B ' || :n, 'company', 'NL')",
            ({"n": number} for number in numbers),
        )
        database.executemany(
            "INSERT INTO company_contact (company_id, name) VALUES (:n, 'Contact ' || :n)",
            ({"n": number} for number in numbers),
        )
        database.executemany(
            """INSERT INTO question (text, company_id, category, status, asked_on, due_on, sharing)
               VALUES ('Waarom?', :n, 'other', 'open', '2020-01-01', '2020-01-15', 'hub')""",
            ({"n": number} for number in numbers),
        )


def test_of_many_companies_little_more_than_a_day_is_held(circo: Circo) -> None:
    def peak() -> int:
        with open_reader(circo.database) as reader:
            return peak_of(lambda: list_kept(reader, before="2024-01-01"))

    add(circo, range(1, 12_001))
    few = peak()
    add(circo, range(12_001, 36_001))
    assert (peak() - few) / 24_000 < 500
    with open_reader(circo.database) as reader:
        assert len(list_kept(reader, before="2024-01-01")) == 72_000
