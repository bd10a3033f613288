"""circo enrol and circo enrolment, typed from outside."""

from __future__ import annotations

import shlex

import pytest

from tests.conftest import Circo

KEY = "limburg-2026q3-1"


@pytest.fixture
def full(circo: Circo) -> Circo:
    """A Track of two seats with four companies: E1 and E2 seated, E3 and E4 waiting."""
    circo.ok("hub", "add", "Limburg")
    circo.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3", "--date", "2026-09-01", "--capacity", "2")
    for name in ("Alfa", "Beta", "Gamma", "Delta", "Epsilon"):
        circo.ok("company", "add", name)
    circo.ok("enrol", KEY, "alfa", "beta", "gamma", "delta")
    return circo


def statuses(circo: Circo) -> dict[str, str]:
    """Return status by key."""
    return {row["key"]: row["status"] for row in circo.json("enrolment", "list")}


def test_a_full_track_makes_a_waiting_list_and_says_so(full: Circo) -> None:
    answer = full("enrol", KEY, "epsilon", "--json")
    assert answer.code == 0
    assert f"warning: {KEY} is full: epsilon is number 3 on the waiting list" in answer.err
    assert statuses(full) == {
        "E1": "registered", "E2": "registered", "E3": "waitlisted", "E4": "waitlisted", "E5": "waitlisted",
    }  # fmt: skip
    track = full.json("track", "show", KEY)
    assert (track["seats_taken"], track["seats_free"], track["waitlisted"]) == (2, 0, 3)


def test_who_waits_behind_others_for_a_free_seat_is_told_so(full: Circo) -> None:
    full.ok("enrolment", "cancel", "E1", "--today", "2026-09-02")
    answer = full("enrol", KEY, "epsilon", "--today", "2026-09-02")
    assert answer.err.splitlines()[0] == (
        f"warning: {KEY} has begun and is not full (1 seat is free), but others wait already: "
        "epsilon is number 3 on the waiting list"
    )
    full.ok("enrolment", "cancel", "E5", "--today", "2026-09-02")
    full.ok("enrol", KEY, "epsilon", "--invite")
    assert full("enrolment", "register", "E6", "--today", "2026-09-02").err.startswith(
        f"warning: {KEY} has begun and is not full (1 seat is free), but others wait already: epsilon is number 3"
    )


def test_cancelling_gives_the_seat_to_the_first_in_line(full: Circo) -> None:
    answer = full("enrolment", "cancel", "E1", "--reason", "ziek")
    assert answer.out == f"E1  alfa cancelled in {KEY}\n"
    assert answer.err == f"note: gamma (E3) moves up from the waiting list and has a seat in {KEY}\n"
    assert statuses(full) == {"E1": "cancelled", "E2": "registered", "E3": "registered", "E4": "waitlisted"}
    assert full.json("enrolment", "show", "E4")["waitlist_position"] == 1
    assert full("enrolment", "decline", "E2", "-q").out == "E2\n"
    assert statuses(full)["E4"] == "registered"


def test_after_the_first_session_nobody_moves_up_by_itself(full: Circo) -> None:
    answer = full("enrolment", "cancel", "E1", "--today", "2026-09-02")
    assert answer.err == (f"hint: {KEY} has begun; first in line is gamma: circo enrolment promote E3 --reason TEXT\n")
    assert statuses(full)["E3"] == "waitlisted"
    promoted = full.json("enrolment", "promote", "E4", "--reason", "enige inzamelaar", "--today", "2026-09-02")
    assert (promoted["status"], promoted["reason"]) == ("registered", "enige inzamelaar")


def test_promote_moves_to_the_head_and_needs_a_place_in_line(full: Circo) -> None:
    promoted = full.json("enrolment", "promote", "E4", "--reason", "mix")
    assert (promoted["status"], promoted["waitlist_position"]) == ("waitlisted", 1)
    assert full.refused("enrolment", "promote", "E1", "--reason", "mix")["code"] == "enrolment-status"
    full.ok("enrolment", "cancel", "E1")
    assert statuses(full)["E4"] == "registered"


def test_several_keys_are_all_or_nothing(full: Circo) -> None:
    full.ok("enrolment", "confirm", "E1")
    error = full.refused("enrolment", "confirm", "E2", "E1")
    assert (error["code"], error["message"]) == (
        "enrolment-status",
        f"E1 (alfa in {KEY}) is confirmed already",
    )
    assert statuses(full)["E2"] == "registered"
    confirmed = full.json("enrolment", "confirm", "E2")
    assert [row["key"] for row in confirmed] == ["E2"]


def test_a_company_is_enrolled_once_but_may_come_back(full: Circo) -> None:
    error = full.refused("enrol", KEY, "epsilon", "alfa")
    assert (error["exit_code"], error["code"]) == (1, "already-enrolled")
    assert error["message"] == f"alfa is enrolled in {KEY} already: E1, registered"
    full.ok("enrolment", "cancel", "E1")
    assert full.json("enrol", KEY, "alfa")[0]["status"] == "waitlisted"


