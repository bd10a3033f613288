"""circo track attendance, typed from outside: from the keyboard, from a file, and printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Circo
from tests.terminal import DOWN, SPACE, Terminal

KEY = "limburg-2026q2-1"
RECORD = ("track", "attendance", KEY)


@pytest.fixture
def run(circo: Circo) -> Circo:
    """A Track of two sessions, the first past; alfa and beta send two people each, gamma waits."""
    circo.ok("hub", "add", "Limburg")
    circo.ok(
        "track", "schedule", "limburg", "Bouw", "--quarter", "2026Q2", "--capacity", "2",
        "--date", "2026-06-09", "--date", "2026-06-23",
    )  # fmt: skip
    for name in ("Alfa", "Beta", "Gamma"):
        circo.ok("company", "add", name, "--kvk", f"9900000{len(name)}" if name == "Beta" else "")
    circo.ok("enrol", KEY, "alfa", "beta", "gamma", "--people", "2", "--today", "2026-06-01")
    return circo


def people(circo: Circo) -> list[tuple[str, int, int | None]]:
    """Return what is on record."""
    return [(row["company"], row["session"], row["people"]) for row in circo.json(*RECORD)]


NOTHING = [("alfa", 1, None), ("alfa", 2, None), ("beta", 1, None), ("beta", 2, None)]


def test_one_session_from_the_keyboard(run: Circo) -> None:
    answer = run(*RECORD, "--session", "1", "--present", "alfa", "--absent", "beta")
    assert answer.out == f"{KEY}  session 1: 1 company present with 2 people, 1 absent\n"
    assert answer.err == ""
    assert people(run) == [("alfa", 1, 2), ("alfa", 2, None), ("beta", 1, 0), ("beta", 2, None)]
    assert [row["attended"] for row in run.json("enrolment", "list")] == [1, 0, 0]


@pytest.mark.parametrize(
    ("typed", "came"),
    [
        (("--present", "all"), (2, 2)),
        (("--absent", "all"), (0, 0)),
        (("--present", "beta", "--absent", "all"), (0, 2)),
        (("--present", "all", "--absent", "beta"), (2, 0)),
        (("--present", "beta", "--present", "all"), (2, 2)),
    ],
)
def test_all_are_those_with_a_seat_whom_the_other_option_does_not_name(
    run: Circo, typed: tuple[str, ...], came: tuple[int, int]
) -> None:
    run.ok(*RECORD, "--session", "1", *typed)
    assert people(run) == [("alfa", 1, came[0]), ("alfa", 2, None), ("beta", 1, came[1]), ("beta", 2, None)]


def test_all_cannot_be_both_and_are_nobody_where_nobody_has_a_seat(run: Circo) -> None:
    error = run.refused(*RECORD, "--session", "1", "--present", "all", "--absent", "all")
    assert error["message"] == "all are both present and absent"
    run.ok("enrolment", "cancel", "E1", "E2", "E3", "--reason", "x")
    error = run.refused(*RECORD, "--session", "1", "--present", "all")
    assert (error["message"], error["hint"]) == (f"nobody has a seat in {KEY}", f"circo enrol {KEY} COMPANY…")
    assert people(run) == []


@pytest.mark.parametrize(
    ("keys", "came", "line"),
    [
        (SPACE, (2, 0), "--present alfa --absent all"),
        (DOWN + SPACE, (0, 2), "--present beta --absent all"),
        ("\x01", (2, 2), "--present all"),
    ],
)
def test_on_a_terminal_who_came_is_marked(run: Circo, keys: str, came: tuple[int, int], line: str) -> None:
    talk = Terminal(*RECORD, "--session", "1")
    talk.sees(f"Who came to session 1 of {KEY}, on 2026-06-09?").sees("Beta").types(keys)
    assert talk.ends() == 0
    assert f"the same in one line: circo track attendance {KEY} --session 1 {line}" in " ".join(talk.screen.split())
    assert people(run) == [("alfa", 1, came[0]), ("alfa", 2, None), ("beta", 1, came[1]), ("beta", 2, None)]


def test_a_session_that_there_is_not_is_not_asked_about(run: Circo) -> None:
    talk = Terminal(*RECORD, "--session", "3")
    assert talk.ends() == 2
    assert f"{KEY} has sessions 1 to 2" in talk.screen


def test_what_is_left_is_said(run: Circo) -> None:
    answer = run(*RECORD, "--session", "1", "--present", "alfa")
    assert answer.err == (
        "hint: session 1 is past, and who came is not on record for 1 company: "
        f"circo track attendance {KEY} --session 1 --present beta --absent COMPANY…\n"
    )
    run.ok(*RECORD, "--session", "1", "--present", "beta")
    answer = run(*RECORD, "--session", "2", "--present", "alfa", "--present", "beta", "--today", "2026-06-24")
    assert answer.err == f"hint: it is over, and everything is on record: circo track complete {KEY}\n"


def test_a_session_to_come_is_warned_about(run: Circo) -> None:
    answer = run(*RECORD, "--session", "2", "--present", "alfa", "-q")
    assert answer.out == f"{KEY}\n"
    assert answer.err == "warning: session 2 is still to come, on 2026-06-23: is the number right?\n"


def test_a_company_without_a_seat_is_named(run: Circo) -> None:
    error = run.refused(*RECORD, "--session", "1", "--present", "alfa", "--present", "gamma")
    assert (error["code"], error["message"], error["hint"]) == (
        "no-seat",
        f"gamma (waitlisted) holds no seat in {KEY}",
        "circo enrolment promote E3 --reason TEXT",
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file(run: Circo, delimiter: str) -> None:
    rows = [("bedrijf", "sessie", "personen"), ("Alfa", "1", ""), ("99000004", "1", "0"), ("beta", "2", "1")]
    Path("list.csv").write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8-sig")
    assert run.ok(*RECORD, "list.csv") == f"{KEY}  sessions 1, 2: 2 present, 1 absent\n"
    assert people(run) == [("alfa", 1, 2), ("alfa", 2, None), ("beta", 1, 0), ("beta", 2, 1)]
    assert run.json("history")[0]["summary"] == f"{KEY}: sessions 1, 2: 2 present, 1 absent"


def test_a_file_from_standard_input_in_windows_letters(run: Circo) -> None:
    run.ok("company", "edit", "alfa", "--name", "Café Één")
    Path("list.csv").write_bytes("company;session;opmerking\nCafé Één;1;te laat\n".encode("cp1252"))
    answer = run(*RECORD, "list.csv")
    assert answer.out == f"{KEY}  session 1: 1 company present with 2 people, 0 absent\n"
    assert "note: not read: opmerking\n" in answer.err
    assert run.json(*RECORD, "-", stdin="company,session,people\nCafé Één,1,1\n")["key"] == KEY
    assert people(run)[0] == ("alfa", 1, 1)


def test_bad_rows_are_all_told_and_nothing_is_recorded(run: Circo) -> None:
    Path("list.csv").write_text("company,session,people\nalfa,1,1\nbetta,1,\nalfa,3,veel\n")
    error = run.refused(*RECORD, "list.csv")
    assert (error["exit_code"], error["code"]) == (2, "bad-rows")
    assert error["message"] == "2 of 3 rows of list.csv cannot be taken, and nothing was recorded"
    assert error["details"] == [
        {
            "row": 3,
            "column": "company",
            "value": "betta",
            "reason": f"is no company with a seat in {KEY}",
            "nearest": "beta",
        },
        {"row": 4, "column": "session", "value": "3", "reason": "is none of the sessions 1 to 2", "nearest": "2"},
        {"row": 4, "column": "people", "value": "veel", "reason": "is not a number of people", "nearest": None},
    ]
    answer = run(*RECORD, "list.csv")
    assert [line.split() for line in answer.err.splitlines()[1:5] if "-----" not in line] == [
        ["row", "column", "value", "reason", "nearest"],
        ["3", "company", "betta", *["is", "no", "company", "with", "a", "seat", "in"], "beta"],
        [KEY],
    ]
    assert people(run) == NOTHING


@pytest.mark.parametrize("output", ["csv", "tsv", "json", "jsonl", "xlsx"])
def test_what_is_printed_can_be_read_back(run: Circo, output: str) -> None:
    run.ok(*RECORD, "--session", "1", "--present", "alfa", "--absent", "beta")
    before = people(run)
    run.ok(*RECORD, "-o", output, "--to", "list")
    run.ok(*RECORD, "--session", "1", "--present", "beta", "--absent", "alfa")
    assert people(run) != before
    assert run(*RECORD, "list").code == 0
    assert people(run) == before


def test_other_sheets_of_a_workbook_are_told(run: Circo) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for title in ("Mei", "Juni"):
        page = book.create_sheet(title)
        page.append(("bedrijf", "sessie"))
        page.append(("Alfa", 1))
    book.save("list.xlsx")
    answer = run(*RECORD, "list.xlsx")
    assert (answer.code, "note: not read: the sheet 'Juni'\n" in answer.err) == (0, True)
    assert people(run)[0] == ("alfa", 1, 2)


def test_a_merged_company_is_known_by_its_earlier_key(run: Circo) -> None:
    run.ok("company", "add", "Alpha")
    run.ok("company", "merge", "alpha", "alfa", "--yes")
    Path("list.csv").write_text("company,session\nalpha,1\n")
    run.ok(*RECORD, "list.csv")
    assert people(run)[0] == ("alfa", 1, 2)


def test_a_file_and_options_do_not_go_together(run: Circo) -> None:
    for option in (("--session", "1"), ("--present", "alfa"), ("--absent", "alfa")):
        error = run.refused(*RECORD, "list.csv", *option)
        assert (error["exit_code"], error["code"]) == (2, "usage")
    assert run.refused(*RECORD, "list.csv")["code"] == "input-missing"
    Path("list.csv").write_text("company\nalfa\n")
    assert run.refused(*RECORD, "list.csv")["code"] == "missing-column"


def test_a_dry_run_records_nothing(run: Circo) -> None:
    Path("list.csv").write_text("company,session\nalfa,1\n")
    run.ok(*RECORD, "list.csv", "--dry-run")
    assert people(run) == NOTHING


def test_correcting_a_completed_track_says_what_no_longer_fits(run: Circo) -> None:
    run.ok(*RECORD, "--session", "1", "--present", "alfa", "--absent", "beta")
    run.ok(*RECORD, "--session", "2", "--absent", "alfa", "--absent", "beta")
    run.ok("track", "complete", KEY, "--today", "2026-06-24")
    answer = run(*RECORD, "--session", "2", "--present", "beta", "--today", "2026-06-24")
    assert answer.err == "warning: beta came, and is a no-show: circo enrolment complete E2\n"
