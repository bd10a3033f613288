"""A slip of the keyboard in a noun, verb, option or code is never run, and gets the word that was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import ascii_lowercase

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from circo_cli.app import meant
from circo_cli.app.nouns import TABLE
from circo_cli.app.words import Command, Group
from circo_cli.commands.arguments import term
from circo_cli.errors import UsageError
from circo_cli.values import vocabulary
from circo_cli.values.terms import find_term, terms_fitting
from circo_cli.values.text import fold
from circo_cli.values.typos import is_slip, nearest
from tests.conftest import Circo
from tests.contract.test_help import VERBS

KINDS = [
    kind
    for kind in vars(vocabulary).values()
    if isinstance(kind, type) and issubclass(kind, vocabulary.Term) and len(kind)
]


def words(table: Mapping[str, Command | Group], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every word of the table, after the words before it."""
    for word, entry in table.items():
        yield before, word
        if isinstance(entry, Group):
            yield from words(entry.words, (*before, word))


WORDS = list(words(TABLE))
OPTIONS = [
    (command, option)
    for command, verb in VERBS.items()
    for option in sorted({name for param in verb.params for name in param.opts if name.startswith("--")})
]


@st.composite
def slips(draw: st.DrawFn, word: str) -> str:
    """Return `word` with one letter more, less or other, or two that changed places."""
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(ascii_lowercase))
    ways = [word[:at] + letter + word[at:], word[:at] + word[at + 1 :], word[:at] + letter + word[at + 1 :]]
    if at + 1 < len(word):
        ways.append(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    slip = draw(st.sampled_from(ways))
    assume(slip and slip != word)
    return slip


FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(data=st.data())
def test_a_slip_in_a_noun_or_verb_is_never_run(bare: Circo, data: st.DataObject) -> None:
    before, word = data.draw(st.sampled_from(WORDS))
    slip = data.draw(slips(word))
    beside = [each for at, each in WORDS if at == before]
    assume(slip not in beside)
    assume(
        not (meant.noun_meant(TABLE, slip) or meant._family(slip) or fold(slip) in meant._WHOLE)
    )  # such as a plural: tests/app/test_meant.py
    error = bare.refused(*before, slip)
    assert (error["code"], error["exit_code"]) == ("unknown-command", 2)
    told = error["hint"].removeprefix("did you mean ").removesuffix("?").split()
    assert told[:-1] == ["circo", *before]
    assert is_slip(slip, told[-1])
    assert told[-1] in beside


@FEW
@given(data=st.data())
def test_a_slip_in_an_option_is_never_run(bare: Circo, data: st.DataObject) -> None:
    command, option = data.draw(st.sampled_from(OPTIONS))
    slip = data.draw(slips(option[2:]))
    known = {each for of, each in OPTIONS if of == command} | {"--help"}
    assume(f"--{slip}" not in known)
    error = bare.refused(*command.split(), f"--{slip}")
    assert (error["code"], error["exit_code"]) == ("usage", 2)
    meant = error["hint"].removeprefix("did you mean ").removesuffix("?").split(" or ")
    assert meant
    for each in meant:
        assert each in known
        assert each.startswith(f"--{slip}") or is_slip(slip, each[2:])


@FEW
@given(data=st.data())
def test_a_slip_in_a_code_names_the_code(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    member = data.draw(st.sampled_from(list(kind)))
    slip = data.draw(slips(member.value))
    assume(find_term(kind, slip) is None)
    with pytest.raises(UsageError) as caught:
        term(kind, slip, option="--option")
    meant, _, listed = str(caught.value.hint).partition(" One of: ")
    suggested = {
        each.partition(" (")[0] for each in meant.removeprefix("did you mean ").removesuffix("?").split(" or ")
    }
    assert suggested == {each.value for each in terms_fitting(kind, slip)} or any(
        is_slip(fold(slip), fold(word))
        for each in kind
        if each.value in suggested
        for name in (each.value, each.nl, each.en)
        for word in (name, *re.split("[ /&-]+", name))
    )
    assert [each.partition(" (")[0] for each in listed.split(", ")] == [each.value for each in kind]


@given(word=st.text(min_size=1, max_size=12), other=st.text(min_size=1, max_size=12))
def test_what_is_suggested_is_known_and_like_what_was_typed(word: str, other: str) -> None:
    assert nearest(word, [other]) in (other, None)
    assert is_slip(word, other) == is_slip(other, word)
    assert is_slip(word, word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hubb", "hub"), ("hbu", "hub"), ("show", None), ("zzzz", None), ("HUB", "hub"), ("operationel", "operational")],
)
def test_no_word_is_suggested_that_is_unlike(typed: str, meant: str | None) -> None:
    assert nearest(typed, ["hub", "track", "operational", "enrolment"]) == meant
