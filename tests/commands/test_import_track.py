"""circo track import: a plan of Tracks with their sessions, checked as track schedule checks them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.sheets import bad_rows, outcome, sheet
from tests.conftest import Circo
from tests.content import content

HEADER = "hub;titel;kwartaal;data;trainers\n"
ROW = 'Limburg;Bouwen;2026Q4;"6-10-2026; 2026-10-20T09:30-12:30";Anja Bos\n'


@pytest.fixture
def hubs(circo: Circo) -> Circo:
    """Limburg, Zeeland and a hub in Portugal, with trainers Anja and Bram."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("hub", "add", "Zeeland", "--region", "zeeland")
    circo.ok("hub", "add", "Portugal", "--kind", "international", "--country", "PT", "--timezone", "Europe/Lisbon")
    circo.ok("trainer", "add", "Anja Bos")
    circo.ok("trainer", "add", "Bram Wit")
    return circo


def starts(circo: Circo, track: str) -> list[tuple[str, str]]:
    return [(row["starts_at"], row["ends_at"]) for row in circo.json("track", "show", track)["session_list"]]


def test_a_plan_becomes_tracks_with_sessions_on_the_clock_of_their_hub(hubs: Circo) -> None:
    plan = sheet(
        "Hub;Samen met;Titel;Soort;Thema;Kwartaal;Data;Capaciteit;Minimum;Locatie;Taal;Trainer;Status\n"
        'Limburg;Zeeland;"Bouwen; samen";Design Class;Bouw;2026Q4;"6-10-2026; 2026-11-03T09:30-12:30";8;;'
        "Stadhuis, Venlo;EN;Bram Wit; Anja Bos;open\n".replace("Bram Wit; Anja Bos", '"Bram Wit; anja-bos"')
        + "portugal;;Vinho;;;2026Q4;2026-10-06;;;;;;\n"
    )
    assert outcome(hubs, "track", plan) == {"added": 2}
    shown = hubs.json("track", "show", "limburg-2026q4-1")
    fields = ("title", "hub", "hubs", "kind", "theme", "quarter", "planned_quarter", "starts_on", "ends_on", "status")
    assert [shown[field] for field in fields] == [
        "Bouwen; samen", "limburg", ["limburg", "zeeland"], "design-class", "bouw", "2026Q4", "2026Q4",
        "2026-10-06", "2026-11-03", "open",
    ]  # fmt: skip
    more = ("capacity", "minimum", "location", "taught_in", "trainers")
    assert [shown[field] for field in more] == [8, 6, "Stadhuis, Venlo", "en", ["bram-wit", "anja-bos"]]
    assert starts(hubs, "limburg-2026q4-1") == [
        ("2026-10-06T11:00:00Z", "2026-10-06T15:00:00Z"), ("2026-11-03T08:30:00Z", "2026-11-03T11:30:00Z"),
    ]  # fmt: skip
    portugal = hubs.json("track", "show", "portugal-2026q4-1")
    assert [portugal[field] for field in ("kind", "status", "capacity", "minimum", "taught_in")] == [
        "track", "planned", 12, 6, "nl",
    ]  # fmt: skip
    assert starts(hubs, "portugal-2026q4-1") == [("2026-10-06T12:00:00Z", "2026-10-06T16:00:00Z")]


