"""circo enrolment import: facts as they are, sign-ups to a seat or the waiting list."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.sheets import bad_rows, outcome, sheet
from tests.conftest import Circo
from tests.content import content

TRACK = "limburg-2026q4-1"
FACTS = ("company", "status", "people", "registered_on", "score", "outcome", "aid", "reason")


@pytest.fixture
def track(circo: Circo) -> Circo:
    """A Track of two seats, companies Een to Vijf, and contacts Anna Bos and Bo; Jansen of Een."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("track", "schedule", "limburg", "Bouwen", "--quarter", "2026Q4", "--capacity", "2", "--date", "2026-10-06")
    for name in ("Een", "Twee", "Drie", "Vier", "Vijf"):
        circo.ok("company", "add", name)
    circo.ok("company", "edit", "twee", "--kvk", "90000017")
    circo.ok("company", "contact", "een", "Anna Bos")
    circo.ok("company", "contact", "een", "Bo; Jansen")
    return circo


def statuses(circo: Circo) -> list[tuple[str, str, int | None]]:
    return [(row["company"], row["status"], row["waitlist_position"]) for row in circo.json("enrolment", "list")]


def test_facts_come_as_they_are(track: Circo) -> None:
    listed = sheet(
        "Track;Bedrijf;Stand;Personen;Contactpersonen;Uitgenodigd op;Aangemeld op;Cijfer;Resultaat;Propositie;"
        "De-minimis;Reden\n"
        'Bouwen;Een;afgerond;2;"bo; jansen; Anna Bos";1-5-2026;4 mei 2026;8;plan;"Gevels; als dienst";1.250,50;\n'
        "limburg-2026q4-1;9000 0017;declined;;;;;;;;;geen tijd\n"
    )  # fmt: skip
    listed = sheet(
        Path(listed).read_text(encoding="utf-8").replace("9000 0017", "90000017").replace("afgerond", "completed")
    )
    assert outcome(track, "enrolment", listed) == {"added": 2}
    rows = track.json("enrolment", "list")
    assert rows[0] == {
        "key": "E1", "track": TRACK, "company": "een", "status": "completed", "people": 2,
        "contacts": ["Bo; Jansen", "Anna Bos"], "waitlisted_at": None, "waitlist_position": None,
        "invited_on": "2026-05-01", "registered_on": "2026-05-04", "confirmed_on": None, "ended_on": None,
        "attended": 0, "sessions": 1, "score": 8, "outcome": "plan", "proposition": "Gevels; als dienst",
        "aid": 1250.5, "reason": None,
    }  # fmt: skip
    assert [rows[1][field] for field in FACTS] == ["twee", "declined", 1, None, None, None, None, "geen tijd"]
    assert outcome(track, "enrolment", listed) == {"unchanged": 2}


def test_one_undo_takes_an_import_back(track: Circo) -> None:
    before = content(track.database)
    track.ok("enrolment", "import", sheet(f"track,company,contacts\n{TRACK},een,Anna Bos\n{TRACK},twee,\n"))
    assert track.json("history")[0]["summary"] == "enrolments from list.csv: 2 added"
    track.ok("undo")
    assert content(track.database) == before
    assert {row["ok"] for row in track.json("db", "check", "--deep")} == {True}


def test_who_signs_up_gets_a_seat_or_the_end_of_the_waiting_list(track: Circo) -> None:
    track.ok("enrol", TRACK, "vijf")
    answer = track("enrolment", "import", sheet(f"track,company\n{TRACK},een\n{TRACK},twee\n{TRACK},drie\n"))
    assert answer.err == (
        "note: put on the waiting list, since no seat is free: twee (limburg-2026q4-1), drie (limburg-2026q4-1)\n"
    )
    assert statuses(track) == [
        ("vijf", "registered", None), ("een", "registered", None), ("twee", "waitlisted", 1), ("drie", "waitlisted", 2),
    ]  # fmt: skip
    rows = track.json("enrolment", "list")
    assert (rows[1]["registered_on"], rows[2]["waitlisted_at"][:10]) == ("2026-06-15", "2026-06-15")
    track.ok("track", "cancel", TRACK, "--reason", "nee")
    told = "is cancelled, and takes nobody any more; give the status that the enrolment has"
    assert bad_rows(track, "enrolment", sheet(f"track,company\n{TRACK},vier\n")) == [(2, "track", TRACK, told, None)]
    waits = sheet(f"track,company,status\n{TRACK},vier,waitlisted\n")
    told = f"cannot be: {TRACK} is cancelled, and has no waiting list"
    assert bad_rows(track, "enrolment", waits) == [(2, "status", "waitlisted", told, None)]


