"""Prose on a terminal: what people typed as paragraphs, or in Markdown, wrapped to the width."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from circo_cli.rendering.console import drawn
from circo_cli.rendering.pictures import wrapped
from circo_cli.values.text import visible

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKUP = re.compile(r"[*_`\[\]<>#|~\\&=]|^ {0,3}([-+]|\d{1,9}[.)])(\s|$)|^( {4}|\t)|^ {0,3}-+\s*$|  $", re.MULTILINE)
"""What could mean something in Markdown: only then the reader of it is loaded."""


def paragraphs(text: str, width: int) -> list[str]:
    """Return `text` as it was typed, each of its lines wrapped to `width` columns; blank lines stay."""
    return [
        line for typed in text.strip("\n").split("\n") for line in (wrapped(typed, width) if typed.strip() else [""])
    ]


def read_markdown(text: str, width: int, *, color: bool) -> list[str]:
    """Return the Markdown of `text` as a reader sees it, in lines of at most `width` columns.

    Headings are underlined and lists keep their bullets, so that all can be told apart without colour. Nothing of
    the text acts: no character of it steers the terminal, and no link can be followed unseen.
    """
    if _MARKUP.search(text) is None:
        joined = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text) if block.strip()]
        return paragraphs("\n\n".join(joined), width)
    return [line.rstrip() for line in _drawn(text, width, color=color).strip("\n").split("\n")]


def _drawn(text: str, width: int, *, color: bool) -> str:
    from rich.markdown import Heading, Markdown
    from rich.text import Text

    class LeftHeading(Heading):
        """A heading where text begins, underlined."""

        def __rich_console__(self, console: Any, options: Any) -> Iterable[Text]:
            """Yield the heading and a line below it."""
            self.text.justify = "left"
            yield self.text
            yield Text("-" * min(self.text.cell_len, options.max_width))

    class Body(Markdown):
        """Markdown with such headings."""

        elements = {**Markdown.elements, "heading_open": LeftHeading}  # noqa: RUF012 - as in the class it is of

    body = Body(text, hyperlinks=False, justify="left", code_theme="ansi_dark")
    _make_harmless(body.parsed)
    return drawn(body, width=width, color=color)


def _make_harmless(tokens: Iterable[Token]) -> None:
    """Show control and direction characters, also those that entities stood for, as escapes, and HTML as text."""
    for token in tokens:
        token.type = {"html_inline": "text", "html_block": "code_block"}.get(token.type, token.type)
        token.content = visible(token.content)
        token.attrs = {name: visible(value) if isinstance(value, str) else value for name, value in token.attrs.items()}
        _make_harmless(token.children or ())
