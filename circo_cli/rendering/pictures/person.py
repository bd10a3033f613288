"""What is known of a person on a terminal: each section with its rows, nothing cut and nothing left out."""

from __future__ import annotations

from typing import Any

from circo_cli.rendering.cells import flat
from circo_cli.rendering.pictures import paint, wrapped
from circo_cli.rendering.pictures.labels import labelled
from circo_cli.values.text import counted

_INDENT = 2


def draw_person(thing: dict[str, Any], *, width: int, color: bool) -> str:
    """Return `thing` (fields, and sections that are lists of objects) as text of at most `width` columns."""
    heads = {name: value for name, value in thing.items() if not _is_section(value)}
    lines = labelled({name: [flat(value)] for name, value in heads.items() if value}, color=color)
    for name, rows in thing.items():
        if not _is_section(rows):
            continue
        lines += ["", f"{paint(name, 'bold', color=color)}  {counted(len(rows), 'entry', 'entries')}"]
        for row in rows:
            key, *others = [f"{field} {flat(value)}" for field, value in row.items() if value is not None]
            first, *rest = wrapped("   ".join([key.partition(" ")[2], *others]), width - _INDENT)
            lines += [f"{' ' * _INDENT}{first}", *(f"{' ' * 2 * _INDENT}{line}" for line in rest)]
    return "".join(f"{line}\n" for line in lines)


def _is_section(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
