"""Lists: what is shown of a sorted list is the beginning of it, however it was found."""

from __future__ import annotations

import pytest

from circo_cli.queries import listing, question
from circo_cli.queries.company import COMPANIES
from circo_cli.queries.enrolment import ENROLMENTS
from circo_cli.queries.question import QUESTIONS
from circo_cli.queries.track import TRACKS
from tests.conftest import Circo
from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]

LISTS = {"question": QUESTIONS, "company": COMPANIES, "enrolment": ENROLMENTS, "track": TRACKS}
SORTS = [(noun, f"{sign}{field}") for noun, each in LISTS.items() for field in each.fields for sign in ("", "-")]


@pytest.mark.parametrize("noun", LISTS)
def test_the_first_rows_are_those_of_the_whole_list(network: Circo, noun: str) -> None:
    for sort in [sort for each, sort in SORTS if each == noun]:
        whole = network.json(noun, "list", "--sort", sort)
        assert len(whole) > 3
        assert network.json(noun, "list", "--sort", sort, "--limit", "3") == whole[:3], sort


@pytest.mark.parametrize("sort", ["key", "next_on", "-next_on", "-open_questions", "name"])
@pytest.mark.parametrize("limit", [0, 1, 2, 5, 100])
def test_a_condition_that_takes_long_is_met_by_the_same_rows_a_few_at_a_time(
    network: Circo, sort: str, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = network.json("company", "list", "--follow-up-due", "--sort", sort)
    assert len(whole) > 1
    monkeypatch.setattr(listing, "_PORTION", 2)
    found = network.json("company", "list", "--follow-up-due", "--sort", sort, "--limit", str(limit))
    assert found == whole[:limit]


@pytest.mark.parametrize("sort", [(), ("--sort", "asked_on")])
def test_a_common_topic_finds_the_same_questions_as_a_rare_one(
    network: Circo, sort: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    topics = {topic for row in network.json("question", "list") for topic in row["topics"]}
    assert topics
    for topic in sorted(topics):
        command = ("question", "list", "--topic", topic, *sort, "--limit", "2")
        rare = network.json(*command)
        with monkeypatch.context() as patched:
            patched.setattr(question, "_COMMON", 1)
            assert network.json(*command) == rare
