"""A file as people have it, read: whatever kind it is, rows of text by field come out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from circo_cli.intake.columns import Wanted
from circo_cli.intake.flat import sheet_of
from circo_cli.intake.sheet import Format, Progress, Sheet, unseen
from circo_cli.intake.source import called, read_source, recognised


def read_sheet(
    source: str,
    *,
    headers: Mapping[str, Sequence[str]],
    derived: Collection[str] = (),
    needed: Sequence[str] = (),
    mapped: Mapping[str, str] | None = None,
    format: str | None = None,
    progress: Progress = unseen,
) -> Sheet:
    """Return what the file `source` holds, or standard input for ``-``.

    `headers` are the fields with the other headers that mean them, the best first; `derived` are fields that circo
    prints and nobody sets, which are passed over; `needed` are the fields that the file must have; `mapped` gives a
    header its field (or none: ``""``). `format` tells a `Format` where no name does; what the content is counts for
    more. `progress` is told of rows as they are read. Raises `UsageError` for what cannot be read or lacks a column;
    rows that are broken are in the sheet.
    """
    wanted = Wanted(headers, derived, needed, mapped or {})
    content = read_source(source)
    name = called(source)
    kind = recognised(content, source, Format(format) if format else None)
    if kind in (Format.JSON, Format.JSONL):
        from circo_cli.intake.objects import read_objects

        return read_objects(content, wanted, name=name, one_a_line=kind is Format.JSONL)
    if kind is Format.XLSX:
        from circo_cli.intake.workbook import read_workbook

        flat = read_workbook(content, name=name, known=wanted.known())
    else:
        from circo_cli.intake.delimited import read_delimited

        flat = read_delimited(content, name=name, known=wanted.known(), tabs=kind is Format.TSV)
    return sheet_of(flat, wanted, name=name, progress=progress)
