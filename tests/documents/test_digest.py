"""The digest as a document: how it reads, and what a body cannot do to it."""

from __future__ import annotations

import json

import pytest

from circo_cli.documents.body import safe_body
from circo_cli.documents.catalogue_en import CATALOGUE as ENGLISH
from circo_cli.documents.catalogue_nl import CATALOGUE as DUTCH
from tests.conftest import Circo

GOLDEN = """\
# CIRCO-kennisdigest voor het netwerk: tweede kwartaal 2026

Wat de hubs leerden en wat bedrijven vroegen, 1 april t/m 30 juni 2026.

In deze digest: 1 inzicht, 1 beantwoorde vraag, 1 terugkerend onderwerp, 1 open vraag, 1 Track die eraan komt en 2 \
nieuwtjes van de hubs.

## Nieuwe inzichten

### Restwaarde telt \\*mee\\* (K1)

Praktijkvoorbeeld · Limburg · Financiering · Bouw · gepubliceerd op 14 april 2026

#### Wat werkte

Leg de **terugkoop** vast. &lt;script>

Onderwerpen: bank

Discussieer mee:

- Bij ons ook. (15 juni 2026)

## Beantwoorde vragen

### Telt restwaarde als onderpand? (Q1)

Financiering · Bouw · sector Houtbouw · Limburg

Antwoord van 20 april 2026:

> Soms wel.\\
> Vraag het vroeg.

## Wat steeds terugkomt

Vragen die van minstens twee kanten kwamen, tweede kwartaal 2026. Het verschil is dat met de vorige periode.

| Categorie | Thema | vragers | vragen | vragers vorige periode | verschil |
| --- | --- | --: | --: | --: | --: |
| Financiering | Bouw | 2 | 2 | 0 | +2 |

## Nog zonder antwoord: wie weet raad?

- **Welke subsidie past bij een pilot? (Q2)**\\
  Financiering · Bouw · sector Houtbouw · Limburg · gesteld op 2 mei 2026 · **te laat, antwoord was beloofd voor \
16 mei 2026**

## Tracks die eraan komen

- **16 september 2026: Circulair bouwen (limburg-2026q3-1)**\\
  Limburg · Bouw · 1 sessie · nog 12 plaatsen vrij · Heerlen · voertaal Nederlands

## Nieuws van de hubs

- 1 mei 2026: LIOF is nieuwe partner van Limburg (kernpartner).
- 15 juni 2026: Limburg wordt verkend.

## Cijfers: tweede kwartaal 2026
"""


