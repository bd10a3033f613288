"""Sessions as a calendar shows them: which ones, and by which index they are found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from circo_cli.queries.calendar import FIELDS, calendar_sessions
from circo_cli.storage.reader import Reader, open_reader
from tests.conftest import Circo


@pytest.fixture
def reader(circo: Circo) -> Iterator[Reader]:
    """Two Tracks in the second and third quarter; one session lost its name, another one was removed."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("hub", "add", "Zeeland", "--region", "zeeland")
    dates = ("--date", "2026-06-16", "--date", "2026-07-02", "--date", "2026-07-09")
    circo.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q2", *dates, "--theme", "bouw")
    circo.ok(
        "track", "schedule", "zeeland", "Zorg", "--quarter", "2026Q3", "--date", "2026-07-02", "--joint-hub", "limburg"
    )
    circo.ok("track", "session", "remove", "limburg", "2", "--yes")
    connection = sqlite3.connect(circo.database)
    connection.execute("UPDATE track_session SET uid = NULL WHERE id = 3")
    connection.commit()
    connection.close()
    with open_reader(circo.database) as reader:
        yield reader


def named(reader: Reader, **chosen: object) -> list[str]:
    return [each.uid for each in calendar_sessions(reader, **chosen)]  # type: ignore[arg-type]


def test_a_quarter_or_all_from_one_on(reader: Reader) -> None:
    assert named(reader, quarter="2026Q2") == ["limburg-2026q2-1-s1"]
    assert named(reader, quarter="2026Q3") == ["zeeland-2026q3-1-s1", "limburg-2026q2-1-i3"]
    assert named(reader, since="2026Q3") == named(reader, quarter="2026Q3")
    assert named(reader) == named(reader, since="2026Q2") == ["limburg-2026q2-1-s1", *named(reader, quarter="2026Q3")]


def test_any_hub_that_organises_it(reader: Reader) -> None:
    assert named(reader, hub_id=2) == ["zeeland-2026q3-1-s1"]
    assert named(reader, hub_id=1) == named(reader)


def test_removed_ones_are_told_only_where_they_are_asked_for(reader: Reader) -> None:
    told = [each for each in calendar_sessions(reader, cancelled=True) if each.status == "cancelled"]
    assert [(each.uid, each.number, each.sessions, each.sequence, each.hub_names) for each in told] == [
        ("limburg-2026q2-1-s2", None, None, 1, ("Limburg",))
    ]


def test_a_row_is_what_the_list_shows_of_it(reader: Reader) -> None:
    first = calendar_sessions(reader)[0]
    assert dict(zip(FIELDS, first.row, strict=True)) == {name: first._asdict()[name] for name in FIELDS}
    assert (first.sessions, first.timezone, first.theme_nl, first.kind, first.status) == (
        2,
        "Europe/Amsterdam",
        "Bouw",
        "track",
        "planned",
    )