def test_an_import_is_what_schedule_makes_and_one_undo_takes_it_back(hubs: Circo) -> None:
    before = content(hubs.database)
    shutil.copy(hubs.database, "before.db")
    options = ("--quarter", "2026Q4", "--date", "2026-10-06", "--date", "2026-10-20T09:30-12:30", "--trainer", "anja")
    hubs.ok("track", "schedule", "limburg", "Bouwen", *options)
    scheduled = content(hubs.database)
    shutil.copy("before.db", hubs.database)
    hubs.ok("track", "import", sheet(HEADER + ROW))
    assert content(hubs.database) == scheduled
    assert {row["ok"] for row in hubs.json("db", "check", "--deep")} == {True}
    assert [row["key"] for row in hubs.json("search", "bouwen")] == ["limburg-2026q4-1"]
    hubs.ok("undo")
    assert content(hubs.database) == before
    assert {row["ok"] for row in hubs.json("db", "check", "--deep")} == {True}


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("limburg-2026q4-1;;;;", "unchanged"),
        (';Limburg;Bouwen;2026Q4;"6-10-2026; 20-10-2026T09:30-12:30"', "unchanged"),
        (';Limburg;bouwen;2026Q4;"6-10-2026; 20-10-2026T09:30-12:30"', "skipped"),
        (";limburg;Bouwen;2026Q4;", "unchanged"),
        (";limburg;Bouwen;2027Q1;", "added"),
        (";limburg;Bouwen;2026Q4;7-10-2026", "added"),
        (";zeeland;Bouwen;2026Q4;6-10-2026", "added"),
        (";limburg;Anders;2026Q4;6-10-2026", "added"),
        (";limburg;Bouwen;2026Q4;6-10-2026", "skipped"),
        ("limburg-2026q4-7;limburg;Bouwen;2026Q4;6-10-2026", "added"),
    ],
)
def test_identity_is_the_key_or_hub_title_and_first_session(hubs: Circo, row: str, found: str) -> None:
    hubs.ok("track", "import", sheet(HEADER + ROW))
    plan = sheet(f"key;hub;title;planned_quarter;dates\n{row}\n")
    assert outcome(hubs, "track", plan, "--skip-existing") == {found: 1}


def test_a_planned_track_without_sessions_gets_its_dates(hubs: Circo) -> None:
    hubs.ok("track", "schedule", "limburg", "Bouwen", "--quarter", "2026Q4")
    plan = sheet(HEADER + ROW)
    assert bad_rows(hubs, "track", plan) == [
        (2, "data", "6-10-2026; 2026-10-20T09:30-12:30", "differs from nothing, which is stored", None),
        (2, "trainers", "Anja Bos", "differs from nothing, which is stored", None),
    ]
    assert outcome(hubs, "track", plan, "--update") == {"updated": 1}
    assert outcome(hubs, "track", plan) == {"unchanged": 1}


def test_several_of_one_title_are_ambiguous_without_dates(hubs: Circo) -> None:
    hubs.ok("track", "schedule", "limburg", "Bouwen", "--quarter", "2026Q4", "--date", "2026-10-06")
    hubs.ok("track", "schedule", "limburg", "Bouwen", "--quarter", "2026Q4", "--date", "2026-10-07")
    told = "is the title of several: limburg-2026q4-1, limburg-2026q4-2; give the key"
    assert bad_rows(hubs, "track", sheet("hub,title,kwartaal\nlimburg,Bouwen,2026Q4\n")) == [
        (2, "title", "Bouwen", told, "limburg-2026q4-1"),
    ]
    assert outcome(hubs, "track", sheet("hub,title,starts_on\nlimburg,Bouwen,2026-10-07\n")) == {"unchanged": 1}


