"""A new hub lead, from an empty database to a planned quarter: only the conversation, and what the hints say."""

from __future__ import annotations

import shlex

from tests.commands.test_onboard import finish, start
from tests.conftest import Answer, Circo

COMPANIES = [
    ("Fictief Beton", "4331 AB", "product-manufacturer"),
    ("Verzonnen Sloop", "4382 AB", "recycler"),
    ("Bedenksel Bouw", "4461 AB", "service-provider"),
    ("Studio Denkbeeld", "4301 AB", "designer"),
    ("Gemeente Voorbeeldstad", "4501 AB", "government"),
    ("Hersenspinsel Hout", "4335 AB", "material-producer"),
    ("Fantasie Gevels", "4337 AB", "parts-manufacturer"),
    ("Zogenaamd Vastgoed", "4380 AB", "user"),
    ("Luchtkasteel Installaties", "4460 AB", "service-provider"),
    ("Sprookjes Advies", "4330 AB", "consultant"),
]


def hinted(answer: Answer, beginning: str) -> list[str]:
    """Return the command that a hint names and that begins so, as arguments."""
    for line in answer.err.splitlines():
        _, found, command = line.partition(beginning)
        if line.startswith("hint: ") and found:
            return shlex.split(beginning + command)[1:]
    raise AssertionError(f"no hint says {beginning!r}: {answer.err}")


def test_a_quarter_is_planned_by_conversation_and_hints(circo: Circo) -> None:
    talk = start()
    finish(talk)
    talk.sees("Is the hub operational now?").types("y")
    assert talk.ends() == 0
    assert "hint: next, the companies: circo company add NAME, then circo enrol zeeland-2026q3-1 COMPANY" in talk.screen

    bouw, oester = (track["key"] for track in circo.json("track", "list"))
    for place, (name, postcode, role) in enumerate(COMPANIES):
        added = circo("company", "add", name, "--postcode", postcode, "--chain-role", role)
        assert added.code == 0, added
        line = hinted(added, "circo enrol ")
        track = bouw if place < 6 else oester
        assert circo(*(track if word == "TRACK" else word for word in line)).code == 0

    tracks = {track["key"]: track for track in circo.json("track", "list", "--hub", "zeeland")}
    assert {key: (track["quarter"], track["seats_taken"]) for key, track in tracks.items()} == {
        bouw: ("2026Q3", 6),
        oester: ("2026Q3", 4),
    }
    assert {company["hub"] for company in circo.json("company", "list")} == {"zeeland"}
    hub = circo.json("hub", "show", "zeeland")
    assert (hub["stage"], hub["official_on"], hub["companies"], hub["tracks"]) == ("operational", "2026-06-15", 10, 2)
    assert all(check["ok"] for check in circo.json("db", "check", "--deep"))
