"""What holds of every output, whatever the data says."""

from __future__ import annotations

import contextlib
import csv
import email
import email.policy
import io
import json
import re
import sqlite3
from collections.abc import Sequence
from typing import Any

import html5lib
import icalendar
import vobject
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from circo_cli.app import run
from circo_cli.values.spreadsheet import unescape, unguard
from tests.conftest import Answer, Circo

COLOUR = re.compile("\x1b\\[[0-9;]*m")
STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SCHEMES = ("http://", "https://", "mailto:")
OUTPUTS = ("table", "terminal", "json", "jsonl", "csv", "tsv", "markdown", "xlsx")


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def on_terminal(*typed: str, width: int = 100) -> Answer:
    """Return what a command prints where stdout and stderr are a terminal with colour, and nobody answers."""
    out, err = Screen(), Screen()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([*typed, "--color", "always", "--no-input"])
    return Answer(code, out.getvalue(), err.getvalue())


def check_answer(answer: Answer, *, codes: Sequence[int] = (0,)) -> None:
    """Assert that a command ended as it may, and that nothing it said steers a terminal."""
    assert answer.code in codes, answer
    assert not STEERS.search(COLOUR.sub("", answer.err)), answer.err
    if answer.code:
        assert answer.out == "", answer
        lines = COLOUR.sub("", answer.err).splitlines()
        assert len([line for line in lines if line.startswith("error:")]) == 1, answer.err


