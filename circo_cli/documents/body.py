"""The body of an insight, Markdown that somebody typed, as a part of a larger document that it cannot harm.

What comes out keeps its emphasis, lists, code and web links. Its headings stand below those of the document; raw
HTML is shown as text; an image becomes a link, so that opening a digest fetches nothing; links that are not to the
web or to mail are text; nothing that is left open swallows what follows. A parser checks the outcome: a body that
still holds something else is taken more and more literally.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from circo_cli.documents.markdown import escape
from circo_cli.values.text import one_line, visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

HIGHEST_LEVEL = 4
"""Headings of bodies begin here: those of the digest itself are of level 1 to 3."""

_LAST_LEVEL = 6
_SENTINEL = "circo-ends-here"
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_SCRIPT = re.compile(r"(?i)\b(javascript|vbscript):")
_SAFE_SCHEMES = ("http://", "https://", "mailto:")
_HEADING = re.compile(r"(^|[ \t>])(#{1,6})(?=[ \t]|$)")


def safe_body(body: str) -> str:
    """Return `body` as Markdown for inside a document, without blank lines at its ends."""
    text = visible(body.replace("\r\n", "\n").replace("\r", "\n")).expandtabs(4).strip("\n").rstrip()
    for attempt in (_neutral(text), _neutral(text, links=False)):
        if _is_safe(attempt):
            return attempt
    return literal(text)


def literal(text: str) -> str:
    """Return `text` as paragraphs and line ends in which no character means anything."""
    paragraphs = ("\n".join(lines) for full, lines in groupby(text.split("\n"), key=_is_filled) if full)
    return "\n\n".join("\\\n".join(map(escape, paragraph.split("\n"))) for paragraph in paragraphs)


def _is_filled(line: str) -> bool:
    return bool(line.strip())


@cache
def _parser(*, html: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt

    class Parser(MarkdownIt):
        """A parser that takes every link for one: they are looked at here."""

        def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
            return True

    return Parser("commonmark", {"html": html}).enable(["table", "strikethrough"])


def _neutral(text: str, *, links: bool = True) -> str:
    lines = text.split("\n")
    tokens = _parser(html=False).parse(text)
    code: set[int] = set()
    for token in tokens:
        if token.type in ("fence", "code_block") and token.map is not None:
            code.update(range(*token.map))
    _demote(lines, tokens)
    parts: list[str] = []
    prose: list[str] = []
    for number, line in enumerate(lines):
        if number in code:
            parts += _prose(prose, links=links)
            parts.append(line)
            prose = []
        else:
            prose.append(line)
    parts += _prose(prose, links=links)
    opened = [token for token in tokens if token.type == "fence" and token.level == 0 and token.map is not None]
    if opened and opened[-1].map is not None and opened[-1].map[1] >= len(lines):
        last = lines[-1].strip()
        mark = opened[-1].markup
        if not (last.startswith(mark) and not last.strip(mark[0])) or opened[-1].map[1] - opened[-1].map[0] == 1:
            parts.append(mark)
    return "\n".join(parts)


def _demote(lines: list[str], tokens: list[Token]) -> None:
    """Rewrite, in place, every heading to its level below the document's own; an underline goes."""
    for token, following in pairwise(tokens):
        if token.type != "heading_open" or token.map is None:
            continue
        marks = "#" * min(int(token.tag[1]) + HIGHEST_LEVEL - 1, _LAST_LEVEL)
        start, end = token.map
        if token.markup.startswith("#"):
            lines[start] = _HEADING.sub(rf"\g<1>{marks}", lines[start], count=1)
            continue
        if token.level == 0:
            lines[start:end] = [f"{marks} {one_line(following.content)}", *[""] * (end - start - 1)]


def _prose(lines: list[str], *, links: bool) -> list[str]:
    """Return lines outside code blocks, with HTML, images and scripts made text; code spans stay as they are."""
    if not lines:
        return []
    text = "\n".join(lines)
    pieces: list[str] = []
    at = 0
    for match in _CODE_SPAN.finditer(text):
        if "\n\n" in match.group():
            continue
        pieces += [_inert(text[at : match.start()], links=links), match.group()]
        at = match.end()
    pieces.append(_inert(text[at:], links=links))
    return "".join(pieces).split("\n")


def _inert(text: str, *, links: bool) -> str:
    text = _SCRIPT.sub(r"\1 :", _TAG.sub("&lt;", text))
    if links:
        return re.sub(r"(?<!\\)!\[", "[", text)
    return re.sub(r"\\?([\[\]])", r"\\\1", text)


def _is_safe(text: str) -> bool:
    tokens = _parser(html=True).parse(f"{text}\n\n{_SENTINEL}\n")
    if len(tokens) < 3 or tokens[-2].content != _SENTINEL or tokens[-3].type != "paragraph_open" or tokens[-3].level:
        return False
    return all(_token_is_safe(token) for token in tokens)


def _token_is_safe(token: Token) -> bool:
    if token.type in ("html_block", "html_inline", "image"):
        return False
    if token.type == "heading_open" and int(token.tag[1]) < HIGHEST_LEVEL:
        return False
    if token.type == "link_open":
        target = str(token.attrGet("href") or "").strip().lower()
        return target.startswith(_SAFE_SCHEMES)
    return all(_token_is_safe(child) for child in token.children or ())
