"""Lines that somebody in a hurry types wrong: what is said, and what there is to type next."""

from __future__ import annotations

import json
import shlex

import pytest

from circo_cli.app.quotes import between_quotes
from tests.conftest import Circo
from tests.contract.test_help import VERBS
from tests.examples import LINES

QUOTES = {
    "question log Wie haalt bedden op": "circo question log 'Wie haalt bedden op'",
    "question log --company festival Wie haalt bedden op": "circo question log --company festival 'Wie haalt bedden op'",
    "question log 'Wie haalt ze op' --topic retour stromen": "circo question log 'Wie haalt ze op' --topic 'retour stromen'",
    "company add Bakkerij De Korenbloem": "circo company add 'Bakkerij De Korenbloem'",
    "company add Bakkerij De Korenbloem --city Den Haag": "circo company add 'Bakkerij De Korenbloem' --city 'Den Haag'",
    "company add --city=Den Haag X": "circo company add --city=Den 'Haag X'",
    "--as eva company note isolatie-nepwol gebeld over lease": "circo --as eva company note isolatie-nepwol 'gebeld over lease'",
    "company add “Bakkerij De Korenbloem”": "circo company add 'Bakkerij De Korenbloem'",
    "company list –hub limburg": "circo company list --hub limburg",
    "track list --quarter Q2 2026": "circo track list --quarter 'Q2 2026'",
    "report quarter 2e kwartaal": "circo report quarter '2e kwartaal'",
    "track schedule limburg X --quarter Q3 --date 1-9-2026 8-9-2026": "circo track schedule limburg X --quarter Q3 --date 1-9-2026 --date 8-9-2026",
    "track schedule limburg X --quarter Q3 --date 12 juni 2026": "circo track schedule limburg X --quarter Q3 --date '12 juni 2026'",
    "company show Isolatie Nepwol": "circo company show 'Isolatie Nepwol'",
}  # fmt: skip
"""What is typed → the line with the quotes that were forgotten."""

HINTS = {
    # words that no command takes
    "company list limburg": "did you mean circo company list --hub limburg?",
    "track list limburg Q3": "did you mean circo track list --hub limburg --quarter Q3?",
    "digest export limburg": "did you mean circo digest export --for hub:limburg?",
    "db backup naar-usb.db": "did you mean circo db backup --to naar-usb.db?",
    "hub find venlo": "what is wanted stands behind an option: --region REGION, --postcode POSTCODE, --sector SECTOR, --sort FIELD; circo hub find --help lists them",
    "demo hier": "did you mean circo demo --to hier?",
    "redo C3": "type circo redo alone",
    "question show Q1 Q2": "circo question show Q1",
    "question close Q12 dubbel gesteld": "circo question close Q12 --reason 'dubbel gesteld'",
    "report quarter Q2 limburg": "circo report quarter Q2 --hub limburg",
    "company merge a b --dry-run c": "circo company merge FROM INTO",
    "show company isolatie-nepwol": "circo company show isolatie-nepwol",
    "show vraag Q12": "circo question show Q12",
    "history company isolatie-nepwol": "circo history isolatie-nepwol",
    # options
    "company list --provincie limburg": "did you mean --region?",
    "history --quarter Q2": "did you mean --from?",
    "digest preview --hub limburg": "did you mean --for?",
    "question log x --text hallo": "TEXT is typed without one: circo question log TEXT",
    "company note --company x hallo": "COMPANY is typed without one: circo company note COMPANY TEXT",
    "--hub limburg company list": "type it behind the command: circo NOUN VERB --hub",
    "hub --stage x list": "type it behind the command: circo hub VERB --stage",
    "hub -help": "circo hub --help",
    "company list --hub": "--hub noord-holland; circo company list --help",
    "hub --db": "--db PATH; circo hub --help",
    "hub list --json=x": "type --json alone",
    # numbers, dates, quarters
    "track schedule limburg X --quarter Q3 --capacity vijf": "--capacity 10",
    "track edit limburg-2026q3-1 --capacity '12 bedrijven'": "--capacity 14",
    "hub list --limit -1": "--limit 10",
    "track session move limburg-2026q3-1 een 12-9-2026": "for example: circo track session move limburg-2026q3-1 2 2026-09-30",
    "question list --from 12/6": "did you mean --from 12-6-2026?",
    "question list --from '12 jun 26'": "did you mean --from '12 jun 2026'?",
    "question log x --asked-on juni": "did you mean --asked-on '1 juni'?",
    "question list --from ooit": "for example --from 2026-11, --from november, --from 'last month', --from -4w",
    "question log x --due vrijdag": "did you mean --due 2026-06-19?",
    "track schedule limburg X --quarter Q3 --date 'za 12 september'": "did you mean --date 2026-09-12?",
    "track schedule limburg X --quarter Q3 --date '12-9-2026 13.00 tot 17.00 uur'": "did you mean --date '12-9-2026 13:00-17:00'?",
    "company list --sort name desc": "what is wanted stands behind an option: --hub HUB, --kind KIND, --sector SECTOR, --region REGION; circo company list --help lists them",
    "report quarter limburg": "for example: circo report quarter 2026Q2 --hub noord-holland --compare 2025Q2",
    "track session add limburg-2026q3-1 12/9": "did you mean 12-9-2026?",
    # what is missing
    "track schedule limburg X": 'for example: circo track schedule limburg "Circulair bouwen" --quarter 2026Q3 --theme bouw --date 8-9-2026 --date 22-9-2026',
    "company import": "for example: circo company import bedrijven.csv --dry-run",
    "hub --json": "circo hub --help lists them",
    # files
    "export bedrijven.xlsx": "circo export DIR; one list is a file: circo company list -o xlsx --to companies.xlsx",
    "import bedrijven.xlsx": "name what circo export DIR has made; one file: circo company import bedrijven.xlsx",
}  # fmt: skip
"""What is typed → what is to be typed next."""


