"""The digest as an HTML document."""

from __future__ import annotations

from typing import Any

from circo_cli.documents.chart import Bar, Chart, make_chart
from circo_cli.documents.digest import Digest
from circo_cli.documents.digest_parts import Parts
from circo_cli.documents.digest_words import capital
from circo_cli.documents.html import Html, plain
from circo_cli.documents.language import language_of
from circo_cli.documents.page import page
from circo_cli.documents.writing import PlainText
from circo_cli.values.text import one_line
from circo_cli.values.vocabulary import Metric

_MOST_BARS = 8
_QUESTIONS = (Metric.QUESTIONS_LOGGED, Metric.QUESTIONS_ANSWERED, Metric.QUESTIONS_OPEN)


def as_html(digest: Digest, *, pictures: bool = True) -> str:
    """Return the digest as an HTML document; without `pictures` for programs that show none (mail)."""
    parts = Parts(digest, Html(language_of(digest.language).say("digest_table"))).all()
    charts = _charts(digest) if pictures else {"recurring_chart": None, "questions_chart": None}
    return page("digest", **parts, **charts)


def _charts(digest: Digest) -> dict[str, Any]:
    return {"recurring_chart": _recurring(digest), "questions_chart": _questions(digest)}


def _words(digest: Digest) -> Parts:
    """Return what writes plain words: a chart's template escapes them."""
    return Parts(digest, PlainText())


def _recurring(digest: Digest) -> Chart | None:
    rows = digest.section("recurring")
    if not rows:
        return None
    words = _words(digest)
    say = words.say
    bars = [Bar(_plain(words.subject(row)), row["askers"], row["previous"]) for row in rows]
    shown = bars[:_MOST_BARS]
    told = "; ".join(
        say("digest_chart_subject", subject=bar.label, now=words.count("asker", bar.value), previous=bar.before or 0)
        for bar in shown
    )
    rest = [] if len(shown) == len(bars) else [say("digest_chart_recurring_first", number=len(shown), all=len(bars))]
    description = " ".join([f"{told}.", *rest])
    return make_chart("chart-recurring", shown, title=say("digest_chart_recurring"), description=description)


def _questions(digest: Digest) -> Chart | None:
    bars = [
        Bar(capital(metric.label(digest.language)), int(digest.figures[metric] or 0))
        for metric in _QUESTIONS
        if metric in digest.figures
    ]
    if not any(bar.value for bar in bars):
        return None
    title = _words(digest).say("digest_chart_questions", quarters=_words(digest).quarters())
    told = "; ".join(f"{bar.label}: {bar.value}" for bar in bars)
    return make_chart("chart-questions", bars, title=title, description=f"{told}.")


def _plain(text: str) -> str:
    return plain(one_line(text))
