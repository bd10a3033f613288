"""Parts of a picture beside their labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from circo_cli.rendering.pictures import fitted, paint

LABEL = 11
"""Columns that a label takes, its gap included."""


def labelled(parts: Mapping[str, Iterable[str]], *, color: bool) -> list[str]:
    """Return the lines of each part beside its label, which stands once; a part without lines is left out."""
    return [
        f"{paint(fitted(label if number == 0 else '', LABEL), 'bold', color=color)}{line}".rstrip()
        for label, lines in parts.items()
        for number, line in enumerate(lines)
    ]


def latest(parts: Sequence[Sequence[str]], most: int, way: str) -> list[str]:
    """Return the lines of the last `most` of `parts`, after a count of those before; `way` is the command for all."""
    earlier = [f"{len(parts) - most} earlier: {way}"] if len(parts) > most else []
    return [*earlier, *(line for part in parts[-most:] for line in part)]