@pytest.mark.parametrize("line", [*QUOTES, *HINTS])
def test_a_line_that_was_typed_wrong_says_what_to_type(network: Circo, line: str) -> None:
    code, out, err = network(*shlex.split(line))
    assert (code, out) == (2, "")
    told = json.loads(err)["error"]["hint"] if "--json" in line.split() else err.splitlines()[-1].removeprefix("hint: ")
    assert told == {**QUOTES, **HINTS}[line]


def test_quotes_that_were_forgotten_are_said_to_be(network: Circo) -> None:
    answer = network("company", "add", "Bakkerij", "De", "Korenbloem")
    assert answer == (
        2,
        "",
        (
            "error: circo company add does not know what to do with: De Korenbloem. "
            "Words that belong together need quotes\n"
            "hint: circo company add 'Bakkerij De Korenbloem'\n"
        ),
    )


@pytest.mark.parametrize("line", [line for line in LINES if any(" " in word for word in shlex.split(line))])
def test_every_example_comes_back_when_its_quotes_are_forgotten(line: str) -> None:
    words = shlex.split(line)[1:]
    command = max((each for each in VERBS if words[: len(each.split())] == each.split()), key=len)
    typed = words[len(command.split()) :]
    assert between_quotes(VERBS[command], [part for word in typed for part in word.split(" ")]) == typed


def test_words_that_stand_apart_are_not_joined() -> None:
    assert between_quotes(VERBS["company add"], ["Bakkerij", "--dry-run", "De", "Korenbloem"]) is None


@pytest.mark.parametrize("word", ["x" * 60_000, "woord " * 40_000], ids=["one word", "many words"])
@pytest.mark.parametrize("line", ["company show", "company list", "company list --hub", "show", "company", ""])
def test_a_text_that_was_pasted_in_the_place_of_a_key_is_no_fault(network: Circo, line: str, word: str) -> None:
    answer = network(*line.split(), word)
    assert answer.code in (2, 3), answer.err[:200]
    assert "hint: " in answer.err


def test_a_whole_number_says_its_bounds(network: Circo) -> None:
    for line, message in {
        "hub list --limit -1": "--limit: '-1' is not a whole number of 0 or more",
        "hub list --limit 1,5": "--limit: '1,5' is not a whole number of 0 or more",
        "enrolment edit E1 --people 0": "--people: '0' is not a whole number from 1 to 10000",
        "track edit limburg-2026q3-1 --minimum zes": "--minimum: 'zes' is not a whole number",
        "track session remove limburg-2026q3-1 een --yes": "N: 'een' is not a whole number",
    }.items():
        assert network.refused(*line.split())["message"] == message
