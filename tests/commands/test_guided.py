"""What is missing on a line is asked for at a terminal; the line that this makes is run, told, and does the same."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from circo_cli.app import build_root
from circo_cli.app.words import Group, Words
from circo_cli.commands.guided_choices import Guide
from circo_cli.commands.guided_questions import EXTRA, HOW_TO_ADD, QUESTIONS, question_of
from circo_cli.context import Invocation
from circo_cli.queries.offering import NOUNS
from tests.commands.asking import filled, logged
from tests.conftest import Circo
from tests.guided import ENTER, SAME, answered, content, pressed, same_line

FLOWS = {
    "hub add": (
        "circo hub add",
        ["Achterhoek", "", "gelderland", "7000-7099", "", "2026Q4", "Jo Voorbeeld", "jo@example.org"],
        (
            "hub add Achterhoek --region gelderland --region 7000-7099 --launch 2026Q4"
            " --lead 'Jo Voorbeeld' --lead-email jo@example.org"
        ),
    ),
    "hub add of a sector": (
        "circo hub add --launch next",
        ["Kunststof", "sectoraal", "kunst", "", ""],
        "hub add --launch next Kunststof --kind sectoral --sector kunststoffen",
    ),
    "track schedule": (
        "circo track schedule",
        ["lim", "Bouwen & 'zo'", "next", "bouw", "8-9-2026", "22-9-2026T09:30-12:30", "", "8"],
        (
            """track schedule limburg "Bouwen & 'zo'" --quarter next --theme bouw --date 8-9-2026"""
            " --date 22-9-2026T09:30-12:30 --capacity 8"
        ),
    ),
    "track schedule with the days in one answer": (
        "circo track schedule",
        ["lim", "Bouwen", "next", "bouw", "8-9-2026, 22 september 2026 09:30-12:30,6-10-2026", "", ""],
        (
            "track schedule limburg Bouwen --quarter next --theme bouw --date 8-9-2026"
            " --date '22 september 2026 09:30-12:30' --date 6-10-2026"
        ),
    ),
    "company add": (
        "circo company add",
        ["Zandbak BV", "90000017", "3511 AB", "bou", "merk", "2"],
        "company add 'Zandbak BV' --kvk 90000017 --sector bouw --chain-role brand --postcode '3511 AB' --hub utrecht",
    ),
    "question log": (
        "circo question log",
        ["Wie betaalt?", "bakker", "", "financiering"],
        "question log 'Wie betaalt?' --company bakker --category finance",
    ),
    "question log without a company": (
        "circo question log",
        ["Wie betaalt?", "", "limb", "textiel", ""],
        "question log 'Wie betaalt?' --hub limburg --theme textiel",
    ),
    "enrol": (
        "circo enrol",
        ["bouw", "bakker", "jansen", ""],
        "enrol limburg-2026q2-1 bakker jansen",
    ),
    "goal set": (
        "circo goal set",
        ["bedrijven", "20", "all", "Q3", "Q4"],
        "goal set companies 20 --hub all --from Q3 --until Q4",
    ),
    "goal set for this quarter": (
        "circo goal set",
        ["bedrijven", "20", "all", "", ""],
        "goal set companies 20 --hub all --from this --until this",
    ),
    "insight add": (
        "circo insight add",
        ["Restwaarde telt", "Een derde na tien jaar.", "limb"],
        "insight add 'Restwaarde telt' --body 'Een derde na tien jaar.' --hub limburg",
    ),
    "insight add of CIRCO": (
        "circo insight add",
        ["Restwaarde telt", "", ""],
        "insight add 'Restwaarde telt'",
    ),
    "a hyphen at the beginning": (
        "circo --json company add --city Zaandam",
        ["-x-", "", "", "-y", "", ""],
        "--json company add --city Zaandam --sector=-y -- -x-",
    ),
}


@pytest.fixture
def network(circo: Circo) -> Circo:
    """Two hubs, three companies, two partners, a company in two Tracks."""
    return filled(circo)


@pytest.mark.parametrize("name", FLOWS)
def test_the_line_that_is_told_does_the_same(network: Circo, name: str, tmp_path: Path) -> None:
    line, answers, told = FLOWS[name]
    before = tmp_path / "before.db"
    shutil.copy(network.database, before)
    made = answered(network, line.removeprefix("circo "), *answers)
    assert made.code == 0, made
    assert same_line(made) == shlex.split(told)
    after = content(network.database)
    shutil.copy(before, network.database)
    typed = network(*same_line(made))
    assert (typed.code, typed.out) == (0, made.out)
    assert content(network.database) == after


def test_a_question_is_answered(network: Circo) -> None:
    logged(network, "Wie betaalt?", "--company", "jansen")
    logged(network, "Is al beantwoord")
    network.ok("question", "answer", "Q2", "Ja.")
    made = answered(network, "question answer", "betaalt", "De bank.\tSoms")
    assert "Q2" not in made.err
    assert "What is the answer? " in made.err
    assert "(Enter" not in made.err
    assert "Q1: Wie betaalt?\n" in made.err
    assert same_line(made) == ["question", "answer", "Q1", "$De bank.\\tSoms"]  # shlex does not know $'…'
    assert made.err.rstrip().endswith(r"circo question answer Q1 $'De bank.\tSoms'")
    assert network.json("question", "show", "Q1")["answer_list"][0]["text"] == "De bank.\tSoms"


def test_an_answer_from_an_insight_needs_words_only_where_the_insight_has_none(network: Circo) -> None:
    logged(network, "Wie betaalt?", "--hub", "limburg")
    network.ok("insight", "add", "Vol", "--hub", "limburg", "--body", "Zo.")
    network.ok("insight", "add", "Leeg", "--hub", "limburg")
    full = answered(network, "question answer --from-insight K1", "Q1")
    assert same_line(full) == ["question", "answer", "--from-insight", "K1", "Q1"]
    empty = answered(network, "question answer Q1 --from-insight K2", "", "Kort: zo.")
    assert same_line(empty) == ["question", "answer", "Q1", "--from-insight", "K2", "Kort: zo."]


def test_what_a_rule_needs_is_asked_for_when_it_does(network: Circo) -> None:
    logged(network, "Wie betaalt?")
    assert same_line(answered(network, "question refer Q1", "lio")) == ["question", "refer", "Q1", "lio"]
    closed = answered(network, "question close Q1", "gestopt")
    assert same_line(closed) == ["question", "close", "Q1", "--reason", "gestopt"]
    assert network.json("question", "show", "Q1")["status"] == "closed"
    assert network.refused("question", "answer", "Q1")["code"] == "question-closed"


@pytest.mark.parametrize(
    ("line", "part", "key"),
    [
        ("track show", "Textiel", "limburg-2026q1-1"),
        ("hub show", "UTR", "utrecht"),
        ("company show", "bouw", "bakker"),
        ("enrolment show", "textiel 2026q2", "E2"),
        ("show", "Zand", "los"),
    ],
)
def test_a_missing_key_is_offered(network: Circo, line: str, part: str, key: str) -> None:
    made = answered(network, line, part)
    assert same_line(made) == [*line.split(), key]
    assert made.out == network.ok(*same_line(made))


def test_a_day_among_several_that_is_none_is_told(network: Circo) -> None:
    network.ok("track", "schedule", "limburg", "Zorg", "--quarter", "2026Q3")
    made = answered(network, "track session add limburg-2026q3-1", "8-9-2026, 31-9-2026", "8-9-2026, 15-9-2026", "")
    assert "  '31-9-2026' is not a date: September 2026 has 30 days\n" in made.err
    assert same_line(made) == ["track", "session", "add", "limburg-2026q3-1", "8-9-2026", "15-9-2026"]


@pytest.mark.parametrize(
    ("line", "answers", "told", "otherwise"),
    [
        ("track schedule", ["Bouwen", "next", "", "", ""], "Bouwen --quarter next", "circo track schedule HUB"),
        ("hub tick", ["funding-arranged"], "funding-arranged", "circo hub tick HUB"),
        ("goal set companies 20", ["Q3", "Q4"], "--hub limburg --from Q3 --until Q4", "--hub HUB"),
    ],
)
def test_the_configured_hub_is_taken_and_told(
    network: Circo, line: str, answers: list[str], told: str, otherwise: str
) -> None:
    network.ok("config", "set", "hub", "limburg")
    made = answered(network, line, *answers)
    assert made.code == 0, made
    assert f"note: hub limburg, as configured; {otherwise} says otherwise\n" in made.err
    assert same_line(made) == [*line.split(), *(["limburg"] if "--hub" not in told else []), *told.split()]


def test_an_enrolment_is_found_by_its_company(network: Circo) -> None:
    network.ok("track", "schedule", "limburg", "Zorg voor jansen", "--quarter", "2026Q3")
    network.ok("enrol", "limburg-2026q3-1", "jansen", "bakker")
    made = answered(network, "enrolment cancel", "jansen", "")
    assert "E2" not in made.err  # it is cancelled
    assert same_line(made) == ["enrolment", "cancel", "E3"]


@pytest.mark.parametrize("line", ["hub pause --reason x", "hub close --reason x", "hub remove --yes"])
def test_a_configured_hub_does_not_end_or_go_unasked(network: Circo, line: str) -> None:
    network.ok("config", "set", "hub", "limburg")
    made = answered(network, line, "utrecht")
    assert same_line(made) == [*line.split(), "utrecht"]


def test_a_configured_hub_that_there_is_not_is_told_with_its_file(network: Circo) -> None:
    network.ok("config", "set", "hub", "limburg")
    Path(network.ok("config", "path").strip()).write_text('hub = "nergens"\n')
    made = answered(network, "track schedule")
    assert made.code == 2, made
    assert "hub: there is no hub 'nergens'" in made.err


def test_a_number_chooses_and_what_does_not_fit_is_asked_again(network: Circo) -> None:
    made = answered(network, "track show --json", "", "nergens", "limburg", "1")
    assert "  type a part of it, or choose one\n" in made.err
    assert "  no Track has 'nergens' in it: try another word, or less of it\n" in made.err
    assert "  several fit, such as limburg-2026q2-1, limburg-2026q1-1: type more, or choose one\n" in made.err
    assert same_line(made) == ["track", "show", "--json", "limburg-2026q2-1"]


REFUSED_AT_ONCE = [
    ("hub add", ["Nieuw", "raar", "", "nergens", "", "Q9", "", "Jo", "geen adres", ""],
     ["nothing has 'raar' in it: try another word, or less of it", "a region is a province", "quarters run from Q1 to Q4", "is not an e-mail address"]),
    ("company add", ["Nieuw", "12", "", "0000 AA", "", "", "raar", "", ""],
     ["is not a KvK number", "is not a Dutch postcode", "nothing has 'raar' in it: try another word, or less of it"]),
    ("track schedule", ["limburg", "T", "2026Q7", "next", "", "31-2-2026", "", "0", ""],
     ["quarters run from Q1 to Q4", "31-2-2026", "a number of companies from 1 to 10000"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "answers", "objections"), REFUSED_AT_ONCE)
def test_what_an_option_does_not_take_is_said_at_once(
    network: Circo, line: str, answers: list[str], objections: list[str]
) -> None:
    made = answered(network, line, *answers)
    assert made.code == 0, made
    for objection in objections:
        assert objection in made.err


def test_leaving_at_any_question_changes_nothing(network: Circo) -> None:
    before = network.database.read_bytes()
    for line, answers, _ in FLOWS.values():
        for count in range(len(answers)):
            left = answered(network, line.removeprefix("circo "), *answers[:count])
            assert (left.code, left.out) == (130, "")
            assert network.database.read_bytes() == before


@pytest.mark.parametrize("line", ["hub add", "track schedule", "company add", "question log", "enrol", "track show"])
@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_leave(network: Circo, line: str, key: str) -> None:
    before = network.database.read_bytes()
    left = pressed(network, line, key)
    assert (left.code, left.out) == (130, "")
    assert network.database.read_bytes() == before


def test_keys_are_pressed(network: Circo) -> None:
    made = pressed(network, "track schedule", "limb", ENTER, "Titel", ENTER, "Q3", ENTER, ENTER, ENTER, ENTER)
    assert same_line(made) == ["track", "schedule", "limburg", "Titel", "--quarter", "Q3"]
    assert [track["title"] for track in network.json("track", "list", "--quarter", "2026Q3")] == ["Titel"]


PASTED = "\x1b[200~{}\x1b[201~"


def test_pasted_text_is_taken_as_on_the_command_line(network: Circo) -> None:
    text = "Eén regel\nen\tnog een 🌱"
    made = pressed(network, "question log", PASTED.format(text.replace("\n", "\r")), ENTER, ENTER, ENTER, ENTER, ENTER)
    assert made.code == 0, made
    assert network.json("question", "show", "Q1")["text"] == text
    assert r"circo question log $'Eén regel\nen\tnog een 🌱'" in made.err


def test_control_characters_are_refused_in_a_prompt(network: Circo) -> None:
    left = answered(network, "company add", "\x1b[31mRood\x1b[0m", "-", "Rood")
    assert "there is a control character (\\x1b) at position 1" in left.err
    assert "\x1b" not in left.err
    read = answered(network, "question log", "-")
    assert "type the text itself; - reads it from standard input" in read.err


def test_a_line_too_long_for_a_terminal_is_not_told(network: Circo) -> None:
    made = answered(network, "question log", "x" * 1_000_000, "", "", "", "")
    assert made.code == 0
    assert len(made.err) < 3000
    assert "note: in one line this would be too long to type: 1000019 characters" in made.err


def test_a_dry_run_asks_and_changes_nothing(network: Circo) -> None:
    before = network.database.read_bytes()
    made = answered(network, "theme add --dry-run", "Mobiliteit")
    assert same_line(made) == ["theme", "add", "--dry-run", "Mobiliteit"]
    assert "would add theme mobiliteit" in made.err
    assert network.database.read_bytes() == before


def test_what_is_refused_afterwards_tells_the_line_to_mend(network: Circo) -> None:
    made = answered(network, "enrol limburg-2026q1-1", "bakker", "")
    assert made.code == 1
    assert same_line(made) == ["enrol", "limburg-2026q1-1", "bakker"]
    assert made.err.index(SAME) < made.err.index("error: ")


def test_a_wrong_key_is_refused_before_anything_is_asked(network: Circo) -> None:
    made = answered(network, "track schedule limbrug")
    assert (made.code, made.err) == (3, "error: there is no hub 'limbrug'\nhint: did you mean limburg?\n")
    made = answered(network, "track schedule --quarter Q9")
    assert (made.code, made.err.splitlines()[0]) == (
        2,
        network("track", "schedule", "limburg", "T", "--quarter", "Q9").err.splitlines()[0],
    )


def test_without_anything_to_choose_it_says_what_to_type(circo: Circo) -> None:
    made = answered(circo, "track show")
    assert made.code == 3
    assert made.err.endswith("error: there is no Track to choose yet\nhint: circo track schedule\n")


def test_a_database_that_cannot_be_used_is_told_first(bare: Circo) -> None:
    assert answered(bare, "company add").code == 4


@pytest.mark.parametrize("word", ["--no-input", "-q"])
def test_nothing_is_asked_where_nobody_wants_to_be(network: Circo, word: str) -> None:
    made = answered(network, f"hub add {word}", "Naam")
    assert (made.code, made.err) == (2, network("hub", "add").err)


def test_nothing_is_asked_with_the_variable_set(network: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIRCO_NO_INPUT", "1")
    assert answered(network, "hub add", "Naam").code == 2


def test_a_whole_line_asks_nothing(network: Circo) -> None:
    made = answered(network, "hub add Nieuw")
    assert (made.code, SAME in made.err) == (0, False)


def test_a_conversation_keeps_its_own_questions(network: Circo) -> None:
    made = answered(network, "hub onboard", "")
    assert made.code == 130
    assert SAME not in made.err


# The tables


def commands() -> dict[str, dict[str, object]]:
    """Return every command with its parameters by name."""
    found: dict[str, dict[str, object]] = {}

    def walk(words: Words, path: tuple[str, ...]) -> None:
        for name, entry in words.table.items():
            loaded = words.load(name)
            if isinstance(entry, Group):
                walk(loaded, (*path, name))
            else:
                found[" ".join((*path, name))] = {param.name: param for param in loaded.params}

    walk(build_root(), ())
    return found


def test_every_question_is_about_a_parameter_that_there_is() -> None:
    known = commands()
    names = {name for params in known.values() for name in params}
    for place in QUESTIONS:
        command, _, name = place.rpartition(" ")
        assert name in (known[command] if command else names), place
    for command, flow in EXTRA.items():
        assert set(flow) <= set(known[command])
    assert set(HOW_TO_ADD) == set(NOUNS) - {"change"}  # undo without one takes the latest: nothing asks for it


def test_every_missing_value_has_a_question_in_words() -> None:
    for command, params in commands().items():
        guide = Guide(Invocation([]), command, {})
        for name, param in params.items():
            if getattr(param, "required", False):
                assert question_of(guide, param).text.partition(" ")[0][:1].isupper(), (command, name)
                assert ": " not in question_of(guide, param).text, (command, name)
