"""Words that are no command: what is suggested is one, and is what most people would have meant."""

from __future__ import annotations

import shlex

import pytest

from circo_cli.app import meant
from circo_cli.app.meant import commands_meant
from circo_cli.app.nouns import TABLE
from circo_cli.app.words import Group
from tests.conftest import Circo
from tests.contract.test_help import VERBS

MEANT = {
    "track add": "circo track schedule",
    "question add x --text y": "circo question log",
    "list tracks": "circo track list",
    "add company": "circo company add",
    "delete company x": "circo company remove",
    "new bedrijf": "circo company add",
    "plan track limburg": "circo track schedule",
    "tracks": "circo track list",
    "companies list": "circo company list",
    "track ls": "circo track list",
    "company view x": "circo company show",
    "company rm x": "circo company remove",
    "company export": "circo company list -o xlsx --to list.xlsx",
    "question update Q1": "circo question edit",
    "question find lease": "circo search",
    "contact add Jan": "circo company contact",
    "partner add LIOF": "circo hub partner",
    "enrolment add x": "circo enrol",
    "goal edit G1": "circo goal set",
    "goal show G1": "circo show",
    "digest new": "circo digest export",
    "hub tracks limburg": "circo track list",
    "company history": "circo history",
    "track enrol": "circo enrol",
    "track session new": "circo track session add",
    "bedrijven": "circo company list",
    "vragen": "circo question list",
    "vraag stellen": "circo question log",
    "inschrijven": "circo enrol",
    "zoek lease": "circo search",
    "wachtlijst": "circo enrolment list --status waitlisted",
    "privacy vergeet Jan": "circo privacy forget",
    "config hub limburg": "circo config set",
    "backup": "circo db backup",
    "onboard": "circo hub onboard",
    "report Q2": "circo report quarter",
    "limburg": "circo show hub:limburg",
    "hub limburg": "circo hub show limburg",
    "question q12": "circo question show Q12",
    "hubb list": "circo hub list",
    "enroll x": "circo enrol",
    "enrollment list": "circo enrolment list",
}
"""What is typed → the command that is suggested."""


@pytest.mark.parametrize("line", MEANT)
def test_what_was_meant_is_suggested_and_not_run(network: Circo, line: str) -> None:
    error = network.refused(*shlex.split(line))
    assert (error["code"], error["hint"]) == ("unknown-command", f"did you mean {MEANT[line]}?")


def test_a_verb_of_many_nouns_is_asked_about(network: Circo) -> None:
    assert network.refused("ls")["hint"] == "of what? For example: circo hub list; circo --help lists what there is"


def test_a_word_that_is_like_nothing_gets_the_help(network: Circo, bare: Circo) -> None:
    assert network.refused("zzzz")["hint"] == "circo --help lists the commands"
    assert network.refused("hub", "zzzz")["hint"] == "circo hub --help lists the commands"
    bare.database.unlink()
    assert bare.refused("limburg")["hint"] == "circo --help lists the commands", "without a database"


def test_every_suggestion_is_a_command_that_exists() -> None:
    nouns = [name for name, entry in TABLE.items() if isinstance(entry, Group)] + ["track session"]
    words = {word for family in meant._FAMILIES.values() for word in family.words.split()}
    words |= {word for more in meant._NOUNS.values() for word in more.split()} | set(meant._WHOLE) | set(nouns)
    lines: list[tuple[tuple[str, ...], list[str]]] = [((), [word]) for word in words] + [
        ((), [word, other]) for word in words for other in nouns
    ]
    lines += [(tuple(noun.split()), [word]) for noun in nouns for word in words]
    for path, typed in lines:
        for command in commands_meant(TABLE, path, typed):
            bare = command.partition(" -")[0]
            assert bare in VERBS or bare in nouns, (path, typed, command)


def test_other_words_are_those_of_nouns_and_commands_that_exist() -> None:
    assert set(meant._NOUNS) <= set(TABLE)
    assert {command.partition(" --")[0] for command in meant._WHOLE.values()} <= set(VERBS)
    assert set(meant._ELSEWHERE.values()) <= set(VERBS)
