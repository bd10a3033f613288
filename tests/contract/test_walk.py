"""Every command, walked wrongly: with nothing, a wrong key, an unknown option, a wrong code. No message is the end."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import Any

import pytest

from circo_cli.app.nouns import TABLE
from circo_cli.queries.keys import SLUGGED
from circo_cli.values.keys import NUMBERED
from tests.conftest import Circo
from tests.contract.test_help import VERBS
from tests.examples import DOCSTRINGS, commands

WRONG = "zzzz-nergens"
ANYBODY = ("hub onboard", "hub partner")
"""Commands for which an unknown key is the name of something new."""

CODED = {
    "--category", "--chain-role", "--covers", "--empty", "--explain", "--for", "--format", "--in",
    "--input-format", "--journey", "--kind", "--metric", "--outcome", "--region", "--role",
    "--stage", "--status", "--taught-in", "--launch", "--quarter", "--compare", "--sort",
}  # fmt: skip
"""Options that take one of a few values; a contact's role is free."""
FREE = {("company contact", "--role"), ("company add", "--sector")}


def example(command: str) -> list[str]:
    """Return the arguments of the first example of `command`."""
    line = DOCSTRINGS[command].partition("Examples:")[2].strip().splitlines()[0]
    typed = shlex.split(line)[1 + len(command.split()) :]
    return _without([word for word in typed if word != "--json"], "-o")


def refused(network: Circo, *typed: str, codes: tuple[int, ...] = (2,)) -> None:
    """Check that a line is refused as the contract has it, in plain and in JSON."""
    before = network.database.read_bytes()
    plain = network(*typed)
    error, *more = plain.err.splitlines()
    assert plain.code in codes, plain
    assert plain.out == ""
    assert error.startswith("error: "), plain
    assert more, plain
    assert more[-1].startswith("hint: "), plain
    assert len(more[-1]) > len("hint: circo"), plain
    answer = network("--json", *typed)
    assert (answer.code, answer.out) == (plain.code, "")
    told = json.loads(answer.err)["error"]
    assert f"error: {told['message']}" == error
    assert f"hint: {told['hint']}" == more[-1]
    assert told["exit_code"] == plain.code
    assert network.database.read_bytes() == before


def wrong_keys(command: str) -> Iterator[list[str]]:
    """Yield the example of `command` with one key that there is not, for each key in it."""
    typed = example(command)
    for param in VERBS[command].params:
        noun = (param.metavar or "").strip("[].").lower()
        if param.name.startswith("shared_") or noun not in (*SLUGGED, *NUMBERED, "from", "into"):
            continue
        number = NUMBERED.get(noun) or ("Q" if command == "question merge" else None)
        wrong = f"{number}99999" if number else WRONG
        if param.param_type_name == "option":
            yield [*typed, param.opts[0], wrong]
        else:
            at = [each for each in VERBS[command].params if each.param_type_name == "argument"].index(param)
            places = [place for place, word in enumerate(typed) if not _is_optional(typed, place, word)]
            if at < len(places):
                yield [*typed[: places[at]], wrong, *typed[places[at] + 1 :]]


def _is_optional(typed: list[str], place: int, word: str) -> bool:
    flags = ("--yes", "--dry-run", "--json", "--invite")
    return word.startswith("--") or (place > 0 and typed[place - 1].startswith("--") and typed[place - 1] not in flags)


@pytest.mark.parametrize("command", VERBS)
def test_a_command_without_what_it_needs_says_what_to_type(network: Circo, command: str) -> None:
    if any(param.required for param in VERBS[command].params):
        refused(network, *command.split(), "--no-input")
    assert network(*command.split(), "--help").code == 0


@pytest.mark.parametrize("command", [each for each in VERBS if each not in ANYBODY])
def test_a_wrong_key_is_said_to_be_one_and_what_shows_the_right_ones(network: Circo, command: str) -> None:
    for typed in wrong_keys(command):
        refused(network, *command.split(), *typed, "--yes", codes=(2, 3))
        hint = network(*command.split(), *typed, "--yes").err.splitlines()[-1]
        assert "did you mean" not in hint, hint
        assert "circo " in hint or "--" in hint, hint


@pytest.mark.parametrize("command", VERBS)
def test_an_unknown_option_is_never_run(network: Circo, command: str) -> None:
    refused(network, *command.split(), *example(command), "--zzzz")
    refused(network, *command.split(), "--zzzz")
    assert network(*command.split(), "--zzzz").err.splitlines()[-1] == f"hint: circo {command} --help"
    near = network(*command.split(), *example(command), "--jsno").err
    assert near == "error: no such option: --jsno\nhint: did you mean --json?\n"


@pytest.mark.parametrize("command", [each for each in VERBS if each != "hub onboard"])  # it says what it does
def test_a_wrong_code_lists_the_right_ones_or_names_the_nearest(network: Circo, command: str) -> None:
    for param in VERBS[command].params:
        option = next((name for name in param.opts if name in CODED), None)
        if option is None or (command, option) in FREE or param.name.startswith("shared_"):
            continue
        refused(network, *command.split(), *_without(example(command), option), option, WRONG, codes=(2, 3))


RAW = ("is not a valid", "Invalid value", "invalid value", "unexpected extra", "is not in the range", "is not one of",
       "does not match the format", "requires an argument", "does not take a value", "No such", "Missing", "nargs")  # fmt: skip
"""How Typer says it, which is not how circo does."""


