"""Names that became known after they were shared: however they are written, none crosses to another hub."""

from __future__ import annotations

import csv
import re
import unicodedata
from html import unescape
from pathlib import Path

import pytest

from tests.conftest import Circo

NAMES = (
    "Zoë Kanariepiet", "ZOË KANARIEPIET", "zoe kanariepiet", "Zoë Kanariepiets", "Zoë Kanariepiet's",
    unicodedata.normalize("NFD", "Zoë Kanariepiet"), "Zoë\nKanariepiet", "Zoë Kanarie-\npiet", "Zoë **Kanarie**piet",
    "Zo&euml; Kanariepiet", "Zo&#235; &#75;anariepiet", "Zoë Kanarie\u200dpiet", "Zoë Kanarie\u00adpiet",
    "Zoë\u00a0Kanariepiet", "Zoë <b>Kanarie</b>piet", "[Zoë](https://example.org) Kanariepiet",
    "Kanarie & Zn. B.V.", "kanarie & zn bv", "Kanarie &amp; Zn. BV",
)  # fmt: skip
ADDRESSES = (
    "zoe.k@kanarie.example.org", "ZOE.K@KANARIE.example.org", "mailto:zoe.k@kanarie.example.org",
    "zoe.k &#64; kanarie.example.org", "zoe.k%40kanarie.example.org",
)  # fmt: skip
NUMBERS = (
    "+31 6 8765 4321", "06-87654321", "06 87 65 43 21", "06.87.65.43.21", "0031 6 87654321", "+31 (0)6 8765-4321",
    "(06) 8765 4321", "06·8765·4321", "06**8765**4321", "31687654321",
)  # fmt: skip
SPELLINGS = (*NAMES, *ADDRESSES, *NUMBERS)
MARK = "overschrijdt"


def _rows(path: str, rows: list[dict[str, str]]) -> str:
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _share(circo: Circo) -> None:
    """Let the network see each spelling in a question, an answer, an insight and a Track."""
    questions = [
        {"text": f"Wat {MARK} v{number} van {said}?", "asked_on": "2026-05-01", "hub": "limburg"}
        for number, said in enumerate(SPELLINGS)
    ]
    questions += [
        {"text": f"Wie {MARK} a{number}?", "asked_on": "2026-05-01", "hub": "limburg"}
        for number in range(len(SPELLINGS))
    ]
    circo.ok("question", "import", _rows("vragen.csv", questions))
    keys = {row["text"]: row["key"] for row in circo.json("question", "list") if MARK in row["text"]}
    circo.ok("question", "share", *keys.values())
    for number, said in enumerate(SPELLINGS):
        circo.ok("question", "answer", keys[f"Wie {MARK} a{number}?"], f"Vraag het {said}.", "--by", "CIRCO")
    insights = [
        {
            "title": f"Les {MARK} i{number}", "body": f"Dank aan {said} daarvoor.", "origin": "limburg",
            "kind": "insight", "status": "published", "published_on": "2026-05-02",
        }
        for number, said in enumerate(SPELLINGS)
    ]  # fmt: skip
    circo.ok("insight", "import", _rows("inzichten.csv", insights))


@pytest.mark.parametrize("audience", ["network", "hub:drenthe"])
def test_no_spelling_crosses(network: Circo, audience: str) -> None:
    network.ok("hub", "add", "Drenthe", "--region", "drenthe")
    _share(network)
    shown = network.ok("digest", "preview", "--for", audience, "--format", "json")
    assert shown.count(MARK) > 3 * len(SPELLINGS) - 3  # all of it can be seen as long as nobody knows the names
    network.ok(
        *("company", "contact", "aannemer-fictiebouw-zuid", "Zoë Kanariepiet"),
        *("--email", "zoe.k@kanarie.example.org", "--phone", "+31 6 8765 4321"),
    )
    network.ok("company", "add", "Kanarie & Zn. B.V.")
    asked = [
        ("digest", "preview", "--for", audience, "--format", each) for each in ("json", "markdown", "html", "text")
    ]
    asked += [
        ("search", *words.split(), "--for", audience, "--json") for words in (f"{MARK} daarvoor", "vraag kanariepiet")
    ]
    for typed in asked:
        out = network.ok(*typed)
        crossed = {word for word in re.findall(rf"{MARK} ([aiv]\d+)", unescape(out)) if not word.startswith("a")}
        assert crossed == set(), (typed, [SPELLINGS[int(word[1:])] for word in crossed])
        plain = re.sub(r"[\s*_\-\u200d\u00ad.·()]|<[^>]*>|\\", "", unescape(out)).lower()
        assert "kanariepiet" not in plain
        assert "zoek@" not in plain
        assert "87654321" not in plain