def test_invited_registered_confirmed_completed(full: Circo) -> None:
    full.ok("track", "edit", KEY, "--capacity", "9")
    invited = full.json("enrol", KEY, "epsilon", "--invite", "--people", "2")[0]
    assert (invited["status"], invited["invited_on"], invited["people"]) == ("invited", "2026-06-15", 2)
    assert full.refused("enrolment", "confirm", "E5")["hint"].startswith("from there: circo enrolment register E5")
    assert full.refused("enrol", KEY, "epsilon")["hint"] == "circo enrolment register E5"
    assert full.json("enrolment", "register", "E5", "--on", "1-6-2026")[0]["registered_on"] == "2026-06-01"
    assert full.json("enrolment", "confirm", "E5")[0]["confirmed_on"] == "2026-06-15"
    assert full.json("enrolment", "complete", "E5")[0]["status"] == "completed"
    assert full.json("enrolment", "no-show", "E5")[0]["status"] == "no-show"


def test_registering_on_a_full_track_joins_the_line(full: Circo) -> None:
    full.ok("enrol", KEY, "epsilon", "--invite")
    answer = full("enrolment", "register", "E5", "--json")
    assert '"waitlist_position": 3' in answer.out
    assert "epsilon is number 3 on the waiting list" in answer.err


def test_a_track_that_is_over_takes_nobody_unless_forced(full: Circo) -> None:
    full.ok("track", "cancel", KEY, "--reason", "brand")
    assert set(statuses(full).values()) == {"cancelled"}
    assert full.refused("enrol", KEY, "epsilon")["code"] == "track-cancelled"
    assert full.refused("enrol", KEY, "epsilon", "--force")["code"] == "reason-missing"
    late = full.json("enrol", KEY, "epsilon", "--force", "--reason", "was er toch")
    assert (late[0]["status"], late[0]["reason"]) == ("registered", "was er toch")


def test_a_forced_seat_in_a_full_track_that_is_over_is_refused(full: Circo) -> None:
    full.ok("enrolment", "complete", "E1", "E2")
    full.ok("track", "cancel", KEY, "--reason", "brand")
    assert full.refused("enrol", KEY, "epsilon", "--force", "--reason", "x")["code"] == "track-full"


def test_contacts_score_outcome_and_aid(full: Circo) -> None:
    full.ok("company", "contact", "alfa", "Anna Voorbeeld", "--email", "anna@example.org")
    edited = full.json(
        "enrolment", "edit", "e1", "--score", "8", "--outcome", "businesscase", "--proposition", "gevel als dienst",
        "--aid", "1.250,50", "--people", "3", "--contact", "Anna Voorbeeld",
    )  # fmt: skip
    assert (edited["score"], edited["outcome"], edited["aid"], edited["people"], edited["contacts"]) == (
        8,
        "business-case",
        1250.5,
        3,
        ["Anna Voorbeeld"],
    )
    cleared = full.json("enrolment", "edit", "E1", "--score", "", "--aid", "", "--contact", "")
    assert (cleared["score"], cleared["aid"], cleared["contacts"]) == (None, None, [])
    assert full.refused("enrolment", "edit", "E1", "--score", "11")["exit_code"] == 2
    assert full.refused("enrolment", "edit", "E1", "--aid", "veel")["exit_code"] == 2
    assert full.refused("enrolment", "edit", "E1")["code"] == "nothing"
    assert full.refused("enrolment", "edit", "E1", "--contact", "Niemand")["exit_code"] == 3


def test_aid_above_the_ceiling_in_three_years_is_a_warning(full: Circo) -> None:
    assert full("enrolment", "edit", "E1", "--aid", "300000").err == ""
    answer = full("enrolment", "edit", "E1", "--aid", "300001")
    assert answer.code == 0
    assert "more than the ceiling of €300,000" in answer.err


def test_filters(full: Circo) -> None:
    assert [row["key"] for row in full.json("enrolment", "list", "--company", "beta")] == ["E2"]
    assert [row["key"] for row in full.json("enrolment", "list", "--status", "wachtlijst")] == ["E3", "E4"]
    assert len(full.json("enrolment", "list", "--track", "limburg", "--hub", "limburg")) == 4
    assert full.json("enrolment", "list", "--hub", "all", "--sort", "-company")[0]["company"] == "gamma"