@pytest.mark.parametrize("command", VERBS)
def test_a_wrong_value_of_any_option_is_told_in_words_of_circo(network: Circo, command: str) -> None:
    for param in VERBS[command].params:
        for option in (name for name in param.opts if name.startswith("--")):
            typed = [*command.split(), *_without(example(command), option)]
            if param.name.startswith("shared_") and command != "hub list":
                continue  # they are the same everywhere
            for line in ([*typed, "--dry-run", "--no-input", f"{option}=vijf"], [*typed, option]):
                code, out, err = network(*line)
                assert not any(each in err for each in RAW), (line, err)
                if "error" in err:
                    assert "hint" in err, (line, err)
                    assert (out, code not in (0, 70)) == ("", True), (line, code, out)


@pytest.mark.parametrize("command", VERBS)
def test_a_word_too_many_is_told_in_words_of_circo(network: Circo, command: str) -> None:
    arguments = [param for param in VERBS[command].params if param.param_type_name == "argument"]
    if any(param.nargs == -1 for param in arguments):
        return
    code, out, err = network(*command.split(), *example(command), "een", "woord", "te", "veel", "--no-input")
    assert (code, out) == (2, ""), err
    assert not any(each in err for each in RAW), err
    assert err.splitlines()[-1].startswith("hint: "), err
    assert err.splitlines()[-1] != f"hint: circo {command} --help"


def _without(typed: list[str], option: str) -> list[str]:
    """Return the words without an option and its values."""
    return [word for place, word in enumerate(typed) if word != option and (place == 0 or typed[place - 1] != option)]


def test_every_command_is_walked() -> None:
    assert list(VERBS) == [typed for typed, _ in commands(TABLE)]


def test_a_guess_is_only_made_where_one_is_like_it(network: Circo) -> None:
    for line, hint in GUESSES.items():
        error: dict[str, Any] = network.refused(*shlex.split(line))
        assert error["hint"] == hint, line


STAGES = (
    "exploring (verkennend), preparing (in voorbereiding), operational (operationeel), paused (gepauzeerd), "
    "closed (gesloten)"
)
GUESSES = {
    "show zzzz": "circo search WORD looks everywhere; circo hub list, circo company list show keys",
    "show nergens-te-vinden-ding": "circo search WORD looks everywhere; circo hub list, circo company list show keys",
    "show limbrug": "did you mean hub:limburg?",
    "hub show limbrug": "did you mean limburg?",
    "hub show noordholland": "did you mean noord-holland?",
    "company show nepwol": "did you mean isolatie-nepwol?",
    "partner show rabbobank": "did you mean rabobank?",
    "partner show nergens-te-vinden-ding": "circo partner list shows what there is",
    "hub show Brabant": "did you mean midpoint-brabant?",
    "hub show maastricht": "did you mean limburg?",
    "hub show liof": "that is a partner, and here stands a hub: circo hub list shows what there is",
    "company show 'Nepwol isolatie'": "did you mean isolatie-nepwol?",
    "company note gebeld isolatie-nepwol": "circo company list shows what there is",
    "track show 'Circulaire scholen'": "did you mean noord-holland-2025q3-1 (Circulaire scholen: renovatie, bouw en "
    "inrichting) or noord-holland-2026q2-1 (Circulaire scholen: van aanbesteding tot oplevering)?",
    "track open 'aanbesteding oplevering'": "did you mean noord-holland-2026q2-1 (Circulaire scholen: van "
    "aanbesteding tot oplevering)?",
    "show 'scholen oplevering'": "did you mean track:noord-holland-2026q2-1?",
    "track show '100%'": "circo track list shows what there is",
    "enrol isolatie-nepwol noord-holland-2026q3-1": "that is a company, and here stands a Track: circo track list "
    "shows what there is",
    "enrolment cancel groningen-2026q3-1": "such a key is E17; circo enrolment list --track groningen-2026q3-1 shows them",
    "question show bedden": "such a key is Q17; circo question list shows them, circo search WORDS finds one",
    "digest preview --for limburg": "did you mean hub:limburg? One of: circo, network, hub:HUB, hubs",
    "digest preview --for limbrug": "did you mean hub:limburg? One of: circo, network, hub:HUB, hubs",
    "digest preview --for n": "did you mean hub:noord-holland or hub:nrk-kunststoffen or hub:nrw? "
    "One of: circo, network, hub:HUB, hubs",
    "search lease --for netwerk": "did you mean network? One of: circo, network, hub:HUB, hubs",
    "digest preview --for zzz": "One of: circo, network, hub:HUB, hubs",
    "theme remove x --yes": "circo theme list shows what there is",
    "theme remove boww --yes": "did you mean bouw?",
    "question show Q99999": "circo question list shows what there is",
    "zzzz": "circo --help lists the commands",
    "hub zzzz": "circo hub --help lists the commands",
    "hub list --zzzz": "circo hub list --help",
    "hub list --stage zzzz": f"One of: {STAGES}",
    "hub list --stage operatonal": f"did you mean operational (operationeel)? One of: {STAGES}",
    "hub list --stage zzzz --lang en": "One of: exploring, preparing, operational, paused, closed",
    "question list --category wetgeving --lang en": "did you mean regulation? One of: finance, regulation, chain "
    "(value chain), design (design & materials), business-model, customer (customer & market), procurement "
    "(procurement & tendering), impact (measuring impact), organisation, method (CIRCO method), other",
    "company list --chain-role manuf --lang en": "did you mean parts-manufacturer or product-manufacturer? One of: "
    "material-producer, parts-manufacturer, product-manufacturer, brand, retailer, service-provider, user (user/client), "
    "refurbisher (repairer/refurbisher), recycler (collector/recycler), designer, consultant, government, other",
}
"""What is typed → the hint: a guess that is like it, else what shows the right ones."""