def test_every_bad_row_is_told_with_what_would_be_right(hubs: Circo) -> None:
    plan = sheet(
        "key,hub,titel,soort,thema,kwartaal,data,capacity,minimum,taal,trainers,status\n"
        ",limbrug,A,trak,bouv,Q5,31-6-2026,0,,nederlands,anna bos,gepland\n"
        ",limburg,A,,,,32-1-2026,,,,,\n"
        ",limburg,B,,,,6-10-2026;6-10-2026T14:00,,,,,\n"
        ",limburg,,,,2026Q4,,,,,,\n"
        ",,C,,,2026Q4,6-10-2026,,,,,\n"
        ",limburg,D,,,,,,,,,\n"
        ",limburg,E,,,2026Q4,,4,5,,,\n"
        "zeeland-2026q4-1,limburg,F,,,2026Q4,,,,,,\n"
        "limburg-2026q4-01,limburg,G,,,2026Q4,,,,,,\n"
        ",limburg,H,,,2026Q4,,,,,,\n"
        ",Limburg,h,,,2026Q4,,,,,,\n"
    )
    kinds = "track, blended, design-class, teacher-class, demo, follow-up"
    assert [(row[0], row[1], row[3], row[4]) for row in bad_rows(hubs, "track", plan)] == [
        (2, "hub", "is no hub", "limburg"),
        (2, "soort", f"is none of {kinds}", "track"),
        (2, "thema", "is no theme", "bouw"),
        (2, "kwartaal", "'Q5' is not a quarter: there is no quarter 5: quarters run from Q1 to Q4", None),
        (2, "data", "'31-6-2026' is not a date: June 2026 has 30 days", None),
        (2, "capacity", "lies outside 1 to 10000", "1"),
        (2, "taal", "'nederlands' is not a language code", None),
        (2, "trainers", "is no trainer", "anja-bos"),
        (3, "data", "'32-1-2026' is not a date: January 2026 has 31 days", None),
        (4, "data", "two sessions of this Track overlap, on 2026-10-06", None),
        (5, "titel", "is empty", None),
        (6, "hub", "is empty", None),
        (7, "kwartaal", "is empty", None),
        (8, "minimum", "is more than the capacity of 4", "4"),
        (9, "key", "is no key of a Track of limburg, such as limburg-2026q2-1", None),
        (10, "key", "is no key of a Track of limburg, such as limburg-2026q2-1", None),
        (12, "titel", "is the same track as row 11", None),
    ]


def test_a_trainer_at_two_places_is_bad_unless_there_is_a_reason(hubs: Circo) -> None:
    hubs.ok("track", "schedule", "zeeland", "Zorg", "--quarter", "2026Q4", "--date", "2026-10-06", "--trainer", "anja")
    plan = sheet(
        "hub,titel,data,trainers,reden,status\n"
        "limburg,A,6-10-2026T16:00-18:00,anja-bos,,\n"
        "limburg,B,6-10-2026T17:00-19:00,anja-bos,,\n"
        "limburg,C,6-10-2026T18:00-20:00,Bram Wit; Anja Bos,,\n"
        "limburg,D,6-10-2026T18:00-20:00,Anja Bos,zij wisselt,\n"
        "limburg,E,6-10-2026T18:00-20:00,Anja Bos,,cancelled\n"
    )
    advice = "at the same time: choose another date or trainer, or give a reason"
    assert bad_rows(hubs, "track", plan) == [
        (2, "trainers", "anja-bos", f"anja-bos gives zeeland-2026q4-1 on 2026-10-06, {advice}", None),
        (4, "trainers", "anja-bos", f"anja-bos gives the Track of row 3 on 2026-10-06, {advice}", None),
    ]
    answer = hubs("track", "import", plan, "--partial")
    assert answer.code == 0
    told = "the Track of row 5: anja-bos gives the Track of row 3 on 2026-10-06, at the same time"
    assert f"warning: trainers at two places at once: {told}\n" in answer.err


def test_what_schedule_only_warns_of_is_told_in_few_lines(hubs: Circo) -> None:
    hubs.ok("hub", "edit", "limburg", "--lead", "Guus Peelmans")
    rows = "".join(f"limburg,Titel {number},2026Q3,2026-12-2{number},Zaal\n" for number in range(5, 9))
    answer = hubs(
        "track", "import", sheet(f"hub,titel,kwartaal,data,locatie\n{rows}limburg,Bij Guus Peelmans,2026Q4,25-12-2026,zaal\n")
    )  # fmt: skip
    assert answer.code == 0
    assert answer.err.splitlines() == [
        "warning: Tracks of hubs that are not operational: the Track of row 2 (limburg), the Track of row 3 (limburg), the Track of row 4 (limburg), the Track of row 5 (limburg), the Track of row 6 (limburg)",
        "warning: sessions on a public holiday: the Track of row 2 (2026-12-25 is a public holiday: Christmas Day), the Track of row 3 (2026-12-26 is a public holiday: Second Day of Christmas), the Track of row 6 (2026-12-25 is a public holiday: Christmas Day)",
        "warning: a first session that is not in the planned quarter: the Track of row 2 (counts in 2026Q4, not in 2026Q3), the Track of row 3 (counts in 2026Q4, not in 2026Q3), the Track of row 4 (counts in 2026Q4, not in 2026Q3), the Track of row 5 (counts in 2026Q4, not in 2026Q3)",
        "warning: sessions at a weekend: the Track of row 3 (2026-12-26 is a Saturday), the Track of row 4 (2026-12-27 is a Sunday)",
        "warning: places that another Track has at the same time: the Track of row 6 (zaal, the Track of row 2 on 2026-12-25)",
        "warning: a title names who must not be named, and the network sees it: the Track of row 6 (Guus Peelmans)",
    ]


