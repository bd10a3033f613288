"""Two ways to write the parts of a document: Markdown and plain text.

Whatever comes from the data is escaped by `Markdown.safe` where it is put out, unless it was made safe before (`Safe`).
"""

from __future__ import annotations

from collections.abc import Sequence

from circo_cli.values.text import one_line, visible


class Safe(str):
    """Text of the document itself, or made safe for it: put out as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return itself: what a template that escapes looks for."""
        return str(self)


class Markdown:
    """Writes the parts of a document as Markdown."""

    line_end = Safe("\\")

    def own(self, phrase: str) -> Safe:
        """Return a phrase of a catalogue or the vocabulary, blanks and all."""
        return Safe(phrase)

    def text(self, value: str) -> Safe:
        """Return text from the data as one line in which nothing is markup."""
        from circo_cli.documents.markdown import escape

        return Safe(escape(value))

    def heading(self, level: int, title: str) -> Safe:
        """Return the heading of a part."""
        return Safe(f"{'#' * level} {self.safe(title)}")

    def strong(self, value: str) -> Safe:
        """Return what the eye should find."""
        return Safe(f"**{self.safe(value)}**")

    def link(self, value: str, *, place: str, heading: str) -> Safe:
        """Return a link to the section `place` of this document, whose title is `heading`."""
        from circo_cli.documents.markdown import anchor

        return Safe(f"[{self.safe(value)}](#{anchor(heading)})")

    def body(self, value: str) -> Safe:
        """Return the body of an insight."""
        from circo_cli.documents.body import safe_body

        return Safe(safe_body(value))

    def paragraphs(self, value: str) -> Safe:
        """Return plain text of several lines as a quotation."""
        lines = [self.text(line) for line in value.split("\n")]
        return Safe(
            "\n".join(
                f"> {line}\\" if line and following else f"> {line}".rstrip()
                for line, following in zip(lines, [*lines[1:], ""], strict=True)
            )
        )

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int) -> Safe:
        """Return a table whose columns but the first `texts` hold figures."""
        from circo_cli.documents.markdown import table

        cells = [[self.safe(cell) for cell in row] for row in rows]
        return Safe(table([self.safe(cell) for cell in header], cells, texts=texts).rstrip("\n"))

    def safe(self, value: object) -> str:
        """Return `value` as it may stand in the document; this is where data is escaped."""
        return value if isinstance(value, Safe) else self.text(str(value))


class PlainText(Markdown):
    """Writes the parts of a document as text without markup."""

    line_end = Safe("")

    def text(self, value: str) -> Safe:
        """Return text from the data on one line."""
        return Safe(visible(one_line(value)))

    def heading(self, level: int, title: str) -> Safe:
        """Return a heading, underlined unless it is the title of an item."""
        text = self.safe(title)
        return Safe(f"{text}\n{'=-'[level - 1] * len(text)}" if level < 3 else text)

    def strong(self, value: str) -> Safe:
        """Return `value`: plain text has no emphasis."""
        return Safe(self.safe(value))

    def link(self, value: str, *, place: str, heading: str) -> Safe:
        """Return `value`: plain text has no links."""
        return Safe(self.safe(value))

    def body(self, value: str) -> Safe:
        """Return the body as it was typed: Markdown reads well as text."""
        return Safe(visible(value.replace("\r\n", "\n").replace("\r", "\n")).strip("\n").rstrip())

    def paragraphs(self, value: str) -> Safe:
        """Return plain text of several lines, indented."""
        return Safe("\n".join(f"  {self.text(line)}".rstrip() for line in value.split("\n")))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int) -> Safe:
        """Return a table in aligned columns."""
        cells = [[self.safe(cell) for cell in row] for row in (header, *rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = [
            "  ".join(
                cell.ljust(width) if place < texts else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in cells
        ]
        return Safe("\n".join(lines))
