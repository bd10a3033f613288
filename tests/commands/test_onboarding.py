"""circo hub: the road of a hub, its steps and stages, typed from outside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from circo_cli.values.vocabulary import AUTOMATIC_STEPS, Step
from tests.conftest import TODAY, Circo

BY_HAND = [step.value for step in Step if step not in AUTOMATIC_STEPS]


@pytest.fixture
def limburg(circo: Circo) -> Circo:
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    return circo


def fulfil(circo: Circo) -> None:
    """Do everything that Limburg needs to become operational."""
    for step in BY_HAND:
        circo.ok("hub", "tick", "limburg", step)
    for partner in ("LIOF", "ESZL"):
        circo.ok("hub", "partner", "limburg", partner, "--role", "core")
    circo.ok("hub", "edit", "limburg", "--lead", "Guus Voorbeeld")
    circo.ok("trainer", "add", "Anja", "--hub", "limburg")
    circo.ok("goal", "set", "companies", "10", "--hub", "limburg", "--from", "this", "--until", "this")
    circo.ok("track", "schedule", "limburg", "Bouwen", "--quarter", "2026Q3")


def test_two_stages_at_once_need_the_steps_of_both(limburg: Circo) -> None:
    error = limburg.refused("hub", "advance", "limburg", "operational")
    assert [each["step"] for each in error["details"]] == [step.value for step in Step]
    fulfil(limburg)
    answer = limburg("hub", "advance", "limburg", "operationeel")
    assert (answer.out, answer.err) == ("limburg  is operational now\n", "")
    history = limburg.json("hub", "show", "limburg")["history"]
    assert [(each["stage"], each["forced"]) for each in history] == [("exploring", False), ("operational", False)]


def test_tracks_run_before_a_hub_is_operational_with_a_warning(limburg: Circo) -> None:
    answer = limburg("track", "schedule", "limburg", "Bouwen", "--quarter", "2026Q3")
    assert answer.code == 0
    assert "warning: limburg is exploring, not operational; its Track is scheduled all the same" in answer.err
    assert limburg.json("hub", "show", "limburg")["tracks"] == 1


def test_what_was_forced_says_what_is_missing_and_what_comes_next(limburg: Circo) -> None:
    fulfil(limburg)
    limburg.ok("hub", "untick", "limburg", "agreement-signed")
    answer = limburg("hub", "advance", "limburg", "operational", "--force", "--reason", "akkoord per mail")
    assert answer.err.splitlines() == [
        "note: forced, without agreement-signed",
        "hint: next: circo hub tick limburg agreement-signed",
    ]
    entry = limburg.json("hub", "show", "limburg")["history"][-1]
    assert entry == {
        "stage": "operational", "on": TODAY, "reason": "akkoord per mail", "forced": True, "by": "tester",
    }  # fmt: skip


def test_every_tick_says_what_comes_next_until_the_hub_may_advance(limburg: Circo) -> None:
    assert limburg("hub", "steps", "limburg").err == "hint: next: circo hub tick limburg contact-made\n"
    assert (
        limburg("hub", "tick", "limburg", "contact-made").err == "hint: next: circo hub tick limburg region-explored\n"
    )
    assert limburg("hub", "tick", "limburg", "region-explored").err == "hint: next: circo hub advance limburg\n"
    assert limburg("hub", "advance", "limburg").err == "hint: next: circo hub partner limburg NAME --role core\n"
    fulfil(limburg)
    assert limburg("hub", "steps", "limburg").err == "hint: next: circo hub advance limburg\n"
    limburg.ok("hub", "advance", "limburg")
    answer = limburg("hub", "steps", "limburg")
    assert answer.err == ""
    assert all(step["done"] for step in limburg.json("hub", "steps", "limburg"))


def test_a_step_that_is_unticked_later_leaves_the_stage_and_says_so(limburg: Circo) -> None:
    fulfil(limburg)
    limburg.ok("hub", "advance", "limburg")
    answer = limburg("hub", "untick", "limburg", "contact-made")
    assert answer.err == "note: limburg stays preparing, which needs contact-made\n"
    assert limburg("hub", "untick", "limburg", "funding-arranged").err == ""


@pytest.mark.parametrize("verb", ["tick", "untick"])
@pytest.mark.parametrize("step", sorted(AUTOMATIC_STEPS))
def test_what_ticks_itself_is_refused_with_what_ticks_it(limburg: Circo, verb: str, step: str) -> None:
    error = limburg.refused("hub", verb, "limburg", step)
    assert (error["exit_code"], error["code"]) == (1, "step-automatic")
    assert error["message"] == f"{step} ticks itself from the data and not by hand"
    assert error["hint"].startswith("circo ")


def test_a_date_to_come_is_a_warning(limburg: Circo) -> None:
    tomorrow = date.fromisoformat(TODAY) + timedelta(days=1)
    said = f"warning: {tomorrow} is still to come: is the date right?"
    assert said in limburg("hub", "tick", "limburg", "contact-made", "--on", "tomorrow").err
    limburg.ok("hub", "tick", "limburg", "region-explored")
    answer = limburg("hub", "advance", "limburg", "--on", "tomorrow")
    assert said in answer.err
    assert answer.out == f"limburg  is preparing from {tomorrow}\n"
    assert said in limburg("hub", "pause", "limburg", "--reason", "x", "--on", "tomorrow").err


def test_a_date_before_the_stage_that_went_before_is_a_warning(limburg: Circo) -> None:
    first = limburg("hub", "advance", "limburg", "preparing", "--force", "--reason", "x", "--on", "1-3-2026")
    assert "warning" not in first.err, "the first entry has the day on which the hub was typed in"
    assert first.out == "limburg  is preparing since 2026-03-01\n"
    answer = limburg("hub", "pause", "limburg", "--reason", "x", "--on", "1-2-2026")
    assert "warning: 2026-02-01 lies before 2026-03-01, when limburg became preparing: is the date right?" in answer.err
    assert "warning" not in limburg("hub", "resume", "limburg", "--reason", "x", "--on", "1-2-2026").err


@pytest.mark.parametrize("verb", ["pause", "resume", "close"])
def test_a_reason_is_needed(limburg: Circo, verb: str) -> None:
    assert limburg.refused("hub", verb, "limburg")["exit_code"] == 2
    assert limburg.refused("hub", verb, "limburg", "--reason", "  ")["message"] == "reason is empty"


@pytest.mark.parametrize("typed", [("pause",), ("resume",), ("close",), ("advance",), ("advance", "operational")])
def test_closed_is_final_and_says_the_way_out(limburg: Circo, typed: tuple[str, ...]) -> None:
    limburg.ok("hub", "close", "limburg", "--reason", "klaar")
    reason = () if typed[0] == "advance" else ("--reason", "x")
    error = limburg.refused("hub", typed[0], "limburg", *typed[1:], *reason)
    assert (error["exit_code"], error["code"]) == (1, "stage")
    assert error["message"] == "limburg is closed, and closed is final"
    assert "circo hub add NAME" in error["hint"]


@pytest.mark.parametrize(
    ("stage", "hint"),
    [
        ("paused", "circo hub pause limburg --reason TEXT"),
        ("closed", "circo hub close limburg --reason TEXT"),
        ("exploring", "what was typed by mistake is taken back with circo undo"),
    ],
)
def test_a_stage_that_does_not_lie_ahead_names_the_command_for_it(limburg: Circo, stage: str, hint: str) -> None:
    error = limburg.refused("hub", "advance", "limburg", stage)
    assert (error["code"], error["hint"]) == ("stage", hint)
    assert error["message"] == f"limburg is exploring, and {stage} does not lie ahead of it"


def test_a_paused_hub_says_how_it_goes_on(limburg: Circo) -> None:
    answer = limburg("hub", "pause", "limburg", "--reason", "geld op")
    assert answer.err == "hint: circo hub resume limburg --reason TEXT brings it back\n"
    for typed in (("advance", "limburg"), ("pause", "limburg", "--reason", "x")):
        assert limburg.refused("hub", *typed)["hint"] == "circo hub resume limburg --reason TEXT"
    assert limburg("hub", "steps", "limburg").err == "hint: next: circo hub resume limburg --reason TEXT\n"


def test_pausing_and_closing_name_what_is_left_open(limburg: Circo) -> None:
    limburg.ok("track", "schedule", "limburg", "Bouwen", "--quarter", "2026Q3")
    limburg.ok("track", "schedule", "limburg", "Slopen", "--quarter", "2026Q3")
    limburg.ok("company", "add", "Stoel", "--region", "limburg")
    limburg.ok("question", "log", "Hoe?", "--company", "stoel")
    limburg.ok("hub", "partner", "limburg", "LIOF", "--role", "core")
    tracks = (
        "warning: limburg has 2 Tracks that are not over: limburg-2026q3-1, limburg-2026q3-2; "
        "one that will not run: circo track cancel limburg-2026q3-1 --reason TEXT"
    )
    assert limburg("hub", "pause", "limburg", "--reason", "x").err.splitlines()[:-1] == [tracks]
    assert limburg("hub", "close", "limburg", "--reason", "x").err.splitlines() == [
        tracks,
        "warning: limburg: 1 company has it as its home hub: circo company list --hub limburg, circo company edit COMPANY --hub HUB",
        "warning: limburg: 1 question is unanswered: circo question list --hub limburg --unanswered",
        "warning: limburg: 1 partner still has a role: circo hub unpartner limburg PARTNER",
    ]


def test_a_hub_that_leaves_nothing_open_closes_in_silence(limburg: Circo) -> None:
    limburg.ok("track", "schedule", "limburg", "Bouwen", "--quarter", "2026Q3")
    limburg.ok("track", "cancel", "limburg-2026q3-1", "--reason", "x")
    limburg.ok("hub", "partner", "limburg", "LIOF", "--role", "core", "--on", "1-1-2026", "--until", "1-2-2026")
    assert limburg("hub", "close", "limburg", "--reason", "x").err == ""


def test_a_hub_of_another_ones_name_or_place_is_a_note(limburg: Circo) -> None:
    answer = limburg("hub", "add", "LIMBURG", "--region", "6000-6199")
    assert answer.err.splitlines()[:2] == [
        "note: the hub limburg has the same name",
        "note: 6000-6199 is served by limburg too: circo hub coverage shows overlaps",
    ]
    limburg.ok("hub", "add", "Zeeland", "--region", "zeeland")
    assert limburg("hub", "edit", "zeeland", "--name", "Limburg", "--region", "6100-6150").err.splitlines() == [
        "note: the hub limburg has the same name",
        "note: the hub limburg-2 has the same name",
        "note: 6100-6150 is served by limburg, limburg-2 too: circo hub coverage shows overlaps",
    ]
    assert limburg("hub", "edit", "zeeland", "--lead", "Eva").err == ""


def test_a_hub_that_serves_nothing_yet_says_how_it_does(circo: Circo) -> None:
    assert "hint: say what it serves: circo hub edit x-x" in circo("hub", "add", "X x").err
    assert "serves" not in circo("hub", "add", "NRK", "--kind", "sectoral", "--sector", "bouw").err


def test_a_sector_that_is_no_theme_is_not_found_with_the_nearest(limburg: Circo) -> None:
    error = limburg.refused("hub", "edit", "limburg", "--sector", "bouwen")
    assert (error["exit_code"], error["code"]) == (3, "not-found")
    assert error["hint"].startswith("did you mean bouw")
    assert (
        limburg.refused("hub", "edit", "limburg", "--sector", "qqqqq")["hint"] == "circo theme list shows what there is"
    )
