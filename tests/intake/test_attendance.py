"""Attendance from a file: every row that cannot be taken is told, in one pass, with what would be right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from circo_cli.domain.attendance import Presence
from circo_cli.errors import UsageError
from circo_cli.intake.attendance import presences_of, read_attendance
from circo_cli.values.roster import Place, Roster, Workshop

WORKSHOPS = tuple(
    Workshop(number, f"2026-05-0{number}T11:00:00Z", f"2026-05-0{number}T15:00:00Z", f"2026-05-0{number}",
             f"2026-05-0{number}", None)
    for number in (1, 2, 3)
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("directory")


def place(number: int, key: str, name: str, kvk: str | None = None, status: str = "confirmed") -> Place:
    return Place(f"E{number}", number, key, name, kvk, None, status, 2, None, None, None, (None, None, None))


ROSTER = Roster(
    "limburg-2026q2-1", "Bouw", "confirmed", "track", None, "2026Q2", 12, 6, None, "nl", None, "Europe/Amsterdam",
    ("Limburg",), (), WORKSHOPS,
    (
        place(1, "jansen-textiel", "Jansen Textiel B.V.", "09000001"),
        place(2, "cafe-een", "Café Eén"),
        place(3, "tweeling", "Tweeling"),
        place(4, "tweeling-2", "Tweeling"),
        place(5, "wacht", "De Wachtende", status="waitlisted"),
        place(6, "jansen-textiel", "Jansen Textiel B.V.", "09000001", status="cancelled"),
    ),
)  # fmt: skip


def read(text: str, roster: Roster = ROSTER) -> list[Presence]:
    Path("list.csv").write_text(text)
    return presences_of(read_attendance("list.csv"), roster=roster, earlier={"jansen-oud": 1})


def bad(text: str) -> list[Any]:
    with pytest.raises(UsageError) as caught:
        read(text)
    assert caught.value.code == "bad-rows"
    assert all(list(each) == ["row", "column", "value", "reason", "nearest"] for each in caught.value.details)
    return [tuple(each.values()) for each in caught.value.details]


@pytest.mark.parametrize(
    "typed", ["jansen-textiel", "JANSEN-TEXTIEL", "Jansen Textiel B.V.", "jansen  textiel b.v.", "09000001", "9000001",
              "09 000 001", "jansen-oud"]
)  # fmt: skip
def test_a_company_is_named_by_key_number_or_name(typed: str) -> None:
    assert read(f"company,session,people\n{typed},1,1\n") == [Presence(1, 1, 1)]


def test_a_name_goes_without_its_diacritics() -> None:
    assert read("bedrijf;sessie\ncafe een;2\n") == [Presence(2, 2, None)]


@pytest.mark.parametrize(
    ("cell", "people"),
    [("", None), ("0", 0), ("3", 3), ("ja", None), ("X", None), ("✓", None), ("nee", 0), ("Afwezig", 0), ("007", 7)],
)
def test_people_are_a_number_or_all_or_nobody(cell: str, people: int | None) -> None:
    assert read(f"company,session,aanwezig\ncafe-een,1,{cell}\n") == [Presence(2, 1, people)]


def test_without_a_column_of_people_all_of_them_came() -> None:
    assert read("company,session\ncafe-een,3\n") == [Presence(2, 3, None)]


def test_what_circo_prints_is_read_back_and_what_is_not_on_record_stays_so() -> None:
    assert read(
        "company,session,present,people\ncafe-een,1,true,2\ncafe-een,2,false,0\ncafe-een,3,,\ntweeling,1,true,\n"
    ) == [Presence(2, 1, 2), Presence(2, 2, 0), Presence(3, 1, None)]


def test_present_and_people_may_not_contradict_each_other() -> None:
    assert bad("company,session,present,people\ncafe-een,1,true,0\ncafe-een,2,false,2\ncafe-een,3,misschien,1\n") == [
        (2, "people", "0", "says nobody, and present says true", None),
        (3, "people", "2", "says 2, and present says false", "0"),
        (4, "present", "misschien", "is not true or false", None),
    ]


def test_every_bad_row_is_told_with_what_would_be_right() -> None:
    assert bad(
        "Bedrijf,Sessie,Personen\n"
        "jansen-textil,1,1\n"
        "cafe-een,4,1\n"
        "cafe-een,0,\n"
        "cafe-een,een,-1\n"
        "cafe-een,,2.5\n"
        ",1,\n"
        "Tweeling,1,\n"
        "De Wachtende,1,\n"
        "qqqqqq,1,twee\n"
        "cafe-een,1,10001\n"
        "cafe-een,2,1\n"
        "Café Eén,2,0\n"
        "cafe-een,3,1,9\n"
    ) == [
        (2, "Bedrijf", "jansen-textil", "is no company with a seat in limburg-2026q2-1", "jansen-textiel"),
        (3, "Sessie", "4", "is none of the sessions 1 to 3", "3"),
        (4, "Sessie", "0", "is none of the sessions 1 to 3", "1"),
        (5, "Sessie", "een", "is not the number of a session", None),
        (5, "Personen", "-1", "is not a number of people", "0"),
        (6, "Sessie", "", "is empty", None),
        (6, "Personen", "2.5", "is not a number of people", "2"),
        (7, "Bedrijf", "", "is empty", None),
        (8, "Bedrijf", "Tweeling", "is the name of several: tweeling, tweeling-2", "tweeling"),
        (9, "Bedrijf", "De Wachtende", "holds no seat in limburg-2026q2-1: E5 is waitlisted", None),
        (10, "Bedrijf", "qqqqqq", "is no company with a seat in limburg-2026q2-1", None),
        (10, "Personen", "twee", "is not a number of people", None),
        (11, "Personen", "10001", "is not a number of people", "10000"),
        (13, "Bedrijf", "Café Eén", "is on line 12 too, for session 2", None),
        (14, None, "cafe-een,3,1,9", "has 4 cells, and the header has 3: is a text with ',' in it not quoted?", None),
    ]


def test_the_message_counts_rows_and_not_faults() -> None:
    with pytest.raises(UsageError) as caught:
        read("company,session,people\nx,9,z\ncafe-een,1,1\n")
    assert caught.value.message == "1 of 2 rows of list.csv cannot be taken, and nothing was recorded"


@pytest.mark.parametrize("text", ["company,session,people\n", "company,session,present,people\ncafe-een,1,,\n"])
def test_a_file_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(text)
    assert caught.value.code == "input-empty"


def test_a_track_without_sessions_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        read("company,session\ncafe-een,1\n", ROSTER._replace(workshops=()))
    assert caught.value.code == "no-session"