def test_enrolling_says_how_full_the_track_is_in_companies_and_people(full: Circo) -> None:
    full.ok("track", "edit", KEY, "--capacity", "9", "--minimum", "6")
    answer = full("enrol", KEY, "epsilon", "--people", "3")
    assert answer.out == f"E5  epsilon registered in {KEY} with 3 people\n"
    assert answer.err == (
        f"note: {KEY} has 5 companies, 7 people: 4 of 9 seats free, 1 short of the minimum of 6\n"
        f"hint: it is planned and not open yet: circo track open {KEY}\n"
    )
    assert full("enrolment", "cancel", "E5").err == ""
    full.ok("track", "open", KEY)
    assert full("enrol", KEY, "epsilon", "--today", "2026-09-02").err.startswith(
        f"note: {KEY} has begun: its first session was on 2026-09-01\nnote: {KEY} has 5 companies, 5 people: 4 of"
    )


@pytest.mark.parametrize("verb", ["register", "confirm"])
def test_who_waits_gets_a_seat_in_order_only(full: Circo, verb: str) -> None:
    error = full.refused("enrolment", verb, "E4")
    assert (error["code"], error["message"], error["hint"]) == (
        "enrolment-status",
        f"E4 (delta in {KEY}) is waitlisted: the waiting list gives seats strictly in order",
        "from there: circo enrolment promote E4 --reason TEXT, circo enrolment decline E4, circo enrolment cancel E4",
    )


def test_what_has_ended_is_enrolled_anew(full: Circo) -> None:
    full.ok("enrolment", "decline", "E3")
    error = full.refused("enrolment", "confirm", "E3")
    assert (error["message"], error["hint"]) == (
        f"E3 (gamma in {KEY}) is declined, which does not lead to confirmed",
        f"from there: circo enrol {KEY} gamma enrols it anew",
    )


def test_the_way_out_of_a_second_enrolment_is_that_of_the_first(full: Circo) -> None:
    assert full.refused("enrol", KEY, "gamma")["hint"] == "circo enrolment promote E3 --reason TEXT"
    assert full.refused("enrol", KEY, "alfa")["hint"] == "circo enrolment edit E1 changes its people or contacts"


def test_a_date_of_the_past_is_that_of_the_cancelling_and_not_of_the_seat_that_it_frees(full: Circo) -> None:
    full.ok("enrolment", "cancel", "E1", "--on", "1-6-2026")
    rows = {row["key"]: row for row in full.json("enrolment", "list")}
    assert (rows["E1"]["ended_on"], rows["E3"]["registered_on"]) == ("2026-06-01", "2026-06-15")


def test_a_date_to_come_is_warned_about(full: Circo) -> None:
    answer = full("enrolment", "confirm", "E1", "--on", "16-6-2026", "-q")
    assert answer.err == "warning: 2026-06-16 is still to come: is the date right?\n"


def test_a_date_before_those_of_the_enrolment_is_warned_about(full: Circo) -> None:
    answer = full("enrolment", "cancel", "E1", "E4", "--on", "14-6-2026", "-q")
    assert answer.err == (
        "warning: 2026-06-14 is before 2026-06-15, when E1 was registered: is the date right?\n"
        "warning: 2026-06-14 is before 2026-06-15, when E4 was put on the waiting list: is the date right?\n"
    )
    full.ok("enrol", KEY, "epsilon", "--invite")
    assert "when E5 was invited: is the date right?" in full("enrolment", "register", "E5", "--on", "1-6-2026").err
    assert full("enrolment", "confirm", "E2", "--on", "15-6-2026", "-q").err == ""


@pytest.mark.parametrize("verb", ["complete", "no-show"])
def test_nobody_completes_or_misses_a_track_that_has_not_begun(full: Circo, verb: str) -> None:
    warned = f"warning: {KEY} has not begun: nobody can have completed or missed it\n"
    assert full("enrolment", verb, "E1").err == warned
    assert full("enrolment", verb, "E2", "--today", "2026-09-02").err == ""


def test_registering_the_invited_of_a_track_that_is_over_takes_a_free_seat_or_is_refused(full: Circo) -> None:
    full.ok("enrolment", "complete", "E1")
    full.ok("track", "cancel", KEY, "--reason", "brand")
    for name in ("epsilon", "delta"):
        full.ok("enrol", KEY, name, "--invite", "--force", "--reason", "was er toch")
    assert full.json("enrolment", "register", "E5")[0]["status"] == "registered"
    error = full.refused("enrolment", "register", "E6")
    assert (error["code"], error["message"], error["hint"]) == (
        "track-full",
        f"{KEY} is cancelled and full (2 seats), and has no waiting list any more",
        f"circo track edit {KEY} --capacity 3",
    )


def test_a_contact_is_found_in_any_spelling_and_the_others_are_named(full: Circo) -> None:
    for name in ("René Voorbeeld", "Anna Voorbeeld"):
        full.ok("company", "contact", "epsilon", name)
    error = full.refused("enrol", KEY, "epsilon", "--contact", "Bob")
    assert error["message"] == "epsilon has no contact 'Bob'; it has René Voorbeeld, Anna Voorbeeld"
    enrolled = full.json("enrol", KEY, "epsilon", "--contact", "rene voorbeeld", "--contact", "ANNA voorbeeld")
    assert enrolled[0]["contacts"] == ["René Voorbeeld", "Anna Voorbeeld"]


