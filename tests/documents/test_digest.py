"""The digest as a document: how it reads, and what a body cannot do to it."""

from __future__ import annotations

import json
import re
from string import Formatter

import pytest

from circo_cli.documents.body import safe_body
from circo_cli.documents.catalogue_en import CATALOGUE as ENGLISH
from circo_cli.documents.catalogue_nl import CATALOGUE as DUTCH
from circo_cli.documents.digest_parts import Parts
from circo_cli.values.vocabulary import Category, Metric, PartnerRole, TrackKind
from tests.conftest import Circo

GOLDEN = """\
# CIRCO-kennisdigest voor het netwerk: tweede kwartaal 2026

Wat de hubs leerden en wat bedrijven vroegen, 1 april t/m 30 juni 2026.

In deze digest:

- [1 inzicht](#nieuwe-inzichten): Restwaarde telt \\*mee\\*
- [1 beantwoorde vraag](#beantwoorde-vragen): Financiering 1
- [1 terugkerend onderwerp](#wat-steeds-terugkomt): Financiering · Bouw (2 vragers, +2)
- [1 open vraag](#nog-zonder-antwoord-wie-weet-raad): waarvan 1 te laat
- [1 Track die eraan komt](#tracks-die-eraan-komen): te beginnen met 16 september 2026
- [2 nieuwtjes van de hubs](#nieuws-van-de-hubs)

## Nieuwe inzichten

### Restwaarde telt \\*mee\\* (K1)

Praktijkvoorbeeld · Limburg · Financiering · Bouw · gepubliceerd op 14 april 2026

#### Wat werkte

Leg de **terugkoop** vast. &lt;script>

Onderwerpen: bank

Discussieer mee:

- Bij ons ook. (15 juni 2026)

## Beantwoorde vragen

### Financiering

#### Telt restwaarde als onderpand? (Q1)

Bouw · sector Houtbouw · Limburg · beantwoord op 20 april 2026

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


def test_long_sections_are_made_as_they_are_put_out(network: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    before: list[int] = []
    parts, question = Parts.all, Parts._open

    def all_(self: Parts) -> dict[str, object]:
        found = parts(self)
        before.append(len(made))
        return found

    def open_(self: Parts, fields: dict[str, str]) -> dict[str, object]:
        made.append(fields["key"])
        return question(self, fields)

    monkeypatch.setattr(Parts, "all", all_)
    monkeypatch.setattr(Parts, "_open", open_)
    for document in ("markdown", "html", "text"):
        network.ok("digest", "preview", "--for", "circo", "--format", document)
    kept = [
        item["key"]
        for item in json.loads(network.ok("digest", "preview", "--for", "circo", "--format", "json"))["open_questions"]
    ]
    assert kept
    assert made == kept * 3
    assert before == [0, len(kept), len(kept) * 2]


def test_empty_digest_says_so(circo: Circo) -> None:
    assert "Er is niets nieuws te melden." in circo.ok("digest", "preview", "--for", "network")


ALIKE = {
    "digest_for_circo", "digest_days", "digest_most_recurring", "digest_sector", "points", "report_hub", "report_partners",
    "report_start", "report_status", "report_tracks_run", "report_by", "report_track", "report_trend", "digest_chart_subject",
    "calendar_hub_one", "calendar_hub_many", "calendar_week", "book_hub", "book_sector", "book_tracks",
}  # fmt: skip
"""Phrases that are the same in both languages, and right in both."""


def test_catalogues_are_complete_and_translated() -> None:
    assert list(DUTCH) == list(ENGLISH)
    assert {name for name in DUTCH if DUTCH[name] == ENGLISH[name]} <= ALIKE
    for name, phrase in DUTCH.items():
        assert _blanks(phrase) == _blanks(ENGLISH[name]), name
        assert phrase.strip() == phrase != "", name


def _blanks(phrase: str) -> set[str]:
    return {blank for _, blank, _, _ in Formatter().parse(phrase) if blank is not None}


@pytest.mark.parametrize("document", ["markdown", "text", "html"])
def test_no_phrase_of_the_other_language_stands_in_a_document(circo: Circo, document: str) -> None:
    """Every phrase and label of a language is looked for in the document of the other one."""
    small_network(circo)
    circo.ok("question", "answer", "Q1", "En nog iets.")
    circo.ok("question", "log", "Hoe verder?", "--theme", "zorg", "--category", "method")
    circo.ok("question", "share", "Q3")
    circo.ok("hub", "pause", "limburg", "--reason", "geld")
    terms = [term for kind in (Category, Metric, PartnerRole, TrackKind) for term in kind]
    for language, others, own in (("nl", ENGLISH, DUTCH), ("en", DUTCH, ENGLISH)):
        out = circo.ok("digest", "preview", "--for", "circo", "--format", document, "--lang", language)
        text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", out, flags=re.DOTALL)
        said = [piece for phrase in own.values() for piece in _pieces(phrase)]
        said += [term.label(language) for term in terms]
        headings = {name for name in others if name.startswith("book_")}  # of a workbook, in words that data has too
        foreign = [piece for name in others.keys() - ALIKE - headings for piece in _pieces(others[name])]
        foreign += [term.label("en" if language == "nl" else "nl") for term in terms]
        mine = " | ".join(said).lower()
        found = [
            each
            for each in dict.fromkeys(foreign)
            if each.lower() not in mine and re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text, re.IGNORECASE)
        ]
        assert found == []


def _pieces(phrase: str) -> list[str]:
    """Return the words of a phrase between its blanks."""
    return [piece.strip(" .:,()") for piece, *_ in Formatter().parse(phrase) if len(piece.strip(" .:,()")) > 3]


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
