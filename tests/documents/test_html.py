"""HTML: what a body cannot do to a document, and that the digest keeps to the standard and to its own policy."""

from __future__ import annotations

import json
import re
import sqlite3
from base64 import b64encode
from contextlib import closing
from hashlib import sha256
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest

from circo_cli.documents.chart import Bar, make_chart
from circo_cli.documents.html import Html, body_as_html
from tests.conftest import Circo
from tests.documents.test_digest import small_network

HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"

NASTY = """\
# Kop & <b>
### Dieper
#

<script>alert(1)</script> <img src=https://example.org/a.png onerror=alert(1)>

![spion](https://example.org/p.png "titel") en [![beeld](https://example.org/q.png)](https://example.org)
[leeg]() [](https://example.org/leeg) [kwaad](javascript:alert(1)) [ook](java&#115;cript:x) [data](data:text/html;x)
[pad](../geheim) [mail](mailto:a@example.org) <https://example.org/"><script>> <ftp://example.org>

| | rechts |
| --- | --: |
| a | 1 |

```"><script>
code & </code>
```
- a
  ## in een lijst
"""


def parsed(document: str) -> Any:
    """Return the document as a tree; raises for whatever the standard calls a parse error."""
    return html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("etree")).parse(document)


def check(document: str) -> None:
    """Check what holds for every document: standard, policy, identifiers, links, levels of headings, pictures."""
    tree = parsed(document)
    assert ElementTree.tostring(tree)
    [style] = re.findall(r"<style>(.*?)</style>", document, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert (
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">"
    ) in document
    elements = list(tree.iter())
    names = {str(element.tag).removeprefix(HTML).removeprefix(SVG) for element in elements}
    assert names.isdisjoint({"script", "img", "link", "iframe", "object", "embed", "form", "base", "audio", "video"})
    identifiers = [element.get("id") for element in elements if element.get("id")]
    assert len(identifiers) == len(set(identifiers))
    for element in elements:
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert set((element.get("aria-labelledby") or "").split()) <= set(identifiers)
        target = element.get("href")
        if target is not None:
            assert target.startswith(("https://", "http://", "mailto:")) or target[1:] in identifiers
            assert "".join(element.itertext()).strip()
    levels = [int(element.tag[-1]) for element in elements if re.fullmatch(f"{HTML}h[1-6]", str(element.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))
    for picture in (element for element in elements if element.tag == f"{SVG}svg"):
        if picture.get("aria-hidden") == "true":
            continue
        assert picture.get("role") == "img"
        assert [child.tag for child in list(picture)[:2]] == [f"{SVG}title", f"{SVG}desc"]
        assert all((child.text or "").strip() for child in list(picture)[:2])


def test_a_body_harms_nothing() -> None:
    assert body_as_html(NASTY) == (
        "<h4>Kop &amp; &lt;b&gt;</h4>\n<h5>Dieper</h5>\n"
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=https://example.org/a.png onerror=alert(1)&gt;</p>\n"
        '<p><a href="https://example.org/p.png" rel="noopener noreferrer">spion</a> en '
        '<a href="https://example.org" rel="noopener noreferrer">beeld</a>\n'
        'leeg <a href="https://example.org/leeg" rel="noopener noreferrer">https://example.org/leeg</a> '
        "[kwaad](javascript:alert(1)) [ook](javascript:x) [data](data:text/html;x)\n"
        '[pad](../geheim) <a href="mailto:a@example.org" rel="noopener noreferrer">mail</a> '
        '<a href="https://example.org/%22" rel="noopener noreferrer">https://example.org/&quot;</a>&lt;script&gt;&gt; '
        "&lt;ftp://example.org&gt;</p>\n"
        "<table>\n<thead>\n<tr>\n<td></td>\n"
        '<th class="number">rechts</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>a</td>\n<td class="number">1</td>\n</tr>\n'
        "</tbody>\n</table>\n"
        '<pre><code class="language-&quot;&gt;&lt;script&gt;">code &amp; &lt;/code&gt;\n</code></pre>\n'
        "<ul>\n<li>a\n<h5>in een lijst</h5>\n</li>\n</ul>"
    )


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        ("# a", [4]),
        ("###### a", [4]),
        ("## a\n#### b\n## c\n# d\n### e", [4, 5, 4, 4, 5]),
        ("# a\n## b\n### c\n#### d", [4, 5, 6, 6]),
        ("a\n===\nb\n---", [4, 5]),
        ("> # a\n\n#", [4]),
    ],
)
def test_headings_of_a_body_skip_no_level(body: str, levels: list[int]) -> None:
    assert [int(level) for level in re.findall(r"<h(\d)>", body_as_html(body))] == levels