def test_a_closed_hub_runs_no_new_tracks_but_has_run_some(hubs: Circo) -> None:
    hubs.ok("hub", "close", "zeeland", "--reason", "voorbij")
    plan = sheet("hub,titel,kwartaal,status\nzeeland,A,2026Q4,\nzeeland,B,2025Q4,completed\n")
    told = "is closed, and a closed hub runs no new Tracks: what it ran before has a status"
    assert bad_rows(hubs, "track", plan) == [(2, "hub", "zeeland", told, None)]
    assert outcome(hubs, "track", plan, "--partial") == {"added": 1, "bad": 1}


def test_an_update_shows_before_and_after_and_keeps_to_the_rules(hubs: Circo) -> None:
    hubs.ok("track", "import", sheet(HEADER + ROW))
    hubs.ok("track", "schedule", "zeeland", "Zorg", "--quarter", "2026Q4", "--date", "2026-10-07", "--trainer", "anja")
    plan = sheet("key,capaciteit,locatie,thema,data\nlimburg-2026q4-1,14,Venlo,textiel,8-10-2026\n")
    dry = hubs("track", "import", plan, "--update", "--dry-run")
    said = "would change track limburg-2026q4-1: theme empty → textiel, capacity 12 → 14, location empty → Venlo\n"
    assert (dry.code, said in dry.err) == (0, True)
    assert outcome(hubs, "track", plan, "--update") == {"updated": 1}
    assert starts(hubs, "limburg-2026q4-1") == [("2026-10-08T11:00:00Z", "2026-10-08T15:00:00Z")]
    plan = sheet(
        "key,hub,min,data,trainers\n"
        "limburg-2026q4-1,zeeland,,,\n"
        "zeeland-2026q4-1,,13,,\n"
    )  # fmt: skip
    assert bad_rows(hubs, "track", plan, "--update") == [
        (2, "hub", "zeeland", "is not the hub of limburg-2026q4-1, and a Track stays with its hub", "limburg"),
        (3, "min", "13", "is more than the capacity of 12", "12"),
    ]
    advice = "at the same time: choose another date or trainer, or give a reason"
    assert bad_rows(hubs, "track", sheet("key,data\nlimburg-2026q4-1,7-10-2026\n"), "--update") == [
        (2, "trainers", "anja-bos", f"anja-bos gives zeeland-2026q4-1 on 2026-10-07, {advice}", None),
    ]
    hubs.ok("track", "open", "limburg-2026q4-1")
    hubs.ok("track", "cancel", "limburg-2026q4-1", "--reason", "te weinig bedrijven")
    assert bad_rows(hubs, "track", sheet("key,data\nlimburg-2026q4-1,9-10-2026\n"), "--update") == [
        (2, "data", "9-10-2026", "limburg-2026q4-1 is cancelled, and its sessions stay as they were", None),
    ]


def test_an_update_moves_no_waiting_list(hubs: Circo) -> None:
    hubs.ok("track", "schedule", "limburg", "Bouwen", "--quarter", "2026Q4", "--capacity", "1", "--date", "2026-10-06")
    for name in ("Een", "Twee"):
        hubs.ok("company", "add", name)
    hubs.ok("enrol", "limburg-2026q4-1", "een", "twee")
    answer = hubs("track", "import", sheet("key,capacity\nlimburg-2026q4-1,2\n"), "--update")
    assert "warning: companies wait although seats are free" in answer.err
    assert [row["status"] for row in hubs.json("enrolment", "list")] == ["registered", "waitlisted"]
    assert bad_rows(hubs, "track", sheet("key,status\nlimburg-2026q4-1,completed\n"), "--update") == [
        (2, "status", "completed", "does not go with 1 on the waiting list: circo enrolment list --track limburg-2026q4-1 --status waitlisted", None),
    ]  # fmt: skip