def small_network(circo: Circo) -> None:
    """Make a hub with everything that a digest tells."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg", "--lead", "Greet Verzonnen")
    circo.ok("hub", "partner", "limburg", "LIOF", "--role", "core", "--on", "2026-05-01")
    circo.ok("company", "add", "Plankgas BV", "--hub", "limburg", "--sector", "Houtbouw")
    circo.ok("company", "add", "Spijkervast", "--hub", "limburg", "--sector", "Houtbouw")
    question = ("--theme", "bouw", "--category", "finance", "--company")
    circo.ok("question", "log", "Telt restwaarde als onderpand?", *question, "plankgas-bv", "--asked-on", "2026-04-10")
    circo.ok(
        "question", "log", "Welke subsidie past bij Spijkervast?", *question, "spijkervast", "--asked-on", "2026-05-02"
    )
    circo.ok("question", "answer", "Q1", "Soms wel.\nVraag het vroeg.", "--by", "Greet Verzonnen", "--on", "2026-04-20")
    circo.ok("question", "share", "Q1")
    circo.ok("question", "share", "Q2", "--text", "Welke subsidie past bij een pilot?")
    body = "# Wat werkte\n\nLeg de **terugkoop** vast. <script>"
    about = ("--theme", "bouw", "--category", "finance", "--topic", "bank", "--kind", "case")
    circo.ok("insight", "add", "Restwaarde telt *mee*", "--hub", "limburg", "--body", body, *about)
    circo.ok("insight", "publish", "K1", "--today", "2026-04-14")
    circo.ok("insight", "comment", "K1", "Bij ons ook.")
    track = ("--quarter", "2026Q3", "--theme", "bouw", "--date", "2026-09-16", "--location", "Heerlen")
    circo.ok("track", "schedule", "limburg", "Circulair bouwen", *track)


def test_markdown_reads_so(circo: Circo) -> None:
    small_network(circo)
    before, heading, figures = circo.ok("digest", "preview", "--for", "network").partition(
        "## Cijfers: tweede kwartaal 2026\n"
    )
    assert before + heading == GOLDEN
    assert figures.startswith("\n| Cijfer | aantal |\n| --- | --: |\n| Tracks gepland | 0 |\n")
    assert figures.endswith("| Partners | 1 |\n")


def test_english_and_plain_text_have_the_same_items(circo: Circo) -> None:
    small_network(circo)
    english = circo.ok("digest", "preview", "--for", "network", "--lang", "en")
    assert "# CIRCO knowledge digest for the network: second quarter of 2026\n" in english
    assert "Case · Limburg · Finance · Construction · published on 14 April 2026\n" in english
    text = circo.ok("digest", "preview", "--for", "network", "--format", "text")
    assert "Restwaarde telt *mee* (K1)\n" in text
    assert "**te laat" not in text
    for key in ("K1", "Q1", "Q2", "limburg-2026q3-1"):
        assert key in english
        assert key in text


def test_json_has_the_shape_of_the_contract(circo: Circo) -> None:
    small_network(circo)
    digest = json.loads(circo.ok("digest", "preview", "--for", "network", "-o", "json"))
    assert list(digest) == [
        "audience", "language", "period", "figures", "hub_news", "upcoming_tracks", "methods", "insights",
        "answers", "recurring", "open_questions",
    ]  # fmt: skip
    assert digest["period"] == {"from": "2026-04-01", "until": "2026-06-30", "label": "2026Q2"}
    assert digest["recurring"] == [{"category": "finance", "theme": "bouw", "askers": 2, "questions": 2, "previous": 0}]
    assert digest["answers"] == [
        {
            "key": "Q1",
            "question": "Telt restwaarde als onderpand?",
            "category": "finance",
            "theme": "bouw",
            "sector": "Houtbouw",
            "hub": "limburg",
            "answers": [{"text": "Soms wel.\nVraag het vroeg.", "on": "2026-04-20"}],
        }
    ]
    assert digest["figures"]["questions_logged"] == 2


def test_same_data_same_bytes(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    small_network(circo)
    for document in ("markdown", "json", "text"):
        first = circo.ok("digest", "preview", "--for", "circo", "--format", document)
        monkeypatch.setenv("TZ", "Pacific/Kiritimati")
        monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
        assert circo.ok("digest", "preview", "--for", "circo", "--format", document) == first


def test_empty_digest_says_so(circo: Circo) -> None:
    assert "Er is niets nieuws te melden." in circo.ok("digest", "preview", "--for", "network")


def test_catalogues_have_the_same_phrases() -> None:
    assert {name for name in DUTCH if name.startswith("digest_")} == {
        name for name in ENGLISH if name.startswith("digest_")
    }


@pytest.mark.parametrize(
    ("body", "safe"),
    [
        ("# Kop\n\n- a\n  ## b", "#### Kop\n\n- a\n  ##### b"),
        ("Kop\n===\ntekst", "#### Kop\n\ntekst"),
        ("<div>\n# x\n</div>", "&lt;div>\n#### x\n&lt;/div>"),
        ("`<b>` 1 < 2 <i>", "`<b>` 1 < 2 &lt;i>"),
        ("[ja](https://circonl.nl)", "[ja](https://circonl.nl)"),
        ("[x](javascript:alert(1))", "[x](javascript :alert(1))"),
        ("[x](java&#115;cript:alert(1))", "\\[x\\](java&#115;cript:alert(1))"),
        ("[x](data:text/html;y)", "\\[x\\](data:text/html;y)"),
        ("![spion](https://example.org/p.png)", "[spion](https://example.org/p.png)"),
        ("```\n# geen kop\n", "```\n# geen kop\n```"),
        ("```\n<b>\n```\n<b>", "```\n<b>\n```\n&lt;b>"),
        ("<!-- open", "&lt;!-- open"),
    ],
)
def test_a_body_harms_nothing(body: str, safe: str) -> None:
    assert safe_body(body) == safe
    assert safe_body(safe) == safe or "#" in safe  # headings go down once more


def test_a_body_that_deceives_is_taken_literally() -> None:
    assert safe_body("\\`<script>x</script>\\`") == "\\\\\\`\\<script\\>x\\</script\\>\\\\\\`"
