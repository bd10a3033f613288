"""Documents of hostile texts have the form of those of harmless ones, element for element."""

from __future__ import annotations

import email
import email.policy
import json
import shutil
from pathlib import Path
from typing import Any

import html5lib
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.documents.html import plain
from circo_cli.values.text import one_line, visible
from tests.conftest import Circo
from tests.hostile.checks import check_calendar, check_html, check_mail, check_markdown, markdown, skeleton
from tests.hostile.fields import TRACK, all_texts
from tests.hostile.test_typed import configure, raw
from tests.hostile.texts import TALLY, TEXTS, harmless, profile

NAMES = (
    "hub",
    "partner",
    "theme",
    "track",
    "place",
    "title",
    "topic",
    "comment",
    "question",
    "shared",
    "answer",
    "open",
)


def dressed(texts: dict[str, str]) -> dict[str, str]:
    """Return the texts with a word behind each, so that no two are one name, and none is known to nobody."""
    return {name: f"{text} q{name}q" for name, text in texts.items()}


def made(circo: Circo, base_template: Path, texts: dict[str, str], body: str) -> None:
    """Put the texts where documents show them."""
    shutil.copy(base_template, circo.database)
    configure(circo)
    for typed in (
        ("hub", "edit", "utrecht", f"--name={texts['hub']}"),
        ("hub", "partner", "utrecht", "--role=host", "--", texts["partner"]),
        ("hub", "advance", "utrecht", "preparing", "--force", "--reason=x"),
        ("track", "edit", TRACK, f"--title={texts['track']}", f"--location={texts['place']}"),
        (
            "insight",
            "edit",
            "K1",
            f"--title={texts['title']}",
            f"--topic={texts['topic'].replace(';', '')}",
            f"--body={body}",
        ),
        ("insight", "publish", "K1"),
        ("insight", "comment", "K1", "--", texts["comment"]),
        ("question", "answer", "Q1", "--", texts["answer"]),
        ("question", "share", "Q1", f"--text={texts['shared']}"),
        ("question", "edit", "Q2", f"--text={texts['open']}"),
        ("question", "share", "Q2"),
        ("question", "edit", "Q3", f"--text={texts['question']}"),
    ):
        circo.ok(*typed)


def documents(circo: Circo, audience: str, language: str) -> dict[str, str]:
    """Return the digest in every format."""
    said = {}
    for name in ("markdown", "html", "text", "json", "eml"):
        answer = circo(
            "digest", "preview", "--for", audience, "--quarter", "2026Q2", "--format", name, "--lang", language
        )
        assert answer.code == 0, answer
        assert "left out" not in answer.err, answer
        said[name] = answer.out
    return said


def parts_of(message: str) -> tuple[str, str]:
    """Return the text and the HTML of a message."""
    plain_part, html = email.message_from_string(message, policy=email.policy.strict).iter_parts()  # type: ignore[attr-defined]
    return plain_part.get_content(), html.get_content()


@pytest.mark.parametrize("audience", ["circo", "network", "hub:utrecht"])
@profile(2, 40)
@given(texts=st.fixed_dictionaries(dict.fromkeys(NAMES, TEXTS)), language=st.sampled_from(["nl", "en"]))
def test_a_digest_has_the_form_of_a_harmless_one(
    circo: Circo, base_template: Path, audience: str, texts: dict[str, str], language: str
) -> None:
    TALLY["in documents"] += len(texts)
    texts = dressed(texts)
    made(circo, base_template, texts, "Tekst.")
    hostile = documents(circo, audience, language)
    calendar = raw(circo, "track", "calendar", "--ics", "--quarter", "2026Q3", "--lang", language)
    reports = {
        form: circo.ok("report", "quarter", "2026Q3", "--format", form, "--lang", language)
        for form in ("html", "markdown")
    }
    made(circo, base_template, {name: harmless(text) for name, text in texts.items()}, "Tekst.")
    calm = documents(circo, audience, language)
    check_html(hostile["html"])
    assert skeleton(hostile["html"]) == skeleton(calm["html"])
    check_mail(hostile["eml"])
    assert skeleton(parts_of(hostile["eml"])[1]) == skeleton(parts_of(calm["eml"])[1])
    check_markdown(hostile["markdown"])
    for one, other in ((hostile["markdown"], calm["markdown"]), (reports["markdown"], circo.ok("report", "quarter", "2026Q3", "--format", "markdown", "--lang", language))):  # fmt: skip
        assert kinds(one) == kinds(other), one
    assert skeleton(reports["html"]) == skeleton(
        circo.ok("report", "quarter", "2026Q3", "--format", "html", "--lang", language)
    )
    shown = one_line("".join(html5lib.parse(hostile["html"], namespaceHTMLElements=False).itertext()))
    told = ["title", "comment", "track", "place", "open", *(["shared"] if audience == "network" else [])]
    for name in told:
        assert plain(one_line(texts[name])) in shown, name
    said = all_texts(json.loads(hostile["json"]))
    assert {texts[name] for name in (*told, "answer")} <= said
    check_calendar(calendar)
    (event, *_) = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    assert str(event["SUMMARY"]).startswith(visible(texts["track"]))
    assert str(event["LOCATION"]) == visible(texts["place"])


def kinds(text: str) -> list[str]:
    """Return the kinds of the parts of a Markdown text, in order; running text is one, however it is escaped."""
    found = ["text" if token.type in ("text", "text_special", "softbreak") else token.type for token in markdown(text)]
    return [each for place, each in enumerate(found) if each != "text" or found[place - 1] != "text"]


@profile(4, 300)
@given(bodies=st.lists(TEXTS, min_size=1, max_size=4))
def test_a_body_swallows_nothing_and_does_no_harm(circo: Circo, base_template: Path, bodies: list[str]) -> None:
    TALLY["bodies"] += len(bodies)
    calm = {name: f"q{name}q" for name in NAMES}
    body = "\n\n".join(bodies)
    made(circo, base_template, calm, body if not body.startswith("@") and body != "-" else f" x{body}")
    said = documents(circo, "network", "en")
    check_html(said["html"])
    check_mail(said["eml"])
    check_markdown(said["markdown"])
    for name in ("comment", "shared", "track", "open"):
        paragraph = [
            token
            for token in markdown_blocks(said["markdown"])
            if token.type == "inline" and calm[name] in token.content
        ]
        assert paragraph, (name, said["markdown"])


def markdown_blocks(text: str) -> list[Any]:
    """Return the blocks of a Markdown text."""
    return [token for token in markdown(text) if token.type != "text"]
