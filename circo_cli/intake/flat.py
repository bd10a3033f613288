"""Rows of cells under a header, from text or from a workbook, made into lines by field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, NamedTuple

from circo_cli.intake.columns import Wanted, bare, find_columns
from circo_cli.intake.sheet import PLAIN, BadRow, Cells, Format, Layout, Line, Progress, Sheet, shown, unseen

_BATCH = 1_000
TITLES = 10
"""So many rows a title takes at most, with what else stands between it and the header."""


class Row(NamedTuple):
    """A row as it came, and why it is none."""

    number: int
    raw: Any
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """A header and the rows under it; `texts` gives the trimmed text of each cell of a row."""

    header: Sequence[str]
    rows: Iterator[Row]
    texts: Callable[[Sequence[Any]], list[str]]
    format: Format
    layout: Layout = PLAIN
    skipped: Sequence[str] = ()
    above: int = 0
    """How many rows stand above the header: a title."""


def sheet_of(flat: Flat, wanted: Wanted, *, name: str, progress: Progress = unseen) -> Sheet:
    """Return the lines of `flat` by field; raise `UsageError` as `find_columns` does."""
    flat = _below_title(flat, wanted.known())
    headers = flat.texts(flat.header)
    width = len(headers)
    found = find_columns(headers, wanted, name=name)
    columns = {field: headers[place] for field, place in found.places.items()}
    lines: list[Line] = []
    broken: list[BadRow] = []
    spoilt: dict[int, Any] = {}
    for number, raw, fault in flat.rows:
        if number % _BATCH == 0:
            progress(number)
        if fault is not None:
            broken.append(BadRow(number, None, None, fault))
            spoilt[number] = raw
            continue
        texts = flat.texts(raw)
        if not any(texts):
            continue
        if texts == raw:
            texts = raw  # the same texts: hold them once
        if len(texts) > width and any(texts[width:]):
            broken.append(BadRow(number, None, shown(_joined(texts, flat.layout)), _too_many(texts, width, flat)))
            spoilt[number] = raw
            continue
        if len(texts) < width:
            texts = [*texts, *[""] * (width - len(texts))]
        lines.append(Line(number, Cells(found.places, texts), raw))
    return Sheet(
        name=name,
        format=flat.format,
        columns=columns,
        lines=lines,
        unread=found.unread,
        broken=broken,
        spoilt=spoilt,
        header=flat.header,
        layout=flat.layout,
        skipped=flat.skipped,
        above=flat.above,
    )


def headers_in(texts: Sequence[str], known: Collection[str]) -> int:
    """Return how many of the cells of a row are `known` headers, as `bare` gives them."""
    return sum(bare(each) in known for each in texts)


def _below_title(flat: Flat, known: Collection[str]) -> Flat:
    """Return `flat` with the header that stands below a title, where its first row holds no `known` header.

    Two of them make a header: one may be a word in a row of a table that has none.
    """
    if headers_in(flat.texts(flat.header), known):
        return flat
    first: list[Row] = []
    for row in flat.rows:
        if row.fault is None and headers_in(flat.texts(row.raw), known) > 1:
            width = max(place for place, each in enumerate(flat.texts(row.raw), start=1) if each)
            return replace(flat, header=row.raw[:width], above=row.number - 1)
        first.append(row)
        if len(first) == TITLES:
            break
    return replace(flat, rows=chain(first, flat.rows))


def _joined(texts: Sequence[str], layout: Layout) -> str:
    return layout.delimiter.join(texts)


def _too_many(texts: Sequence[str], width: int, flat: Flat) -> str:
    many = f"has {len(texts)} cells, and the header has {width}"
    if flat.format is Format.XLSX:
        return f"{many}: does a column lack its header?"
    return f"{many}: is a text with '{flat.layout.delimiter}' in it not quoted?"
