"""Writes the parts of a document as HTML, and turns the Markdown of a body into HTML that can do no harm.

Raw HTML is shown as text; links lead to the web or to mail and nowhere else; an image becomes a link, so that opening
a document fetches nothing; no attribute carries style, so that a strict content security policy holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from circo_cli.documents.writing import Markdown, Safe
from circo_cli.values.text import one_line, visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

HIGHEST_LEVEL = 4
"""Headings of bodies begin here; those of the document are of level 1 to 3."""

_LAST_LEVEL = 6
_SAFE_SCHEMES = ("http://", "https://", "mailto:")
_ALIGNED = {"text-align:right": "number", "text-align:center": "centred"}
_NONCHARACTERS = re.compile(
    "[\ufdd0-\ufdef" + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)) + "]"
)


def plain(text: str) -> str:
    """Return `text` without what no HTML document may hold."""
    if text.isprintable():  # as nearly every text: none of these characters can be printed
        return text
    return _NONCHARACTERS.sub("\ufffd", visible(text))


class Html(Markdown):
    """Writes the parts of a document as HTML; `table_name` says what a table is to who cannot see it."""

    line_end = Safe("<br>")

    def __init__(self, table_name: str) -> None:
        """Know what tables are called."""
        self.table_name = self.own(table_name)

    def own(self, phrase: str) -> Safe:
        """Return a phrase of a catalogue or the vocabulary."""
        from markupsafe import escape

        return Safe(escape(phrase))

    def text(self, value: str) -> Safe:
        """Return text from the data on one line."""
        return self.own(plain(one_line(value)))

    def strong(self, value: str) -> Safe:
        """Return what the eye should find."""
        return Safe(f"<strong>{self.safe(value)}</strong>")

    def link(self, value: str, *, place: str, heading: str) -> Safe:
        """Return a link to the section `place` of this document."""
        return Safe(f'<a href="#{place}">{self.safe(value)}</a>')

    def body(self, value: str) -> Safe:
        """Return the Markdown of a body as HTML."""
        return Safe(body_as_html(value).replace("<table>", self._before_table()).replace("</table>", "</table></div>"))

    def paragraphs(self, value: str) -> Safe:
        """Return plain text of several lines as paragraphs."""
        lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        groups = (list(group) for filled, group in groupby(lines, key=lambda line: bool(line.strip())) if filled)
        return Safe("\n".join(f"<p>{'<br>'.join(map(self.text, group))}</p>" for group in groups))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int) -> Safe:
        """Return a table whose columns but the first `texts` hold figures, and whose rows are named by the first."""
        heads = "".join(
            f'<th scope="col"{_number(place >= texts)}>{self.safe(cell)}</th>' for place, cell in enumerate(header)
        )
        lines = []
        for first, *others in rows:
            cells = "".join(
                f"<td{_number(place >= texts)}>{self.safe(cell)}</td>" for place, cell in enumerate(others, start=1)
            )
            lines.append(f'<tr><th scope="row">{self.safe(first)}</th>{cells}</tr>')
        body = "\n".join(lines)
        return Safe(f"{self._before_table()}\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>")

    def _before_table(self) -> str:
        """Return what opens a table that may be wider than a telephone: whoever has no mouse can scroll it too."""
        return f'<div class="wide" role="group" tabindex="0" aria-label="{self.table_name}"><table>'


def _number(is_number: bool) -> str:
    return ' class="number"' if is_number else ""


def body_as_html(body: str) -> str:
    """Return the Markdown `body` as HTML for inside a document."""
    text = plain(body.replace("\r\n", "\n").replace("\r", "\n")).expandtabs(4)
    parser = _parser()
    tokens = list(_outlined(parser.parse(text)))
    for token in tokens:
        if token.children:
            token.children = list(_without_images(token.children))
        if token.type in ("th_open", "td_open"):
            aligned = _ALIGNED.get(str(token.attrs.pop("style", "")))
            if aligned:
                token.attrSet("class", aligned)
    return str(parser.renderer.render(tokens, parser.options, {})).strip()


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    class Parser(MarkdownIt):
        """A parser for which a link leads to the web or to mail; an image too, as it will be a link."""

        def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
            return url.strip().lower().startswith(_SAFE_SCHEMES)

    return Parser("commonmark", {"html": False, "xhtmlOut": False}).enable(["table", "strikethrough"])


def _outlined(tokens: list[Token]) -> Iterator[Token]:
    """Yield `tokens` with headings that follow on those of the document, none skipped and none empty.

    A header cell without words is an ordinary cell.
    """
    above: list[int] = []
    skipping = False
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else token
        if token.type == "heading_open":
            skipping = not following.content.strip()
            level = int(token.tag[1])
            if not skipping:
                above = [*(each for each in above if each < level), level]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(HIGHEST_LEVEL + len(above) - 1, _LAST_LEVEL)}"
        if token.type == "th_open" and not following.content.strip():
            token.tag = tokens[place + 2].tag = "td"
        if not skipping:
            yield token
        if token.type == "heading_close":
            skipping = False


def _without_images(tokens: list[Token]) -> Iterator[Token]:
    """Yield the tokens of a line, with a link for each image (in a link: its words), and words in every link.

    A link to nowhere is its words.
    """
    from markdown_it.token import Token

    def words(content: str) -> Token:
        return Token("text", "", 0, content=content)

    target: str | None = None
    said = False
    for token in tokens:
        if token.type == "link_open":
            target, said = str(token.attrGet("href") or ""), False
            token.attrSet("rel", "noopener noreferrer")
            if target:
                yield token
        elif token.type == "link_close":
            if target and not said:
                yield words(target)
            if target:
                yield token
            target = None
        elif token.type == "image":
            source, content = str(token.attrGet("src") or ""), token.content.strip()
            said = said or bool(content)
            if target is not None or not source:
                yield words(content)
                continue
            attributes: dict[str, Any] = {"href": source, "rel": "noopener noreferrer"}
            yield Token("link_open", "a", 1, attrs=attributes)
            yield words(content or source)
            yield Token("link_close", "a", -1)
        else:
            said = said or bool(token.content.strip())
            yield token
