"""Every error: its code, an empty stdout, one line that says what and one that says what to type."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from circo_cli.errors import EXIT_CODES
from tests.conftest import Circo

OPEN = "limburg-2026q3-1"
CANCELLED = "vmrg-gevels-2026q1-1"

ERRORS: dict[str, tuple[str, int, str]] = {
    "unknown noun": ("hubb list", 2, "unknown-command"),
    "unknown verb": ("hub lst", 2, "unknown-command"),
    "unknown option": ("hub list --stagee operational", 2, "usage"),
    "unknown option of the root": ("--jsn hub list", 2, "usage"),
    "missing argument": ("hub show", 2, "usage"),
    "missing option": ("track schedule limburg Titel", 2, "usage"),
    "one argument too many": ("hub list limburg", 2, "usage"),
    "option without a value": ("hub list --stage", 2, "usage"),
    "no number": ("hub list --limit many", 2, "usage"),
    "unknown code": ("hub list --stage operationel", 2, "unknown-value"),
    "unknown output": ("hub list -o yaml", 2, "unknown-value"),
    "unknown field": ("hub list --fields colour", 2, "unknown-field"),
    "unknown sort field": ("hub list --sort colour", 2, "unknown-field"),
    "unknown colour": ("hub list --color sometimes", 2, "unknown-value"),
    "no such date": ("hub advance limburg --on 31-02-2026", 2, "bad-value"),
    "no such today": ("hub list --today 31-02-2026", 2, "bad-value"),
    "no such quarter": ("track list --quarter 2026Q5", 2, "bad-value"),
    "no e-mail address": ("hub edit limburg --lead-email nobody", 2, "bad-value"),
    "empty text": ("hub add ''", 2, "empty"),
    "nothing to change": ("hub edit limburg", 2, "nothing"),
    "place that cannot be written": ("hub list --to nowhere/out.txt", 2, "output-file"),
    "directory as file": ("hub list --to .", 2, "output-file"),
    "workbook without a file": ("hub list -o xlsx", 2, "output"),
    "nobody to ask": ("goal remove G1", 2, "needs-yes"),
    "missing directory to import": ("import nowhere --db new.db", 2, "input-missing"),
    "unknown topic": ("help exit-code", 2, "unknown-value"),
    "unknown hub": ("hub show limbrug", 3, "not-found"),
    "unknown person": ("privacy export nobody@example.org", 3, "not-found"),
    "unknown person to erase": ("privacy forget nobody@example.org --yes", 3, "not-found"),
    "person who was forgotten": ("privacy forget forgotten-1 --yes", 1, "forgotten-already"),
    "lead that never was": ("hub forget limburg Niemand --yes", 3, "not-found"),
    "unknown number": ("question show Q99999", 3, "not-found"),
    "no key of that noun": ("question show limburg", 3, "not-found"),
    "unknown key of any noun": ("show nergens-te-vinden-ding", 3, "not-found"),
    "ambiguous beginning": ("hub show n", 3, "ambiguous"),
    "ambiguous across nouns": ("show midpoint", 3, "ambiguous"),
    "enrolled already": (f"enrol {OPEN} aannemer-fictiebouw-zuid", 1, "already-enrolled"),
    "enrolling in a cancelled track": (f"enrol {CANCELLED} aannemer-fictiebouw-zuid", 1, "track-cancelled"),
    "confirming what waits": ("enrolment confirm E380", 1, "enrolment-status"),
    "promoting what does not wait": ("enrolment promote E1 --reason mix", 1, "enrolment-status"),
    "a contact that it does not have": (f"enrol {OPEN} festival-zogezegd --contact Niemand", 3, "not-found"),
    "attendance of who has no seat": (f"track attendance {OPEN} --session 1 --present festival-zogezegd", 1, "no-seat"),
    "attendance of no session": (
        f"track attendance {OPEN} --session 9 --absent aannemer-fictiebouw-zuid",
        2,
        "no-session",
    ),
    "attendance in two ways": (f"track attendance {OPEN} - --session 1", 2, "usage"),
    "attendance from a file that is not there": (f"track attendance {OPEN} nergens.csv", 2, "input-missing"),
    "completing a track without attendance": ("track complete overijssel-2026q2-2", 1, "attendance-missing"),
    "session of a completed track": ("track session add noord-holland-2026q2-1 2026-07-01", 1, "track-completed"),
    "session of a cancelled track": (f"track session add {CANCELLED} 2026-07-01", 1, "track-cancelled"),
    "session on top of another": (f"track session add {OPEN} 2026-09-10T16:00", 1, "session-overlap"),
    "session that there is not": (f"track session move {OPEN} 9 2026-09-11", 2, "no-session"),
    "removing a session without an answer": (f"track session remove {OPEN} 1", 2, "needs-yes"),
    "calendar as two documents": ("track calendar --ics --fields track", 2, "output"),
    "finding without a place or sector": ("hub find", 2, "nothing-asked"),
    "place that contradicts itself": ("hub find --region limburg --postcode 3011", 2, "place-contradicts"),
    "no Dutch postcode": ("hub find --postcode 0311", 2, "bad-value"),
    "no region": ("hub find --region limbrug", 2, "bad-value"),
    "quarters the wrong way round": ("hub pipeline --from 2026Q3 --until 2026Q1", 2, "period"),
    "ending a partnership that has ended": ("hub unpartner singapore circo", 1, "partner-not-open"),
    "ending a partnership before it began": ("hub unpartner limburg liof --on 1-1-2020", 2, "period"),
    "a sector that is no theme": ("hub edit limburg --sector bouwen", 3, "not-found"),
    "a stage of a closed hub": ("hub pause singapore --reason x", 1, "stage"),
    "unticking what ticks itself": ("hub untick limburg lead-appointed", 1, "step-automatic"),
    "merging a company into itself": ("company merge festival-zogezegd festival-zogezegd", 1, "merge-itself"),
    "merging two KvK numbers": ("company merge festival-zogezegd isolatie-nepwol", 1, "kvk-differs"),
    "KvK number of another": ("company edit voorbeeldbouw-de-eikel-b-v --kvk 99000053", 1, "kvk-taken"),
    "no KvK number": ("company add Stoel --kvk 123", 2, "bad-value"),
    "note of what is still to come": ("company note isolatie-nepwol bellen --on 2026-07-01", 2, "period"),
    "coming back before it was said": ("company note isolatie-nepwol gebeld --next 2026-06-01", 2, "period"),
    "contacts of no status": ("contact list --status registerd", 2, "unknown-value"),
    "nothing to undo": ("undo", 1, "nothing-to-undo"),
    "nothing to redo": ("redo", 1, "nothing-to-redo"),
    "no such change": ("undo C99", 3, "not-found"),
    "no key of a change": ("undo Q3", 3, "not-found"),
    "removing what is in use": ("hub remove limburg --yes", 1, "in-use"),
    "removing without an answer": ("hub remove wallonie", 2, "needs-yes"),
    "no date in a note": ("note edit N8 --on ''", 2, "bad-value"),
    "steps missing": ("hub advance gelderland operational", 1, "steps-missing"),
    "ticking what ticks itself": ("hub tick limburg lead-appointed", 1, "step-automatic"),
    "database that is there already": ("db init", 1, "database-exists"),
    "import into a filled database": ("import network", 1, "database-not-empty"),
}
"""Condition → what is typed on the example network, exit code, code."""


def words(line: str) -> list[str]:
    """Return what is typed as arguments."""
    return [word.strip("'") for word in line.split()]


@pytest.fixture
def examples(network: Circo) -> Circo:
    """The example network, with its files at ``network``."""
    (network.directory / "network").symlink_to(Path(__file__).parents[2] / "examples" / "network")
    return network


@pytest.mark.parametrize("condition", ERRORS)
def test_an_error_says_what_and_what_to_type_on_two_lines(examples: Circo, condition: str) -> None:
    line, exit_code, _ = ERRORS[condition]
    before = examples.database.read_bytes()
    answer = examples(*words(line))
    assert (answer.code, answer.out) == (exit_code, ""), answer
    error, *more = answer.err.splitlines()
    assert error.startswith("error: ")
    assert more
    assert more[-1].startswith("hint: ")
    assert [each for each in more[:-1] if not each.startswith("  ")] == [], "only details stand between"
    assert examples.database.read_bytes() == before


@pytest.mark.parametrize("condition", [name for name in ERRORS if "-o " not in ERRORS[name][0]])
def test_in_json_the_error_is_one_object_on_one_line(
    examples: Circo, condition: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, exit_code, code = ERRORS[condition]
    message = examples(*words(line)).err.splitlines()[0].removeprefix("error: ")
    answers = [
        examples(*words(line), "--json"),
        examples("--json", *words(line)),
        examples("-o", "json", *words(line)),
        examples(*words(line), "-ojson") if not line.endswith("--stage") else examples("-ojson", *words(line)),
        examples(*words(line), "--output=json"),
    ]
    monkeypatch.setenv("CIRCO_OUTPUT", "json")
    answers.append(examples(*words(line)))
    if condition == "option without a value":  # what follows is taken for its value
        answers = [answers[1], answers[2], answers[3], answers[5]]
    for answer in answers:
        assert (answer.code, answer.out) == (exit_code, ""), answer
        assert answer.err.count("\n") == 1
        error = json.loads(answer.err)
        assert list(error) == ["error"]
        assert list(error["error"]) == ["code", "message", "hint", "exit_code", "details"]
        assert (error["error"]["code"], error["error"]["exit_code"]) == (code, exit_code)
        assert error["error"]["message"] == message
        assert isinstance(error["error"]["details"], list)


@pytest.mark.parametrize(
    ("line", "suggestion"),
    [
        ("hubb list", "circo hub"),
        ("hub lst", "circo hub list"),
        ("hub list --stagee x", "--stage"),
        ("hub list --stage operationel", "operational"),
        ("hub show limbrug", "limburg"),
        ("track show noord-holland-2026q2-l", "noord-holland-2026q2-1"),
        ("help exit-code", "exit-codes"),
        ("show limbrug", "hub:limburg"),
    ],
)
def test_a_typo_gets_a_suggestion(network: Circo, line: str, suggestion: str) -> None:
    answer = network(*line.split())
    assert answer.out == ""
    assert suggestion in answer.err.splitlines()[-1]
    assert answer.err.splitlines()[-1].startswith("hint: did you mean ")


def test_ambiguity_names_what_could_be_meant(network: Circo) -> None:
    error = network.refused("hub", "show", "n")
    assert error["details"] == [row["key"] for row in network.json("hub", "list") if row["key"].startswith("n")]
    across = network.refused("show", "midpoint")
    assert across["details"] == [
        "hub:midpoint-brabant", "partner:midpoint-brabant", "track:midpoint-brabant-2026q2-1",
        "track:midpoint-brabant-2026q3-1",
    ]  # fmt: skip
    for form in across["details"]:
        assert network.json("show", form)["key"] == form.partition(":")[2]


def test_a_full_track_puts_the_next_on_the_waiting_list(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("track", "schedule", "limburg", "Bouwen", "--quarter", "2026Q3", "--capacity", "1", "--minimum", "1")
    for name in ("Een", "Twee", "Drie"):
        circo.ok("company", "add", name)
    answer = circo("enrol", "limburg-2026q3-1", "een", "twee", "drie")
    assert answer.code == 0
    assert [row["status"] for row in circo.json("enrolment", "list")] == ["registered", "waitlisted", "waitlisted"]
    assert [row["waitlist_position"] for row in circo.json("enrolment", "list")] == [None, 1, 2]
    assert "waiting list" in answer.out + answer.err


def _text(path: Path) -> None:
    path.write_text("dit is geen database, maar een tekst die lang genoeg is om een kop te lijken " * 20)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE address (name TEXT)")
    connection.close()


def _version(change: int) -> Callable[[Path], None]:
    def set_version(path: Path) -> None:
        connection = sqlite3.connect(path)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version = {version + change}")
        connection.commit()
        connection.close()

    return set_version


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 4])


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


UNUSABLE: dict[str, tuple[Callable[[Path], None], Iterable[str]]] = {
    "missing": (Path.unlink, ("database-missing",)),
    "empty": (_empty, ("not-a-database",)),
    "a text file": (_text, ("not-a-database",)),
    "a directory": (_directory, ("not-a-database",)),
    "another program's": (_foreign, ("not-a-database",)),
    "older": (_version(-1), ("database-older",)),
    "newer": (_version(1), ("database-newer",)),
    "cut off": (_truncated, ("database-damaged", "not-a-database")),
}


@pytest.mark.parametrize("state", UNUSABLE)
def test_an_unusable_database_is_exit_4_for_reading_and_changing(network: Circo, state: str) -> None:
    spoil, codes = UNUSABLE[state]
    spoil(network.database)
    for line in ("question list", "question show Q1", "hub add Drenthe", "question log Hoe?", "history"):
        error = network.refused(*line.split())
        assert (error["exit_code"], error["code"] in codes) == (4, True), (line, error)
        answer = network(*line.split())
        assert [part.partition(":")[0] for part in answer.err.splitlines()] == ["error", "hint"], answer
        assert str(network.database) in answer.err


def test_a_missing_database_names_what_makes_one(bare: Circo) -> None:
    hint = bare.refused("hub", "list")["hint"]
    assert "circo db init" in hint
    assert "circo demo" in hint
    assert not bare.database.exists()


def test_help_prints_the_exit_codes_of_the_contract(bare: Circo) -> None:
    assert bare.json("help", "exit-codes") == [{"code": code, "meaning": meaning} for code, meaning in EXIT_CODES]
    assert [code for code, _ in EXIT_CODES] == [0, 1, 2, 3, 4, 6, 70, 75, 130]


def test_a_busy_database_is_exit_75(network: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("circo_cli.storage.database.BUSY_SECONDS", 0.1)
    holder = sqlite3.connect(network.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        error = network.refused("hub", "add", "Drenthe")
        assert (error["exit_code"], error["code"]) == (75, "busy")
        assert network.json("hub", "show", "limburg")["key"] == "limburg"
    finally:
        holder.close()


def test_an_interrupt_is_exit_130_and_changes_nothing(network: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("circo_cli.domain.hub.add_hub", interrupted)
    assert network.refused("hub", "add", "Drenthe")["exit_code"] == 130


def test_a_hint_can_be_typed_where_a_place_has_a_space_in_its_name(circo: Circo) -> None:
    error = circo.refused("theme", "list", "--to", "Mijn map/uit.csv")
    assert error["hint"] == f"mkdir -p '{circo.directory.resolve()}/Mijn map'"
    told = circo("export", "Mijn netwerk").err
    assert "circo import 'Mijn netwerk' --db NEW.db" in told