def test_keys_follow_as_schedule_makes_them_and_none_returns(hubs: Circo) -> None:
    for _ in range(2):
        hubs.ok("track", "schedule", "limburg", "Oud", "--quarter", "2026Q4")
    hubs.ok("track", "remove", "limburg-2026q4-2", "--yes")
    assert bad_rows(hubs, "track", sheet("key,hub,titel,kwartaal\nlimburg-2026q4-2,limburg,A,2026Q4\n")) == [
        (2, "key", "limburg-2026q4-2", "was the key of a track that was removed: leave the key empty", None),
    ]
    plan = "key,hub,titel,kwartaal\n,limburg,A,2026Q4\nLIMBURG-2026Q4-7,limburg,B,2026Q4\n,limburg,C,2026Q4\n,zeeland,D,2026Q4\n"
    assert outcome(hubs, "track", sheet(plan)) == {"added": 4}
    assert {row["title"]: row["key"] for row in hubs.json("track", "list")} == {
        "Oud": "limburg-2026q4-1", "A": "limburg-2026q4-8", "B": "limburg-2026q4-7", "C": "limburg-2026q4-9",
        "D": "zeeland-2026q4-1",
    }  # fmt: skip


def test_without_sessions_a_track_keeps_its_planned_quarter_and_that_is_said(hubs: Circo) -> None:
    answer = hubs("track", "import", sheet("hub,titel,quarter,startdatum\nlimburg,A,2026Q3,\nlimburg,B,,6-10-2026\n"))
    assert answer.err.splitlines()[0] == (
        "note: Tracks come without sessions: the file says when they start, and has no column dates: B"
    )
    assert [(row["title"], row["planned_quarter"], row["sessions"]) for row in hubs.json("track", "list")] == [
        ("A", "2026Q3", 0), ("B", "2026Q4", 0),
    ]  # fmt: skip


def test_mended_rejects_do_not_make_a_reason_of_what_was_wrong(hubs: Circo) -> None:
    hubs.ok("track", "import", sheet("hub,titel,kwartaal\nlimbrug,A,2026Q4\n"), "--partial", "--rejects", "bad.csv")
    rejects = Path("bad.csv").read_text(encoding="utf-8")
    assert rejects.splitlines() == ["hub,titel,kwartaal,rejected", "limbrug,A,2026Q4,hub: is no hub"]
    answer = hubs("track", "import", sheet(rejects.replace("limbrug", "limburg")))
    assert (answer.code, "not read" in answer.err) == (0, False)
    assert outcome(hubs, "track", sheet("key,reden\nlimburg-2026q4-1,toch\n"), "--update") == {"updated": 1}


@pytest.mark.parametrize("output", ["csv", "tsv", "json", "jsonl", "xlsx"])
def test_what_the_list_prints_can_be_imported(hubs: Circo, output: str) -> None:
    hubs.ok("track", "schedule", "limburg", "=1+1; 'a'", "--quarter", "2026Q4", "--joint-hub", "zeeland", "--trainer",
            "bram", "--trainer", "anja", "--location", "+31, \"zaal\"", "--theme", "bouw", "--capacity", "3")  # fmt: skip
    hubs.ok("track", "cancel", "limburg-2026q4-1", "--reason", "nee")
    listed = hubs.json("track", "list")
    hubs.ok("track", "list", "-o", output, "--to", f"list.{output}")
    assert outcome(hubs, "track", f"list.{output}") == {"unchanged": 1}
    hubs.ok("undo")
    hubs.ok("undo")
    assert outcome(hubs, "track", f"list.{output}") == {"added": 1}
    assert hubs.json("track", "list") == listed
