"""Sheets of a workbook: styles, and a list of rows that one can filter, sort and print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from circo_cli.documents.language import Language
from circo_cli.rendering.workbook import book_text, write_text

INK, PALE = "#17474A", "#E3EEEC"
LINE = 15.0
"""The height of a line of text, in points."""

_NUMBER = {"align": "right", "indent": 1}
_HEADER = {"bold": True, "font_color": "white", "bg_color": INK, "text_wrap": True, "valign": "vcenter"}
_TOTAL = {"bold": True, "top": 1, "bg_color": PALE}

_STYLES: Mapping[str, Mapping[str, Any]] = {
    "text": {},
    "wrapped": {"text_wrap": True},
    "after_number": {"align": "left", "indent": 1},
    "count": {"num_format": "#,##0", **_NUMBER},
    "quotient": {"num_format": "#,##0.00", **_NUMBER},
    "rate": {"num_format": "0.0%", **_NUMBER},
    "count_change": {"num_format": "+#,##0;-#,##0;0", **_NUMBER},
    "quotient_change": {"num_format": "+#,##0.00;-#,##0.00;0.00", **_NUMBER},
    "rate_change": {"num_format": "+0.0%;-0.0%;0.0%", **_NUMBER},
    "date": {"num_format": "yyyy-mm-dd", **_NUMBER},
    "title": {"bold": True, "font_size": 16, "font_color": INK},
    "heading": {"bold": True, "font_size": 12, "font_color": INK},
    "header": _HEADER,
    "header_after_number": {**_HEADER, "align": "left", "indent": 1},
    "number_header": {**_HEADER, **_NUMBER},
    "total": _TOTAL,
    "total_count": {"num_format": "#,##0", **_TOTAL, **_NUMBER},
    "note": {"text_wrap": True, "font_color": "#404040"},
}
_MOST_LINES = 27
_LONGEST_HEADER = 255
"""How many characters a page header can hold, codes included."""


class Styles:
    """The formats of one workbook by name, each made once; `ruled` ones draw a line below a cell."""

    def __init__(self, book: Any, *, ruled: bool = False) -> None:
        """Make formats in `book` as they are asked for."""
        self._book = book
        self._base = {"valign": "top", **({"bottom": 1, "bottom_color": "#D5DEDD"} if ruled else {})}
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Return the format `name`; everything stands at the top of its cell unless it says otherwise."""
        if name not in self._made:
            self._made[name] = self._book.add_format({**self._base, **_STYLES[name]})
        return self._made[name]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: the phrase that heads it, its width in characters, its style, what codes are called."""

    phrase: str
    width: float
    style: str = "text"
    labels: Mapping[str, str] | None = None


def write_value(sheet: Any, row: int, column: int, value: Any, style: Any, *, day: bool = False) -> None:
    """Write a number as a number, text as text and, where it is a `day`, an ISO date as a date; None stays empty."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    elif day:
        sheet.write_datetime(row, column, date.fromisoformat(value), style)
    else:
        write_text(sheet, row, column, value, style)


def heading(phrase: str) -> str:
    """Return a phrase as it heads a column."""
    return phrase[:1].upper() + phrase[1:]


def write_list(
    sheet: Any,
    styles: Styles,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    language: Language,
    *,
    frozen: int,
) -> None:
    """Fill a sheet with `rows`, the first field of each its key, below a header that stays in sight and on paper.

    So do the first `frozen` columns in sight. Raises `UsageError` for a text that would be cut.
    """
    last = 0
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        kind = "number_header" if column.style in ("count", "quotient", "date") else "header"
        write_text(sheet, 0, number, heading(language.say(column.phrase)), styles[kind])
    sheet.set_row(0, 2 * LINE + 2)
    made = [
        (styles[column.style], column.style == "date", column.labels, column.width if column.style == "wrapped" else 0)
        for column in columns
    ]
    for last, row in enumerate(rows, start=1):
        lines = 1
        for number, (value, (style, day, labels, width)) in enumerate(zip(row, made, strict=True)):
            if isinstance(value, str):
                value = book_text(value if labels is None else labels.get(value, value), row[0])
                if width and (len(value) > width - 2 or "\n" in value):
                    lines = max(lines, lines_of(value, width))
            write_value(sheet, last, number, value, style, day=day)
        if lines > 1:
            sheet.set_row(last, LINE * lines)
    sheet.freeze_panes(1, frozen)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.repeat_rows(0)


def lines_of(text: str, width: float) -> int:
    """Return about how many lines `text` takes in a column `width` characters wide, at most as many as a row can hold.

    Not every program that opens a workbook finds that out by itself.
    """
    return min(_MOST_LINES, sum(1 + int(len(line) / (width * 0.9)) for line in text.split("\n")))


def set_up_pages(sheet: Any, title: str, language: Language) -> None:
    """Print on landscape A4, as wide as one page, with the title above and the number of the page below."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{_in_header(title)}&R&A")
    sheet.set_footer(f"&R{language.say('book_page', page='&P', pages='&N')}")


def _in_header(text: str) -> str:
    """Return `text` with nothing in it that is a code of a page header, and no longer than one may be."""
    text = book_text(text, "title").replace("\n", " ")[: (_LONGEST_HEADER - 10) // 2]
    return text.replace("&", "&&")


def labels_of(kind: Iterable[Any], language: Language) -> Mapping[str, str]:
    """Return code → label of a vocabulary."""
    return {member.value: member.label(language.code) for member in kind}