def test_the_waiting_list_comes_back_by_position_then_time_then_row(track: Circo) -> None:
    track.ok("enrol", TRACK, "een", "twee", "drie")
    listed = sheet(
        "track,company,status,waitlist_position,waitlisted_at\n"
        f"{TRACK},vier,waitlisted,,2026-05-02T10:00:00Z\n"
        f"{TRACK},vijf,waitlisted,2,2026-06-02T10:00:00Z\n"
        f"{TRACK},zes,waitlisted,,2026-05-01T10:00:00Z\n"
        f"{TRACK},zeven,waitlisted,1,2026-06-03T10:00:00Z\n"
    )
    for name in ("Zes", "Zeven"):
        track.ok("company", "add", name)
    assert outcome(track, "enrolment", listed) == {"added": 4}
    waiting = sorted((place, company) for company, _, place in statuses(track) if place)
    assert waiting == [(1, "drie"), (2, "zeven"), (3, "vijf"), (4, "zes"), (5, "vier")]
    assert {row["ok"] for row in track.json("db", "check", "--deep")} == {True}


def test_a_waiting_list_over_many_batches_keeps_its_order(track: Circo) -> None:
    track.ok("company", "import", sheet("naam\n" + "".join(f"Wie {number}\n" for number in range(1500))))
    rows = "".join(f"{TRACK},wie-{number},waitlisted,{1500 - number}\n" for number in range(1500))
    assert outcome(track, "enrolment", sheet(f"track,company,status,waitlist_position\n{rows}")) == {"added": 1500}
    waiting = [
        row["company"] for row in track.json("enrolment", "list", "--sort", "waitlist_position", "--limit", "1500")
    ]
    assert waiting == [f"wie-{number}" for number in reversed(range(1500))]


def test_every_bad_row_is_told_with_what_would_be_right(track: Circo) -> None:
    listed = sheet(
        "key,track,company,status,people,contacts,score,outcome,aid,registered_on\n"
        f",{TRACK},een,geregistreerd?,0,,11,plam,veel,31-6-2026\n"
        ",limburg-2026q4-9,eem,,,,,,,\n"
        f",{TRACK},een,,,Ana Bos,,,,\n"
        f",{TRACK},twee,,,Anna Bos,,,,\n"
        f",,drie,,,,,,,\n"
        f",{TRACK},,,,,,,,\n"
        f"Q7,{TRACK},vier,,,,,,,\n"
        f",{TRACK},vijf,,,,,,,\n"
        f",Bouwen,Vijf,confirmed,,,,,,\n"
    )  # fmt: skip
    assert [(row[0], row[1], row[3], row[4]) for row in bad_rows(track, "enrolment", listed)] == [
        (2, "status", "is none of invited, registered, confirmed, completed, waitlisted, declined, cancelled, no-show", "registered"),
        (2, "people", "lies outside 1 to 10000", "1"),
        (2, "registered_on", "'31-6-2026' is not a date: June 2026 has 30 days", None),
        (2, "score", "lies outside 1 to 10", "10"),
        (2, "outcome", "is none of none, vision, plan, business-case, started, implemented", "plan"),
        (2, "aid", "'veel' is not an amount in euros such as 1250 or 1.250,50", None),
        (3, "track", "is no track", TRACK),
        (3, "company", "is no company", "een"),
        (4, "contacts", "is no contact of een: circo company contact een NAME adds one", "Anna Bos"),
        (5, "contacts", "is no contact of twee: circo company contact twee NAME adds one", None),
        (6, "track", "is empty", None),
        (7, "company", "is empty", None),
        (8, "key", "is no key of enrolments, such as E12", None),
        (10, "track", "is the same enrolment as row 9", None),
    ]  # fmt: skip


def test_a_company_is_enrolled_once_and_what_ended_stays_apart(track: Circo) -> None:
    ended = f"{TRACK},een,cancelled,te druk\n"
    listed = sheet(f"track,company,status,reason\n{ended}{TRACK},een,registered,\n")
    assert outcome(track, "enrolment", listed) == {"added": 2}
    assert outcome(track, "enrolment", listed) == {"unchanged": 2}
    assert bad_rows(track, "enrolment", sheet(f"track,company,status,reason\n{ended}{ended}")) == [
        (3, "track", TRACK, "is the same enrolment as row 2", None),
    ]
    assert outcome(track, "enrolment", sheet(f"key,track,company,status\nE7,{TRACK},een,declined\n")) == {"added": 1}
    assert outcome(track, "enrolment", sheet("key,score\nE1,7\nE2,8\ne7,9\n"), "--update") == {"updated": 3}
    live = sheet(f"track,company,status\n{TRACK},een,confirmed\n")
    assert bad_rows(track, "enrolment", live) == [
        (2, "status", "confirmed", "differs from registered, which is stored", None),
    ]
    assert outcome(track, "enrolment", live, "--skip-existing") == {"skipped": 1}
    assert bad_rows(track, "enrolment", sheet("key,status\nE7,registered\n"), "--update") == [
        (2, "status", "registered", f"cannot be: een is enrolled in {TRACK} as E2 already", None),
    ]
    assert [(row["key"], row["status"], row["score"]) for row in track.json("enrolment", "list")] == [
        ("E1", "cancelled", 7), ("E2", "registered", 8), ("E7", "declined", 9),
    ]  # fmt: skip


