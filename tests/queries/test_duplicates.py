"""Doubles are found in blocks: whatever the slip, and without comparing all pairs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.queries import duplicate_pairs, duplicates
from circo_cli.queries.duplicates import list_duplicates
from circo_cli.storage.reader import open_reader
from circo_cli.values.likeness import NEAR, bare, likeness
from tests.conftest import Circo
from tests.memory import peak_of

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=12, max_size=30)


def add(circo: Circo, names: Iterable[str]) -> None:
    """Add companies, straight into the table."""
    with closing(sqlite3.connect(circo.database)) as database, database:
        database.executemany(
            "INSERT INTO company (key, name, kind, country) VALUES (?, ?, 'company', 'NL')",
            ((f"b-{number}", name) for number, name in enumerate(names)),
        )


@given(st.lists(LETTERS, max_size=20), LETTERS, st.data())
def test_a_name_with_a_slip_is_found_among_any_others(others: list[str], name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    slip = data.draw(
        st.sampled_from(
            [
                name[:place] + name[place + 1 :],
                name[:place] + letter + name[place + 1 :],
                name[:place] + letter + name[place:],
            ]
        )
    )
    names = sorted({*others, name, slip})
    found = {frozenset((names[one], names[two])) for one, two in duplicate_pairs._near(names)}
    assert slip == name or frozenset((name, slip)) in found
    for one, other in map(sorted, found):
        assert likeness(bare(one), bare(other)) >= NEAR


def test_a_slip_is_found_where_hundreds_begin_and_end_alike(circo: Circo) -> None:
    names = [
        f"bakkerij {chr(97 + a)}{chr(97 + b)}{chr(97 + c)}sen amsterdam"
        for a in range(12)
        for b in range(12)
        for c in range(3)
    ]
    add(circo, [*names, "bakkerij qwertsen amsterdam", "bakkerij qwerttsen amsterdam"])
    with open_reader(circo.database) as reader:
        rows = list_duplicates(reader).rows
    assert [row.because for row in rows if "qwert" in _name(circo, row.key)] == ["nearly the same name (98%)"]


def _name(circo: Circo, key: str) -> str:
    with closing(sqlite3.connect(circo.database)) as database:
        name: str = database.execute("SELECT name FROM company WHERE key = ?", (key,)).fetchone()[0]
    return name


def test_the_work_grows_with_the_number_of_companies_and_not_with_its_square(
    circo: Circo, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0
    compare = duplicates.compare

    def counting(one: duplicates.Party, other: duplicates.Party) -> object:
        nonlocal compared
        compared += 1
        return compare(one, other)

    monkeypatch.setattr(duplicates, "compare", counting)
    add(circo, [*["De Vries"] * 2000, *(f"Bedrijf {number:05}" for number in range(2000))])
    with open_reader(circo.database) as reader:
        assert len(list_duplicates(reader).rows) == 1999
    assert compared < 100 * 4000


def test_of_companies_that_share_nothing_little_more_than_the_name_is_held(circo: Circo) -> None:
    def peak() -> int:
        with open_reader(circo.database) as reader:
            return peak_of(lambda: list_duplicates(reader))

    with closing(sqlite3.connect(circo.database)) as database, database:
        few = peak()
        database.executemany(
            """INSERT INTO company (key, name, kind, country, postcode, website)
               VALUES (?, ?, 'company', 'NL', ?, ?)""",
            (
                (f"c-{n}", f"{n * 7919:x} {n * 104_729:x}", f"{1000 + n % 9000} AB", f"https://{n}.nl")
                for n in range(6_000)
            ),
        )
        database.commit()
    assert (peak() - few) / 6_000 < 700