def test_text_is_text() -> None:
    way = Html("Tabel")
    assert way.text('<a href="x">&\n\x1b') == "&lt;a href=&#34;x&#34;&gt;&amp; \\x1b"
    assert way.paragraphs("een\ntwee\n\n<drie>") == "<p>een<br>twee</p>\n<p>&lt;drie&gt;</p>"
    assert way.text("\ufffe\U0001ffff") == "\ufffd\ufffd"


def test_documents_are_valid_whatever_is_in_them(circo: Circo) -> None:
    check(circo.ok("digest", "preview", "--for", "network", "--format", "html"))
    small_network(circo)
    hub = "<i>\"Hub\" & 'zo'</i>"
    circo.ok("hub", "add", hub, "--region", "zeeland", "--lead", "L")
    circo.ok("theme", "add", "<u>Thema</u> met een heel lange naam, veel langer dan een telefoon breed is")
    theme = circo.json("theme", "list")[-1]["key"]
    circo.ok("insight", "add", "<script>alert(1)</script>", "--hub", "limburg", "--body", NASTY, "--theme", theme)
    circo.ok("insight", "publish", "K2")
    circo.ok("insight", "comment", "K2", "</li><script>alert(2)</script>")
    for number in range(2):
        circo.ok("question", "log", f"</h4>Hoe {number}?", "--theme", theme, "--hub", "limburg", "--category", "chain")
    circo.ok("question", "answer", "Q3", "<b>zo</b>\n\n&amp;")
    circo.ok("question", "share", "Q3", "Q4")
    for language in ("nl", "en"):
        for audience in ("circo", "network", "hub:limburg"):
            out = circo.ok("digest", "preview", "--for", audience, "--format", "html", "--lang", language)
            check(out)
            assert f'<html lang="{language}">' in out
            assert "<script" not in out


def test_a_question_that_is_answered_and_referred_stands_in_both_sections(circo: Circo) -> None:
    small_network(circo)
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        connection.execute("UPDATE question SET status = 'referred', referred_text = 'LIOF' WHERE id = 1")
    check(circo.ok("digest", "preview", "--for", "circo", "--format", "html"))


def test_html_has_every_item(circo: Circo) -> None:
    small_network(circo)
    out = circo.ok("digest", "preview", "--for", "network", "--format", "html")
    digest = json.loads(circo.ok("digest", "preview", "--for", "network", "--format", "json"))
    keys = [
        item["key"]
        for section in digest
        if isinstance(digest[section], list)
        for item in digest[section]
        if "key" in item
    ]
    text = "".join(parsed(out).itertext())
    assert [key for key in keys if key not in text and key != "limburg"] == []
    assert "LIOF is nieuwe partner van Limburg" in text
    assert "Financiering · Bouw: 2 vragers, vorige periode 0." in text


def test_a_chart_has_its_widths_in_parts_of_what_there_is() -> None:
    chart = make_chart("c", [Bar("a" * 50, 4, 2), Bar("b", 0, 0)], title="t", description="d")
    assert [(bar.width, bar.before_width, len(bar.label)) for bar in chart.bars] == [
        ("85.0%", "42.5%", 40),
        ("0.0%", "0.0%", 1),
    ]
    assert chart.height == 100
    assert make_chart("c", [Bar("a", 0)], title="t", description="d").bars[0].width == "0.0%"
