"""What a dry run says: each row that would have changed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from circo_cli.rendering.result import Message, note
from circo_cli.values.keys import NUMBERED, number_key

if TYPE_CHECKING:
    from circo_cli.storage.database import Change
    from circo_cli.storage.row_changes import RowChange

_MOST = 40  # more lines would scroll what matters away


def told(change: Change) -> list[Message]:
    """Return what a dry run would have done, a line a row."""
    if change.told:
        return [note("dry run: nothing was written; that is what would change")]
    messages = [note("dry run: nothing was written; this is what would change")]
    for row in change.written[:_MOST]:
        whose = _called(row)
        what = f"{row.table} of {whose}" if row.table != row.thing else f"{row.table} {whose}"
        if row.before is None:
            parts = [f"{name} {after}" for name, _, after in row.fields() if after is not None and name != "id"]
            messages.append(note(f"would add {what}: {', '.join(parts)}"))
        elif row.after is None:
            messages.append(note(f"would remove {what}"))
        else:
            parts = [f"{name} {before} → {after}" for name, before, after in row.fields()]
            messages.append(note(f"would change {what}: {', '.join(parts)}"))
    if len(change.written) > _MOST:
        messages.append(note(f"and {len(change.written) - _MOST} rows more"))
    return messages


def _called(row: RowChange) -> str:
    """Return the key of the thing that a row belongs to, as far as the row itself tells it."""
    image = row.after or row.before or {}
    if row.table == row.thing and "key" in image:
        return str(image["key"])

    return number_key(row.thing, row.thing_id) if row.thing in NUMBERED else f"{row.thing} {row.thing_id}"
