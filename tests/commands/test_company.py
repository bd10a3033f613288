"""circo company: adding, changing, finding companies."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

import pytest

from tests.conftest import Circo

FIELDS = [
    *("key", "name", "kvk", "kind", "sector", "chain_role", "journey", "city", "postcode", "region", "country", "hub"),
    *("website", "contacts", "tracks", "open_questions", "last_note_on", "next_on", "aid_three_years"),
]
NESTED = ["contact_list", "enrolments", "questions", "notes"]


def store(circo: Circo, sql: str, *values: Any) -> None:
    """Write what other nouns' commands would have written."""
    with sqlite3.connect(circo.database) as database:
        database.execute(sql, values)
    database.close()


def add_track(circo: Circo, number: int, *, sessions: Sequence[str], theme: int | None = None) -> None:
    """Add a Track of the first hub, with a session on each day of `sessions`."""
    store(
        circo,
        """INSERT INTO track (id, key, hub_id, title, kind, theme_id, planned_quarter, status, capacity, minimum,
                              taught_in)
           VALUES (?, ?, 1, 'Bouwen', 'track', ?, '2026Q1', 'completed', 12, 6, 'nl')""",
        number,
        f"limburg-2026q1-{number}",
        theme,
    )
    store(circo, "INSERT INTO track_hub (track_id, hub_id, position) VALUES (?, 1, 0)", number)
    for on in sessions:
        quarter = f"{on[:4]}Q{(int(on[5:7]) + 2) // 3}"
        store(
            circo,
            """INSERT INTO track_session (track_id, starts_at, ends_at, starts_on, ends_on, quarter)
               VALUES (?, ?, ?, ?, ?, ?)""",
            *(number, f"{on}T12:00:00Z", f"{on}T16:00:00Z", on, on, quarter),
        )


def enrol(circo: Circo, track: int, company: int, status: str = "completed", cents: int | None = None) -> None:
    """Enrol a company, and give it aid."""
    store(
        circo,
        "INSERT INTO enrolment (track_id, company_id, status, people, aid_cents) VALUES (?, ?, ?, 1, ?)",
        *(track, company, status, cents),
    )


