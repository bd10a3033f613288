"""circo hub onboard: a conversation that can be left and taken up again, and its twins without a terminal."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import pytest

from circo_cli.commands.twins import shown_line, twin
from tests.conftest import Circo
from tests.terminal import BACKSPACE, CTRL_C, CTRL_D, Terminal


def lines_of(screen: str) -> list[list[str]]:
    """Return the commands that a conversation said it ran, as arguments."""
    return [shlex.split(line.strip()[2:])[1:] for line in screen.splitlines() if line.strip().startswith("$ circo ")]


def start(*arguments: str) -> Terminal:
    """Begin a conversation about Zeeland, up to where it is preparing."""
    talk = Terminal("hub", "onboard", *arguments)
    talk.asked("What is the hub called?", "Zeeland")
    talk.chosen("What do its companies have in common?")
    talk.marked("Which provinces?", 9)
    talk.asked("In which quarter is it to start?", "Q3")
    talk.chosen("Has contact been made").asked("On which date?").asked("A remark?", "via de provincie")
    talk.chosen("who does what there").asked("On which date?").asked("A remark?")
    return talk.sees("Is the hub preparing now?").types("y")


def partner(talk: Terminal, name: str, *covers: int) -> None:
    """Add a partner."""
    talk.chosen("Which partners work in the hub?").asked("The partner's name", name)
    talk.chosen("What kind of organisation?").chosen("What does it do in the hub?")
    talk.marked("stages of a company's journey", *covers)


def finish(talk: Terminal) -> None:
    """Answer what a hub that is preparing still needs: partners, lead, funding, agreement, trainer, goal, two Tracks."""
    partner(talk, "Provincie Zeeland", 0, 1)
    partner(talk, "Impuls Zeeland")
    talk.chosen("Is there a hub lead?").asked("The lead's name", "Jo Voorbeeld").asked(
        "e-mail address?", "jo@example.org"
    )
    talk.chosen("Is the funding arranged?").asked("On which date?", "1-6-2026").asked("A remark?")
    talk.chosen("Is the agreement with CIRCO signed?").asked("On which date?").asked("A remark?")
    talk.chosen("Who gives the hub's Tracks?").asked("The trainer's name", "Bo Trainer").asked("e-mail address?")
    talk.chosen("what does the hub aim at?").chosen("A goal for").asked("How many?", "20")
    talk.asked("From which quarter?").asked("Until which quarter?").asked("Another goal?", "n")
    talk.chosen("Which Tracks are planned?").asked("The Track's title", "Circulair bouwen in Zeeland")
    talk.asked("In which quarter?").chosen("Its theme").asked(
        "The dates of its sessions", "8-9-2026, 22-9-2026T09:30-12:30"
    )
    talk.marked("Who gives it?", 0).asked("Where?", "Abdij, Middelburg").asked("For how many companies?")
    talk.sees("Another Track?").types("y")
    talk.asked("The Track's title", "Van oester tot grondstof").asked("In which quarter?").chosen("Its theme", 4)
    talk.asked("The dates of its sessions", "9-9-2026").marked("Who gives it?").asked("Where?")
    talk.asked("For how many companies?", "8")
    talk.sees("Another Track?").types("n")


def test_a_conversation_takes_a_hub_from_its_name_to_operational(circo: Circo) -> None:
    talk = start()
    finish(talk)
    talk.sees("Is the hub operational now?").types("y")
    assert talk.ends() == 0
    hub = circo.json("hub", "show", "zeeland")
    assert (hub["stage"], hub["regions"], hub["launch_quarter"], hub["lead_email"]) == (
        "operational",
        ["zeeland"],
        "2026Q3",
        "jo@example.org",
    )
    assert all(step["done"] for step in hub["steps"])
    assert [(row["name"], row["covers"]) for row in hub["partner_list"]] == [
        ("Provincie Zeeland", ["introduction", "plan"]),
        ("Impuls Zeeland", []),
    ]
    assert [
        (track["title"], track["sessions"], track["capacity"], track["trainers"])
        for track in circo.json("track", "list")
    ] == [
        ("Circulair bouwen in Zeeland", 2, 12, ["bo-trainer"]),
        ("Van oester tot grondstof", 1, 8, []),
    ]
    assert "zeeland  is operational; 9 of 9 steps are done" in talk.screen
    assert "then circo enrol zeeland-2026q3-1 COMPANY" in talk.screen


def test_what_it_prints_typed_anew_makes_the_same_hub(circo: Circo, bare: Circo) -> None:
    talk = start()
    finish(talk)
    talk.sees("Is the hub operational now?").types("y")
    assert talk.ends() == 0
    made = circo.json("hub", "show", "zeeland"), circo.json("track", "list"), circo.json("goal", "list")
    other = ("--db", "anew.db")
    circo.ok("db", "init", *other)
    lines = lines_of(talk.screen)
    assert len(lines) == 15
    for line in lines:
        circo.ok(*line, *other)
    anew = (
        circo.json("hub", "show", "zeeland", *other),
        circo.json("track", "list", *other),
        circo.json("goal", "list", *other),
    )
    assert anew == made


def test_it_can_be_left_and_taken_up_again(circo: Circo) -> None:
    talk = start()
    talk.sees("Which partners work in the hub?").types("", then=CTRL_C)
    assert talk.ends() == 130
    assert "note: left; every answer about zeeland until now is kept" in talk.screen
    assert "circo hub onboard zeeland goes on from here" in talk.screen
    assert circo.json("hub", "show", "zeeland")["stage"] == "preparing"
    talk = Terminal("hub", "onboard")
    talk.chosen("Which hub?", 1).sees("2 of 9 steps are done")
    talk.chosen("Which partners work in the hub?", 1)
    talk.chosen("Is there a hub lead?", 2)
    assert talk.ends() == 0
    assert "to do, lead-appointed: circo hub edit zeeland --lead NAME" in talk.screen
    assert len(circo.json("history")) == 5


def test_leaving_before_the_hub_is_there_leaves_nothing(circo: Circo) -> None:
    before = circo.database.read_bytes()
    talk = Terminal("hub", "onboard")
    talk.asked("What is the hub called?", "Zeeland").sees("in common?").types("", then=CTRL_C)
    assert talk.ends() == 130
    talk = Terminal("hub", "onboard")
    talk.sees("What is the hub called?").types("", then=CTRL_D)
    assert talk.ends() == 130
    assert "note: left; nothing was changed" in talk.screen
    assert circo.database.read_bytes() == before


def test_what_cannot_be_is_said_while_one_types(circo: Circo) -> None:
    circo.ok("hub", "add", "Zeeland", "--region", "zeeland")
    talk = Terminal("hub", "onboard", "zeeland")
    talk.asked("In which quarter is it to start?", "Q9").sees("quarters run from Q1 to Q4")
    talk.types(f"{BACKSPACE * 2}Q4")
    talk.sees("Has contact been made").types("", then=CTRL_C)
    assert talk.ends() == 130
    assert circo.json("hub", "show", "zeeland")["launch_quarter"] == "2026Q4"


def test_what_is_refused_is_asked_again_with_what_was_typed(circo: Circo) -> None:
    circo.ok("hub", "add", "Zeeland", "--region", "zeeland", "--launch", "2026Q3", "--lead", "Jo")
    circo.ok("trainer", "add", "Bo Trainer", "--hub", "zeeland")
    circo.ok("hub", "add", "Limburg")
    circo.ok(
        "track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3", "--date", "8-9-2026", "--trainer", "bo-trainer"
    )
    for name in ("A", "B"):
        circo.ok("hub", "partner", "zeeland", name, "--role", "core")
    circo.ok("goal", "set", "companies", "20", "--hub", "zeeland", "--from", "2026Q3", "--until", "2026Q3")
    for step in ("contact-made", "region-explored", "funding-arranged", "agreement-signed"):
        circo.ok("hub", "tick", "zeeland", step)
    talk = Terminal("hub", "onboard", "zeeland")
    talk.sees("Is the hub preparing now?").types("n")
    talk.chosen("Which Tracks are planned?").asked("The Track's title", "Zorg").asked("In which quarter?")
    talk.chosen("Its theme").asked("The dates of its sessions", "8-9-2026").marked("Who gives it?", 0).asked("Where?")
    talk.asked("For how many companies?").sees("gives limburg-2026q3-1 on 2026-09-08")
    talk.sees("try again?").types("y")
    talk.asked("The Track's title", "!").asked("In which quarter?").chosen("Its theme")
    talk.asked("The dates of its sessions").marked("Who gives it?").asked("Where?").asked("For how many companies?")
    talk.sees("Another Track?").types("n")
    assert talk.ends() == 0
    (track,) = circo.json("track", "list", "--hub", "zeeland")
    assert (track["title"], track["trainers"], track["starts_on"]) == ("Zorg!", [], "2026-09-08")


def test_a_name_that_is_nearly_a_key_is_asked_about(circo: Circo) -> None:
    circo.ok("hub", "add", "Noord-Holland", "--launch", "2026Q3")
    talk = Terminal("hub", "onboard", "Noord")
    talk.chosen("No hub is called 'Noord'", 1)
    talk.chosen("What do its companies have in common?", 1).marked("Which themes?", 3)
    talk.sees("In which quarter").types("", then=CTRL_C)
    assert talk.ends() == 130
    assert [(hub["key"], hub["kind"], hub["sectors"]) for hub in circo.json("hub", "list")] == [
        ("noord", "sectoral", ["kunststoffen"]),
        ("noord-holland", "regional", []),
    ]


def test_questions_are_asked_on_stderr(circo: Circo) -> None:
    talk = Terminal("hub", "onboard", "--json", "--to", "out.json")
    talk.asked("What is the hub called?", "Zeeland").chosen("in common?", 2).asked("Which country?", "pt")
    talk.asked("In which quarter").chosen("Has contact been made", 2)
    assert talk.ends() == 0
    assert circo.json("hub", "list")[0]["timezone"] == "Europe/Lisbon"
    assert (circo.directory / "out.json").read_text().startswith('{\n  "key": "zeeland"')


# Without a terminal


def test_without_a_terminal_it_creates_and_says_what_is_to_do(circo: Circo) -> None:
    code, out, err = circo("hub", "onboard", "Zeeland", "--region", "zeeland", "--lead", "Jo")
    assert (code, out) == (0, "zeeland  is exploring; 1 of 9 steps are done\n")
    assert "$ circo hub add Zeeland --region zeeland --lead Jo\n" in err
    assert "hint: to do, contact-made: circo hub tick zeeland contact-made\n" in err
    assert "lead-appointed" not in err


def test_without_a_terminal_it_goes_on_with_a_hub(circo: Circo) -> None:
    circo.ok("hub", "add", "Zeeland")
    before = circo.database.read_bytes()
    assert circo.json("hub", "onboard", "zeeland") == circo.json("hub", "show", "zeeland")
    assert circo.database.read_bytes() == before
    assert circo.json("hub", "onboard", "Zeeland", "--launch", "Q4")["launch_quarter"] == "2026Q4"
    assert [hub["key"] for hub in circo.json("hub", "list")] == ["zeeland"]


def test_every_hint_that_is_followed_leads_on(circo: Circo) -> None:
    circo.ok("hub", "onboard", "Zeeland", "--lead", "Jo")
    for _ in range(12):
        hints = [
            line
            for line in circo("hub", "onboard", "zeeland").err.splitlines()
            if "to do, " in line or "advance" in line
        ]
        if not hints:
            break
        words = shlex.split(hints[-1].partition("circo ")[2])
        values = {"NAME": "Naam", "METRIC": "companies", "TARGET": "10", "TITLE": "Titel", "Q": "2026Q3"}
        circo.ok(*(values.get(word, word) for word in words))
        if "NAME" in words and "partner" in words:
            circo.ok("hub", "partner", "zeeland", "Nog een", "--role", "host")
    assert circo.json("hub", "show", "zeeland")["stage"] == "operational"


def test_a_mere_beginning_is_not_edited(circo: Circo) -> None:
    circo.ok("hub", "add", "Noord-Holland")
    error = circo.refused("hub", "onboard", "Noord", "--region", "groningen")
    assert (error["exit_code"], error["code"]) == (2, "not-clear")
    assert error["hint"] == "circo hub onboard noord-holland …, or for a new one circo hub add Noord …"


def test_a_missing_name_is_a_usage_error(circo: Circo) -> None:
    error = circo.refused("hub", "onboard")
    assert (error["exit_code"], error["message"]) == (2, "HUB is missing: the key of a hub, or the name of a new one")
    assert circo.refused("hub", "onboard", "")["exit_code"] == 2


def test_a_dry_run_shows_what_would_be(circo: Circo) -> None:
    before = circo.database.read_bytes()
    answer = circo("hub", "onboard", "Zeeland", "--region", "zeeland", "--dry-run")
    assert answer.code == 0
    assert "would add hub zeeland" in answer.err
    assert circo.database.read_bytes() == before


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        (twin("hub", "add", "Zeeland", region=["zeeland", "PT"]), "circo hub add Zeeland --region zeeland --region PT"),
        (twin("hub", "edit", "x", lead_email="a@b.nl", lead=None), "circo hub edit x --lead-email a@b.nl"),
        (twin("hub", "add", "-x-", lead="-y"), "circo hub add --lead=-y -- -x-"),
        (twin("goal", "set", "m", "1", from_="Q1"), "circo goal set m 1 --from Q1"),
        (twin("hub", "edit", "x", lead=""), 'circo hub edit x --lead ""'),
        (twin("company", "add", "D'Artagnan & Zn."), "circo company add 'D'\"'\"'Artagnan & Zn.'"),
    ],
)
def test_a_twin_is_what_one_would_type(line: list[str], typed: str) -> None:
    assert shown_line(line) == typed
    assert shlex.split(typed) == ["circo", *line]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize("word", ["twee\nregels", "a\tb", "it's\n\\n", "\u202eom", "Eén 🌱\n", "$HOME `x` !!"])
def test_a_line_that_is_shown_is_one_line_and_means_the_same_to_a_shell(word: str) -> None:
    shown = shown_line(["hub", "add", word])
    assert shown.isprintable()
    typed = subprocess.run(
        ["bash", "-c", f"printf %s {shown.split(' ', 3)[3]}"],
        capture_output=True,
        check=True,
        env={"LC_ALL": "C.UTF-8"},
    )
    assert typed.stdout.decode() == word