def check_database(circo: Circo, schema: list[Any]) -> None:
    """Assert that the database is sound, and made as it was."""
    with contextlib.closing(sqlite3.connect(circo.database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert schema_of(connection) == schema


def schema_of(connection: sqlite3.Connection) -> list[Any]:
    """Return everything that a database is made of."""
    return connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name, type").fetchall()


def check_list(circo: Circo, typed: Sequence[str], output: str) -> None:
    """Assert that a list is the same in an `output` as in JSON, and harmless there."""
    if output == "terminal":
        answer = on_terminal(*typed)
        check_answer(answer)
        assert not STEERS.search(COLOUR.sub("", answer.out)), answer.out
        return
    rows = json.loads(circo.ok(*typed, "--json"))
    if output == "xlsx":
        circo.ok(*typed, "-o", "xlsx", "--to", "out.xlsx")
        check_workbook("out.xlsx", rows)
        return
    answer = circo(*typed, "-o", output)
    check_answer(answer)
    out = answer.out
    assert not CONTROLS.search(out), out
    if output not in ("csv", "tsv"):
        assert not STEERS.search(out), out
    if output == "jsonl":
        assert [json.loads(line) for line in out.splitlines()] == rows
    elif output in ("csv", "tsv"):
        check_cells(out, "," if output == "csv" else "\t", rows)
    elif output == "markdown":
        assert len(out.splitlines()) == len(rows) + 2
        tokens = markdown(out)
        assert {token.type for token in tokens} <= {*TABLE, "text", "inline", "text_special"}, out
        width = len(rows[0]) if rows else None
        assert sum(token.type == "td_open" for token in tokens) == sum(len(row) for row in rows), (out, width)


TABLE = {f"{name}_{end}" for name in ("table", "thead", "tbody", "tr", "th", "td") for end in ("open", "close")}


def check_cells(out: str, separator: str, rows: list[dict[str, Any]]) -> None:
    """Assert that CSV or TSV has the cells of `rows`, and that none of them starts a formula."""
    header, *lines = csv.reader(io.StringIO(out, newline=""), delimiter=separator, strict=True)
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        assert header == list(row)
        for cell, value in zip(line, row.values(), strict=True):
            if isinstance(value, str):
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
                assert unguard(cell) == value


def check_workbook(path: str, rows: list[dict[str, Any]] | None = None) -> None:
    """Assert that no cell of a workbook is a formula or a link of somebody's, and that its cells are those of `rows`."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type != "f", cell.value
                assert cell.hyperlink is None or cell.hyperlink.target is None, cell.hyperlink
    if rows is None:
        return
    (sheet,) = book.worksheets
    header, *lines = sheet.iter_rows(values_only=True)
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        assert list(header) == list(row)
        for cell, value in zip(line, row.values(), strict=True):
            if isinstance(value, str):
                assert unescape(str(cell or "")) == NO_CHARACTER.sub("\ufffd", value)


def markdown(text: str) -> list[Any]:
    """Return every token of a Markdown text as a reader that lets HTML through sees it."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    tokens = parser.parse(text)
    return [each for token in tokens for each in (token, *(token.children or ()))]


def check_markdown(text: str) -> None:
    """Assert that a document in Markdown has no HTML, no image, and links to the web, to mail and within itself alone."""
    assert not STEERS.search(text), text
    for token in markdown(text):
        assert token.type not in ("html_block", "html_inline", "image"), (token, text)
        if token.type == "link_open":
            target = str(token.attrGet("href"))
            assert target.lower().startswith((*SCHEMES, "#")), (target, text)


def skeleton(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return every element of an HTML document, with the names of its attributes, in order; it has to be valid.

    Where a line may break is no element of it: a name may have a slash, or none.
    """
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(text)
    elements = [each for each in tree.iter() if isinstance(each.tag, str) and each.tag != "wbr"]
    return [(str(each.tag), tuple(sorted(each.attrib))) for each in elements]


ATTRIBUTES = {"aria-label", "aria-labelledby", "charset", "class", "content", "datetime", "dx", "height", "href", "http-equiv", "id",
              "lang", "name", "rel", "role", "scope", "start", "tabindex", "width", "x", "x1", "x2", "xmlns", "y", "y1", "y2"}  # fmt: skip
ELEMENTS = {"html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "h4", "h5", "h6", "p", "main", "section", "article", "nav", "div", "span", "ul", "ol", "li", "a", "strong", "em", "s", "code", "pre", "blockquote", "br", "hr", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "time", "svg", "desc", "text", "rect", "line", "wbr"}  # fmt: skip


def check_html(text: str) -> None:
    """Assert that an HTML document holds what its template and harmless Markdown make, and runs and fetches nothing."""
    assert not STEERS.search(text), text
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(text)
    for each in tree.iter():
        assert isinstance(each.tag, str), (each, text)
        assert each.tag.rpartition("}")[2] in ELEMENTS, each.tag
        assert {name.rpartition("}")[2] for name in each.attrib} <= ATTRIBUTES, each.attrib
        target = each.attrib.get("href")
        assert target is None or target.lower().startswith((*SCHEMES, "#")), target
    assert len([each for each in tree.iter() if each.tag == "style"]) == 1


HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "MIME-Version", "Content-Type", "Content-Language"]  # fmt: skip


def check_mail(text: str) -> None:
    """Assert that a message has the headers that are ours, and two parts that do no harm."""
    assert text.isascii()
    message = email.message_from_string(text, policy=email.policy.strict)
    assert sorted(message.keys()) == sorted(HEADERS), message.keys()
    assert not message.defects
    assert not STEERS.search("".join(str(value) for value in message.values()))
    plain, html = message.iter_parts()  # type: ignore[attr-defined]
    for part, kind in ((plain, "text/plain"), (html, "text/html")):
        assert part.get_content_type() == kind
        assert not part.defects
        assert sorted(part.keys()) == ["Content-Language", "Content-Transfer-Encoding", "Content-Type"], part.keys()
    assert not STEERS.search(plain.get_content())
    check_html(html.get_content())


CALENDAR = ["CALSCALE", "METHOD", "NAME", "PRODID", "VERSION", "X-WR-CALNAME"]
EVENT = {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "STATUS", "SUMMARY", "LOCATION", "DESCRIPTION", "CATEGORIES"}


def check_calendar(text: str) -> None:
    """Assert that two readers see the properties and parts that are ours, and no others."""
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
    assert not STEERS.search(text.replace("\r\n", "\n")), text
    calendar = icalendar.Calendar.from_ical(text)
    assert sorted(calendar.keys()) == CALENDAR
    assert {each.name for each in calendar.subcomponents} <= {"VTIMEZONE", "VEVENT"}
    for event in calendar.walk("VEVENT"):
        assert set(event.keys()) <= EVENT
        assert not event.subcomponents
    other = vobject.readOne(text)
    assert len(other.contents.get("vevent", ())) == len(calendar.walk("VEVENT"))
    for event in other.contents.get("vevent", ()):
        assert {name.upper() for name in event.contents} <= EVENT