@pytest.fixture
def limburg(circo: Circo) -> Circo:
    """A network with one regional and one sectoral hub."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("hub", "add", "NRK", "--kind", "sectoral", "--sector", "kunststoffen")
    return circo


def test_add_prints_the_whole_company(limburg: Circo) -> None:
    added = limburg.json(
        *("company", "add", "Jansen Textiel B.V.", "--kvk", "12345678", "--sector", "Textiles", "--chain-role", "MERK"),
        *("--city", "Maastricht", "--postcode", "6211ab", "--journey", "plan maken", "--website", "jansen.example.org"),
    )
    assert list(added) == [*FIELDS, *NESTED]
    assert added == {
        "key": "jansen-textiel-bv",
        "name": "Jansen Textiel B.V.",
        "kvk": "12345678",
        "kind": "company",
        "sector": "textiel",
        "chain_role": "brand",
        "journey": "plan",
        "city": "Maastricht",
        "postcode": "6211 AB",
        "region": "limburg",
        "country": "NL",
        "hub": "limburg",
        "website": "https://jansen.example.org",
        "contacts": 0,
        "tracks": 0,
        "open_questions": 0,
        "last_note_on": None,
        "next_on": None,
        "aid_three_years": 0,
        **{name: [] for name in NESTED},
    }
    assert limburg.json("company", "show", "12345678") == added
    assert limburg.json("company", "list") == [{name: added[name] for name in FIELDS}]
    assert limburg.ok("company", "add", "De Groene Stoel", "-q") == "de-groene-stoel\n"


def test_a_kvk_number_of_seven_digits_gets_its_zero_and_a_note(circo: Circo) -> None:
    answer = circo("company", "add", "Stoel", "--kvk", "1234567", "--fields", "key,kvk", "--json")
    assert "01234567: a leading zero was added" in answer.err
    assert '"kvk": "01234567"' in answer.out


def test_a_kvk_number_is_of_one_company(circo: Circo) -> None:
    circo.ok("company", "add", "Stoel", "--kvk", "12345678")
    circo.ok("company", "add", "Tafel")
    circo.ok("company", "add", "Kruk", "--kvk", "87654321")
    ways = {
        ("add", "Bank"): "circo company edit stoel changes what is known of it",
        ("edit", "tafel"): "if they are one company: circo company merge tafel stoel",
        ("edit", "kruk"): 'if it is wrong there, clear it first: circo company edit stoel --kvk ""',
    }
    for arguments, way in ways.items():
        error = circo.refused("company", *arguments, "--kvk", "12345678")
        assert (error["exit_code"], error["code"], error["hint"]) == (1, "kvk-taken", way)
        assert "Stoel (stoel)" in error["message"]
    circo.ok("company", "edit", "stoel", "--kvk", "12345678")
    circo.ok("company", "edit", "stoel", "--kvk", "")
    circo.ok("company", "edit", "tafel", "--kvk", "12345678")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--kvk", "123"),
        ("--postcode", "12 AB"),
        ("--kind", "klub"),
        ("--chain-role", "boss"),
        ("--journey", "far"),
        ("--region", "atlantis"),
        ("--country", "XX"),
        ("--website", "javascript:alert(1)"),
        ("--country", "BE", "--region", "limburg"),
    ],
)
def test_what_is_no_value_is_refused(circo: Circo, arguments: tuple[str, ...]) -> None:
    assert circo.refused("company", "add", "Stoel", *arguments)["exit_code"] == 2


def test_a_kvk_number_abroad_is_warned_of(circo: Circo) -> None:
    said = "warning: KvK numbers are of the Dutch trade register, and the country is BE; 12345678 is kept"
    assert said in circo("company", "add", "Stoel", "--country", "BE", "--kvk", "12345678").err
    assert said not in circo("company", "edit", "stoel", "--city", "Gent").err
    assert "warning" not in circo("company", "edit", "stoel", "--country", "NL").err


def test_an_emoji_or_a_hubs_name_is_a_name_too(limburg: Circo) -> None:
    assert limburg.ok("company", "add", "🦄🌈", "-q") == "x\n"
    assert limburg.ok("company", "add", "🦄🌈", "-q") == "x-2\n"
    assert limburg.ok("company", "add", "Limburg", "-q") == "limburg\n"
    assert limburg.refused("show", "limburg")["details"] == ["hub:limburg", "company:limburg"]
    long = "Lange naam " * 18
    assert limburg.json("company", "show", limburg.ok("company", "add", long, "-q").strip())["name"] == long.strip()


def test_a_province_that_contradicts_the_postcode_is_warned_of(circo: Circo) -> None:
    answer = circo("company", "add", "Stoel", "--postcode", "1011 AB", "--region", "Utrecht", "--json")
    assert "warning: postcode 1011 AB lies in noord-holland and not in utrecht" in answer.err
    assert '"region": "utrecht"' in answer.out


def test_a_foreign_postcode_is_kept_as_typed(circo: Circo) -> None:
    added = circo.json("company", "add", "Stoel", "--country", "be", "--postcode", "B-1000", "--city", "Brussel")
    assert (added["country"], added["postcode"], added["region"], added["hub"]) == ("BE", "B-1000", None, None)


def test_the_home_hub_serves_the_place_or_only_else_the_sector(limburg: Circo) -> None:
    def home(*arguments: str) -> tuple[str | None, str]:
        answer = limburg("company", "add", "X", *arguments, "--json", "--fields", "key,hub")
        return (limburg.json("company", "list", "--sort", "key")[-1]["hub"], answer.err)

    assert home("--postcode", "6211 AB", "--sector", "plastics")[0] == "limburg"
    assert home("--postcode", "1011 AB", "--sector", "plastics")[0] == "nrk"
    hub, err = home("--postcode", "1011 AB")
    assert hub is None
    assert "note: no home hub: none serves 1011 AB (--hub)\n" in err
    hub, err = home("--city", "Enschede", "--sector", "textile")
    assert hub is None
    assert "note: no home hub: none serves sector textile (--postcode, --region or --hub)\n" in err
    limburg.ok("hub", "add", "Maastricht", "--region", "6200-6229")
    hub, err = home("--postcode", "6211 AB")
    assert hub is None
    assert "note: no home hub: limburg, maastricht all could be it" in err
    limburg.ok("hub", "close", "maastricht", "--reason", "op")
    assert home("--postcode", "6211 AB")[0] == "limburg"
    assert home("--postcode", "6211 AB", "--hub", "nrk")[0] == "nrk"


def test_a_closed_home_hub_is_taken_with_a_warning(limburg: Circo) -> None:
    limburg.ok("hub", "add", "Zeeland")
    limburg.ok("hub", "close", "zeeland", "--reason", "geen geld")
    warned = "warning: zeeland is closed, and is the home hub all the same; another one: --hub"
    answer = limburg("company", "add", "Alfa", "--hub", "zeeland", "--json")
    assert (answer.code, json.loads(answer.out)["hub"], answer.err.splitlines()[0]) == (0, "zeeland", warned)
    limburg.ok("company", "add", "Beta", "--region", "limburg")
    assert limburg("company", "edit", "beta", "--hub", "zeeland").err.splitlines()[0] == warned
    assert "closed" not in limburg("company", "edit", "beta", "--hub", "limburg").err
    assert "closed" not in limburg("company", "edit", "alfa", "--city", "Goes").err


def test_a_move_brings_province_and_home_hub_along(limburg: Circo) -> None:
    limburg.ok("hub", "add", "Groningen", "--region", "groningen")
    limburg.ok("company", "add", "Stoel", "--postcode", "6211 AB")

    def edit(*arguments: str) -> tuple[Any, ...]:
        changed = limburg.json("company", "edit", "stoel", *arguments)
        return tuple(changed[name] for name in ("postcode", "region", "country", "hub"))

    assert edit("--postcode", "9712cp") == ("9712 CP", "groningen", "NL", "groningen")
    assert edit("--hub", "nrk") == ("9712 CP", "groningen", "NL", "nrk")
    assert edit("--city", "Groningen") == ("9712 CP", "groningen", "NL", "nrk")
    assert edit("--postcode", "6211 AB", "--hub", "nrk") == ("6211 AB", "limburg", "NL", "nrk")
    assert edit("--country", "DE", "--postcode", "20095") == ("20095", None, "DE", None)
    assert limburg.refused("company", "edit", "stoel", "--country", "NL")["exit_code"] == 2
    assert edit("--country", "NL", "--postcode", "6211 AB") == ("6211 AB", "limburg", "NL", "limburg")


def test_a_company_without_home_gets_one_with_its_sector(limburg: Circo) -> None:
    limburg.ok("company", "add", "Stoel")
    assert limburg.json("company", "edit", "stoel", "--sector", "Plastics")["hub"] == "nrk"
    assert limburg.json("company", "edit", "stoel", "--sector", "hout")["hub"] == "nrk"


def test_edit_clears_with_nothing_and_keeps_the_key(circo: Circo) -> None:
    circo.ok(
        "company", "add", "Stoel", "--sector", "hout", "--chain-role", "brand", "--city", "Ede", "--journey", "plan"
    )
    cleared = ("--sector", "", "--chain-role", "", "--city", "", "--journey", "")
    changed = circo.json("company", "edit", "stoel", "--name", "Kruk", *cleared)
    assert [changed[name] for name in ("key", "name", "sector", "chain_role", "city", "journey")] == [
        *("stoel", "Kruk"),
        *(None, None, None, None),
    ]
    assert circo.refused("company", "edit", "stoel")["code"] == "nothing"
    assert circo.refused("company", "edit", "stoel", "--name", " ")["exit_code"] == 2
    assert circo.refused("company", "edit", "stool", "--name", "x")["exit_code"] == 3


def test_the_list_is_filtered(limburg: Circo) -> None:
    limburg.ok("company", "add", "A", "--postcode", "6211 AB", "--sector", "Plastics", "--journey", "plan")
    limburg.ok("company", "add", "B", "--kind", "gemeente", "--chain-role", "government", "--region", "limburg")
    limburg.ok("company", "add", "C", "--country", "PT", "--sector", "Kurk")
    add_track(limburg, 1, sessions=["2026-02-03"])
    enrol(limburg, 1, 1, "registered")
    enrol(limburg, 1, 2, "declined")

    def keys(*arguments: str) -> list[str]:
        return [row["key"] for row in limburg.json("company", "list", *arguments)]

    a, b, c = "a", "b", "c"
    assert keys() == [a, b, c]
    assert keys("--hub", "limburg") == [a, b]
    assert keys("--hub", "all") == [a, b, c]
    assert keys("--kind", "municipality") == [b]
    assert keys("--sector", "kunststoffen") == keys("--sector", "PLASTICS") == [a]
    assert keys("--sector", "kurk") == [c]
    assert keys("--region", "limburg") == [a, b]
    assert keys("--region", "6200-6211") == [a]
    assert keys("--region", "PT") == [c]
    assert keys("--chain-role", "overheid") == [b]
    assert keys("--journey", "plan") == [a]
    assert keys("--track", "limburg-2026q1-1") == [a]
    assert keys("--sort", "-tracks", "--limit", "1") == [a]
    assert keys("--follow-up-due") == []


def test_a_company_is_found_in_a_sector_that_became_a_theme(circo: Circo) -> None:
    circo.ok("company", "add", "Kurkfabriek", "--sector", "Cork")
    circo.ok("theme", "add", "Kurk", "--en", "cork")
    assert [row["key"] for row in circo.json("company", "list", "--sector", "kurk")] == ["kurkfabriek"]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_sorts(circo: Circo, field: str) -> None:
    circo.ok("company", "add", "Stoel", "--postcode", "1011 AB")
    circo.ok("company", "add", "Tafel")
    assert len(circo.json("company", "list", "--sort", f"-{field}")) == 2


def test_a_follow_up_is_due_on_the_day_of_the_latest_note(circo: Circo) -> None:
    circo.ok("company", "add", "Stoel")
    circo.ok("company", "note", "stoel", "bellen", "--on", "2026-06-01", "--next", "2026-06-15")
    due = ("company", "list", "--follow-up-due", "--fields", "key")
    assert circo.json(*due) == [{"key": "stoel"}]
    assert circo.json(*due, "--today", "2026-06-14") == []
    circo.ok("company", "note", "stoel", "gebeld")
    assert circo.json(*due) == []


def test_a_follow_up_is_due_ninety_quiet_days_after_a_completed_track(limburg: Circo) -> None:
    limburg.ok("company", "add", "Stoel")
    add_track(limburg, 1, sessions=["2026-02-03", "2026-03-17"])
    enrol(limburg, 1, 1)
    due = ("company", "list", "--follow-up-due", "--fields", "key")
    assert limburg.json(*due) == [{"key": "stoel"}]
    assert limburg.json(*due, "--today", "2026-06-14") == []
    limburg.ok("company", "note", "stoel", "gebeld", "--on", "2026-03-16")
    assert limburg.json(*due) == [{"key": "stoel"}]
    limburg.ok("company", "note", "stoel", "gebeld", "--on", "2026-03-17")
    assert limburg.json(*due) == []


def test_aid_counts_over_the_three_years_up_to_today(limburg: Circo) -> None:
    limburg.ok("company", "add", "Stoel")
    days = ("2023-06-15", "2023-06-16", "2026-06-15", "2026-06-16")
    for number, (on, cents) in enumerate(zip(days, (100, 1_000, 10_000, 100_000), strict=True), start=1):
        add_track(limburg, number, sessions=[on])
        enrol(limburg, number, 1, cents=cents)
    assert limburg.json("company", "show", "stoel")["aid_three_years"] == 110
    add_track(limburg, 5, sessions=[])
    enrol(limburg, 5, 1, cents=55)
    store(limburg, "UPDATE enrolment SET registered_on = '2026-01-05' WHERE track_id = 5")
    assert limburg.json("company", "show", "stoel")["aid_three_years"] == 110.55


def test_show_holds_enrolments_and_questions(limburg: Circo) -> None:
    limburg.ok("company", "add", "Stoel")
    add_track(limburg, 1, sessions=["2026-02-03"])
    enrol(limburg, 1, 1)
    store(
        limburg,
        """INSERT INTO question (text, company_id, category, status, asked_on, sharing)
           VALUES ('Hoe?', 1, 'other', 'open', '2026-06-01', 'hub')""",
    )
    shown = limburg.json("company", "show", "stoel")
    assert [each["key"] for each in shown["enrolments"]] == ["E1"]
    assert [(each["key"], each["text"]) for each in shown["questions"]] == [("Q1", "Hoe?")]
    assert (shown["tracks"], shown["open_questions"]) == (1, 1)


def test_a_dry_run_adds_nothing(circo: Circo) -> None:
    before = circo.database.read_bytes()
    circo.ok("company", "add", "Stoel", "--dry-run")
    assert circo.database.read_bytes() == before
