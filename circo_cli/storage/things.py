"""What a thing is called that is known by its id only, also when it has gone."""

from __future__ import annotations

from collections.abc import Mapping

from circo_cli.storage.reader import Reader
from circo_cli.values.keys import NUMBERED, number_key

TABLES: Mapping[str, str] = {"note": "company_note"}
"""Tables that are not called as their noun is."""


def key_of(reader: Reader, noun: str, number: int) -> str:
    """Return the key of the `noun` with the id `number`: the one that it has, or else the last one it had."""
    if noun in NUMBERED:
        return number_key(noun, number)
    key = reader.value(f'SELECT "key" FROM "{noun}" WHERE id = :id', {"id": number})
    if key is None:
        last = reader.value(
            """SELECT coalesce(after, before) FROM change_row
                WHERE thing = :noun AND thing_id = :id AND table_name = :noun ORDER BY id DESC LIMIT 1""",
            {"noun": noun, "id": number},
        )
        if last is not None:
            import json

            key = json.loads(last).get("key")
    return f"{noun} {number}" if key is None else str(key)