def test_an_update_shows_before_and_after_and_moves_nobody(track: Circo) -> None:
    track.ok("enrol", TRACK, "een", "twee", "drie")
    listed = sheet("key,status,people,contacts,ended_on\nE1,cancelled,2,Anna Bos,2026-06-01\n")
    dry = track("enrolment", "import", listed, "--update", "--dry-run")
    assert "would change enrolment E1: status registered → cancelled, people 1 → 2" in dry.err
    assert outcome(track, "enrolment", listed, "--update") == {"updated": 1}
    assert statuses(track) == [("een", "cancelled", None), ("twee", "registered", None), ("drie", "waitlisted", 1)]
    assert outcome(track, "enrolment", sheet("key,status\nE2,waitlisted\nE3,registered\n"), "--update") == {
        "updated": 2
    }
    assert statuses(track)[1:] == [("twee", "waitlisted", 1), ("drie", "registered", None)]
    moved = sheet("key,company\nE2,vier\n")
    told = "is not that of E2, and an enrolment stays what it is"
    assert bad_rows(track, "enrolment", moved, "--update") == [(2, "company", "vier", told, "twee")]


def test_more_seats_than_there_are_and_much_aid_are_told_in_one_line(track: Circo) -> None:
    rows = "".join(f'{TRACK},{name},registered,"150.000,50"\n' for name in ("een", "twee", "drie"))
    track.ok("track", "schedule", "limburg", "Anders", "--quarter", "2026Q4", "--date", "2026-11-03")
    answer = track("enrolment", "import", sheet(f"track,company,status,aid\n{rows}Anders,een,registered,150000\n"))
    assert answer.err.splitlines() == [
        "warning: Tracks in which more companies have a seat than there are seats: limburg-2026q4-1 (3 of 2)",
        "warning: companies that come above the ceiling of €300,000 of aid in three years: een (€300,000)",
    ]


def test_numbers_are_never_used_again(track: Circo) -> None:
    track.ok("enrol", TRACK, "een")
    track.ok("enrolment", "remove", "E1", "--yes")
    assert bad_rows(track, "enrolment", sheet(f"key,track,company\nE1,{TRACK},een\n")) == [
        (2, "key", "E1", "was used before, and numbers are never used again: leave the key empty", None),
    ]
    listed = sheet(f"key,track,company\n,{TRACK},een\nE9,{TRACK},twee\n,{TRACK},drie\n")
    assert outcome(track, "enrolment", listed) == {"added": 3}
    assert {row["company"]: row["key"] for row in track.json("enrolment", "list")} == {
        "een": "E10", "twee": "E9", "drie": "E11",
    }  # fmt: skip


def test_a_key_that_an_earlier_batch_got_is_bad_and_no_fault(track: Circo) -> None:
    track.ok("company", "import", sheet("naam\n" + "".join(f"W{number}\n" for number in range(1001))))
    rows = "".join(f",{TRACK},w{number}\n" for number in range(1000))
    told = "has been given to an earlier row of the file, which has no key: put rows with a key first"
    assert bad_rows(track, "enrolment", sheet(f"key,track,company\n{rows}E7,{TRACK},w1000\n")) == [
        (1002, "key", "E7", told, None),
    ]


@pytest.mark.parametrize("output", ["csv", "tsv", "json", "jsonl", "xlsx"])
def test_what_the_list_prints_can_be_imported(track: Circo, output: str) -> None:
    shutil.copy(track.database, "before.db")
    track.ok("enrol", TRACK, "een", "twee", "drie", "vier")
    track.ok(
        "enrolment", "edit", "E1", "--contact", "Bo; Jansen", "--contact", "Anna Bos", "--aid", "12,5", "--score", "9"
    )
    track.ok("enrolment", "edit", "E2", "--proposition", "=1+1; \"a\"\n- 'b'")
    track.ok("enrolment", "decline", "E3", "--reason", "+31 nee")
    listed = track.json("enrolment", "list")
    track.ok("enrolment", "list", "-o", output, "--to", f"list.{output}")
    assert outcome(track, "enrolment", f"list.{output}") == {"unchanged": 4}
    shutil.copy("before.db", track.database)
    assert outcome(track, "enrolment", f"list.{output}") == {"added": 4}
    assert track.json("enrolment", "list") == listed
