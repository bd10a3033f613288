"""What a dry run says: each row that would have changed, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from circo_cli.queries.history import UNTOLD, named
from circo_cli.rendering.result import Message, note
from circo_cli.storage.things import key_of

if TYPE_CHECKING:
    from circo_cli.storage.database import Change
    from circo_cli.storage.reader import Reader
    from circo_cli.storage.row_changes import RowChange

Keys = Mapping[tuple[str, int], str]
"""The keys of things that would be added, by noun and id."""

_MOST = 40  # more lines would scroll what matters away


def told(change: Change, reader: Reader) -> list[Message]:
    """Return what a dry run would have done, a line a row; `reader` is on the state that is there."""
    if change.told:
        return [note("dry run: nothing was written; that is what would change")]
    messages = [note("dry run: nothing was written; this is what would change")]
    fresh = {
        (row.thing, row.thing_id): str(row.after["key"])
        for row in change.written
        if row.table == row.thing and row.before is None and row.after is not None and "key" in row.after
    }
    for row in change.written[:_MOST]:
        messages += [note(line) for line in _line(reader, row, fresh)]
    rows = max(change.rows, len(change.written)) if len(change.written) > _MOST else 0
    if rows > _MOST:
        messages.append(note(f"and {rows - _MOST} rows more"))
    return messages


def _line(reader: Reader, row: RowChange, fresh: Keys) -> Iterator[str]:
    """Yield what would become of a row; nothing where only what means nothing to people would change."""
    image = row.after or row.before or {}
    whose = str(image["key"]) if row.table == row.thing and "key" in image else None
    whose = whose or fresh.get((row.thing, row.thing_id)) or key_of(reader, row.thing, row.thing_id)
    what = f"{row.table} of {whose}" if row.table != row.thing else f"{row.table} {whose}"
    fields = [
        (name.removesuffix("_id"), *(_called(reader, row.table, name, value, fresh) for value in values))
        for name, *values in row.fields()
        if name not in UNTOLD and (row.table == row.thing or name != f"{row.thing}_id")
    ]
    if row.before is None:
        parts = [f"{name} {after}" for name, _, after in fields if after is not None and (name, after) != ("forced", 0)]
        yield f"would add {what}: {', '.join(parts)}" if parts else f"would add {what}"
    elif row.after is None:
        yield f"would remove {what}"
    elif fields:
        parts = [f"{name} {_shown(before)} → {_shown(after)}" for name, before, after in fields]
        yield f"would change {what}: {', '.join(parts)}"


def _shown(value: Any) -> Any:
    return "empty" if value is None else value


def _called(reader: Reader, table: str, column: str, value: Any, fresh: Keys) -> Any:
    """Return a value as people know it: what a `column` refers to by its key, also where that would only be added."""
    noun = column.removesuffix("_id")
    if noun != column and (noun, value) in fresh:
        return fresh[noun, value]
    return named(reader, table, column, value)
