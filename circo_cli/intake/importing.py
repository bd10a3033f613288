"""The one engine of every import: rows of a file are read, identified, compared, checked and stored.

A dry run and an import are the same code: who calls rolls back or commits. Every bad row is found in one pass
(source: the contract, Import).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from circo_cli.intake.columns import Wanted, check_needed
from circo_cli.intake.mapping import BadValueError, Column, Importer, Read, Row
from circo_cli.intake.sheet import REASON, BadRow, Cell, Line, Progress, Sheet, unseen
from circo_cli.values.spreadsheet import ERRORS

_SEPARATOR = ";"
_BATCH = 1_000
REJECTED = "rejected"
"""What the column with what is wrong is called where a reason is a field of the noun; it is never read."""
_DIFFERS = "differs from {}, which is stored"


class Existing(Enum):
    """What is done with a row that differs from what is stored."""

    REFUSE = "refuse"
    UPDATE = "update"
    SKIP = "skip"


@dataclass(slots=True)
class Outcome:
    """What came of the rows of a file."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    bad: list[BadRow] = field(default_factory=list)

    @property
    def bad_rows(self) -> int:
        """Return how many rows are bad, whatever the number of their faults."""
        return len({each.row for each in self.bad})


def headers_of(importer: type[Importer]) -> dict[str, Sequence[str]]:
    """Return the columns that a file for `importer` may have, with other headers for each."""
    return {column.name: column.headers for column in importer.columns}


def rejects_column(importer: type[Importer]) -> str:
    """Return what the column of a rejects file is called that says what is wrong: no field of the noun."""
    return REJECTED if any(column.name == REASON for column in importer.columns) else REASON


def import_rows(
    importer: Importer, sheet: Sheet, *, existing: Existing = Existing.REFUSE, progress: Progress = unseen
) -> Outcome:
    """Check the rows of `sheet` and store the good ones; what is bad is in the outcome, and nothing of it is stored."""
    outcome = Outcome(bad=list(sheet.broken))
    reading = _Reading(importer, sheet)
    importer.known.coming = frozenset(str(line.cells.get("key", "")).strip().upper() for line in sheet.lines)
    seen: dict[Hashable, int] = {}
    for number, batch in enumerate(_batches(sheet.lines)):
        rows = [row for line in batch if (row := reading.row(line, outcome.bad)) is not None]
        rows = [row for row in rows if _identify(importer, reading, row, seen, outcome.bad)]
        stored = importer.stored([row for row in rows if row.id is not None])
        new: list[Row] = []
        for row in rows:
            try:
                if row.id is None:
                    reading.check_complete(row)
                    importer.complete(row)
                    new.append(row)
                elif _compare(row, stored[row.id], existing, outcome, reading):
                    importer.revise(row, stored[row.id])
                    importer.update(row)
                    outcome.updated += 1
            except BadValueError as error:
                outcome.bad.append(reading.bad(row.number, error))
        importer.add(new)
        outcome.added += len(new)
        progress(min((number + 1) * _BATCH, len(sheet.lines)))
    for row, why in importer.finish():
        outcome.bad.append(reading.bad(row.number, why))
        outcome.added -= 1
    outcome.bad.sort(key=lambda each: each.row)
    return outcome


def _batches(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    for start in range(0, len(lines), _BATCH):
        yield lines[start : start + _BATCH]


class _Reading:
    """Makes values of the cells of a sheet."""

    def __init__(self, importer: Importer, sheet: Sheet) -> None:
        self._importer = importer
        self._sheet = sheet
        self._columns: list[tuple[Column, Read]] = [
            (column, column.read(importer.known)) for column in importer.columns if column.name in sheet.columns
        ]
        self._lines = {line.row: line for line in sheet.lines}

    def row(self, line: Line, bad: list[BadRow]) -> Row | None:
        """Return the row with its values, or None where a cell is bad: then every fault of it is in `bad`."""
        values: dict[str, Any] = {}
        blank: list[str] = []
        sound = True
        for column, read in self._columns:
            cell = line.cells.get(column.name, "")
            if not cell:
                blank.append(column.name)
                continue
            try:
                value = _many(cell, read) if column.many else read(_one(cell))
            except BadValueError as error:
                error.field = error.field or column.name
                bad.append(self.bad(line.row, error))
                sound = False
            except ValueError as error:
                bad.append(self.bad(line.row, BadValueError(str(error), field=column.name)))
                sound = False
            else:
                if value is not None and value != "" and value != ():
                    values[column.name] = value
                if cell in ERRORS:
                    told = f"row {line.row}, {self._sheet.columns[column.name]}"
                    self._importer.known.warn("what a spreadsheet shows for a failed formula was taken as text", told)
        return Row(line.row, values, blank=blank) if sound else None

    def check_complete(self, row: Row) -> None:
        """Raise `BadValueError` where a new row lacks what every new thing needs, `UsageError` where the file does."""
        for column in self._importer.columns:
            if column.required and column.name not in row.values:
                if column.name not in self._sheet.columns:
                    sheet, wanted = self._sheet, Wanted(headers_of(type(self._importer)), needed=(column.name,))
                    check_needed([str(each or "") for each in sheet.header], sheet.columns, wanted, sheet.name)
                raise BadValueError("is empty", field=column.name)

    def bad(self, number: int, error: BadValueError) -> BadRow:
        """Return the report of a `fault` of the row `number`."""
        line = self._lines[number]
        first = next((name for name in self._sheet.columns if line.cells.get(name)), self._importer.columns[0].name)
        reported = self._sheet.bad(line, error.field or first, error.reason, error.nearest)
        return reported if error.value is None else reported._replace(value=error.value)


def _one(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{_SEPARATOR} ".join(cell)


def _many(cell: Cell, read: Read) -> tuple[Any, ...]:
    parts = cell.split(_SEPARATOR) if isinstance(cell, str) else cell
    return tuple(dict.fromkeys(read(part.strip()) for part in parts if part.strip()))


def _identify(importer: Importer, reading: _Reading, row: Row, seen: dict[Hashable, int], bad: list[BadRow]) -> bool:
    """Find out which thing `row` is; of two rows with one identity the later is bad."""
    try:
        row.id = importer.find(row)
    except BadValueError as error:
        bad.append(reading.bad(row.number, error))
        return False
    known_by: list[Hashable] = [] if row.id is None else [("id", row.id)]
    met = next((name for name in (*importer.meets(row), *known_by) if name in seen), None)
    if met is not None:
        field = met[0] if isinstance(met, tuple) and met[0] in row.values else None
        bad.append(
            reading.bad(row.number, BadValueError(f"is the same {importer.noun} as row {seen[met]}", field=field))
        )
        return False
    seen.update(dict.fromkeys((*known_by, *importer.names(row)), row.number))
    return True


def _compare(
    row: Row,
    stored: Mapping[str, Any],
    existing: Existing,
    outcome: Outcome,
    reading: _Reading,
) -> bool:
    """Tell whether the thing that `row` is has to be changed; count it where it has not."""
    row.changed = {name: value for name, value in row.values.items() if name != "key" and stored.get(name) != value}
    if not row.changed:
        outcome.unchanged += 1
    elif existing is Existing.SKIP:
        outcome.skipped += 1
    elif existing is Existing.REFUSE:
        outcome.bad += [
            reading.bad(row.number, BadValueError(_DIFFERS.format(_shown(stored.get(name))), field=name))
            for name in row.changed
        ]
    else:
        return True
    return False


def _shown(value: Any) -> str:
    if value is None or value == ():
        return "nothing"
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
