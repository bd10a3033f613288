"""Completion: real values wherever one is wanted, in the words of three shells, and silence where something is wrong."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circo_cli.app import build_root
from circo_cli.app.completion import SCRIPTS, parse_line
from circo_cli.app.words import Words
from tests.conftest import Circo

FREE = {
    "1-10", "EMAIL", "EUR", "HEADER=FIELD", "N", "NAME", "NAME_NL", "NAME|EMAIL", "NUMBER",
    "PHONE", "PLACE", "POSTCODE", "TAG", "TARGET", "TEXT", "TEXT|-", "TEXT|-|@FILE", "TEXT|Q", "TITLE", "URL", "WORDS",
}  # fmt: skip
"""What stands for a value that nobody else can know."""

NEEDS_MORE = ("hub find", "report quarter", "track attendance")
"""Lists that are one only with an option or a key of their own."""


@pytest.fixture
def offers(network: Circo, monkeypatch: pytest.MonkeyPatch) -> Offers:
    """What completion offers on the example network."""
    return Offers(network, monkeypatch)


class Offers:
    """Asks as a shell does."""

    def __init__(self, circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
        self.circo = circo
        self._patch = monkeypatch

    def __call__(self, line: str, shell: str = "fish", **environment: str) -> list[str]:
        """Return the lines of the answer."""
        with self._patch.context() as patch:
            for name, value in {"_CIRCO_COMPLETE": f"complete_{shell}", "COMP_LINE": line, **environment}.items():
                patch.setenv(name, value)
            answer = self.circo()
        assert (answer.code, answer.err) == (0, ""), answer
        return answer.out.splitlines()

    def words(self, line: str) -> list[str]:
        """Return the words of the answer, without what they mean."""
        return [each.partition("\t")[0] for each in self(line)]


def _verbs(words: Words, before: str = "") -> Iterator[tuple[str, Any]]:
    for name in words.sentences():
        command = words.load(name)
        yield from _verbs(command, f"{before}{name} ") if isinstance(command, Words) else [(before + name, command)]


def _places() -> Iterator[tuple[str, Any]]:
    seen = set()
    for typed, command in _verbs(build_root()):
        for param in command.params:
            means = param.metavar and param.metavar.strip("[]").removesuffix("...")
            option = param.opts[0] if param.param_type_name == "option" else ""
            of = "" if str(param.name).startswith("shared_") else typed.partition(" ")[0]
            if param.type.name == "boolean" or means in FREE or (of, means, option) in seen:
                continue
            if means in ("FIELD", "A,B,C") and ("--sort" not in _options(command) or typed in NEEDS_MORE):
                continue
            seen.add((of, means, option))
            yield typed, param


def _options(command: Any) -> set[str]:
    return {option for param in command.params for option in param.opts}


PLACES = list(_places())
"""Every place where completion knows what may stand: command and parameter, each once a noun."""


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("circo track show noord-holland-2026q2", "noord-holland-2026q2-1\tCirculaire scholen: van aanbesteding tot…"),
        ("circo hub show lim", "limburg\tLimburg"),
        ("circo company show ISOLATIE-N", "isolatie-nepwol\tIsolatie"),
        ("circo show hub:nr", "hub:nrk-kunststoffen\t"),
        ("circo show limb", "limburg\thub: Limburg"),
        ("circo hub list --stage prep", "preparing\tin voorbereiding"),
        ("circo hub list --stage prep --lang en --stage prep", "preparing\tpreparing"),
        ("circo track list --quarter ", "this\t2026Q2"),
        ("circo track list --quarter 2025", "2025Q2"),
        ("circo hub pause limburg --on to", "today\t2026-06-15"),
        ("circo report quarter --explain companies_n", "companies_new\t"),
        ("circo config set la", "lang\tlanguage of documents"),
        ("circo config set lang ", "nl"),
        ("circo config set hub lim", "limburg\tLimburg"),
        ("circo digest export --for hub:lim", "hub:limburg\tLimburg"),
        ("circo digest export --format ", "markdown"),
        ("circo hub import --input-format ", "csv"),
        ("circo report quarter --format ", "text"),
        ("circo track list -o ", "table"),
        ("circo hub list --color ", "auto"),
        ("circo hub add X --timezone Europe/Am", "Europe/Amsterdam"),
        ("circo hub add X --country P", "PA\t"),
        ("circo insight list --origin ci", "circo\tCIRCO itself"),
        ("circo contact forget voorbeeldbouw-de-eikel-b-v ", "Xandra Yilmazgil\tbedrijfsleider"),
        ("circo hub partner limburg rabo", "rabobank\tRabobank"),
        ("circo company merge isolatie-n", "isolatie-nepwol\t"),
        ("circo company merge x isolatie-n", "isolatie-nepwol\t"),
        ("circo question merge Q1 Q17", "Q17\t"),
        ("circo hub tick limburg contact", "contact-made\t"),
        ("circo help exit", "exit-codes\t"),
        ("circo track li", "list\tList Tracks with their seats."),
        ("circo track list --sta", "--status\tOnly with this status."),
        ("circo track list --fie", "--fields\t"),
        ("circo hub import ", ":files"),
        ("circo export ", ":directories"),
        ("circo --db ", ":files"),
    ],
)
def test_what_may_stand_there_is_offered_with_its_meaning(offers: Offers, line: str, first: str) -> None:
    told = offers(line)
    assert told, line
    assert told[0].startswith(first.removesuffix("…")), told[:3]


@pytest.mark.parametrize(("typed", "param"), PLACES, ids=lambda each: getattr(each, "name", each))
def test_something_is_offered_for_every_value_that_can_be_known(offers: Offers, typed: str, param: Any) -> None:
    option = next((name for name in param.opts if name.startswith("--")), None)
    given = {"track": "limburg-2026q3-1", "hub": "limburg", "company": "isolatie-nepwol", "config": "lang"}
    if option is not None:
        key = _keys_before(typed, given)
        line = f"circo {typed} {key}{option} "
    else:
        before = [each for each in _arguments(typed) if each.name != param.name]
        before = before[: [each.name for each in _arguments(typed)].index(param.name)]
        line = " ".join(
            ["circo", typed, *(given.get(str(each.name), given.get(typed.split()[0], "Q1")) for each in before), ""]
        )
    network = offers.circo
    if param.metavar.strip("[]") in ("CHANGE", "DIGEST"):
        network.ok("digest", "export", "--for", "network")
    assert offers(line), line


def _command(typed: str) -> Any:
    return dict(_verbs(build_root()))[typed]


def _arguments(typed: str) -> list[Any]:
    return [param for param in _command(typed).params if param.param_type_name == "argument"]


def _keys_before(typed: str, given: dict[str, str]) -> str:
    """Return what has to be typed before an option, so that a list or a `show` is whole."""
    shown = {"question": "Q1", "insight": "K1", "enrolment": "E1", "note": "N1", "digest": "D1", "trainer": "b"}
    first = {**given, **shown, "partner": "rabobank", "key": "limburg", "text": "Q1", "words": "gevel"}
    return "".join(f"{first[each.name]} " for each in _arguments(typed) if each.required and each.name in first)


def test_fields_are_those_of_the_command_that_stands_there(offers: Offers) -> None:
    fields = list(offers.circo.json("track", "list", "--limit", "1")[0])
    assert offers.words("circo track list --sort ") == fields
    assert offers.words("circo track list --quarter Q2 --fields ") == [":nospace", *fields]
    assert offers.words("circo track list --fields key,ti") == [":nospace", "key,title"]
    assert offers.words("circo track list --sort -k") == ["-key", "-kind"]
    shown = list(offers.circo.json("hub", "show", "limburg"))
    assert offers.words("circo hub show limburg --fields ") == [":nospace", *shown]


def test_completion_changes_nothing(offers: Offers) -> None:
    before = offers.circo.database.read_bytes()
    present = "circo track attendance limburg-2026q3-1 --session 1 --present isolatie-nepwol --sort "
    for line in (present, "circo theme add X --fields ", "circo db backup --fields "):
        assert offers(line) == []
    assert offers.circo.database.read_bytes() == before
    assert [path.name for path in offers.circo.directory.iterdir()] == ["circo.db"]


def test_open_questions_come_first_and_say_what_they_ask(offers: Offers) -> None:
    open_ones = {row["key"] for row in offers.circo.json("question", "list", "--unanswered")}
    told = offers.words("circo question answer Q")
    first = [key for key in told if key in open_ones]
    assert told[: len(first)] == first
    text = offers.circo.json("question", "show", "Q17")["text"]
    (line,) = [each for each in offers("circo question show Q17") if each.startswith("Q17\t")]
    words = line.removeprefix("Q17\t")
    assert words == text or (words.endswith("…") and text.startswith(words[:-1]) and len(words) <= 60)


def test_of_many_things_a_bounded_number_is_offered_and_old_numbers_are_found(offers: Offers) -> None:
    connection = sqlite3.connect(offers.circo.database)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(company)") if row[1] not in ("id", "key")]
    listed = ", ".join(columns)
    for number in range(1000):
        connection.execute(
            f"INSERT INTO company (key, {listed}) SELECT :key, {listed.replace('kvk', 'NULL')} FROM company LIMIT 1",
            {"key": f"veel-{number:04}"},
        )
    connection.commit()
    connection.close()
    told = offers.words("circo company show veel-")
    assert told == [f"veel-{number:04}" for number in range(200)]
    assert "Q1" in offers.words("circo question show Q1")
    known = [row["key"] for row in offers.circo.json("enrolment", "list")]
    assert sorted(offers.words("circo enrolment show E3")) == sorted(key for key in known if key.startswith("E3"))


def test_the_database_of_the_line_counts(offers: Offers) -> None:
    shutil.copy(offers.circo.database, "other.db")
    offers.circo.ok("hub", "add", "Ergens Anders", "--db", "other.db")
    assert offers.words("circo --db other.db hub show erg") == ["ergens-anders"]
    assert offers.words("circo hub --db=other.db show erg") == ["ergens-anders"]
    assert offers.words("circo hub show erg") == []


def test_where_something_is_wrong_nothing_is_offered_and_nothing_said(offers: Offers) -> None:
    lines = ("circo hub show l", "circo track list --fields ", "circo bogus x", "circo hub show --bogus x ", "circo 'x")
    whole = offers.circo.database.read_bytes()
    for spoilt in (None, b"", whole[: len(whole) // 4], b"geen database" * 1000):
        offers.circo.database.unlink()
        if spoilt is not None:
            offers.circo.database.write_bytes(spoilt)
        for line in lines:
            assert offers(line) == []
        if spoilt is None:
            assert not offers.circo.database.exists()
            offers.circo.database.touch()
    assert offers("circo hub li")


def test_a_database_that_somebody_holds_is_not_waited_for(offers: Offers) -> None:
    holder = sqlite3.connect(offers.circo.database, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        assert offers("circo hub show l") == []
    finally:
        holder.close()


def test_a_configuration_file_that_is_wrong_is_not_the_moment_to_say_so(offers: Offers) -> None:
    path = Path(offers.circo.ok("config", "path").strip())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("colour = 'red'\n")
    assert offers("circo hub li") == ["list\tList hubs."]
    assert offers.words("circo hub show lim") in (["limburg"], [])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("circo show hub:lim", ["limburg"]),
        ("circo hub list --stage=prep", ["preparing"]),
        ("circo contact forget voorbeeldbouw-de-eikel-b-v ", ["Xandra\\ Yilmazgil"]),
        ("circo contact forget voorbeeldbouw-de-eikel-b-v 'Xa", ["Xandra Yilmazgil"]),
        ('circo contact forget voorbeeldbouw-de-eikel-b-v "Xa', ["Xandra Yilmazgil"]),
        ("circo contact forget voorbeeldbouw-de-eikel-b-v Xandra\\ Y", ["Xandra\\ Yilmazgil"]),
    ],
)
def test_in_bash_a_word_breaks_at_a_colon_and_is_escaped(offers: Offers, line: str, told: list[str]) -> None:
    assert offers(line, "bash") == told


def test_typers_own_way_of_asking_is_answered_too(offers: Offers, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("_CIRCO_COMPLETE", "complete_fish")
        patch.setenv("_TYPER_COMPLETE_ARGS", "circo hub show lim")
        assert offers.circo().out == "limburg\tLimburg\n"


@pytest.mark.parametrize(
    ("text", "words", "typed", "quote"),
    [
        ("circo hub show n", ["circo", "hub", "show", "n"], "n", ""),
        ("circo hub show ", ["circo", "hub", "show", ""], "", ""),
        ("circo  a\\ b", ["circo", "a b"], "a\\ b", ""),
        ("circo 'a b", ["circo", "a b"], "'a b", "'"),
        ('circo "a \\"b" ', ["circo", 'a "b', ""], "", ""),
        ("circo '' x", ["circo", "", "x"], "x", ""),
        ("", [""], "", ""),
    ],
)
def test_a_line_is_read_as_a_shell_reads_it(text: str, words: list[str], typed: str, quote: str) -> None:
    assert parse_line(text) == (words, typed, quote)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=st.text(st.sampled_from("circo hubshow -=:'\"\\,\n\t$`é"), max_size=30))
def test_no_line_makes_completion_fail(offers: Offers, line: str) -> None:
    for shell in SCRIPTS:
        offers(f"circo {line}", shell)


def test_setting_it_up_in_no_known_shell_says_what_to_type(bare: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer._completion_shared._get_shell_name", lambda: "nu")
    monkeypatch.setenv("SHELL", "/bin/nu")
    for option in ("--install-completion", "--show-completion"):
        code, out, err = bare(option)
        assert (code, out) == (2, "")
        assert err.splitlines()[-1].startswith("hint: type the same in one of these shells")
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert bare("--show-completion") == (0, SCRIPTS["fish"], "")