@pytest.mark.parametrize("name", ["$(id) Voorbeeld", "Jeanne d'Arc"])
def test_the_way_to_a_contact_that_is_missing_is_pasted_as_it_is(full: Circo, name: str) -> None:
    hint = full.refused("enrol", KEY, "epsilon", "--contact", name)["hint"]
    assert hint == f"circo company contact epsilon {shlex.quote(name)} --email E"


def test_a_score_of_what_was_cancelled_is_warned_about(full: Circo) -> None:
    full.ok("enrolment", "cancel", "E1")
    assert full("enrolment", "edit", "E1", "--people", "2").err == ""
    answer = full("enrolment", "edit", "E1", "--score", "8")
    assert answer.err == "warning: E1 is cancelled, and its score counts in the report all the same\n"
    assert full("enrolment", "edit", "E1", "--score", "").err == ""


def test_editing_a_track_that_has_more_than_its_capacity_warns_only_when_that_changes(full: Circo) -> None:
    assert "more than the new capacity of 1" in full("track", "edit", KEY, "--capacity", "1", "--minimum", "0").err
    assert "capacity" not in full("track", "edit", KEY, "--taught-in", "en").err


def test_a_company_names_its_only_enrolment_that_is_meant(full: Circo) -> None:
    told = f"note: 'alf' is taken as E1: alfa in {KEY}\n"
    answer = full("enrolment", "confirm", "alf", "E2")
    assert (answer.code, answer.out.splitlines()) == (
        0,
        [f"E1  alfa confirmed in {KEY}", f"E2  beta confirmed in {KEY}"],
    )
    assert told in answer.err
    assert full.json("enrolment", "show", "alf")["status"] == "confirmed"
    assert full.json("enrolment", "edit", "Alfa", "--score", "8")["score"] == 8
    assert full.json("enrolment", "promote", "Delta", "--reason", "mix")["key"] == "E4"
    assert full.refused("enrolment", "confirm", "alfa")["message"] == f"E1 (alfa in {KEY}) is confirmed already"
    full.ok("enrolment", "cancel", "alfa")
    full.ok("enrol", KEY, "alfa")
    assert full.json("enrolment", "show", "alfa")["key"] == "E5"
    assert [row["key"] for row in full.json("enrolment", "cancel", "alfa", "E5")] == ["E5"]
    assert full.refused("enrolment", "confirm", "alfa")["message"] == (
        f"'alfa' has no enrolment that can be meant here: E1 (in {KEY}, cancelled), E5 (in {KEY}, cancelled)"
    )


def test_several_enrolments_are_named_with_their_tracks(full: Circo) -> None:
    full.ok("track", "schedule", "limburg", "Zorg", "--quarter", "2026Q3")
    full.ok("enrol", "limburg-2026q3-2", "alfa")
    error = full.refused("enrolment", "cancel", "alfa")
    assert (error["exit_code"], error["message"], error["hint"], error["details"]) == (
        3,
        "'alfa' has 2 enrolments that can be meant",
        f"type the key of one: E1 (in {KEY}, registered), E5 (in limburg-2026q3-2, registered)",
        ["E1", "E5"],
    )
    full.ok("company", "add", "Alfabet")
    assert full.refused("enrolment", "show", "alfab")["message"] == "'alfab' is enrolled in no Track"
    full.ok("enrol", "limburg-2026q3-2", "alfabet")
    both = full.refused("enrolment", "cancel", "al")
    assert both["details"] == ["E1", "E5", "E6"]
    assert "E6 (alfabet in limburg-2026q3-2, registered)" in both["hint"]


def test_the_key_of_an_enrolment_always_wins(full: Circo) -> None:
    full.ok("company", "add", "E-1 Fietsen")
    full.ok("company", "add", "Twee", "--kvk", "90000001")
    full.ok("enrol", KEY, "twee")
    assert full.json("enrolment", "show", "1")["company"] == "alfa"
    assert full.refused("enrolment", "cancel", "90000001")["message"] == "there is no enrolment E90000001"
    assert full.refused("enrolment", "cancel", "Q1")["message"] == "'Q1' is no key of an enrolment"
    assert full.refused("enrolment", "cancel", "niets")["message"] == "'niets' is no key of an enrolment"
    assert full.refused("enrolment", "cancel", "")["exit_code"] == 3
    near = full.refused("enrolment", "cancel", "epsilom")
    assert (near["message"], near["hint"]) == ("there is no company 'epsilom'", "did you mean epsilon?")
